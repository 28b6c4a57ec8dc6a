"""Exhibitions, loans, lines and reports as the API shows them, and what their lists cost."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest
from pytest_django import DjangoAssertNumQueries

from exhibitions.models import Showing
from loans.models import Agreement, Loan, LoanLine, Moment, Side
from loans.services import lines, reports
from loans.states import LineStatus
from tests.callers import system_of
from tests.factories import ExhibitionFactory, LoanFactory, LoanLineFactory, ShowingFactory
from tests.loans.api.conftest import BY_LETTER, World
from tests.personas import Lending, Staff

OPENS = dt.date(2027, 3, 1)


def test_an_exhibition_with_its_showings(db: None) -> None:
    show = ExhibitionFactory(code="SILK", title="Silk Roads", showing=False)
    second = ShowingFactory(exhibition=show, opens_date=OPENS + dt.timedelta(days=200), venue__name="Tashkent")
    first = ShowingFactory(exhibition=show, opens_date=OPENS, venue__name="London Hall", venue__city="London")

    row = system_of(None).get("exhibitions/SILK/").json()

    assert (row["code"], row["title"]) == ("SILK", "Silk Roads")
    assert row["showings"][0] == {
        "uid": str(first.uid),
        "venue": {
            "uid": str(first.venue.uid),
            "name": "London Hall",
            "city": "London",
            "country": "GB",
            "time_zone": "Europe/London",
        },
        "install_date": "2027-02-08",
        "opens_date": "2027-03-01",
        "closes_date": "2027-07-29",
        "deinstall_date": "2027-08-12",
    }
    assert [showing["uid"] for showing in row["showings"]] == [str(first.uid), str(second.uid)]


def test_a_loan_with_its_derived_status_and_agreement(world: World) -> None:
    world.loan.agreement = Agreement.objects.create(reference="AG-2026-001", issued_on=dt.date(2026, 2, 1))
    world.loan.note = "They are slow."
    world.loan.save()

    row = world.hers.get("loans/L-2026-014/").json()

    assert (row["reference"], row["lender"], row["exhibition"], row["status"]) == ("L-2026-014", "SAM", "SILK", "sent")
    assert row["period"] == {"start": str(world.loan.period.lower), "end": str(world.loan.period.upper)}
    assert row["agreement"]["reference"] == "AG-2026-001"
    assert (row["agreement"]["issued_on"], row["agreement"]["lender_signed_on"]) == ("2026-02-01", None)
    assert "slow" not in str(row)

    world.hers.post(f"lines/{world.line.uid}/decide/", {"move": "approve", "decided_by": "Nilufar Karimova"})
    assert world.hers.get("loans/L-2026-014/").json()["status"] == "agreement_issued"


def test_a_line(world: World) -> None:
    showing = Showing.objects.get(exhibition__code="SILK")
    world.line.showings.add(showing)

    row = world.hers.get(f"lines/{world.line.uid}/").json()

    assert (row["loan"], row["exhibition"], row["lender"], row["status"]) == ("L-2026-014", "SILK", "SAM", "requested")
    assert row["object"] == {
        "uid": str(world.line.object.uid),
        "accession_number": "A-17",
        "title": world.line.object.title,
    }
    assert (row["substitute"], row["decided_on"], row["pieces"]) == (None, None, 1)
    assert row["showings"] == [str(showing.uid)]


def test_lines_by_loan_exhibition_lender_and_status(world: World) -> None:
    approved = LoanLineFactory(loan=world.loan, status=LineStatus.APPROVED)
    elsewhere = LoanLineFactory(status=LineStatus.APPROVED)

    def found(**query: object) -> set[str]:
        return {row["uid"] for row in world.ours.get("lines/", query).json()["results"]}

    of_loan = {str(world.line.uid), str(approved.uid)}
    assert found(loan="L-2026-014") == of_loan
    assert found(loan=str(world.loan.uid)) == of_loan
    assert found(exhibition="SILK") == of_loan
    assert found(lender="SAM") == {*of_loan, str(world.draft_line.uid)}
    assert found(status="approved") == {str(approved.uid), str(elsewhere.uid)}
    assert found(status=["approved", "draft"], lender="SAM") == {str(approved.uid), str(world.draft_line.uid)}
    assert found(lender=elsewhere.loan.lender.code) == {str(elsewhere.uid)}


def test_a_status_that_is_none_is_named(world: World) -> None:
    answer = world.ours.get("lines/", {"status": "promised"})

    assert answer.status_code == 400
    assert [(error["parameter"], error["code"]) for error in answer.json()["errors"]] == [("status", "invalid-choice")]


def test_loans_by_lender_and_exhibition(world: World) -> None:
    def found(**query: str) -> list[str]:
        return [row["reference"] for row in world.ours.get("loans/", query).json()["results"]]

    assert found(lender="SAM") == ["L-2026-014", "L-2026-015"]
    assert found(exhibition="SILK") == ["L-2026-014"]
    assert found(lender="STO") == []


def test_a_report_with_marks_and_signatures(world: World) -> None:
    row = world.hers.get(f"reports/{world.report.reference}/").json()

    assert (row["reference"], row["loan"], row["line"]) == (
        world.report.reference,
        "L-2026-014",
        str(world.line.uid),
    )
    assert (row["moment"], row["signed"], row["previous"], row["summary"]) == ("lender_out", True, None, "Sound.")
    assert [(mark["number"], mark["term"], mark["zone"], mark["extent"]) for mark in row["marks"]] == [
        (1, "chip", "rim", "3 mm")
    ]
    assert (row["marks"][0]["origin"], row["marks"][0]["x"]) == (None, None)
    assert [(signature["side"], signature["name"]) for signature in row["signatures"]] == [
        ("lender", "Nilufar Karimova")
    ]
    assert row["photos"] == []


def test_a_report_that_follows_another(world: World) -> None:
    row = world.ours.get(f"reports/{world.report_in_draft.uid}/").json()

    first = world.report.marks.get()
    assert (row["previous"], row["signed"], row["signatures"]) == (world.report.reference, False, [])
    assert [(mark["origin"], mark["state"]) for mark in row["marks"]] == [(str(first.uid), "unconfirmed")]


def test_reports_by_loan_line_and_moment(world: World) -> None:
    def found(**query: str) -> list[str]:
        return [row["moment"] for row in world.ours.get("reports/", query).json()["results"]]

    assert found(loan="L-2026-014") == ["lender_out", "borrower_in"]
    assert found(loan=str(world.loan.uid), moment="borrower_in") == ["borrower_in"]
    assert found(line=str(world.line.uid)) == ["lender_out", "borrower_in"]
    assert found(line=str(world.draft_line.uid)) == []


def _exhibitions(count: int, ruth: Staff, lending: Lending) -> None:
    for _each in range(count):
        LoanLineFactory(loan__lender=lending.contact.lender, status=LineStatus.REQUESTED)


def _loans(count: int, ruth: Staff, lending: Lending) -> None:
    _exhibitions(count, ruth, lending)
    for number, loan in enumerate(Loan.objects.all()):
        loan.agreement = Agreement.objects.create(reference=f"AG-{number}")
        loan.save()


def _lines(count: int, ruth: Staff, lending: Lending) -> None:
    loan = LoanFactory(lender=lending.contact.lender)
    for line in LoanLineFactory.create_batch(count, loan=loan, status=LineStatus.REQUESTED):
        line.showings.add(*Showing.objects.all())


def _reports(count: int, ruth: Staff, lending: Lending) -> None:
    _lines(count, ruth, lending)
    for line in LoanLine.objects.all():
        report = reports.start(line, moment=Moment.LENDER_OUT, actor=ruth.actor, condition="good", stable=True)
        reports.add_mark(report, actor=ruth.actor, term="chip")
        reports.sign(report, side=Side.LENDER, name="Nilufar Karimova", actor=ruth.actor, facts=BY_LETTER)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("path", "make", "queries"),
    [
        ("exhibitions/", _exhibitions, 3),  # the token, the exhibitions, their showings
        ("loans/", _loans, 4),  # the token, the loans, their agreements, the count of their lines by status
        ("lines/", _lines, 5),  # the token, the lines, their showings, their conditions, who recorded the answer
        ("reports/", _reports, 5),  # the token, the reports, marks, photos, signatures
    ],
)
def test_what_a_list_costs(
    ruth: Staff,
    nilufar: Lending,
    path: str,
    make: Callable[[int, Staff, Lending], None],
    queries: int,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    make(count, ruth, nilufar)
    ours, theirs = system_of(None).used(), system_of(nilufar.contact.lender).used()

    with django_assert_num_queries(queries):
        assert len(ours.get(path).json()["results"]) == count
    with django_assert_num_queries(queries + 1):  # and whom the lender acts for
        assert len(theirs.get(path).json()["results"]) == count


def test_an_answer_recorded_for_the_lender_says_so(ruth: Staff, nilufar: Lending) -> None:
    asked = LoanLineFactory(loan=LoanFactory(lender=nilufar.contact.lender), status=LineStatus.REQUESTED)
    own = LoanLineFactory(loan=asked.loan, status=LineStatus.REQUESTED)
    lines.move(asked, "approve", actor=ruth.actor, facts=replace(BY_LETTER, decided_by="Dr Rahimova"))
    lines.move(own, "approve", actor=nilufar.actor)

    found = system_of(nilufar.contact.lender).used().get("lines/").json()["results"]

    assert {each["uid"]: each["recorded"] for each in found} == {
        str(asked.uid): "Recorded by Ruth Okafor from a letter",
        str(own.uid): "",
    }
