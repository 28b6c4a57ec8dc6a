"""Deadlines: planned from the show's days, re-counted when those move, ended by the thing being done."""

import datetime as dt

import pytest
from django.utils import timezone

from loans.errors import MissingFact, NotAllowed, WrongState
from loans.models import Deadline
from loans.services import agreements, deadlines, lines
from loans.states import LineStatus
from office.records.models import AuditEvent
from tests.factories import DeadlineFactory, LoanFactory, LoanLineFactory
from tests.personas import Lending, Staff


def test_a_plan_is_made_once(ruth: Staff) -> None:
    loan = LoanFactory()

    first = deadlines.plan(loan, actor=ruth.actor)
    second = deadlines.plan(loan, actor=ruth.actor)

    assert len(first) == len(deadlines.LEAD_TIMES)
    assert second == []


def test_a_late_request_starts_with_nothing_overdue(ruth: Staff) -> None:
    loan = LoanFactory()

    planned = deadlines.plan(loan, actor=ruth.actor)

    assert [deadline for deadline in planned if deadline.overdue_days(on=timezone.localdate())] == []


def test_open_deadlines_follow_the_opening_and_done_ones_stay(ruth: Staff) -> None:
    loan = LoanFactory()
    LoanLineFactory(loan=loan)
    deadlines.plan(loan, actor=ruth.actor)
    finished = deadlines.finish(loan.deadlines.get(kind="courier"), actor=ruth.actor)
    due = loan.deadlines.get(kind="return").due_date
    showing = loan.exhibition.showings.get()
    showing.closes_date += dt.timedelta(days=7)
    showing.deinstall_date += dt.timedelta(days=7)
    showing.save()

    moved = deadlines.reflow(loan, actor=ruth.actor)

    assert moved["return"] == (due, due + dt.timedelta(days=7))
    assert loan.deadlines.get(kind="courier").due_date == finished.due_date
    assert AuditEvent.objects.get(verb="deadline.reflow").after["return"] == str(due + dt.timedelta(days=7))


def test_overdue_is_computed_and_ends_with_the_deed(ruth: Staff) -> None:
    today = timezone.localdate()
    deadline = DeadlineFactory(due_date=today - dt.timedelta(days=4))

    before = deadline.overdue_days(on=today)
    done = deadlines.finish(deadline, actor=ruth.actor, on=today)

    assert (before, done.overdue_days(on=today)) == (4, 0)


def test_a_deadline_is_finished_once_on_a_day_that_has_come_by_who_may(ruth: Staff, vera: Staff) -> None:
    deadline = DeadlineFactory()

    with pytest.raises(NotAllowed):
        deadlines.finish(deadline, actor=vera.actor)
    with pytest.raises(MissingFact):
        deadlines.finish(deadline, actor=ruth.actor, on=timezone.localdate() + dt.timedelta(days=1))
    deadlines.finish(deadline, actor=ruth.actor)
    with pytest.raises(WrongState):
        deadlines.finish(deadline, actor=ruth.actor)

    assert Deadline.objects.get().done_by == "Ruth Okafor"


def test_the_last_answer_ends_the_deadline_for_answers_and_a_correction_opens_it_again(
    ruth: Staff, nilufar: Lending
) -> None:
    loan = LoanFactory(lender=nilufar.contact.lender)
    first, second = LoanLineFactory.create_batch(2, loan=loan, status=LineStatus.REQUESTED)
    deadlines.plan(loan, actor=ruth.actor)
    answer = loan.deadlines.get(kind="answer")

    lines.move(first, "approve", actor=nilufar.actor)
    answer.refresh_from_db()
    after_one = answer.done_on
    lines.move(second, "decline", actor=nilufar.actor, reason_code="costs")
    answer.refresh_from_db()
    after_both, by = answer.done_on, answer.done_by
    lines.correct(second, actor=ruth.actor, reason="Wrong row.")
    answer.refresh_from_db()

    assert (after_one, after_both, by) == (None, timezone.localdate(), "Nilufar Karimova")
    assert answer.done_on is None
    verbs = AuditEvent.objects.filter(subject_kind="deadline").order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["deadline.finish", "deadline.reopen"]


def test_both_signatures_end_the_deadline_for_the_agreement(ruth: Staff, nilufar: Lending) -> None:
    loan = LoanFactory(lender=nilufar.contact.lender)
    LoanLineFactory(loan=loan, status=LineStatus.CONFIRMED)
    deadlines.plan(loan, actor=ruth.actor)
    agreement = agreements.issue_on_paper([loan], actor=ruth.actor)

    agreements.sign_for_lender(agreement, signatory="Dr Rahimova", actor=ruth.actor)
    half = loan.deadlines.get(kind="agreement").done_on
    agreements.sign_for_organiser(agreement, signatory="Hanna Weiss", actor=ruth.actor)

    assert half is None
    assert loan.deadlines.get(kind="agreement").done_on == timezone.localdate()


def test_a_declined_loan_owes_nothing_any_more(ruth: Staff, nilufar: Lending) -> None:
    loan = LoanFactory(lender=nilufar.contact.lender)
    line = LoanLineFactory(loan=loan, status=LineStatus.REQUESTED)
    deadlines.plan(loan, actor=ruth.actor)

    lines.move(line, "decline", actor=nilufar.actor, reason_code="policy")

    assert loan.deadlines.filter(done_on__isnull=True).count() == 0
