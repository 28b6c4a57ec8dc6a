"""Undoing a mis-click: the latest move of a line is taken back, and both stay visible."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from loans.errors import MissingFact, NotAllowed, WrongState
from loans.models import LoanLine, Location, PlaceKind
from loans.services import deadlines, locations
from loans.services import terms as conditions
from loans.services.lines.moves import WRITTEN, as_conflict, snapshot
from loans.services.lines.rows import SUBJECT, locked, record
from office.records.actors import Actor
from office.records.models import AuditEvent


def correct(line: LoanLine, *, actor: Actor, reason: str) -> LoanLine:
    """Undoes the latest move of the line, which was a mis-click; both stay visible.

    Raises NotAllowed, MissingFact, WrongState (nothing to undo) or Conflict.
    """
    if not actor.can("loans.correct"):
        raise NotAllowed(_("Only a registrar or the head of exhibitions corrects an entry."))
    if not reason.strip():
        raise MissingFact(_("Say why the entry was wrong."), field="reason")
    try:
        with transaction.atomic():
            line = locked(line)
            event = _latest_move(line)
            if event is None:
                raise WrongState(_("There is no entry to correct on this object."))
            before = snapshot(line)
            for column in WRITTEN:
                value = event.before.get(column, "")
                if column in ("decided_on", "incident_since"):
                    value = dt.date.fromisoformat(value) if value else None
                setattr(line, column, value)
            line.save()
            record("line.correct", line, actor=actor, words=reason, before=before, after=snapshot(line), corrects=event)
            conditions.take_back(line, since=event, actor=actor, reason=reason)
            _place_again(line, event, actor=actor)
            deadlines.follow(line.loan, actor=actor, corrected=True)
    except IntegrityError as error:
        raise as_conflict(error, [line]) from error
    return line


def _place_again(line: LoanLine, corrected: AuditEvent, *, actor: Actor) -> None:
    """The place a mistaken move had taken the object to is not where it is: back to the one before."""
    if not Location.objects.filter(line=line, event=corrected).exists():
        return
    before = Location.objects.filter(line=line).exclude(event=corrected).order_by("-id").first()
    locations.put(
        line,
        PlaceKind(before.kind) if before else PlaceKind.LENDER,
        before.place if before else "",
        actor=actor,
        since=before.since if before else None,
    )


def _latest_move(line: LoanLine) -> AuditEvent | None:
    """The latest move that was not corrected; None when the line has only been corrected or never moved."""
    return (
        AuditEvent.objects.filter(subject_kind=SUBJECT, subject_id=line.uid, corrected_by__isnull=True)
        .filter(before__has_key="status")
        .exclude(verb="line.correct")
        .order_by("-id")
        .first()
    )
