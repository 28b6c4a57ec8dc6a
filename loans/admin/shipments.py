"""Shipments on screen: those of a show, and each with what travels, what is in its way, its stages and its people."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from loans import packs
from loans.admin.gate_ways import Way, way_to_open
from loans.admin.lines import marks
from loans.admin.movement import mark_of, shipment_of, show_crumbs, show_of
from loans.gates import GATES
from loans.models import Crate, Incident, Loan, LoanLine, Shipment, ShipmentDirection, ShipmentLine
from loans.rules.gates import GateView
from loans.services import gates
from loans.services.shipments import (
    RELEASE_STEP,
    ShipmentState,
    contents_of,
    not_packed,
    state_of,
    step_day,
)
from office.people.desk import may, page
from office.records.models import AuditEvent
from office.records.verbs import said

_AT_ONE_GO = dt.timedelta(seconds=1)
"""Entries of several loans this close together are one thing that happened."""


@dataclass(frozen=True, slots=True)
class Row:
    """A shipment in a list."""

    shipment: Shipment
    objects: int
    lenders: int
    mark: str


@dataclass(frozen=True, slots=True)
class Item:
    """An object in a shipment: where it stands and what keeps it."""

    row: ShipmentLine
    mark: str
    gates: list[GateView]
    unpacked: str


@dataclass(frozen=True, slots=True)
class Box:
    """A crate with what is in it; without a crate: what travels loose."""

    crate: Crate | None
    items: list[Item]


def list_page(request: HttpRequest, code: str) -> HttpResponse:
    """The shipments of a show, those still to come first in order of their days."""
    show = show_of(code)
    rows = _rows(Shipment.objects.filter(exhibition=show))
    over = (ShipmentState.ARRIVED, ShipmentState.CANCELLED)
    return page(
        request,
        "desk/loans/shipments.html",
        title=_("Shipments"),
        crumbs=show_crumbs(show),
        exhibition=show,
        here="shipments",
        ahead=[row for row in rows if state_of(row.shipment) not in over],
        done=[row for row in rows if state_of(row.shipment) in over],
        edits=may(request, "shipments.edit"),
        directions=ShipmentDirection.choices,
    )


def _rows(shipments: Any) -> list[Row]:
    counted = shipments.select_related("showing__venue").annotate(
        objects=Count("contents", filter=Q(contents__left_behind=False)),
        lenders=Count("contents__line__loan__lender", distinct=True),
        here=Count("contents", filter=Q(contents__received_on__isnull=False)),
    )
    return [
        Row(each, each.objects, each.lenders, mark_of(each, some_arrived=bool(each.here)))
        for each in counted.order_by("collect_on", "pk")
    ]


def shipment_page(request: HttpRequest, reference: str) -> HttpResponse:
    return show_shipment(request, shipment_of(reference))


def show_shipment(request: HttpRequest, shipment: Shipment, *, refusal: str = "") -> HttpResponse:
    """A fixed number of questions to the database, whatever the number of objects."""
    contents = contents_of(shipment)
    state = state_of(shipment, some_arrived=any(row.received_on for row in contents))
    waiting = [row for row in contents if not row.collected_on and not row.received_on and not row.left_behind]
    closed = _closed(shipment, waiting, state)
    boxes = _boxes(contents, closed)
    blocked = sum(bool(item.gates or item.unpacked) for box in boxes for item in box.items)
    return page(
        request,
        "desk/loans/shipment.html",
        title=_("%(shipment)s, %(direction)s")
        % {"shipment": shipment, "direction": str(shipment.get_direction_display()).lower()},
        crumbs=(
            *show_crumbs(shipment.exhibition),
            (_("Shipments"), reverse("admin:shipments", args=(shipment.exhibition.code,))),
        ),
        shipment=shipment,
        exhibition=shipment.exhibition,
        state=state,
        refusal=refusal,
        next_words=_next(shipment, state, contents, blocked),
        boxes=boxes,
        blocked=blocked,
        obstacles=_obstacles(waiting, closed[0], code=shipment.exhibition.code),
        objects=len(contents),
        loans=len({row.line.loan_id for row in contents}),
        legs=list(shipment.legs.all()),
        couriers=list(shipment.couriers.all()),
        papers=list(shipment.papers.select_related("file")),
        events=_events(shipment),
        rest_hours=packs.current("condition", on=timezone.localdate()).integer("acclimatise_hours"),
        edits=may(request, "shipments.edit"),
        handles=may(request, "loans.handle"),
        not_gone=state in (ShipmentState.PLANNED, ShipmentState.RELEASED),
        under_way=state in (ShipmentState.UNDER_WAY, ShipmentState.PARTLY_ARRIVED),
        over=state in (ShipmentState.ARRIVED, ShipmentState.CANCELLED),
        waiting=bool(waiting),
        crates=any(box.crate for box in boxes),
        status=422 if refusal else 200,
    )


def _closed(
    shipment: Shipment, waiting: list[ShipmentLine], state: ShipmentState
) -> tuple[dict[int, list[GateView]], dict[int, str]]:
    """What keeps each object, while leave to set off can still be given."""
    if state not in (ShipmentState.PLANNED, ShipmentState.RELEASED):
        return {}, {}
    lines = [row.line for row in waiting]
    step = RELEASE_STEP.get(shipment.direction)
    open_gates = gates.open_for(lines, step, on=step_day(shipment)) if step and lines else {}
    return open_gates, {each.line.pk: each.words for each in not_packed(shipment, lines)}


def _boxes(contents: list[ShipmentLine], closed: tuple[dict[int, list[GateView]], dict[int, str]]) -> list[Box]:
    open_gates, unpacked = closed
    items: dict[int | None, list[Item]] = defaultdict(list)
    crates: dict[int | None, Crate | None] = {}
    for row in contents:
        crates[row.crate_id] = row.crate
        items[row.crate_id].append(
            Item(row, marks(row.line), open_gates.get(row.line_id, []), unpacked.get(row.line_id, ""))
        )
    return [Box(crates[key], those) for key, those in items.items()]


def _next(shipment: Shipment, state: ShipmentState, contents: list[ShipmentLine], blocked: int) -> str:
    if state == ShipmentState.CANCELLED:
        return _("It was called off. Its objects stay where they are and can be planned anew.")
    if not contents:
        return _("Nothing is in it yet. Add the objects that travel in it.")
    if state == ShipmentState.PLANNED and blocked:
        return _("It can't be released yet. What is in the way stands below.")
    if state == ShipmentState.PLANNED:
        return _("Nothing is in the way. Release it, so that the objects may be handed over.")
    if state == ShipmentState.RELEASED:
        return _("It may set off. Record the collection when it happens.")
    if state == ShipmentState.UNDER_WAY:
        return _("It is on its way. Record the arrival when it happens.")
    if state == ShipmentState.PARTLY_ARRIVED:
        return _("Some of it has arrived; the rest is still expected.")
    return _("It has arrived.")


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One gate that keeps objects of the shipment: which, why, what to do about it, and on which page."""

    label: object
    todo: object
    cases: list[tuple[str, list[ShipmentLine]]]
    way: Way | None


