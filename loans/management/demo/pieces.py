"""The objects of the example, unfolded from content/objects.csv: one row there gives several similar objects.

`{a|b}` in a cell means the first object is a, the next is b, and round again. The same files always give the same
objects.
"""

import csv
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from loans.management.demo.drawings import Drawing
from loans.management.demo.houses import CONTENT, ORGANISER, House, houses
from loans.management.demo.wording import date_words, provenance, size_words, weight_of

OWN = "own"


@dataclass(frozen=True, slots=True)
class Piece:
    """One object. `real` ones are sourced; all others are demo records, whoever owns them."""

    key: str
    section: str
    owner: str
    real: bool
    number: str
    title: str
    native_title: str
    culture: str
    date_text: str
    years: tuple[int | None, int | None]
    materials: str
    technique: str
    classification: str
    dimensions: str
    height_mm: float | None
    width_mm: float | None
    weight_g: float | None
    light: str
    hazards: str
    cites: str
    pieces: int
    parts: tuple[str, ...]
    provenance: str
    why: str
    drawing: Drawing

    @property
    def house(self) -> House:
        return houses()[self.owner]


@cache
def pieces() -> tuple[Piece, ...]:
    """Every object of both exhibitions, in the order of their sections."""
    with (CONTENT / "objects.csv").open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table, delimiter=";"))
    serial: dict[str, int] = {}
    return tuple(piece for index, row in enumerate(rows) for piece in _unfold(row, index, serial))


def _unfold(row: dict[str, str], index: int, serial: dict[str, int]) -> Iterator[Piece]:
    owners = [owner for owner, count in re.findall(r"(\w+)\*(\d+)", row["owners"]) for _copy in range(int(count))]
    extra = dict(re.findall(r"(\w+)=(.*?)(?=\s\w+=|$)", row["extra"]))
    for turn, owner in enumerate(owners):
        code = ORGANISER if owner == OWN else owner
        serial[code] = serial.get(code, 0) + 1
        yield _piece(row, extra, index=index, turn=turn, code=code, serial=serial[code])


def _piece(row: dict[str, str], extra: dict[str, str], *, index: int, turn: int, code: str, serial: int) -> Piece:
    rng = random.Random(index * 1000 + turn)
    cell = {name: _turned(text, turn) for name, text in row.items()}
    real = "real" in extra
    house = houses()[code]
    years = _years(row["dates"], turn)
    height, width = (_size(cell["size"], "h", rng), _size(cell["size"], "w", rng))
    parts = tuple(extra["parts"].split(",")) if "parts" in extra else ()
    weight = None if real else weight_of(cell["materials"], height=height, width=width, rng=rng)
    return Piece(
        key=f"{index}-{turn}",
        section=row["section"],
        owner=code,
        real=real,
        number=_number(house, serial, rng),
        title=cell["title"].strip(),
        native_title=cell["native"],
        culture=cell["culture"],
        date_text=extra.get("date") or date_words(*years),
        years=years,
        materials=cell["materials"],
        technique=cell["technique"],
        classification=cell["class"],
        dimensions=size_words(height, width, inches=code == "HQM", comma=house.language in ("fr", "de", "es")),
        height_mm=height,
        width_mm=width,
        weight_g=weight,
        light={"sensitive": "high" if index % 3 == 0 else "sensitive"}.get(row["light"], row["light"]),
        hazards=extra.get("hazards", "") if house.invented else "",
        cites=extra.get("cites", "") if house.invented else "",
        pieces=int(extra.get("pieces", len(parts) or 1)),
        parts=parts,
        provenance=provenance(house, real=real, rng=rng, turn=turn),
        why=extra.get("why", "") if turn == 0 else "",
        drawing=Drawing(
            kind=cell["kind"],
            seed=index * 97 + turn * 7919 + 11,
            height_mm=height or (width or 90) * (0.44 if real else 0.9),
            width_mm=width or (height or 100),
            tone=_tone(cell["kind"], index + turn),
        ),
    )


def _tone(kind: str, turn: int) -> str:
    """Cloth, tiles, beads and seals come in many colours; everything else in that of its material."""
    if kind.partition("/")[0] not in ("cloth", "garment", "banner", "tile", "beads", "seal", "mosaic"):
        return ""
    return ("madder", "lapis", "ochre", "verdigris", "clay")[turn % 5]


def _turned(text: str, turn: int) -> str:
    """Each `{a|b}` of the cell resolved for this turn."""

    def choose(match: re.Match[str]) -> str:
        choices = match.group(1).split("|")
        return choices[turn % len(choices)]

    return re.sub(r"\{([^{}]*)\}", choose, text)


def _years(text: str, turn: int) -> tuple[int | None, int | None]:
    spans = text.split("/")
    first, _dots, last = spans[turn % len(spans)].partition("..")
    return (int(first) if first else None), (int(last) if last else None)


def _size(text: str, which: str, rng: random.Random) -> float | None:
    found = re.search(rf"\b{which}(\d+)(?:-(\d+))?", text)
    if not found:
        return None
    low, high = int(found.group(1)), int(found.group(2) or found.group(1))
    return float(low) if low == high else round(rng.uniform(low, high), 0)


def _number(house: House, serial: int, rng: random.Random) -> str:
    """An invented number in the house's own manner; none where a real one exists that we don't know."""
    if not house.numbers:
        return ""
    return house.numbers.format(n=serial * 7 + 31, year=rng.randint(1898, 1996))
