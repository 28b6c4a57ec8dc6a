"""Shipments of the example: planned, released, under way, received, and home again; with crates, couriers, incidents."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from djmoney.money import Money

from loans.management.demo.people import staff, told
from loans.management.demo.played import Act, Played, lines_of
from loans.management.demo.scene import GLASS, SILK, Scene
from loans.management.demo.script import REGISTRAR
from loans.models import Cover, Incident, LoanLine, Shipment
from loans.services import claims, crates, incidents, shipments
from loans.services.shipments import Stage
from office.records.audit import Facts

AGENT, TELEPHONE = "Lindmark & Sons, art transport (demo record)", "+44 20 7946 0963"
ROUTES = {
    "DTM": ("Alexandria", "EG", "air"),
    "HQM": ("Istanbul", "TR", "road"),
    "ABT": ("Sankt Ulfried", "DE", "road"),
    "MTA": ("Almería", "ES", "road"),
    "MVC": ("Marseille", "FR", "road"),
    "EGM": ("Gyeongju", "KR", "air"),
    "SCM": ("Taraz", "KZ", "air"),
}


@dataclass(slots=True)
class Journey:
    """One shipment and its days, all in days before the demo's day. A plan goes on only as far as its days are given."""

    scene: Scene
    played: Played
    show: str
    lender: str
    numbers: tuple[int, ...]
    collect: int
    deliver: int
    direction: str = "out"
    shipment: Shipment | None = None

    @property
    def lines(self) -> list[LoanLine]:
        return lines_of(self.scene, self.show, self.lender, *self.numbers)

    @property
    def it(self) -> Shipment:
        assert self.shipment is not None
        return Shipment.objects.get(pk=self.shipment.pk)

    def plan(self) -> None:
        days, actor = self.scene.days, staff(self.scene, REGISTRAR)
        city, country, mode = ROUTES[self.lender]
        here, there = ("London", "GB"), (city, country)
        (start, start_country), (end, end_country) = (here, there) if self.direction == "home" else (there, here)
        collect, deliver = days.before(self.collect), days.before(self.deliver)
        self.shipment = shipments.plan(
            self.scene.exhibitions[self.show],
            direction=self.direction,
            showing=None,
            collect_on=collect,
            deliver_on=deliver,
            lines=self.lines,
            agent=AGENT,
            agent_telephone=TELEPHONE,
            note="Demo record.",
            actor=actor,
        )
        shipments.set_legs(
            self.it,
            [
                Stage(
                    from_place=start,
                    from_country=start_country,
                    to_place=end,
                    to_country=end_country,
                    mode=mode,
                    vehicle=f"Demo {self.lender} 1" if mode == "road" else "Freighter (demo record)",
                    waybill=f"WB {self.it.pk:05d} (demo record)",
                    departs_at=dt.datetime.combine(collect, dt.time(6, 30), tzinfo=dt.UTC),
                    arrives_at=dt.datetime.combine(deliver, dt.time(15), tzinfo=dt.UTC),
                )
            ],
            actor=actor,
        )

    def crate(self) -> None:
        """A crate for each two objects, measured and marked."""
        actor, lines = staff(self.scene, REGISTRAR), self.lines
        for place in range(0, len(lines), 2):
            those = lines[place : place + 2]
            heavy = any("marble" in line.object.materials for line in those)
            made = crates.create(
                self.scene.exhibitions[self.show],
                measures=crates.Measures(
                    length_mm=900 + 70 * place,
                    width_mm=700,
                    height_mm=650 + 40 * place,
                    weight_kg=Decimal(184 if heavy else 38 + 6 * place),
                ),
                marks=["upright", "fragile", "dry", *(["heavy"] if heavy else ["no_stacking"])],
                climate_controlled=not heavy,
                note="Demo record.",
                actor=actor,
            )
            shipments.pack_into(self.it, made, those, actor=actor)

    def courier(self, name: str, why: str, *, booked: int | None) -> None:
        shipments.book_courier(
            self.it,
            name=f"{name} (demo record)",
            justification=why,
            side="lender",
            paid_by="organiser",
            itinerary="Out with the crates, two nights, back by train.",
            telephone="+44 20 7946 0391",
            booked_on=None if booked is None else self.scene.days.before(booked),
            actor=staff(self.scene, REGISTRAR),
        )

    def release(self, day: int) -> None:
        made = shipments.release(self.it, actor=staff(self.scene, REGISTRAR))
        self.played.show(made, released_at=self.scene.at(self.scene.days.before(day), 15))

    def set_off(self, day: int) -> None:
        shipments.dispatch(self.it, actor=staff(self.scene, REGISTRAR), facts=self.on(day))

    def arrive(self, day: int, *numbers: int) -> None:
        received = [line for line in self.lines if line.number in numbers] if numbers else None
        shipments.receive(self.it, actor=staff(self.scene, REGISTRAR), facts=self.on(day), received=received)

    def open(self, day: int) -> None:
        at = self.scene.at(self.scene.days.before(day), 10)
        shipments.record_opening(self.it, at=at, actor=staff(self.scene, REGISTRAR))

    def on(self, day: int) -> Facts:
        return Facts(happened_on=self.scene.days.before(day))


