"""Puts houses, objects, exhibitions and checklists of the example into the database. What happens then is `acting`."""

from collections.abc import Sequence
from typing import Final

from exhibitions.models import ChecklistEntry, Exhibition, Priority, Section, Showing, Venue, WishStatus
from lenders.models import Contact, Lender, SigningWay, StandingTerms
from lenders.services.search import search_text
from loans.management.demo.collecting import make_objects, make_values
from loans.management.demo.houses import ORGANISER, House, houses
from loans.management.demo.pieces import Piece, pieces
from loans.management.demo.scene import GLASS, SILK, Scene

SECTIONS = {
    SILK: (
        "Three capitals in East Asia",
        "Case study: seafarers of the Indian Ocean",
        "South-East Asia to the Tarim Basin",
        "Case study: Sogdians",
        "Case study: Tokharistan",
        "Central Asia to Arabia",
        "Case study: Vikings on the eastern way",
        "Case study: Aksumites",
        "Around the Mediterranean",
        "Case study: al-Andalus",
        "North-west Europe",
    ),
    GLASS: ("Out of the furnace", "Carried and broken"),
}
# Only invented houses have terms of any kind.
IN_INK: Final = ("SCM", "CVM", "STA", "PCT")
DECREED: Final = ("SCM", "CVM", "STA", "RSC")
SECOND_LANGUAGES: Final = {"ru": "ru", "fr": "fr", "de": "de", "es": "es", "uz": "uz"}
TELEPHONE: Final = "+44 20 7946 0148 (demo record)"


def furnish(scene: Scene) -> None:
    """Creates all of it, in sets."""
    _make_lenders(scene)
    _make_exhibitions(scene)
    make_objects(scene)
    make_values(scene)
    _make_checklists(scene)


def _make_lenders(scene: Scene) -> None:
    everyone = sorted(houses().values(), key=lambda house: bool(house.agent))
    for house in everyone:
        lender = Lender.objects.create(
            code=house.code,
            name=house.name,
            native_name=house.native_name,
            kind=house.kind,
            country=house.country,
            city=house.city,
            time_zone=house.time_zone,
            language=house.language,
            anonymous=house.anonymous,
            agent=scene.lenders[house.agent] if house.agent else None,
            is_organiser=house.code == ORGANISER,
            demo_record=house.invented,
            address=f"1 Museum Square, {house.city} (demo record)" if house.invented else "",
            search=search_text(house.code, house.name, house.native_name, house.city),
        )
        scene.lenders[house.code] = lender
        scene.contacts[house.code] = [_contact(house, lender, number) for number in range(len(house.people))]
        if house.invented and house.numbers:
            _make_terms(house, lender)


def _contact(house: House, lender: Lender, number: int) -> Contact:
    person = house.people[number]
    return Contact.objects.create(
        lender=lender,
        name=person.name,
        native_name=person.native_name,
        salutation="" if house.invented else "Dear colleague",
        role=person.role,
        email=house.email(person),
        may_decide="decide" in person.may,
        may_see_values="values" in person.may,
        may_sign="sign" in person.may,
    )


def _make_terms(house: House, lender: Lender) -> None:
    StandingTerms.objects.create(
        lender=lender,
        notice_months=house.notice,
        rh_min=house.humidity[0],
        rh_max=house.humidity[1],
        temperature_min=house.temperature[0],
        temperature_max=house.temperature[1],
        lux_max=house.lux,
        courier=house.courier,
        insurance=house.insurance,
        credit_line=house.credit_line,
        rest_days="5,6" if house.country in ("EG", "OM") else "6,7",
        signing=SigningWay.INK if house.code in IN_INK else SigningWay.ELECTRONIC,
        second_language=SECOND_LANGUAGES.get(house.language, ""),
        needs_decree=house.code in DECREED,
        notice_days=1 if house.courier == "always" else None,
        emergency_contact=f"{house.people[0].name}, {TELEPHONE}" if house.people else "",
    )


