"""A shipment as a row: locked for a change, the state its days say, and its entries in the files of its loans."""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from loans.errors import NotAllowed, WrongState
from loans.models import Incident, IncidentKind, Loan, LoanLine, Shipment, ShipmentDirection, ShipmentLine
from loans.states import LineStatus
from office.records import audit
from office.records.actors import Actor
from office.records.wording import written

SUBJECT: Final = "shipment"


class ShipmentState(models.TextChoices):
    """Derived from the shipment's days, never stored."""

    PLANNED = "planned", _("Planned")
    RELEASED = "released", _("Released")
    UNDER_WAY = "under_way", _("Under way")
    PARTLY_ARRIVED = "partly_arrived", _("Partly arrived")
    ARRIVED = "arrived", _("Arrived")
    CANCELLED = "cancelled", _("Cancelled")


@dataclass(frozen=True, slots=True)
class RoadMoves:
    """The moves of loans.states.MOVES that a shipment's collection and arrival make; empty: the line keeps its state."""

    collect: str
    arrive: str


ROAD_MOVES: Final[dict[str, RoadMoves]] = {
    ShipmentDirection.OUT: RoadMoves("dispatch", "receive"),
    ShipmentDirection.ONWARD: RoadMoves("", "receive_onward"),
    ShipmentDirection.HOME: RoadMoves("send_back", "return"),
}

RELEASE_STEP: Final[dict[str, str]] = {ShipmentDirection.OUT: "release", ShipmentDirection.HOME: "release_home"}
"""What the gates are asked before a shipment may set off. Between venues none of them stands in the way: the objects
stay in our custody under the same agreement and cover."""

PACKED: Final[dict[str, LineStatus]] = {
    ShipmentDirection.OUT: LineStatus.PACKED,
    ShipmentDirection.ONWARD: LineStatus.DEINSTALLED,
    ShipmentDirection.HOME: LineStatus.PACKED_FOR_RETURN,
}


def locked(shipment: Shipment) -> Shipment:
    """The row as it is now, locked until the transaction ends. Lines are locked after it, never before."""
    rows = Shipment.objects.select_for_update(of=("self",)).select_related("exhibition", "showing__venue")
    return rows.get(pk=shipment.pk)


def contents_of(shipment: Shipment) -> list[ShipmentLine]:
    """What travels in it, crate by crate; one query."""
    rows = shipment.contents.select_related("line__loan__lender", "line__loan__agreement", "line__object", "crate")
    return list(rows.order_by(models.F("crate__number").asc(nulls_last=True), "line__loan", "line__number", "pk"))


def state_of(shipment: Shipment, *, some_arrived: bool = False) -> ShipmentState:
    """Where it stands. `some_arrived`: an object of it was received, though others are still expected."""
    if shipment.cancelled_on:
        return ShipmentState.CANCELLED
    if shipment.arrived_on:
        return ShipmentState.ARRIVED
    if some_arrived:
        return ShipmentState.PARTLY_ARRIVED
    if shipment.dispatched_on:
        return ShipmentState.UNDER_WAY
    return ShipmentState.RELEASED if shipment.released_at else ShipmentState.PLANNED


@dataclass(frozen=True, slots=True)
class Packed:
    """An object that can't leave yet, and the sentence that says why and what to do."""

    line: LoanLine
    words: str


def not_packed(shipment: Shipment, lines: Iterable[LoanLine]) -> list[Packed]:
    """Objects that are on hold or not packed for this journey."""
    wanted = PACKED[shipment.direction]
    problems = []
    for line in lines:
        if line.held_since:
            words = _now("On hold since %(day)s: %(reason)s. Release the hold first.") % {
                "day": written(line.held_since),
                "reason": line.hold_reason,
            }
        elif line.status != wanted:
            words = _now("It is “%(status)s”. Bring it to “%(wanted)s” first.") % {
                "status": line.get_status_display(),
                "wanted": wanted.label,
            }
        else:
            continue
        problems.append(Packed(line, words))
    return problems


