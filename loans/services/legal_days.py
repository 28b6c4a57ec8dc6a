"""Days the law sets, kept on the calendar of each loan: the latest lawful return, and when the immunity list must be out.

They are counted from what is recorded, so they follow it, daily and by nobody's hand. Run twice, nothing changes.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from loans.gates import GateState
from loans.models import Deadline, DeadlineKind, GateRecord, Loan, LoanLine
from loans.models.deadlines import Anchor
from loans.services import immunity, lawful_return
from loans.services.loans import record
from loans.states import COMMITTED
from office.records.actors import Actor

KINDS = (DeadlineKind.LAWFUL_RETURN, DeadlineKind.IMMUNITY)


@dataclass(frozen=True, slots=True)
class Due:
    """What one loan's calendar should say of one kind; `done`: nothing is left to do for it."""

    day: dt.date
    title: str
    done: bool = False


def follow_all(*, on: dt.date, actor: Actor) -> int:
    """Every loan with an object promised or further; returns how many entries changed."""
    return follow(LoanLine.objects.filter(status__in=COMMITTED).values_list("loan", flat=True), on=on, actor=actor)


def follow(loan_ids: Iterable[int], *, on: dt.date, actor: Actor) -> int:
    """The calendar of these loans, in a fixed number of queries and two more for each loan that changes."""
    ids = sorted(set(loan_ids))
    wanted = _wanted(ids, on=on)
    loans = Loan.objects.filter(pk__in=ids).select_related("lender", "exhibition")
    changes = 0
    present: dict[int, dict[str, Deadline]] = defaultdict(dict)
    for row in Deadline.objects.filter(loan__in=ids, kind__in=KINDS):
        assert row.loan_id is not None
        present[row.loan_id][row.kind] = row
    for loan in loans:
        changes += _keep(loan, wanted.get(loan.pk, {}), present[loan.pk], on=on, actor=actor)
    return changes


def lines_with_everything(loan_ids: Iterable[int]) -> list[LoanLine]:
    lines = immunity.with_everything(LoanLine.objects.filter(loan__in=list(loan_ids), status__in=COMMITTED))
    return list(lines.select_related("loan__agreement"))


def _wanted(loan_ids: list[int], *, on: dt.date) -> dict[int, dict[str, Due]]:
    lines = lines_with_everything(loan_ids)
    by_loan: dict[int, list[LoanLine]] = defaultdict(list)
    for line in lines:
        by_loan[line.loan_id].append(line)
    returns = lawful_return.of_lines(lines, on=on)
    safe = immunity.of_lines(lines, on=on)
    spared = _spared(lines)
    wanted: dict[int, dict[str, Due]] = {}
    for loan_id, those in by_loan.items():
        due: dict[str, Due] = {}
        first = lawful_return.earliest(returns[line.pk] for line in those)
        if first is not None and first.lawful is not None:
            words = _("Latest lawful return: %(source)s") % {"source": first.lawful.source.words}
            due[DeadlineKind.LAWFUL_RETURN] = Due(first.lawful.day, words[:200])
        publish = _publish([safe[line.pk] for line in those], spared)
        if publish is not None:
            due[DeadlineKind.IMMUNITY] = publish
        wanted[loan_id] = due
    return wanted


def _spared(lines: list[LoanLine]) -> set[int]:
    """Lines that go without immunity by somebody's word: the list needs not be out for them."""
    words = GateRecord.objects.filter(line__in=[line.pk for line in lines], gate="immunity")
    return set(words.filter(state__in=(GateState.NOT_NEEDED, GateState.WAIVED)).values_list("line", flat=True))


def _publish(rows: list[immunity.LineImmunity], spared: set[int]) -> Due | None:
    """The first day on which something must have been published; done when all of it is, or goes without."""
    dates = [
        (row.immunity.dates.publish_by, row.published_on is None and row.line.pk not in spared)
        for row in rows
        if row.immunity.dates
    ]
    if not dates:
        return None
    waiting = [day for day, is_waited_for in dates if is_waited_for]
    return Due(min(waiting or [day for day, _waiting in dates]), "", done=not waiting)


def _keep(loan: Loan, wanted: Mapping[str, Due], present: Mapping[str, Deadline], *, on: dt.date, actor: Actor) -> int:
    """Makes the calendar of one loan say what is wanted; one entry in its file says what moved."""
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    with transaction.atomic():
        for kind in KINDS:
            due, row = wanted.get(kind), present.get(kind)
            if row is None and (due is None or due.done):
                continue
            was = _state(row)
            if due is None:
                # One for the immunity list may have been set by hand.
                if row is None or row.done_on is not None or kind == DeadlineKind.IMMUNITY:
                    continue
                row.delete()
                row = None
            else:
                row = _write(loan, kind, due, row, on=on, actor=actor)
            if _state(row) != was:
                before[kind], after[kind] = was, _state(row)
        if after:
            record("deadline.follow_law", loan, actor=actor, before=before, after=after)
    return len(after)


def _state(row: Deadline | None) -> str:
    if row is None:
        return ""
    return f"{row.due_date}, done" if row.done_on else str(row.due_date)


def _write(loan: Loan, kind: str, due: Due, row: Deadline | None, *, on: dt.date, actor: Actor) -> Deadline:
    new = row is None
    if row is None:
        row = Deadline(kind=kind, exhibition=loan.exhibition, loan=loan, owner_id=loan.exhibition.registrar_id)
    columns: dict[str, object] = {
        "due_date": due.day,
        "title": due.title,
        "anchor": Anchor.FIXED,
        "offset_days": 0,
        "done_on": (row.done_on or on) if due.done else None,
        "done_by": (row.done_by or actor.name) if due.done else "",
    }
    changed = {name: value for name, value in columns.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    if new or changed:
        row.save()
    return row
