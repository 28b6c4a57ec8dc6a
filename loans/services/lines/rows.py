"""A line locked for a change, and its entry in the loan's file."""

from typing import Any

from loans.models import LoanLine
from office.records import audit
from office.records.actors import Actor
from office.records.models import AuditEvent

SUBJECT = "loan line"


def locked(line: LoanLine) -> LoanLine:
    """The row as it is now, locked until the transaction ends."""
    rows = LoanLine.objects.select_for_update(of=("self",))
    return rows.select_related("loan__agreement", "loan__lender", "object").get(pk=line.pk)


def record(verb: str, line: LoanLine, *, actor: Actor, **more: Any) -> AuditEvent:
    """Writes the event of a line into its loan's file."""
    return audit.record(
        verb,
        actor=actor,
        subject_kind=SUBJECT,
        subject_id=line.uid,
        subject_label=f"{line.loan.reference}/{line.number} {line.object}",
        loan_file=line.loan.uid,
        **more,
    )
