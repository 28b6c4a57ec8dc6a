"""Puts houses, objects, exhibitions and checklists of the example into the database. What happens then is `acting`."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from django.utils import timezone
from djmoney.money import Money

from exhibitions.models import ChecklistEntry, Exhibition, Priority, Section, Showing, Venue, WishStatus
from lenders.models import CollectionObject, Contact, Lender, ObjectPart, SigningWay, StandingTerms, Valuation
from lenders.services.imports.numbers import natural_key
from lenders.services.search import object_search_text, search_text
from loans.management.demo.days import Days
from loans.management.demo.houses import ORGANISER, House, houses
from loans.management.demo.pieces import Piece, pieces
from office.people.models import User

SILK, GLASS = "SILK24", "GLASS25"
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
FEATURES: Final = {
    "metalwork": "Old number scratched under the foot",
    "textiles": "Folds sewn down; a tide line at the lower edge",
    "ceramics": "A chip at the rim, filled with plaster",
    "glass": "Weathered, with a bubble beside the rim",
    "manuscripts": "A paper slip with an old number at the lower margin",
    "sculpture": "Left hand lost; traces of gilding in the folds",
}
# Only invented houses have terms of any kind.
IN_INK: Final = ("SCM", "CVM", "STA", "PCT")
DECREED: Final = ("SCM", "CVM", "STA", "RSC")
SECOND_LANGUAGES: Final = {"ru": "ru", "fr": "fr", "de": "de", "es": "es", "uz": "uz"}
TELEPHONE: Final = "+44 20 7946 0148 (demo record)"
# Whose objects are on an immunity list: it asks for the years 1933 to 1945 and for what an object is known by.
PUBLISHED: Final = ("ABT", "EGM", "MVC")
_CURRENCIES = {"DE": "EUR", "FR": "EUR", "ES": "EUR", "CH": "CHF", "JP": "JPY", "NO": "NOK", "CN": "CNY"}
_RATES = {"GBP": 1, "EUR": 1.17, "CHF": 1.13, "JPY": 190, "NOK": 13.5, "CNY": 9.2, "USD": 1.27}


@dataclass(slots=True)
class Scene:
    """Everything that was put up, by code and key, for those who act in it."""

    days: Days
    staff: dict[str, User]
    today: dt.date = field(default_factory=timezone.localdate)
    lenders: dict[str, Lender] = field(default_factory=dict)
    contacts: dict[str, list[Contact]] = field(default_factory=dict)
    exhibitions: dict[str, Exhibition] = field(default_factory=dict)
    objects: dict[str, CollectionObject] = field(default_factory=dict)

    def at(self, day: dt.date, hour: int, *, minute: int = 0) -> dt.datetime:
        """A moment of a day, never one to come."""
        at = dt.datetime.combine(day, dt.time(hour, minute), tzinfo=dt.UTC)
        return min(at, timezone.now())

    def of(self, lender: str, exhibition: str) -> list[tuple[Piece, CollectionObject]]:
        """A lender's pieces in an exhibition, in the order of the checklist."""
        glass = exhibition == GLASS
        return [
            (piece, self.objects[piece.key])
            for piece in pieces()
            if piece.owner == lender and piece.section.startswith("G") == glass
        ]


def furnish(scene: Scene) -> None:
    """Creates all of it, in sets."""
    _make_lenders(scene)
    _make_exhibitions(scene)
    _make_objects(scene)
    _make_values(scene)
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
        climate="40 to 60 % RH, at most 10 % change in 24 hours; 16 to 25 °C",
        light="50, 150 or 300 lux by case; UV below 10 µW/lm",
        rh_min=40,
        rh_max=60,
        rh_swing=10,
        temperature_min=16,
        temperature_max=25,
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


def _make_objects(scene: Scene) -> None:
    made = [_object(scene, piece) for piece in pieces()]
    CollectionObject.objects.bulk_create(made)
    scene.objects = {piece.key: each for piece, each in zip(pieces(), made, strict=True)}
    ObjectPart.objects.bulk_create(
        ObjectPart(object=scene.objects[piece.key], number=f"{piece.number or '?'}.{number}", title=part)
        for piece in pieces()
        for number, part in enumerate(piece.parts, start=1)
    )


def _object(scene: Scene, piece: Piece) -> CollectionObject:
    house = piece.house
    made = CollectionObject(
        lender=scene.lenders[piece.owner],
        accession_number=piece.number,
        accession_sort=natural_key(piece.number),
        title=piece.title,
        native_title=piece.native_title,
        culture=piece.culture,
        date_text=piece.date_text,
        earliest_year=piece.years[0],
        latest_year=piece.years[1],
        materials=piece.materials,
        technique=piece.technique,
        classification=piece.classification,
        dimensions_text=piece.dimensions,
        height_mm=_tenths(piece.height_mm),
        width_mm=_tenths(piece.width_mm) if piece.height_mm or piece.real else None,
        diameter_mm=_tenths(piece.width_mm) if not piece.height_mm and not piece.real else None,
        weight_g=_tenths(piece.weight_g),
        piece_count=piece.pieces,
        credit_line=house.credit_line or house.name,
        light_class=piece.light,
        rh_min=house.humidity[0],
        rh_max=house.humidity[1],
        hazards=piece.hazards,
        cites_appendix=piece.cites,
        provenance=_provenance(piece),
        features=FEATURES.get(piece.classification, "Small losses at the edges") if house.code in PUBLISHED else "",
        demo_record=not piece.real,
    )
    made.search = object_search_text(made)
    return made


def _provenance(piece: Piece) -> str:
    """What is published under the law of immunity says who had the object from 1933 to 1945, or that nobody knows."""
    if piece.owner not in PUBLISHED:
        return piece.provenance
    years = "1933 to 1945: no other owner is recorded in the registers of the museum, which were searched"
    return f"{piece.provenance.rstrip('.')}; {years}."


def _tenths(number: float | None) -> Decimal | None:
    return None if number is None else Decimal(str(round(number, 1)))


def _make_values(scene: Scene) -> None:
    """Values of what invented lenders lend; of real institutions' objects there is none."""
    lent = [piece for piece in pieces() if piece.house.invented]
    Valuation.objects.bulk_create(
        Valuation(
            object=scene.objects[piece.key],
            kind="insurance",
            amount=value_of(piece).amount,
            amount_currency=value_of(piece).currency.code,
            valued_on=scene.days.before(260 - place % 90),
            expires_on=scene.days.before(260 - place % 90) + dt.timedelta(days=365 * 2) if place % 3 else None,
            source="Lender's own estimate" if place % 4 else "Independent valuer",
        )
        for place, piece in enumerate(lent)
        if place % 9  # some are still to come
    )


def value_of(piece: Piece) -> Money:
    """A round sum in the lender's currency, made up from material and size."""
    base = 90_000 if piece.classification in ("metalwork", "ivory", "manuscripts", "textiles", "sculpture") else 18_000
    pounds = base * (1 + piece.drawing.seed % 11) + (400_000 if "gold" in piece.materials else 0)
    currency = _CURRENCIES.get(piece.house.country, "USD")
    amount = pounds * _RATES[currency]
    step = 10 ** max(3, len(str(int(amount))) - 2)
    return Money(max(step, round(amount / step) * step), currency)


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
