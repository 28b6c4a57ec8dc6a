"""Lines taken over as they stand: the second and last writer of a status, for loans that began elsewhere.

What is recorded so is a fact of the past: it makes no move, asks no gate and sends no letter.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from loans.errors import MissingFact, NotAllowed, WrongState
from loans.models import LoanLine, Location, PlaceKind
from loans.rules.behalf import STAND
from loans.services.lines.moves import WRITTEN, as_conflict, snapshot
from loans.services.lines.rows import SUBJECT, all_locked, built
from loans.states import IN_CUSTODY, OPEN, DeclineReason, LineStatus
from office.records import audit
from office.records.actors import Actor
from office.records.audit import Facts
from office.records.models import AuditEvent
from office.records.wording import written

S = LineStatus

TAKEN: Final = frozenset(LineStatus) - {S.DRAFT, S.TERMINATED}
"""What a line can stand in when it is taken over. A draft stands for nothing; ending a signed loan is told here."""

UNDECIDED: Final = frozenset({S.REQUESTED, S.UNDER_REVIEW, S.WITHDRAWN})
"""The lender has not decided in these, or no longer needs to."""

ANSWERS: Final = frozenset(
    {
        S.APPROVED_IN_PRINCIPLE,
        S.APPROVED,
        S.APPROVED_WITH_CONDITIONS,
        S.DECLINED,
        S.SUBSTITUTE_OFFERED,
        S.WITHDRAWN_BY_LENDER,
    }
)
"""The lender's word itself: it is nothing without who spoke and how we know."""

PLACES: Final[dict[str, PlaceKind]] = {
    S.IN_TRANSIT_OUT: PlaceKind.TRANSIT,
    S.RECEIVED: PlaceKind.VENUE,
    S.INSTALLED: PlaceKind.GALLERY,
    S.ROTATED_OFF: PlaceKind.STORE,
    S.DEINSTALLED: PlaceKind.VENUE,
    S.PACKED_FOR_RETURN: PlaceKind.VENUE,
    S.IN_TRANSIT_BACK: PlaceKind.TRANSIT,
}
assert set(PLACES) == IN_CUSTODY


@dataclass(frozen=True, slots=True)
class Stand:
    """How one line stands. `facts.happened_on` is the day the lender decided, if it has."""

    line: LoanLine
    status: LineStatus
    facts: Facts
    reason_code: str = ""
    reason: str = ""


def stand(
    line: LoanLine,
    status: LineStatus,
    *,
    facts: Facts,
    as_of: dt.date,
    actor: Actor,
    reason_code: str = "",
    reason: str = "",
) -> LoanLine:
    """Records that the line stood so on `as_of`; see `stand_all`."""
    return stand_all([Stand(line, status, facts, reason_code, reason)], as_of=as_of, actor=actor)[0]


def stand_all(wanted: Sequence[Stand], *, as_of: dt.date, actor: Actor) -> list[LoanLine]:
    """Records for all of them, or for none, how they stood on that day. A fixed number of queries.

    A line that was moved here since is not taken over again. Raises NotAllowed, MissingFact, WrongState or Conflict.
    """
    check_recorder(actor)
    if as_of > timezone.localdate():
        raise MissingFact(
            _("%(day)s is still to come. Give the day of the list.") % {"day": written(as_of)}, field="as_of"
        )
    for each in wanted:
        check(each, as_of=as_of)
    said = {each.line.pk: each for each in wanted}
    rows: list[LoanLine] = []
    try:
        with transaction.atomic():
            rows = all_locked([each.line for each in wanted])
            moved = moved_here(rows)
            for line in rows:
                if line.pk in moved:
                    raise WrongState(moved_sentence(line), code="moved-here")
            events = [_apply(line, said[line.pk], as_of=as_of, actor=actor) for line in rows]
            LoanLine.objects.bulk_update(rows, [*WRITTEN, "updated_at"])
            written_events = audit.record_all(events)
            _note_places(rows, written_events, as_of=as_of, actor=actor)
    except IntegrityError as error:
        raise as_conflict(error, rows) from error
    return rows


