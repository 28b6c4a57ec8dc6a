"""What the loan pages share: finding the loan, what a refusal looks like, the facts of a decision as a form."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from loans.errors import LoanError
from loans.models import Loan, LoanLine
from office.people.days import DayField
from office.people.desk import may, page
from office.people.uploads import take, together
from office.records.audit import Facts
from office.records.models import Authority


def loan_of(reference: str) -> Loan:
    return get_object_or_404(
        Loan.objects.select_related("lender__agent", "exhibition__registrar", "agreement__latest__sealed_file"),
        reference=reference,
    )


def line_of(loan: Loan, uid: str) -> LoanLine:
    return get_object_or_404(loan.lines.select_related("object", "loan__agreement", "loan__lender"), uid=uid)


def address(loan: Loan) -> str:
    return reverse("admin:loan", args=(loan.reference,))


def crumbs(loan: Loan) -> tuple[tuple[object, str], ...]:
    return (
        (loan.exhibition.title, reverse("admin:board", args=(loan.exhibition.code,))),
        (f"{loan.reference} {loan.lender.name}", address(loan)),
    )


class DaysField(forms.Form):
    """A form that asks when it happened."""

    happened_on = DayField(label=_("When it happened"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day = self.fields["happened_on"]
        day.initial = timezone.localdate
        # At the lender's it may be tomorrow already.
        day.widget.attrs["max"] = (timezone.localdate() + dt.timedelta(days=1)).isoformat()

    def facts(self) -> Facts:
        return Facts(happened_on=self.cleaned_data["happened_on"])


REACHED_US = [(value, label) for value, label in Authority.choices if value not in (Authority.PORTAL, Authority.API)]
"""How a lender's word reaches those who write it down; what came by itself, through portal or API, says so itself."""


class DecisionForm(DaysField):
    """The facts of a decision that reached us outside the portal."""

    decided_by = forms.CharField(label=_("Who decided"), max_length=200)
    decided_by_title = forms.CharField(label=_("Their job title"), max_length=200, required=False)
    authority = forms.ChoiceField(label=_("How we know"), choices=[("", _("Choose one")), *REACHED_US])
    authority_number = forms.CharField(label=_("Number of the letter or decree"), max_length=100, required=False)
    authority_date = DayField(label=_("Dated"), required=False)
    evidence = forms.FileField(
        label=_("Evidence"), required=False, help_text=_("The letter or mail as a PDF or picture.")
    )

    def __init__(self, *args: Any, people: list[str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people or []
        if self.people:
            self.fields["decided_by"].widget.attrs["list"] = "people"

    def clean_evidence(self) -> Any:
        """Stored at once: `together` undoes it when the form or the move is refused."""
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
            authority_date=said["authority_date"],
            evidence=said["evidence"],
        )


def people_at(loan: Loan) -> list[str]:
    """The lender's people (and its agent's), to choose from while typing."""
    found = list(loan.lender.contacts.filter(is_active=True).values_list("name", flat=True))
    if loan.lender.agent:
        found += loan.lender.agent.contacts.filter(is_active=True).values_list("name", flat=True)
    return found


def refuse(form: forms.Form, error: LoanError) -> None:
    """Puts the sentence of a refusal where it belongs."""
    form.add_error(error.field if error.field in form.fields else None, error.sentence)


def step(
    request: HttpRequest,
    form: forms.Form,
    *,
    do: Callable[[], object],
    done: object,
    title: object,
    submit: object,
    loan: Loan,
    ability: str = "see",
    template: str = "desk/form.html",
    **context: Any,
) -> HttpResponse:
    """One form page, one service call: the answer is the loan's page, a refusal is the form with its sentence.

    Whoever lacks the `ability` is told so before anything of the form is read.
    """
    if not may(request, ability):
        return refused(request, title, "")
    if request.method == "POST" and carry_out(form, do):
        messages.success(request, str(done))
        return redirect(address(loan))
    return page(
        request,
        template,
        title=title,
        crumbs=crumbs(loan),
        form=form,
        submit=submit,
        back=address(loan),
        status=422 if form.errors else 200,
        **context,
    )


def carry_out(form: forms.Form, do: Callable[[], object]) -> bool:
    """Reads the form and does what it asks. Refused, its uploads are gone and it says why."""
    with together() as taken:
        if not form.is_valid():
            taken.refuse()
            return False
        try:
            with transaction.atomic():
                do()
        except LoanError as error:
            refuse(form, error)
            taken.refuse()
            return False
    return True


def refused(request: HttpRequest, title: object, words: str) -> HttpResponse:
    return page(request, "desk/refused.html", title=title, words=words, status=403)


def said_no(request: HttpRequest, loan: Loan, error: LoanError) -> HttpResponse:
    """A refusal where there is no form to put it into."""
    messages.error(request, error.sentence)
    return redirect(address(loan))
