"""Many condition reports at once: a job that files each report's PDF in its loan and ends with a ZIP of them."""

import io
import uuid
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from exhibitions.models import Exhibition
from loans.documents import pictures
from loans.documents.typst import DocumentError
from loans.errors import MissingFact, NotAllowed
from loans.models import ConditionReport, Document, DocumentKind, Loan, LoanLine
from loans.services import report_pdf
from office.records import files, jobs
from office.records.actors import Actor
from office.records.models import Job
from office.records.wording import listed

KIND = "condition_reports"
# Every file of the archive carries this moment, so that the same reports give the same bytes.
_MOMENT_IN_ZIP = (1980, 1, 1, 0, 0, 0)
_WITH = ("line__loan__lender", "line__loan__exhibition", "line__object", "previous")


def reports_of(
    *, exhibition: Exhibition | None = None, loan: Loan | None = None, lines: Iterable[LoanLine] | None = None
) -> QuerySet[ConditionReport]:
    """The condition reports of an exhibition, a loan or some lines, drafts included, in the order of the files."""
    reports = ConditionReport.objects.all()
    if exhibition is not None:
        reports = reports.filter(line__loan__exhibition=exhibition)
    if loan is not None:
        reports = reports.filter(line__loan=loan)
    if lines is not None:
        reports = reports.filter(line__in=[line.pk for line in lines])
    return reports.select_related(*_WITH).order_by("line__loan__reference", "line__number", "id")


def start(reports: QuerySet[ConditionReport], *, title: str, actor: Actor) -> Job:
    """Queues the job for these reports as they are listed now. Raises NotAllowed, or MissingFact when there is none."""
    if not actor.can("jobs.run"):
        raise NotAllowed(_("Your role doesn't start jobs. Ask a registrar."))
    uids = [str(uid) for uid in reports.values_list("uid", flat=True)]
    if not uids:
        raise MissingFact(_("There is no condition report yet. Start one first."))
    return jobs.start(KIND, title=title, params={"reports": uids}, total=len(uids), actor=actor)


def run(job: Job, *, clock: jobs.Clock = timezone.now) -> None:
    """Does what is left of the job. Filing is idempotent, so a step done twice doubles nothing. Raises jobs.Lost."""
    batch = _Batch([str(uid) for uid in job.params["reports"]], by=job.started_by)
    if not jobs.work(job, items=batch.uids, do=batch.file, name=batch.name, clock=clock):
        return
    jobs.renew(job, now=clock())
    if job.attempts > jobs.TRIES_PER_STEP:
        jobs.fail(
            job,
            now=clock(),
            message=_("The reports are filed in their loans, but the archive of them could not be made."),
        )
        return
    made = batch.documents(problems=job.problems)
    # The archive is kept in the transaction that ends the job: a worker that lost the job keeps none.
    with transaction.atomic():
        result = None
        if made:
            result = files.keep_made(
                _zipped(made), name=f"condition-reports-{job.uid}.zip", media_type="application/zip", by=job.started_by
            )
        jobs.finish(job, now=clock(), result=result, message=_summary(len(made), len(job.problems)))


@dataclass(frozen=True, slots=True)
class Filed:
    """A report's PDF, or why there is none; a PDF made without one of its photos has a problem too."""

    document: Document | None
    problem: str = ""


@dataclass(slots=True)
class _Batch:
    """The reports of one job by uid, and what people call them."""

    uids: list[str]
    by: str
    references: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        rows = ConditionReport.objects.filter(uid__in=self.uids).values_list("uid", "reference")
        self.references = {str(uid): reference for uid, reference in rows}

    def name(self, uid: str) -> str:
        return self.references.get(uid) or uid

    def file(self, uid: str) -> str:
        """Files one report; returns the problem as a sentence that starts with the report's reference."""
        report = ConditionReport.objects.filter(uid=uuid.UUID(uid)).select_related(*_WITH).first()
        if report is None:
            return _("%(report)s no longer exists.") % {"report": self.name(uid)}
        return file_one(report, actor=Actor.system(self.by or "Caravan")).problem

    def documents(self, *, problems: Iterable[str]) -> dict[str, Document]:
        """The newest filed PDF of each report that could be made, by the report's reference."""
        left_out = {problem.split(" ", 1)[0] for problem in problems}
        wanted = {uid: reference for uid, reference in self.references.items() if reference not in left_out}
        filed = (
            Document.objects.filter(kind=DocumentKind.CONDITION_REPORT, line__reports__uid__in=list(wanted))
            .select_related("file")
            .order_by("id")
            .distinct()
        )
        newest = {document.key.split(":")[1]: document for document in filed if document.key.startswith("report:")}
        return {wanted[uid]: newest[uid] for uid in self.uids if uid in wanted and uid in newest}


def file_one(report: ConditionReport, *, actor: Actor) -> Filed:
    """Files the PDF of one report. A report that can't be made is an answer, not an error."""
    try:
        document = report_pdf.file_pdf(report, actor=actor)
    except FileNotFoundError:
        return Filed(
            None,
            _("%(report)s could not be made: a photo is missing in the store. Add it to the report again.")
            % {"report": report.reference},
        )
    except (DocumentError, OSError) as error:
        jobs.log.warning("%s: %s", report.reference, error)
        return Filed(
            None,
            _("%(report)s could not be made: a photo or a text in it can't be set. Replace its photos and try again.")
            % {"report": report.reference},
        )
    return Filed(document, _unreadable(report))


def _unreadable(report: ConditionReport) -> str:
    """The photos that the report had to go without, as a sentence; it is made all the same."""
    bad = [
        str(photo.number)
        for photo in report.photos.select_related("file").prefetch_related("file__derivatives")
        if pictures.prepare(files.read(files.shown(photo.file))) is None
    ]
    if not bad:
        return ""
    return _("Photo %(numbers)s of %(report)s can't be read; the report was made without it. Add it again.") % {
        "numbers": listed(bad),
        "report": report.reference,
    }


def _zipped(documents: dict[str, Document]) -> bytes:
    """PDFs are compressed already, so they are only put together."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for reference, document in documents.items():
            archive.writestr(zipfile.ZipInfo(f"{reference}.pdf", _MOMENT_IN_ZIP), files.read(document.file))
    return out.getvalue()


def _summary(made: int, problems: int) -> str:
    if not problems:
        return _("%(made)d reports made.") % {"made": made}
    return _("%(made)d reports made, %(problems)d problems: see the list.") % {"made": made, "problems": problems}
