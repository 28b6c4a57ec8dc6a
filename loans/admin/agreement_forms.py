"""What is asked for an agreement: how it is written, signed, recorded and amended."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lenders.models import SigningWay
from loans.admin.basics import DaysField
from loans.clauses import LANGUAGES, PLACEHOLDERS
from loans.models import AgreementOriginal, Loan, SigningStep
from loans.services.agreements import OriginalFacts, Wanted
from loans.services.agreements.wording import ASKED, language_name
from loans.services.clauses import Matter
from loans.states import Party
from office.people.days import DayField
from office.people.uploads import take
from office.records.audit import Facts

STEPS = ((SigningStep.PREPARE, _("Somebody prepares it")), (SigningStep.APPROVE, _("Somebody approves it")))


@dataclass(frozen=True, slots=True)
class Group:
    """Some fields of a form under a heading."""

    title: object
    hint: object
    visible_fields: Sequence[forms.BoundField]


def languages() -> list[tuple[str, str]]:
    return [(code, language_name(code, "en")) for code in LANGUAGES]


class WriteForm(forms.Form):
    """How the text is written. Clauses with a choice are asked for; what the records say needs no field filled."""

    loans = forms.ModelMultipleChoiceField(
        Loan.objects.none(), label=_("It also covers"), required=False, widget=forms.CheckboxSelectMultiple
    )
    signing = forms.ChoiceField(label=_("Signed"), choices=SigningWay.choices)
    originals = forms.IntegerField(
        label=_("Paper originals"), min_value=0, max_value=12, required=False, help_text=_("For ink only.")
    )
    lender_steps = forms.MultipleChoiceField(
        label=_("Before the lender signs"), choices=STEPS, required=False, widget=forms.CheckboxSelectMultiple
    )
    organiser_steps = forms.MultipleChoiceField(
        label=_("Before we sign"), choices=STEPS, required=False, widget=forms.CheckboxSelectMultiple
    )
    first = forms.ChoiceField(label=_("Language that decides"))
    second = forms.ChoiceField(label=_("Also in"), required=False)
    equally_authentic = forms.BooleanField(label=_("Both languages are equally authentic"), required=False)

    def __init__(
        self, *args: Any, library: Mapping[str, Matter], wanted: Wanted, together: Iterable[Loan] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **{"initial": _initial(wanted), **kwargs})
        self.library = library
        known = languages()
        self.fields["first"].choices = known  # type: ignore[attr-defined]
        self.fields["second"].choices = [("", _("No second language")), *known]  # type: ignore[attr-defined]
        chosen = {loan.pk for loan in together}
        if chosen:
            several = Loan.objects.filter(pk__in=chosen).select_related("lender")
            self.fields["loans"].queryset = several  # type: ignore[attr-defined]
        else:
            del self.fields["loans"]
        for code, matter in library.items():
            if matter.required and len(matter.alternatives) == 1:
                continue
            choices = [(each.code, each.label) for each in matter.alternatives.values()]
            if not matter.required:
                choices = [("", str(_("Leave it out"))), *choices]
            self.fields[f"clause_{code}"] = forms.ChoiceField(
                label=matter.first.title, choices=choices, required=False, initial=wanted.choices.get(code, "")
            )
        for name in ASKED:
            label = PLACEHOLDERS[name]
            self.fields[name] = forms.CharField(
                label=label[:1].upper() + label[1:],
                required=False,
                max_length=400,
                initial=wanted.words.get(name, ""),
            )

    def groups(self) -> list[Group]:
        def pick(*names: str) -> list[forms.BoundField]:
            return [self[name] for name in names if name in self.fields]

        return [
            Group(_("Signing"), "", pick("loans", "signing", "originals", "lender_steps", "organiser_steps")),
            Group(_("Languages"), "", pick("first", "second", "equally_authentic")),
            Group(
                _("Clauses with a choice"),
                _("What fits the loan is chosen already. Clauses without a choice stand in every agreement."),
                pick(*(f"clause_{code}" for code in self.library)),
            ),
            Group(
                _("What the clauses name"),
                _("Leave a field empty and the records, the lender's standing terms or the house's practice fill it."),
                pick(*ASKED),
            ),
        ]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("second") and said.get("second") == said.get("first"):
            self.add_error("second", _("Choose another language than the first, or none."))
        return said

    def wanted(self) -> Wanted:
        said = self.cleaned_data
        return Wanted(
            languages=tuple(filter(None, (said["first"], said["second"]))),
            equally_authentic=said["equally_authentic"],
            choices={
                code: said[f"clause_{code}"]
                for code, matter in self.library.items()
                if f"clause_{code}" in said and (said[f"clause_{code}"] or not matter.required)
            },
            words={name: said[name] for name in ASKED},
            signing=said["signing"],
            originals=said["originals"] or 0,
            lender_steps=said["lender_steps"],
            organiser_steps=said["organiser_steps"],
        )


def _initial(wanted: Wanted) -> dict[str, Any]:
    spoken = wanted.languages or ("en",)
    return {
        "signing": wanted.signing,
        "originals": wanted.originals or None,
        "lender_steps": list(wanted.lender_steps),
        "organiser_steps": list(wanted.organiser_steps),
        "first": spoken[0],
        "second": spoken[1] if len(spoken) > 1 else "",
        "equally_authentic": bool(wanted.equally_authentic),
    }


class PaperForm(forms.Form):
    file = forms.FileField(label=_("The lender's paper"), help_text=_("As a PDF, not signed yet."))

    def clean_file(self) -> Any:
        return take(self.cleaned_data["file"], allow=("application/pdf",))


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Why"), widget=forms.Textarea({"rows": 3}), help_text=_("The lender reads it."))


class SignatureForm(DaysField):
    """A signature that came on paper."""

    happened_on = DayField(label=_("Signed on"))
    signatory = forms.CharField(label=_("Who signed"), max_length=200)
    title = forms.CharField(label=_("Their job title"), max_length=200, required=False)
    evidence = forms.FileField(label=_("The signed copy"), required=False, help_text=_("A scan as a PDF or picture."))

    def clean_evidence(self) -> Any:
        upload = self.cleaned_data["evidence"]
        return take(upload) if upload else None

    def facts(self) -> Facts:
        return Facts(happened_on=self.cleaned_data["happened_on"], evidence=self.cleaned_data["evidence"])


class OriginalForm(forms.Form):
    """Where one paper original is."""

    printed_on = DayField(label=_("Printed"), required=False)
    sent_on = DayField(label=_("Sent"), required=False)
    sent_how = forms.CharField(label=_("How it was sent"), max_length=200, required=False)
    lender_signed_on = DayField(label=_("Signed by the lender"), required=False)
    organiser_signed_on = DayField(label=_("Signed by us"), required=False)
    returned_on = DayField(label=_("Back with us"), required=False)
    kept_by = forms.ChoiceField(label=_("Stays with"), choices=Party.choices)
    scan = forms.FileField(label=_("Scan"), required=False, help_text=_("A PDF or picture; one filed before stays."))
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, *args: Any, original: AgreementOriginal, **kwargs: Any) -> None:
        names = ("printed_on", "sent_on", "sent_how", "lender_signed_on", "organiser_signed_on", "returned_on")
        known = {name: getattr(original, name) for name in (*names, "kept_by", "note")}
        super().__init__(*args, **{"initial": known, **kwargs})

    def clean_scan(self) -> Any:
        upload = self.cleaned_data["scan"]
        return take(upload) if upload else None

    def facts(self) -> OriginalFacts:
        return OriginalFacts(**self.cleaned_data)
