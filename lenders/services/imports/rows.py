"""Turns a row of cells into the values of an object, or refuses it with a sentence; one reader for one file."""

import json
import math
import re
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from operator import itemgetter
from typing import Any, Final

from lenders.models import CitesAppendix, CollectionObject, LightClass
from lenders.services.imports.dates import object_dates
from lenders.services.imports.dimensions import NO_DIMENSIONS, Dimensions, read_dimensions
from lenders.services.imports.mapping import Mapping
from lenders.services.imports.numbers import natural_key, part_numbers
from lenders.services.imports.profiles import TARGETS
from lenders.services.imports.reading import NumberCell, Row
from lenders.services.imports.refusals import RowRefused
from lenders.services.search import OBJECT_FIELDS, search_text

SIZES: Final = Dimensions._fields
_DATES: Final = ("earliest_year", "latest_year", "edtf")
# Always carried: what rows are matched, sorted and found by. `parts` are numbers of parts, for new objects.
_ALWAYS: Final = ("accession_number", "accession_sort", "title", "source_system", "source_id", "piece_count", "search")
_HELPERS: Final = ("row_number", "parts")
_TEXTS: Final = tuple(
    target for target in TARGETS if target not in {*_DATES, *SIZES, "lender", "other_numbers", "piece_count"}
)
_LIMITS: Final[dict[str, int | None]] = {
    name: getattr(CollectionObject._meta.get_field(name), "max_length", None) for name in (*_TEXTS, "edtf")
}
_CONTROL: Final = re.compile(r"[\x00-\x08\x0c\x0e-\x1f\x7f-\x9f]")
_MOST_PIECES: Final = 100_000


class RowReader:
    """Reads the rows of one file into tuples ordered like `columns`; remembers numbers to report repeated rows."""

    def __init__(self, mapping: Mapping, *, headers_in_file: Sequence[str]) -> None:
        self.mapping = mapping
        headers = mapping.columns
        self._texts = tuple(name for name in _TEXTS if name in headers)
        has_text_dates = "date_text" in headers
        self._dates = tuple(name for name in _DATES if has_text_dates or name in headers)
        self._sizes = tuple(name for name in SIZES if "dimensions_text" in headers or name in headers)
        self._size_cells = tuple(name for name in SIZES if name in headers)
        given = [*self._texts, *self._dates, *self._sizes]
        given += [name for name in ("other_numbers",) if name in headers]
        self.columns: tuple[str, ...] = (*_HELPERS, *dict.fromkeys((*_ALWAYS, *given)))
        # What an object that exists takes over from the file; pieces counted from a number are for new objects.
        given += [name for name in ("piece_count",) if name in headers]
        self.overwrites: tuple[str, ...] = tuple(name for name in given if name not in {"source_system", "source_id"})
        self._ordered = itemgetter(*self.columns)
        self._limits = [(name, limit) for name in self._texts if (limit := _LIMITS[name])]
        self._searched = tuple(name for name in OBJECT_FIELDS if name in headers)
        self._names = tuple(name for name in TARGETS if name in headers and name != "lender")
        self._picked = itemgetter(*(headers_in_file.index(headers[name]) for name in self._names))
        self._seen: dict[tuple[str, ...], int] = {}
        self.numeric_numbers = 0

    @property
    def unsearched(self) -> tuple[str, ...]:
        """Fields the search column is made of that this file says nothing about."""
        return tuple(name for name in OBJECT_FIELDS if name not in self._searched)

    def read(self, row: Row) -> tuple[Any, ...]:
        """The row's values. Raises RowRefused."""
        if row.problem:
            raise RowRefused(row.problem)
        cells = dict(zip(self._names, self._picked(row.cells), strict=True))
        joined = "\t".join(cells.values())
        if _CONTROL.search(joined):
            self._refuse_control_characters(cells)
        if "\x0b" in joined:  # the line break inside a cell that FileMaker exports
            cells = {name: cell.replace("\x0b", "\n") for name, cell in cells.items()}
        values: dict[str, Any] = dict.fromkeys(_ALWAYS, "")
        values |= {name: cells[name] for name in self._texts}
        if "\n" in values["title"]:
            values["title"] = " ".join(values["title"].split())
        for name, limit in self._limits:
            if len(values[name]) > limit:
                raise RowRefused(
                    f"The {TARGETS[name]} is {len(values[name]):,} characters long; {limit:,} fit. Shorten it."
                )
        keys = self._identify(row, cells, values)
        self._describe(cells, values)
        values["search"] = search_text(*(values[name] for name in self._searched))
        for key in keys:
            self._seen[key] = row.number
        ordered: tuple[Any, ...] = self._ordered(values)
        return ordered

    def _identify(self, row: Row, cells: dict[str, str], values: dict[str, Any]) -> Sequence[tuple[str, ...]]:
        """Fills what the row is known by; returns the keys no other row of the file may have."""
        number, source = values["accession_number"], values["source_id"]
        if not values["title"]:
            raise RowRefused("It has no title. Write what the object is called, or what it is.")
        if not number and not source:
            raise RowRefused("It has neither an accession number nor a source number, so it would double next time.")
        if not source:
            values["source_system"] = ""
        if isinstance(number, NumberCell):
            self.numeric_numbers += 1
        keys: list[tuple[str, ...]] = [("number", number)] if number else []
        if source:
            keys.append(("source", values["source_system"], source))
        for known in keys:
            if first := self._seen.get(known):
                what = f"accession number {number}" if known[0] == "number" else f"source number {source}"
                raise RowRefused(f"It repeats the {what} of row {first}; row {first} was taken.")
        values["row_number"] = row.number
        values["accession_sort"] = natural_key(number)
        if len(values["accession_sort"]) > 300:
            raise RowRefused(f"The accession number {number[:40]}… is too long to be sorted. Shorten it.")
        parts = part_numbers(number)
        values["parts"] = list(parts) or None
        if pieces := cells.get("piece_count"):
            values["piece_count"] = _pieces(pieces)
        else:
            values["piece_count"] = len(parts) or 1
        return keys

    def _describe(self, cells: dict[str, str], values: dict[str, Any]) -> None:
        get = cells.get
        if self._dates:
            dates = object_dates(
                text=get("date_text", ""),
                earliest=get("earliest_year", ""),
                latest=get("latest_year", ""),
                edtf=get("edtf", ""),
            )
            values["earliest_year"], values["latest_year"], values["edtf"] = dates
        if self._sizes:
            text = get("dimensions_text", "")
            sizes = read_dimensions(text) if text else NO_DIMENSIONS
            values |= zip(SIZES, sizes, strict=True)
            for name in self._size_cells:
                if cells[name]:
                    values[name] = _size(name, cells[name], scale=self.mapping.scale[name])
        if light := get("light_class"):
            values["light_class"] = _choice(light, LightClass, what="light class")
        if cites := get("cites_appendix"):
            values["cites_appendix"] = _choice(cites, CitesAppendix, what="CITES appendix")
        if (url := get("source_url")) and not url.startswith(("http://", "https://")):
            raise RowRefused(
                f"The source page “{url[:60]}” is no web address. Write it like https://museum.org/objects/1."
            )
        if "other_numbers" in cells:
            values["other_numbers"] = json.dumps(_other_numbers(cells["other_numbers"]))

    def _refuse_control_characters(self, cells: dict[str, str]) -> None:
        for name, cell in cells.items():
            if found := _CONTROL.search(cell):
                before = cell[max(0, found.start() - 20) : found.start()]
                where = f"after “{before}”" if before else "at its start"
                raise RowRefused(f"The {TARGETS[name]} contains an invisible control character {where}. Delete it.")


