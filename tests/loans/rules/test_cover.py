"""Cover from nail to nail, accumulation in one place, and what a state indemnity asks."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loans import packs
from loans.rules.cover import (
    Carried,
    CoverPeriod,
    Liability,
    Limit,
    accumulation,
    cover_findings,
    gaps,
    indemnity_apply_by,
    indemnity_findings,
    minimum_liability,
    nail_to_nail,
)
from loans.rules.days import Days

LINE = nail_to_nail(dt.date(2024, 8, 20), dt.date(2025, 3, 20))
INDEMNITY = CoverPeriod(
    name="UK Government Indemnity 24/118", days=Days(dt.date(2024, 9, 2), LINE.last), in_force=True, accepted=True
)
TRANSIT = CoverPeriod(name="Policy T-9", days=Days(LINE.first, dt.date(2024, 9, 1)), in_force=True, accepted=True)


def test_two_covers_that_meet_leave_no_gap() -> None:
    assert gaps(LINE, [INDEMNITY, TRANSIT]) == []
    assert cover_findings(LINE, [INDEMNITY, TRANSIT]) == []


def test_the_day_of_return_needs_cover() -> None:
    short = replace(INDEMNITY, days=Days(LINE.first, dt.date(2025, 3, 19)))

    assert gaps(LINE, [short]) == [Days(dt.date(2025, 3, 20), dt.date(2025, 3, 20))]
    assert [each.sentence for each in cover_findings(LINE, [short])] == [
        "Not covered for 1 day, 20 March 2025. Extend a cover to these days, or take out another."
    ]


def test_no_cover_at_all() -> None:
    [found] = cover_findings(LINE, [])

    assert found.sentence == (
        "There is no cover from 20 August 2024 to 20 March 2025. Take out insurance or apply for an indemnity."
    )


@pytest.mark.parametrize(
    ("transit", "advice"),
    [
        (replace(TRANSIT, accepted=False), "Policy T-9 would count once the lender accepts it: ask the lender."),
        (replace(TRANSIT, in_force=False), "Policy T-9 would count once it is in force: record the certificate."),
    ],
)
def test_a_cover_that_does_not_count_yet_is_named(transit: CoverPeriod, advice: str) -> None:
    [found] = cover_findings(LINE, [INDEMNITY, transit])

    assert found.sentence == f"Not covered for 13 days, 20 August 2024 to 1 September 2024. {advice}"


starts = st.integers(0, 60).map(lambda days: dt.date(2024, 8, 1) + dt.timedelta(days))
periods = st.tuples(starts, st.integers(0, 90)).map(lambda pair: Days(pair[0], pair[0] + dt.timedelta(pair[1])))
covers = st.builds(CoverPeriod, name=st.just("P"), days=periods, in_force=st.booleans(), accepted=st.booleans())


@given(span=periods, some=st.lists(covers, max_size=5), more=covers)
def test_another_cover_never_opens_a_gap(span: Days, some: list[CoverPeriod], more: CoverPeriod) -> None:
    before, after = gaps(span, some), gaps(span, [*some, more])

    assert sum(gap.count for gap in after) <= sum(gap.count for gap in before)
    assert all(any(gap.first in wide and gap.last in wide for wide in before) for gap in after)


TRUCK = "Truck 1"
POUNDS = Limit(amount=Decimal(1_000_000), currency="GBP", cover="Policy T-9")


def carried(amount: int | None, currency: str = "GBP", place: str = TRUCK) -> Carried:
    return Carried(place=place, amount=None if amount is None else Decimal(amount), currency=currency)


def test_a_full_truck() -> None:
    [truck, van] = accumulation([carried(700_000), carried(400_000), carried(900_000, place="Van")], [POUNDS])

    assert truck.totals == {"GBP": Decimal(1_100_000)}
    assert [each.sentence for each in truck.findings] == [
        "Truck 1: GBP 1,100,000 together, and Policy T-9 bears GBP 1,000,000 at most. "
        "Spread the objects or have the limit raised."
    ]
    assert van.findings == ()


def test_up_to_the_limit_is_within_it() -> None:
    [truck] = accumulation([carried(1_000_000)], [POUNDS])

    assert truck.findings == ()


def test_other_currencies_are_named_and_never_converted() -> None:
    [truck] = accumulation([carried(700_000), carried(900_000, "EUR"), carried(5, "USD")], [POUNDS])

    assert truck.totals == {"EUR": Decimal(900_000), "GBP": Decimal(700_000), "USD": Decimal(5)}
    assert [(each.kind, each.sentence) for each in truck.findings] == [
        (
            "other-currency",
            "Truck 1: beside GBP 700,000 there are EUR 900,000 and USD 5. Nothing is converted: ask the insurer whether "
            "Policy T-9 (GBP 1,000,000) bears them too.",
        )
    ]


def test_a_limit_of_one_place_holds_there_alone_and_missing_values_are_counted() -> None:
    store = Limit(amount=Decimal(10), currency="GBP", cover="Policy S", place="Store")

    [truck, there] = accumulation([carried(50), carried(None, place="Store"), carried(5, place="Store")], [store])

    assert truck.findings == ()
    assert there.unvalued == 1
    assert [each.sentence for each in there.findings] == [
        "Store: 1 object has no value yet, so the total is too low. Ask its lender for one."
    ]


PACK = packs.current("uk-indemnity", on=dt.date(2024, 1, 1))


@pytest.mark.parametrize(
    ("borrower", "values", "expected"),
    [
        ("national", [5_000], Liability(amount=Decimal(25_000), currency="GBP", a_year=True)),
        ("other", [], Liability(amount=Decimal(0), currency="GBP", a_year=False)),
        ("other", [3_999], Liability(amount=Decimal(300), currency="GBP", a_year=False)),
        ("other", [4_000], Liability(amount=Decimal(340), currency="GBP", a_year=False)),
        ("other", [1_000, 100_000], Liability(amount=Decimal(1_600), currency="GBP", a_year=False)),
        ("other", [200], Liability(amount=Decimal(200), currency="GBP", a_year=False)),
    ],
)
def test_minimum_liability(borrower: str, values: list[int], expected: Liability) -> None:
    assert minimum_liability(borrower, [Decimal(value) for value in values], pack=PACK) == expected


@pytest.mark.parametrize(
    ("amount", "currency", "kinds"),
    [
        (1_000, "GBP", []),
        (999, "GBP", ["indemnity-minimum"]),
        (5_000, "EUR", ["indemnity-currency"]),
        (None, "GBP", ["indemnity-value"]),
    ],
)
def test_what_the_indemnity_takes(amount: int | None, currency: str, kinds: list[str]) -> None:
    found = indemnity_findings(
        None if amount is None else Decimal(amount),
        currency=currency,
        cover_starts=LINE.first,
        applied=True,
        on=dt.date(2024, 8, 1),
    )

    assert [each.kind for each in found] == kinds


def test_the_indemnity_is_applied_for_three_months_before_collection() -> None:
    def late(on: dt.date) -> list[str]:
        ask = indemnity_findings(Decimal(5_000), currency="GBP", cover_starts=LINE.first, applied=False, on=on)
        return [each.sentence for each in ask]

    assert indemnity_apply_by(LINE.first) == dt.date(2024, 5, 20)
    assert late(dt.date(2024, 5, 20)) == []
    assert late(dt.date(2024, 5, 21)) == [
        "The indemnity had to be applied for by 20 May 2024, since the cover starts on 20 August 2024. "
        "Apply today and ask whether it can still be granted, or insure the journey."
    ]
