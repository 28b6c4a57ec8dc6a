"""The life of a loan line, as one table. Plain data: no database, nothing clever.

The documentation page and its diagram are made from `MOVES`; `loans.services.lines.move` is the only writer.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class LineStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    REQUESTED = "requested", _("Requested")
    UNDER_REVIEW = "under_review", _("Under review")
    APPROVED_IN_PRINCIPLE = "approved_in_principle", _("Approved in principle")
    APPROVED = "approved", _("Approved")
    APPROVED_WITH_CONDITIONS = "approved_with_conditions", _("Approved with conditions")
    DECLINED = "declined", _("Declined")
    SUBSTITUTE_OFFERED = "substitute_offered", _("Substitute offered")
    CONFIRMED = "confirmed", _("Confirmed")
    PREPARING = "preparing", _("Being prepared")
    READY = "ready", _("Ready to pack")
    PACKED = "packed", _("Packed")
    IN_TRANSIT_OUT = "in_transit_out", _("On the way to us")
    RECEIVED = "received", _("Received")
    INSTALLED = "installed", _("Installed")
    ROTATED_OFF = "rotated_off", _("Rotated off display")
    DEINSTALLED = "deinstalled", _("Deinstalled")
    PACKED_FOR_RETURN = "packed_for_return", _("Packed for return")
    IN_TRANSIT_BACK = "in_transit_back", _("On the way back")
    RETURNED = "returned", _("Returned")
    CLOSED = "closed", _("Closed")
    WITHDRAWN = "withdrawn", _("Withdrawn by us")
    WITHDRAWN_BY_LENDER = "withdrawn_by_lender", _("Withdrawn by the lender")
    TERMINATED = "terminated", _("Terminated")


S = LineStatus


class Party(models.TextChoices):
    """The two sides of a loan."""

    LENDER = "lender", _("The lender")
    ORGANISER = "organiser", _("The organiser")


OPEN: Final = frozenset({S.REQUESTED, S.UNDER_REVIEW, S.APPROVED_IN_PRINCIPLE})
"""Asked, and the lender's final word is still to come."""

UNANSWERED: Final = OPEN - {S.APPROVED_IN_PRINCIPLE}
"""Not a word yet, not even in principle."""

OURS_TO_SETTLE: Final = frozenset({S.APPROVED_WITH_CONDITIONS, S.SUBSTITUTE_OFFERED})
"""The lender answered, and now it is our turn."""

PROMISED: Final = frozenset({S.APPROVED, S.APPROVED_WITH_CONDITIONS})
"""The lender said yes and holds the object for us; conditions may still be open."""

BEFORE_COLLECTION: Final = frozenset({S.CONFIRMED, S.PREPARING, S.READY, S.PACKED})
"""Settled, and still in the lender's hands."""

IN_CUSTODY: Final = frozenset(
    {S.IN_TRANSIT_OUT, S.RECEIVED, S.INSTALLED, S.ROTATED_OFF, S.DEINSTALLED, S.PACKED_FOR_RETURN, S.IN_TRANSIT_BACK}
)
"""In our hands or on the road: it can be amended, recalled or returned, never cancelled."""

COMMITTED: Final = PROMISED | BEFORE_COLLECTION | IN_CUSTODY
"""The object can be in one of these for one loan at a time (an exclusion constraint on the period)."""

HOME_AGAIN: Final = frozenset({S.RETURNED, S.CLOSED})
EXITS: Final = frozenset({S.DECLINED, S.WITHDRAWN, S.WITHDRAWN_BY_LENDER, S.TERMINATED})
OVER: Final = HOME_AGAIN | EXITS


class DeclineReason(models.TextChoices):
    ON_DISPLAY = "on_display", _("On display")
    COMMITTED = "committed", _("Committed elsewhere")
    FRAGILE = "fragile", _("Too fragile")
    CONSERVATION = "conservation", _("No time for conservation")
    POLICY = "policy", _("Not lent as a matter of policy")
    TOO_LATE = "too_late", _("Asked too late")
    LEGAL = "legal", _("Title or legal reasons")
    FACILITY = "facility", _("Concerns about the venue")
    COSTS = "costs", _("Costs")
    OTHER = "other", _("Another reason")


@dataclass(frozen=True, slots=True)
class Move:
    """One way from status to status.

    `ability` is what staff need. `lender` says a deciding contact of the lender may do it too.
    `fact` marks what happened in the world: it is recorded, never refused for an open question; what was open then
    becomes an incident.
    `needs` names what must be said with it or stand before it: "reason" (words), "reason_code", "conditions",
    "period", "terms" (every condition agreed), "terms_of_exit" (by whom, notice, costs). What else must be in order
    is asked of the gates (loans.gates), which name the moves they block.
    """

    name: str
    label: object
    done: object
    sources: frozenset[LineStatus]
    target: LineStatus
    ability: str
    lender: bool = False
    fact: bool = False
    needs: tuple[str, ...] = ()


def _move(
    name: str,
    label: object,
    done: object,
    sources: Iterable[LineStatus],
    target: LineStatus,
    ability: str,
    **more: Any,
) -> Move:
    return Move(name, label, done, frozenset(sources), target, ability, **more)


_ASKED = {S.REQUESTED, S.UNDER_REVIEW}
_UNDECIDED = _ASKED | {S.APPROVED_IN_PRINCIPLE}
_HERE = IN_CUSTODY - {S.IN_TRANSIT_OUT, S.IN_TRANSIT_BACK}