_OPENED_BELOW: Final = {"courier"}
"""Gates that are opened on the shipment's own page."""


def _obstacles(waiting: list[ShipmentLine], open_gates: dict[int, list[GateView]], *, code: str) -> list[Obstacle]:
    """The open gates in the order of the table; objects that are kept for the same reason stand together."""
    found: dict[str, tuple[GateView, dict[str, list[ShipmentLine]]]] = {}
    for row in waiting:
        for view in open_gates.get(row.line_id, ()):
            _view, cases = found.setdefault(view.gate.name, (view, {}))
            cases.setdefault(view.words, []).append(row)
    order = list(GATES)
    return [
        Obstacle(
            view.gate.label,
            view.gate.todo,
            list(cases.items()),
            way_to_open(view.gate, [row.line for rows in cases.values() for row in rows], code=code)
            if name not in _OPENED_BELOW
            else None,
        )
        for name, (view, cases) in sorted(found.items(), key=lambda each: order.index(each[0]))
    ]


@dataclass(frozen=True, slots=True)
class Event:
    """An entry of the trail, once, though it stands in the file of every loan."""

    event: AuditEvent
    what: str


def _events(shipment: Shipment) -> list[Event]:
    shown: list[AuditEvent] = []
    for event in AuditEvent.objects.filter(subject_kind="shipment", subject_id=shipment.uid).order_by("-id")[:400]:
        same = shown and (event.verb, event.recorded_by_id) == (shown[-1].verb, shown[-1].recorded_by_id)
        if not same or shown[-1].recorded_at - event.recorded_at > _AT_ONE_GO:
            shown.append(event)
    return [Event(event, said(event.verb)) for event in shown[:20]]


def panel(request: HttpRequest, loan: Loan, lines: list[LoanLine]) -> dict[str, Any]:
    """Shipments and open incidents of a loan, for its page; two queries."""
    rows = _rows(Shipment.objects.filter(contents__line__loan=loan, cancelled_on__isnull=True).distinct())
    return {
        "shipments": rows,
        "incidents": list(
            Incident.objects.filter(line__in=[line.pk for line in lines], settled_on__isnull=True)
            .select_related("line__object")
            .order_by("pk")
        ),
        "exhibition": loan.exhibition,
        "loan": loan,
        "edits": may(request, "shipments.edit"),
    }
