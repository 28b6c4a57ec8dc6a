"""How the stories of the loans are written down: a loan, and the steps made in it so many days ago."""

from dataclasses import dataclass, field
from typing import Final

EVERY: Final = ()

# Who made the step: a contact in the portal, or ours; "letter", "email", "telephone" and "committee" are answers of
# the lender that the registrar recorded.
PORTAL, REGISTRAR, HEAD = "portal", "registrar", "head"


@dataclass(frozen=True, slots=True)
class Step:
    """`name` is a move of a line, or issue, sign_lender, sign_organiser, hold."""

    day: int
    name: str
    by: str = PORTAL
    lines: tuple[int, ...] = EVERY
    said: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Story:
    """One loan. `asked` days ago the request went out; None is a draft that has not been sent."""

    lender: str
    asked: int | None
    steps: tuple[Step, ...] = ()
    exhibition: str = "SILK24"
    take: slice = slice(None)


def numbers(first: int, last: int) -> tuple[int, ...]:
    return tuple(range(first, last + 1))


def yes(day: int, lines: tuple[int, ...] = EVERY, by: str = PORTAL) -> Step:
    return Step(day, "approve", by, lines)


def on_terms(day: int, lines: tuple[int, ...], conditions: str, by: str = PORTAL) -> Step:
    return Step(day, "approve_with_conditions", by, lines, {"conditions": conditions})


def no(day: int, lines: tuple[int, ...], code: str, reason: str, by: str = PORTAL) -> Step:
    return Step(day, "decline", by, lines, {"reason_code": code, "reason": reason})


def settled(confirmed: int, issued: int, lender: int, ours: int, lines: tuple[int, ...] = EVERY) -> tuple[Step, ...]:
    return (
        Step(confirmed, "confirm", REGISTRAR, lines),
        Step(issued, "issue", REGISTRAR),
        Step(lender, "sign_lender", REGISTRAR),
        Step(ours, "sign_organiser", REGISTRAR),
    )
