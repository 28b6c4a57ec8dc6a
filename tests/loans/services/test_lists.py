"""Lists for governments follow what is recorded, and only who may see values gets those that name them."""

import datetime as dt
import io
from pathlib import Path

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from djmoney.money import Money
from openpyxl import load_workbook

from loans.errors import MissingFact, NotAllowed
from loans.models import Cover, LoanLine
from loans.services import lists as services
from office.records.models import AuditEvent
from tests.factories import OrganiserFactory, ValuationFactory
from tests.loans.documents.lists import findings
from tests.loans.documents.reading import text_of
from tests.loans.services.test_immunity import a_line
from tests.personas import Staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def line() -> LoanLine:
    OrganiserFactory()
    line = a_line(agreed_value=Money(85_000, "GBP"))
    line.object.title, line.object.culture = "Lidded bowl", "Sogdian"
    line.object.save()
    return line


def a_cover(*lines: LoanLine, kind: str = "state_indemnity") -> Cover:
    cover = Cover.objects.create(
        exhibition=lines[0].loan.exhibition,
        kind=kind,
        reference="GIS-24",
        period=DateRange(dt.date(2024, 8, 19), dt.date(2025, 4, 7)),
        granted_on=dt.date(2024, 8, 1),
    )
    cover.lines.set(lines)
    return cover


def cells(data: bytes) -> list[list[object]]:
    return [list(row) for row in load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True)]


def test_the_indemnity_list_as_pdf(line: LoanLine, ruth: Staff, tmp_path: Path) -> None:
    pdf = services.indemnity_pdf(line.loan.exhibition, cover=a_cover(line), actor=ruth.actor)

    words = text_of(pdf)
    for each in ("Lidded bowl", "Sogdian", "GBP 85,000.00", line.loan.lender.name, "19 August 2024 to 6 April 2025"):
        assert each in words
    assert findings(pdf, tmp_path) == []


def test_the_newest_indemnity_value_wins_over_the_agreed_one(line: LoanLine, ruth: Staff) -> None:
    ValuationFactory(object=line.object, kind="indemnity", amount=Money(91_000, "GBP"))

    data = services.indemnity_xlsx(line.loan.exhibition, actor=ruth.actor)

    assert 91_000 in [cell for row in cells(data) for cell in row]


def test_what_the_lender_bears_is_listed_apart_and_what_is_insured_is_not(line: LoanLine, ruth: Staff) -> None:
    second = a_line(loan=line.loan, agreed_value=Money(40_000, "GBP"))
    insured = a_line(loan=line.loan, agreed_value=Money(123_456, "GBP"))
    for each in (second, insured):
        each.showings.set(line.showings.all())
    a_cover(second, kind="borne_by_lender")
    a_cover(insured, kind="commercial")

    words = text_of(services.indemnity_pdf(line.loan.exhibition, actor=ruth.actor))

    assert "bears its own risk" in words
    assert second.object.title in words
    assert "123,456" not in words


def test_whoever_may_not_see_values_gets_no_list(line: LoanLine, colin: Staff) -> None:
    for make in (services.indemnity_pdf, services.indemnity_xlsx):
        with pytest.raises(NotAllowed, match="The list names values, which your role doesn't see"):
            make(line.loan.exhibition, actor=colin.actor)
    assert not AuditEvent.objects.filter(verb="cover.list").exists()


def test_who_took_the_list_is_on_record_without_a_value(line: LoanLine, ruth: Staff) -> None:
    services.indemnity_xlsx(line.loan.exhibition, actor=ruth.actor)

    event = AuditEvent.objects.get(verb="cover.list")
    assert (event.recorded_by, event.after) == ("Ruth Okafor", {"objects": 1})


def test_an_empty_list_is_refused(line: LoanLine, ruth: Staff) -> None:
    cover = a_cover(line)
    cover.lines.clear()

    with pytest.raises(MissingFact, match="none is named by this cover"):
        services.indemnity_pdf(line.loan.exhibition, cover=cover, actor=ruth.actor)


def test_the_schedule_for_the_us(ruth: Staff) -> None:
    OrganiserFactory()
    line = a_line(venue_country="US", agreed_value=Money(85_000, "USD"))

    words = text_of(services.us_pdf(line.loan.exhibition, actor=ruth.actor))

    assert line.object.title in words
    assert "September 26, 2024" in words
    assert "85,000" not in words


def test_without_a_venue_there_nothing_is_listed_for_the_us(line: LoanLine, ruth: Staff) -> None:
    with pytest.raises(MissingFact, match="shown in the United States"):
        services.us_pdf(line.loan.exhibition, actor=ruth.actor)
