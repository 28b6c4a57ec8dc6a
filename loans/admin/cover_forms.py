"""What is typed about a cover, and a lender's yes to it that reached us outside the portal."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.conf import settings
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from exhibitions.models import Exhibition
from loans.admin.basics import DecisionForm
from loans.models import BorrowerClass, Cover, CoverKind, LoanLine
from loans.services import cover as services
from loans.states import EXITS, LineStatus
from office.people.days import DayField
from office.people.uploads import take
from office.records.models import StoredFile

ONE_DAY = dt.timedelta(days=1)
_AMOUNT: dict[str, Any] = {"max_digits": 16, "decimal_places": 2, "required": False, "min_value": 0}

_PARTS: Final = (
    (_("What it is"), ("kind", "reference", "insurer")),
    (_("When"), ("first_day", "last_day", "applied_on", "granted_on")),
    (_("How much it bears"), ("currency", "limit", "limit_vehicle", "limit_location", "borrower_class", "claims_days")),
    ("", ("conditions", "certificate")),
    ("", ("lines",)),
)


@dataclass(frozen=True, slots=True)
class Part:
    """Some fields of a form under a heading of their own; the template of fields reads them as a form."""

    title: object
    visible_fields: list[forms.BoundField]
    hidden_fields: tuple[forms.BoundField, ...] = ()


class CoverForm(forms.Form):
    """A cover with its first and last day, both covered. Limits are asked of those who may see values alone."""

    kind = forms.ChoiceField(label=_("What kind of cover"), choices=[("", _("Choose one")), *CoverKind.choices])
    insurer = forms.CharField(label=_("Insurer or government"), max_length=200, required=False)
    reference = forms.CharField(
        label=_("Number"), max_length=100, required=False, help_text=_("Of the policy, the certificate or the letter.")
    )
    first_day = DayField(label=_("First day covered"))
    last_day = DayField(label=_("Last day covered"), help_text=_("The day of return is to be covered too."))
    applied_on = DayField(label=_("Applied for on"), required=False)
    granted_on = DayField(
        label=_("Granted or agreed on"), required=False, help_text=_("From then on lenders can accept it.")
    )
    currency = forms.ChoiceField(
        label=_("Currency of the limits"), choices=[(code, code) for code in settings.CURRENCIES], required=False
    )
    limit = forms.DecimalField(label=_("Limit"), **_AMOUNT)
    limit_vehicle = forms.DecimalField(label=_("Limit for one vehicle"), **_AMOUNT)
    limit_location = forms.DecimalField(label=_("Limit for one place"), **_AMOUNT)
    borrower_class = forms.ChoiceField(
        label=_("Our class under the UK indemnity"),
        choices=BorrowerClass.choices,
        required=False,
        help_text=_("Decides what we bear ourselves."),
    )
    claims_days = forms.IntegerField(
        label=_("Days to make a claim"),
        required=False,
        min_value=1,
        max_value=3650,
        help_text=_("After the day a loss is found."),
    )
    conditions = forms.CharField(label=_("Conditions"), required=False, widget=forms.Textarea({"rows": 4}))
    certificate = forms.FileField(
        label=_("Certificate"),
        required=False,
        help_text=_(
            "A PDF or a picture. Lenders it names read it, if they may see values: send one that names no others."
        ),
    )
    lines = forms.MultipleChoiceField(label=_("Objects it covers"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(
        self, *args: Any, show: Exhibition, with_limits: bool, cover: Cover | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.cover = cover
        if not with_limits:
            for name in ("currency", "limit", "limit_vehicle", "limit_location"):
                del self.fields[name]
        self.rows = {str(line.uid): line for line in _lines_of(show, cover)}
        groups: dict[str, list[tuple[str, str]]] = {}
        for uid, line in self.rows.items():
            words = f"{line.loan.reference}/{line.number} {line.object.title}"
            groups.setdefault(line.loan.lender.name, []).append((uid, words))
        field = self.fields["lines"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = list(groups.items())

    def parts(self) -> list[Part]:
        """The fields as they are read: what it is, when, how much it bears, what for."""
        return [Part(title, [self[name] for name in names if name in self.fields]) for title, names in _PARTS]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        first, last = said.get("first_day"), said.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _now("The cover ends before it starts. Give the days again."))
        return said

    def clean_certificate(self) -> StoredFile | None:
        upload = self.cleaned_data["certificate"]
        return take(upload) if upload else None

    def chosen(self) -> list[LoanLine]:
        return [self.rows[uid] for uid in self.cleaned_data["lines"]]

    def terms(self) -> dict[str, Any]:
        """As the service takes them; a certificate that isn't replaced stays."""
        said = self.cleaned_data
        terms: dict[str, Any] = {
            name: said[name]
            for name in ("kind", "insurer", "reference", "applied_on", "granted_on", "claims_days", "conditions")
        }
        terms["period"] = DateRange(said["first_day"], said["last_day"] + ONE_DAY)
        terms["borrower_class"] = said["borrower_class"] or BorrowerClass.OTHER
        if said["certificate"] is not None:
            terms["certificate"] = said["certificate"]
        if "limit" in self.fields:
            for name in ("limit", "limit_vehicle", "limit_location"):
                terms[name] = services.money(said[name], said["currency"] or "GBP", field=name)
        return terms


def initial_of(cover: Cover) -> dict[str, Any]:
    names = ("kind", "insurer", "reference", "applied_on", "granted_on", "borrower_class", "claims_days", "conditions")
    said: dict[str, Any] = {name: getattr(cover, name) for name in names}
    said["first_day"], said["last_day"] = cover.period.lower, cover.period.upper - ONE_DAY
    limits = {name: getattr(cover, name) for name in ("limit", "limit_vehicle", "limit_location")}
    said |= {name: money.amount if money else None for name, money in limits.items()}
    said["currency"] = next((str(money.currency) for money in limits.values() if money), "GBP")
    said["lines"] = [str(uid) for uid in cover.lines.values_list("uid", flat=True)]
    return said


def _lines_of(show: Exhibition, cover: Cover | None) -> list[LoanLine]:
    """What can be named, and what is named already."""
    lines = LoanLine.objects.filter(loan__exhibition=show).select_related("loan__lender", "object")
    possible = lines.exclude(status__in=[*EXITS, LineStatus.DRAFT])
    if cover is not None:
        possible = possible | lines.filter(covers=cover)
    return list(possible.distinct().order_by("loan__lender__name", "loan__reference", "number"))


class AcceptForm(DecisionForm):
    """The lender's yes as it reached us."""
