"""Working days by the calendar of a country."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loans.rules.working_days import Clock, after_working_days, incident_clock, is_known, is_working_day


@pytest.mark.parametrize(
    ("day", "country", "subdivision", "works"),
    [
        ("2024-12-24", "GB", "ENG", True),
        ("2024-12-25", "GB", "ENG", False),
        ("2024-12-28", "GB", "ENG", False),
        ("2024-11-30", "GB", "ENG", False),
        ("2026-01-02", "GB", "ENG", True),
        ("2026-01-02", "GB", "SCT", False),
        ("2024-03-21", "UZ", "", False),
        ("2024-09-06", "SA", "", False),  # a Friday: the weekend there
        ("2024-09-08", "SA", "", True),
        ("2024-09-07", "AQ", "", False),
        ("2024-09-09", "AQ", "", True),
        ("2024-12-25", "GB", "XXX", False),
    ],
)
def test_days_off(day: str, country: str, subdivision: str, works: bool) -> None:
    assert is_working_day(dt.date.fromisoformat(day), country=country, subdivision=subdivision) == works


def test_a_country_without_a_calendar_is_told_apart() -> None:
    assert is_known("UZ")
    assert not is_known("XX")


def test_an_incident_before_christmas() -> None:
    assert incident_clock(dt.date(2024, 12, 23), country="GB", subdivision="ENG") == Clock(
        notify_by=dt.date(2024, 12, 27), report_by=dt.date(2025, 1, 9)
    )


def test_the_days_the_loan_agreed_win() -> None:
    clock = incident_clock(dt.date(2024, 9, 30), country="GB", notice_days=1, report_days=0)

    assert clock == Clock(notify_by=dt.date(2024, 10, 1), report_by=dt.date(2024, 9, 30))


@given(start=st.dates(dt.date(2020, 1, 1), dt.date(2035, 1, 1)), number=st.integers(1, 15))
def test_it_ends_on_a_working_day_and_counts_them(start: dt.date, number: int) -> None:
    end = after_working_days(start, number, country="GB", subdivision="ENG")
    between = [start + dt.timedelta(days) for days in range(1, (end - start).days + 1)]

    assert is_working_day(end, country="GB", subdivision="ENG")
    assert sum(is_working_day(day, country="GB", subdivision="ENG") for day in between) == number
