"""A lender asks for its objects back: recorded, due on its day, never a cancellation."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from loans.errors import LoanError, NotAllowed
from loans.models import Loan
from loans.queries import status_of
from loans.services import deadlines, recalls
from loans.states import LineStatus, LoanStatus
from office.records.audit import Facts
from office.records.models import AuditEvent
from tests.factories import LoanFactory, LoanLineFactory
from tests.personas import Lending, Staff

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
BY = TODAY + dt.timedelta(days=60)
LETTER = Facts(happened_on=TODAY, decided_by="Dr Rahimova", authority="letter", authority_number="411")


def here(lending: Lending, status: LineStatus = LineStatus.INSTALLED) -> Loan:
    loan: Loan = LoanFactory(lender=lending.contact.lender)
    LoanLineFactory(loan=loan, status=status)
    return loan


def recall(loan: Loan, who: Staff, **changes: Any) -> Loan:
    said: dict[str, Any] = {"reason": "Needed for a state visit.", "return_by": BY, "facts": LETTER} | changes
    return recalls.recall(loan, actor=who.actor, **said)


def test_the_return_is_due_on_the_lenders_day(ruth: Staff, nilufar: Lending) -> None:
    loan = here(nilufar)
    deadlines.plan(loan, actor=ruth.actor)

    recall(loan, ruth)
    deadlines.reflow(loan, actor=ruth.actor)

    due = loan.deadlines.get(kind="return")
    assert (due.due_date, due.anchor, due.owed_by) == (BY, "fixed", "us")
    assert status_of(Loan.objects.all())[loan.pk] == LoanStatus.RECALLED
    event = AuditEvent.objects.get(verb="loan.recall")
    assert (event.decided_by, event.authority, event.words) == ("Dr Rahimova", "letter", "Needed for a state visit.")


def test_home_again_it_is_recalled_no_more(ruth: Staff, nilufar: Lending) -> None:
    loan = recall(here(nilufar), ruth)
    loan.lines.update(status=LineStatus.RETURNED)

    assert status_of(Loan.objects.all())[loan.pk] == LoanStatus.COMPLETED


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"return_by": TODAY - dt.timedelta(days=1)}, "return_by"),
        ({"facts": Facts(authority="letter")}, "decided_by"),
        ({"facts": Facts(decided_by="Dr Rahimova")}, "authority"),
    ],
)
def test_what_a_recall_needs(ruth: Staff, nilufar: Lending, changes: dict[str, Any], field: str) -> None:
    loan = here(nilufar)

    with pytest.raises(LoanError) as refused:
        recall(loan, ruth, **changes)

    assert refused.value.field == field
    loan.refresh_from_db()
    assert loan.recalled_on is None


def test_what_never_left_is_withdrawn_not_recalled(ruth: Staff, nilufar: Lending) -> None:
    with pytest.raises(LoanError) as refused:
        recall(here(nilufar, LineStatus.CONFIRMED), ruth)

    assert "withdraw or terminate it" in refused.value.sentence


def test_it_is_recalled_once(ruth: Staff, nilufar: Lending) -> None:
    loan = recall(here(nilufar), ruth)

    with pytest.raises(LoanError) as refused:
        recall(loan, ruth)

    assert "already" in refused.value.sentence


def test_a_curator_records_no_recall(colin: Staff, nilufar: Lending) -> None:
    with pytest.raises(NotAllowed):
        recall(here(nilufar), colin)
