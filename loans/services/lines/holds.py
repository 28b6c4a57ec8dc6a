"""What lies over a line's status: a hold that stops handling, and incidents that somebody settles."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from loans.errors import MissingFact, NotAllowed, WrongState
from loans.models import Incident, IncidentKind, LoanLine
from loans.services.lines.rows import locked, record
from office.records.actors import Actor
from office.records.audit import NO_FACTS, Facts
from office.records.wording import written


def hold(line: LoanLine, *, actor: Actor, reason: str, facts: Facts = NO_FACTS) -> LoanLine:
    """Puts the line on hold: nothing is handled until it is released."""
    _check_handler(actor)
    if not reason.strip():
        raise MissingFact(_("Say why it is put on hold."), field="reason")
    with transaction.atomic():
        line = locked(line)
        if line.held_since:
            raise WrongState(_("It is on hold already, since %(day)s.") % {"day": written(line.held_since)})
        line.held_since = facts.happened_on or timezone.localdate()
        line.hold_reason = reason[:300]
        line.save()
        record("line.hold", line, actor=actor, facts=facts, words=reason, after={"held_since": str(line.held_since)})
    return line


def release(line: LoanLine, *, actor: Actor, facts: Facts = NO_FACTS) -> LoanLine:
    """Ends the hold. Refused while the lender's consent after damage or loss is still to be recorded."""
    _check_handler(actor)
    with transaction.atomic():
        line = locked(line)
        if not line.held_since:
            raise WrongState(_("It is not on hold."))
        waiting = awaiting_consent(line)
        if waiting:
            raise WrongState(
                _("The hold ends with the lender's consent to %(incident)s. Record the consent there.")
                % {"incident": waiting[0]},
                code="consent-open",
            )
        return let_go(line, actor=actor, facts=facts)


def let_go(line: LoanLine, *, actor: Actor, facts: Facts = NO_FACTS) -> LoanLine:
    """Ends the hold of a locked line; the caller has asked who may (here, and where a consent is recorded)."""
    before = {"held_since": str(line.held_since), "hold_reason": line.hold_reason}
    line.held_since, line.hold_reason = None, ""
    line.save()
    record("line.release", line, actor=actor, facts=facts, before=before)
    return line


def awaiting_consent(line: LoanLine) -> list[Incident]:
    """Damage or loss of the line to which the lender has not consented yet, oldest first."""
    rows = line.incidents.filter(consent_on__isnull=True, settled_on__isnull=True)
    return list(rows.filter(kind__in=(IncidentKind.DAMAGE, IncidentKind.LOSS)).order_by("pk"))


def settle_incident(line: LoanLine, *, actor: Actor, reason: str, facts: Facts = NO_FACTS) -> LoanLine:
    """Closes all open incidents of the line with what was done about them (loans.services.incidents: one by one)."""
    _check_handler(actor)
    if not reason.strip():
        raise MissingFact(_("Say what was done about it."), field="reason")
    with transaction.atomic():
        line = locked(line)
        if not line.incident_since:
            raise WrongState(_("No incident is open."))
        waiting = awaiting_consent(line)
        if waiting:
            raise WrongState(
                _("%(incident)s waits for the lender's consent. Record it first.") % {"incident": waiting[0]},
                code="consent-open",
            )
        before = {"incident_since": str(line.incident_since)}
        day = facts.happened_on or timezone.localdate()
        line.incidents.filter(settled_on__isnull=True).update(settled_on=day, settlement=reason.strip())
        line.incident_since = None
        line.save()
        record("line.settle_incident", line, actor=actor, facts=facts, words=reason, before=before)
    return line


def _check_handler(actor: Actor) -> None:
    if not actor.can("loans.handle"):
        raise NotAllowed(_("Your role doesn't handle objects. Ask a registrar."))