def acts(scene: Scene, played: Played) -> Iterator[Act]:
    for code in ("DTM", "HQM", "ABT"):
        yield from _brought(Journey(scene, played, GLASS, code, (), 223, 218))
    yield from _home(scene, played)
    yield from _to_come(scene, played)
    yield from _mishaps(scene)


def _brought(trip: Journey) -> Iterator[Act]:
    """The way to the small show, long ago and in order."""
    yield Act(238, trip.plan)
    yield Act(237, trip.crate)
    if trip.lender != "HQM":
        yield Act(
            236, lambda: trip.courier("Lender's conservator", "Glass is unpacked by its owner alone.", booked=236)
        )
    yield Act(226, lambda: trip.release(226))
    yield Act(223, lambda: trip.set_off(223))
    yield Act(218, lambda: trip.arrive(218))
    yield Act(216, lambda: trip.open(216), 40)


def _home(scene: Scene, played: Played) -> Iterator[Act]:
    first = Journey(scene, played, GLASS, "DTM", (), 11, 6, "home")
    yield Act(20, first.plan)
    yield Act(18, first.crate)
    yield Act(13, lambda: first.release(13))
    yield Act(11, lambda: first.set_off(11))
    yield Act(6, lambda: first.arrive(6, 1, 2, 3))
    second = Journey(scene, played, GLASS, "ABT", (2, 3), 4, -9, "home")
    yield Act(13, second.plan)
    yield Act(12, second.crate)
    yield Act(7, lambda: second.release(7))
    yield Act(4, lambda: second.set_off(4))
    recalled = Journey(scene, played, GLASS, "HQM", (1, 2, 3, 4), -8, -11, "home")
    yield Act(8, recalled.plan)


def _to_come(scene: Scene, played: Played) -> Iterator[Act]:
    received = Journey(scene, played, SILK, "MTA", (2, 3), 9, 6)
    yield Act(20, received.plan)
    yield Act(19, received.crate)
    yield Act(5, lambda: received.arrive(5))
    yield Act(4, lambda: received.open(4), 60)
    under_way = Journey(scene, played, SILK, "HQM", (1, 3), 4, -9)
    yield Act(22, under_way.plan)
    yield Act(15, under_way.crate)
    yield Act(7, lambda: under_way.release(7))
    yield Act(4, lambda: under_way.set_off(4))
    released = Journey(scene, played, SILK, "ABT", (1, 2), -9, -12)
    yield Act(17, released.plan)
    yield Act(16, released.crate)
    yield Act(
        14, lambda: released.courier("Textile conservator of the treasury", "The silks never travel alone.", booked=14)
    )
    yield Act(1, lambda: released.release(1))
    early = Journey(scene, played, SILK, "MVC", (2, 3), -13, -15)
    yield Act(16, early.plan)
    yield Act(15, lambda: early.courier("Registrar of the museum", "Agreed for all glass.", booked=None))
    august = Journey(scene, played, SILK, "EGM", (1, 2, 6), -90, -93)
    yield Act(21, august.plan)
    yield Act(18, lambda: august.courier("Curator of the museum", "The lacquer box is hand-carried.", booked=18))
    for code, rest in (("ABT", (3, 4, 5, 6, 7, 8, 9)), ("MVC", (1, 4, 5))):
        yield Act(19, Journey(scene, played, SILK, code, rest, -87, -90).plan)
    last = Journey(scene, played, SILK, "SCM", (), -86, -91)
    yield Act(20, last.plan)


