"""A letter that speaks of amounts is for staff who see values: others neither open it nor find a link to it."""

from decimal import Decimal

import pytest

from loans.models import LoanLine
from loans.services import lines
from loans.services.terms import Offer
from loans.states import LineStatus
from office.records import files
from office.records.audit import Facts
from office.records.models import StoredFile
from tests.factories import LoanFactory, LoanLineFactory
from tests.loans.services.standing.lists import PDF
from tests.personas import Lending, Staff

pytestmark = pytest.mark.django_db


def answered(nilufar: Lending, ruth: Staff, offer: Offer) -> tuple[LoanLine, StoredFile]:
    """An answer with a condition, recorded from a letter."""
    paper = files.store(PDF, name="their-letter.pdf")
    line = LoanLineFactory(loan=LoanFactory(lender=nilufar.contact.lender), status=LineStatus.REQUESTED)
    facts = Facts(decided_by="Dr Rahimova", authority="letter", evidence=paper)
    lines.move(line, "approve_with_conditions", actor=ruth.actor, facts=facts, terms=[offer])
    return line, paper


def opens(who: Staff, paper: StoredFile) -> int:
    return who.client.get(f"/admin/files/{paper.uid}/").status_code


def links(who: Staff, line: LoanLine, paper: StoredFile) -> list[bool]:
    pages = (f"/admin/loans/{line.loan.reference}/", f"/admin/loans/{line.loan.reference}/terms/")
    answers = [who.client.get(page) for page in pages]
    assert [answer.status_code for answer in answers] == [200, 200]
    return [str(paper.uid) in answer.content.decode() for answer in answers]


@pytest.mark.parametrize(
    "offer",
    [
        Offer("value", amount=Decimal(750_000), currency="EUR"),
        Offer("insurance", words="By the lender"),
        Offer("costs", amount=Decimal(4_000), currency="EUR"),
    ],
)
def test_a_letter_that_speaks_of_amounts(
    nilufar: Lending, ruth: Staff, colin: Staff, kofi: Staff, offer: Offer
) -> None:
    line, paper = answered(nilufar, ruth, offer)

    assert [opens(who, paper) for who in (ruth, colin, kofi)] == [200, 404, 404]
    assert [links(who, line, paper) for who in (ruth, colin, kofi)] == [[True, True], [False, False], [False, False]]


def test_a_letter_about_light_is_for_all_of_us(nilufar: Lending, ruth: Staff, colin: Staff) -> None:
    line, paper = answered(nilufar, ruth, Offer("light", lux=50))

    assert [opens(who, paper) for who in (ruth, colin)] == [200, 200]
    assert links(colin, line, paper) == [True, True]
