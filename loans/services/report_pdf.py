"""A condition report as a PDF, filed in its loan once for each state of the report."""

import datetime as dt
import hashlib
import zoneinfo

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from loans.documents.condition_report import (
    AdviceData,
    ConditionData,
    ExaminationData,
    MarkData,
    ObjectData,
    PhotoData,
    Region,
    Rendered,
    ReportData,
    SignatureData,
    render,
)
from loans.models import ConditionMark, ConditionReport, Document, DocumentKind, Side
from loans.services import lines
from office.records import files
from office.records.actors import Actor
from office.records.wording import written

_SINCE = {"new": "new", "unchanged": "unchanged", "changed": "changed", "not_found": "not found", "unconfirmed": ""}


def gather(report: ConditionReport) -> ReportData:
    """Everything the PDF says, as plain data; reads the derivatives of the photos."""
    loan, thing = report.line.loan, report.line.object
    photos = list(report.photos.select_related("file").prefetch_related("file__derivatives"))
    places = {photo.pk: place for place, photo in enumerate(photos)}
    marks = report.marks.select_related("origin__report").order_by("number")
    signed = {signature.side: signature for signature in report.signatures.all()}
    return ReportData(
        reference=report.reference,
        moment=report.get_moment_display(),
        exhibition=str(loan.exhibition),
        lender=loan.lender.public_name,
        borrower=_borrower(report),
        object=ObjectData(
            title=thing.title,
            native_title=thing.native_title,
            native_language=loan.lender.language if thing.native_title else "",
            maker=thing.maker,
            culture=thing.culture,
            date=thing.date_text,
            materials=thing.materials,
            technique=thing.technique,
            dimensions=thing.dimensions_text,
            accession_number=thing.accession_number,
            credit_line=thing.credit_line,
            parts=", ".join(part.number for part in thing.parts.all()),
        ),
        examination=ExaminationData(
            date=written(report.examined_on),
            examiner=report.examiner,
            job=report.examiner_title,
            place=report.examined_at_place,
            method=report.method,
            lighting=report.lighting,
        ),
        condition=ConditionData(
            grade=report.condition,  # type: ignore[arg-type]
            stability={None: "", True: _("Stable"), False: _("Unstable")}[report.stable],
            completeness=report.complete,
            hazards=report.hazards,
            summary=report.summary,
            earlier_interventions=report.interventions,
        ),
        marks=tuple(_mark(mark, places, report) for mark in marks),
        photos=tuple(
            PhotoData(
                image=files.read(files.shown(photo.file)),
                caption=photo.caption,
                alt=_("%(title)s: %(caption)s") % {"title": thing.title, "caption": photo.caption or _("whole object")},
            )
            for photo in photos
        ),
        advice=AdviceData(
            handling=report.handling,
            packing=report.packing,
            display=report.display,
            environment=report.environment,
        ),
        signatures=tuple(
            SignatureData(
                side=str(side.label),
                name=signed[side].name if side in signed else "",
                title=signed[side].title if side in signed else "",
                signed_at=_moment(signed[side].signed_at) if side in signed else "",
            )
            for side in Side
        ),
        content_hash=report.content_hash,
        previous_reference=report.previous.reference if report.previous else "",
        language=(translation.get_language() or "en").split("-")[0],
        demo_record=thing.demo_record,
        # The day examined, not the day printed: the same report always gives the same bytes.
        made_at=dt.datetime.combine(report.examined_on, dt.time(12), tzinfo=zoneinfo.ZoneInfo("UTC")),
    )


def pdf(report: ConditionReport) -> Rendered:
    """Renders the report; raises loans.documents.typst.DocumentError when the setter refuses it."""
    return render(gather(report), fonts=settings.FONT_DIR)


def file_pdf(report: ConditionReport, *, actor: Actor) -> Document:
    """Renders the report and files it in the loan; the same content is filed once, however often this runs.

    The lender sees the document when the report is signed.
    """
    data = gather(report)
    key = f"report:{report.uid}:{hashlib.sha256(repr(data).encode()).hexdigest()[:32]}"
    done = Document.objects.filter(key=key).first()
    if done:
        return done
    made = render(data, fonts=settings.FONT_DIR)
    with transaction.atomic():
        # Whoever holds the line files it; a second worker with the same report finds it done.
        line = lines.locked(report.line)
        done = Document.objects.filter(key=key).first()
        if done:
            return done
        stored = files.keep_made(made.pdf, name=f"{report.reference}.pdf", media_type="application/pdf", by=actor.name)
        document = Document.objects.create(
            loan=line.loan,
            line=line,
            kind=DocumentKind.CONDITION_REPORT,
            title=_("Condition report %(reference)s, %(moment)s")
            % {"reference": report.reference, "moment": report.get_moment_display()},
            file=stored,
            key=key,
            for_lender=report.is_signed,
        )
        lines.record(
            "report.file_pdf", line, actor=actor, after={"report": report.reference, "document": str(document.uid)}
        )
    return document


def _mark(mark: ConditionMark, places: dict[int, int], report: ConditionReport) -> MarkData:
    region = None
    if mark.photo_id in places and mark.x is not None and mark.y is not None:
        region = Region(float(mark.x), float(mark.y), float(mark.width or 0), float(mark.height or 0))
    first_seen = mark.origin.report.reference if mark.origin else ""
    return MarkData(
        number=mark.number,
        term=mark.term,
        photo=places.get(mark.photo_id) if mark.photo_id else None,
        region=region,
        zone=mark.zone,
        severity=mark.severity,
        extent=mark.extent,
        activity="active" if mark.active else "stable",
        note=mark.note,
        since=_SINCE[mark.state] if report.previous_id else "",  # type: ignore[arg-type]
        first_seen=first_seen,
    )


def _borrower(report: ConditionReport) -> str:
    showing = report.line.showings.select_related("venue").first()
    return showing.venue.name if showing else ""


def _moment(moment: dt.datetime) -> str:
    local = timezone.localtime(moment)
    return f"{written(local.date())}, {local:%H:%M}"
