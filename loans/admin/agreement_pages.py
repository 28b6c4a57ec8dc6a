"""An agreement on the desk: its versions, whose turn it is, what is to know, originals, the seal, and the text."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from lenders.models import SigningWay
from loans.admin.basics import address, carry_out, refused
from loans.models import Agreement, AgreementKind, AgreementSignature, AgreementVersion, Loan, SigningStep
from loans.services import agreements as services
from loans.services.agreements.sealing import how
from loans.services.agreements.signing import steps_of
from loans.states import Party
from office.people.desk import actor_of, may, page
from office.records.actors import Actor
from office.records.wording import written


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a side: who took it, or that it is still to come."""

    label: object
    signature: AgreementSignature | None
    how: str = ""
    signed_in: str = ""
    due: bool = False


@dataclass(frozen=True, slots=True)
class SideShown:
    party: str
    steps: list[Step]
    paper: str = ""


def agreement_of(reference: str) -> Agreement:
    versions = services.with_all(AgreementVersion.objects.order_by("-number"))
    rows = Agreement.objects.select_related("latest", "in_force").prefetch_related(Prefetch("versions", versions))
    return get_object_or_404(rows, reference=reference)


def version_of(reference: str, number: int) -> AgreementVersion:
    rows = services.with_all(AgreementVersion.objects.all())
    return get_object_or_404(rows, agreement__reference=reference, number=number)


def home(agreement: Agreement) -> str:
    return reverse("admin:agreement", args=(agreement.reference,))


def step_address(version: AgreementVersion, name: str) -> str:
    return reverse("admin:agreement_step", args=(version.agreement.reference, version.number, name))


def crumbs(loans: Sequence[Loan]) -> tuple[tuple[object, str], ...]:
    loan = loans[0]
    return (
        (loan.exhibition.title, reverse("admin:board", args=(loan.exhibition.code,))),
        (f"{loan.reference} {loan.lender.name}", address(loan)),
    )


def agreement_page(request: HttpRequest, reference: str) -> HttpResponse:
    """A fixed number of questions to the database, whatever the number of objects."""
    agreement = agreement_of(reference)
    loans = services.loans_of(agreement)
    if not loans:
        raise Http404
    versions = list(agreement.versions.all())
    for version in versions:
        version.agreement = agreement
    shown = _asked_for(request, versions)
    compared = _compared(request, versions, shown)
    values = may(request, "values.see")
    is_draft = not shown.issued_on and not shown.withdrawn_on
    return page(
        request,
        "desk/loans/agreement.html",
        title=_("Agreement %(reference)s") % {"reference": agreement.reference},
        crumbs=crumbs(loans),
        agreement=agreement,
        loans=loans,
        versions=[(each, state_of(each)) for each in versions],
        version=shown,
        state=state_of(shown),
        next_words=next_words(shown, agreement),
        buttons=_buttons(request, shown, agreement, actor_of(request)),
        sides=sides(shown),
        not_yet=services.not_yet(shown) if is_draft else [],
        to_know=services.to_know(shown) if is_draft else [],
        originals=list(shown.originals.all()),
        may_agree=may(request, "loans.agree"),
        seal=services.check(shown),
        compared=compared,
        changes=services.changed(compared, shown, values=values) if compared else [],
        apart=services.apart(compared, shown, values=values) if compared else [],
        content=services.content(shown, values=values),
        totals=services.totals(shown) if values else (),
        shows_values=values,
        is_ink=shown.signing == SigningWay.INK,
    )


def _asked_for(request: HttpRequest, versions: Sequence[AgreementVersion]) -> AgreementVersion:
    """The version of the address, else the newest that wasn't withdrawn."""
    wanted = request.GET.get("version", "")
    found = next((each for each in versions if str(each.number) == wanted), None)
    standing = next((each for each in versions if not each.withdrawn_on), None)
    chosen = found or standing or next(iter(versions), None)
    if chosen is None:
        raise Http404
    return chosen


def _compared(
    request: HttpRequest, versions: Sequence[AgreementVersion], shown: AgreementVersion
) -> AgreementVersion | None:
    """What it is compared with: the version asked for, or for an amendment the one in force before it."""
    wanted = request.GET.get("against", "")
    asked = next((each for each in versions if str(each.number) == wanted and each != shown), None)
    if asked is not None or shown.kind == AgreementKind.ORIGINAL:
        return asked
    return next((each for each in versions if each.executed_on and each.number < shown.number), None)


def state_of(version: AgreementVersion) -> tuple[str, str]:
    """A state as the status tag draws it, and its word."""
    if version.withdrawn_on:
        return "withdrawn", _("Withdrawn")
    if version.executed_on:
        return "executed", _("Signed by both")
    if not version.issued_on:
        return "draft", _("Draft")
    if version.lender_signed_on:
        return "agreement_issued", _("Signed by the lender")
    if version.organiser_signed_on:
        return "agreement_issued", _("Signed by us")
    return "agreement_issued", _("Issued")


def next_words(version: AgreementVersion, agreement: Agreement) -> str:
    """What stands and what comes next; beside an amendment that waits, that the old text still holds."""
    words = _next(version, agreement)
    if agreement.in_force_id and not version.executed_on and not version.withdrawn_on:
        words = f"{words} {_('Until then the version in force stays in force.')}"
    return words


