"""The state of a loan, derived from its lines and its agreement."""

import datetime as dt

import pytest

from loans.models import Agreement, AgreementVersion
from loans.rules import loan_status
from loans.states import LoanStatus

TODAY = dt.date(2026, 3, 3)
ISSUED = Agreement(reference="A-2026-001", issued_on=TODAY)
SIGNED = Agreement(reference="A-2026-002", issued_on=TODAY, in_force=AgreementVersion(pk=1, number=1))


@pytest.mark.parametrize(
    ("counts", "agreement", "expected"),
    [
        ({}, None, LoanStatus.DRAFT),
        ({"draft": 3}, None, LoanStatus.DRAFT),
        ({"requested": 3}, None, LoanStatus.SENT),
        ({"requested": 2, "draft": 1}, None, LoanStatus.SENT),
        ({"requested": 2, "under_review": 1}, None, LoanStatus.UNDER_REVIEW),
        ({"approved_in_principle": 2}, None, LoanStatus.UNDER_REVIEW),
        ({"requested": 1, "approved": 1}, None, LoanStatus.PARTLY_ANSWERED),
        ({"requested": 1, "declined": 1}, None, LoanStatus.PARTLY_ANSWERED),
        ({"approved": 2, "declined": 1}, None, LoanStatus.ANSWERED),
        ({"approved": 2, "approved_with_conditions": 1}, None, LoanStatus.NEGOTIATING),
        ({"approved": 2, "substitute_offered": 1}, None, LoanStatus.NEGOTIATING),
        ({"requested": 2, "substitute_offered": 1}, None, LoanStatus.PARTLY_ANSWERED),
        ({"confirmed": 3, "declined": 1}, None, LoanStatus.AGREED),
        ({"confirmed": 3}, ISSUED, LoanStatus.AGREEMENT_ISSUED),
        ({"confirmed": 3}, SIGNED, LoanStatus.EXECUTED),
        ({"packed": 2, "installed": 1}, SIGNED, LoanStatus.ACTIVE),
        ({"installed": 2, "deinstalled": 1}, SIGNED, LoanStatus.RETURNING),
        ({"installed": 2, "returned": 1}, SIGNED, LoanStatus.RETURNING),
        ({"returned": 2, "declined": 1}, SIGNED, LoanStatus.COMPLETED),
        ({"returned": 1, "closed": 1}, SIGNED, LoanStatus.COMPLETED),
        ({"closed": 2}, SIGNED, LoanStatus.CLOSED),
        ({"declined": 2}, None, LoanStatus.DECLINED),
        ({"declined": 1, "withdrawn": 1}, None, LoanStatus.DECLINED),
        ({"withdrawn": 2}, None, LoanStatus.WITHDRAWN),
        ({"terminated": 2}, SIGNED, LoanStatus.TERMINATED),
    ],
)
def test_the_status_of_a_loan_follows_from_its_lines(
    counts: dict[str, int], agreement: Agreement | None, expected: LoanStatus
) -> None:
    assert loan_status(counts, agreement=agreement) == expected