# --- Mishaps ---------------------------------------------------------------------------------------------------------


def _mishaps(scene: Scene) -> Iterator[Act]:
    yield Act(217, lambda: _shock(scene), 60)
    yield Act(97, lambda: _settled_damage(scene), 60)
    yield Act(0, lambda: _fresh_damage(scene), 70)


def _shock(scene: Scene) -> None:
    """A worry that came to nothing."""
    (line,) = lines_of(scene, GLASS, "ABT", 4)
    actor, days = staff(scene, "conservator"), scene.days
    incident = incidents.report(
        line,
        kind="other",
        happened_on=days.before(217),
        words="The shock indicator on the crate had turned. Demo record.",
        place="Loading bay",
        found_by=actor.name,
        actor=actor,
    )
    incidents.notified(incident, on=days.before(217), whom="The courier, who stood beside it", actor=actor)
    incidents.reported(incident, on=days.before(216), actor=actor)
    incidents.settle(
        incident, words="Unpacked under the courier's eyes: nothing had moved.", on=days.before(216), actor=actor
    )


def _settled_damage(scene: Scene) -> None:
    """Found on display, told, consented to, claimed and settled."""
    (line,) = lines_of(scene, GLASS, "DTM", 1)
    registrar, days = staff(scene, REGISTRAR), scene.days
    incident = incidents.report(
        line,
        kind="damage",
        happened_on=days.before(97),
        words="A grain of glass, 1 mm, lies beside the foot; an old repair has opened. Demo record.",
        place="Case 3",
        found_by=scene.staff["conservator"].name,
        actor=staff(scene, "conservator"),
    )
    incidents.notified(incident, on=days.before(96), whom="Nermine Shawki, by telephone", actor=registrar)
    facts = told(scene, "DTM", days.before(94))
    incidents.consent(Incident.objects.get(pk=incident.pk), actor=registrar, facts=facts)
    policy = Cover.objects.filter(lines=line).get()
    claim = claims.intake(
        Incident.objects.get(pk=incident.pk),
        policy,
        actor=registrar,
        words="Two days of a conservator and her journey.",
        amount=Money(1_850, "GBP"),
    )
    claims.make(claim, actor=registrar, on=days.before(91), insurer_reference="HH-C 19 (demo record)")
    incidents.reported(Incident.objects.get(pk=incident.pk), on=days.before(90), actor=registrar)
    incidents.settle(
        Incident.objects.get(pk=incident.pk),
        words="The repair was closed by our conservator with the lender's word; the grain is kept with the report.",
        on=days.before(88),
        actor=registrar,
    )


def _fresh_damage(scene: Scene) -> None:
    """Found today: the object is on hold, the lender has to be told."""
    (line,) = lines_of(scene, GLASS, "ABT", 1)
    actor = staff(scene, "conservator")
    incidents.report(
        line,
        kind="damage",
        happened_on=scene.today,
        words="A flake of the applied bird on the left, 3 mm, came off when the ewer was lifted. Demo record.",
        place="Courtyard Gallery, packing room",
        found_by=actor.name,
        actor=actor,
    )
