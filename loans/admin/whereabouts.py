"""Where everything is: every object of a show with its place, since when, and where it goes next."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from exhibitions.models import Exhibition
from loans.admin.lines import marks
from loans.admin.movement import show_crumbs, show_of
from loans.models import LoanLine, PlaceKind, ShipmentDirection, ShipmentLine
from loans.services import locations
from loans.states import COMMITTED, HOME_AGAIN, LineStatus
from office.people.desk import page

_BY_STATE = {
    LineStatus.IN_TRANSIT_OUT: PlaceKind.TRANSIT,
    LineStatus.RECEIVED: PlaceKind.VENUE,
    LineStatus.INSTALLED: PlaceKind.GALLERY,
    LineStatus.ROTATED_OFF: PlaceKind.STORE,
    LineStatus.DEINSTALLED: PlaceKind.VENUE,
    LineStatus.PACKED_FOR_RETURN: PlaceKind.VENUE,
    LineStatus.IN_TRANSIT_BACK: PlaceKind.TRANSIT,
}
"""Where an object is that was taken over from elsewhere, before its first move here wrote a place down."""


@dataclass(frozen=True, slots=True)
class Row:
    line: LoanLine
    mark: str
    kind: PlaceKind
    place: str
    since: dt.date | None
    ahead: ShipmentLine | None

    @property
    def words(self) -> str:
        return self.place or str(self.kind.label)


def where_page(request: HttpRequest, code: str) -> HttpResponse:
    """Four queries, whatever the number of objects. `?at=` shows one kind of place alone."""
    show = show_of(code)
    rows = rows_of(show)
    counts = Counter(row.kind for row in rows)
    wanted = request.GET.get("at", "")
    shown = [row for row in rows if not wanted or row.kind == wanted]
    return page(
        request,
        "desk/loans/where.html",
        title=_("Where everything is"),
        crumbs=(*show_crumbs(show), (_("Shipments"), reverse("admin:shipments", args=(code,)))),
        exhibition=show,
        here="shipments",
        rows=shown,
        counts=[(kind, counts[kind]) for kind in PlaceKind if counts[kind]],
        wanted=wanted,
        total=len(rows),
        directions=ShipmentDirection,
    )


def rows_of(show: Exhibition) -> list[Row]:
    """Every object that is promised or lent, in the order of places, then lenders."""
    lines = list(
        LoanLine.objects.filter(loan__exhibition=show, status__in=COMMITTED | HOME_AGAIN)
        .select_related("loan__lender", "object__image")
        .order_by("loan__lender__name", "loan_id", "number")
    )
    spots, ahead = locations.latest(lines), _ahead(LoanLine.objects.filter(loan__exhibition=show))
    rows = []
    for line in lines:
        spot = spots.get(line.pk)
        rows.append(
            Row(
                line,
                marks(line),
                PlaceKind(spot.kind) if spot else _BY_STATE.get(LineStatus(line.status), PlaceKind.LENDER),
                spot.place if spot else "",
                spot.since if spot else None,
                ahead.get(line.pk),
            )
        )
    order = list(PlaceKind)
    return sorted(rows, key=lambda row: order.index(row.kind))


def _ahead(lines: QuerySet[LoanLine]) -> dict[int, ShipmentLine]:
    """The journey each object is on, or goes on next."""
    rows = ShipmentLine.objects.filter(
        line__in=lines.values("pk"), shipment__cancelled_on__isnull=True, left_behind=False, received_on__isnull=True
    ).select_related("shipment")
    found: dict[int, ShipmentLine] = {}
    for row in rows.order_by("shipment__collect_on", "pk"):
        found.setdefault(row.line_id, row)
    return found
