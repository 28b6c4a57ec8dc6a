"""What follows an incident: the lender told, our report, its consent, what was done about it."""

import datetime as dt

from django.db import transaction
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _

from loans.errors import MissingFact, NotAllowed, WrongState
from loans.models import DeadlineKind, Incident, LoanLine
from loans.rules import behalf
from loans.services import lines
from loans.services.incidents.rows import (
    HOLDING,
    check_handler,
    check_open,
    day_of,
    finish,
    hold_reason,
    locked,
    record,
    tell,
)
from loans.services.lines.holds import awaiting_consent, let_go
from office.records.actors import Actor
from office.records.audit import NO_FACTS, Facts
from office.records.models import AuditEvent, Authority
from office.records.wording import written


def notified(incident: Incident, *, on: dt.date | None = None, whom: str, actor: Actor) -> Incident:
    """Records that the lender was told: from now on its people see the incident in the portal, too."""
    check_handler(actor)
    if not whom.strip():
        raise MissingFact(_("Say whom we told."), field="whom")
    with transaction.atomic():
        incident, line = locked(incident)
        check_open(incident)
        if incident.notified_on:
            raise WrongState(
                _("%(whom)s was told on %(day)s already.")
                % {"whom": incident.notified_whom, "day": written(incident.notified_on)}
            )
        day = day_of(incident, on)
        tell(incident, day, whom, actor=actor)
        record("incident.notified", incident, line, actor=actor, on=day, words=incident.notified_whom)
    return incident


def reported(incident: Incident, *, on: dt.date | None = None, actor: Actor) -> Incident:
    """Records that our report went to the lender."""
    check_handler(actor)
    with transaction.atomic():
        incident, line = locked(incident)
        if incident.reported_on:
            raise WrongState(_("The report was sent on %(day)s already.") % {"day": written(incident.reported_on)})
        day = day_of(incident, on)
        incident.reported_on = day
        incident.save(update_fields=["reported_on"])
        finish(incident, DeadlineKind.INCIDENT_REPORT, day, actor=actor)
        record("incident.reported", incident, line, actor=actor, on=day)
    return incident


def consent(
    incident: Incident, *, by: str = "", on: dt.date | None = None, actor: Actor, facts: Facts = NO_FACTS
) -> Incident:
    """Records that the lender consents to going on with the object, and ends the hold if nothing else holds it.

    A deciding contact consents in person; staff say who did (`by`) and how we know (`facts.authority`).
    """
    facts = _consenting(incident, by=by, on=on, actor=actor, facts=facts)
    with transaction.atomic():
        incident, line = locked(incident)
        if incident.kind not in HOLDING:
            raise WrongState(_("This incident asks for no consent. Say what was done about it."))
        if incident.consent_on:
            raise WrongState(
                _("%(who)s consented on %(day)s already.")
                % {"who": incident.consent_by, "day": written(incident.consent_on)}
            )
        check_open(incident)
        day = day_of(incident, facts.happened_on)
        incident.consent_on, incident.consent_by = day, facts.decided_by[:200]
        incident.save(update_fields=["consent_on", "consent_by"])
        if not incident.notified_on:  # whoever consents has been told
            tell(incident, day, facts.decided_by, actor=actor)
        lines.record("incident.consent", line, actor=actor, facts=facts, after={"incident": incident.reference})
        _ease_hold(line, actor=actor, facts=facts)
    return incident


def consent_recorded(incident: Incident) -> str:
    """How we know of the consent, where we wrote it down for the lender; "" where its person consented herself."""
    events = AuditEvent.objects.filter(verb="incident.consent", after__incident=incident.reference)
    event = events.filter(subject_id=incident.line.uid).first() if incident.consent_on else None
    return behalf.words(event) if event else ""


def settle(incident: Incident, *, words: str, on: dt.date | None = None, actor: Actor) -> Incident:
    """Closes the incident with what was done about it; the line's mark goes with its last open one.

    After damage or loss the lender's consent comes first. Its report stays due if it was not sent.
    """
    check_handler(actor)
    if not words.strip():
        raise MissingFact(_("Say what was done about it."), field="words")
    with transaction.atomic():
        incident, line = locked(incident)
        check_open(incident)
        if incident.kind in HOLDING and not incident.consent_on:
            raise WrongState(
                _("%(incident)s waits for the lender's consent. Record it first.") % {"incident": incident},
                code="consent-open",
            )
        incident.settled_on = day_of(incident, on)
        incident.settlement = words.strip()
        incident.save(update_fields=["settled_on", "settlement"])
        left = line.incidents.filter(settled_on__isnull=True).aggregate(first=Min("happened_on"))
        line.incident_since = left["first"]
        line.save(update_fields=["incident_since", "updated_at"])
        record("incident.settle", incident, line, actor=actor, on=incident.settled_on, words=incident.settlement)
    return incident


def _ease_hold(line: LoanLine, *, actor: Actor, facts: Facts) -> None:
    """Ends a hold that an incident of the line made; one that somebody made for another reason stays.

    Where another incident still waits for consent the hold goes on in its name.
    """
    ours = any(each in line.hold_reason for each in line.incidents.values_list("reference", flat=True))
    if not line.held_since or not ours:
        return
    waiting = awaiting_consent(line)
    if waiting:
        line.hold_reason = hold_reason(waiting[0])
        line.save(update_fields=["hold_reason", "updated_at"])
    else:
        let_go(line, actor=actor, facts=facts)


def _consenting(incident: Incident, *, by: str, on: dt.date | None, actor: Actor, facts: Facts) -> Facts:
    if actor.kind == "contact":
        if actor.lender_ids is None or incident.line.loan.lender_id not in actor.lender_ids:
            raise NotAllowed(_("This object is not yours to decide on."), code="not-yours")
        if not actor.can("decide"):
            raise NotAllowed(
                _("You can read this; the decision is with a colleague. Ask the organiser to let you decide.")
            )
        return Facts(
            happened_on=timezone.localdate(),
            decided_by=actor.name,
            decided_by_title=actor.title,
            authority=Authority.PORTAL,
        )
    if not actor.can("loans.record_answer"):
        raise NotAllowed(_("Your role doesn't record a lender's decisions. Ask a registrar."))
    who = by.strip() or facts.decided_by.strip()
    if not who:
        raise MissingFact(_("Say who at the lender consented."), field="decided_by")
    if not facts.authority:
        raise MissingFact(_("Say how the consent reached us: by letter, mail, telephone ..."), field="authority")
    return Facts(
        happened_on=on or facts.happened_on or timezone.localdate(),
        decided_by=who,
        decided_by_title=facts.decided_by_title,
        authority=facts.authority,
        authority_number=facts.authority_number,
        authority_date=facts.authority_date,
        evidence=facts.evidence,
    )
