"""What somebody with a phone at a crate or an object can confirm next: one step, for all objects that wait for it.

The codes on crates and objects lead here. Whatever is confirmed goes through the shipment the objects travel in, or,
where there is none, through the lines' own door.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from loans.errors import WrongState
from loans.models import LoanLine, Shipment, ShipmentDirection, ShipmentLine
from loans.services import lines, shipments
from loans.states import LineStatus
from office.records.actors import Actor

S = LineStatus


@dataclass(frozen=True, slots=True)
class Confirmation:
    """One thing that can be confirmed: the move it makes, the button's words, and the objects it is about."""

    name: str
    label: object
    lines: tuple[LoanLine, ...]
    shipment: Shipment | None = None


_OUT: Final = (
    (S.READY, "pack", _("Confirm: packed")),
    (S.PACKED, "dispatch", _("Confirm: collected")),
    (S.IN_TRANSIT_OUT, "receive", _("Confirm: received")),
)
_HOME: Final = (
    (S.RECEIVED, "pack_for_return", _("Confirm: packed for return")),
    (S.DEINSTALLED, "pack_for_return", _("Confirm: packed for return")),
    (S.PACKED_FOR_RETURN, "send_back", _("Confirm: collected")),
    (S.IN_TRANSIT_BACK, "return", _("Confirm: returned")),
)
_STEPS: Final = {ShipmentDirection.OUT: _OUT, ShipmentDirection.HOME: _HOME}
_OF_SHIPMENTS: Final = {"dispatch", "send_back", "receive", "return"}


def journey_of(line: LoanLine) -> ShipmentLine | None:
    """The journey an object is on, or goes on next; None when none is planned."""
    rows = line.journeys.filter(shipment__cancelled_on__isnull=True, left_behind=False, received_on__isnull=True)
    return rows.select_related("shipment__showing__venue", "crate").order_by("shipment__collect_on", "pk").first()


def next_step(lines_here: Sequence[LoanLine], shipment: Shipment | None) -> Confirmation | None:
    """The earliest step that any of these objects waits for, and all that wait for it; None when nothing is next.

    With an arrived or no shipment an object's own state says which way it goes.
    """
    if shipment is not None and shipment.direction == ShipmentDirection.ONWARD:
        return _onward(lines_here, shipment)
    table = _STEPS[ShipmentDirection(shipment.direction)] if shipment else (*_OUT, *_HOME[1:])
    for status, name, label in table:
        waiting = tuple(line for line in lines_here if line.status == status)
        if name == "pack_for_return":
            waiting = tuple(line for line in lines_here if line.status in (S.RECEIVED, S.DEINSTALLED))
            waiting = waiting if shipment else tuple(line for line in waiting if line.status == S.DEINSTALLED)
        if waiting:
            return Confirmation(name, label, waiting, shipment)
    return None


def confirm(lines_here: Sequence[LoanLine], shipment: Shipment | None, name: str, *, actor: Actor) -> Confirmation:
    """Records that the step happened today. Raises WrongState when another step is next by now, and what it refuses.

    A second press of the same button finds another step and changes nothing.
    """
    step = next_step(lines_here, shipment)
    if step is None or step.name != name:
        raise WrongState(_now("This was confirmed already, or something else comes first. Look at the page again."))
    if step.shipment is None or name not in (*_OF_SHIPMENTS, "onward_collect", "onward_arrive"):
        lines.move_all(step.lines, name, actor=actor)
    elif name in ("dispatch", "send_back", "onward_collect"):
        shipments.dispatch(step.shipment, collected=step.lines, actor=actor)
    else:
        shipments.receive(step.shipment, received=step.lines, actor=actor)
    return step


def _onward(lines_here: Sequence[LoanLine], shipment: Shipment) -> Confirmation | None:
    rows = {row.line_id: row for row in shipment.contents.all()}
    inside = [line for line in lines_here if line.pk in rows]
    leaving = tuple(line for line in inside if not rows[line.pk].collected_on)
    if leaving:
        return Confirmation("onward_collect", _("Confirm: collected"), leaving, shipment)
    arriving = tuple(line for line in inside if not rows[line.pk].received_on)
    return Confirmation("onward_arrive", _("Confirm: received"), arriving, shipment) if arriving else None
