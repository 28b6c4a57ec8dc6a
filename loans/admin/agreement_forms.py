"""What is asked for an agreement: how it is written, signed, recorded and amended."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from moneyed import Money

from exhibitions.models import Showing
from lenders.models import CollectionObject, SigningWay
from loans.admin.basics import DaysField
from loans.clauses import LANGUAGES, PLACEHOLDERS
from loans.models import AgreementKind, AgreementOriginal, AgreementVersion, Loan, LoanLine, SigningStep
from loans.services.agreements import Changes, OriginalFacts, Wanted
from loans.services.agreements.wording import ASKED, language_name
from loans.services.clauses import Matter
from loans.states import OVER, Party
from office.people.days import DayField
from office.people.uploads import take
from office.records.audit import Facts
from office.records.models import Authority

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


class AmendForm(forms.Form):
    """What an amendment changes: empty fields stay as they are."""

    kind = forms.ChoiceField(
        label=_("What it is about"),
        choices=[choice for choice in AgreementKind.choices if choice[0] != AgreementKind.ORIGINAL],
    )
    summary = forms.CharField(
        label=_("What changes and why"), widget=forms.Textarea({"rows": 3}), help_text=_("The lender reads this first.")
    )
    until = DayField(label=_("New day of return"), required=False)
    showings = forms.ModelMultipleChoiceField(
        Showing.objects.none(),
        label=_("Shown from now on at"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick all of them; none means the venues stay."),
    )
    out: Any = forms.ModelChoiceField(
        LoanLine.objects.none(), label=_("Object that is replaced"), required=False, empty_label=_("None")
    )
    new = forms.CharField(label=_("Accession number of the object instead"), max_length=100, required=False)

    def __init__(self, *args: Any, lines: Sequence[LoanLine], with_values: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        loan = lines[0].loan
        showings = Showing.objects.filter(exhibition=loan.exhibition_id).select_related("venue")
        self.fields["showings"].queryset = showings  # type: ignore[attr-defined]
        self.fields["showings"].label_from_instance = lambda showing: showing.venue.name  # type: ignore[attr-defined]
        live = [line.pk for line in lines if line.status not in OVER]
        out = self.fields["out"]
        out.queryset = LoanLine.objects.filter(pk__in=live).select_related("object", "loan")
        out.label_from_instance = lambda line: f"{line.number}. {line.object}"
        self.valued = lines if with_values else []
        for line in self.valued:
            self.fields[f"value_{line.uid}"] = forms.CharField(
                label=f"{line.number}. {line.object.title}",
                required=False,
                max_length=40,
                help_text=_("now %(value)s") % {"value": line.agreed_value} if line.agreed_value else "",
                widget=forms.TextInput({"placeholder": "GBP 12500"}),
            )

    def groups(self) -> list[Group]:
        def pick(*names: str) -> list[forms.BoundField]:
            return [self[name] for name in names]

        found = [
            Group(_("The amendment"), "", pick("kind", "summary")),
            Group(_("Days and venues"), "", pick("until", "showings")),
            Group(_("One object for another"), "", pick("out", "new")),
        ]
        if self.valued:
            hint = _("Currency and amount, such as GBP 12500; empty fields stay.")
            found.append(Group(_("New agreed values"), hint, pick(*(f"value_{line.uid}" for line in self.valued))))
        return found

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        values = {}
        for line in self.valued:
            words = said.get(f"value_{line.uid}", "").strip()
            if words:
                try:
                    values[str(line.uid)] = money(words)
                except ValueError:
                    self.add_error(
                        f"value_{line.uid}",
                        _("Write a currency and an amount, such as GBP 12500. Known are %(known)s.")
                        % {"known": ", ".join(settings.CURRENCIES)},
                    )
        said["values"] = values
        said["substitutes"] = {}
        if said.get("new", "").strip():
            said["substitutes"] = self._substitute(said.get("out"), said["new"].strip())
        elif said.get("out"):
            self.add_error("new", _("Give the number of the object that is lent instead."))
        return said

    def _substitute(self, out: LoanLine | None, number: str) -> dict[str, str]:
        if out is None:
            self.add_error("out", _("Choose the object that is replaced."))
            return {}
        found = CollectionObject.objects.filter(lender=out.object.lender_id, accession_number=number).first()
        if found is None:
            self.add_error(
                "new", _("The lender has no object with this number in our records. Add it to the objects first.")
            )
            return {}
        return {str(out.uid): str(found.uid)}

    def changes(self) -> Changes:
        said = self.cleaned_data
        return Changes(
            until=said["until"],
            values=said["values"],
            substitutes=said["substitutes"],
            showings=tuple(str(showing.uid) for showing in said["showings"]),
        )


def money(words: str) -> Money:
    """GBP 12,500 or 12500 GBP. Raises ValueError for anything else."""
    parts = words.replace(",", "").split()
    if len(parts) != 2:
        raise ValueError(words)
    currency, amount = parts if parts[0].isalpha() else reversed(parts)
    if currency.upper() not in settings.CURRENCIES:
        raise ValueError(words)
    try:
        number = Decimal(amount)
    except ArithmeticError as error:
        raise ValueError(words) from error
    if not number.is_finite() or number < 0:
        raise ValueError(words)
    return Money(number, currency.upper())


class RecallForm(DaysField):
    """The lender wants its objects back."""

    happened_on = DayField(label=_("Recalled on"))
    return_by = DayField(label=_("Back with the lender by"))
    reason = forms.CharField(label=_("Why"), widget=forms.Textarea({"rows": 3}))
    decided_by = forms.CharField(label=_("Who at the lender decided"), max_length=200)
    decided_by_title = forms.CharField(label=_("Their job title"), max_length=200, required=False)
    authority = forms.ChoiceField(label=_("How we know"), choices=[("", _("Choose one")), *Authority.choices])
    authority_number = forms.CharField(label=_("Number of the letter or decree"), max_length=100, required=False)
    evidence = forms.FileField(label=_("Evidence"), required=False, help_text=_("The letter as a PDF or picture."))

    def clean_evidence(self) -> Any:
        upload = self.cleaned_data["evidence"]
        return take(upload) if upload else None

    def facts(self) -> Facts:
        said = self.cleaned_data
        return Facts(
            happened_on=said["happened_on"],
            decided_by=said["decided_by"],
            decided_by_title=said["decided_by_title"],
            authority=said["authority"],
            authority_number=said["authority_number"],
            evidence=said["evidence"],
        )


def today() -> dt.date:
    return timezone.localdate()


def draft_of(version: AgreementVersion) -> dict[str, Any]:
    """What an amendment's draft says already, for its form."""
    kept = Changes.of(version.changes)
    values = {f"value_{uid}": f"{money.currency} {money.amount}" for uid, money in kept.values.items()}
    return {"kind": version.kind, "summary": version.summary, "until": kept.until, **values}
