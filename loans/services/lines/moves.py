"""The moves of the table, and the correction of a mis-click."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lenders.models import CollectionObject
from loans import rules
from loans.errors import Conflict, LoanError, MissingFact, NotAllowed, WrongState
from loans.models import LoanLine
from loans.services import deadlines
from loans.services.lines.rows import SUBJECT, locked, record
from loans.states import COMMITTED, DeclineReason, Move
from office.records.actors import Actor
from office.records.audit import NO_FACTS, Facts
from office.records.models import AuditEvent, Authority
from office.records.wording import written

_EXCLUSION = "loans_line_object_committed_once"
# Columns that a move or a correction writes; the audit event keeps them before and after.
_WRITTEN = ("status", "reason_code", "reason", "conditions", "decided_on", "decided_by", "incident_since")


@dataclass(frozen=True, slots=True)
class ExitTerms:
    """How a signed loan is ended before collection: by whom, with what notice, who bears the costs."""

    by: str
    notice: str
    costs: str


@dataclass(frozen=True, slots=True)
class Said:
    """What was said with a move."""

    reason: str = ""
    reason_code: str = ""
    conditions: str = ""
    substitute: CollectionObject | None = None
    exit_terms: ExitTerms | None = None


def move(
    line: LoanLine,
    name: str,
    *,
    actor: Actor,
    facts: Facts = NO_FACTS,
    reason: str = "",
    reason_code: str = "",
    conditions: str = "",
    substitute: CollectionObject | None = None,
    exit_terms: ExitTerms | None = None,
) -> LoanLine:
    """Makes one move of the table and returns the line as it now is.

    Locks the line, so of two people pressing at once the second reads what the first did. Raises NotAllowed,
    WrongState, MissingFact or Conflict and then changes nothing; writes exactly one audit event otherwise.
    """
    said = Said(reason, reason_code, conditions, substitute, exit_terms)
    with transaction.atomic():
        line = _move(line, rules.move_named(name), actor=actor, facts=facts, said=said)
        deadlines.follow(line.loan, actor=actor, on=facts.happened_on)
    return line


def _move(line: LoanLine, step: Move, *, actor: Actor, facts: Facts, said: Said) -> LoanLine:
    try:
        with transaction.atomic():
            line = locked(line)
            rules.check_person(line, step, actor=actor)
            rules.check_state(line, step)
            rules.check_needs(
                line,
                step,
                reason=said.reason,
                reason_code=said.reason_code,
                conditions=said.conditions,
                exit_terms=said.exit_terms,
            )
            rules.check_day(facts.happened_on)
            rules.check_substitute(line, said.substitute)
            if said.reason_code and said.reason_code not in DeclineReason:
                raise MissingFact(_("Choose a reason from the list."), field="reason_code")
            facts = _decider(step, actor=actor, facts=facts)
            before, missing = _snapshot(line), rules.what_is_open(line, step)
            _apply(line, step, facts=facts, said=said)
            words = _open_incident(line, missing, facts=facts, words=said.reason or said.conditions)
            line.save()
            after = _snapshot(line) | ({"exit_terms": asdict(said.exit_terms)} if said.exit_terms else {})
            record(
                f"line.{step.name}",
                line,
                actor=actor,
                facts=facts,
                reason_code=said.reason_code,
                words=words,
                before=before,
                after=after,
            )
    except IntegrityError as error:
        raise _as_conflict(error, line) from error
    return line


def move_all(
    lines: Sequence[LoanLine], name: str, *, actor: Actor, facts: Facts = NO_FACTS, **said: Any
) -> list[LoanLine]:
    """Makes the same move on all of them or, if one is refused, on none; `said` as in `move`.

    Locks in order of primary key, so that two at once wait for each other instead of blocking each other for good.
    """
    step = rules.move_named(name)
    moved: list[LoanLine] = []
    with transaction.atomic():
        for line in sorted(lines, key=lambda each: each.pk):
            try:
                moved.append(_move(line, step, actor=actor, facts=facts, said=Said(**said)))
            except LoanError as error:
                if error.field in said or len(lines) == 1:
                    raise  # something all of them lack: no object is to blame
                error.args = (
                    _("Nothing was changed. Object %(number)s, %(title)s: %(sentence)s")
                    % {"number": line.number, "title": line.object.title, "sentence": error.sentence},
                )
                error.sentence = error.args[0]
                raise
        for loan in {line.loan_id: line.loan for line in moved}.values():
            deadlines.follow(loan, actor=actor, on=facts.happened_on)
    return moved


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
            before = _snapshot(line)
            for column in _WRITTEN:
                value = event.before.get(column, "")
                if column in ("decided_on", "incident_since"):
                    value = dt.date.fromisoformat(value) if value else None
                setattr(line, column, value)
            line.save()
            record(
                "line.correct", line, actor=actor, words=reason, before=before, after=_snapshot(line), corrects=event
            )
            deadlines.follow(line.loan, actor=actor, corrected=True)
    except IntegrityError as error:
        raise _as_conflict(error, line) from error
    return line


def _decider(step: Move, *, actor: Actor, facts: Facts) -> Facts:
    """Who decided: the contact herself, or the lender's person whom staff must name."""
    if actor.kind == "contact":
        return Facts(
            happened_on=facts.happened_on,
            decided_by=actor.name,
            decided_by_title=actor.title,
            authority=facts.authority or Authority.PORTAL,
            authority_number=facts.authority_number,
            authority_date=facts.authority_date,
            evidence=facts.evidence,
        )
    if step.lender and not step.fact:
        if not facts.decided_by.strip():
            raise MissingFact(_("Say who at the lender decided."), field="decided_by")
        if not facts.authority:
            raise MissingFact(_("Say how the answer reached us: by letter, mail, telephone ..."), field="authority")
    return facts


