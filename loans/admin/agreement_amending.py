"""Changing a signed agreement, and a recall: what is asked and what is done with it."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from moneyed import Money

from exhibitions.models import Showing
from lenders.models import CollectionObject
from loans.admin.agreement_forms import Group
from loans.admin.agreement_pages import act, agreement_of
from loans.admin.basics import REACHED_US, DaysField, loan_of, people_at, step
from loans.models import Agreement, AgreementKind, AgreementVersion, LoanLine
from loans.services import agreements as services
from loans.services import recalls
from loans.services.agreements import Changes
from loans.states import OVER
from office.people.days import DayField
from office.people.desk import actor_of, may
from office.people.uploads import take
from office.records.audit import Facts


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
        shown: Any = self.fields["showings"]
        shown.queryset = showings
        shown.label_from_instance = lambda showing: showing.venue.name
        live = [line.pk for line in lines if line.status not in OVER]
        leaves: Any = self.fields["out"]
        leaves.queryset = LoanLine.objects.filter(pk__in=live).select_related("object", "loan")
        leaves.label_from_instance = lambda line: f"{line.number}. {line.object}"
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


def draft_of(version: AgreementVersion) -> dict[str, Any]:
    """What an amendment's draft says already, for its form."""
    kept = Changes.of(version.changes)
    values = {f"value_{uid}": f"{money.currency} {money.amount}" for uid, money in kept.values.items()}
    return {"kind": version.kind, "summary": version.summary, "until": kept.until, **values}


class RecallForm(DaysField):
    """The lender wants its objects back."""

    happened_on = DayField(label=_("Recalled on"))
    return_by = DayField(label=_("Back with the lender by"))
    reason = forms.CharField(label=_("Why"), widget=forms.Textarea({"rows": 3}))
    decided_by = forms.CharField(label=_("Who at the lender decided"), max_length=200)
    decided_by_title = forms.CharField(label=_("Their job title"), max_length=200, required=False)
    authority = forms.ChoiceField(label=_("How we know"), choices=[("", _("Choose one")), *REACHED_US])
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


def amend_page(request: HttpRequest, reference: str) -> HttpResponse:
    return amend(request, agreement_of(reference), None)


def amend(request: HttpRequest, agreement: Agreement, draft: AgreementVersion | None) -> HttpResponse:
    """Drafts the next version, or writes its draft anew."""
    loans = services.loans_of(agreement)
    if not loans:
        raise Http404
    rows = LoanLine.objects.filter(loan__in=loans).select_related("object", "loan").order_by("loan_id", "number")
    values = may(request, "values.see")
    initial = draft_of(draft) if draft else {}
    form = AmendForm(request.POST or None, lines=list(rows), with_values=values, initial=initial)

    def do() -> object:
        said, actor = form.cleaned_data, actor_of(request)
        if draft is not None:
            return services.change_amendment(draft, actor=actor, summary=said["summary"], changes=form.changes())
        return services.amend(
            agreement, actor=actor, kind=said["kind"], summary=said["summary"], changes=form.changes()
        )

    return act(
        request,
        form,
        agreement=agreement,
        do=do,
        done=_now("The amendment is drafted. Read what it changes, then issue it; until both sign, nothing changes."),
        title=_now("Amend agreement %(reference)s") % {"reference": agreement.reference},
        submit=_now("Write the amendment"),
        template="desk/loans/agreement_write.html",
        lead=_now("A new version of the whole text, signed again by both. Until then the one in force stays in force."),
    )


def recall_page(request: HttpRequest, reference: str) -> HttpResponse:
    """What is with us or on the road can't be cancelled; the lender may want it back."""
    loan = loan_of(reference)
    form = RecallForm(request.POST or None, request.FILES or None)
    form.fields["decided_by"].widget.attrs["list"] = "people"

    def do() -> object:
        said = form.cleaned_data
        return recalls.recall(
            loan, actor=actor_of(request), reason=said["reason"], return_by=said["return_by"], facts=form.facts()
        )

    return step(
        request,
        form,
        loan=loan,
        ability="loans.record_answer",
        do=do,
        done=_now("The recall is recorded. The return is due on the lender's day."),
        title=_now("Record a recall"),
        submit=_now("Record it"),
        people=people_at(loan),
    )
