"""Papers an object needs at a border."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from loans.rules.border import Crossing, Goods, Permit, age, permits

DAY = dt.date(2026, 3, 3)
POT = Goods(made_latest=830, archaeological=True, origin_country="CN")
LONDON_OUT = Crossing(from_country="GB", to_country="US", on=DAY)
INTO_EU = Crossing(from_country="UZ", to_country="FR", on=DAY, museum_loan=False)


def needed(goods: Goods, crossing: Crossing) -> list[tuple[str, bool | None]]:
    return [(each.kind, each.needed) for each in permits(goods, crossing)]


@pytest.mark.parametrize(("made", "years"), [(-206, 2231), (-1, 2026), (1, 2025), (1976, 50)])
def test_there_is_no_year_0(made: int, years: int) -> None:
    assert age(made, in_year=2026) == years


def test_nothing_is_asked_within_one_country() -> None:
    assert permits(POT, replace(LONDON_OUT, to_country="GB")) == []


@pytest.mark.parametrize(("made", "expected"), [(1976, True), (1977, False), (None, None), (-206, True)])
def test_uk_export(made: int | None, expected: bool | None) -> None:
    assert needed(replace(POT, made_latest=made), LONDON_OUT) == [("uk_export", expected)]


def test_uk_export_is_applied_for_four_months_before_the_opening_and_again_for_the_way_home() -> None:
    [out] = permits(POT, replace(LONDON_OUT, opening=dt.date(2026, 9, 30)))
    [home] = permits(POT, replace(LONDON_OUT, home=True, opening=dt.date(2026, 9, 30)))

    assert out == Permit(
        kind="uk_export",
        needed=True,
        sentence="More than 50 years old: it needs a UK export licence, for a temporary loan too.",
        apply_by=dt.date(2026, 5, 30),
    )
    assert home.apply_by is None
    assert home.sentence.endswith("The import entry proves that it came in for a loan: keep it with the application.")


def eu(goods: Goods, crossing: Crossing = INTO_EU) -> bool | None:
    [(kind, answer)] = needed(goods, crossing)
    assert kind == "eu_import"
    return answer


EUROS = replace(POT, archaeological=False, value=Decimal(18_000), currency="EUR")


@pytest.mark.parametrize(
    ("goods", "expected"),
    [
        (POT, True),
        (replace(POT, made_latest=1776), True),
        (replace(POT, made_latest=1777), None),
        (replace(POT, made_latest=None), None),
        (replace(POT, archaeological=None), None),
        (EUROS, True),
        (replace(EUROS, value=Decimal("17999.99")), False),
        (replace(EUROS, currency="GBP"), None),
        (replace(EUROS, value=None), None),
        (replace(EUROS, made_latest=1826), True),
        (replace(EUROS, made_latest=1827), False),
        (replace(POT, origin_country="IT"), False),
    ],
)
def test_eu_import(goods: Goods, expected: bool | None) -> None:
    assert eu(goods) == expected


def test_a_museums_loan_to_a_public_museum_is_exempt() -> None:
    [found] = permits(POT, replace(INTO_EU, museum_loan=True))

    assert found.needed is False
    assert found.sentence.startswith("A museum's temporary loan from its permanent collection")
    assert eu(POT, replace(INTO_EU, museum_loan=None)) is None


def test_what_comes_back_to_the_eu_or_stays_in_it_or_came_earlier_needs_no_licence() -> None:
    assert eu(POT, replace(INTO_EU, home=True)) is False
    assert permits(POT, replace(INTO_EU, from_country="DE")) == []
    assert permits(POT, replace(INTO_EU, on=dt.date(2025, 6, 27))) == []
    assert permits(POT, replace(INTO_EU, to_country="GB")) == []


IVORY = Goods(made_latest=1600, cites_appendix="I", materials="Ivory, gilt copper")
INTO_GB = Crossing(from_country="UZ", to_country="GB", on=DAY)


@pytest.mark.parametrize(
    ("appendix", "expected"),
    [
        ("I", [("cites_export", True), ("cites_import", True)]),
        ("II", [("cites_export", True)]),
        ("III", [("cites_export", True)]),
        ("", [("cites_export", None)]),
    ],
)
def test_cites(appendix: str, expected: list[tuple[str, bool | None]]) -> None:
    assert needed(replace(IVORY, cites_appendix=appendix), INTO_GB) == expected


def test_materials_that_make_one_ask() -> None:
    [found] = permits(replace(IVORY, cites_appendix="", materials="ivory and tortoiseshell"), INTO_GB)

    assert found.sentence == (
        "The materials name ivory and tortoiseshell: ask the lender whether CITES protects the species, "
        "and under which appendix."
    )
    assert permits(Goods(materials="ink on paper"), INTO_GB) == []


def test_cites_on_the_way_home_and_within_the_eu() -> None:
    [export, _import] = permits(IVORY, replace(INTO_GB, from_country="NO", to_country="UZ", home=True))

    assert export.sentence == "CITES appendix I: it needs a re-export certificate for the way home."
    assert permits(IVORY, replace(INTO_GB, from_country="FR", to_country="DE")) == []
