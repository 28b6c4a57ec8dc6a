"""When a deadline reminds, and while what: one table to read and to argue about. Days before; negative is after."""

from dataclasses import dataclass
from typing import Final

from loans.models import DeadlineKind
from loans.states import (
    BEFORE_COLLECTION,
    COMMITTED,
    EXITS,
    OPEN,
    OURS_TO_SETTLE,
    OVER,
    PROMISED,
    LineStatus,
)

_UNTIL_COLLECTED: Final = OPEN | OURS_TO_SETTLE | PROMISED | BEFORE_COLLECTION
_LIVE: Final = frozenset(LineStatus) - OVER

USUAL: Final = (30, 14, 7, 1, 0, -7)
"""A month, two weeks, a week, the day before, the day itself; a week late once more, then it needs a person."""


@dataclass(frozen=True, slots=True)
class Cadence:
    """`steps` in days before the due date; the deadline matters while a line is in one of the statuses `matters_in`."""

    matters_in: frozenset[LineStatus]
    steps: tuple[int, ...] = USUAL


CADENCES: Final[dict[DeadlineKind, Cadence]] = {
    # Our offer of a substitute waits for us, not for the lender.
    DeadlineKind.ANSWER: Cadence(OPEN),
    DeadlineKind.CONDITIONS: Cadence(frozenset({LineStatus.APPROVED_WITH_CONDITIONS})),
    DeadlineKind.AGREEMENT: Cadence(_UNTIL_COLLECTED),
    DeadlineKind.FACILITY_REPORT: Cadence(_UNTIL_COLLECTED),
    DeadlineKind.VALUES: Cadence(_UNTIL_COLLECTED),
    DeadlineKind.FINAL_LIST: Cadence(_LIVE),
    DeadlineKind.COVER: Cadence(_UNTIL_COLLECTED),
    DeadlineKind.IMMUNITY: Cadence(_UNTIL_COLLECTED),
    DeadlineKind.COURIER: Cadence(_UNTIL_COLLECTED),
    DeadlineKind.REPORT_OUT: Cadence(_UNTIL_COLLECTED, steps=(14, 7, 1, 0, -7)),
    DeadlineKind.REPORT_IN: Cadence(_LIVE, steps=(7, 1, 0, -7)),
    DeadlineKind.RETURN: Cadence(_LIVE),
    DeadlineKind.CLOSE_FILE: Cadence(frozenset(LineStatus) - EXITS - {LineStatus.CLOSED}),
    DeadlineKind.RENEWAL: Cadence(_LIVE),
    # Damage is found on return too, so these outlive the loan.
    DeadlineKind.INCIDENT_NOTICE: Cadence(frozenset(LineStatus), steps=(1, 0, -1, -7)),
    DeadlineKind.INCIDENT_REPORT: Cadence(frozenset(LineStatus), steps=(7, 1, 0, -7)),
    DeadlineKind.CLAIM: Cadence(frozenset(LineStatus)),
    DeadlineKind.LAWFUL_RETURN: Cadence(COMMITTED, steps=(120, 60, *USUAL)),
    DeadlineKind.OBLIGATION: Cadence(_LIVE, steps=(7, 1, 0, -7)),
    DeadlineKind.OTHER: Cadence(_LIVE),
}

EARLIEST: Final = max(max(cadence.steps) for cadence in CADENCES.values())


def step_reached(kind: str, *, days_left: int) -> int | None:
    """The latest step that has come, so that whoever missed three of them is reminded once; None before the first."""
    reached = [step for step in CADENCES[DeadlineKind(kind)].steps if step >= days_left]
    return min(reached, default=None)
