"""Reads the years out of a provenance as people write it, and says which entries it didn't understand.

Entries are divided by semicolons or lines. By the custom of the field a semicolon means that the object passed on
directly, so an owner holds it until the next one's year; a new line means nothing of the kind. The last owner holds
it still. Notes at the end are left out. Years in brackets are taken for dates of life and left alone. What may be read in two ways isn't read.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

_YEAR = r"(?<![\w.,/£$€-])(1\d{3}|20\d{2})(?![\w/]|[.,]\d)"
_RANGE = re.compile(rf"{_YEAR}\s*(?:[-–—]|to|until|till|through)\s*(1\d{{3}}|20\d{{2}}|\d{{2}})(?![\w/]|[.,]\d)")
_UNTIL = re.compile(rf"\b(?:until|till|through)\s+(?:\w+\s+)?{_YEAR}", re.IGNORECASE)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*\.?"
_SINCE = re.compile(
    rf"(?:^|[,:(]\s*|\b(?:in|on|by|since|from|dated|purchased|bought|acquired|sold|given|bequeathed|donated|excavated|found|discovered|{_MONTH})\s+){_YEAR}",
    re.IGNORECASE,
)
_ANY = re.compile(_YEAR)
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_UNSURE = re.compile(
    r"\?|\b(?:circa|about|around|probably|possibly|perhaps|presumably|between|before|prior|after|late|early|mid|or)\b|\bca?\.",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?:\b(?:lots?|nos?|nr|inv|acc|cat|figs?|plate|pp?)\b\.?|[#№])\s*\d[\w.]*", re.IGNORECASE)
_NOTES = re.compile(r"^\s*(?:foot)?notes?\s*[:.]", re.IGNORECASE)
# A longer span beside a name is more likely a life than an ownership.
_LONGEST = 60


@dataclass(frozen=True, slots=True, order=True)
class Years:
    """From the first year to the last, both counted. ValueError if reversed."""

    first: int
    last: int

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"{self.last} is before {self.first}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry as written; `years` None: not understood. `open_end`: it says when it began, not when it ended."""

    words: str
    years: Years | None
    open_end: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """A provenance as far as it was understood."""

    entries: tuple[Entry, ...]

    @property
    def periods(self) -> list[Years]:
        return [entry.years for entry in self.entries if entry.years]

    @property
    def not_understood(self) -> list[str]:
        return [entry.words for entry in self.entries if entry.years is None]


def parse(text: str, *, this_year: int) -> Chain:
    """The chain of owners in the order it is written, oldest first."""
    entries: list[Entry] = []
    passed_on: list[bool] = []
    for line in text.splitlines():
        if _NOTES.match(line):
            break
        parts = [part.strip(" .\t") for part in _split(line)]
        parts = [part for part in parts if part]
        for part in parts:
            entries.append(_read(part, this_year=this_year))
            passed_on.append(True)
        if parts:
            passed_on[-1] = line.rstrip().endswith(";")
    closed = []
    for at, entry in enumerate(entries):
        following = entries[at + 1] if at + 1 < len(entries) else None
        closed.append(_close(entry, following, direct=passed_on[at], this_year=this_year))
    return Chain(entries=tuple(closed))


def _split(line: str) -> Iterable[str]:
    """At semicolons outside brackets."""
    depth, start = 0, 0
    for at, sign in enumerate(line):
        if sign in "([":
            depth += 1
        elif sign in ")]":
            depth = max(0, depth - 1)
        elif sign == ";" and not depth:
            yield line[start:at]
            start = at + 1
    yield line[start:]


def _read(words: str, *, this_year: int) -> Entry:
    unread = Entry(words=words, years=None)
    if words.startswith("(") and words.find(")") == len(words) - 1:
        words = words[1:-1]
    bare = _NUMBER.sub(" ", _ASIDE.sub(" ", words)).strip()
    if _UNSURE.search(bare):
        return unread
    ranges = list(_RANGE.finditer(bare))
    rest = _RANGE.sub(" ", bare)
    years = {int(year) for year in _ANY.findall(rest)}
    if ranges:
        if len(ranges) > 1 or years:
            return unread
        first, last = ranges[0].group(1), ranges[0].group(2)
        end = int(last) if len(last) == 4 else int(first[:2] + last)
        if not int(first) <= end <= min(int(first) + _LONGEST, this_year):
            return unread
        return Entry(words=words, years=Years(int(first), end))
    if len(years) != 1 or max(years) > this_year:
        return unread
    [year] = years
    if _UNTIL.search(rest):
        return Entry(words=words, years=Years(year, year))
    if _SINCE.search(rest):
        return Entry(words=words, years=Years(year, year), open_end=True)
    return unread


def _close(entry: Entry, following: Entry | None, *, direct: bool, this_year: int) -> Entry:
    """An owner without an end holds the object until the next one's year, the last owner until today."""
    if not entry.years or not entry.open_end:
        return entry
    first = entry.years.first
    if following is None:
        return replace(entry, years=Years(first, this_year))
    if direct and following.years and following.years.first >= first:
        return replace(entry, years=Years(first, following.years.first))
    return entry


def year_gaps(periods: Iterable[Years], *, within: Years) -> list[Years]:
    """The years of a span that no period has, in order."""
    gaps = []
    start = within.first
    for period in sorted(periods):
        if period.first > within.last:
            break
        if period.first > start:
            gaps.append(Years(start, period.first - 1))
        start = max(start, period.last + 1)
    if start <= within.last:
        gaps.append(Years(start, within.last))
    return gaps
