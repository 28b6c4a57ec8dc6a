"""Display dates read into an earliest and a latest year, and into EDTF where there is no doubt.

Years are historical: 206 BCE is -206 and there is no year 0, as in the ISO-looking `-0206` that collection systems
export. EDTF counts astronomically (1 BCE is 0000), so the same year is `-0205` there; only `edtf_year` converts.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from lenders.services.imports.date_words import Token, tokens
from lenders.services.imports.refusals import RowRefused

CIRCA_YEARS = 10  # how far "c. 900" reaches to either side, when the source gives no years of its own
LAST_YEAR = 2100
FIRST_YEAR = -9999

_ISO = re.compile(r"(-?)(\d{1,4})-(\d\d)-(\d\d)(?:[T ].*)?")
_WHOLE = re.compile(r"([+-]?\d{1,4})(?:\.0+)?")
_EDTF = re.compile(r"[-\dXYSTZ~?%/.:\[\]{}, ]{1,80}")


class Dates(NamedTuple):
    """What a display date says: years (BCE negative, None where open or unknown) and EDTF, '' unless sure."""

    earliest: int | None = None
    latest: int | None = None
    edtf: str = ""


NO_DATES = Dates()


@dataclass(frozen=True, slots=True)
class _Point:
    """One end of a date as written: `kind` is year, spans (1300s), ordinal (6th) or iso; None for a bare "early"."""

    kind: str | None = None
    number: int = 0
    text: str = ""
    share: tuple[float, float] | None = None
    bce: bool | None = None
    era_first: bool = False
    circa: bool = False
    century: bool = False


class _Found(NamedTuple):
    earliest: int | None
    latest: int | None
    edtf: str


@lru_cache(maxsize=16_384)
def read_date(text: str) -> Dates:
    """Reads a display date; several dates in one text give the narrowest when nested, else their whole span.

    Centuries follow the museums' habit: the 15th century is 1400-1499, the 2nd century BCE 199-100 BCE, the first
    ends at year 1; early, mid and late are thirds.
    """
    words = list(tokens(text))
    found: list[_Found] = []
    at = 0
    while at < len(words):
        hit, after = _expression(words, at)
        if hit:
            found.append(hit)
        at = max(after, at + 1)
    if not found:
        return NO_DATES
    maybe = any(word.kind == "maybe" for word in words)
    doubtful = any(word.kind == "hijri" for word in words)
    best = found[0] if len(found) == 1 else _narrowest(found)
    if best is None:
        starts, ends = [f.earliest for f in found], [f.latest for f in found]
        earliest = (
            None if None in starts else min(year for year in starts if year is not None)
        )
        latest = (
            None if None in ends else max(year for year in ends if year is not None)
        )
        return Dates(earliest, latest)
    edtf = "" if doubtful else best.edtf
    if edtf and maybe:
        edtf = (
            "" if "/" in edtf else f"{edtf[:-1]}%" if edtf.endswith("~") else f"{edtf}?"
        )
    return Dates(best.earliest, best.latest, edtf)


def object_dates(
    *, text: str, earliest: str = "", latest: str = "", edtf: str = ""
) -> Dates:
    """The dates of a row: the source's own columns win over the display text. Raises RowRefused on nonsense."""
    read = read_date(text)
    first = read_year(earliest, text=text, end=False)
    last = read_year(latest, text=text, end=True)
    if first is not None and last is not None and first > last:
        raise RowRefused(
            f"The earliest date ({earliest}) is after the latest ({latest}); correct one of them."
        )
    if edtf and not _EDTF.fullmatch(edtf):
        raise RowRefused(
            f"“{edtf}” isn't an EDTF date such as 0900~ or -0205/0220; correct it or leave it empty."
        )
    given = (first, last)
    first = read.earliest if first is None else first
    last = read.latest if last is None else last
    if (
        first is not None and last is not None and first > last
    ):  # one column given, the text says otherwise
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
        if (
            iso[3] == "12"
            and 0 < lag <= 10
            and int(iso[4]) == 32 - lag
            and str(year) not in text
        ):
            year += 1
    else:
        read = read_date(cell)
        found = read.latest if end else read.earliest
        if found is None:
            raise RowRefused(
                f"“{cell}” isn't a year; write it like 1279, or -206 for 206 BCE."
            )
        year = found
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise RowRefused(
            f"The year {cell} is out of range; write it like 1279, or -206 for 206 BCE."
        )
    return year or None


