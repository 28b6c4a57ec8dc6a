"""What the state of a loan is, from the states of its lines and its agreement. Nothing is written."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping

from loans.models import Agreement, Loan
from loans.states import (
    BEFORE_COLLECTION,
    EXITS,
    HOME_AGAIN,
    IN_CUSTODY,
    OPEN,
    OURS_TO_SETTLE,
    OVER,
    PROMISED,
    LineStatus,
    LoanStatus,
)


def is_executed(agreement: Agreement | None) -> bool:
    return agreement is not None and agreement.executed


def loan_status(
    counts: Mapping[str, int], *, agreement: Agreement | None, recalled_on: dt.date | None = None
) -> LoanStatus:
    """The state of a loan from how many lines it has in each status, its agreement, and whether it was recalled."""
    present = {LineStatus(status) for status, number in counts.items() if number}
    asked = present - {LineStatus.DRAFT}
    if not asked:
        return LoanStatus.DRAFT
    live = asked - EXITS
    if not live:
        return _status_of_exits(asked)
    if live <= HOME_AGAIN:
        return LoanStatus.CLOSED if live == {LineStatus.CLOSED} else LoanStatus.COMPLETED
    if live & (IN_CUSTODY | HOME_AGAIN):
        if recalled_on is not None:
            return LoanStatus.RECALLED
        leaving = {LineStatus.DEINSTALLED, LineStatus.PACKED_FOR_RETURN, LineStatus.IN_TRANSIT_BACK} | HOME_AGAIN
        return LoanStatus.RETURNING if live & leaving else LoanStatus.ACTIVE
    if live & OPEN:
        if asked & (PROMISED | OURS_TO_SETTLE | BEFORE_COLLECTION | EXITS):
            return LoanStatus.PARTLY_ANSWERED
        return LoanStatus.SENT if live == {LineStatus.REQUESTED} else LoanStatus.UNDER_REVIEW
    if is_executed(agreement):
        return LoanStatus.EXECUTED
    if agreement is not None and agreement.issued_on:
        return LoanStatus.AGREEMENT_ISSUED
    if live & OURS_TO_SETTLE:
        return LoanStatus.NEGOTIATING
    return LoanStatus.AGREED if live <= BEFORE_COLLECTION else LoanStatus.ANSWERED


def _status_of_exits(asked: set[LineStatus]) -> LoanStatus:
    if LineStatus.TERMINATED in asked:
        return LoanStatus.TERMINATED
    if asked == {LineStatus.WITHDRAWN}:
        return LoanStatus.WITHDRAWN
    return LoanStatus.DECLINED


def counts_of(loan: Loan) -> Counter[str]:
    """How many lines of the loan are in each status; one query."""
    return Counter(loan.lines.values_list("status", flat=True))


def is_over(counts: Mapping[str, int]) -> bool:
    """True when no line of the loan needs anybody any more."""
    return bool(counts) and all(LineStatus(status) in OVER for status, number in counts.items() if number)
