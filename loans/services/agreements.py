"""The written agreement: issued, then signed by both sides. One agreement may cover several loans."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lenders.models import SigningWay
from loans import rules
from loans.errors import MissingFact, NotAllowed, WrongState
from loans.models import Agreement, AgreementVersion, Loan
from loans.services import deadlines
from loans.services.loans import record
from loans.states import EXITS, OPEN, OURS_TO_SETTLE, LineStatus
from office.records.actors import Actor
from office.records.audit import NO_FACTS, Facts
from office.records.numbers import next_reference
from office.records.wording import written


def issue(loans: Sequence[Loan], *, actor: Actor, on: dt.date | None = None) -> Agreement:
    """Issues one agreement over these loans, whose lines must all be settled.

    Raises NotAllowed, or WrongState when a line is still open or a loan has an agreement already.
    """
    _check(actor)
    with transaction.atomic():
        locked = list(
            Loan.objects.select_for_update(of=("self",))
            .filter(pk__in=[loan.pk for loan in loans])
            .select_related("lender", "agreement")
            .order_by("pk")
        )
        for loan in locked:
            if loan.agreement:
                raise WrongState(
                    _("%(loan)s has the agreement %(agreement)s already.") % {"loan": loan, "agreement": loan.agreement}
                )
            _check_settled(loan)
        day = on or timezone.localdate()
        agreement = Agreement.objects.create(
            reference=next_reference("A", year=timezone.localdate().year), issued_on=day
        )
        agreement.latest = AgreementVersion.objects.create(
            agreement=agreement, number=1, issued_on=day, signing=SigningWay.INK, own_paper=True, languages=["en"]
        )
        agreement.save(update_fields=["latest"])
        for loan in locked:
            loan.agreement = agreement
            loan.save(update_fields=["agreement"])
            record("agreement.issue", loan, actor=actor, after={"agreement": agreement.reference})
    return agreement


def _check_settled(loan: Loan) -> None:
    statuses = {LineStatus(status) for status in loan.lines.values_list("status", flat=True)}
    if not statuses - EXITS:
        raise WrongState(_("%(loan)s has no object left to agree on.") % {"loan": loan})
    waiting = statuses & (OPEN | OURS_TO_SETTLE | {LineStatus.DRAFT})
    if waiting:
        raise WrongState(
            _("%(loan)s has objects that are still “%(status)s”. Settle or withdraw them first.")
            % {"loan": loan, "status": sorted(waiting)[0].label}
        )


def sign_for_lender(agreement: Agreement, *, signatory: str, actor: Actor, facts: Facts = NO_FACTS) -> Agreement:
    """Records the lender's signature under the paper; `facts.happened_on` is the day it was signed."""
    return _sign(agreement, side="lender", signatory=signatory, actor=actor, facts=facts)


def sign_for_organiser(agreement: Agreement, *, signatory: str, actor: Actor, facts: Facts = NO_FACTS) -> Agreement:
    """Records our signature under the paper."""
    return _sign(agreement, side="organiser", signatory=signatory, actor=actor, facts=facts)


def _sign(agreement: Agreement, *, side: str, signatory: str, actor: Actor, facts: Facts) -> Agreement:
    _check(actor)
    if not signatory.strip():
        raise MissingFact(_("Say who signed."), field="signatory")
    rules.check_day(facts.happened_on)
    with transaction.atomic():
        agreement = Agreement.objects.select_for_update().get(pk=agreement.pk)
        if agreement.latest is None or agreement.issued_on is None:
            raise WrongState(_("The agreement has not been issued yet."))
        version = agreement.latest
        signed_on = getattr(version, f"{side}_signed_on")
        if signed_on:
            raise WrongState(
                _("This side signed on %(day)s already (%(who)s).")
                % {"day": written(signed_on), "who": getattr(version, f"{side}_signatory")}
            )
        setattr(version, f"{side}_signed_on", facts.happened_on or timezone.localdate())
        setattr(version, f"{side}_signatory", signatory)
        if facts.evidence is not None:
            version.sealed_file = facts.evidence
        if version.lender_signed_on and version.organiser_signed_on:
            version.executed_on = max(version.lender_signed_on, version.organiser_signed_on)
            agreement.in_force = version
        version.save()
        agreement.save()
        facts = replace(facts, decided_by=signatory)
        for loan in agreement.loans.select_related("lender", "agreement"):
            record(f"agreement.{side}_signed", loan, actor=actor, facts=facts, after={"signatory": signatory})
            deadlines.follow(loan, actor=actor, on=facts.happened_on)
    return agreement


def _check(actor: Actor) -> None:
    if not actor.can("loans.agree"):
        raise NotAllowed(_("Your role doesn't issue or record agreements. Ask a registrar."))