def edtf_year(year: int) -> str:
    """A historical year in EDTF's astronomical count: -206 (206 BCE) is `-0205`, -1 (1 BCE) is `0000`."""
    if year > 0:
        return f"{year:04d}"
    return f"-{-year - 1:04d}" if year < -1 else "0000"


def _expression(words: Sequence[Token], at: int) -> tuple[_Found | None, int]:
    """One date or range starting at a token, and the token after it."""
    open_kind = words[at].kind if words[at].kind in {"upto", "since"} else ""
    start = at + 1 if open_kind else at
    left, after = _point(words, start)
    if left is None:
        return None, at + 1
    right = None
    while after < len(words) and words[after].kind == "dash":
        following, beyond = _point(words, after + 1)
        if following is None or following.kind is None:
            break
        right, after = following, beyond
    tail = words[after].kind if after < len(words) else ""
    if tail in {"onwards", "earlier"} and not open_kind:
        open_kind, after = ("since" if tail == "onwards" else "upto"), after + 1
    span = _range(left, right) if right else _single(left)
    if span and open_kind and not right:
        circa = "~" if left.circa and left.kind == "year" else ""
        if open_kind == "since" and span.earliest is not None:
            return _Found(
                span.earliest,
                None,
                f"{edtf_year(_plain(span.earliest, left))}{circa}/..",
            ), after
        if span.latest is not None:
            return _Found(
                None,
                span.latest,
                f"../{edtf_year(_plain(span.latest, left, back=True))}{circa}",
            ), after
    return span, after


def _plain(year: int, point: _Point, *, back: bool = False) -> int:
    return _moved(year, -CIRCA_YEARS if back else CIRCA_YEARS) if point.circa else year


def _point(words: Sequence[Token], at: int) -> tuple[_Point | None, int]:
    point = _Point()
    while at < len(words):
        word = words[at]
        if word.kind == "circa":
            point = replace(point, circa=True)
        elif word.kind == "share" and point.share is None:
            point = replace(point, share=word.share)
        elif word.kind in {"bce", "ce"} and point.bce is None:
            point = replace(point, bce=word.kind == "bce", era_first=True)
        elif word.kind != "maybe":
            break
        at += 1
    if at < len(words) and words[at].kind in {
        "year",
        "spans",
        "ordinal",
        "iso",
        "signed",
    }:
        word = words[at]
        point = replace(point, kind=word.kind, number=word.number, text=word.text)
        at += 1
        while at < len(words):
            kind = words[at].kind
            if kind == "century" or (
                kind == "circa" and words[at].text == "c." and point.kind == "ordinal"
            ):
                point = replace(point, century=True)
            elif kind in {"bce", "ce"} and (point.bce is None):
                point = replace(point, bce=kind == "bce")
            elif kind != "maybe":
                break
            at += 1
    elif point.share is None:
        return None, at
    return point, at


def _single(point: _Point) -> _Found | None:
    if point.kind == "ordinal" and not point.century:
        return None  # "18th dynasty"
    if point.kind == "year" and point.number < 100 and point.bce is None:
        return None
    span = _span(point)
    if span is None:
        return None
    first, last = span
    if point.kind == "iso":
        sure = first > 0 and len(point.text) == 10
        return _Found(first, last, point.text if sure else "")
    edtf = ""
    if point.share is None:
        if first == last:
            edtf = edtf_year(first) + "~" * point.circa
        elif first > 0 and last - first in {9, 99}:
            edtf = (
                edtf_year(first)[: 3 if last - first == 9 else 2].ljust(4, "X")
                + "~" * point.circa
            )
        elif not point.circa:
            edtf = f"{edtf_year(first)}/{edtf_year(last)}"
    margin = CIRCA_YEARS if point.circa else 0
    return _Found(_moved(first, -margin), _moved(last, margin), edtf)