def check_recorder(actor: Actor) -> None:
    if not (actor.sees_all and actor.can("loans.record_answer")):
        raise NotAllowed(_("Your role doesn't record how loans stand. Ask a registrar."))


def check(each: Stand, *, as_of: dt.date) -> None:
    """Was everything said that this status needs? Raises MissingFact naming the field."""
    if each.status not in TAKEN:
        raise MissingFact(
            _("Nothing is taken over as “%(status)s”. Do that on the loan's page.")
            % {"status": LineStatus(each.status).label},
            field="status",
        )
    facts = each.facts
    if each.status in ANSWERS:
        if not facts.decided_by.strip():
            raise MissingFact(_("Say who at the lender decided."), field="decided_by")
        if not facts.authority:
            raise MissingFact(_("Say how the answer reached us: by letter, mail, telephone ..."), field="authority")
        if facts.happened_on is None:
            raise MissingFact(_("Give the day on which the lender decided."), field="happened_on")
    if each.status == S.DECLINED and each.reason_code not in DeclineReason:
        raise MissingFact(_("Choose a reason from the list."), field="reason_code")
    if facts.happened_on and facts.happened_on > as_of:
        raise MissingFact(
            _("The lender decided on %(day)s, after the day of the list, %(as_of)s. Correct one of them.")
            % {"day": written(facts.happened_on), "as_of": written(as_of)},
            field="happened_on",
        )


def latest_events(lines: Sequence[LoanLine]) -> dict[int, AuditEvent]:
    """The entry by which each line came to its status, by primary key; a draft has none. One query."""
    begun = {line.uid: line.pk for line in lines if line.status != S.DRAFT}
    latest = (
        AuditEvent.objects.filter(subject_kind=SUBJECT, subject_id__in=list(begun), corrected_by__isnull=True)
        .filter(before__has_key="status")
        .exclude(verb="line.correct")
        .order_by("subject_id", "-id")
        .distinct("subject_id")
        .select_related("evidence")
    )
    return {begun[event.subject_id]: event for event in latest}


def moved_here(lines: Sequence[LoanLine]) -> set[int]:
    """Lines whose status came about by a move of ours, not by being taken over: they go on from there. One query."""
    events = latest_events(lines)
    stood = {pk for pk, event in events.items() if event.verb == STAND}
    return {line.pk for line in lines if line.status != S.DRAFT and line.pk not in stood}


def moved_sentence(line: LoanLine) -> str:
    return _("It went on here already and is “%(status)s” in %(loan)s. Correct it on the loan's page.") % {
        "status": line.get_status_display(),
        "loan": line.loan,
    }


def _apply(line: LoanLine, said: Stand, *, as_of: dt.date, actor: Actor) -> AuditEvent:
    before = snapshot(line)
    decided = said.status not in UNDECIDED
    line.status = said.status
    line.reason_code = said.reason_code if said.status in OPEN | ANSWERS else ""
    line.reason = said.reason
    line.decided_by = said.facts.decided_by[:200] if decided else ""
    line.decided_on = said.facts.happened_on if decided else None
    line.updated_at = timezone.now()
    event = built(
        STAND,
        line,
        actor=actor,
        facts=replace(said.facts, happened_on=as_of),
        reason_code=line.reason_code,
        words=said.reason,
        before=before,
        after=snapshot(line) | {"as_of": as_of.isoformat()},
    )
    # Nobody at our side decided: what the list doesn't say stays unknown.
    event.decided_by, event.decided_by_title = said.facts.decided_by, said.facts.decided_by_title
    return event


def _note_places(rows: Sequence[LoanLine], events: Sequence[AuditEvent], *, as_of: dt.date, actor: Actor) -> None:
    Location.objects.bulk_create(
        Location(line=line, kind=PLACES[line.status], since=as_of, recorded_by=actor.name[:200], event=event)
        for line, event in zip(rows, events, strict=True)
        if line.status in PLACES
    )
