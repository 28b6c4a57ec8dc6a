"""Shipments: planned, packed, released by the gates, collected, received; facts are never refused for an open gate."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from exhibitions.models import Exhibition
from loans.errors import Conflict, GateOpen, LoanError, MissingFact, NotAllowed, WrongState
from loans.gates import GATES
from loans.models import (
    CustomsPaper,
    GateRecord,
    Incident,
    IncidentKind,
    Location,
    PlaceKind,
    Shipment,
    ShipmentDirection,
    ShipmentLine,
)
from loans.services import crates, locations, shipments
from loans.services.shipments import ShipmentState, Stage, state_of
from loans.states import LineStatus, Party
from office.records.audit import Facts
from office.records.models import AuditEvent
from tests.factories import ExhibitionFactory, ShowingFactory
from tests.loans.travelling import days, lines_of, now, planned
from tests.personas import Staff


@pytest.fixture
def show(db: None) -> Exhibition:
    return ExhibitionFactory()


def moment(day: int, hour: int) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(days(day), dt.time(hour)))


# Planning


def test_a_shipment_is_planned_with_objects_of_several_loans(show: Exhibition, ruth: Staff) -> None:
    one, two = lines_of(show), lines_of(show, number=1)

    shipment = planned(show, [*one, *two], actor=ruth.actor, agent=" Artmove ")

    assert shipment.reference.startswith("S-")
    assert (state_of(shipment), shipment.agent, shipment.contents.count()) == (ShipmentState.PLANNED, "Artmove", 3)
    assert shipment.showing == show.showings.get()
    events = AuditEvent.objects.filter(verb="shipment.plan")
    assert {event.loan_file for event in events} == {one[0].loan.uid, two[0].loan.uid}


def test_days_must_be_said_and_follow_each_other(show: Exhibition, ruth: Staff) -> None:
    lines = lines_of(show)

    for collect_on, deliver_on, field in (
        (None, days(1), "collect_on"),
        (days(1), None, "deliver_on"),
        (days(5), days(4), "deliver_on"),
    ):
        with pytest.raises(MissingFact) as refused:
            planned(show, lines, actor=ruth.actor, collect_on=collect_on, deliver_on=deliver_on)
        assert refused.value.field == field
    assert Shipment.objects.count() == 0


def test_a_direction_that_is_none_is_refused(show: Exhibition, ruth: Staff) -> None:
    with pytest.raises(MissingFact) as refused:
        planned(show, lines_of(show), actor=ruth.actor, direction="sideways")

    assert refused.value.field == "direction"


def test_a_move_between_venues_says_to_which(ruth: Staff) -> None:
    show = ExhibitionFactory()
    ShowingFactory(exhibition=show)
    lines = lines_of(show, status=LineStatus.DEINSTALLED)

    with pytest.raises(MissingFact) as refused:
        planned(show, lines, actor=ruth.actor, direction=ShipmentDirection.ONWARD)

    assert refused.value.field == "showing"


def test_a_venue_of_another_show_is_refused(show: Exhibition, ruth: Staff) -> None:
    with pytest.raises(WrongState):
        planned(show, lines_of(show), actor=ruth.actor, showing=ShowingFactory())


def test_only_those_who_plan_shipments_plan_them(show: Exhibition, kofi: Staff, vera: Staff, colin: Staff) -> None:
    lines = lines_of(show)

    for person in (kofi, vera, colin):
        with pytest.raises(NotAllowed):
            planned(show, lines, actor=person.actor)
    assert Shipment.objects.count() == 0


@pytest.mark.parametrize("status", [LineStatus.REQUESTED, LineStatus.WITHDRAWN, LineStatus.INSTALLED])
def test_what_can_not_travel_out_is_not_planned(status: LineStatus, show: Exhibition, ruth: Staff) -> None:
    lines = lines_of(show, status=status)

    with pytest.raises(WrongState) as refused:
        planned(show, lines, actor=ruth.actor)

    assert lines[0].object.title in refused.value.sentence
    assert Shipment.objects.count() == 0


def test_an_object_of_another_show_is_not_planned(show: Exhibition, ruth: Staff) -> None:
    with pytest.raises(WrongState) as refused:
        planned(show, lines_of(ExhibitionFactory()), actor=ruth.actor)

    assert "another exhibition" in refused.value.sentence


def test_an_object_is_planned_once_for_each_way(show: Exhibition, ruth: Staff) -> None:
    lines = lines_of(show)
    first = planned(show, lines, actor=ruth.actor)

    with pytest.raises(Conflict) as refused:
        planned(show, lines[:1], actor=ruth.actor)
    home = planned(show, lines, actor=ruth.actor, direction=ShipmentDirection.HOME)

    assert first.reference in refused.value.sentence
    assert home.contents.count() == 2
    assert Shipment.objects.count() == 2


def test_what_was_called_off_or_left_behind_can_be_planned_anew(show: Exhibition, ruth: Staff) -> None:
    lines = lines_of(show)
    shipments.cancel(planned(show, lines, actor=ruth.actor), reason="Strike.", actor=ruth.actor)
    second = planned(show, lines, actor=ruth.actor)
    shipments.dispatch(second, left_behind=lines[:1], actor=ruth.actor)

    third = planned(show, lines[:1], actor=ruth.actor)

    assert third.contents.get().line == lines[0]


def test_objects_are_added_once_and_taken_out(show: Exhibition, ruth: Staff) -> None:
    lines = lines_of(show, number=3)
    shipment = planned(show, lines[:1], actor=ruth.actor)

    added = shipments.add_lines(shipment, lines, actor=ruth.actor)
    shipments.take_out(shipment, lines[:1], actor=ruth.actor)

    assert {row.line_id for row in added} == {lines[1].pk, lines[2].pk}
    assert {row.line_id for row in shipment.contents.all()} == {lines[1].pk, lines[2].pk}
    assert AuditEvent.objects.get(verb="shipment.take_out").after == {"objects": [str(lines[0].object.uid)]}


def test_an_object_that_is_not_in_it_can_not_be_taken_out(show: Exhibition, ruth: Staff) -> None:
    lines = lines_of(show)
    shipment = planned(show, lines[:1], actor=ruth.actor)

    with pytest.raises(WrongState) as refused:
        shipments.take_out(shipment, lines, actor=ruth.actor)

    assert "is not in" in refused.value.sentence
    assert shipment.contents.count() == 1


def test_what_has_left_can_not_be_taken_out(show: Exhibition, ruth: Staff) -> None:
    lines = lines_of(show)
    shipment = planned(show, lines, actor=ruth.actor)
    shipments.dispatch(shipment, collected=lines[:1], actor=ruth.actor)

    with pytest.raises(WrongState):
        shipments.take_out(shipment, lines[:1], actor=ruth.actor)
    shipments.take_out(shipment, lines[1:], actor=ruth.actor)

    assert shipment.contents.get().line == lines[0]


def test_new_days_take_a_release_back_and_the_same_days_do_not(show: Exhibition, ruth: Staff) -> None:
    shipment = shipments.release(planned(show, lines_of(show), actor=ruth.actor), actor=ruth.actor)
    said = {"showing": None, "collect_on": days(0), "deliver_on": days(2)}

    same = shipments.change(shipment, **said, agent="Artmove", actor=ruth.actor)  # type: ignore[arg-type]
    other = shipments.change(shipment, **said | {"deliver_on": days(3)}, actor=ruth.actor)  # type: ignore[arg-type]

    assert state_of(same) == ShipmentState.RELEASED
    assert state_of(other) == ShipmentState.PLANNED
    assert AuditEvent.objects.filter(verb="shipment.change").count() == 1


def test_once_collected_only_the_delivery_is_planned_anew(show: Exhibition, ruth: Staff) -> None:
    shipment = shipments.dispatch(planned(show, lines_of(show), actor=ruth.actor), actor=ruth.actor)

    with pytest.raises(WrongState):
        shipments.change(shipment, showing=None, collect_on=days(1), deliver_on=days(2), actor=ruth.actor)
    changed = shipments.change(shipment, showing=None, collect_on=days(0), deliver_on=days(9), actor=ruth.actor)

    assert (changed.collect_on, changed.deliver_on) == (days(0), days(9))


# Crates


def test_objects_go_into_a_crate_and_out_again(show: Exhibition, ruth: Staff) -> None:
    lines = lines_of(show)
    shipment = planned(show, lines, actor=ruth.actor)
    crate = crates.create(show, actor=ruth.actor)

    shipments.pack_into(shipment, crate, lines, actor=ruth.actor)
    shipments.pack_into(shipment, None, lines[:1], actor=ruth.actor)

    assert list(shipment.contents.order_by("line").values_list("crate__number", flat=True)) == [None, 1]


def test_a_crate_travels_in_one_shipment_a_way(show: Exhibition, ruth: Staff) -> None:
    one, two = lines_of(show, number=1), lines_of(show, number=1)
    first, second = planned(show, one, actor=ruth.actor), planned(show, two, actor=ruth.actor)
    home = planned(show, one, actor=ruth.actor, direction=ShipmentDirection.HOME)
    crate = crates.create(show, actor=ruth.actor)
    shipments.pack_into(first, crate, one, actor=ruth.actor)

    with pytest.raises(Conflict) as refused:
        shipments.pack_into(second, crate, two, actor=ruth.actor)
    shipments.pack_into(home, crate, one, actor=ruth.actor)

    assert first.reference in refused.value.sentence
    assert crate.contents.count() == 2


def test_a_crate_of_another_show_is_refused(show: Exhibition, ruth: Staff) -> None:
    lines = lines_of(show)
    crate = crates.create(ExhibitionFactory(), actor=ruth.actor)

    with pytest.raises(WrongState):
        shipments.pack_into(planned(show, lines, actor=ruth.actor), crate, lines, actor=ruth.actor)


# Stages, couriers, papers


def test_stages_are_written_in_their_order_and_never_reach_a_file(show: Exhibition, ruth: Staff) -> None:
    shipment = planned(show, lines_of(show), actor=ruth.actor)
    stages = [
        Stage(from_place="Samarkand", from_country="UZ", to_place="Tashkent", to_country="UZ", vehicle="30 A 123 BC"),
        Stage(
            from_place="Tashkent",
            from_country="UZ",
            to_place="London",
            to_country="GB",
            mode="air",
            vehicle="HY 201",
            departs_at=moment(0, 9),
            arrives_at=moment(0, 17),
        ),
    ]

    legs = shipments.set_legs(shipment, stages, actor=ruth.actor)

    assert [(leg.number, leg.to_place) for leg in legs] == [(1, "Tashkent"), (2, "London")]
    trail = "".join(f"{event.words}{event.after}{event.subject_label}" for event in AuditEvent.objects.all())
    assert "HY 201" not in trail
    assert "Tashkent" not in trail


@pytest.mark.parametrize(
    ("stages", "field"),
    [
        ([Stage(from_place="", to_place="London")], "0"),
        ([Stage(from_place="Paris", to_place="London"), Stage(from_place="London", to_place=" ")], "1"),
        ([Stage(from_place="Paris", to_place="London", mode="camel")], "0"),
        ([Stage(from_place="Paris", to_place="London", departs_at=moment(1, 9), arrives_at=moment(1, 8))], "0"),
        (
            [
                Stage(from_place="Paris", to_place="Lille", arrives_at=moment(1, 12)),
                Stage(from_place="Lille", to_place="London", departs_at=moment(1, 11)),
            ],
            "1",
        ),
    ],
)
def test_a_stage_that_can_not_be_so_is_named(stages: list[Stage], field: str, show: Exhibition, ruth: Staff) -> None:
    shipment = planned(show, lines_of(show), actor=ruth.actor)

    with pytest.raises(MissingFact) as refused:
        shipments.set_legs(shipment, stages, actor=ruth.actor)

    assert refused.value.field == field
    assert shipment.legs.count() == 0


def test_another_day_of_entry_takes_a_release_back(show: Exhibition, ruth: Staff) -> None:
    shipment = planned(show, lines_of(show), actor=ruth.actor)

    def entering(day: int, vehicle: str) -> list[Stage]:
        return [
            Stage(
                from_place="Paris", from_country="FR", to_place="London", to_country="GB", vehicle=vehicle,
                arrives_at=moment(day, 12),
            )
        ]  # fmt: skip

    shipments.set_legs(shipment, entering(1, "AB 1"), actor=ruth.actor)
    shipments.release(shipment, actor=ruth.actor)
    shipments.set_legs(shipment, entering(1, "CD 2"), actor=ruth.actor)
    other_vehicle = Shipment.objects.get()
    shipments.set_legs(shipment, entering(2, "CD 2"), actor=ruth.actor)

    assert state_of(other_vehicle) == ShipmentState.RELEASED
    assert state_of(Shipment.objects.get()) == ShipmentState.PLANNED


def test_a_courier_travels_for_a_reason(show: Exhibition, ruth: Staff) -> None:
    shipment = planned(show, lines_of(show), actor=ruth.actor)

    with pytest.raises(MissingFact) as unnamed:
        shipments.book_courier(shipment, name=" ", justification="Fragile.", actor=ruth.actor)
    with pytest.raises(MissingFact) as needless:
        shipments.book_courier(shipment, name="Timur Aliev", justification="", actor=ruth.actor)
    with pytest.raises(MissingFact) as early:
        shipments.book_courier(
            shipment, name="Timur Aliev", justification="Fragile.", booked_on=days(1), actor=ruth.actor
        )
    courier = shipments.book_courier(shipment, name="Timur Aliev", justification="Fragile.", actor=ruth.actor)

    assert [each.value.field for each in (unnamed, needless, early)] == ["name", "justification", "booked_on"]
    assert (courier.side, courier.paid_by, courier.booked_on) == (Party.LENDER, Party.ORGANISER, None)


def test_a_courier_is_booked_later_and_may_be_given_up(show: Exhibition, ruth: Staff) -> None:
    shipment = planned(show, lines_of(show), actor=ruth.actor)
    courier = shipments.book_courier(shipment, name="Timur Aliev", justification="Fragile.", actor=ruth.actor)

    booked = shipments.change_courier(
        courier, name="Timur Aliev", justification="Fragile.", side="lender", paid_by="lender", booked_on=days(0),
        actor=ruth.actor,
    )  # fmt: skip
    shipments.give_up_courier(booked, actor=ruth.actor)

    assert (booked.booked_on, booked.paid_by) == (days(0), "lender")
    assert shipment.couriers.count() == 0
    assert "Timur" not in "".join(str(event.after) + event.words for event in AuditEvent.objects.all())


def test_a_customs_paper_has_a_number_or_a_document(show: Exhibition, ruth: Staff) -> None:
    shipment = planned(show, lines_of(show), actor=ruth.actor)

    for title, number, field in (("", "17", "title"), ("ATA carnet", " ", "number")):
        with pytest.raises(MissingFact) as refused:
            shipments.file_paper(shipment, title=title, number=number, actor=ruth.actor)
        assert refused.value.field == field
    paper = shipments.file_paper(shipment, title="ATA carnet", number="GB-17", actor=ruth.actor)

    assert (paper.title, paper.number) == ("ATA carnet", "GB-17")
    shipments.take_out_paper(paper, actor=ruth.actor)
    assert CustomsPaper.objects.count() == 0


# Release


def test_a_shipment_whose_gates_are_passed_is_released(show: Exhibition, ruth: Staff) -> None:
    shipment = shipments.release(planned(show, lines_of(show), actor=ruth.actor), actor=ruth.actor)

    assert (state_of(shipment), shipment.released_by) == (ShipmentState.RELEASED, "Ruth Okafor")
    with pytest.raises(WrongState):
        shipments.release(shipment, actor=ruth.actor)


def test_a_refused_release_names_every_open_gate_and_what_is_not_packed(show: Exhibition, ruth: Staff) -> None:
    closed = lines_of(show, number=1, gates=False)
    unpacked = lines_of(show, number=1, status=LineStatus.READY)
    shipment = planned(show, [*closed, *unpacked], actor=ruth.actor)

    with pytest.raises(GateOpen) as refused:
        shipments.release(shipment, actor=ruth.actor)

    assert {view.gate.name for view in refused.value.open} >= {"agreement", "cover"}  # type: ignore[attr-defined]
    assert str(GATES["agreement"].label) in refused.value.sentence
    assert unpacked[0].object.title in refused.value.sentence
    assert state_of(Shipment.objects.get()) == ShipmentState.PLANNED


def test_evidence_must_be_valid_on_the_day_of_the_collection(show: Exhibition, ruth: Staff) -> None:
    (line,) = lines_of(show, number=1)
    GateRecord.objects.filter(line=line, gate="cover").update(valid_until=days(5))
    GateRecord.objects.filter(line=line, gate="export_licence").update(
        state="satisfied", evidence_number="E 17", valid_until=days(5)
    )
    shipment = planned(show, [line], actor=ruth.actor, collect_on=days(6), deliver_on=days(7))

    with pytest.raises(GateOpen) as refused:
        shipments.release(shipment, actor=ruth.actor)

    assert "export_licence" in {view.gate.name for view in refused.value.open}  # type: ignore[attr-defined]


def test_what_is_not_packed_or_on_hold_keeps_it(show: Exhibition, ruth: Staff) -> None:
    from loans.services import lines as line_services

    lines = lines_of(show)
    shipment = planned(show, lines, actor=ruth.actor)
    line_services.hold(lines[0], reason="Loose foot.", actor=ruth.actor)

    with pytest.raises(WrongState) as refused:
        shipments.release(shipment, actor=ruth.actor)

    assert "Loose foot." in refused.value.sentence


def test_an_empty_shipment_is_not_released_and_a_new_object_takes_the_release_back(
    show: Exhibition, ruth: Staff
) -> None:
    lines = lines_of(show)
    shipment = planned(show, [], actor=ruth.actor)

    with pytest.raises(WrongState):
        shipments.release(shipment, actor=ruth.actor)
    shipments.add_lines(shipment, lines[:1], actor=ruth.actor)
    shipments.release(shipment, actor=ruth.actor)
    shipments.add_lines(shipment, lines[1:], actor=ruth.actor)

    assert state_of(Shipment.objects.get()) == ShipmentState.PLANNED


# Collection and arrival


def test_out_and_home_move_the_objects_through_their_own_door(show: Exhibition, ruth: Staff, kofi: Staff) -> None:
    (line,) = lines_of(show, number=1)
    out = planned(show, [line], actor=ruth.actor, agent="Artmove")

    shipments.dispatch(out, actor=kofi.actor)
    on_the_road = now(line)
    out = shipments.receive(out, actor=kofi.actor)

    assert (on_the_road, now(line)) == (LineStatus.IN_TRANSIT_OUT, LineStatus.RECEIVED)
    assert (state_of(out), out.dispatched_on, out.arrived_on) == (ShipmentState.ARRIVED, days(0), days(0))
    type(line).objects.filter(pk=line.pk).update(status=LineStatus.PACKED_FOR_RETURN)
    home = planned(show, [line], actor=ruth.actor, direction=ShipmentDirection.HOME)
    shipments.dispatch(home, actor=kofi.actor)
    home = shipments.receive(home, actor=kofi.actor)
    assert (now(line), state_of(home)) == (LineStatus.RETURNED, ShipmentState.ARRIVED)
    assert list(Location.objects.order_by("pk").values_list("kind", flat=True)) == [
        PlaceKind.TRANSIT,
        PlaceKind.VENUE,
        PlaceKind.TRANSIT,
        PlaceKind.LENDER,
    ]
    assert Incident.objects.count() == 0


def test_a_collection_is_recorded_though_gates_are_open(show: Exhibition, ruth: Staff) -> None:
    (line,) = lines_of(show, number=1, gates=False)

    shipments.dispatch(planned(show, [line], actor=ruth.actor), actor=ruth.actor)

    assert now(line) == LineStatus.IN_TRANSIT_OUT
    assert Incident.objects.get().kind == IncidentKind.OPEN_GATE


def test_an_arrival_without_a_notice_of_dispatch_is_recorded(show: Exhibition, ruth: Staff) -> None:
    (line,) = lines_of(show, number=1)
    shipment = planned(show, [line], actor=ruth.actor)

    arrived = shipments.receive(shipment, actor=ruth.actor)
    incident = Incident.objects.get()

    assert (now(line), state_of(arrived), arrived.dispatched_on) == (
        LineStatus.RECEIVED,
        ShipmentState.ARRIVED,
        None,
    )
    assert incident.kind == IncidentKind.OPEN_GATE
    late = shipments.dispatch(arrived, actor=ruth.actor, facts=Facts(happened_on=days(-1)))
    assert (now(line), late.dispatched_on) == (LineStatus.RECEIVED, days(-1))


def test_a_late_notice_can_not_be_dated_after_the_arrival(show: Exhibition, ruth: Staff) -> None:
    shipment = planned(show, lines_of(show), actor=ruth.actor)
    shipments.receive(shipment, actor=ruth.actor, facts=Facts(happened_on=days(-2)))

    with pytest.raises(MissingFact) as refused:
        shipments.dispatch(shipment, actor=ruth.actor, facts=Facts(happened_on=days(-1)))

    assert refused.value.field == "happened_on"


def test_it_does_not_arrive_before_it_left_nor_in_the_future(show: Exhibition, ruth: Staff) -> None:
    shipment = shipments.dispatch(planned(show, lines_of(show), actor=ruth.actor), actor=ruth.actor)

    for day in (-1, 5):
        with pytest.raises(MissingFact) as refused:
            shipments.receive(shipment, actor=ruth.actor, facts=Facts(happened_on=days(day)))
        assert refused.value.field == "happened_on"
    assert shipment.contents.filter(received_on__isnull=False).count() == 0


def test_it_arrives_in_parts(show: Exhibition, ruth: Staff) -> None:
    lines = lines_of(show, number=3)
    shipment = planned(show, lines, actor=ruth.actor)
    shipments.dispatch(shipment, actor=ruth.actor)

    part = shipments.receive(shipment, received=lines[:2], actor=ruth.actor)
    still = now(lines[2])
    whole = shipments.receive(shipment, actor=ruth.actor)

    assert (part.arrived_on, still) == (None, LineStatus.IN_TRANSIT_OUT)
    assert (whole.arrived_on, now(lines[2])) == (days(0), LineStatus.RECEIVED)


def test_crates_are_collected_one_by_one(show: Exhibition, ruth: Staff) -> None:
    lines = lines_of(show)
    shipment = planned(show, lines, actor=ruth.actor)

    one = shipments.dispatch(shipment, collected=lines[:1], actor=ruth.actor)
    waiting = now(lines[1])
    shipments.dispatch(shipment, actor=ruth.actor)

    assert (one.dispatched_on, waiting) == (days(0), LineStatus.PACKED)
    assert now(lines[1]) == LineStatus.IN_TRANSIT_OUT
    with pytest.raises(WrongState) as refused:
        shipments.dispatch(shipment, actor=ruth.actor)
    assert "already" in refused.value.sentence


def test_what_was_left_behind_stays_where_it_is(show: Exhibition, ruth: Staff) -> None:
    lines = lines_of(show)
    shipment = planned(show, lines, actor=ruth.actor)

    shipments.dispatch(shipment, left_behind=lines[:1], actor=ruth.actor)
    arrived = shipments.receive(shipment, actor=ruth.actor)

    assert (now(lines[0]), now(lines[1])) == (LineStatus.PACKED, LineStatus.RECEIVED)
    assert state_of(arrived) == ShipmentState.ARRIVED


def test_a_collection_that_left_everything_behind_is_none(show: Exhibition, ruth: Staff) -> None:
    lines = lines_of(show)
    shipment = planned(show, lines, actor=ruth.actor)

    with pytest.raises(WrongState):
        shipments.dispatch(shipment, left_behind=lines, actor=ruth.actor)

    assert ShipmentLine.objects.filter(left_behind=True).count() == 0


def test_a_missing_object_becomes_a_loss_and_may_come_later(show: Exhibition, ruth: Staff) -> None:
    lines = lines_of(show)
    shipment = planned(show, lines, actor=ruth.actor)
    shipments.dispatch(shipment, actor=ruth.actor)

    arrived = shipments.receive(shipment, missing=lines[:1], actor=ruth.actor)
    incident = Incident.objects.get()
    found = shipments.receive(shipment, received=lines[:1], actor=ruth.actor)

    assert (state_of(arrived), incident.kind, incident.line) == (ShipmentState.ARRIVED, IncidentKind.LOSS, lines[0])
    assert shipment.reference in incident.words
    assert (now(lines[0]), found.contents.filter(received_on__isnull=True).count()) == (LineStatus.RECEIVED, 0)


def test_an_object_is_not_both_received_and_missing(show: Exhibition, ruth: Staff) -> None:
    lines = lines_of(show)
    shipment = shipments.dispatch(planned(show, lines, actor=ruth.actor), actor=ruth.actor)

    with pytest.raises(MissingFact):
        shipments.receive(shipment, received=lines, missing=lines[:1], actor=ruth.actor)

    assert Incident.objects.count() == 0


def test_an_arrival_is_recorded_once(show: Exhibition, ruth: Staff) -> None:
    shipment = shipments.dispatch(planned(show, lines_of(show), actor=ruth.actor), actor=ruth.actor)
    shipments.receive(shipment, actor=ruth.actor)

    with pytest.raises(WrongState) as refused:
        shipments.receive(shipment, actor=ruth.actor)

    assert "already" in refused.value.sentence


def test_nothing_is_under_way_in_two_shipments(show: Exhibition, ruth: Staff) -> None:
    lines = lines_of(show, status=LineStatus.PACKED_FOR_RETURN)
    home = planned(show, lines, actor=ruth.actor, direction=ShipmentDirection.HOME)
    onward = planned(show, lines, actor=ruth.actor, direction=ShipmentDirection.ONWARD)
    shipments.dispatch(home, actor=ruth.actor)

    with pytest.raises(Conflict) as refused:
        shipments.dispatch(onward, actor=ruth.actor)

    assert home.reference in refused.value.sentence


def test_between_venues_the_objects_change_their_place_and_are_received_anew(ruth: Staff) -> None:
    show = ExhibitionFactory(showing=False)
    ShowingFactory(exhibition=show)
    second = ShowingFactory(exhibition=show)
    (line,) = lines_of(show, number=1, status=LineStatus.DEINSTALLED, gates=False)
    shipment = planned(show, [line], actor=ruth.actor, direction=ShipmentDirection.ONWARD, showing=second)

    shipments.release(shipment, actor=ruth.actor)
    shipments.dispatch(shipment, actor=ruth.actor)
    on_the_road = locations.latest([line])[line.pk]
    shipments.receive(shipment, actor=ruth.actor)
    there = locations.latest([line])[line.pk]

    assert (now(line), on_the_road.kind) == (LineStatus.RECEIVED, PlaceKind.TRANSIT)
    assert (there.kind, there.place) == (PlaceKind.VENUE, second.venue.name)
    assert there.event
    assert there.event.verb == "line.receive_onward"


def test_between_venues_travels_what_is_taken_down(ruth: Staff) -> None:
    show = ExhibitionFactory()
    (line,) = lines_of(show, number=1, status=LineStatus.INSTALLED)
    shipment = planned(show, [line], actor=ruth.actor, direction=ShipmentDirection.ONWARD, showing=show.showings.get())

    with pytest.raises(WrongState):
        shipments.release(shipment, actor=ruth.actor)


def test_facts_are_recorded_by_those_who_handle_objects(show: Exhibition, ruth: Staff, colin: Staff) -> None:
    shipment = planned(show, lines_of(show), actor=ruth.actor)

    for step in (shipments.dispatch, shipments.receive):
        with pytest.raises(NotAllowed):
            step(shipment, actor=colin.actor)
    assert shipment.contents.filter(collected_on__isnull=False).count() == 0


def test_a_shipment_is_called_off_with_a_reason_and_before_it_set_off(show: Exhibition, ruth: Staff) -> None:
    lines = lines_of(show)
    shipment = planned(show, lines, actor=ruth.actor)

    with pytest.raises(MissingFact):
        shipments.cancel(shipment, reason=" ", actor=ruth.actor)
    shipments.dispatch(shipment, collected=lines[:1], actor=ruth.actor)
    with pytest.raises(WrongState):
        shipments.cancel(shipment, reason="Strike.", actor=ruth.actor)
    assert Shipment.objects.get().cancelled_on is None


def test_nothing_happens_to_a_shipment_that_was_called_off(show: Exhibition, ruth: Staff) -> None:
    lines = lines_of(show)
    shipment = shipments.cancel(planned(show, lines, actor=ruth.actor), reason="Strike.", actor=ruth.actor)

    for step in (
        lambda: shipments.release(shipment, actor=ruth.actor),
        lambda: shipments.dispatch(shipment, actor=ruth.actor),
        lambda: shipments.receive(shipment, actor=ruth.actor),
        lambda: shipments.cancel(shipment, reason="Again.", actor=ruth.actor),
        lambda: shipments.add_lines(shipment, lines, actor=ruth.actor),
        lambda: shipments.set_legs(shipment, [], actor=ruth.actor),
    ):
        with pytest.raises(LoanError):
            step()
    assert now(lines[0]) == LineStatus.PACKED


def test_the_opening_of_the_crates_is_recorded_after_the_arrival(show: Exhibition, ruth: Staff) -> None:
    shipment = shipments.dispatch(planned(show, lines_of(show), actor=ruth.actor), actor=ruth.actor)
    now_at = timezone.now()

    with pytest.raises(WrongState):
        shipments.record_opening(shipment, at=now_at, actor=ruth.actor)
    shipments.receive(shipment, actor=ruth.actor)
    for at in (now_at + dt.timedelta(hours=1), now_at - dt.timedelta(days=3)):
        with pytest.raises(MissingFact) as refused:
            shipments.record_opening(shipment, at=at, actor=ruth.actor)
        assert refused.value.field == "at"

    assert shipments.record_opening(shipment, at=now_at, actor=ruth.actor).opened_at == now_at


# The crates themselves


def test_crates_are_numbered_in_order_and_once(show: Exhibition, ruth: Staff) -> None:
    first = crates.create(show, actor=ruth.actor)
    fifth = crates.create(show, number=5, marks=["fragile", "upright"], actor=ruth.actor)
    sixth = crates.create(show, measures=crates.Measures(length_mm=800, weight_kg=Decimal("41.5")), actor=ruth.actor)

    with pytest.raises(Conflict):
        crates.create(show, number=5, actor=ruth.actor)
    with pytest.raises(Conflict):
        crates.change(sixth, number=1, measures=crates.Measures(), actor=ruth.actor)

    assert [each.number for each in (first, fifth, sixth)] == [1, 5, 6]
    assert crates.marks_in_words(fifth) == ["This way up", "Fragile"]
    assert len({first.token, fifth.token, sixth.token}) == 3
    assert crates.found(fifth.token) == fifth


def test_a_crate_is_measured_and_marked_by_what_there_is(show: Exhibition, ruth: Staff, kofi: Staff) -> None:
    with pytest.raises(MissingFact) as size:
        crates.create(show, measures=crates.Measures(width_mm=0), actor=ruth.actor)
    with pytest.raises(MissingFact) as mark:
        crates.create(show, marks=["explosive"], actor=ruth.actor)
    with pytest.raises(MissingFact) as number:
        crates.create(show, number=10_000, actor=ruth.actor)
    with pytest.raises(NotAllowed):
        crates.create(show, actor=kofi.actor)

    assert [each.value.field for each in (size, mark, number)] == ["width_mm", "marks", "number"]
    assert show.crates.count() == 0


def test_a_crate_in_use_is_not_taken_away(show: Exhibition, ruth: Staff) -> None:
    lines = lines_of(show)
    shipment = planned(show, lines, actor=ruth.actor)
    crate = crates.create(show, actor=ruth.actor)
    shipments.pack_into(shipment, crate, lines, actor=ruth.actor)

    with pytest.raises(WrongState):
        crates.remove(crate, actor=ruth.actor)
    shipments.pack_into(shipment, None, lines, actor=ruth.actor)
    crates.remove(crate, actor=ruth.actor)

    assert show.crates.count() == 0


def test_nothing_travels_half_a_year_before_it_was_planned(show: Exhibition, ruth: Staff) -> None:
    shipment = planned(show, lines_of(show), actor=ruth.actor)
    wrong = Facts(happened_on=shipment.collect_on - dt.timedelta(days=181))

    for record in (shipments.dispatch, shipments.receive):
        with pytest.raises(MissingFact) as refused:
            record(shipment, actor=ruth.actor, facts=wrong)
        assert refused.value.field == "happened_on"
        assert "is long before the collection planned for" in refused.value.sentence
    assert not shipment.contents.exclude(collected_on=None, received_on=None).exists()

    shipments.receive(shipment, actor=ruth.actor, facts=Facts(happened_on=shipment.collect_on - dt.timedelta(days=180)))
    assert shipment.contents.exclude(received_on=None).exists()


def test_nothing_arrives_before_its_loan_was_asked_for(show: Exhibition, ruth: Staff) -> None:
    lines = lines_of(show)
    shipment = planned(show, lines, actor=ruth.actor)
    loan = lines[0].loan
    loan.sent_at = timezone.now()
    loan.save()

    with pytest.raises(MissingFact, match=r"is before the loan was asked for, on .+\. Check the year\.$"):
        shipments.receive(shipment, actor=ruth.actor, facts=Facts(happened_on=days(-1)))
    assert not Incident.objects.exists()
