"""Starting a loan, adding objects to it, sending the request."""

import re
from typing import Any

from django import forms
from django.contrib import messages
from django.db.backends.postgresql.psycopg_any import DateRange
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from exhibitions.models import ChecklistEntry, Exhibition
from lenders.models import CollectionObject, Lender
from loans.admin.basics import DaysField, loan_of, refuse, refused, step
from loans.errors import LoanError
from loans.models import Loan
from loans.services import loans as services
from loans.states import LineStatus
from office.people.days import DayField
from office.people.desk import actor_of, may, page
from office.records.audit import Facts
from office.records.models import Authority
from office.records.wording import listed


class NewLoanForm(forms.Form):
    exhibition = forms.ModelChoiceField(Exhibition.objects.all(), label=_("For"), empty_label=_("Choose an exhibition"))
    lender = forms.ModelChoiceField(
        Lender.objects.filter(is_organiser=False).order_by("name"), label=_("From"), empty_label=_("Choose a lender")
    )
    purpose = forms.CharField(label=_("Purpose"), max_length=300, required=False, help_text=_("Empty: the exhibition."))
    first_day = DayField(
        label=_("From"),
        required=False,
        help_text=_("Collection. Empty: two weeks before installation."),
    )
    last_day = DayField(label=_("To"), required=False, help_text=_("Return. Empty: two weeks after deinstallation."))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        first, last = said.get("first_day"), said.get("last_day")
        if bool(first) != bool(last):
            self.add_error("last_day" if first else "first_day", _now("Give both days or neither."))
        elif first and last and last <= first:
            self.add_error("last_day", _now("The last day must come after the first."))
        return said

    @property
    def period(self) -> DateRange | None:
        first, last = self.cleaned_data["first_day"], self.cleaned_data["last_day"]
        return DateRange(first, last) if first else None


def new_page(request: HttpRequest) -> HttpResponse:
    """An empty loan; objects are added on its page."""
    if not may(request, "loans.edit"):
        return refused(request, _now("New loan"), "")
    form = NewLoanForm(request.POST or None, initial=request.GET.dict())
    if form.is_valid():
        said = form.cleaned_data
        try:
            loan = services.create(
                exhibition=said["exhibition"],
                lender=said["lender"],
                purpose=said["purpose"],
                period=form.period,
                actor=actor_of(request),
            )
        except LoanError as error:
            refuse(form, error)
        else:
            messages.success(
                request, _now("%(loan)s is a draft. Add the objects you want to ask for.") % {"loan": loan}
            )
            return redirect("admin:loan_add", loan.reference)
    return page(
        request,
        "desk/form.html",
        title=_now("New loan"),
        crumbs=((_now("Loans"), reverse("admin:loans_loan_changelist")),),
        lead=_now(
            "Objects that stand on a checklist are best asked for there: “Ask lenders” drafts a loan for each lender."
        ),
        form=form,
        submit=_now("Draft the loan"),
        back=reverse("admin:loans_loan_changelist"),
        status=422 if form.errors else 200,
    )


class AddObjectsForm(forms.Form):
    """Objects of the lender: those on the checklist to tick, any other by number."""

    wanted = forms.ModelMultipleChoiceField(
        CollectionObject.objects.none(),
        label=_("On the checklist, not asked for yet"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    numbers = forms.CharField(
        label=_("Accession numbers of other objects"),
        required=False,
        help_text=_("One a line."),
        widget=forms.Textarea({"rows": 4}),
    )

    def __init__(self, *args: Any, loan: Loan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.loan = loan
        listed_here = ChecklistEntry.objects.filter(exhibition=loan.exhibition_id).values("object")
        open_ones = CollectionObject.objects.filter(lender=loan.lender_id, pk__in=listed_here).exclude(
            pk__in=loan.lines.values("object")
        )
        self.fields["wanted"].queryset = open_ones.order_by("accession_sort")  # type: ignore[attr-defined]
        if not open_ones.exists():
            del self.fields["wanted"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        numbers = [line.strip() for line in re.split(r"[\n;\t]+", said.get("numbers", "")) if line.strip()]
        found = list(CollectionObject.objects.filter(lender=self.loan.lender_id, accession_number__in=numbers))
        missing = [number for number in numbers if number not in {each.accession_number for each in found}]
        if missing:
            self.add_error(
                "numbers",
                _now(
                    "%(lender)s has no object with the number %(numbers)s. Correct it, or add it to the objects first."
                )
                % {"lender": self.loan.lender, "numbers": listed(missing[:20])},
            )
        said["objects"] = [*(said.get("wanted") or ()), *found]
        if not said["objects"] and not self.errors:
            raise forms.ValidationError(_now("Tick an object, or write a number."))
        return said


def add_page(request: HttpRequest, reference: str) -> HttpResponse:
    loan = loan_of(reference)
    form = AddObjectsForm(request.POST or None, loan=loan)
    return step(
        request,
        form,
        loan=loan,
        do=lambda: services.add_lines(loan, objects=form.cleaned_data["objects"], actor=actor_of(request)),
        done=_now("Added. They are drafts until you send the request."),
        title=_now("Add objects"),
        submit=_now("Add to the loan"),
    )


class SendForm(DaysField):
    """Normally the letters go out by e-mail; a request that went by post is recorded."""

    happened_on = DayField(label=_("Sent on"))
    by_post = forms.BooleanField(label=_("It went by post or was said in person: write no e-mail"), required=False)

    def facts(self) -> Facts:
        by_letter = Authority.LETTER if self.cleaned_data["by_post"] else ""
        return Facts(happened_on=self.cleaned_data["happened_on"], authority=by_letter)


def send_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Shows who will get what, then sends."""
    loan = loan_of(reference)
    form = SendForm(request.POST or None)
    drafts = list(loan.lines.filter(status=LineStatus.DRAFT).select_related("object__image").order_by("number"))
    readers = [
        contact
        for lender in (loan.lender, loan.lender.agent)
        if lender
        for contact in lender.contacts.filter(is_active=True, may_decide=True)
    ]
    count = len(drafts)
    return step(
        request,
        form,
        loan=loan,
        template="desk/loans/send.html",
        do=lambda: services.send_request(loan, actor=actor_of(request), facts=form.facts()),
        done=ngettext(
            "The request for %(count)d object is on its way.", "The request for %(count)d objects is on its way.", count
        )
        % {"count": count},
        title=_now("Send the request"),
        submit=_now("Send the request"),
        lines=drafts,
        readers=readers,
        loan_file=loan,
    )
