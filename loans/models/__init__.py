"""Loans and their lines, agreements, deadlines, condition reports and documents."""

from loans.models.condition import (
    ConditionClass,
    ConditionMark,
    ConditionReport,
    MarkState,
    Moment,
    ReportPhoto,
    ReportSignature,
    Severity,
    Side,
)
from loans.models.deadlines import Deadline, DeadlineKind, OwedBy
from loans.models.documents import Document, DocumentKind
from loans.models.lines import LoanLine
from loans.models.loan import Agreement, Loan

__all__ = [
    "Agreement",
    "ConditionClass",
    "ConditionMark",
    "ConditionReport",
    "Deadline",
    "DeadlineKind",
    "Document",
    "DocumentKind",
    "Loan",
    "LoanLine",
    "MarkState",
    "Moment",
    "OwedBy",
    "ReportPhoto",
    "ReportSignature",
    "Severity",
    "Side",
]
