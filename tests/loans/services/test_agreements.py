"""The written agreement: issued when all is settled, in force when both have signed."""

import datetime as dt

import pytest
from django.utils import timezone

from loans.errors import MissingFact, NotAllowed, WrongState
from loans.models import Loan, LoanLine
from loans.queries import status_of
from loans.services import agreements
from loans.states import LineStatus, LoanStatus
from office.records.audit import Facts
from office.records.models import AuditEvent
from tests.factories import LoanFactory, LoanLineFactory
from tests.personas import Lending, Staff


def settled(lending: Lending, status: LineStatus = LineStatus.CONFIRMED) -> Loan:
    loan = LoanFactory(lender=lending.contact.lender)
    LoanLineFactory.create_batch(2, loan=loan, status=status)
    return loan


def test_one_agreement_may_cover_two_loans(ruth: Staff, nilufar: Lending) -> None:
    first, second = settled(nilufar), settled(nilufar)

    agreement = agreements.issue_on_paper([first, second], actor=ruth.actor)

    assert set(agreement.loans.all()) == {first, second}
    assert AuditEvent.objects.filter(verb="agreement.issue").count() == 2


def test_it_is_in_force_when_both_have_signed(ruth: Staff, nilufar: Lending) -> None:
    loan = settled(nilufar)
    agreement = agreements.issue_on_paper([loan], actor=ruth.actor)
    friday = timezone.localdate() - dt.timedelta(days=3)

    states = [status_of(Loan.objects.all())[loan.pk]]
    agreements.sign_for_lender(agreement, signatory="Dr Rahimova", actor=ruth.actor, facts=Facts(happened_on=friday))
    states.append(status_of(Loan.objects.all())[loan.pk])
    signed = agreements.sign_for_organiser(agreement, signatory="Hanna Weiss", actor=ruth.actor)
    states.append(status_of(Loan.objects.all())[loan.pk])

    assert states == [LoanStatus.AGREEMENT_ISSUED, LoanStatus.AGREEMENT_ISSUED, LoanStatus.EXECUTED]
    assert signed.in_force is not None
    assert (signed.in_force.lender_signed_on, signed.in_force.lender_signatory) == (friday, "Dr Rahimova")


def test_a_side_signs_once(ruth: Staff, nilufar: Lending) -> None:
    agreement = agreements.issue_on_paper([settled(nilufar)], actor=ruth.actor)
    agreements.sign_for_lender(agreement, signatory="Dr Rahimova", actor=ruth.actor)

    with pytest.raises(WrongState) as refused:
        agreements.sign_for_lender(agreement, signatory="Somebody else", actor=ruth.actor)

    assert "(Dr Rahimova)" in refused.value.sentence


@pytest.mark.parametrize(
    "status", ["requested", "under_review", "approved_in_principle", "approved_with_conditions", "draft"]
)
def test_an_open_line_stands_against_it(ruth: Staff, nilufar: Lending, status: str) -> None:
    loan = settled(nilufar)
    LoanLine.objects.filter(pk=loan.lines.earliest("number").pk).update(status=status)

    with pytest.raises(WrongState):
        agreements.issue_on_paper([loan], actor=ruth.actor)

    assert Loan.objects.get().agreement is None


def test_nothing_to_agree_on_is_said(ruth: Staff, nilufar: Lending) -> None:
    with pytest.raises(WrongState) as refused:
        agreements.issue_on_paper([settled(nilufar, LineStatus.WITHDRAWN)], actor=ruth.actor)

    assert refused.value.sentence.endswith("has no object left to agree on.")


def test_a_loan_has_one_agreement(ruth: Staff, nilufar: Lending) -> None:
    loan = settled(nilufar)
    agreements.issue_on_paper([loan], actor=ruth.actor)

    with pytest.raises(WrongState):
        agreements.issue_on_paper([loan], actor=ruth.actor)


def test_a_signature_has_a_name_and_a_day_that_has_come(ruth: Staff, nilufar: Lending) -> None:
    agreement = agreements.issue_on_paper([settled(nilufar)], actor=ruth.actor)
    next_week = Facts(happened_on=timezone.localdate() + dt.timedelta(days=7))

    with pytest.raises(MissingFact):
        agreements.sign_for_lender(agreement, signatory=" ", actor=ruth.actor)
    with pytest.raises(MissingFact):
        agreements.sign_for_lender(agreement, signatory="Dr Rahimova", actor=ruth.actor, facts=next_week)


def test_a_curator_records_no_signature(ruth: Staff, colin: Staff, nilufar: Lending) -> None:
    with pytest.raises(NotAllowed):
        agreements.issue_on_paper([settled(nilufar)], actor=colin.actor)
