"""What is due in a loan, for its page: of a promise that recurs only what is late and what comes next."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from loans.models import Deadline, Loan


@dataclass(frozen=True, slots=True)
class Due:
    """`more` days of the same promise follow, the last one on `until`."""

    deadline: Deadline
    late: int
    more: int = 0
    until: dt.date | None = None


def dues_of(loan: Loan) -> list[Due]:
    """In the order in which they fall due; one query."""
    today = timezone.localdate()
    found = list(loan.deadlines.select_related("owner", "line__object").order_by("due_date", "pk"))
    following: dict[int, list[Deadline]] = {}
    for each in found:
        if each.term_id is not None and not each.done_on and each.due_date >= today:
            following.setdefault(each.term_id, []).append(each)
    shown = []
    for each in found:
        rest = following.get(each.term_id, []) if each.term_id is not None else []
        if each in rest[1:] or (each.term_id is not None and each.done_on and rest):
            continue
        more = rest[1:] if rest and each is rest[0] else []
        shown.append(Due(each, each.overdue_days(on=today), len(more), more[-1].due_date if more else None))
    return shown
