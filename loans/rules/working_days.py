"""Working days of a country, for clocks that start when something happened: notice in two, report in ten."""

import datetime as dt
import functools
from dataclasses import dataclass

import holidays

from loans import packs
from loans.packs import Pack
from loans.rules.days import ONE_DAY

SATURDAY_AND_SUNDAY = frozenset({5, 6})


@functools.cache
def _calendar(country: str, subdivision: str) -> holidays.HolidayBase | None:
    """None where no calendar of the country is known."""
    try:
        return holidays.country_holidays(country, subdiv=subdivision or None)
    except NotImplementedError:
        return None if not subdivision else _calendar(country, "")


def is_known(country: str) -> bool:
    """False where only Saturday and Sunday are taken for days off."""
    return _calendar(country, "") is not None


def is_working_day(day: dt.date, *, country: str, subdivision: str = "") -> bool:
    """`country` is a two-letter code. The weekend is the country's own, which need not be Saturday and Sunday."""
    calendar = _calendar(country, subdivision)
    if calendar is None:
        return day.weekday() not in SATURDAY_AND_SUNDAY
    return bool(calendar.is_working_day(day))


def after_working_days(day: dt.date, number: int, *, country: str, subdivision: str = "") -> dt.date:
    """The last of so many working days after a day, which itself doesn't count."""
    while number > 0:
        day += ONE_DAY
        if is_working_day(day, country=country, subdivision=subdivision):
            number -= 1
    return day


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """By when the lender is told of an incident, and by when it has the report."""

    notify_by: dt.date
    report_by: dt.date


def incident_clock(
    found_on: dt.date,
    *,
    country: str,
    subdivision: str = "",
    notice_days: int | None = None,
    report_days: int | None = None,
    pack: Pack | None = None,
) -> Clock:
    """Counted from the day it was found, by the borrower's calendar. The loan's agreed days win over the pack's."""
    pack = pack or packs.current("incidents", on=found_on)
    notice = pack.integer("notice_working_days") if notice_days is None else notice_days
    report = pack.integer("report_working_days") if report_days is None else report_days
    return Clock(
        notify_by=after_working_days(found_on, notice, country=country, subdivision=subdivision),
        report_by=after_working_days(found_on, report, country=country, subdivision=subdivision),
    )
