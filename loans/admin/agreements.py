"""The steps of an agreement, a page each: written, issued, signed, recorded from paper, amended, withdrawn, recalled."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from loans.admin.agreement_amending import amend
from loans.admin.agreement_forms import (
    PaperForm,
    ReasonForm,
    WriteForm,
)
from loans.admin.agreement_pages import act, crumbs, home, version_of
from loans.admin.agreement_signing import recorded, sign_on_screen
from loans.admin.basics import address, carry_out, loan_of, refused, said_no, step
from loans.errors import WrongState
from loans.models import Agreement, AgreementKind, AgreementVersion, Loan
from loans.services import agreements as services
from loans.services import clauses
from loans.states import Party
from office.people.days import DayField
from office.people.desk import actor_of, may, page


def new_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Writes the first text over this loan, and over others of the same lender or agent for the same exhibition."""
    loan = loan_of(reference)
    title = _now("Write the agreement")
    if not may(request, "loans.agree"):
        return refused(request, title, "")
    agreement = loan.agreement
    if agreement is not None and not (agreement.in_force_id is None and _is_withdrawn(agreement)):
        return redirect(home(agreement))
    wanted = services.usual([loan])
    form = WriteForm(request.POST or None, library=clauses.current(), wanted=wanted, together=_together(loan))
    made: list[AgreementVersion] = []

    def do() -> None:
        loans = [loan, *form.cleaned_data.get("loans", ())]
        made.append(services.draft(loans, actor=actor_of(request), wanted=form.wanted()))

    if request.method == "POST" and carry_out(form, do):
        messages.success(request, _now("The draft is written. Read it through, then issue it."))
        return redirect(home(made[0].agreement))
    return page(
        request,
        "desk/loans/agreement_write.html",
        title=title,
        crumbs=crumbs([loan]),
        form=form,
        lead=_now("Agreed conditions, objects and values come from the records as they are today."),
        submit=_now("Write the draft"),
        back=address(loan),
        paper=reference,
        status=422 if form.errors else 200,
    )


def _is_withdrawn(agreement: Agreement) -> bool:
    return agreement.latest is not None and agreement.latest.withdrawn_on is not None


def _together(loan: Loan) -> list[Loan]:
    """Loans the same agreement could cover."""
    others = Loan.objects.filter(exhibition=loan.exhibition_id, agreement__isnull=True).exclude(pk=loan.pk)
    same = others.filter(lender=loan.lender_id)
    if loan.lender.agent_id:
        same |= others.filter(lender__agent=loan.lender.agent_id)
    return list(same)


def step_page(request: HttpRequest, reference: str, number: int, name: str) -> HttpResponse:
    """One step of one version."""
    version = version_of(reference, number)
    return _STEPS[name](request, version)


def _write(request: HttpRequest, version: AgreementVersion) -> HttpResponse:
    if version.kind != AgreementKind.ORIGINAL:
        return amend(request, version.agreement, version)
    form = WriteForm(request.POST or None, library=clauses.current(), wanted=services.wanted_of(version))
    return act(
        request,
        form,
        agreement=version.agreement,
        do=lambda: services.change(version, actor=actor_of(request), wanted=form.wanted()),
        done=_now("The draft is written anew."),
        title=_now("Change the draft"),
        submit=_now("Write it anew"),
        template="desk/loans/agreement_write.html",
        lead=_now("Agreed conditions, objects and values come from the records as they are today."),
    )


class IssueForm(forms.Form):
    on = DayField(label=_("Issued on"))


def _issue(request: HttpRequest, version: AgreementVersion) -> HttpResponse:
    form = IssueForm(request.POST or None, initial={"on": timezone.localdate()})
    return act(
        request,
        form,
        agreement=version.agreement,
        do=lambda: services.issue(version, actor=actor_of(request), on=form.cleaned_data["on"]),
        done=_now("Issued. The text is frozen; the lender's signatory gets a letter with a link."),
        title=_now("Issue version %(number)d") % {"number": version.number},
        submit=_now("Issue it"),
        template="desk/loans/agreement_issue.html",
        lead=_now("From now on the text stays as it is, and both sides sign exactly this."),
        not_yet=services.not_yet(version),
        loans=services.loans_of(version.agreement),
        to_know=services.to_know(version),
        version=version,
    )


