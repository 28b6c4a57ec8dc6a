"""How much light an object gets: lux times hours times days, counted in the worst twelve months of its showings."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from loans.rules.days import ONE_DAY, Days, plus_months


@dataclass(frozen=True, slots=True, kw_only=True)
class Lit:
    """A time on display at one light level: `hours` are lit hours a day, not opening hours."""

    days: Days
    lux: Decimal
    hours: Decimal

    @property
    def a_day(self) -> Decimal:
        return self.lux * self.hours

    @property
    def dose(self) -> Decimal:
        """Lux-hours."""
        return self.a_day * self.days.count


def total(times: Sequence[Lit]) -> Decimal:
    """Lux-hours of all the times together."""
    return sum((time.dose for time in times), Decimal(0))


def worst_year(times: Sequence[Lit]) -> tuple[Days, Decimal]:
    """The twelve months with the most light and their lux-hours. Needs at least one time on display.

    The worst twelve months begin with a time on display or end with one, so these windows are enough.
    """
    windows = [Days(time.days.first, plus_months(time.days.first, 12) - ONE_DAY) for time in times]
    windows += [_year_to(time.days.last) for time in times]
    return max(((window, _dose_in(window, times)) for window in windows), key=lambda found: found[1])


def _year_to(last: dt.date) -> Days:
    return Days(plus_months(last + ONE_DAY, -12), last)


def _dose_in(window: Days, times: Sequence[Lit]) -> Decimal:
    shared = ((time.a_day, window.shared(time.days)) for time in times)
    return sum((a_day * days.count for a_day, days in shared if days), Decimal(0))


def days_within(budget: Decimal, *, lux: Decimal, hours: Decimal) -> int | None:
    """How many days at this light use up the budget; None when this light uses none."""
    a_day = lux * hours
    return int(budget // a_day) if a_day else None


def first_days(spans: Sequence[Days], most: int | None) -> list[Days]:
    """The first so many days of the spans, for an object that comes off display after them. None: all of them."""
    if most is None:
        return list(spans)
    kept: list[Days] = []
    left = most
    for span in spans:
        if left <= 0:
            break
        days = min(left, span.count)
        kept.append(Days(span.first, span.first + ONE_DAY * (days - 1)))
        left -= days
    return kept
