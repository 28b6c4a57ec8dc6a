"""Facility reports of the example's two venues, in two versions, and what lenders made of them. All of it is made up."""

import datetime as dt
from collections.abc import Iterator
from functools import partial
from typing import Final

from exhibitions.models import FacilityReport, Venue
from exhibitions.services import facility as reports
from lenders.access import actor_for_contact
from loans.management.demo.people import decider, staff, told
from loans.management.demo.played import Act, Played
from loans.management.demo.scene import GLASS, SILK, Scene
from loans.management.demo.script import REGISTRAR
from loans.models import FacilityQuestion
from loans.services import facility

SECTIONS: Final = {
    "general": (
        "Demo record: every fact of this report is invented for the demonstration and describes no real building.\n\n"
        "Temporary exhibitions are run by a team of four registrars, two conservators and six technicians. The head of"
        " exhibitions answers for loans; the registrar on duty can be telephoned day and night."
    ),
    "building": (
        "A steel frame with brick walls and a concrete floor, finished within the last twenty years. The exhibition"
        " gallery lies on the ground floor; no water is led above it. The loading bay is under the same roof."
    ),
    "gallery": (
        "One hall without windows, 1,100 square metres, 6 metres high, divided by free-standing walls. The floor bears"
        " 10 kN per square metre. The largest door on the way in is 3.6 metres wide and 3.8 metres high."
    ),
    "climate": (
        "Full air conditioning with a spare unit: 45 to 55 % RH, at most 10 % change in 24 hours, 18 to 23 °C."
        " Measured every ten minutes in the hall; alarms go to the plant room."
    ),
    "light": (
        "LED on dimmed tracks, no daylight, UV below 10 µW/lm. 50 lux for textiles and paper, 150 for wood and"
        " paintings. Lights are on from 08:00 to 18:30."
    ),
    "fire": (
        "Smoke detectors in every bay, linked to the fire brigade, which is seven minutes away. Hand-held"
        " extinguishers with carbon dioxide; no sprinklers above the cases."
    ),
    "security": (
        "Guards in the gallery while it is open, patrols at night, two systems of alarm. Details are in a supplement"
        " that carries a reference code alone."
    ),
    "handling": (
        "Objects are unpacked by our own technicians under a registrar's eyes, after 24 hours of rest in the crate."
        " Forklift to 3 tonnes, gantry to 1.5 tonnes."
    ),
    "storage": "A locked store of 180 square metres with the gallery's climate, for crates and objects in transit.",
    "display": "Cases with laminated glass, drawers for silica gel and two locks. Mounts are made in our own workshop.",
    "pests": "Traps are read every month. No food or flowers beyond the foyer.",
    "emergency": "A plan is rehearsed every year; a list of objects to be saved first hangs with the fire warden.",
    "cover": "Loans are covered by indemnity or by a policy from nail to nail.",
    "history": "Demo record: some forty exhibitions of loans in the last ten years; two small incidents, both reported.",
}
SECOND: Final = {
    "climate": (
        "Full air conditioning with a spare unit: 45 to 55 % RH, at most 8 % change in 24 hours, 18 to 22 °C."
        " Measured every ten minutes in the hall and in every fourth case; alarms go to the plant room and to the"
        " conservator on duty."
    ),
    "light": (
        "LED on dimmed tracks, no daylight, UV below 10 µW/lm. 50 lux for textiles and paper, 150 for wood and"
        " paintings. Lights are on from 09:00 to 18:00 and follow the visitors in the bays with textiles."
    ),
}
SMALL: Final = {
    "gallery": "Two rooms around a glazed court, 240 square metres, 4 metres high; the glass of the court is screened.",
    "climate": "Air conditioning, 45 to 55 % RH, 18 to 22 °C, measured every quarter of an hour in every case.",
}

# Who read the first version, who accepted the second, and how many days ago; "letter": recorded by the registrar.
READ_FIRST: Final = {"ABT": 185, "MTA": 183, "HQM": 181, "EGM": 178, "LHM": 176, "BCA": 171, "DTM": 166}
ACCEPTED_FIRST: Final = {"ABT": 184, "MTA": 182, "HQM": 180}
ACCEPTED: Final = {"ABT": 40, "MTA": 38, "HQM": 37, "EGM": 33, "MVC": 31, "DTM": 28}
BY_LETTER: Final = {"SCM": 25, "BSM": 22}


