"""How the stories of the loans are written down: a loan, and the steps made in it so many days ago."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from loans.services.terms import Offer

EVERY: Final = ()
WHOLE: Final = (0,)
"""The whole loan instead of one of its objects, where conditions are negotiated."""

# Who made the step: a contact in the portal, or ours; "letter", "email", "telephone" and "committee" are answers of
# the lender that the registrar recorded.
PORTAL, REGISTRAR, HEAD, CURATOR = "portal", "registrar", "head", "curator"


@dataclass(frozen=True, slots=True)
class Step:
    """`name` is a move of a line, or one of the other things that happen in a loan: see acting.DOERS."""

    day: int
    name: str
    by: str = PORTAL
    lines: tuple[int, ...] = EVERY
    said: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Story:
    """One loan. `asked` days ago the request went out; None is a draft that has not been sent.

    `collect` is the day of collection, in days before today's; without it the show's own days count.
    """

    lender: str
    asked: int | None
    steps: tuple[Step, ...] = ()
    exhibition: str = "SILK24"
    take: slice = slice(None)
    collect: int | None = None


def numbers(first: int, last: int) -> tuple[int, ...]:
    return tuple(range(first, last + 1))


def yes(day: int, lines: tuple[int, ...] = EVERY, by: str = PORTAL) -> Step:
    return Step(day, "approve", by, lines)


def on_terms(day: int, lines: tuple[int, ...], *offers: Offer, by: str = PORTAL) -> Step:
    return Step(day, "approve_with_conditions", by, lines, {"terms": offers})


def no(day: int, lines: tuple[int, ...], code: str, reason: str, by: str = PORTAL) -> Step:
    return Step(day, "decline", by, lines, {"reason_code": code, "reason": reason})


# --- Conditions ------------------------------------------------------------------------------------------------------


def climate(low: int, high: int, words: str = "", *, swing: int | None = None) -> Offer:
    return Offer(
        "climate",
        words,
        rh_min=Decimal(low),
        rh_max=Decimal(high),
        rh_swing=None if swing is None else Decimal(swing),
    )


def counter(day: int, lines: tuple[int, ...], offer: Offer, by: str = REGISTRAR) -> Step:
    """Answers the open row of the offer's kind with another proposal."""
    return Step(day, "counter", by, lines, {"offer": offer})


def agree(day: int, lines: tuple[int, ...] = EVERY, *kinds: str, by: str = REGISTRAR) -> Step:
    """Agrees to the rows of these kinds, or to all that wait for this side."""
    return Step(day, "agree", by, lines, {"kinds": kinds})


def refuse(day: int, lines: tuple[int, ...], kind: str, reason: str, by: str = REGISTRAR) -> Step:
    return Step(day, "refuse", by, lines, {"kind": kind, "reason": reason})


def note(day: int, lines: tuple[int, ...], kind: str, words: str, by: str = REGISTRAR) -> Step:
    """A private note on a row: the other side never sees it."""
    return Step(day, "note", by, lines, {"kind": kind, "words": words})


def propose(day: int, lines: tuple[int, ...], *offers: Offer, by: str = REGISTRAR) -> Step:
    return Step(day, "propose", by, lines, {"offers": offers})


# --- Agreements ------------------------------------------------------------------------------------------------------


def settled(confirmed: int, issued: int, lender: int, ours: int, lines: tuple[int, ...] = EVERY) -> tuple[Step, ...]:
    """Confirmed, and an agreement written elsewhere, signed on paper by both."""
    return (
        Step(confirmed, "confirm", REGISTRAR, lines),
        Step(issued, "issue", REGISTRAR),
        Step(lender, "sign_lender", REGISTRAR),
        Step(ours, "sign_organiser", REGISTRAR),
    )


def checked(day: int, found: str = "Provenance and export history checked; nothing stands against the loan.") -> Step:
    """Due diligence filed for every object that is lent."""
    return Step(day, "check_provenance", REGISTRAR, EVERY, {"found": found})


def drafted(day: int, **wanted: Any) -> Step:
    return Step(day, "draft", REGISTRAR, EVERY, wanted)


def issued(day: int, **wanted: Any) -> tuple[Step, ...]:
    """Checked, drafted from clauses and sent out to be signed."""
    return (
        checked(day + 9),
        drafted(day + 3, **wanted),
        Step(day, "issue_text", REGISTRAR),
    )


def signed(day: int, by: str = "signatory") -> Step:
    """Signed on screen: "signatory" is the lender's, HEAD is ours."""
    return Step(day, "sign", by)
