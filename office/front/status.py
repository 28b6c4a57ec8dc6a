"""How a state looks: always its word, a sign and a tone together, so that nobody depends on colour.

Keyed by the stored value, which is plain data here: what the states mean is written where they live.
"""

from typing import Final, NamedTuple


class Look(NamedTuple):
    """`tone` names a colour of site.css: quiet, waiting, action, done or attention."""

    tone: str
    icon: str


LOOKS: Final[dict[str, Look]] = {
    # objects in a loan
    "draft": Look("quiet", "pen"),
    "requested": Look("action", "letter"),
    "under_review": Look("waiting", "eye"),
    "approved_in_principle": Look("waiting", "clock"),
    "approved": Look("done", "check"),
    "approved_with_conditions": Look("done", "note"),
    "declined": Look("attention", "cross"),
    "substitute_offered": Look("action", "swap"),
    "confirmed": Look("done", "checks"),
    "preparing": Look("waiting", "clock"),
    "ready": Look("done", "box"),
    "packed": Look("done", "box"),
    "in_transit_out": Look("action", "truck"),
    "received": Look("done", "house"),
    "installed": Look("done", "picture"),
    "rotated_off": Look("waiting", "pause"),
    "deinstalled": Look("waiting", "box"),
    "packed_for_return": Look("waiting", "box"),
    "in_transit_back": Look("action", "truck"),
    "returned": Look("done", "house"),
    "closed": Look("quiet", "checks"),
    "withdrawn": Look("quiet", "cross"),
    "withdrawn_by_lender": Look("attention", "cross"),
    "terminated": Look("attention", "cross"),
    # gates
    "not_needed": Look("quiet", "dot"),
    "needed": Look("waiting", "clock"),
    "in_progress": Look("waiting", "clock"),
    "satisfied": Look("done", "check"),
    "waived": Look("action", "pen"),
    "applied": Look("waiting", "letter"),
    "granted": Look("done", "check"),
    "refused": Look("attention", "cross"),
    # loans
    "sent": Look("action", "letter"),
    "partly_answered": Look("action", "clock"),
    "answered": Look("done", "check"),
    "negotiating": Look("waiting", "swap"),
    "agreed": Look("done", "checks"),
    "agreement_issued": Look("action", "pen"),
    "executed": Look("done", "pen"),
    "active": Look("done", "house"),
    "returning": Look("action", "truck"),
    "recalled": Look("attention", "flag"),
    "completed": Look("done", "house"),
    # facility reports
    "no_report": Look("waiting", "clock"),
    "expired": Look("attention", "flag"),
    "concerns": Look("attention", "flag"),
    "accepted": Look("done", "check"),
    "read": Look("waiting", "eye"),
    "unread": Look("quiet", "dot"),
    "changed": Look("action", "pen"),
    "seen": Look("done", "eye"),
    "in_force": Look("done", "check"),
    "replaced": Look("quiet", "swap"),
    # shipments
    "planned": Look("waiting", "clock"),
    "released": Look("done", "check"),
    "under_way": Look("action", "truck"),
    "partly_arrived": Look("action", "truck"),
    "arrived": Look("done", "house"),
    # letters and jobs
    "queued": Look("waiting", "clock"),
    "failed": Look("attention", "flag"),
    "cancelled": Look("quiet", "cross"),
    "running": Look("action", "clock"),
    "done": Look("done", "check"),
    # conditions of a loan, by whose turn it is
    "condition_yours": Look("action", "pen"),
    "condition_theirs": Look("waiting", "clock"),
    "condition_agreed": Look("done", "check"),
    "condition_rejected": Look("attention", "cross"),
    "condition_withdrawn": Look("quiet", "cross"),
    # conditions over a state
    "on_hold": Look("waiting", "pause"),
    "incident": Look("attention", "flag"),
    "overdue": Look("attention", "flag"),
}

UNKNOWN: Final = Look("quiet", "dot")


def look_of(value: str) -> Look:
    return LOOKS.get(value, UNKNOWN)