def _range(left: _Point, right: _Point) -> _Found | None:
    guessed = False
    if left.kind is None:  # "early to mid 600s"
        left = replace(
            left,
            kind=right.kind,
            number=right.number,
            century=right.century,
            bce=right.bce,
        )
    if "ordinal" in {left.kind, right.kind} and not (left.century or right.century):
        return None
    if (
        left.bce is None
        and right.bce is not None
        and not (right.bce and left.number < right.number)
    ):
        left = replace(left, bce=right.bce)
    elif right.bce is None and left.bce is not None:
        if left.era_first:
            right = replace(right, bce=left.bce)
        elif left.bce and right.number < left.number:
            guessed = True  # "300 BC-100"
    elif (
        left.bce is None
        and right.bce is None
        and max(left.number, right.number) < 100
        and left.kind == "year"
    ):
        return None
    short = left.kind == right.kind == "year" and not right.bce and not left.bce
    if (
        short and right.number < left.number and len(right.text) < len(left.text)
    ):  # 1628-61
        right = replace(right, number=int(left.text[: -len(right.text)] + right.text))
    spans = _span(left), _span(right)
    if spans[0] is None or spans[1] is None:
        return None
    first, last = spans[0][0], spans[1][1]
    if first > last or spans[0][1] > last or first > spans[1][0]:
        return None
    circa = left.circa or right.circa
    edtf = ""
    years = left.kind in {"year", "signed"} and right.kind in {"year", "signed"}
    if (
        left.share is None
        and right.share is None
        and not guessed
        and (years or not circa)
    ):
        edtf = f"{edtf_year(first)}{'~' * left.circa}/{edtf_year(last)}{'~' * circa}"
    first = _moved(first, -CIRCA_YEARS) if left.circa else first
    return _Found(first, _moved(last, CIRCA_YEARS) if circa else last, edtf)


def _span(point: _Point) -> tuple[int, int] | None:
    """First and last year of a point, in order of time, without any margin for "about"."""
    number, bce = point.number, bool(point.bce)
    match point.kind:
        case "ordinal" if 1 <= number <= (60 if bce else 21):
            low, high = max((number - 1) * 100, 1), number * 100 - 1
        case "spans" if number % 10 == 0 and number > 0:
            low, high = number, number + (99 if number % 100 == 0 else 9)
        case "year" if number > 0:
            low = high = number
        case "iso" | "signed" if number:
            low = high = abs(number)
            bce = number < 0
        case _:
            return None
    if high > (-FIRST_YEAR if bce else LAST_YEAR):
        return None
    first, last = (-high, -low) if bce else (low, high)
    if point.share:
        length = last - first + 1
        first, last = (
            first + int(point.share[0] * length + 0.001),
            first + int(point.share[1] * length - 0.001),
        )
    return first, last


def _narrowest(found: Sequence[_Found]) -> _Found | None:
    """The date every other contains, as the century inside a dynasty; None when they don't nest."""

    def holds(outer: _Found, inner: _Found) -> bool:
        lower = outer.earliest is None or (
            inner.earliest is not None and outer.earliest <= inner.earliest
        )
        upper = outer.latest is None or (
            inner.latest is not None and inner.latest <= outer.latest
        )
        return lower and upper

    return next(
        (f for f in reversed(found) if all(holds(other, f) for other in found)), None
    )


def _moved(year: int, by: int) -> int:
    """A year moved in time, stepping over the year 0 that doesn't exist."""
    astronomical = (year if year > 0 else year + 1) + by
    return astronomical if astronomical > 0 else astronomical - 1
