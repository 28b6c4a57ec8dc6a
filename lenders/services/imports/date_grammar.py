"""The grammar of display dates: tokens become points, points become ranges, each with years and EDTF.

Years are historical (206 BCE is -206, no year 0); only `edtf_year` converts to EDTF's astronomical count.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from lenders.services.imports.date_words import Token

CIRCA_YEARS = 10  # how far "c. 900" reaches to either side, when the source gives no years of its own
LAST_YEAR = 2100
FIRST_YEAR = -9999


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


class Found(NamedTuple):
    earliest: int | None
    latest: int | None
    edtf: str


def edtf_year(year: int) -> str:
    """A historical year in EDTF's astronomical count: -206 (206 BCE) is `-0205`, -1 (1 BCE) is `0000`."""
    if year > 0:
        return f"{year:04d}"
    return f"-{-year - 1:04d}" if year < -1 else "0000"


def expression(words: Sequence[Token], at: int) -> tuple[Found | None, int]:
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
            return Found(
                span.earliest,
                None,
                f"{edtf_year(_plain(span.earliest, left))}{circa}/..",
            ), after
        if span.latest is not None:
            return Found(
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
            if kind == "century" or (kind == "circa" and words[at].text == "c." and point.kind == "ordinal"):
                point = replace(point, century=True)
            elif kind in {"bce", "ce"} and (point.bce is None):
                point = replace(point, bce=kind == "bce")
            elif kind != "maybe":
                break
            at += 1
    elif point.share is None:
        return None, at
    return point, at


def _single(point: _Point) -> Found | None:
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
        return Found(first, last, point.text if sure else "")
    edtf = ""
    if point.share is None:
        if first == last:
            edtf = edtf_year(first) + "~" * point.circa
        elif first > 0 and last - first in {9, 99}:
            edtf = edtf_year(first)[: 3 if last - first == 9 else 2].ljust(4, "X") + "~" * point.circa
        elif not point.circa:
            edtf = f"{edtf_year(first)}/{edtf_year(last)}"
    margin = CIRCA_YEARS if point.circa else 0
    return Found(_moved(first, -margin), _moved(last, margin), edtf)


def _range(left: _Point, right: _Point) -> Found | None:
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
    if left.bce is None and right.bce is not None and not (right.bce and left.number < right.number):
        left = replace(left, bce=right.bce)
    elif right.bce is None and left.bce is not None:
        if left.era_first:
            right = replace(right, bce=left.bce)
        elif left.bce and right.number < left.number:
            guessed = True  # "300 BC-100"
    elif left.bce is None and right.bce is None and max(left.number, right.number) < 100 and left.kind == "year":
        return None
    short = left.kind == right.kind == "year" and not right.bce and not left.bce
    if short and right.number < left.number and len(right.text) < len(left.text):  # 1628-61
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
    if left.share is None and right.share is None and not guessed and (years or not circa):
        edtf = f"{edtf_year(first)}{'~' * left.circa}/{edtf_year(last)}{'~' * circa}"
    first = _moved(first, -CIRCA_YEARS) if left.circa else first
    return Found(first, _moved(last, CIRCA_YEARS) if circa else last, edtf)


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


def narrowest(found: Sequence[Found]) -> Found | None:
    """The date every other contains, as the century inside a dynasty; None when they don't nest."""

    def holds(outer: Found, inner: Found) -> bool:
        lower = outer.earliest is None or (inner.earliest is not None and outer.earliest <= inner.earliest)
        upper = outer.latest is None or (inner.latest is not None and inner.latest <= outer.latest)
        return lower and upper

    return next((f for f in reversed(found) if all(holds(other, f) for other in found)), None)


def _moved(year: int, by: int) -> int:
    """A year moved in time, stepping over the year 0 that doesn't exist."""
    astronomical = (year if year > 0 else year + 1) + by
    return astronomical if astronomical > 0 else astronomical - 1
