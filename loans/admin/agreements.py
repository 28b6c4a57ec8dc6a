"""Issuing the agreement of a loan and recording the signatures under the paper."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from loans.admin.basics import DaysField, loan_of, said_no, step
from loans.errors import WrongState
from loans.models import Loan
from loans.services import agreements as services
from office.people.days import DayField
from office.people.desk import actor_of
from office.people.uploads import take
from office.records.audit import Facts


class IssueForm(forms.Form):
    on = DayField(label=_("Sent out on"))
    loans = forms.ModelMultipleChoiceField(
        Loan.objects.none(),
        label=_("The same agreement also covers"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


def issue_page(request: HttpRequest, reference: str) -> HttpResponse:
    """One agreement over this loan, and over others of the same lender or agent for the same exhibition."""
    loan = loan_of(reference)
    form = IssueForm(request.POST or None, initial={"on": timezone.localdate()})
    together = Loan.objects.filter(exhibition=loan.exhibition_id, agreement__isnull=True).exclude(pk=loan.pk)
    same = together.filter(lender=loan.lender_id)
    if loan.lender.agent_id:
        same |= together.filter(lender__agent=loan.lender.agent_id)
    form.fields["loans"].queryset = same.select_related("lender")  # type: ignore[attr-defined]
    if not same.exists():
        del form.fields["loans"]
    return step(
        request,
        form,
        loan=loan,
        ability="loans.agree",
        do=lambda: services.issue(
            [loan, *form.cleaned_data.get("loans", ())], actor=actor_of(request), on=form.cleaned_data["on"]
        ),
        done=_now("The agreement is recorded as sent out. Record the signatures when they arrive."),
        title=_now("Record the agreement as sent out"),
        lead=_now(
            "The text is written outside Caravan for now. Send it to the lender as you do today, then record it here: both signatures follow."
        ),
        submit=_now("Record it"),
    )


class SignForm(DaysField):
    happened_on = DayField(label=_("Signed on"))
    signatory = forms.CharField(label=_("Who signed"), max_length=200)
    evidence = forms.FileField(label=_("The signed copy"), required=False, help_text=_("A scan as a PDF or picture."))

    def clean_evidence(self) -> object:
        upload = self.cleaned_data["evidence"]
        return take(upload) if upload else None


def sign_page(request: HttpRequest, reference: str, side: str) -> HttpResponse:
    loan = loan_of(reference)
    agreement = loan.agreement
    if agreement is None:
        return said_no(request, loan, WrongState(_now("There is no agreement yet. Record it as sent out first.")))
    form = SignForm(request.POST or None, request.FILES or None)
    sign = services.sign_for_lender if side == "lender" else services.sign_for_organiser
    title = _now("Record the lender's signature") if side == "lender" else _now("Record our signature")

    def do() -> object:
        said = form.cleaned_data
        facts = Facts(happened_on=said["happened_on"], evidence=said["evidence"])
        return sign(agreement, signatory=said["signatory"], actor=actor_of(request), facts=facts)

    return step(
        request,
        form,
        loan=loan,
        ability="loans.agree",
        do=do,
        done=_now("The signature under %(agreement)s is recorded.") % {"agreement": agreement},
        title=title,
        submit=_now("Record the signature"),
    )