def _pieces(cell: str) -> int:
    if cell.isdecimal() and 1 <= int(cell[:9]) <= _MOST_PIECES:
        return int(cell)
    raise RowRefused(f"The number of pieces is “{cell[:40]}”; write a whole number from 1 up.")


@lru_cache(maxsize=4096)
def _size(name: str, cell: str, *, scale: float) -> Decimal | None:
    """A size column in mm or g: a bare number in the column's unit, or text with its own unit."""
    weight = name == "weight_g"
    bare = cell.replace(",", ".", 1) if "." not in cell else cell.replace(",", "")
    try:
        number = float(bare) * scale if scale else math.nan
    except ValueError:
        number = math.nan
    if math.isnan(number):
        read = read_dimensions(f"weight {cell}" if weight else cell)
        found = read.weight_g if weight else read.height_mm or read.width_mm or read.depth_mm or read.diameter_mm
        if found is None:
            raise RowRefused(f"The {TARGETS[name]} “{cell[:40]}” can't be read; write it with its unit, like 48.3 cm.")
        return found
    if not 0 <= number < 99_999_999:
        raise RowRefused(f"The {TARGETS[name]} “{cell[:40]}” is out of range.")
    return Decimal(f"{number + 1e-9:.1f}") or None


@lru_cache(maxsize=256)
def _choice(cell: str, choices: type[LightClass] | type[CitesAppendix], *, what: str) -> str:
    wanted = cell.casefold()
    for value, label in choices.choices:
        if wanted in {str(value).casefold(), str(label).casefold()}:
            return str(value)
    known = ", ".join(str(value) for value, _label in choices.choices if value)
    raise RowRefused(f"The {what} “{cell[:40]}” isn't known; write one of {known}, or leave it empty.")


def _other_numbers(cell: str) -> Sequence[dict[str, str]]:
    """`former: A12; 99` as a list of kinds and numbers."""
    pieces = (piece.strip() for piece in re.split(r"[;\n]", cell))
    split = (piece.rpartition(":") for piece in pieces if piece)
    return [{"kind": kind.strip(), "number": number.strip()} for kind, _colon, number in split]


def names_counted(names: Counter[str]) -> str:
    """Names with how often they come, for a sentence: A (557 rows) and B (553 rows)."""
    counted = [f"{name} ({count:,} rows)" for name, count in names.most_common(8)]
    return " and ".join(filter(None, (", ".join(counted[:-1]), counted[-1] if counted else "")))
