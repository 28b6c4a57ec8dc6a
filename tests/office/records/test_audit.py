"""The audit trail and row history can't be bypassed or rewritten, not even by SQL."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from loans.models import LoanLine
from office.records.models import AuditEvent
from tests.factories import CollectionObjectFactory, DeadlineFactory, LoanFactory, LoanLineFactory
from tests.personas import Staff


@pytest.mark.parametrize("sql", ["UPDATE records_auditevent SET words = 'other'", "DELETE FROM records_auditevent"])
def test_an_entry_is_never_changed_or_deleted(ruth: Staff, sql: str) -> None:
    AuditEvent.objects.create(
        recorded_by_kind="staff", recorded_by="Ruth", verb="x", subject_kind="loan", subject_label="L",
        subject_id=ruth.user.uid, happened_on="2026-03-03",
    )  # fmt: skip

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)

    assert AuditEvent.objects.get().words == ""


def test_every_version_of_a_row_is_kept_even_of_a_bulk_update(db: None) -> None:
    LoanLineFactory.create_batch(3)

    LoanLine.objects.update(pieces=4)

    versions = apps.get_model("loans", "LoanLineEvent").objects.values_list("pgh_label", "pieces")
    assert sorted(versions) == [("insert", 1)] * 3 + [("update", 4)] * 3


def test_loan_line_object_lender_deadline_and_report_have_history(db: None) -> None:
    deadline, thing, line = DeadlineFactory(), CollectionObjectFactory(), LoanLineFactory()

    for row in (deadline, thing, line, line.loan, line.loan.lender):
        assert row.history.get().pgh_label == "insert"


def test_history_is_append_only(db: None) -> None:
    loan = LoanFactory()

    with pytest.raises(DatabaseError), transaction.atomic():
        loan.history.all().delete()
