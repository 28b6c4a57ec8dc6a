"""Objects that travel together: planned, packed into crates, released, collected, received.

Where a line stands is written by loans.services.lines alone; here its journeys are, and the moves they make.
"""

from loans.services.shipments.company import book_courier, change_courier, file_paper, give_up_courier, take_out_paper
from loans.services.shipments.leave import cancel, release
from loans.services.shipments.planning import add_lines, change, pack_into, plan, take_out
from loans.services.shipments.road import dispatch, receive, record_opening
from loans.services.shipments.rows import (
    RELEASE_STEP,
    ROAD_MOVES,
    Packed,
    ShipmentState,
    contents_of,
    not_packed,
    state_of,
    step_day,
)
from loans.services.shipments.stages import Stage, set_legs

__all__ = [
    "RELEASE_STEP",
    "ROAD_MOVES",
    "Packed",
    "ShipmentState",
    "Stage",
    "add_lines",
    "book_courier",
    "cancel",
    "change",
    "change_courier",
    "contents_of",
    "dispatch",
    "file_paper",
    "give_up_courier",
    "not_packed",
    "pack_into",
    "plan",
    "receive",
    "record_opening",
    "release",
    "set_legs",
    "state_of",
    "step_day",
    "take_out",
    "take_out_paper",
]
