"""Claims after an incident: taken in from its page, made, settled."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from loans.admin.basics import address, crumbs
from loans.admin.show_pages import form_step
from loans.models import Claim, Cover, Incident
from loans.rules.cover import money
from loans.services import claims as services
from loans.services import cover as covers
from office.people.days import DayField
from office.people.desk import actor_of, may, page
from office.records.wording import written


class AmountForm(forms.Form):
    """An amount in one currency, asked of those who may see values."""

    amount = forms.DecimalField(label=_("Amount claimed"), max_digits=16, decimal_places=2, required=False)
    currency = forms.ChoiceField(
        label=_("Currency"), choices=[(code, code) for code in settings.CURRENCIES], required=False
    )

    def __init__(self, *args: Any, with_values: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_values:
            del self.fields["amount"], self.fields["currency"]

    def money(self) -> Any:
        if "amount" not in self.fields:
            return None
        return covers.money(self.cleaned_data["amount"], self.cleaned_data["currency"] or "GBP", field="amount")


class IntakeForm(AmountForm):
    cover = forms.ChoiceField(label=_("Under which cover"), widget=forms.RadioSelect)
    words = forms.CharField(label=_("What is claimed"), widget=forms.Textarea({"rows": 4}))
    field_order = ("cover", "words", "amount", "currency")

    def __init__(self, *args: Any, possible: list[Cover], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["cover"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(each.uid), f"{each} {each.insurer}".strip()) for each in possible]
        if len(possible) == 1:
            field.initial = str(possible[0].uid)


class MakeForm(AmountForm):
    on = DayField(label=_("Sent to the insurer on"))
    insurer_reference = forms.CharField(label=_("The insurer's number"), max_length=100, required=False)
    field_order = ("on", "insurer_reference", "amount", "currency")


class SettleForm(forms.Form):
    on = DayField(label=_("Settled on"))
    outcome = forms.CharField(
        label=_("How it ended"),
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Whether it was paid, refused or given up. Amounts are for the claim itself, not for these words."),
    )


def new_page(request: HttpRequest, reference: str) -> HttpResponse:
    """From an incident to a claim."""
    incident: Incident = get_object_or_404(
        Incident.objects.select_related("line__object", "line__loan__lender", "line__loan__exhibition"),
        reference=reference,
    )
    loan = incident.line.loan
    possible = services.covers_for(incident)
    form = IntakeForm(request.POST or None, possible=possible, with_values=may(request, "values.see"))
    chosen = {str(each.uid): each for each in possible}
    return form_step(
        request,
        form,
        do=lambda: services.intake(
            incident,
            chosen[form.cleaned_data["cover"]],
            actor=actor_of(request),
            words=form.cleaned_data["words"],
            amount=form.money(),
        ),
        done=_now("The claim is taken in; its last day stands on the calendar."),
        title=_now("Claim for %(title)s") % {"title": incident.line.object.title},
        submit=_now("Take the claim in"),
        back=address(loan),
        crumbs=(*crumbs(loan), (incident.reference, _incident(incident))),
        ability="cover.edit",
        template="desk/loans/claim_new.html",
        incident=incident,
        possible=possible,
        show=loan.exhibition,
    )


def _incident(incident: Incident) -> str:
    return reverse("admin:incident", args=(incident.reference,))


def claim_page(request: HttpRequest, reference: str) -> HttpResponse:
    claim = claim_of(reference)
    line = claim.incident.line
    sees = may(request, "values.see")
    return page(
        request,
        "desk/loans/claim.html",
        title=_now("Claim %(reference)s") % {"reference": claim.reference},
        crumbs=(*crumbs(line.loan), (claim.incident.reference, _incident(claim.incident))),
        claim=claim,
        line=line,
        amount=money(claim.amount.amount, str(claim.amount.currency)) if sees and claim.amount else "",
        sees=sees,
        late=bool(
            claim.claim_by and not claim.made_on and not claim.settled_on and claim.claim_by < timezone.localdate()
        ),
        edits=may(request, "cover.edit"),
    )


def claim_of(reference: str) -> Claim:
    rows = Claim.objects.select_related(
        "cover", "incident__line__object", "incident__line__loan__lender", "incident__line__loan__exhibition"
    )
    claim: Claim = get_object_or_404(rows, reference=reference)
    return claim


def step_page(request: HttpRequest, reference: str, step: str) -> HttpResponse:
    """Made, or settled."""
    claim = claim_of(reference)
    today = timezone.localdate()
    actor = actor_of(request)
    back = reverse("admin:claim", args=(claim.reference,))
    common: dict[str, Any] = {
        "back": back,
        "crumbs": (*crumbs(claim.incident.line.loan), (claim.reference, back)),
        "ability": "cover.edit",
    }
    if step == "make":
        made = MakeForm(request.POST or None, initial={"on": today}, with_values=may(request, "values.see"))
        return form_step(
            request,
            made,
            do=lambda: services.make(
                claim,
                actor=actor,
                on=made.cleaned_data["on"],
                insurer_reference=made.cleaned_data["insurer_reference"],
                amount=made.money(),
            ),
            done=_now("Recorded: the claim is made."),
            title=_now("Record that the claim was made"),
            submit=_now("Record it"),
            lead=_now("To be made by %(day)s.") % {"day": written(claim.claim_by)} if claim.claim_by else "",
            **common,
        )
    if step == "settle":
        settled = SettleForm(request.POST or None, initial={"on": today})
        return form_step(
            request,
            settled,
            do=lambda: services.settle(
                claim, actor=actor, on=settled.cleaned_data["on"], outcome=settled.cleaned_data["outcome"]
            ),
            done=_now("Recorded: the claim is settled."),
            title=_now("Settle the claim"),
            submit=_now("Record it"),
            **common,
        )
    raise Http404
