"""Immunity is counted per line from its own journey, and anew when the journey moves."""

import datetime as dt
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from pytest_django import DjangoAssertNumQueries

from loans.models import LoanLine, ShipmentDirection
from loans.services import immunity as services
from loans.services.immunity import LineImmunity
from loans.states import LineStatus
from tests.factories import ExhibitionFactory, LoanFactory, LoanLineFactory, ShowingFactory, VenueFactory
from tests.factories.journeys import LegFactory, ShipmentFactory, ShipmentLineFactory

pytestmark = pytest.mark.django_db

OPENS, CLOSES = dt.date(2024, 9, 26), dt.date(2025, 2, 23)
TODAY = dt.date(2024, 6, 1)
COMPLETE: dict[str, Any] = {
    "maker": "Unknown",
    "dimensions_text": "40 x 60 cm",
    "features": "a crack across the upper left",
    "provenance": "Museum of Samarkand Hill, since 1920",
}


def a_line(**fields: Any) -> LoanLine:
    """An object lent from Uzbekistan to London."""
    country = fields.pop("venue_country", "GB")
    show = ExhibitionFactory(showing=False)
    showing = ShowingFactory(exhibition=show, opens_date=OPENS, closes_date=CLOSES, venue=VenueFactory(country=country))
    period = DateRange(dt.date(2024, 8, 20), dt.date(2025, 3, 20))
    loan = fields.pop("loan", None) or LoanFactory(
        exhibition=show,
        period=period,
        lender__country=fields.pop("lender_country", "UZ"),
        lender__address="1 Hill Road",
    )
    line = LoanLineFactory(loan=loan, period=period, status=LineStatus.CONFIRMED, **fields)
    line.showings.set([showing])
    return line


def travels(line: LoanLine, *, arrives: dt.datetime | None, direction: str = ShipmentDirection.OUT) -> Any:
    shipment = ShipmentFactory(
        exhibition=line.loan.exhibition,
        direction=direction,
        collect_on=dt.date(2024, 8, 30),
        deliver_on=dt.date(2024, 9, 3),
    )
    ShipmentLineFactory(shipment=shipment, line=line)
    LegFactory(shipment=shipment, number=1, from_country="UZ", to_country="TR", vehicle="TK 371")
    LegFactory(shipment=shipment, number=2, from_country="TR", to_country="GB", arrives_at=arrives)
    return shipment


def of(line: LoanLine, *, on: dt.date = TODAY) -> LineImmunity:
    [found] = services.with_everything(LoanLine.objects.filter(pk=line.pk))
    return services.of_lines([found], on=on)[line.pk]


def test_the_days_follow_from_the_leg_that_enters_the_country() -> None:
    line = a_line()
    travels(line, arrives=dt.datetime(2024, 9, 2, 12, tzinfo=dt.UTC))

    found = of(line)

    assert (found.enters, found.assumed) == (dt.date(2024, 9, 2), False)
    assert found.immunity.dates is not None
    assert found.immunity.dates.publish_by == dt.date(2024, 8, 5)
    assert found.immunity.dates.keep_until == CLOSES
    assert found.immunity.dates.lapses == dt.date(2025, 9, 1)


def test_they_are_counted_anew_when_the_leg_moves() -> None:
    line = a_line()
    shipment = travels(line, arrives=dt.datetime(2024, 9, 2, 12, tzinfo=dt.UTC))

    shipment.legs.filter(number=2).update(arrives_at=dt.datetime(2024, 8, 26, 12, tzinfo=dt.UTC))

    assert of(line).enters == dt.date(2024, 8, 26)


def test_late_in_the_evening_it_is_the_day_in_london() -> None:
    line = a_line()
    travels(line, arrives=dt.datetime(2024, 9, 1, 23, 30, tzinfo=dt.UTC))

    assert of(line).enters == dt.date(2024, 9, 2)


def test_without_a_moment_the_day_of_delivery_counts() -> None:
    line = a_line()
    travels(line, arrives=None)

    assert of(line).enters == dt.date(2024, 9, 3)


@pytest.mark.parametrize("change", ["cancelled", "left_behind", "homeward"])
def test_a_journey_that_does_not_bring_it_here_does_not_count(change: str) -> None:
    line = a_line()
    direction = ShipmentDirection.HOME if change == "homeward" else ShipmentDirection.OUT
    shipment = travels(line, arrives=dt.datetime(2024, 9, 2, 12, tzinfo=dt.UTC), direction=direction)
    if change == "cancelled":
        shipment.cancelled_on = TODAY
        shipment.save()
    shipment.contents.update(left_behind=change == "left_behind")

    found = of(line)

    assert (found.enters, found.assumed) == (dt.date(2024, 8, 20), True)
    assert "no-entry" in [each.kind for each in found.findings]


def test_an_owner_in_the_united_kingdom_rules_it_out() -> None:
    line = a_line()
    line.object.co_owners, line.object.co_owner_countries = "A trust in Leeds", ["GB"]
    line.object.save()

    found = of(line)

    assert not found.available
    assert found.immunity.not_available == (
        "Immunity is not available: A trust in Leeds is resident in the United Kingdom. "
        "Tell the co-owners and the lender before they sign."
    )


def test_a_lender_in_the_united_kingdom_has_none() -> None:
    assert not of(a_line(lender_country="GB")).available


def test_outside_the_united_kingdom_there_is_nothing_to_protect() -> None:
    found = of(a_line(venue_country="FR"))

    assert found.immunity.not_available.startswith("The object doesn't enter the United Kingdom")


def test_a_co_owner_whose_country_nobody_knows_is_asked_for() -> None:
    line = a_line()
    line.object.co_owners = "Heirs of the excavator"
    line.object.save()

    sentences = [each.sentence for each in of(line).findings]

    assert (
        "Not known: where Heirs of the excavator is resident. Ask, since an owner in the United Kingdom rules immunity out."
        in sentences
    )


def test_what_is_missing_is_named() -> None:
    line = a_line()

    assert [each.kind for each in of(line).missing] == [
        "maker",
        "dimensions",
        "features",
        "photograph",
        "provenance",
        "provenance_1933_45",
    ]


@pytest.mark.parametrize(
    ("provenance", "said"),
    [
        ("Museum of Samarkand Hill, since 1920", True),
        ("Bought in 1952", False),
        ("Bought in 1952; owner from 1933 to 1945 not known, searched in the Lost Art database", True),
        ("", False),
    ],
)
def test_the_years_1933_to_1945_are_accounted_for_or_stated_as_a_gap(provenance: str, said: bool) -> None:
    line = a_line()
    line.object.provenance = provenance
    line.object.save()

    assert ("provenance_1933_45" not in [each.kind for each in of(line).missing]) is said


@pytest.mark.parametrize("number", [1, 3])
def test_any_number_of_lines_costs_the_same(number: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    line = a_line()
    lines = [line] + [
        LoanLineFactory(loan=line.loan, period=line.period, status=LineStatus.CONFIRMED) for _each in range(number - 1)
    ]
    for each in lines:
        each.showings.set(line.loan.exhibition.showings.all())
        travels(each, arrives=dt.datetime(2024, 9, 2, 12, tzinfo=dt.UTC))
        travels(each, arrives=None, direction=ShipmentDirection.HOME)

    with django_assert_num_queries(8):  # three of them read the lines
        found = services.of_lines(list(services.lines_of(line.loan.exhibition)), on=TODAY)

    assert len(found) == number
