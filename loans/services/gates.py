"""A person's word on a gate: filed evidence, in progress, failed, not needed, or a named waiver. The only writer."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from loans.errors import LoanError, MissingFact, NotAllowed, WrongState
from loans.gates import GATES, Gate, GateState
from loans.models import GateRecord, LoanLine
from loans.rules import gates as rules
from loans.rules.gates import GateView
from loans.services.lines.rows import locked, record
from loans.states import EXITS
from office.records.actors import Actor
from office.records.audit import NO_FACTS, Facts
from office.records.models import StoredFile

_BY_EVIDENCE = ("evidence", "report")


def states(lines: Iterable[LoanLine], *, on: dt.date | None = None) -> dict[int, dict[str, GateView]]:
    """Every gate of every line on a day (today when none is given), by primary key and name."""
    return rules.states(lines, on=on or timezone.localdate())


def open_for(lines: Iterable[LoanLine], *steps: str, on: dt.date | None = None) -> dict[int, list[GateView]]:
    """The gates that keep these steps from happening on that day; lines with none are left out."""
    return rules.open_for(lines, *steps, on=on or timezone.localdate())


def check(lines: Sequence[LoanLine], step: str, *, on: dt.date | None = None) -> None:
    """Raises GateOpen when a gate keeps one of the lines from this step on that day."""
    rules.check(lines, step, on=on or timezone.localdate())


def decide(
    lines: Sequence[LoanLine],
    name: str,
    state: GateState | str,
    *,
    actor: Actor,
    reason: str = "",
    evidence: StoredFile | None = None,
    number: str = "",
    valid_from: dt.date | None = None,
    valid_until: dt.date | None = None,
    facts: Facts = NO_FACTS,
) -> list[GateRecord]:
    """Writes the same word on one gate of all these lines, or of none.

    "satisfied" needs evidence (a file or its number) and is only for gates that are opened by filing something; a
    waiver, "not needed" and "failed" need a reason, a waiver also the ability of a named senior role. The person who
    decided is the actor, or `facts.decided_by`. Raises NotAllowed, MissingFact or WrongState.
    """
    gate = _gate(name)
    state = _checked(gate, state, actor=actor)
    reason, number = reason.strip(), number.strip()
    if state in (GateState.WAIVED, GateState.NOT_NEEDED, GateState.FAILED) and not reason:
        raise MissingFact(_("Say why in a few words."), field="reason")
    if state == GateState.SATISFIED and evidence is None and not number:
        raise MissingFact(
            _("“%(gate)s” is satisfied by evidence: attach the file or give its number.") % {"gate": gate.label},
            field="evidence",
        )
    if valid_from and valid_until and valid_until < valid_from:
        raise MissingFact(_("The evidence ends before it begins."), field="valid_until")
    with transaction.atomic():
        return [
            _write(
                line,
                gate,
                state,
                actor=actor,
                reason=reason,
                evidence=evidence,
                number=number,
                valid_from=valid_from,
                valid_until=valid_until,
                facts=facts,
            )
            for line in sorted(lines, key=lambda each: each.pk)
        ]


def forget(line: LoanLine, name: str, *, actor: Actor, reason: str) -> None:
    """Takes a word back: the gate is computed again. Raises NotAllowed, MissingFact or WrongState."""
    gate = _gate(name)
    if not actor.can("gates.edit"):
        raise NotAllowed(_("Your role doesn't decide on gates. Ask a registrar."))
    if not reason.strip():
        raise MissingFact(_("Say why it is taken back."), field="reason")
    with transaction.atomic():
        line = locked(line)
        row = GateRecord.objects.select_for_update().filter(line=line, gate=name).first()
        if row is None:
            raise WrongState(_("Nobody has decided on “%(gate)s” yet.") % {"gate": gate.label})
        before = {"gate": name, "state": row.state}
        row.delete()
        record("gate.forget", line, actor=actor, words=reason, before=before, after={"gate": name, "state": ""})


def _gate(name: str) -> Gate:
    try:
        return GATES[name]
    except KeyError:
        raise WrongState(_("There is no gate called “%(name)s”.") % {"name": name}, code="unknown-gate") from None


def _checked(gate: Gate, state: GateState | str, *, actor: Actor) -> GateState:
    if state not in GateState:
        raise MissingFact(_("Choose what is decided."), field="state")
    state = GateState(state)
    if state == GateState.WAIVED and not actor.can("gates.waive"):
        raise NotAllowed(_("A gate is waived by the head of exhibitions, in her own name."))
    if not actor.can("gates.edit"):
        raise NotAllowed(_("Your role doesn't decide on gates. Ask a registrar."))
    if state == GateState.SATISFIED and gate.proof not in _BY_EVIDENCE:
        raise LoanError(
            _("“%(gate)s” opens by itself when its record is there. %(todo)s")
            % {"gate": gate.label, "todo": gate.todo},
            code="gate-computed",
            field="state",
        )
    return state


def _write(
    line: LoanLine,
    gate: Gate,
    state: GateState,
    *,
    actor: Actor,
    reason: str,
    evidence: StoredFile | None,
    number: str,
    valid_from: dt.date | None,
    valid_until: dt.date | None,
    facts: Facts,
) -> GateRecord:
    line = locked(line)
    if line.status in EXITS:
        raise WrongState(
            _("%(object)s is “%(status)s”: its gates are of no use any more.")
            % {"object": line.object, "status": line.get_status_display()}
        )
    before = GateRecord.objects.filter(line=line, gate=gate.name).first()
    event = record(
        f"gate.{state}",
        line,
        actor=actor,
        facts=facts,
        words=reason,
        before={"gate": gate.name, "state": before.state if before else ""},
        after={"gate": gate.name, "state": state, "number": number},
    )
    row, _made = GateRecord.objects.update_or_create(
        line=line,
        gate=gate.name,
        defaults={
            "state": state,
            "reason": reason,
            "evidence": evidence,
            "evidence_number": number[:100],
            "valid_from": valid_from,
            "valid_until": valid_until,
            "decided_by": (facts.decided_by or actor.name)[:200],
            "decided_by_title": (facts.decided_by_title if facts.decided_by else actor.title)[:200],
            "decided_on": facts.happened_on or timezone.localdate(),
            "event": event,
        },
    )
    return row
