"""What Ruth recorded from a letter is marked so where Nilufar reads it, with the letter, and Nilufar may object."""

import datetime as dt

import pytest

from loans.models import LoanLine
from loans.rules import behalf
from loans.services import lines, objections
from loans.states import LineStatus
from office.records import files
from office.records.audit import Facts
from office.records.models import StoredFile
from tests.factories import AgreementFactory, LoanFactory, LoanLineFactory
from tests.loans.services.standing.lists import PDF
from tests.personas import Lending, Staff, portal_client


@pytest.fixture
def letter(db: None) -> StoredFile:
    stored = files.store(PDF, name="letter.pdf")
    stored.refresh_from_db()
    return stored


@pytest.fixture
def line(nilufar: Lending, ruth: Staff, letter: StoredFile) -> LoanLine:
    row: LoanLine = LoanLineFactory(loan=LoanFactory(lender=nilufar.contact.lender), status=LineStatus.REQUESTED)
    facts = Facts(
        decided_by="Dr Rahimova",
        authority="letter",
        authority_number="17/3",
        authority_date=dt.date(2026, 3, 3),
        evidence=letter,
    )
    return lines.move(row, "approve", actor=ruth.actor, facts=facts)


def place(line: LoanLine, more: str = "") -> str:
    return f"/portal/loans/{line.loan.reference}/{line.uid}/{more}"


WORDS = "Recorded by Ruth Okafor from a letter of 3 March 2026, no. 17/3."


def test_she_reads_who_recorded_it_and_from_what_and_opens_the_letter(
    line: LoanLine, letter: StoredFile, nilufar: Lending
) -> None:
    browser = portal_client(nilufar)

    page = browser.get(place(line)).content.decode()

    assert WORDS in page
    assert f"/portal/files/{letter.uid}/" in page
    assert browser.get(f"/portal/files/{letter.uid}/").status_code == 200


def test_another_lender_finds_neither_letter_nor_objection(line: LoanLine, letter: StoredFile, ingrid: Lending) -> None:
    browser = portal_client(ingrid)

    assert browser.get(f"/portal/files/{letter.uid}/").status_code == 404
    assert browser.get(place(line, "objection/")).status_code == 404
    assert browser.post(place(line, "objection/"), {"words": "No"}).status_code == 404


def test_the_paper_of_a_decision_of_ours_is_not_hers(nilufar: Lending, ruth: Staff, letter: StoredFile) -> None:
    row = LoanLineFactory(loan=LoanFactory(lender=nilufar.contact.lender), status=LineStatus.REQUESTED)
    lines.hold(row, actor=ruth.actor, reason="Title in doubt", facts=Facts(evidence=letter))

    assert portal_client(nilufar).get(f"/portal/files/{letter.uid}/").status_code == 404


def test_a_letter_filed_by_mistake_is_hers_no_more(
    line: LoanLine, letter: StoredFile, nilufar: Lending, ruth: Staff
) -> None:
    lines.correct(line, actor=ruth.actor, reason="The letter of another lender")

    assert portal_client(nilufar).get(f"/portal/files/{letter.uid}/").status_code == 404


def test_an_agreement_that_came_with_the_answer_is_for_those_who_read_agreements(
    line: LoanLine, letter: StoredFile, nilufar: Lending
) -> None:
    agreement = AgreementFactory(executed=True)
    agreement.in_force.sealed_file = letter
    agreement.in_force.save()

    assert portal_client(nilufar).get(f"/portal/files/{letter.uid}/").status_code == 404


def test_what_she_said_herself_is_not_marked(nilufar: Lending) -> None:
    row = LoanLineFactory(loan=LoanFactory(lender=nilufar.contact.lender), status=LineStatus.REQUESTED)
    lines.move(row, "approve", actor=nilufar.actor)

    page = portal_client(nilufar).get(place(row)).content.decode()

    assert "Recorded by" not in page
    assert "what we said" not in page


def test_she_objects_and_reads_the_answer(line: LoanLine, nilufar: Lending, ruth: Staff) -> None:
    browser = portal_client(nilufar)

    asked = browser.get(place(line, "objection/")).content.decode()
    said = browser.post(place(line, "objection/"), {"words": "We wrote of another bowl."}, follow=True)
    objections.keep(line, reason="The number in your letter is this one.", actor=ruth.actor)
    answered = browser.get(place(line)).content.decode()

    assert WORDS in asked
    assert "Your words are with the registrar." in said.content.decode()
    assert "We wrote of another bowl." in said.content.decode()
    assert "The number in your letter is this one." in answered


def test_an_empty_or_a_second_objection_is_answered_with_a_sentence(line: LoanLine, nilufar: Lending) -> None:
    browser = portal_client(nilufar)

    empty = browser.post(place(line, "objection/"), {"words": " "})
    browser.post(place(line, "objection/"), {"words": "Another bowl."})
    again = browser.post(place(line, "objection/"), {"words": "Another bowl."})

    assert (empty.status_code, again.status_code) == (422, 422)
    assert "Say what you said instead, or what is wrong." in empty.content.decode()
    assert "has said so already" in again.content.decode()
    assert len(behalf.open_objections()) == 1
