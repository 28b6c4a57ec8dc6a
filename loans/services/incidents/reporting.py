"""Recording an incident: the clock it starts, the hold it puts on the object, whom to telephone."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lenders.models import Contact, Lender, StandingTerms
from loans import rules
from loans.errors import MissingFact, WrongState
from loans.models import Deadline, DeadlineKind, Incident, IncidentKind, LoanLine, OwedBy
from loans.rules import working_days
from loans.services import lines
from loans.services.incidents.rows import HOLDING, check_handler, hold_reason
from loans.states import COMMITTED, HOME_AGAIN
from office.records.actors import Actor
from office.records.audit import Facts
from office.records.models import AuditEvent, StoredFile
from office.records.numbers import next_reference

_A_MOMENT: Final = dt.timedelta(minutes=10)
BY_HAND: Final = (IncidentKind.DAMAGE, IncidentKind.LOSS, IncidentKind.OTHER)


@dataclass(frozen=True, slots=True)
class Telephone:
    """Whom to call. `number` is empty where it stands in the words of `name`."""

    name: str
    number: str = ""
    at_any_hour: bool = False


def report(
    line: LoanLine,
    *,
    kind: str,
    happened_on: dt.date | None = None,
    words: str,
    place: str = "",
    found_by: str = "",
    photo: StoredFile | None = None,
    actor: Actor,
) -> Incident:
    """Records an incident and starts its clock, counted in our working days from the day it was found.

    The same said again by the same person within minutes is one incident: the first is returned.
    Damage and loss put the line on hold. The lender's standing terms say how many days; else the pack `incidents`.
    Raises NotAllowed, MissingFact or WrongState (an object that is not lent to us).
    """
    check_handler(actor)
    if kind not in BY_HAND:
        raise MissingFact(_("Say what kind of incident it is."), field="kind")
    if not words.strip():
        raise MissingFact(_("Say what happened."), field="words")
    rules.check_day(happened_on)
    day = happened_on or timezone.localdate()
    with transaction.atomic():
        line = lines.locked(line)
        if line.status not in COMMITTED | HOME_AGAIN:
            raise WrongState(
                _("%(object)s is “%(status)s”: an incident is recorded of an object that is lent to us.")
                % {"object": line.object, "status": line.get_status_display()}
            )
        rules.check_day(happened_on, loan=line.loan)
        first = _said_just_now(line, kind, day, words.strip(), actor=actor)
        if first and (first.photo_id or not photo):
            return first
        clock = _clock(line, day)
        incident = Incident.objects.create(
            reference=next_reference("I", year=timezone.localdate().year),
            line=line,
            kind=kind,
            happened_on=day,
            words=words.strip(),
            place=place.strip()[:200],
            found_by=found_by.strip()[:200],
            photo=photo,
            notify_by=clock.notify_by,
            report_by=clock.report_by,
        )
        _plan_deadlines(incident)
        line.incident_since = min(line.incident_since or day, day)
        line.save(update_fields=["incident_since", "updated_at"])
        facts = Facts(happened_on=day, evidence=photo)
        lines.record(
            "incident.report",
            line,
            actor=actor,
            facts=facts,
            reason_code=kind,
            words=incident.words,
            after={"incident": incident.reference, "notify_by": str(clock.notify_by)},
        )
        if kind in HOLDING and not line.held_since and line.status not in HOME_AGAIN:
            lines.hold(line, actor=actor, reason=hold_reason(incident), facts=Facts(happened_on=day))
    return incident


def whom_to_telephone(line: LoanLine) -> list[Telephone]:
    """The emergency contact of the lender's terms, else everybody there (and at its agent's) with a number."""
    lender = line.loan.lender
    terms = StandingTerms.objects.filter(lender=lender).first()
    if terms and terms.emergency_contact:
        return [Telephone(terms.emergency_contact, at_any_hour=True)]
    people = Contact.objects.filter(lender__in=[lender.pk, lender.agent_id], is_active=True).exclude(telephone="")
    return [
        Telephone(", ".join(filter(None, (each.name, each.job_title))), each.telephone)
        for each in people.order_by("-may_decide", "name")
    ]


def _said_just_now(line: LoanLine, kind: str, day: dt.date, words: str, *, actor: Actor) -> Incident | None:
    """The incident that this person recorded with the same words a moment ago: the button was pressed twice."""
    same = line.incidents.filter(
        kind=kind, happened_on=day, words=words, created_at__gte=timezone.now() - _A_MOMENT
    ).order_by("pk")
    for incident in same:
        reported = AuditEvent.objects.filter(
            verb="incident.report", loan_file=line.loan.uid, after__incident=incident.reference
        )
        if reported.filter(recorded_by_kind=actor.kind, recorded_by_id=actor.id).exists():
            return incident
    return None


def _clock(line: LoanLine, day: dt.date) -> working_days.Clock:
    terms = StandingTerms.objects.filter(lender=line.loan.lender_id).first()
    return working_days.incident_clock(
        day,
        country=_our_country(line),
        notice_days=terms.notice_days if terms else None,
        report_days=terms.report_days if terms else None,
    )


def _our_country(line: LoanLine) -> str:
    """The calendar we work by: the organiser's country, else the first venue's."""
    organiser = Lender.objects.filter(is_organiser=True).values_list("country", flat=True).first()
    venue = line.loan.exhibition.showings.order_by("opens_date").values_list("venue__country", flat=True).first()
    return str(organiser or venue or "")


def _plan_deadlines(incident: Incident) -> None:
    line = incident.line
    titles = {
        DeadlineKind.INCIDENT_NOTICE: (_("Tell %(lender)s of %(incident)s: %(object)s"), incident.notify_by),
        DeadlineKind.INCIDENT_REPORT: (_("Report to %(lender)s on %(incident)s: %(object)s"), incident.report_by),
    }
    Deadline.objects.bulk_create(
        Deadline(
            kind=kind,
            title=(title % {"lender": line.loan.lender, "incident": incident.reference, "object": line.object.title})[
                :200
            ],
            exhibition_id=line.loan.exhibition_id,
            loan=line.loan,
            line=line,
            incident=incident,
            owed_by=OwedBy.US,
            owner_id=line.loan.exhibition.registrar_id,
            due_date=due,
        )
        for kind, (title, due) in titles.items()
        if due
    )
