"""What loans that began elsewhere still lack here: gates of steps already taken whose evidence nobody has filed."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from loans.models import Loan, LoanLine
from loans.rules import gates
from loans.states import LineStatus

S = LineStatus
_OUT: Final = ("issue_agreement", "pack", "release")
_SHOWN: Final = (*_OUT, "install")
_HOME: Final = (*_SHOWN, "pack_for_return")

STEPS: Final[dict[str, tuple[str, ...]]] = {
    S.PACKED: ("issue_agreement", "pack"),
    S.IN_TRANSIT_OUT: _OUT,
    S.RECEIVED: _OUT,
    S.INSTALLED: _SHOWN,
    S.ROTATED_OFF: _SHOWN,
    S.DEINSTALLED: _SHOWN,
    S.PACKED_FOR_RETURN: _HOME,
    S.IN_TRANSIT_BACK: (*_HOME, "release_home"),
    S.RETURNED: (*_HOME, "release_home"),
}
"""The steps behind a line in each status. What is not packed yet is asked for when its step comes."""


@dataclass(frozen=True, slots=True)
class Missing:
    """One kind of evidence that some objects of a loan lack."""

    label: str
    objects: int


def missing(loans: Iterable[Loan], *, on: dt.date) -> dict[int, list[Missing]]:
    """By primary key of the loan: which gates lack evidence on that day, and for how many objects.

    A fixed number of queries for each status that occurs.
    """
    loans = list(loans)
    rows = LoanLine.objects.filter(loan__in=[loan.pk for loan in loans], status__in=list(STEPS))
    by_steps: dict[tuple[str, ...], list[LoanLine]] = defaultdict(list)
    for line in rows.select_related("loan__lender", "loan__agreement__in_force", "loan__exhibition", "object"):
        by_steps[STEPS[line.status]].append(line)
    counts: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for steps, those in by_steps.items():
        open_gates = gates.open_for(those, *steps, on=on)
        for line in those:
            for view in open_gates.get(line.pk, ()):
                counts[line.loan_id][str(view.gate.label)] += 1
    found = {pk: [Missing(label, number) for label, number in each.items()] for pk, each in counts.items()}
    for loan in loans:
        version = loan.agreement.in_force if loan.agreement else None
        if version is not None and version.sealed_file_id is None:
            number = sum(line.loan_id == loan.pk for those in by_steps.values() for line in those)
            found.setdefault(loan.pk, []).append(Missing(_("Signed copy of the agreement"), number))
    return found