def _paper(request: HttpRequest, version: AgreementVersion) -> HttpResponse:
    form = PaperForm(request.POST or None, request.FILES or None)
    return act(
        request,
        form,
        agreement=version.agreement,
        do=lambda: services.use_own_paper(version, file=form.cleaned_data["file"], actor=actor_of(request)),
        done=_now("The lender's paper is filed: that file is what both sides sign."),
        title=_now("The lender's own paper"),
        submit=_now("Use this paper"),
        lead=_now(
            "Upload it instead of our clauses. Objects, values and agreed conditions stay in our records beside it."
        ),
    )


def _ours(request: HttpRequest, version: AgreementVersion) -> HttpResponse:
    form = forms.Form(request.POST if request.method == "POST" else None)
    return act(
        request,
        form,
        agreement=version.agreement,
        do=lambda: services.use_our_paper(version, actor=actor_of(request)),
        done=_now("Back to our own clauses."),
        title=_now("Our own clauses instead of the lender's paper"),
        submit=_now("Use our clauses"),
    )


def _withdraw(request: HttpRequest, version: AgreementVersion) -> HttpResponse:
    title = _now("Withdraw version %(number)d") % {"number": version.number}
    try:
        services.check_stands(version)
    except WrongState as error:
        if may(request, "loans.agree"):
            return page(
                request,
                "desk/refused.html",
                title=title,
                heading=_now("This version can't be withdrawn"),
                words=error.sentence,
                back=home(version.agreement),
                status=409,
            )
    form = ReasonForm(request.POST or None)
    return act(
        request,
        form,
        agreement=version.agreement,
        do=lambda: services.withdraw(version, actor=actor_of(request), reason=form.cleaned_data["reason"]),
        done=_now("Version %(number)d is withdrawn. Nobody can sign it any more.") % {"number": version.number},
        title=title,
        submit=_now("Withdraw it"),
        danger=True,
    )


_STEPS: dict[str, Callable[[HttpRequest, AgreementVersion], HttpResponse]] = {
    "write": _write,
    "issue": _issue,
    "paper": _paper,
    "ours": _ours,
    "withdraw": _withdraw,
    "sign": sign_on_screen,
    "lender": recorded(Party.LENDER),
    "organiser": recorded(Party.ORGANISER),
}


class OnPaperForm(forms.Form):
    on = DayField(label=_("Sent out on"))
    loans = forms.ModelMultipleChoiceField(
        Loan.objects.none(), label=_("It also covers"), required=False, widget=forms.CheckboxSelectMultiple
    )


def issue_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Records in one go an agreement that was written elsewhere and went out on paper."""
    loan = loan_of(reference)
    form = OnPaperForm(request.POST or None, initial={"on": timezone.localdate()})
    together = [each.pk for each in _together(loan)]
    form.fields["loans"].queryset = Loan.objects.filter(pk__in=together).select_related("lender")  # type: ignore[attr-defined]
    if not together:
        del form.fields["loans"]
    return step(
        request,
        form,
        loan=loan,
        ability="loans.agree",
        do=lambda: services.issue_on_paper(
            [loan, *form.cleaned_data.get("loans", ())], actor=actor_of(request), on=form.cleaned_data["on"]
        ),
        done=_now("The agreement is recorded as sent out. Record the signatures when they arrive."),
        title=_now("Record an agreement written elsewhere"),
        lead=_now("For a text that was written and sent outside Caravan. Both signatures are recorded afterwards."),
        submit=_now("Record it"),
    )


def sign_page(request: HttpRequest, reference: str, side: str) -> HttpResponse:
    """A signature on paper, from the loan's page."""
    loan = loan_of(reference)
    agreement = loan.agreement
    if agreement is None or agreement.latest is None:
        return said_no(request, loan, WrongState(_now("There is no agreement yet. Write it first.")))
    return step_page(request, agreement.reference, agreement.latest.number, side)