def _next(version: AgreementVersion, agreement: Agreement) -> str:
    if version.withdrawn_on:
        return _("This text was withdrawn on %(day)s.") % {"day": written(version.withdrawn_on)}
    if version.executed_on:
        if agreement.in_force_id != version.pk:
            return _("A later version is in force.")
        return _("In force since %(day)s. It changes by an amendment that both sides sign.") % {
            "day": written(version.executed_on)
        }
    if not version.issued_on:
        return _("Read it through, then issue it: from then on the text is frozen and both sides sign it.")
    due = {side: services.next_step(version, side) for side in Party}
    if due[Party.LENDER] is None and due[Party.ORGANISER] is None:
        return _("Both have signed. The paper originals are still on their way.")
    if due[Party.LENDER] is None:
        return _("The lender has signed. Our signature is next.")
    return _("It waits for the lender: a signatory reads and signs it in the portal, or sends it back on paper.")


def sides(version: AgreementVersion) -> list[SideShown]:
    """Each side with its steps in order, what is done and what is due."""
    found = []
    people = services.people_of(version.signatures.all())
    for side, party in ((Party.LENDER, _("The lender")), (Party.ORGANISER, _("We"))):
        taken = {each.step: each for each in version.signatures.all() if each.side == side}
        due = services.next_step(version, side)
        steps = [
            Step(
                SigningStep(step).label,
                taken.get(step),
                how(taken[step]) if step in taken else "",
                services.other_name(taken[step], people) if step in taken else "",
                due=step == due,
            )
            for step in steps_of(version, side)
        ]
        signed_on = version.lender_signed_on if side == Party.LENDER else version.organiser_signed_on
        who = version.lender_signatory if side == Party.LENDER else version.organiser_signatory
        paper = ""
        if signed_on and SigningStep.SIGN not in taken:
            paper = _("%(who)s, on paper, %(day)s") % {"who": who, "day": written(signed_on)}
        found.append(SideShown(party, steps, paper))
    return found


def _buttons(
    request: HttpRequest, version: AgreementVersion, agreement: Agreement, actor: Actor
) -> list[dict[str, Any]]:
    """What can be done with this version; the first is what stands to reason."""
    buttons: list[dict[str, Any]] = []

    def offer(label: object, where: str, *, first: bool = False, danger: bool = False) -> None:
        buttons.append({"label": label, "address": where, "first": first and not buttons, "danger": danger})

    agrees = may(request, "loans.agree")
    if version.withdrawn_on:
        if agrees and agreement.in_force_id is None and agreement.latest_id == version.pk:
            loan = agreement.loans.first()
            offer(_("Write it anew"), reverse("admin:agreement_new", args=(loan.reference,)), first=True)  # type: ignore[union-attr]
        return buttons
    if version.executed_on:
        waiting = any(not each.executed_on and not each.withdrawn_on for each in agreement.versions.all())
        if agrees and agreement.in_force_id == version.pk and not waiting:
            offer(_("Amend it"), reverse("admin:agreement_amend", args=(agreement.reference,)), first=True)
        return buttons
    if not version.issued_on:
        if agrees:
            offer(_("Issue it"), step_address(version, "issue"), first=True)
            offer(_("Change it"), step_address(version, "write"))
            offer(_("Use the lender's own paper"), step_address(version, "paper"))
            offer(_("Discard this draft"), step_address(version, "withdraw"), danger=True)
        return buttons
    turn = services.turn(version, actor=actor)
    if turn is not None and not turn.refusal:
        words = {"prepare": _("Prepare it"), "approve": _("Approve it"), "sign": _("Sign for us")}
        offer(words[turn.step], step_address(version, "sign"), first=version.signing == SigningWay.ELECTRONIC)
    if agrees:
        if not version.lender_signed_on:
            offer(_("Record the lender's signature"), step_address(version, "lender"), first=True)
        if not version.organiser_signed_on:
            offer(_("Record our signature on paper"), step_address(version, "organiser"))
        offer(_("Withdraw this version"), step_address(version, "withdraw"), danger=True)
    return buttons


def panel(request: HttpRequest, loan: Loan) -> dict[str, Any]:
    """The agreement on the loan's page: its state, whose turn it is, and what to do next. One query more."""
    agreement = loan.agreement
    if agreement is None:
        return {"agreement": None, "may_agree": may(request, "loans.agree")}
    versions = list(services.with_all(agreement.versions.order_by("-number"))[:4])
    for version in versions:
        version.agreement = agreement
    shown = next((each for each in versions if not each.withdrawn_on), versions[0] if versions else None)
    return {
        "agreement": agreement,
        "version": shown,
        "state": state_of(shown) if shown else None,
        "next_words": next_words(shown, agreement) if shown else "",
        "sides": sides(shown) if shown and shown.issued_on else [],
        "may_agree": may(request, "loans.agree"),
    }


def act(
    request: HttpRequest,
    form: forms.Form,
    *,
    agreement: Agreement,
    do: Callable[[], object],
    done: object,
    title: object,
    submit: object,
    ability: str = "loans.agree",
    template: str = "desk/form.html",
    **context: Any,
) -> HttpResponse:
    """One form page about an agreement: the answer is the agreement's page, a refusal is the form with its sentence."""
    if not may(request, ability):
        return refused(request, title, "")
    if request.method == "POST" and carry_out(form, do):
        messages.success(request, str(done))
        return redirect(home(agreement))
    return page(
        request,
        template,
        title=title,
        crumbs=(*crumbs(services.loans_of(agreement)), (agreement.reference, home(agreement))),
        form=form,
        submit=submit,
        back=home(agreement),
        status=422 if form.errors else 200,
        **context,
    )
