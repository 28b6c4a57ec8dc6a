"""The state of every gate of some lines: asked of the database in a fixed number of questions, judged one by one."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from loans.errors import GateOpen
from loans.gates import GATES, blocking
from loans.models import LoanLine
from loans.rules.gates.evidence import Evidence, gather
from loans.rules.gates.judge import PERMITS, GateView, judge

__all__ = ["PERMITS", "Evidence", "GateView", "check", "gather", "judge", "open_for", "states"]


def states(lines: Iterable[LoanLine], *, on: dt.date) -> dict[int, dict[str, GateView]]:
    """Every gate of every line on that day, by primary key of the line and name of the gate."""
    found = gather(list(lines))
    return {pk: {name: judge(gate, each, on=on) for name, gate in GATES.items()} for pk, each in found.items()}


def open_for(lines: Iterable[LoanLine], *steps: str, on: dt.date) -> dict[int, list[GateView]]:
    """The gates that keep these steps from happening on that day; lines with none are left out."""
    asked = dict.fromkeys(gate.name for step in steps for gate in blocking(step))
    if not asked:
        return {}
    found = gather(list(lines), moving=True)
    views = {pk: [judge(GATES[name], each, on=on) for name in asked] for pk, each in found.items()}
    closed = {pk: [view for view in each if not view.passes] for pk, each in views.items()}
    return {pk: each for pk, each in closed.items() if each}


def check(lines: Sequence[LoanLine], step: str, *, on: dt.date) -> None:
    """May this step happen to all of these lines on that day? Raises GateOpen naming every open gate of each."""
    closed = open_for(lines, step, on=on)
    if closed:
        raise refusal(lines, closed)


def refusal(lines: Sequence[LoanLine], closed: dict[int, list[GateView]]) -> GateOpen:
    """What is open, and what to do about each: every gate once, with the objects it keeps."""
    groups: dict[str, list[LoanLine]] = {}
    for line in lines:
        for view in closed.get(line.pk, ()):
            groups.setdefault(view.told, []).append(line)
    parts = []
    for what, those in groups.items():
        if len(lines) == 1:
            parts.append(what)
        elif len(those) == len(lines):
            parts.append(_("All objects: %(what)s") % {"what": what})
        else:
            numbers = ", ".join(str(line.number) for line in those)
            parts.append(_("Object %(numbers)s: %(what)s") % {"numbers": numbers, "what": what})
    views = [view for each in closed.values() for view in each]
    return GateOpen(_("Not yet.") + " " + " ".join(parts), open_gates=views)
