"""Setting off and arriving: facts, recorded whatever was open.

Between venues (ONWARD) the objects stay in our custody: setting off writes where they are alone, and at the next venue
they are received anew, to be installed there.
"""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from loans import rules
from loans.errors import Conflict, MissingFact, WrongState
from loans.models import IncidentKind, LoanLine, PlaceKind, Shipment, ShipmentLine
from loans.services import incidents, lines, locations
from loans.services.shipments.rows import (
    ROAD_MOVES,
    check_alive,
    check_handler,
    contents_of,
    lines_in,
    loans_of,
    locked,
    lost_among,
    record,
    settle_arrival,
)
from loans.states import HOME_AGAIN, IN_CUSTODY, MOVES, LineStatus
from office.records.actors import Actor
from office.records.audit import NO_FACTS, Facts
from office.records.wording import written

_EARLIEST = dt.timedelta(days=180)
_BEYOND = {
    "dispatch": IN_CUSTODY | HOME_AGAIN,
    "receive": (IN_CUSTODY - {LineStatus.IN_TRANSIT_OUT}) | HOME_AGAIN,
    "receive_onward": {LineStatus.RECEIVED, LineStatus.INSTALLED, LineStatus.ROTATED_OFF},
    "send_back": {LineStatus.IN_TRANSIT_BACK} | HOME_AGAIN,
    "return": HOME_AGAIN,
}
"""States in which the line's own entry of this move, or a later one, is there already."""


def dispatch(
    shipment: Shipment,
    *,
    actor: Actor,
    facts: Facts = NO_FACTS,
    left_behind: Iterable[LoanLine] = (),
    collected: Iterable[LoanLine] | None = None,
) -> Shipment:
    """Records the collection: of all that waits but what was left behind, or of `collected` alone (crate by crate).

    Gates that are open become incidents of their lines. A notice that comes after the arrival is recorded too.
    Raises WrongState, MissingFact or Conflict (the object is under way in another shipment) and changes nothing.
    """
    check_handler(actor)
    rules.check_day(facts.happened_on)
    day = facts.happened_on or timezone.localdate()
    with transaction.atomic():
        shipment = locked(shipment)
        if shipment.cancelled_on:
            check_alive(shipment)
        contents = contents_of(shipment)
        behind = lines_in(shipment, contents, left_behind)
        waiting = [row for row in contents if not row.collected_on and not row.left_behind]
        chosen = waiting if collected is None else lines_in(shipment, contents, collected)
        chosen = [row for row in chosen if row not in behind and not row.collected_on]
        _check_year(shipment, day)
        _check_collection(shipment, contents, chosen, behind, day=day)
        _travel(
            shipment,
            [row.line for row in chosen],
            ROAD_MOVES[shipment.direction].collect,
            actor=actor,
            facts=facts,
            place=PlaceKind.TRANSIT,
        )
        ShipmentLine.objects.filter(pk__in=[row.pk for row in chosen]).update(collected_on=day, left_behind=False)
        ShipmentLine.objects.filter(pk__in=[row.pk for row in behind]).update(left_behind=True)
        if chosen and (shipment.dispatched_on is None or day < shipment.dispatched_on):
            shipment.dispatched_on = day
            shipment.save(update_fields=["dispatched_on"])
        settle_arrival(shipment)
        _record_counts(
            "shipment.dispatch",
            shipment,
            {"collected": [row.line for row in chosen], "left_behind": [row.line for row in behind]},
            actor=actor,
            facts=facts,
        )
    return shipment


def receive(
    shipment: Shipment,
    *,
    actor: Actor,
    facts: Facts = NO_FACTS,
    received: Iterable[LoanLine] | None = None,
    missing: Iterable[LoanLine] = (),
) -> Shipment:
    """Records the arrival: of everything expected but what is missing, or of `received` alone.

    What arrives without a notice of dispatch is recorded, and opens an incident. Each missing object becomes an
    incident of its own (loss), which starts its loan's clock; if it comes later, it is received like the others.
    The shipment has arrived when nothing else is expected.
    """
    check_handler(actor)
    rules.check_day(facts.happened_on)
    day = facts.happened_on or timezone.localdate()
    with transaction.atomic():
        shipment = locked(shipment)
        if shipment.cancelled_on:
            check_alive(shipment)
        contents = contents_of(shipment)
        absent = lines_in(shipment, contents, missing)
        expected = [row for row in contents if not row.received_on and not row.left_behind]
        if received is None:
            lost = lost_among(row.line_id for row in expected)
            chosen = [row for row in expected if row not in absent and row.line_id not in lost]
        else:
            chosen = [row for row in lines_in(shipment, contents, received) if not row.received_on]
        _check_year(shipment, day)
        _check_arrival(shipment, expected, chosen, absent, day=day)
        _travel(
            shipment,
            [row.line for row in chosen],
            ROAD_MOVES[shipment.direction].arrive,
            actor=actor,
            facts=facts,
            place=PlaceKind.VENUE,
        )
        ShipmentLine.objects.filter(pk__in=[row.pk for row in chosen]).update(received_on=day, left_behind=False)
        for row in sorted(absent, key=lambda each: each.line_id):
            incidents.report(
                row.line,
                kind=IncidentKind.LOSS,
                happened_on=day,
                words=_("It was not there when %(shipment)s arrived.") % {"shipment": shipment},
                found_by=actor.name,
                actor=actor,
            )
        settle_arrival(shipment)
        _record_counts(
            "shipment.receive",
            shipment,
            {"received": [row.line for row in chosen], "missing": [row.line for row in absent]},
            actor=actor,
            facts=facts,
        )
    return shipment


