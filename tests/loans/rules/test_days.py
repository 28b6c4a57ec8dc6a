"""Spans of days and months."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loans.rules.days import Days, merged, plus_months, uncovered

BEGIN = dt.date(2024, 1, 1)
spans = st.tuples(st.integers(0, 120), st.integers(0, 40)).map(
    lambda pair: Days(BEGIN + dt.timedelta(pair[0]), BEGIN + dt.timedelta(sum(pair)))
)


def test_both_ends_count() -> None:
    days = Days(dt.date(2024, 9, 26), dt.date(2025, 2, 23))

    assert days.count == 151
    assert dt.date(2025, 2, 23) in days
    assert dt.date(2025, 2, 24) not in days
    assert str(days) == "26 September 2024 to 23 February 2025"
    assert str(Days(BEGIN, BEGIN)) == "1 January 2024"


def test_a_range_of_the_database_ends_a_day_earlier() -> None:
    assert Days.half_open(BEGIN, dt.date(2024, 1, 3)) == Days(BEGIN, dt.date(2024, 1, 2))


def test_reversed_days_are_refused() -> None:
    with pytest.raises(ValueError, match="2023-12-31 is before 2024-01-01"):
        Days(BEGIN, dt.date(2023, 12, 31))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2024-09-02", 12, "2025-09-02"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2024-08-31", 6, "2025-02-28"),
        ("2024-12-31", 2, "2025-02-28"),
        ("2024-05-31", -3, "2024-02-29"),
        ("2024-03-31", -3, "2023-12-31"),
        ("2024-01-15", -12, "2023-01-15"),
    ],
)
def test_months_keep_the_day_or_take_the_last_of_the_month(day: str, months: int, expected: str) -> None:
    assert plus_months(dt.date.fromisoformat(day), months) == dt.date.fromisoformat(expected)


@given(span=spans, covers=st.lists(spans, max_size=6))
def test_every_day_is_either_covered_or_in_a_gap(span: Days, covers: list[Days]) -> None:
    gaps = uncovered(span, covers)

    for offset in range(span.count):
        day = span.first + dt.timedelta(offset)
        assert any(day in gap for gap in gaps) != any(day in cover for cover in covers)
    assert sum(gap.count for gap in gaps) <= span.count
    assert merged(gaps) == gaps
