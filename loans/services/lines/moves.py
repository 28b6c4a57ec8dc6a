"""The moves of the table: where the status of a line is written (besides lines taken over as they stand)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lenders.models import CollectionObject
from loans import rules
from loans.errors import Conflict, LoanError, MissingFact
from loans.models import Incident, IncidentKind, LoanLine, Term, TermKind
from loans.rules import gates
from loans.rules.gates import GateView
from loans.services import deadlines, locations
from loans.services import terms as conditions
from loans.services.lines.rows import all_locked, built, loans_of
from loans.services.terms import Offer
from loans.states import COMMITTED, DeclineReason, Move, Party
from office.records import audit
from office.records.actors import Actor
from office.records.audit import NO_FACTS, Facts
from office.records.models import AuditEvent, Authority
from office.records.numbers import next_references
from office.records.wording import written

_EXCLUSION = "loans_line_object_committed_once"
# Columns that a move or a correction writes; the audit event keeps them before and after.
WRITTEN = ("status", "reason_code", "reason", "decided_on", "decided_by", "incident_since")
_SAVED = (*WRITTEN, "substitute", "updated_at")
_SAID_FOR_ALL = {"reason", "reason_code", "conditions", "exit_terms", "happened_on", "decided_by", "authority", "kind"}


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
    terms: tuple[Offer, ...] = ()
    substitute: CollectionObject | None = None
    exit_terms: ExitTerms | None = None
    place: str = ""

    @property
    def offers(self) -> list[Offer]:
        """The conditions as rows; words alone are a row of kind "other"."""
        words = [Offer(kind=TermKind.OTHER, words=self.conditions)] if self.conditions.strip() else []
        return [*self.terms, *words]


def move(
    line: LoanLine,
    name: str,
    *,
    actor: Actor,
    facts: Facts = NO_FACTS,
    reason: str = "",
    reason_code: str = "",
    conditions: str = "",
    terms: Sequence[Offer] = (),
    substitute: CollectionObject | None = None,
    exit_terms: ExitTerms | None = None,
    place: str = "",
) -> LoanLine:
    """Makes one move of the table and returns the line as it now is.

    Locks the line, so of two people pressing at once the second reads what the first did. Raises NotAllowed,
    WrongState, MissingFact, GateOpen or Conflict and then changes nothing; writes exactly one audit event of the line
    otherwise. `terms` are conditions as rows; `conditions` in words alone are a row of their own. `place` names where a move takes
    the object, such as the venue.
    """
    said = Said(reason, reason_code, conditions, tuple(terms), substitute, exit_terms, place)
    with transaction.atomic():
        (line,) = _moved([line], rules.move_named(name), actor=actor, facts=facts, said=said)
        deadlines.follow(line.loan, actor=actor, on=facts.happened_on)
    return line


def move_all(
    lines: Sequence[LoanLine], name: str, *, actor: Actor, facts: Facts = NO_FACTS, **said: Any
) -> list[LoanLine]:
    """Makes the same move on all of them or, if one is refused, on none; `said` as in `move`. A fixed number of
    queries for each loan and each hundred lines."""
    step = rules.move_named(name)
    with transaction.atomic():
        moved = _moved(lines, step, actor=actor, facts=facts, said=Said(**said))
        for loan in {line.loan_id: line.loan for line in moved}.values():
            deadlines.follow(loan, actor=actor, on=facts.happened_on)
    return moved


def _moved(lines: Sequence[LoanLine], step: Move, *, actor: Actor, facts: Facts, said: Said) -> list[LoanLine]:
    """Locks, re-reads, asks rules and gates, saves all, and writes an event for each: in one savepoint."""
    try:
        with transaction.atomic():
            if {"terms", "conditions"} & set(step.needs):
                # Whoever negotiates locks the loan first: nothing is proposed between the look and the word.
                loans_of(lines)
            rows = all_locked(lines)
            for line in rows:
                _check(line, step, actor=actor, facts=facts, said=said, alone=len(rows) == 1)
            facts = _decider(step, actor=actor, facts=facts)
            closed = _gates(rows, step, facts=facts)
            if "terms" in step.needs:
                _check_terms(rows, step)
            events = [_apply(line, step, actor=actor, facts=facts, said=said, closed=closed) for line in rows]
            LoanLine.objects.bulk_update(rows, _SAVED)
            written = audit.record_all(events)
            _open_incidents(rows, step, facts=facts, events=written)
            _note_places(rows, step, said.place, actor=actor, facts=facts, events=written)
            if "conditions" in step.needs:
                for line in rows:
                    conditions.propose(line.loan, said.offers, line=line, actor=actor, by=Party.LENDER, facts=facts)
    except IntegrityError as error:
        raise as_conflict(error, rows) from error
    return rows


def _check(line: LoanLine, step: Move, *, actor: Actor, facts: Facts, said: Said, alone: bool) -> None:
    try:
        rules.check_person(line, step, actor=actor)
        rules.check_state(line, step)
        rules.check_needs(
            line,
            step,
            reason=said.reason,
            reason_code=said.reason_code,
            conditions=said.offers,
            exit_terms=said.exit_terms,
        )
        # What a lender said may be older than our letter; what was done with the object is not.
        rules.check_day(facts.happened_on, loan=line.loan if step.ability == "loans.handle" else None)
        rules.check_substitute(line, said.substitute)
        if said.reason_code and said.reason_code not in DeclineReason:
            raise MissingFact(_("Choose a reason from the list."), field="reason_code")
    except LoanError as error:
        raise _naming(error, line, alone=alone) from None


def _check_terms(rows: Sequence[LoanLine], step: Move) -> None:
    found = Term.objects.filter(loan__in={line.loan_id for line in rows}).order_by("pk")
    for line in rows:
        bound = [term for term in found if term.loan_id == line.loan_id and term.line_id in (None, line.pk)]
        try:
            rules.check_terms(line, step, bound)
        except LoanError as error:
            raise _naming(error, line, alone=len(rows) == 1) from None


def _naming(error: LoanError, line: LoanLine, *, alone: bool) -> LoanError:
    """A refusal among several names its object, unless it is about something that all of them lack."""
    if alone or error.field in _SAID_FOR_ALL:
        return error
    error.sentence = _("Nothing was changed. Object %(number)s, %(title)s: %(sentence)s") % {
        "number": line.number,
        "title": line.object.title,
        "sentence": error.sentence,
    }
    error.args = (error.sentence,)
    return error


def _gates(rows: Sequence[LoanLine], step: Move, *, facts: Facts) -> dict[int, list[GateView]]:
    """The gates that are open now. A permission is refused by them; a fact is recorded with them."""
    on = facts.happened_on or timezone.localdate()
    if not step.fact:
        gates.check(rows, step.name, on=on)
        return {}
    asked: dict[tuple[str, ...], list[LoanLine]] = {}
    for line in rows:
        asked.setdefault(rules.steps_asked(line, step), []).append(line)
    closed: dict[int, list[GateView]] = {}
    for steps, those in asked.items():
        closed |= gates.open_for(those, *steps, on=on)
    return closed


def _apply(
    line: LoanLine,
    step: Move,
    *,
    actor: Actor,
    facts: Facts,
    said: Said,
    closed: dict[int, list[GateView]],
) -> AuditEvent:
    before = snapshot(line)
    missing = rules.what_is_open(line, step, closed.get(line.pk, ()))
    line.status = step.target
    line.updated_at = timezone.now()
    if step.lender and not step.fact:
        line.decided_by = facts.decided_by
        line.decided_on = facts.happened_on or timezone.localdate()
        line.reason, line.reason_code = said.reason, said.reason_code
    elif said.reason:
        line.reason = said.reason
    if said.substitute is not None:
        line.substitute = said.substitute
    words = said.reason
    if missing:
        # A fact is recorded whatever was open; what was open becomes an incident.
        line.incident_since = line.incident_since or facts.happened_on or timezone.localdate()
        note = _("Recorded as it happened, though %(missing)s.") % {"missing": "; ".join(missing)}
        words = f"{words} {note}".strip()
    after = snapshot(line) | ({"exit_terms": asdict(said.exit_terms)} if said.exit_terms else {})
    if missing:
        after["open"] = missing
    return built(
        f"line.{step.name}",
        line,
        actor=actor,
        facts=facts,
        reason_code=said.reason_code,
        words=words,
        before=before,
        after=after,
    )


def _open_incidents(rows: Sequence[LoanLine], step: Move, *, facts: Facts, events: Sequence[AuditEvent]) -> None:
    """One incident for each line that moved while something was open."""
    found = [(line, event) for line, event in zip(rows, events, strict=True) if event.after.get("open")]
    if not found:
        return
    references = next_references("I", len(found), year=timezone.localdate().year)
    Incident.objects.bulk_create(
        Incident(
            reference=reference,
            line=line,
            kind=IncidentKind.OPEN_GATE,
            happened_on=facts.happened_on or timezone.localdate(),
            found_by=event.recorded_by,
            words=_("%(move)s, though %(missing)s.") % {"move": step.label, "missing": "; ".join(event.after["open"])},
        )
        for reference, (line, event) in zip(references, found, strict=True)
    )


def _note_places(
    rows: Sequence[LoanLine], step: Move, place: str, *, actor: Actor, facts: Facts, events: Sequence[AuditEvent]
) -> None:
    kind = locations.PLACE_OF.get(step.name)
    if kind is not None:
        locations.put_all(
            rows, kind, place, actor=actor, since=facts.happened_on or timezone.localdate(), events=events
        )


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


def snapshot(line: LoanLine) -> dict[str, Any]:
    return {
        column: value.isoformat() if isinstance(value := getattr(line, column), dt.date) else (value or "")
        for column in WRITTEN
    }


def as_conflict(error: IntegrityError, lines: Sequence[LoanLine]) -> Exception:
    """The exclusion constraint's refusal as a sentence that names the other loan; anything else as it was."""
    if _EXCLUSION not in str(error):
        return error
    for line in lines:
        other = (
            LoanLine.objects.filter(object=line.object_id, status__in=COMMITTED, period__overlap=line.period)
            .exclude(pk=line.pk)
            .select_related("loan__exhibition")
            .first()
        )
        if other is not None:
            conflict = Conflict(promised(other))
            return _naming(conflict, line, alone=len(lines) == 1)
    return Conflict(_("This object is promised to another loan in these days. Choose another period."))


def promised(other: LoanLine) -> str:
    """The sentence about the line that has the object already."""
    return _(
        "This object is promised to “%(exhibition)s” (%(loan)s) from %(first)s to %(last)s. Choose another period or object."
    ) % {
        "exhibition": other.loan.exhibition,
        "loan": other.loan.reference,
        "first": written(other.period.lower),
        "last": written(other.period.upper),
    }
