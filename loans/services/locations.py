"""Where every object is: a row for each change, the newest counts. Written with the moves that change it."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.utils import timezone

from loans.models import LoanLine, Location, PlaceKind
from office.records.actors import Actor
from office.records.models import AuditEvent

PLACE_OF: dict[str, PlaceKind] = {
    "dispatch": PlaceKind.TRANSIT,
    "receive": PlaceKind.VENUE,
    "receive_onward": PlaceKind.VENUE,
    "install": PlaceKind.GALLERY,
    "rotate_on": PlaceKind.GALLERY,
    "rotate_off": PlaceKind.STORE,
    "deinstall": PlaceKind.VENUE,
    "send_back": PlaceKind.TRANSIT,
    "return": PlaceKind.LENDER,
}
"""The kind of place a move takes an object to; other moves leave it where it is."""


def put(
    line: LoanLine,
    kind: PlaceKind,
    place: str = "",
    *,
    actor: Actor,
    since: dt.date | None = None,
    event: AuditEvent | None = None,
) -> Location:
    """Notes that the object is there since that day."""
    return Location.objects.create(
        line=line,
        kind=kind,
        place=place[:200],
        since=since or timezone.localdate(),
        recorded_by=actor.name[:200],
        event=event,
    )


def put_all(
    lines: Sequence[LoanLine],
    kind: PlaceKind,
    place: str = "",
    *,
    actor: Actor,
    since: dt.date,
    events: Sequence[AuditEvent],
) -> None:
    """The same for many lines in one statement, each with its event."""
    Location.objects.bulk_create(
        Location(line=line, kind=kind, place=place[:200], since=since, recorded_by=actor.name[:200], event=event)
        for line, event in zip(lines, events, strict=True)
    )


def latest(lines: Iterable[LoanLine]) -> dict[int, Location]:
    """Where each line is, by primary key; one query. A line that never left has none: it is with its lender."""
    rows = Location.objects.filter(line__in=[line.pk for line in lines]).order_by("line_id", "-id").distinct("line_id")
    return {row.line_id: row for row in rows}
