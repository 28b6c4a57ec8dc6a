"""Claims under a cover after an incident: taken in with the day they must be made by, made, settled.

What is claimed is an amount: it stands in the row alone, never in the audit trail.
"""

import datetime as dt
from dataclasses import replace

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from djmoney.money import Money

from loans import rules
from loans.errors import LoanError, MissingFact, NotAllowed, WrongState
from loans.models import Claim, Cover, Deadline, DeadlineKind, Incident, IncidentKind
from loans.rules.days import Days
from loans.services import cover as covers
from office.records import audit
from office.records.actors import Actor
from office.records.audit import NO_FACTS, Facts
from office.records.numbers import next_reference
from office.records.wording import written

SUBJECT = "claim"


def intake(incident: Incident, cover: Cover, *, actor: Actor, words: str = "", amount: Money | None = None) -> Claim:
    """Takes a claim in and puts the end of its window on the calendar: so many days after the day the loss was found.

    Raises NotAllowed, MissingFact or WrongState (a cover that doesn't name the object or wasn't in force on that day,
    an incident without a loss, a claim that is there already).
    """
    _check(actor)
    _check_amount(amount, actor=actor)
    if not words.strip():
        raise MissingFact(_("Say what is claimed."), field="words")
    with transaction.atomic():
        incident = (
            Incident.objects.select_for_update(of=("self",))
            .select_related("line__loan__exhibition")
            .get(pk=incident.pk)
        )
        if refusal := refusal_of(incident, cover):
            raise WrongState(refusal)
        claim_by = None if cover.claims_days is None else incident.happened_on + dt.timedelta(days=cover.claims_days)
        claim = Claim.objects.create(
            reference=next_reference("CL", year=timezone.localdate().year),
            cover=cover,
            incident=incident,
            claim_by=claim_by,
            amount=amount,  # type: ignore[misc]
            words=words.strip(),
        )
        _follow(incident, actor=actor)
        _record("claim.intake", claim, actor=actor, words=claim.words, after={"claim_by": str(claim_by or "")})
    return claim


def refusal_of(incident: Incident, cover: Cover) -> str:
    """Why nothing can be claimed under this cover; empty when something can."""
    title = incident.line.object.title
    if incident.kind == IncidentKind.OPEN_GATE:
        return _("This incident is a step taken too early: nothing was lost, so there is nothing to claim.")
    if not cover.lines.filter(pk=incident.line_id).exists():
        return _("The cover doesn't name %(title)s. Choose one that does.") % {"title": title}
    if cover.granted_on is None:
        return _("The cover was only applied for, so nothing can be claimed under it. Choose one in force.")
    days = Days.half_open(cover.period.lower, cover.period.upper)
    if incident.happened_on not in days:
        return _("The loss was found on %(day)s and the cover runs %(days)s. Choose the one in force on that day.") % {
            "day": written(incident.happened_on),
            "days": days,
        }
    if incident.claims.filter(cover=cover).exists():
        return _("A claim under this cover is there already: %(claim)s.") % {
            "claim": incident.claims.filter(cover=cover)[0].reference
        }
    return ""


def make(
    claim: Claim,
    *,
    actor: Actor,
    on: dt.date | None = None,
    insurer_reference: str = "",
    amount: Money | None = None,
    facts: Facts = NO_FACTS,
) -> Claim:
    """Records that the claim went to the insurer, and ends its deadline."""
    _check(actor)
    _check_amount(amount, actor=actor)
    day = on or timezone.localdate()
    _check_day(day)
    with transaction.atomic():
        claim = _locked(claim)
        if claim.made_on:
            raise WrongState(_("The claim was made on %(day)s already.") % {"day": written(claim.made_on)})
        if day < claim.incident.happened_on:
            raise MissingFact(_("That is before the loss was found. Look at the day again."), field="on")
        claim.made_on, claim.insurer_reference = day, insurer_reference.strip()
        claim.amount = amount or claim.amount
        claim.save()
        _follow(claim.incident, actor=actor)
        after = {"insurer_reference": claim.insurer_reference}
        _record("claim.make", claim, actor=actor, facts=replace(facts, happened_on=day), after=after)
    return claim


def settle(claim: Claim, *, actor: Actor, outcome: str, on: dt.date | None = None, facts: Facts = NO_FACTS) -> Claim:
    """Records how it ended: paid, refused, withdrawn. A claim that is never made is settled so, with the reason."""
    _check(actor)
    if not outcome.strip():
        raise MissingFact(_("Say how it ended: what was paid, or why nothing was."), field="outcome")
    day = on or timezone.localdate()
    _check_day(day)
    with transaction.atomic():
        claim = _locked(claim)
        if claim.settled_on:
            raise WrongState(_("The claim was settled on %(day)s already.") % {"day": written(claim.settled_on)})
        if claim.made_on and day < claim.made_on:
            raise MissingFact(_("That is before the claim was made. Look at the day again."), field="on")
        claim.settled_on, claim.outcome = day, outcome.strip()
        claim.save()
        _follow(claim.incident, actor=actor)
        _record("claim.settle", claim, actor=actor, facts=replace(facts, happened_on=day))
    return claim


def covers_for(incident: Incident) -> list[Cover]:
    """The covers under which something can be claimed."""
    return [
        cover
        for cover in Cover.objects.filter(lines=incident.line_id).select_related("exhibition")
        if not refusal_of(incident, cover)
    ]


def _locked(claim: Claim) -> Claim:
    rows = Claim.objects.select_for_update(of=("self",))
    return rows.select_related("cover", "incident__line__loan__exhibition", "incident__line__object").get(pk=claim.pk)


def _follow(incident: Incident, *, actor: Actor) -> None:
    """One deadline for all claims of an incident: the first that is neither made nor settled."""
    open_days = incident.claims.filter(made_on__isnull=True, settled_on__isnull=True, claim_by__isnull=False)
    due = open_days.order_by("claim_by").values_list("claim_by", flat=True).first()
    row = Deadline.objects.select_for_update().filter(incident=incident, kind=DeadlineKind.CLAIM).first()
    loan = incident.line.loan
    if due is not None:
        row = row or Deadline(
            kind=DeadlineKind.CLAIM,
            incident=incident,
            exhibition=loan.exhibition,
            loan=loan,
            line=incident.line,
            owner_id=loan.exhibition.registrar_id,
        )
        row.due_date, row.done_on, row.done_by = due, None, ""
        row.save()
    elif row is not None and row.done_on is None:
        row.done_on, row.done_by = timezone.localdate(), actor.name
        row.save()


def _check(actor: Actor) -> None:
    if not actor.can("cover.edit"):
        raise NotAllowed(_("Your role doesn't make claims. Ask a registrar."))


def _check_amount(amount: Money | None, *, actor: Actor) -> None:
    if amount is None:
        return
    if not actor.can("values.see"):
        raise NotAllowed(_("Your role doesn't see values, so it can't set an amount. Ask a registrar."))
    covers.money(amount.amount, str(amount.currency), field="amount")
    if amount.amount <= 0:
        raise MissingFact(_("The amount is above zero. Leave it empty until it is known."), field="amount")


def _check_day(day: dt.date) -> None:
    try:
        rules.check_day(day)
    except LoanError as error:
        raise MissingFact(error.sentence, field="on") from error


def _record(verb: str, claim: Claim, *, actor: Actor, **more: object) -> None:
    line = claim.incident.line
    audit.record(
        verb,
        actor=actor,
        subject_kind=SUBJECT,
        subject_id=claim.uid,
        subject_label=f"{claim.reference} {line.object.title}",
        loan_file=line.loan.uid,
        **more,
    )
