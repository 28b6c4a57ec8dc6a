"""A line locked for a change, and its entry in the loan's file."""

from collections.abc import Iterable
from typing import Any

from loans.models import Loan, LoanLine
from office.records import audit
from office.records.actors import Actor
from office.records.models import AuditEvent

SUBJECT = "loan line"
_WITH = ("loan__agreement__in_force", "loan__lender", "loan__exhibition", "object")


def locked(line: LoanLine) -> LoanLine:
    """The row as it is now, locked until the transaction ends."""
    rows = LoanLine.objects.select_for_update(of=("self",))
    return rows.select_related(*_WITH).get(pk=line.pk)


def loans_of(lines: Iterable[LoanLine]) -> list[Loan]:
    """The loans of these lines, locked in order of primary key before the lines are."""
    loans = Loan.objects.select_for_update().filter(pk__in={line.loan_id for line in lines})
    return list(loans.order_by("pk").only("pk"))


def all_locked(lines: Iterable[LoanLine]) -> list[LoanLine]:
    """The rows as they are now, locked in order of primary key, so that two at once wait for each other in turn."""
    rows = LoanLine.objects.select_for_update(of=("self",)).select_related(*_WITH)
    return list(rows.filter(pk__in=[line.pk for line in lines]).order_by("pk"))


def record(verb: str, line: LoanLine, *, actor: Actor, **more: Any) -> AuditEvent:
    """Writes the event of a line into its loan's file."""
    return audit.record_all([built(verb, line, actor=actor, **more)])[0]


def built(verb: str, line: LoanLine, *, actor: Actor, **more: Any) -> AuditEvent:
    """The event of a line, to be written with others."""
    return audit.build(
        verb,
        actor=actor,
        subject_kind=SUBJECT,
        subject_id=line.uid,
        subject_label=f"{line.loan.reference}/{line.number} {line.object}",
        loan_file=line.loan.uid,
        **more,
    )
