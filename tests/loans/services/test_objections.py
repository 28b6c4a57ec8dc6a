"""Nilufar says that Ruth's entry isn't what she said; Ruth corrects it, or keeps it and says why."""

import pytest

from loans.errors import MissingFact, NotAllowed, WrongState
from loans.models import LoanLine
from loans.rules import behalf
from loans.services import lines, objections
from loans.states import LineStatus
from office.records.audit import Facts
from tests.factories import LoanFactory, LoanLineFactory
from tests.personas import Lending, Staff

TOLD = Facts(decided_by="Nilufar Karimova", authority="telephone")


@pytest.fixture
def line(nilufar: Lending, ruth: Staff) -> LoanLine:
    """An object that Ruth recorded as declined, from a telephone call."""
    row: LoanLine = LoanLineFactory(loan=LoanFactory(lender=nilufar.contact.lender), status=LineStatus.REQUESTED)
    return lines.move(row, "decline", actor=ruth.actor, reason_code="policy", facts=TOLD)


def last(line: LoanLine) -> str:
    event = behalf.last_words([line.uid]).get(line.uid)
    return event.verb if event else ""


def test_an_objection_waits_until_the_entry_is_corrected(line: LoanLine, nilufar: Lending, ruth: Staff) -> None:
    objections.object_to(line, "We never declined it.", actor=nilufar.actor)
    waiting = [event.words for event in behalf.open_objections()]

    lines.correct(line, actor=ruth.actor, reason="A misunderstanding")

    assert waiting == ["We never declined it."]
    assert (behalf.open_objections(), last(line)) == ([], "")


def test_an_entry_is_kept_with_a_reason_and_she_may_object_again(line: LoanLine, nilufar: Lending, ruth: Staff) -> None:
    objections.object_to(line, "We never declined it.", actor=nilufar.actor)
    kept = objections.keep(line, reason="Your director declined it on the telephone.", actor=ruth.actor)
    answered = last(line)

    objections.object_to(line, "He meant another bowl.", actor=nilufar.actor)

    line.refresh_from_db()
    assert (kept.words, answered) == ("Your director declined it on the telephone.", behalf.KEPT)
    assert [event.words for event in behalf.open_objections()] == ["He meant another bowl."]
    assert line.status == LineStatus.DECLINED


def test_what_she_answered_herself_is_not_objected_to(nilufar: Lending) -> None:
    row = LoanLineFactory(loan=LoanFactory(lender=nilufar.contact.lender), status=LineStatus.REQUESTED)
    lines.move(row, "approve", actor=nilufar.actor)

    with pytest.raises(WrongState, match="Nothing is recorded here in your name by somebody else"):
        objections.object_to(row, "No", actor=nilufar.actor)


def test_twice_is_once(line: LoanLine, nilufar: Lending) -> None:
    objections.object_to(line, "We never declined it.", actor=nilufar.actor)

    with pytest.raises(WrongState, match="Nilufar Karimova has said so already"):
        objections.object_to(line, "Really never.", actor=nilufar.actor)


@pytest.mark.parametrize("words", ["", "   ", "x" * 4001])
def test_words_are_needed_and_can_be_read(words: str, line: LoanLine, nilufar: Lending) -> None:
    with pytest.raises(MissingFact):
        objections.object_to(line, words, actor=nilufar.actor)
    assert behalf.open_objections() == []


def test_nobody_objects_for_another_lender(line: LoanLine, ingrid: Lending, ruth: Staff) -> None:
    for actor in (ingrid.actor, ruth.actor):
        with pytest.raises(NotAllowed):
            objections.object_to(line, "Not so", actor=actor)


def test_keeping_needs_a_right_a_reason_and_an_objection(
    line: LoanLine, nilufar: Lending, ruth: Staff, colin: Staff
) -> None:
    with pytest.raises(WrongState, match="No objection is open"):
        objections.keep(line, reason="So it was", actor=ruth.actor)
    objections.object_to(line, "We never declined it.", actor=nilufar.actor)
    with pytest.raises(MissingFact):
        objections.keep(line, reason=" ", actor=ruth.actor)
    with pytest.raises(NotAllowed):
        objections.keep(line, reason="So it was", actor=colin.actor)

    assert len(behalf.open_objections()) == 1
