"""An incident as a row: locked together with its line, its entries in the loan's file, its deadlines met."""

import datetime as dt
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from loans import rules
from loans.errors import MissingFact, NotAllowed, WrongState
from loans.models import DeadlineKind, Incident, IncidentKind, LoanLine
from loans.services import lines
from office.records import audit
from office.records.actors import Actor
from office.records.audit import Facts
from office.records.wording import written

HOLDING: Final = frozenset({IncidentKind.DAMAGE, IncidentKind.LOSS})
"""These stop all handling until the lender's consent is recorded."""


def check_handler(actor: Actor) -> None:
    if not actor.can("loans.handle"):
        raise NotAllowed(_("Your role doesn't handle objects. Ask a registrar."))


def locked(incident: Incident) -> tuple[Incident, LoanLine]:
    """The line first, then the incident: as everybody who changes both."""
    line = lines.locked(incident.line)
    fresh = Incident.objects.select_for_update().get(pk=incident.pk)
    fresh.line = line
    return fresh, line


def check_open(incident: Incident) -> None:
    if incident.settled_on:
        raise WrongState(
            _("%(incident)s was settled on %(day)s.") % {"incident": incident, "day": written(incident.settled_on)}
        )


def day_of(incident: Incident, on: dt.date | None) -> dt.date:
    rules.check_day(on)
    day = on or timezone.localdate()
    if day < incident.happened_on:
        raise MissingFact(
            _("The incident was found on %(day)s: this happened on that day or later.")
            % {"day": written(incident.happened_on)},
            field="happened_on",
        )
    return day


def tell(incident: Incident, day: dt.date, whom: str, *, actor: Actor) -> None:
    incident.notified_on, incident.notified_whom = day, whom.strip()[:200]
    incident.save(update_fields=["notified_on", "notified_whom"])
    finish(incident, DeadlineKind.INCIDENT_NOTICE, day, actor=actor)


def finish(incident: Incident, kind: DeadlineKind, day: dt.date, *, actor: Actor) -> None:
    for deadline in incident.deadlines.select_for_update().filter(kind=kind, done_on__isnull=True):
        deadline.done_on, deadline.done_by = min(day, timezone.localdate()), actor.name[:200]
        deadline.save(update_fields=["done_on", "done_by"])
        audit.record(
            "deadline.finish",
            actor=actor,
            subject_kind="deadline",
            subject_id=deadline.uid,
            subject_label=f"{deadline}, {incident.line.loan}",
            loan_file=incident.line.loan.uid,
            facts=Facts(happened_on=deadline.done_on),
        )


def record(verb: str, incident: Incident, line: LoanLine, *, actor: Actor, on: dt.date, words: str = "") -> None:
    after = {"incident": incident.reference}
    lines.record(verb, line, actor=actor, facts=Facts(happened_on=on), words=words, after=after)


def hold_reason(incident: Incident) -> str:
    return _("%(kind)s, %(incident)s: until the lender's consent is recorded") % {
        "kind": incident.get_kind_display(),
        "incident": incident.reference,
    }
