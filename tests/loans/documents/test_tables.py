"""Amounts, totals and runs of numbers as lists say them."""

from decimal import Decimal

import pytest

from loans.documents.tables import amount, spans, totals


@pytest.mark.parametrize(
    ("value", "currency", "written"),
    [
        (Decimal(1250000), "GBP", "GBP 1,250,000.00"),
        (Decimal("900.5"), "EUR", "EUR 900.50"),
        (Decimal(3200000), "JPY", "JPY 3,200,000"),
        (Decimal("1.5"), "KWD", "KWD 1.500"),
        (Decimal(7), "ZZZ", "ZZZ 7.00"),
    ],
)
def test_an_amount_has_the_places_its_currency_has(value: Decimal, currency: str, written: str) -> None:
    assert amount(value, currency) == written


def test_totals_keep_currencies_apart_and_count_no_unknown_value() -> None:
    amounts = [(Decimal(2), "USD"), (None, "EUR"), (Decimal(1), "GBP"), (Decimal("0.1"), "USD")]
    assert totals(amounts) == {"GBP": Decimal(1), "USD": Decimal("2.1")}


def test_three_numbers_in_a_row_are_said_as_a_span() -> None:
    assert spans([1, 2, 3, 7, 9, 10]) == ["1 to 3", "7", "9", "10"]
    assert spans([]) == []