def _apply(line: LoanLine, step: Move, *, facts: Facts, said: Said) -> None:
    line.status = step.target
    if step.lender and not step.fact:
        line.decided_by = facts.decided_by
        line.decided_on = facts.happened_on or timezone.localdate()
        line.reason, line.reason_code = said.reason, said.reason_code
        line.conditions = said.conditions or line.conditions
    elif said.reason:
        line.reason = said.reason
    if said.substitute is not None:
        line.substitute = said.substitute


def _open_incident(line: LoanLine, missing: list[str], *, facts: Facts, words: str) -> str:
    """A fact is recorded whatever was open; what was open becomes an incident. Returns the event's words."""
    if not missing or line.incident_since:
        return words
    line.incident_since = facts.happened_on or timezone.localdate()
    note = _("Recorded as it happened, though %(missing)s.") % {"missing": "; ".join(missing)}
    return f"{words} {note}".strip()


def _snapshot(line: LoanLine) -> dict[str, Any]:
    return {
        column: value.isoformat() if isinstance(value := getattr(line, column), dt.date) else (value or "")
        for column in _WRITTEN
    }


def _latest_move(line: LoanLine) -> AuditEvent | None:
    """The latest move that was not corrected; None when the line has only been corrected or never moved."""
    return (
        AuditEvent.objects.filter(subject_kind=SUBJECT, subject_id=line.uid, corrected_by__isnull=True)
        .filter(before__has_key="status")
        .exclude(verb="line.correct")
        .order_by("-id")
        .first()
    )


def _as_conflict(error: IntegrityError, line: LoanLine) -> Exception:
    """The exclusion constraint's refusal as a sentence that names the other loan; anything else as it was."""
    if _EXCLUSION not in str(error):
        return error
    other = (
        LoanLine.objects.filter(object=line.object_id, status__in=COMMITTED, period__overlap=line.period)
        .exclude(pk=line.pk)
        .select_related("loan__exhibition")
        .first()
    )
    if other is None:
        return Conflict(_("This object is promised to another loan in these days. Choose another period."))
    return Conflict(
        _(
            "This object is promised to “%(exhibition)s” (%(loan)s) from %(first)s to %(last)s. Choose another period or object."
        )
        % {
            "exhibition": other.loan.exhibition,
            "loan": other.loan.reference,
            "first": written(other.period.lower),
            "last": written(other.period.upper),
        }
    )