# A table is read by its rows.
# fmt: off
MOVES: Final[dict[str, Move]] = {
    move.name: move
    for move in (
        # Asking and answering
        _move("request", _("Send request"), _("requested"), {S.DRAFT}, S.REQUESTED, "loans.request"),
        _move("review", _("Take under review"), _("taken under review"), {S.REQUESTED}, S.UNDER_REVIEW, "loans.record_answer", lender=True),
        _move("approve_in_principle", _("Approve in principle"), _("approved in principle"), _ASKED, S.APPROVED_IN_PRINCIPLE, "loans.record_answer", lender=True, needs=("reason",)),
        _move("approve", pgettext_lazy("a lender's decision", "Approve"), _("approved"), _UNDECIDED, S.APPROVED, "loans.record_answer", lender=True, needs=("period",)),
        _move("approve_with_conditions", _("Approve with conditions"), _("approved with conditions"), _UNDECIDED, S.APPROVED_WITH_CONDITIONS, "loans.record_answer", lender=True, needs=("period", "conditions")),
        _move("decline", pgettext_lazy("a lender's decision", "Decline"), _("declined"), _UNDECIDED, S.DECLINED, "loans.record_answer", lender=True, needs=("reason_code",)),
        _move("offer_substitute", _("Offer a substitute"), _("answered with a substitute"), _UNDECIDED, S.SUBSTITUTE_OFFERED, "loans.record_answer", lender=True, needs=("reason",)),
        _move("withdraw", _("Withdraw our request"), _("withdrawn by us"), {S.DRAFT, S.SUBSTITUTE_OFFERED} | _UNDECIDED | PROMISED, S.WITHDRAWN, "loans.edit", needs=("reason",)),
        _move("withdraw_by_lender", _("Withdraw the promise"), _("withdrawn by the lender"), PROMISED, S.WITHDRAWN_BY_LENDER, "loans.record_answer", lender=True, needs=("reason",)),
        _move("confirm", _("Confirm"), _("confirmed"), PROMISED, S.CONFIRMED, "loans.agree", needs=("period", "terms")),
        _move("terminate", _("Terminate"), _("terminated"), BEFORE_COLLECTION, S.TERMINATED, "loans.terminate", needs=("reason", "terms_of_exit")),
        # On the way out
        _move("prepare", _("Start preparation"), _("in preparation"), {S.CONFIRMED}, S.PREPARING, "loans.handle"),
        _move("make_ready", _("Ready to pack"), _("made ready to pack"), {S.PREPARING}, S.READY, "loans.handle"),
        _move("pack", _("Pack"), _("packed"), {S.READY}, S.PACKED, "loans.handle"),
        _move("dispatch", _("Collected"), _("collected"), PROMISED | BEFORE_COLLECTION, S.IN_TRANSIT_OUT, "loans.handle", fact=True),
        _move("receive", _("Received"), _("received"), {*PROMISED, *BEFORE_COLLECTION, S.IN_TRANSIT_OUT}, S.RECEIVED, "loans.handle", fact=True),
        # In our custody
        _move("install", _("Installed"), _("installed"), {S.RECEIVED}, S.INSTALLED, "loans.handle"),
        _move("rotate_off", _("Rotate off display"), _("rotated off display"), {S.INSTALLED}, S.ROTATED_OFF, "loans.handle"),
        _move("rotate_on", _("Rotate on display"), _("rotated on display"), {S.ROTATED_OFF}, S.INSTALLED, "loans.handle"),
        _move("deinstall", _("Deinstalled"), _("deinstalled"), {S.INSTALLED, S.ROTATED_OFF}, S.DEINSTALLED, "loans.handle"),
        # Home
        _move("pack_for_return", _("Pack for return"), _("packed for return"), {S.RECEIVED, S.DEINSTALLED}, S.PACKED_FOR_RETURN, "loans.handle"),
        _move("send_back", _("Sent back"), _("sent back"), _HERE, S.IN_TRANSIT_BACK, "loans.handle", fact=True),
        _move("return", _("Returned"), _("returned to the lender"), _HERE | {S.IN_TRANSIT_BACK}, S.RETURNED, "loans.handle", lender=True, fact=True),
        _move("receive_onward", _("Received at the next venue"), _("received at the next venue"), {S.DEINSTALLED, S.PACKED_FOR_RETURN}, S.RECEIVED, "loans.handle", fact=True),
        _move("close", _("Close"), _("closed"), {S.RETURNED}, S.CLOSED, "loans.edit"),
    )
}
# fmt: on

LENDER_MOVES: Final = tuple(name for name, move in MOVES.items() if move.lender)


class LoanStatus(models.TextChoices):
    """Derived from the lines and the agreement (loans.rules.loan_status), never stored."""

    DRAFT = "draft", _("Draft")
    SENT = "sent", _("Sent")
    UNDER_REVIEW = "under_review", _("Under review")
    PARTLY_ANSWERED = "partly_answered", _("Partly answered")
    ANSWERED = "answered", _("Answered")
    NEGOTIATING = "negotiating", _("Negotiating")
    AGREED = "agreed", _("Agreed")
    AGREEMENT_ISSUED = "agreement_issued", _("Agreement issued")
    EXECUTED = "executed", _("Signed by both")
    ACTIVE = "active", _("Active")
    RETURNING = "returning", _("Returning")
    RECALLED = "recalled", _("Recalled by the lender")
    COMPLETED = "completed", _("Completed")
    CLOSED = "closed", _("Closed")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    TERMINATED = "terminated", _("Terminated")
