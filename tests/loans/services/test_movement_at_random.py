"""Random people plan, release, collect, receive, take out, hurt and call off; objects are always somewhere, once."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from loans.errors import LoanError
from loans.models import Incident, IncidentKind, LoanLine, PlaceKind, Shipment, ShipmentDirection, ShipmentLine
from loans.services import handling, incidents, lines, locations, shipments
from loans.states import IN_CUSTODY, LineStatus
from office.records.audit import Facts
from tests import personas
from tests.factories import ExhibitionFactory, ShowingFactory
from tests.loans.travelling import days, lines_of

S = LineStatus
WHERE = {
    S.IN_TRANSIT_OUT: {PlaceKind.TRANSIT},
    S.RECEIVED: {PlaceKind.VENUE},
    S.INSTALLED: {PlaceKind.GALLERY},
    S.ROTATED_OFF: {PlaceKind.STORE},
    S.IN_TRANSIT_BACK: {PlaceKind.TRANSIT},
    S.RETURNED: {PlaceKind.LENDER},
    S.CLOSED: {PlaceKind.LENDER},
}
"""Where an object in this state is; what is taken down or packed for return may travel between venues too."""
HANDLING = ("pack", "install", "rotate_off", "rotate_on", "deinstall", "pack_for_return", "receive", "return", "close")


class Movement(RuleBasedStateMachine):
    """Three objects of one lender, two venues, shipments of every direction."""

    def __init__(self) -> None:
        super().__init__()
        self.walk = transaction.atomic()
        self.walk.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.walk.__exit__(None, None, None)

    @initialize()
    def begin(self) -> None:
        ruth = personas.ruth()
        self.people = [ruth.actor, ruth.actor, personas.kofi().actor, personas.colin().actor]
        self.show = ExhibitionFactory(showing=False)
        self.venues = ShowingFactory.create_batch(2, exhibition=self.show)
        self.lines = [line.pk for line in lines_of(self.show, number=3, status=S.READY)]

    def some(self, places: set[int]) -> list[LoanLine]:
        return list(LoanLine.objects.filter(pk__in=[self.lines[place] for place in places]))

    def shipment(self, place: int) -> Shipment | None:
        rows = list(Shipment.objects.order_by("-pk"))
        return rows[place % len(rows)] if rows else None

    places = st.sets(st.integers(0, 2), min_size=1)

    @rule(places=places, person=st.integers(0, 3), way=st.sampled_from(ShipmentDirection), venue=st.integers(0, 1))
    def somebody_plans(self, places: set[int], person: int, way: ShipmentDirection, venue: int) -> None:
        before = Shipment.objects.count()
        try:
            shipments.plan(
                self.show, direction=way, showing=self.venues[venue], collect_on=days(0), deliver_on=days(1),
                lines=self.some(places), actor=self.people[person],
            )  # fmt: skip
        except LoanError:
            assert Shipment.objects.count() == before

    @rule(places=places, person=st.integers(0, 3), which=st.integers(0, 5))
    def somebody_adds(self, places: set[int], person: int, which: int) -> None:
        self.try_to(which, lambda each: shipments.add_lines(each, self.some(places), actor=self.people[person]))

    @rule(places=places, person=st.integers(0, 3), which=st.integers(0, 5))
    def somebody_takes_out(self, places: set[int], person: int, which: int) -> None:
        self.try_to(which, lambda each: shipments.take_out(each, self.some(places), actor=self.people[person]))

    @rule(person=st.integers(0, 3), which=st.integers(0, 5))
    def somebody_releases(self, person: int, which: int) -> None:
        self.try_to(which, lambda each: shipments.release(each, actor=self.people[person]))

    @rule(person=st.integers(0, 3), which=st.integers(0, 5))
    def somebody_calls_off(self, person: int, which: int) -> None:
        self.try_to(which, lambda each: shipments.cancel(each, reason="Strike.", actor=self.people[person]))

    @rule(behind=st.sets(st.integers(0, 2)), person=st.integers(0, 3), which=st.integers(0, 5), ago=st.integers(0, 1))
    def somebody_collects(self, behind: set[int], person: int, which: int, ago: int) -> None:
        def collect(each: Shipment) -> None:
            inside = [row.line for row in each.contents.filter(line__in=self.some(behind)).select_related("line")]
            facts = Facts(happened_on=days(-ago))
            shipments.dispatch(each, left_behind=inside, facts=facts, actor=self.people[person])

        self.try_to(which, collect)

    @rule(missing=st.sets(st.integers(0, 2)), person=st.integers(0, 3), which=st.integers(0, 5))
    def somebody_receives(self, missing: set[int], person: int, which: int) -> None:
        def receive(each: Shipment) -> None:
            rows = each.contents.filter(line__in=self.some(missing), received_on__isnull=True)
            absent = [row.line for row in rows.select_related("line")]
            shipments.receive(each, missing=absent, actor=self.people[person])

        self.try_to(which, receive)

    @rule(place=st.integers(0, 2), person=st.integers(0, 3))
    def somebody_scans(self, place: int, person: int) -> None:
        (line,) = self.some({place})
        journey = handling.journey_of(line)
        shipment = journey.shipment if journey else None
        step = handling.next_step([line], shipment)
        if step is not None:
            self.quietly(lambda: handling.confirm([line], shipment, step.name, actor=self.people[person]))

    @rule(place=st.integers(0, 2), name=st.sampled_from(HANDLING), person=st.integers(0, 3))
    def somebody_handles(self, place: int, name: str, person: int) -> None:
        (line,) = self.some({place})
        self.quietly(lambda: lines.move(line, name, actor=self.people[person]))

    @rule(place=st.integers(0, 2), kind=st.sampled_from(incidents.BY_HAND), person=st.integers(0, 3))
    def somebody_finds_damage(self, place: int, kind: IncidentKind, person: int) -> None:
        (line,) = self.some({place})
        self.quietly(lambda: incidents.report(line, kind=kind, words="A chip.", actor=self.people[person]))

    @rule(person=st.integers(0, 3), settle=st.booleans())
    def somebody_follows_up(self, person: int, settle: bool) -> None:
        incident = Incident.objects.filter(settled_on__isnull=True).first()
        if incident is None:
            return
        actor = self.people[person]
        if settle:
            self.quietly(lambda: incidents.settle(incident, words="Seen to.", actor=actor))
        else:
            facts = Facts(authority="letter")
            self.quietly(lambda: incidents.consent(incident, by="Dr Rahimova", facts=facts, actor=actor))

    def try_to(self, which: int, do: object) -> None:
        shipment = self.shipment(which)
        if shipment is not None:
            self.quietly(lambda: do(shipment))  # type: ignore[operator]

    def quietly(self, do: object) -> None:
        """A refusal is a LoanError and leaves nothing behind."""
        before = self.picture()
        try:
            do()  # type: ignore[operator]
        except LoanError:
            assert self.picture() == before

    def picture(self) -> object:
        return (
            list(LoanLine.objects.order_by("pk").values_list("status", "held_since", "incident_since")),
            list(
                Shipment.objects.order_by("pk").values_list(
                    "released_at", "dispatched_on", "arrived_on", "cancelled_on"
                )
            ),
            list(ShipmentLine.objects.order_by("pk").values_list("line", "left_behind", "collected_on", "received_on")),
            Incident.objects.count(),
        )

    @invariant()
    def every_object_is_where_its_state_says(self) -> None:
        rows = list(LoanLine.objects.filter(pk__in=self.lines))
        spots = locations.latest(rows)
        for line in rows:
            kind = PlaceKind(spots[line.pk].kind) if line.pk in spots else PlaceKind.LENDER
            if line.status in WHERE:
                assert kind in WHERE[LineStatus(line.status)]
            elif line.status not in IN_CUSTODY:
                assert kind == PlaceKind.LENDER

    @invariant()
    def nothing_is_under_way_twice(self) -> None:
        under_way = ShipmentLine.objects.filter(
            collected_on__isnull=False, received_on__isnull=True, left_behind=False, shipment__arrived_on__isnull=True
        )
        on_the_road = list(under_way.values_list("line", flat=True))
        assert len(on_the_road) == len(set(on_the_road))

    @invariant()
    def nothing_is_planned_twice_for_one_way(self) -> None:
        ahead = ShipmentLine.objects.filter(
            received_on__isnull=True, left_behind=False, shipment__cancelled_on__isnull=True
        ).exclude(shipment__direction=ShipmentDirection.ONWARD)
        planned = list(ahead.values_list("line", "shipment__direction"))
        assert len(planned) == len(set(planned))

    @invariant()
    def days_of_a_shipment_follow_from_its_objects(self) -> None:
        for shipment in Shipment.objects.all():
            rows = list(shipment.contents.all())
            assert bool(shipment.dispatched_on) == any(row.collected_on for row in rows)
            if shipment.cancelled_on:
                assert not any(row.collected_on or row.received_on for row in rows)

    @invariant()
    def the_mark_of_a_line_is_its_oldest_open_incident(self) -> None:
        for line in LoanLine.objects.filter(pk__in=self.lines):
            found = line.incidents.filter(settled_on__isnull=True).order_by("happened_on").first()
            assert line.incident_since == (found.happened_on if found else None)

    @invariant()
    def damage_without_consent_holds(self) -> None:
        for line in LoanLine.objects.filter(pk__in=self.lines).exclude(status__in=(S.RETURNED, S.CLOSED)):
            waiting = line.incidents.filter(
                kind__in=incidents.HOLDING, consent_on__isnull=True, settled_on__isnull=True
            )
            assert bool(line.held_since) or not waiting.exists()


def _walk(examples: int) -> None:
    run_state_machine_as_test(
        Movement,
        settings=settings(
            max_examples=examples, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


def test_random_journeys_keep_the_invariants(db: None) -> None:
    _walk(25)


@pytest.mark.slow
def test_many_random_journeys_keep_the_invariants(db: None) -> None:
    _walk(100)