def acts(scene: Scene, played: Played) -> Iterator[Act]:
    small, large = _venue(scene, GLASS), _venue(scene, SILK)
    yield Act(545, partial(_issue, scene, small, SECTIONS | SMALL, 545))
    for place, code in enumerate(("DTM", "HQM", "ABT")):
        yield Act(480 - place, partial(_accept, scene, played, small, code, 480 - place))
    yield Act(200, partial(_issue, scene, large, SECTIONS, 200))
    for code, day in READ_FIRST.items():
        yield Act(day, partial(_read, scene, large, code, day))
    for code, day in ACCEPTED_FIRST.items():
        yield Act(day, partial(_accept, scene, played, large, code, day))
    yield Act(48, partial(_issue, scene, large, SECOND, 48))
    yield Act(41, partial(_ask_and_answer, scene, large))
    for code, day in ACCEPTED.items():
        yield Act(day, partial(_accept, scene, played, large, code, day), 60)
    for code, day in BY_LETTER.items():
        yield Act(day, partial(_record, scene, large, code, day))
    yield Act(26, partial(_worry, scene, played, large))
    yield Act(9, partial(_ask, scene, large))


def _venue(scene: Scene, exhibition: str) -> Venue:
    return scene.exhibitions[exhibition].showings.get().venue


def _issue(scene: Scene, venue: Venue, sections: dict[str, str], day: int) -> None:
    actor = staff(scene, REGISTRAR)
    report = reports.draft(venue, actor=actor)
    reports.write(report, sections, actor=actor, prepared_by="Exhibitions office (demo record)")
    reports.issue(report, actor=actor, on=scene.days.before(day))


def _read(scene: Scene, venue: Venue, code: str, day: int, *, sections: tuple[str, ...] = ()) -> FacilityReport:
    """The contact accepts confidentiality and reads: these sections, or the whole as a PDF."""
    report = reports.latest(venue)
    assert report is not None
    contact, now = decider(scene, code), scene.at(scene.days.before(day), 10)
    if not facility.has_accepted(report, contact=contact):
        facility.accept_confidentiality(report, contact=contact, now=now, ip="203.0.113.24")
    facility.read(report, contact=contact, now=now, ip="203.0.113.24")
    for place, section in enumerate(sections or ("",), start=1):
        at = now + dt.timedelta(minutes=6 * place)
        facility.read(report, contact=contact, now=at, section=section, as_pdf=not section, ip="203.0.113.24")
    return report


def _accept(scene: Scene, played: Played, venue: Venue, code: str, day: int) -> None:
    report = _read(scene, venue, code, day)
    decision = facility.decide(
        report, lender=scene.lenders[code], verdict="accepted", actor=actor_for_contact(decider(scene, code))
    )
    played.show(decision, decided_on=scene.days.before(day))


def _record(scene: Scene, venue: Venue, code: str, day: int) -> None:
    report = reports.latest(venue)
    assert report is not None
    facts = told(scene, code, scene.days.before(day))
    facility.decide(report, lender=scene.lenders[code], verdict="accepted", actor=staff(scene, REGISTRAR), facts=facts)


def _worry(scene: Scene, played: Played, venue: Venue) -> None:
    report = _read(scene, venue, "PCT", 26, sections=("climate", "light", "display"))
    decision = facility.decide(
        report,
        lender=scene.lenders["PCT"],
        verdict="concerns",
        section="light",
        words="Nine hours of light a day are too many for the sutra. Can its case stay dark in the mornings?",
        actor=actor_for_contact(decider(scene, "PCT")),
    )
    played.show(decision, decided_on=scene.days.before(26))


def _ask_and_answer(scene: Scene, venue: Venue) -> None:
    report = _read(scene, venue, "ABT", 41, sections=("climate", "display"))
    question = facility.ask(
        report,
        "How fast do the cases follow the hall when the air conditioning stops?",
        contact=decider(scene, "ABT"),
        now=scene.at(scene.days.before(41), 11),
        section="display",
    )
    facility.answer(
        FacilityQuestion.objects.get(pk=question.pk),
        "In our own test 2 % RH in twelve hours. The curves are with the registrar.",
        actor=staff(scene, "conservator"),
        now=scene.at(scene.days.before(41), 16),
    )


def _ask(scene: Scene, venue: Venue) -> None:
    report = _read(scene, venue, "FCM", 9, sections=("handling", "fire"))
    facility.ask(
        report,
        "What does the fire brigade use in the hall: water or foam? Our incense burner must not become wet.",
        contact=decider(scene, "FCM"),
        now=scene.at(scene.days.before(9), 12),
        section="fire",
    )