def step_day(shipment: Shipment) -> dt.date:
    """The day on which evidence must be valid: the planned collection, or today once that has passed."""
    return max(shipment.collect_on, timezone.localdate())


def check_planner(actor: Actor) -> None:
    if not actor.can("shipments.edit"):
        raise NotAllowed(_now("Your role doesn't plan shipments. Ask a registrar."))


def check_handler(actor: Actor) -> None:
    if not actor.can("loans.handle"):
        raise NotAllowed(_now("Your role doesn't handle objects. Ask a registrar."))


def check_alive(shipment: Shipment) -> None:
    """Raises WrongState once it is cancelled or all of it has arrived."""
    if shipment.cancelled_on:
        raise WrongState(
            _now("%(shipment)s was cancelled on %(day)s. Plan another shipment.")
            % {"shipment": shipment, "day": written(shipment.cancelled_on)}
        )
    if shipment.arrived_on:
        raise WrongState(
            _now("%(shipment)s arrived on %(day)s and stays as it is in the file.")
            % {"shipment": shipment, "day": written(shipment.arrived_on)}
        )


def check_not_gone(shipment: Shipment) -> None:
    """Raises WrongState once it has set off, too."""
    check_alive(shipment)
    if shipment.dispatched_on:
        raise WrongState(
            _now("%(shipment)s set off on %(day)s.") % {"shipment": shipment, "day": written(shipment.dispatched_on)}
        )


def lines_in(shipment: Shipment, contents: Sequence[ShipmentLine], lines: Iterable[LoanLine]) -> list[ShipmentLine]:
    """The rows of these lines. Raises WrongState for one that doesn't travel in this shipment."""
    rows = {row.line_id: row for row in contents}
    found = []
    for line in {line.pk: line for line in lines}.values():
        if line.pk not in rows:
            raise WrongState(
                _now("%(object)s is not in %(shipment)s. Add it to the shipment first.")
                % {"object": line.object, "shipment": shipment}
            )
        found.append(rows[line.pk])
    return found


def take_back_release(shipment: Shipment) -> bool:
    """What was asked of the gates no longer holds: the release is asked for again. True when there was one."""
    if not shipment.released_at or shipment.dispatched_on:
        return False
    shipment.released_at, shipment.released_by = None, ""
    shipment.save(update_fields=["released_at", "released_by"])
    return True


def lost_among(line_ids: Iterable[int]) -> set[int]:
    """Lines reported missing, whose loss nobody has settled."""
    rows = Incident.objects.filter(line__in=list(line_ids), kind=IncidentKind.LOSS, settled_on__isnull=True)
    return set(rows.values_list("line", flat=True))


def settle_arrival(shipment: Shipment) -> None:
    """The shipment has arrived on the latest day of receipt once nothing but what is lost is still expected."""
    rows = list(shipment.contents.filter(left_behind=False).values_list("line", "received_on"))
    pending = [line for line, received_on in rows if received_on is None]
    if not rows or len(pending) > len(lost_among(pending)):
        return
    days = [received_on for _line, received_on in rows if received_on]
    shipment.arrived_on = shipment.arrived_on or max(days, default=timezone.localdate())
    shipment.save(update_fields=["arrived_on"])


def loans_of(contents: Iterable[ShipmentLine]) -> list[Loan]:
    return list({row.line.loan_id: row.line.loan for row in contents}.values())


def record(verb: str, shipment: Shipment, *, loans: Iterable[Loan], actor: Actor, **more: Any) -> None:
    """Writes the event into the file of every loan that has an object in it.

    Only days ever stand there: no time, route, vehicle or courier, since the file's words reach letters and feeds.
    """
    files: list[uuid.UUID | None] = [loan.uid for loan in loans]
    for loan_file in files or [None]:
        audit.record(
            verb,
            actor=actor,
            subject_kind=SUBJECT,
            subject_id=shipment.uid,
            subject_label=f"{shipment.reference} {shipment.get_direction_display()}",
            loan_file=loan_file,
            **more,
        )
