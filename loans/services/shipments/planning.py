"""Planning a shipment: its days and its agent, which objects travel in it and in which crate."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from exhibitions.models import Exhibition, Showing
from loans.errors import Conflict, MissingFact, WrongState
from loans.models import Crate, LoanLine, Shipment, ShipmentDirection, ShipmentLine
from loans.services.shipments.rows import (
    check_alive,
    check_planner,
    contents_of,
    lines_in,
    loans_of,
    locked,
    record,
    settle_arrival,
    take_back_release,
)
from loans.states import BEFORE_COLLECTION, COMMITTED, PROMISED, LineStatus
from office.records.actors import Actor
from office.records.numbers import next_reference
from office.records.wording import written

_MAY_TRAVEL = {
    ShipmentDirection.OUT: PROMISED | BEFORE_COLLECTION | {LineStatus.IN_TRANSIT_OUT},
    ShipmentDirection.ONWARD: COMMITTED,
    ShipmentDirection.HOME: COMMITTED,
}


def may_travel(direction: str) -> frozenset[LineStatus]:
    """From which states an object can be planned into a shipment of this direction."""
    return frozenset(_MAY_TRAVEL[ShipmentDirection(direction)])


def plan(
    exhibition: Exhibition,
    *,
    direction: str,
    showing: Showing | None,
    collect_on: dt.date | None,
    deliver_on: dt.date | None,
    lines: Iterable[LoanLine] = (),
    agent: str = "",
    agent_telephone: str = "",
    note: str = "",
    actor: Actor,
) -> Shipment:
    """Plans a shipment with these objects. Raises NotAllowed, MissingFact, WrongState or Conflict and plans nothing.

    `showing` is the venue it goes to (OUT, ONWARD) or comes from (HOME); with one showing it may be left open.
    """
    check_planner(actor)
    if direction not in ShipmentDirection:
        raise MissingFact(_("Say which way it goes."), field="direction")
    first, last = _days_said(collect_on, deliver_on)
    with transaction.atomic():
        shipment = Shipment.objects.create(
            reference=next_reference("S", year=timezone.localdate().year),
            exhibition=exhibition,
            direction=direction,
            showing=_showing(exhibition, direction, showing),
            collect_on=first,
            deliver_on=last,
            agent=agent.strip()[:200],
            agent_telephone=agent_telephone.strip()[:50],
            note=note.strip(),
        )
        rows = _put_in(shipment, list(lines))
        record("shipment.plan", shipment, loans=loans_of(rows), actor=actor, after=_days(shipment))
    return shipment


def change(
    shipment: Shipment,
    *,
    showing: Showing | None,
    collect_on: dt.date | None,
    deliver_on: dt.date | None,
    agent: str = "",
    agent_telephone: str = "",
    note: str = "",
    actor: Actor,
) -> Shipment:
    """Writes the plan anew. New days before it set off take a release back: the gates are asked for the new day.

    Once it is under way its collection is a fact and only the delivery can be planned anew.
    """
    check_planner(actor)
    first, last = _days_said(collect_on, deliver_on)
    with transaction.atomic():
        shipment = locked(shipment)
        check_alive(shipment)
        if shipment.dispatched_on and first != shipment.collect_on:
            raise WrongState(
                _("It was collected on %(day)s; only the delivery can be planned anew.")
                % {"day": written(shipment.dispatched_on)}
            )
        before, place = _days(shipment), shipment.showing_id
        shipment.showing = _showing(shipment.exhibition, shipment.direction, showing)
        shipment.collect_on, shipment.deliver_on = first, last
        shipment.agent, shipment.agent_telephone = agent.strip()[:200], agent_telephone.strip()[:50]
        shipment.note = note.strip()
        shipment.save()
        after = _days(shipment)
        if after != before or place != shipment.showing_id:
            take_back_release(shipment)
            record(
                "shipment.change",
                shipment,
                loans=loans_of(contents_of(shipment)),
                actor=actor,
                before=before,
                after=after,
            )
    return shipment


def add_lines(shipment: Shipment, lines: Iterable[LoanLine], *, actor: Actor) -> list[ShipmentLine]:
    """Puts objects into the shipment; those it has already stay. A release is taken back: new objects, new gates.

    What turns out to have travelled too can be added until the shipment has arrived.
    """
    check_planner(actor)
    with transaction.atomic():
        shipment = locked(shipment)
        check_alive(shipment)
        rows = _put_in(shipment, list(lines))
        if rows:
            take_back_release(shipment)
            _record_objects("shipment.add_lines", shipment, rows, actor=actor)
    return rows


def take_out(shipment: Shipment, lines: Iterable[LoanLine], *, actor: Actor) -> None:
    """Takes objects out again that have not been collected."""
    check_planner(actor)
    with transaction.atomic():
        shipment = locked(shipment)
        check_alive(shipment)
        rows = lines_in(shipment, contents_of(shipment), lines)
        gone = next((row for row in rows if row.collected_on or row.received_on), None)
        if gone:
            raise WrongState(
                _("%(object)s is on its way with this shipment and can't be taken out of it.")
                % {"object": gone.line.object}
            )
        ShipmentLine.objects.filter(pk__in=[row.pk for row in rows]).delete()
        settle_arrival(shipment)
        if rows:
            _record_objects("shipment.take_out", shipment, rows, actor=actor)


def pack_into(shipment: Shipment, crate: Crate | None, lines: Sequence[LoanLine], *, actor: Actor) -> None:
    """Says in which crate of the exhibition these objects travel; None: loose.

    Raises WrongState for another exhibition's crate, Conflict for one that is wanted in another shipment.
    """
    check_planner(actor)
    with transaction.atomic():
        shipment = locked(shipment)
        check_alive(shipment)
        rows = lines_in(shipment, contents_of(shipment), lines)
        if crate is not None:
            _check_crate(shipment, Crate.objects.select_for_update().get(pk=crate.pk))
        ShipmentLine.objects.filter(pk__in=[row.pk for row in rows]).update(crate=crate)
        if rows:
            _record_objects("shipment.pack", shipment, rows, actor=actor, crate=crate.number if crate else "")


def _days_said(collect_on: dt.date | None, deliver_on: dt.date | None) -> tuple[dt.date, dt.date]:
    if collect_on is None:
        raise MissingFact(_("Give the day of the collection."), field="collect_on")
    if deliver_on is None:
        raise MissingFact(_("Give the day of the delivery."), field="deliver_on")
    if deliver_on < collect_on:
        raise MissingFact(
            _("The delivery is planned for %(deliver)s, before the collection on %(collect)s.")
            % {"deliver": written(deliver_on), "collect": written(collect_on)},
            field="deliver_on",
        )
    return collect_on, deliver_on


def _showing(exhibition: Exhibition, direction: str, showing: Showing | None) -> Showing | None:
    if showing is not None:
        if showing.exhibition_id != exhibition.pk:
            raise WrongState(_("%(showing)s belongs to another exhibition.") % {"showing": showing})
        return showing
    showings = list(exhibition.showings.all())
    if len(showings) == 1:
        return showings[0]
    if direction == ShipmentDirection.ONWARD:
        raise MissingFact(_("Say to which venue it goes."), field="showing")
    return None


def _put_in(shipment: Shipment, lines: list[LoanLine]) -> list[ShipmentLine]:
    """Locks the lines in order of primary key, so that of two plans for one object the second reads the first."""
    wanted = {line.pk for line in lines} - set(shipment.contents.values_list("line", flat=True))
    rows = LoanLine.objects.select_for_update(of=("self",)).select_related("loan__lender", "object")
    fresh = list(rows.filter(pk__in=wanted).order_by("pk"))
    for line in fresh:
        _check_line(shipment, line)
    _check_one_journey(shipment, fresh)
    return ShipmentLine.objects.bulk_create(ShipmentLine(shipment=shipment, line=line) for line in fresh)


def _check_line(shipment: Shipment, line: LoanLine) -> None:
    if line.loan.exhibition_id != shipment.exhibition_id:
        raise WrongState(_("%(object)s belongs to another exhibition.") % {"object": line.object})
    if line.status not in _MAY_TRAVEL[ShipmentDirection(shipment.direction)]:
        raise WrongState(
            _("%(object)s is “%(status)s” and can't travel “%(direction)s”. Take it off the list.")
            % {
                "object": line.object,
                "status": line.get_status_display(),
                "direction": shipment.get_direction_display(),
            }
        )


def _check_one_journey(shipment: Shipment, lines: list[LoanLine]) -> None:
    others = ShipmentLine.objects.filter(
        line__in=lines,
        shipment__direction=shipment.direction,
        shipment__cancelled_on__isnull=True,
        left_behind=False,
        received_on__isnull=True,
    )
    if shipment.direction == ShipmentDirection.ONWARD:
        others = others.filter(shipment__showing=shipment.showing_id)
    other = others.exclude(shipment=shipment).select_related("shipment", "line__object").first()
    if other:
        raise Conflict(
            _("%(object)s is planned in %(shipment)s already. Take it out there first.")
            % {"object": other.line.object, "shipment": other.shipment}
        )


def _check_crate(shipment: Shipment, crate: Crate) -> None:
    if crate.exhibition_id != shipment.exhibition_id:
        raise WrongState(_("Crate %(crate)s belongs to another exhibition.") % {"crate": crate})
    other = (
        ShipmentLine.objects.filter(
            crate=crate,
            shipment__direction=shipment.direction,
            shipment__cancelled_on__isnull=True,
            shipment__arrived_on__isnull=True,
        )
        .exclude(shipment=shipment)
        .select_related("shipment")
        .first()
    )
    if other:
        raise Conflict(
            _("Crate %(crate)s travels in %(shipment)s. Choose another crate.")
            % {"crate": crate, "shipment": other.shipment}
        )


def _days(shipment: Shipment) -> dict[str, str]:
    return {"collect_on": shipment.collect_on.isoformat(), "deliver_on": shipment.deliver_on.isoformat()}


def _record_objects(
    verb: str, shipment: Shipment, rows: list[ShipmentLine], *, actor: Actor, crate: int | str | None = None
) -> None:
    """Each loan's file names its own objects, never another lender's."""
    for loan in loans_of(rows):
        objects = [str(row.line.object.uid) for row in rows if row.line.loan_id == loan.pk]
        after: dict[str, object] = {"objects": objects} | ({} if crate is None else {"crate": crate})
        record(verb, shipment, loans=[loan], actor=actor, after=after)
