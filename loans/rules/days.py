"""Spans of whole days, both ends counted the way people speak, and months the way statutes count them."""

import calendar
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from django.utils.translation import gettext as _

from office.records.wording import written

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Days:
    """From the first day to the last, both counted: 26 Sep 2024 to 23 Feb 2025 is 151 days. ValueError if reversed."""

    first: dt.date
    last: dt.date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"{self.last} is before {self.first}")

    @classmethod
    def half_open(cls, lower: dt.date, upper: dt.date) -> Self:
        """From a range of the database, whose upper day isn't counted any more."""
        return cls(lower, upper - ONE_DAY)

    @property
    def count(self) -> int:
        return (self.last - self.first).days + 1

    def __contains__(self, day: dt.date) -> bool:
        return self.first <= day <= self.last

    def shared(self, other: Self) -> "Days | None":
        """The days of both; None when there are none."""
        first, last = max(self.first, other.first), min(self.last, other.last)
        return Days(first, last) if first <= last else None

    def __str__(self) -> str:
        if self.first == self.last:
            return written(self.first)
        return _("%(first)s to %(last)s") % {"first": written(self.first), "last": written(self.last)}


def merged(spans: Iterable[Days]) -> list[Days]:
    """The same days as few spans in order; spans that touch become one."""
    result: list[Days] = []
    for span in sorted(spans):
        if result and span.first <= result[-1].last + ONE_DAY:
            result[-1] = Days(result[-1].first, max(result[-1].last, span.last))
        else:
            result.append(span)
    return result


def uncovered(span: Days, covers: Iterable[Days]) -> list[Days]:
    """The days of a span that none of the covers has, in order."""
    gaps = []
    start = span.first
    for cover in merged(covers):
        if cover.first > span.last:
            break
        if cover.first > start:
            gaps.append(Days(start, cover.first - ONE_DAY))
        start = max(start, cover.last + ONE_DAY)
    if start <= span.last:
        gaps.append(Days(start, span.last))
    return gaps


def plus_months(day: dt.date, months: int) -> dt.date:
    """The same day of the month so many months on (or back); where the month is shorter, its last day.

    Twelve months from 29 February end on 28 February: of two readings the earlier day, which is safe for a deadline.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return day.replace(year=year, month=month + 1, day=min(day.day, calendar.monthrange(year, month + 1)[1]))
