"""What the venue keeps against what was agreed, proposed, known of the object or advised; for many lines at once."""

from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from exhibitions.models import Showing, Venue
from loans.models import LoanLine
from loans.rules.findings import Severity
from loans.services import fitness, terms
from loans.services.terms import Offer
from loans.states import LineStatus
from tests.factories import LoanFactory, LoanLineFactory, ShowingFactory
from tests.personas import Lending, Staff

KEEPS = {
    "rh_min": 40,
    "rh_max": 60,
    "rh_swing": 10,
    "temperature_min": 18,
    "temperature_max": 22,
    "lux": 80,
    "uv": 5,
    "open_hours": 8,
}


@pytest.fixture
def line(nilufar: Lending) -> LoanLine:
    loan = LoanFactory(lender=nilufar.contact.lender)
    Venue.objects.filter(showings__exhibition=loan.exhibition).update(**KEEPS)
    return LoanLineFactory(loan=loan, status=LineStatus.REQUESTED, object__light_class="none")


def told(line: LoanLine) -> list[tuple[str, str]]:
    """The findings as (severity, first words)."""
    return [(each.severity, each.sentence.split(".")[0]) for each in fitness.findings([line])[line.pk].findings]


def test_a_robust_object_is_well_kept(line: LoanLine) -> None:
    assert told(line) == []


def test_agreed_beats_proposed_beats_profile(line: LoanLine, nilufar: Lending, ruth: Staff) -> None:
    line.object.rh_min, line.object.rh_max = 48, 52
    profile = told(line)
    (term,) = terms.propose(line.loan, [Offer("climate", rh_min=Decimal(50))], line=line, actor=nilufar.actor)
    proposed = told(line)
    terms.accept(term, actor=ruth.actor)
    agreed = told(line)

    assert profile == [(Severity.BREACH, "The object's profile asks for 48–52 % RH")]
    assert proposed == [(Severity.WARN, "Proposed, not agreed yet: at least 50 % RH")]
    assert agreed == [(Severity.BREACH, "Agreed: at least 50 % RH")]


def test_the_lines_own_row_beats_the_loans_and_of_equals_the_stricter_counts(
    line: LoanLine, nilufar: Lending, ruth: Staff
) -> None:
    made = terms.propose(line.loan, [Offer("light", lux=30)], actor=nilufar.actor)
    made += terms.propose(line.loan, [Offer("light", lux=100), Offer("light", lux=60)], line=line, actor=nilufar.actor)
    for term in made:
        terms.accept(term, actor=ruth.actor)

    assert told(line) == [(Severity.BREACH, "Agreed: at most 60 lux")]


def test_agreed_days_on_display_are_a_rotation(line: LoanLine, nilufar: Lending, ruth: Staff) -> None:
    (term,) = terms.propose(line.loan, [Offer("display", display_days=90)], line=line, actor=nilufar.actor)
    terms.accept(term, actor=ruth.actor)

    (found,) = fitness.findings([line])[line.pk].findings
    assert found.sentence.startswith("Agreed: at most 90 days on display. Planned are 151 days")
    assert "comes off display after" in found.sentence


def test_an_object_is_matched_with_its_own_showings(line: LoanLine, nilufar: Lending, ruth: Staff) -> None:
    elsewhere: Showing = ShowingFactory(exhibition=line.loan.exhibition, venue__name="Dark Hall")
    Venue.objects.filter(pk=elsewhere.venue_id).update(**{**KEEPS, "lux": 30})
    (term,) = terms.propose(line.loan, [Offer("light", lux=50)], line=line, actor=nilufar.actor)
    terms.accept(term, actor=ruth.actor)

    everywhere = told(line)
    line.showings.add(elsewhere)
    there = told(line)

    assert everywhere == [(Severity.BREACH, "Agreed: at most 50 lux")]
    assert there == []


def test_a_rejected_or_withdrawn_row_asks_for_nothing(line: LoanLine, nilufar: Lending, ruth: Staff) -> None:
    first, second = terms.propose(
        line.loan, [Offer("light", lux=10), Offer("light", lux=20)], line=line, actor=nilufar.actor
    )
    terms.reject(first, actor=ruth.actor, reason="Too dark.")
    terms.withdraw(second, actor=nilufar.actor)

    assert told(line) == []


def test_what_a_venue_keeps_stands_beside_a_condition(line: LoanLine) -> None:
    showings = list(line.loan.exhibition.showings.select_related("venue"))
    name = showings[0].venue.name

    assert fitness.promises(showings, kind="climate") == [
        f"{name} keeps: 40–60 % RH, at most ±10 % RH in 24 hours, 18–22 °C."
    ]
    assert fitness.promises(showings, kind="light") == [f"{name} keeps: at most 80 lux, UV at most 5 µW/lm, open 8 hours a day."]  # fmt: skip
    assert fitness.promises(showings, kind="courier") == []
    Venue.objects.update(rh_min=None, rh_max=None, rh_swing=None, temperature_min=None, temperature_max=None)
    unknown = list(line.loan.exhibition.showings.select_related("venue"))
    assert fitness.promises(unknown, kind="climate") == [f"{name} has not said yet what it keeps."]


@pytest.mark.parametrize("number", [1, 3])
def test_many_lines_cost_three_queries(
    number: int, line: LoanLine, nilufar: Lending, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    rows = [line, *LoanLineFactory.create_batch(number - 1, loan=line.loan)]
    for row in rows:
        terms.propose(row.loan, [Offer("light", lux=50)], line=row, actor=nilufar.actor)
        row.showings.add(*row.loan.exhibition.showings.all())

    with django_assert_num_queries(3):
        assert len(fitness.findings(rows)) == number
