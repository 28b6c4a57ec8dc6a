"""Small words about objects: dates, sizes, weights, where a thing has been. All of it is made up, and reads so."""

import random
from decimal import ROUND_HALF_UP, Decimal

from loans.management.demo.houses import ORGANISER, House

_ORDINALS = {1: "st", 2: "nd", 3: "rd"}
_UNWEIGHED = ("silk", "paper", "linen", "wool", "vellum", "parchment", "papyrus", "felt", "bark", "tesserae")
_DENSITY = (
    ("earthenware", 0.35),
    ("stoneware", 0.4),
    ("porcelain", 0.35),
    ("clay", 0.4),
    ("stucco", 0.8),
    ("limestone", 1.6),
    ("marble", 1.7),
    ("basalt", 1.8),
    ("granite", 1.8),
    ("gold", 0.6),
    ("silver", 0.4),
    ("bronze", 0.6),
    ("copper", 0.6),
    ("iron", 0.5),
    ("lead", 1.5),
    ("glass", 0.25),
    ("wood", 0.3),
    ("ivory", 0.4),
)


def date_words(first: int | None, last: int | None) -> str:
    """ "about 660-670", "8th century", "7th-8th century", as a label would say it."""
    if first is None or last is None:
        return f"about {last or first}"
    if 0 <= last - first <= 45:
        return f"about {_year(first)}–{_year(last)}"
    one, two = _century(first), _century(last)
    if one == two:
        return one
    if first > 0:
        return f"{one.removesuffix(' century')}–{two}"
    return f"{one} – {two}{' CE' if last > 0 else ''}"


def _year(year: int) -> str:
    return f"{-year} BCE" if year < 0 else str(year)


def _century(year: int) -> str:
    number = (abs(year) - 1) // 100 + 1
    ending = "th" if 10 <= number % 100 <= 20 else _ORDINALS.get(number % 10, "th")
    return f"{number}{ending} century{' BCE' if year < 0 else ''}"


def size_words(height: float | None, width: float | None, *, inches: bool, comma: bool) -> str:
    """The dimensions as that house types them."""
    said = []
    for letter, size in (("H", height), ("W" if height else "Diam", width)):
        if size is None:
            continue
        number = size / 25.4 if inches else size / 10
        words = str(Decimal(number).quantize(Decimal("0.1"), ROUND_HALF_UP)).removesuffix(".0")
        said.append(f"{letter}. {words.replace('.', ',') if comma else words} {'in.' if inches else 'cm'}")
    return (" × " if comma else ", ").join(said)


def weight_of(materials: str, *, height: float | None, width: float | None, rng: random.Random) -> float | None:
    """A weight that fits size and material; none for paper and cloth, which nobody weighs."""
    if any(word in materials for word in _UNWEIGHED):
        return None
    factor = next((density for word, density in _DENSITY if word in materials), None)
    if factor is None or not (height or width):
        return None
    tall, wide = (height or width or 1) / 10, (width or height or 1) / 10
    return float(round(factor * tall * wide * rng.uniform(1.4, 2.4) * max(1.0, min(tall, wide) / 9), 0))


def provenance(house: House, *, real: bool, rng: random.Random, turn: int) -> str:
    """Where it has been. Of real institutions we know only what was published."""
    if real:
        return "Named in what was published about the exhibition. The loan itself is part of the demonstration."
    if house.code == ORGANISER:
        return "Demo record: it stands for one of the Museum's own objects in the show, whose list was not published."
    if not house.invented:
        return "Demo record: it stands for a piece lent to the show that was not named in what we found."
    year = rng.randint(1903, 1932)
    if turn % 4 == 1:
        return (
            f"Bought in {rng.choice(('Paris', 'London', 'Istanbul'))}, {year}; private collection until 1938;"
            f" not documented from 1938 to {rng.randint(1947, 1952)}; acquired in {rng.randint(1953, 1968)}."
        )
    if turn % 4 == 2:
        return f"Given by the finder's family, {rng.randint(1934, 1969)}."
    return f"Excavated in {year + 28}, find no. {rng.randint(14, 980)}; in the collection since {year + 30}."
