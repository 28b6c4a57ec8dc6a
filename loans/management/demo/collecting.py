"""Objects of the example and what they are worth, made of the pieces written down."""

import datetime as dt
from decimal import Decimal
from typing import Final

from djmoney.money import Money

from lenders.models import CollectionObject, ObjectPart, Valuation
from lenders.services.imports.numbers import natural_key
from lenders.services.search import object_search_text
from loans.management.demo.pieces import Piece, pieces
from loans.management.demo.scene import Scene

FEATURES: Final = {
    "metalwork": "Old number scratched under the foot",
    "textiles": "Folds sewn down; a tide line at the lower edge",
    "ceramics": "A chip at the rim, filled with plaster",
    "glass": "Weathered, with a bubble beside the rim",
    "manuscripts": "A paper slip with an old number at the lower margin",
    "sculpture": "Left hand lost; traces of gilding in the folds",
}
# Whose objects are on an immunity list: it asks for the years 1933 to 1945 and for what an object is known by.
PUBLISHED: Final = ("ABT", "EGM", "MVC")
_CURRENCIES = {"DE": "EUR", "FR": "EUR", "ES": "EUR", "CH": "CHF", "JP": "JPY", "NO": "EUR", "CN": "CNY"}
_RATES = {"GBP": 1, "EUR": 1.17, "CHF": 1.13, "JPY": 190, "CNY": 9.2, "USD": 1.27}


def make_objects(scene: Scene) -> None:
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


def make_values(scene: Scene) -> None:
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
