"""Display dates read into an earliest and a latest year, and into EDTF where there is no doubt.

Years are historical: 206 BCE is -206 and there is no year 0, as in the ISO-looking `-0206` that collection systems
export. EDTF counts astronomically (1 BCE is 0000), so the same year is `-0205` there (date_grammar.edtf_year).
"""

import re
from functools import lru_cache
from typing import NamedTuple

from lenders.services.imports.date_grammar import FIRST_YEAR, LAST_YEAR, Found, expression, narrowest
from lenders.services.imports.date_words import tokens
from lenders.services.imports.refusals import RowRefused

_ISO = re.compile(r"(-?)(\d{1,4})-(\d\d)-(\d\d)(?:[T ].*)?")
_WHOLE = re.compile(r"([+-]?\d{1,4})(?:\.0+)?")
_EDTF = re.compile(r"[-\dXYSTZ~?%/.:\[\]{}, ]{1,60}")


class Dates(NamedTuple):
    """What a display date says: years (BCE negative, None where open or unknown) and EDTF, '' unless sure."""

    earliest: int | None = None
    latest: int | None = None
    edtf: str = ""


NO_DATES = Dates()


@lru_cache(maxsize=16_384)
def read_date(text: str) -> Dates:
    """Reads a display date; several dates in one text give the narrowest when nested, else their whole span.

    Centuries follow the museums' habit: the 15th century is 1400-1499, the 2nd century BCE 199-100 BCE, the first
    ends at year 1; early, mid and late are thirds.
    """
    words = list(tokens(text))
    found: list[Found] = []
    at = 0
    while at < len(words):
        hit, after = expression(words, at)
        if hit:
            found.append(hit)
        at = max(after, at + 1)
    if not found:
        return NO_DATES
    maybe = any(word.kind == "maybe" for word in words)
    doubtful = any(word.kind == "hijri" for word in words)
    best = found[0] if len(found) == 1 else narrowest(found)
    if best is None:
        starts, ends = [f.earliest for f in found], [f.latest for f in found]
        earliest = None if None in starts else min(year for year in starts if year is not None)
        latest = None if None in ends else max(year for year in ends if year is not None)
        return Dates(earliest, latest)
    edtf = "" if doubtful else best.edtf
    if edtf and maybe:
        edtf = "" if "/" in edtf else f"{edtf[:-1]}%" if edtf.endswith("~") else f"{edtf}?"
    return Dates(best.earliest, best.latest, edtf)


def object_dates(*, text: str, earliest: str = "", latest: str = "", edtf: str = "") -> Dates:
    """The dates of a row: the source's own columns win over the display text. Raises RowRefused on nonsense."""
    read = read_date(text)
    first = read_year(earliest, text=text, end=False)
    last = read_year(latest, text=text, end=True)
    if first is not None and last is not None and first > last:
        raise RowRefused(f"The earliest date ({earliest}) is after the latest ({latest}); correct one of them.")
    if edtf and not _EDTF.fullmatch(edtf):
        raise RowRefused(f"“{edtf}” isn't an EDTF date such as 0900~ or -0205/0220; correct it or leave it empty.")
    given = (first, last)
    first = read.earliest if first is None else first
    last = read.latest if last is None else last
    if first is not None and last is not None and first > last:  # one column given, the text says otherwise
        first, last = given
    sure = "~" in read.edtf or (first, last) == (
        read.earliest,
        read.latest,
    )  # else the columns know better
    return Dates(first, last, edtf or (read.edtf if sure else ""))


@lru_cache(maxsize=16_384)
def read_year(cell: str, *, text: str = "", end: bool = False) -> int | None:
    """The year in a date column: `1279`, `-206`, `-0206-01-05`, `206 BCE`; 0 and nothing mean unknown.

    Some exports render 1 January in the Julian calendar (1278-12-25 for 1279); such a day counts for the year it
    stands for unless the display text names the year before.
    """
    cell = cell.strip()
    if not cell:
        return None
    if whole := _WHOLE.fullmatch(cell):
        year = int(whole[1])
    elif iso := _ISO.fullmatch(cell):
        year = int(iso[1] + iso[2])
        lag = year // 100 - year // 400 - 2  # days the Julian calendar lags behind
        if iso[3] == "12" and 0 < lag <= 10 and int(iso[4]) == 32 - lag and str(year) not in text:
            year += 1
    else:
        read = read_date(cell)
        found = read.latest if end else read.earliest
        if found is None:
            raise RowRefused(f"“{cell}” isn't a year; write it like 1279, or -206 for 206 BCE.")
        year = found
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise RowRefused(f"The year {cell} is out of range; write it like 1279, or -206 for 206 BCE.")
    return year or None
