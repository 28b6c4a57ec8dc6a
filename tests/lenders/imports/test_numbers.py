"""Accession numbers: order, parts, and what counts as the same number."""

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from lenders.services.imports.numbers import match_key_sql, natural_key, part_numbers

NUMBERS = st.lists(st.integers(0, 10**6), min_size=1, max_size=4)


def test_numbers_sort_as_people_count() -> None:
    shuffled = ["1988.12", "1954.70.nn", "1988.4", "79.H", "1988.4.a", "1954.70.q", "89.27.3", "1988.004.b", "E.1"]
    assert sorted(shuffled, key=natural_key) == [
        "79.H", "89.27.3", "1954.70.q", "1954.70.nn", "1988.4", "1988.4.a", "1988.004.b", "1988.12", "E.1",
    ]  # fmt: skip


@given(NUMBERS, NUMBERS)
def test_dotted_numbers_sort_like_lists_of_numbers(one: list[int], other: list[int]) -> None:
    keys = [natural_key(".".join(map(str, numbers))) for numbers in (one, other)]
    assert (keys[0] < keys[1], keys[0] == keys[1]) == (one < other, one == other)


@given(st.text(max_size=100))
def test_any_number_has_a_key(number: str) -> None:
    assert natural_key(number) == natural_key(number)


@pytest.mark.parametrize(
    ("number", "parts"),
    [
        ("89.27.30.A-B", ("89.27.30.A", "89.27.30.B")),
        ("2012.19.1.A-.C", ("2012.19.1.A", "2012.19.1.B", "2012.19.1.C")),
        ("64.H.A-B", ("64.H.A", "64.H.B")),
        ("1984.5a–c", ("1984.5a", "1984.5b", "1984.5c")),
        ("1999.5.a, b", ("1999.5.a", "1999.5.b")),
        ("1988.12", ()),
        ("12-15", ()),
        ("A-B", ()),
        ("LOAN.A-B", ()),
        ("1988.C-D", ()),
        ("1999.5.A-b", ()),
        ("1990.3.a/b", ()),
        ("1999.5.b,a", ()),
        ("", ()),
    ],
)
def test_parts_are_counted_only_when_there_is_no_doubt(number: str, parts: tuple[str, ...]) -> None:
    assert part_numbers(number) == parts


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("КП-12 А", "кп–12А", True),  # Cyrillic
        ("КП-12 А", "KП-12A", True),  # two letters Latin
        ("1954.70.A", "1954.70.a ", True),
        ("№ 12", "No12", True),
        ("Б-12", "B-12", False),
        ("1 12", "11 2", False),
        ("1.12", "1-12", False),
    ],
)
def test_spellings_of_one_number(one: str, other: str, same: bool) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {match_key_sql('%s')} = {match_key_sql('%s')}", [one, other])
        assert cursor.fetchone() == (same,)
