"""A show that is under way comes into the house: 29 lenders' loans in eight states, from one workbook, without a letter."""

import datetime as dt
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from exhibitions.models import Exhibition
from lenders.models import Lender
from loans.models import Deadline, Loan, LoanLine
from loans.queries import status_of
from loans.states import LoanStatus
from office.people.models import User
from office.people.roles import Role
from office.post.models import Letter
from office.records.models import AuditEvent
from tests.factories import ContactFactory, ExhibitionFactory, LenderFactory, UserFactory
from tests.journeys.house import House
from tests.journeys.test_one_loan import sign_in
from tests.loans.services.standing.lists import PDF, a_row, as_of, told, workbook

pytestmark = pytest.mark.browser

SIGNED = as_of() - dt.timedelta(days=90)
# What the objects of a loan are, and what the loan then is.
STATES: tuple[tuple[str, LoanStatus], ...] = (
    ("requested", LoanStatus.SENT),
    ("under review", LoanStatus.UNDER_REVIEW),
    ("approved", LoanStatus.ANSWERED),
    ("approved with conditions", LoanStatus.NEGOTIATING),
    ("declined", LoanStatus.DECLINED),
    ("packed", LoanStatus.EXECUTED),
    ("installed", LoanStatus.ACTIVE),
    ("returned", LoanStatus.COMPLETED),
)
LENDERS = 29
OBJECTS = 3


@pytest.fixture
def registrar(transactional_db: None) -> User:
    return UserFactory(email="registrar@museum.example", name="Ruth Okafor", role=Role.REGISTRAR)


@pytest.fixture
def show(registrar: User) -> Exhibition:
    for number in range(LENDERS):
        lender: Lender = LenderFactory(code=f"L{number:02}", name=f"Museum {number:02}")
        ContactFactory(lender=lender, email=f"registrar{number}@museum{number}.example")
    return ExhibitionFactory(code="SILK", title="Roads of Silk", registrar=registrar)


def state_of(number: int) -> tuple[str, LoanStatus]:
    return STATES[number % len(STATES)]


def rows() -> list[dict[str, Any]]:
    return [_row(lender, f"L{lender:02}-{number}") for lender in range(LENDERS) for number in range(OBJECTS)]


def _row(lender: int, number: str) -> dict[str, Any]:
    status, state = state_of(lender)
    more: dict[str, Any] = {} if state in (LoanStatus.SENT, LoanStatus.UNDER_REVIEW) else told()
    if status == "declined":
        more["reason_code"] = "too fragile"
    if status == "approved with conditions":
        more["conditions"] = "At most 50 lux"
    if state in (LoanStatus.EXECUTED, LoanStatus.ACTIVE, LoanStatus.COMPLETED):
        more |= {"agreement_on": SIGNED, "agreement_number": f"{lender}/2026", "agreement_scan": f"{lender}.pdf"}
        more |= {"value": 2500, "currency": "EUR"}
    return a_row(f"L{lender:02}", number, status, **more)


def send(page: Page, house: House, path: Path, scans: list[Path]) -> None:
    page.goto(f"{house.url}/admin/exhibitions/SILK/board/")
    page.get_by_role("link", name="Take over loans as they stand").click()
    page.get_by_label("As of").fill(as_of().isoformat())
    page.get_by_label("The list").set_input_files(path)
    page.get_by_label("Scans").set_input_files(scans)
    page.get_by_role("button", name="Show what would happen").click()


def counted() -> list[int]:
    return [model.objects.count() for model in (Loan, LoanLine, AuditEvent, Deadline)]


def test_a_running_show_is_taken_over(show: Exhibition, house: House, desk: Page, tmp_path: Path) -> None:
    bad = [a_row("L00", "bad-1", "perhaps"), a_row("NOBODY", "bad-2", "requested"), a_row("L01", "bad-3", "approved")]
    path = tmp_path / "show.xlsx"
    path.write_bytes(workbook(*rows(), *bad).read())
    scans = [
        tmp_path / f"{number}.pdf"
        for number in range(LENDERS)
        if state_of(number)[0] in ("packed", "installed", "returned")
    ]
    for scan in scans:
        scan.write_bytes(PDF + scan.name.encode())

    sign_in(desk, house, "registrar@museum.example")
    send(desk, house, path, scans)
    expect(desk.get_by_text("29 loans are made.")).to_be_visible()
    assert Loan.objects.count() == 0
    desk.get_by_role("button", name="Take it over").click()
    expect(desk.get_by_text("No letter was written.")).to_be_visible()
    expect(desk.get_by_text("Outgoing condition report").first).to_be_visible()
    expect(desk.get_by_text("No lender has the code “NOBODY”")).to_be_visible()

    loans = list(Loan.objects.select_related("agreement", "lender"))
    states = status_of(loans)
    assert {loan.lender.code: states[loan.pk] for loan in loans} == {
        f"L{number:02}": state_of(number)[1] for number in range(LENDERS)
    }
    assert len(set(states.values())) == 8
    assert Counter(LoanLine.objects.values_list("loan__lender", flat=True)).most_common(1)[0][1] == OBJECTS
    assert LoanLine.objects.filter(object__accession_number__startswith="bad").count() == 0
    assert not Deadline.objects.filter(due_date__lt=as_of(), done_on__isnull=True).exists()

    before = counted()
    send(desk, house, path, scans)
    expect(desk.get_by_text("This list changes nothing")).to_be_visible()
    expect(desk.get_by_role("button", name="Take it over")).to_have_count(0)
    assert counted() == before

    desk.wait_for_timeout(3_000)  # longer than a sitting lasts in this house: letters about answers would be written
    assert (Letter.objects.count(), house.postbox.taken) == (0, [])