def _make_exhibitions(scene: Scene) -> None:
    days, registrar = scene.days, scene.staff["registrar"]
    silk = Exhibition.objects.create(
        code=SILK,
        title="Silk Roads",
        subtitle="Journeys between Asia, Africa and Europe, AD 500 to 1000",
        story=(
            "There was never one road. This exhibition follows people, objects and ideas between Japan and Ireland,"
            " the Arctic and Madagascar, in the centuries from about 500 to 1000: through five regions, and with six"
            " peoples who made the connections."
        ),
        curators=scene.staff["curator"].name,
        registrar=registrar,
    )
    glass = Exhibition.objects.create(
        code=GLASS,
        title="Glass of the Desert Road",
        subtitle="Twelve vessels and what they carried",
        story="A small show about glass that crossed the desert, from raw blue ingots to a lamp with prayers.",
        curators=scene.staff["curator"].name,
        registrar=registrar,
        demo_record=True,
    )
    large = Venue.objects.create(
        name="The British Museum, Sainsbury Exhibitions Gallery",
        city="London",
        country="GB",
        climate="45 to 55 % RH, at most 8 % change in 24 hours; 18 to 22 °C",
        light="50, 150 or 300 lux by case; UV below 10 µW/lm",
        rh_min=45,
        rh_max=55,
        rh_swing=8,
        temperature_min=18,
        temperature_max=22,
        lux=50,
        uv=10,
        open_hours=8,
        claims_contact="Exhibitions office, claims@caravan.example (demo record)",
    )
    small = Venue.objects.create(
        name="Courtyard Gallery (demo record)",
        city="London",
        country="GB",
        climate="45 to 55 % RH; 18 to 22 °C",
        light="150 lux",
        rh_min=45,
        rh_max=55,
        temperature_min=18,
        temperature_max=22,
        lux=150,
        uv=25,
        open_hours=7,
        claims_contact="Exhibitions office, claims@caravan.example (demo record)",
    )
    Showing.objects.create(
        exhibition=silk,
        venue=large,
        install_date=days.show(2024, 9, 2),
        opens_date=days.opening,
        closes_date=days.show(2025, 2, 23),
        deinstall_date=days.show(2025, 3, 14),
    )
    Showing.objects.create(
        exhibition=glass,
        venue=small,
        install_date=days.before(216),
        opens_date=days.before(196),
        closes_date=days.before(21),
        deinstall_date=days.before(-9),
    )
    scene.exhibitions = {SILK: silk, GLASS: glass}
    Section.objects.bulk_create(
        Section(exhibition=exhibition, number=number, title=title)
        for code, exhibition in scene.exhibitions.items()
        for number, title in enumerate(SECTIONS[code], start=1)
    )


def _make_checklists(scene: Scene) -> None:
    for code, exhibition in scene.exhibitions.items():
        sections = {section.number: section for section in exhibition.sections.all()}
        listed = [piece for piece in pieces() if piece.section.startswith("G") == (code == GLASS)]
        ChecklistEntry.objects.bulk_create(
            _entry(scene, exhibition, sections, place, each) for place, each in enumerate(listed, 1)
        )


def _entry(
    scene: Scene, exhibition: Exhibition, sections: dict[int, Section], place: int, piece: Piece
) -> ChecklistEntry:
    own = piece.owner == ORGANISER
    priority = (
        Priority.ESSENTIAL if piece.why else (Priority.IMPORTANT, Priority.IMPORTANT, Priority.DESIRABLE)[place % 3]
    )
    return ChecklistEntry(
        exhibition=exhibition,
        object=scene.objects[piece.key],
        section=sections[int(piece.section.removeprefix("G"))],
        number=place,
        wish_status=WishStatus.CHOSEN if own or not piece.house.invented else WishStatus.SHORTLISTED,
        priority=priority,
        why=piece.why,
    )


def name_alternates(scene: Scene, pairs: Sequence[tuple[str, str]]) -> None:
    """Names stand-ins on the checklist: (title of the wish, title of its alternate)."""
    entries = {entry.object.title: entry for entry in ChecklistEntry.objects.select_related("object")}
    for wish, alternate in pairs:
        entry = entries[alternate]
        entry.alternate_of = entries[wish]
        entry.wish_status = WishStatus.PROPOSED
        entry.save(update_fields=["alternate_of", "wish_status"])
