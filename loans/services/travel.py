"""What the journeys of lines say about days and places: entry into a country, vehicles shared, where everything is.

Read by cover, immunity and lawful return alike, each in a fixed number of queries whatever the number of lines.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.utils import timezone

from loans.models import LoanLine, Location, ShipmentDirection, ShipmentLine
from loans.services import locations
from office.records.wording import written

UK = "GB"


def journeys_of(lines: Iterable[LoanLine], *, direction: str = "") -> list[ShipmentLine]:
    """The lines' places in shipments that were not cancelled and took them along, with their legs. Two queries."""
    rows = ShipmentLine.objects.filter(
        line__in=[line.pk for line in lines], left_behind=False, shipment__cancelled_on__isnull=True
    )
    if direction:
        rows = rows.filter(shipment__direction=direction)
    return list(
        rows.select_related("shipment").prefetch_related("shipment__legs").order_by("shipment__collect_on", "pk")
    )


def entries(lines: Sequence[LoanLine], *, country: str = UK) -> dict[int, dt.date]:
    """The day each line enters a country: its way out's first leg into it. Lines that don't are left out.

    A leg without a moment of arrival counts with the day its shipment is to be delivered. The earliest of several
    journeys counts.
    """
    days: dict[int, dt.date] = {}
    for row in journeys_of(lines, direction=ShipmentDirection.OUT):
        into = (
            leg
            for leg in row.shipment.legs.all()
            if str(leg.to_country) == country and str(leg.from_country) != country
        )
        leg = next(into, None)
        if leg is None:
            continue
        day = timezone.localdate(leg.arrives_at) if leg.arrives_at else row.shipment.deliver_on
        days[row.line_id] = min(day, days.get(row.line_id, day))
    return days


def returns(lines: Sequence[LoanLine]) -> dict[int, dt.date]:
    """The day each line is to be home by its own journey; lines without a journey home are left out."""
    days: dict[int, dt.date] = {}
    for row in journeys_of(lines, direction=ShipmentDirection.HOME):
        day = row.shipment.arrived_on or row.shipment.deliver_on
        days[row.line_id] = max(day, days.get(row.line_id, day))
    return days


def vehicles(lines: Sequence[LoanLine]) -> dict[str, list[int]]:
    """The lines that travel together in each named vehicle: "AB12 CDE, 3 March 2026" -> primary keys."""
    together: dict[tuple[dt.date, str], set[int]] = defaultdict(set)
    for row in journeys_of(lines):
        for leg in row.shipment.legs.all():
            if leg.vehicle.strip():
                day = timezone.localdate(leg.departs_at) if leg.departs_at else row.shipment.collect_on
                together[day, leg.vehicle.strip()].add(row.line_id)
    return {f"{vehicle}, {written(day)}": sorted(pks) for (day, vehicle), pks in sorted(together.items())}


def places(lines: Sequence[LoanLine]) -> dict[int, str]:
    """Where each line is: its newest location, before that with its lender. One query."""
    found = locations.latest(lines)
    return {line.pk: _place(line, found.get(line.pk)) for line in lines}


def _place(line: LoanLine, location: Location | None) -> str:
    if location is None:
        return ", ".join(filter(None, (line.loan.lender.name, line.loan.lender.city)))
    return location.place or str(location.get_kind_display())
