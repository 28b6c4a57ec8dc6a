"""One believable row of everything the admin lists."""

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

from django.utils import timezone
from PIL import Image

from exhibitions.models import ChecklistEntry, Exhibition, Venue
from lenders.models import ApiToken, CollectionObject, Contact, Lender
from loans.models import ClauseText, ConditionReport, Deadline, Loan, LoanLine, Moment
from loans.services import reports
from loans.states import LineStatus
from office.people.models import User
from office.people.roles import Role
from office.post.models import Letter
from office.records import audit, files, jobs
from office.records.actors import Actor
from office.records.models import AuditEvent, Job, StoredFile
from tests.factories import (
    ApiTokenFactory,
    ChecklistEntryFactory,
    CollectionObjectFactory,
    ContactFactory,
    DeadlineFactory,
    ExhibitionFactory,
    LenderFactory,
    LoanFactory,
    LoanLineFactory,
    UserFactory,
    VenueFactory,
)


def a_picture(*, name: str = "ewer.png") -> StoredFile:
    out = io.BytesIO()
    Image.new("RGB", (400, 300), "#26538d").save(out, "PNG")
    stored = files.store(out.getvalue(), name=name)
    stored.refresh_from_db()
    return stored


def an_actor() -> Actor:
    return Actor.staff(UserFactory(role=Role.HEAD))


def a_letter(**fields: Any) -> Letter:
    number = Letter.objects.count()
    fields = {
        "key": f"letter-{number}",
        "kind": "request",
        "to_name": "Nilufar Karimova",
        "to_email": "nilufar@samarkand.example",
        "subject": "Loan request for “Roads of Silk”",
        "text": "Dear Dr Karimova, we would be grateful.",
        **fields,
    }
    return Letter.objects.create(**fields)


def a_job(**fields: Any) -> Job:
    job = jobs.start("condition_reports", title="Condition reports of SILK24", params={}, total=12, actor=an_actor())
    Job.objects.filter(pk=job.pk).update(**fields)
    job.refresh_from_db()
    return job


def an_event() -> AuditEvent:
    line = LoanLineFactory()
    return audit.record(
        "line.approve",
        actor=an_actor(),
        subject_kind="loan line",
        subject_id=line.uid,
        subject_label=str(line),
        loan_file=line.loan.uid,
    )


def a_report(line: LoanLine | None = None) -> ConditionReport:
    line = line or LoanLineFactory(status=LineStatus.READY, object__image=a_picture())
    report = reports.start(line, moment=Moment.LENDER_OUT, actor=Actor.staff(UserFactory(role=Role.CONSERVATOR)))
    report.refresh_from_db()
    return report


def an_object() -> CollectionObject:
    return CollectionObjectFactory(image=a_picture())


ROWS: dict[type[Any], Callable[[], Any]] = {
    User: UserFactory,
    Lender: LenderFactory,
    Contact: ContactFactory,
    CollectionObject: an_object,
    ApiToken: ApiTokenFactory,
    Exhibition: ExhibitionFactory,
    Venue: VenueFactory,
    ChecklistEntry: ChecklistEntryFactory,
    Loan: lambda: LoanLineFactory().loan,
    LoanLine: LoanLineFactory,
    Deadline: DeadlineFactory,
    ConditionReport: a_report,
    ClauseText: lambda: ClauseText.objects.order_by("pk")[0],
    Letter: a_letter,
    AuditEvent: an_event,
    Job: a_job,
}


def a_sent_loan(*, lines: int = 2, **fields: Any) -> Loan:
    """A loan whose objects were asked for a month ago."""
    loan = LoanFactory(sent_at=timezone.now() - dt.timedelta(days=30), **fields)
    for number in range(1, lines + 1):
        LoanLineFactory(loan=loan, number=number, status=LineStatus.REQUESTED)
    return loan
