"""Ruth sees what was recorded for lenders, and answers when one objects."""

import pytest
from django.urls import reverse

from loans.models import LoanLine
from loans.rules import behalf
from loans.services import lines, objections
from loans.states import LineStatus
from office.records import files
from office.records.audit import Facts
from tests.factories import LoanFactory, LoanLineFactory
from tests.loans.services.standing.lists import PDF
from tests.personas import Lending, Staff


@pytest.fixture
def line(nilufar: Lending, ruth: Staff) -> LoanLine:
    letter = files.store(PDF, name="letter.pdf")
    row: LoanLine = LoanLineFactory(loan=LoanFactory(lender=nilufar.contact.lender), status=LineStatus.REQUESTED)
    facts = Facts(decided_by="Dr Rahimova", authority="letter", authority_number="17/3", evidence=letter)
    row = lines.move(row, "decline", actor=ruth.actor, reason_code="policy", facts=facts)
    objections.object_to(row, "We wrote of another bowl.", actor=nilufar.actor)
    return row


def answer(line: LoanLine) -> str:
    return reverse("admin:line_objection", args=(line.loan.reference, line.uid))


def test_the_morning_and_the_loan_say_what_waits(line: LoanLine, ruth: Staff) -> None:
    morning = ruth.client.get(reverse("admin:index")).content.decode()
    page = ruth.client.get(reverse("admin:loan", args=(line.loan.reference,))).content.decode()

    assert "Lenders object to an entry" in morning
    assert answer(line) in morning
    assert "We wrote of another bowl." in page
    assert page.count("Recorded by Ruth Okafor from a letter, no. 17/3") == 2  # the line's row and the file
    assert page.count("letter.pdf") == 2


def test_she_keeps_the_entry_and_nothing_waits_any_more(line: LoanLine, ruth: Staff) -> None:
    page = ruth.client.get(answer(line)).content.decode()
    kept = ruth.client.post(answer(line), {"reason": "The number in the letter is this one."}, follow=True)

    assert "We wrote of another bowl." in page
    assert reverse("admin:line_step", args=(line.loan.reference, line.uid, "correct")) in page
    assert "The lender reads your answer" in kept.content.decode()
    assert behalf.open_objections() == []
    assert "Lenders object to an entry" not in ruth.client.get(reverse("admin:index")).content.decode()


def test_a_reason_is_asked_for_and_a_second_answer_refused(line: LoanLine, ruth: Staff) -> None:
    empty = ruth.client.post(answer(line), {"reason": ""})
    ruth.client.post(answer(line), {"reason": "So it was"})
    again = ruth.client.post(answer(line), {"reason": "So it was"})

    assert (empty.status_code, again.status_code) == (422, 422)
    assert "somebody has answered it already" in again.content.decode()


def test_who_may_not_record_answers_does_not_answer(line: LoanLine, colin: Staff) -> None:
    assert colin.client.get(answer(line)).status_code == 403
    assert colin.client.post(answer(line), {"reason": "So it was"}).status_code == 403
