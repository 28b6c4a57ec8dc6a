"""The form of a facility report: every section with a line on what lenders want to know, and what stands around them."""

from typing import Any, Final

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from exhibitions.models import FacilityReport, SectionCode
from exhibitions.services import facility
from office.people.days import DayField
from office.people.desk import actor_of
from office.people.uploads import take

HINTS: Final[dict[str, Any]] = {
    SectionCode.GENERAL: _("Who runs the house, its legal form, who looks after loans and whom to telephone at night."),
    SectionCode.BUILDING: _("Age, walls, roof and floors; what was renewed and when; building work planned near the galleries."),
    SectionCode.GALLERY: _("Rooms, doors and lifts with their sizes and loads, floors, daylight, and how visitors go through."),
    SectionCode.CLIMATE: _("Plant, ranges kept by day and night, how it is measured, who gets the alarm, records of the past year."),
    SectionCode.LIGHT: _("Lamps and filters, how daylight is kept out, the lux and UV you hold to, and how the dose is counted."),
    SectionCode.FIRE: _("Detectors, extinguishing by room and with what, distance and time of the fire brigade, drills."),
    SectionCode.SECURITY: _("Guards by day and night, who holds keys, what is watched; details belong in the supplement."),
    SectionCode.HANDLING: _("Loading bay, route to the gallery, lift, quarantine, who handles and packs, what equipment there is."),
    SectionCode.STORAGE: _("Where objects and crates wait, with what climate, locks and pest control."),
    SectionCode.DISPLAY: _("Cases with makers, locks and materials tested; mounts; barriers and their distance."),
    SectionCode.PESTS: _("Traps and how often they are read, finds of the last years, cleaning, food and plants."),
    SectionCode.EMERGENCY: _("Plan and its date, who decides, what is saved first, supplies, partners, flood and quake risk."),
    SectionCode.COVER: _("Insurer or indemnity, what is covered and what isn't, who values, who telephones the lender."),
    SectionCode.HISTORY: _("Lenders of the last years who may be asked, and every loss or damage, with what was learnt."),
}  # fmt: skip
"""What lenders want to know, a line for each section."""


class SectionsForm(forms.Form):
    """Every section as a text, then what stands around them."""

    def __init__(self, *args: Any, report: FacilityReport, **kwargs: Any) -> None:
        texts = dict(report.sections.values_list("code", "text"))
        super().__init__(*args, **kwargs)
        for code in SectionCode:
            self.fields[code.value] = forms.CharField(
                label=code.label,
                help_text=HINTS[code],
                initial=texts.get(code, ""),
                required=False,
                max_length=facility.TEXT_AT_MOST,
                widget=forms.Textarea({"rows": 6}),
            )
        self.fields |= {
            "prepared_by": forms.CharField(
                label=_("Prepared by"), required=False, max_length=200, initial=report.prepared_by
            ),
            "expires_on": DayField(
                label=_("Valid until"),
                required=False,
                initial=report.expires_on,
                help_text=_("Empty: three years from the day it is issued."),
            ),
            "confidentiality": forms.CharField(
                label=_("What a lender accepts before reading"),
                required=False,
                max_length=2000,
                initial=report.confidentiality,
                widget=forms.Textarea({"rows": 4}),
            ),
            "security_reference": forms.CharField(
                label=_("Reference of the security supplement"),
                required=False,
                max_length=40,
                initial=report.security_reference,
                help_text=_(
                    "Stands in the report instead of the supplement. Never the name of the venue or city; empty: a new"
                    " code is made."
                ),
            ),
            "security_supplement": forms.FileField(
                label=_("Security supplement"),
                required=False,
                help_text=_(
                    "A PDF or picture. It never appears in the portal: send it to the lender's security adviser by"
                    " another way, with nothing but the reference on it."
                ),
            ),
        }

    def clean_security_supplement(self) -> Any:
        upload = self.cleaned_data["security_supplement"]
        return take(upload) if upload else None

    @property
    def sections(self) -> list[tuple[forms.BoundField, bool]]:
        """Each section with whether a report can't be issued without it."""
        return [(self[code.value], code in facility.REQUIRED) for code in SectionCode]

    @property
    def around(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name not in SectionCode]

    def visible_fields(self) -> list[forms.BoundField]:
        """The template draws the sections itself; the desk's own fields are what stands around them."""
        return self.around

    def save(self, report: FacilityReport, request: HttpRequest) -> FacilityReport:
        said = self.cleaned_data
        sections = {code.value: said[code.value] for code in SectionCode}
        around = {name: said[name] for name in self.fields if name not in SectionCode}
        return facility.write(report, sections, actor=actor_of(request), **around)