def record_opening(shipment: Shipment, *, at: dt.datetime, actor: Actor) -> Shipment:
    """Records when the first crate was opened: before, the crates rest and take on the climate of the place."""
    check_handler(actor)
    with transaction.atomic():
        shipment = locked(shipment)
        if at > timezone.now():
            raise MissingFact(_("This moment is still to come. Record it when a crate was opened."), field="at")
        first = shipment.contents.filter(received_on__isnull=False).order_by("received_on").first()
        if first is None:
            raise WrongState(_("Nothing of it has arrived yet. Record the arrival first."))
        assert first.received_on is not None
        if timezone.localdate(at) < first.received_on:
            raise MissingFact(
                _("It arrived on %(day)s: no crate was opened before.") % {"day": written(first.received_on)},
                field="at",
            )
        shipment.opened_at = at
        shipment.save(update_fields=["opened_at"])
        facts = Facts(happened_on=timezone.localdate(at))
        record("shipment.open", shipment, loans=loans_of(contents_of(shipment)), actor=actor, facts=facts)
    return shipment


def _check_year(shipment: Shipment, day: dt.date) -> None:
    """Nothing travels half a year before it was to be collected: somebody mistook the year."""
    if day < shipment.collect_on - _EARLIEST:
        raise MissingFact(
            _("%(day)s is long before the collection planned for %(planned)s. Check the year.")
            % {"day": written(day), "planned": written(shipment.collect_on)},
            field="happened_on",
        )


def _check_collection(
    shipment: Shipment,
    contents: Sequence[ShipmentLine],
    chosen: Sequence[ShipmentLine],
    behind: Sequence[ShipmentLine],
    *,
    day: dt.date,
) -> None:
    if not contents:
        raise WrongState(_("Nothing is in this shipment yet. Add the objects that travel in it."))
    if not chosen and not behind:
        if shipment.dispatched_on:
            raise WrongState(
                _("This was recorded already: it was collected on %(day)s.") % {"day": written(shipment.dispatched_on)}
            )
        raise MissingFact(_("Say what was collected."))
    gone = next((row for row in behind if row.collected_on or row.received_on), None)
    if gone:
        raise WrongState(_("%(object)s has left with this shipment already.") % {"object": gone.line.object})
    if not chosen and not shipment.dispatched_on and len(behind) == len(contents):
        raise WrongState(_("Then nothing was collected. Plan another day, or cancel the shipment."))
    early = next((row for row in chosen if row.received_on and row.received_on < day), None)
    if early and early.received_on:
        raise MissingFact(
            _("%(object)s arrived on %(day)s: it was collected on that day or before.")
            % {"object": early.line.object, "day": written(early.received_on)},
            field="happened_on",
        )
    other = (
        ShipmentLine.objects.filter(
            line__in=[row.line_id for row in chosen if not row.received_on],
            collected_on__isnull=False,
            received_on__isnull=True,
            left_behind=False,
            shipment__arrived_on__isnull=True,
        )
        .exclude(shipment=shipment)
        .select_related("shipment", "line__object")
        .first()
    )
    if other:
        raise Conflict(
            _("%(object)s is under way in %(shipment)s. Record its arrival there first, or leave it out here.")
            % {"object": other.line.object, "shipment": other.shipment}
        )


def _check_arrival(
    shipment: Shipment,
    expected: Sequence[ShipmentLine],
    chosen: Sequence[ShipmentLine],
    absent: Sequence[ShipmentLine],
    *,
    day: dt.date,
) -> None:
    if not chosen and not absent:
        if expected:
            raise MissingFact(_("Say what was received."))
        if shipment.arrived_on:
            raise WrongState(
                _("This was recorded already: it arrived on %(day)s.") % {"day": written(shipment.arrived_on)}
            )
        raise WrongState(_("Nothing is expected in this shipment. Add the objects that came with it."))
    both = next((row for row in absent if row in chosen), None)
    if both:
        raise MissingFact(
            _("%(object)s can't be both received and missing.") % {"object": both.line.object}, field="missing"
        )
    there = next((row for row in absent if row.received_on), None)
    if there:
        raise WrongState(_("%(object)s was received already.") % {"object": there.line.object})
    if shipment.dispatched_on and day < shipment.dispatched_on:
        raise MissingFact(
            _("It was collected on %(day)s: it arrived on that day or later.")
            % {"day": written(shipment.dispatched_on)},
            field="happened_on",
        )


def _travel(
    shipment: Shipment,
    travelling: Sequence[LoanLine],
    name: str,
    *,
    actor: Actor,
    facts: Facts,
    place: PlaceKind,
) -> None:
    """Moves the lines through their own door; those whose entry is there already stay as they are."""
    where = str(shipment.showing.venue) if shipment.showing and place == PlaceKind.VENUE else ""
    if name:
        to_move = [line for line in travelling if line.status not in _BEYOND[name]]
        if to_move:
            lines.move_all(to_move, MOVES[name].name, actor=actor, facts=facts, place=where)
        return
    day = facts.happened_on or timezone.localdate()
    for line in travelling:
        if line.status not in IN_CUSTODY:
            raise WrongState(
                _("%(object)s is “%(status)s”: between venues travels what is in our hands.")
                % {"object": line.object, "status": line.get_status_display()}
            )
        event = lines.record("line.sent_onward", line, actor=actor, facts=facts)
        locations.put(line, place, where, actor=actor, since=day, event=event)


def _record_counts(
    verb: str, shipment: Shipment, what: dict[str, list[LoanLine]], *, actor: Actor, facts: Facts
) -> None:
    """Each loan's file counts its own objects."""
    concerned = {line.loan_id: line.loan for group in what.values() for line in group}
    for loan in concerned.values():
        counts = {word: sum(line.loan_id == loan.pk for line in group) for word, group in what.items()}
        record(verb, shipment, loans=[loan], actor=actor, facts=facts, after=counts)
