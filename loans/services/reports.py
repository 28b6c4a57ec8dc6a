"""Condition reports: started from the report before, filled in, signed and then frozen; and their PDF."""

import datetime as dt
import hashlib
import json
from dataclasses import replace
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from loans.errors import MissingFact, NotAllowed, WrongState
from loans.models import (
    ConditionMark,
    ConditionReport,
    LoanLine,
    MarkState,
    Moment,
    ReportPhoto,
    ReportSignature,
    Side,
)
from loans.services import lines
from office.records.actors import Actor
from office.records.audit import NO_FACTS, Facts
from office.records.models import StoredFile
from office.records.numbers import next_reference
from office.records.wording import written

# Carried over from the report before, so that the examiner only notes what differs.
_CARRIED = (
    "method",
    "lighting",
    "condition",
    "stable",
    "complete",
    "hazards",
    "interventions",
    "handling",
    "packing",
    "display",
    "environment",
)
_CARRIED_OF_MARK = ("zone", "x", "y", "width", "height", "term", "severity", "extent", "active", "note")


def start(
    line: LoanLine,
    *,
    moment: Moment,
    actor: Actor,
    examined_on: dt.date | None = None,
    **fields: Any,
) -> ConditionReport:
    """Starts a draft from the latest signed report of the line; its marks wait to be confirmed one by one.

    `fields` are further columns of the report. Raises NotAllowed, or WrongState when a draft of this moment is there.
    """
    _check_writer(actor)
    with transaction.atomic():
        line = lines.locked(line)
        draft = line.reports.filter(moment=moment, content_hash="").first()
        if draft:
            raise WrongState(
                _("%(report)s is being written for this moment already. Finish it, or sign it first.")
                % {"report": draft},
                code="draft-there",
            )
        previous = line.reports.exclude(content_hash="").order_by("-examined_on", "-id").first()
        carried = {name: getattr(previous, name) for name in _CARRIED} if previous else {"hazards": line.object.hazards}
        report = ConditionReport.objects.create(
            reference=next_reference("CR", year=timezone.localdate().year, digits=4),
            line=line,
            moment=moment,
            previous=previous,
            examined_on=examined_on or timezone.localdate(),
            **{"examiner": actor.name, "examiner_title": actor.title, **carried, **fields},
        )
        if previous:
            _carry_marks(previous, report)
        lines.record("report.start", line, actor=actor, after={"report": report.reference, "moment": moment})
    return report


def _carry_marks(previous: ConditionReport, report: ConditionReport) -> None:
    standing = previous.marks.exclude(state=MarkState.NOT_FOUND)
    ConditionMark.objects.bulk_create(
        ConditionMark(
            report=report,
            origin=mark,
            number=number,
            state=MarkState.UNCONFIRMED,
            **{name: getattr(mark, name) for name in _CARRIED_OF_MARK},
        )
        for number, mark in enumerate(standing, start=1)
    )


def add_mark(report: ConditionReport, *, actor: Actor, term: str, **fields: Any) -> ConditionMark:
    """Adds a finding. Regions are fractions of the photo, 0 to 1. Raises MissingFact or WrongState (signed)."""
    _check_writer(actor)
    if not term.strip():
        raise MissingFact(_("Say what it is: a crack, a loss, a stain ..."), field="term")
    for name in ("x", "y"):
        if fields.get(name) is not None and not 0 <= fields[name] <= 1:
            raise MissingFact(_("The mark lies outside the photo. Draw it again."), field=name)
    with transaction.atomic():
        report = _locked_draft(report)
        last = report.marks.order_by("-number").values_list("number", flat=True).first() or 0
        return ConditionMark.objects.create(report=report, number=last + 1, term=term, **fields)


def confirm_mark(mark: ConditionMark, state: MarkState, *, actor: Actor, note: str = "") -> ConditionMark:
    """Says what became of a mark of the report before. Raises WrongState (signed)."""
    _check_writer(actor)
    with transaction.atomic():
        _locked_draft(mark.report)
        mark.state = state
        mark.note = note or mark.note
        mark.save(update_fields=["state", "note"])
    return mark


def add_photo(report: ConditionReport, *, file: StoredFile, actor: Actor, caption: str = "") -> ReportPhoto:
    """Adds a photo after the others. Raises WrongState (signed)."""
    _check_writer(actor)
    with transaction.atomic():
        report = _locked_draft(report)
        last = report.photos.order_by("-number").values_list("number", flat=True).first() or 0
        return ReportPhoto.objects.create(report=report, file=file, number=last + 1, caption=caption)


def sign(
    report: ConditionReport, *, side: Side, name: str, actor: Actor, title: str = "", facts: Facts = NO_FACTS
) -> ReportSignature:
    """Signs for one side. The first signature freezes the report under its content hash.

    Staff who record the lender's signature say in `facts` how it reached us.
    Raises MissingFact (no name, no finding), WrongState (a mark unconfirmed, the side has signed) or NotAllowed.
    """
    if not actor.can("reports.sign"):
        raise NotAllowed(_("Your role doesn't sign condition reports. Ask a conservator or registrar."))
    if not name.strip():
        raise MissingFact(_("Write the name of the person who signs."), field="name")
    if side == Side.LENDER and actor.kind == "staff" and not facts.authority:
        raise MissingFact(_("Say how the lender's signature reached us."), field="authority")
    try:
        with transaction.atomic():
            report = ConditionReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
            if not report.condition or report.stable is None:
                raise MissingFact(
                    _("Say in what condition the object is, and whether it is stable, before anybody signs."),
                    field="condition",
                )
            unconfirmed = report.marks.filter(state=MarkState.UNCONFIRMED).count()
            if unconfirmed:
                raise WrongState(
                    _("%(count)d marks of the report before are still to be confirmed.") % {"count": unconfirmed}
                )
            if not report.is_signed:
                report.content_hash = content_hash(report)
                report.save(update_fields=["content_hash"])
            signature = ReportSignature.objects.create(
                report=report,
                side=side,
                name=name,
                title=title,
                signed_at=timezone.now(),
                content_hash=report.content_hash,
            )
            line = lines.locked(report.line)
            lines.record(
                "report.sign",
                line,
                actor=actor,
                facts=replace(facts, decided_by=name, decided_by_title=title),
                after={"report": report.reference, "side": side, "content_hash": report.content_hash},
            )
    except IntegrityError as error:
        if "loans_signature_side_once" not in str(error):
            raise
        raise WrongState(_("This side has signed the report already.")) from error
    return signature


def content_hash(report: ConditionReport) -> str:
    """SHA-256 over everything the report says, the hashes of its photos and of the report before it."""
    photos = list(report.photos.order_by("number").values_list("number", "caption", "file__sha256"))
    marks = [
        [
            mark.number,
            mark.state,
            mark.photo.number if mark.photo else None,
            *(str(getattr(mark, name)) for name in _CARRIED_OF_MARK),
        ]
        for mark in report.marks.select_related("photo").order_by("number")
    ]
    content = {
        "reference": report.reference,
        "line": str(report.line.uid),
        "object": [str(report.line.object.uid), report.line.object.accession_number, report.line.object.title],
        "moment": report.moment,
        "examined": [str(report.examined_on), report.examined_at_place, report.examiner, report.examiner_title],
        "report": {name: getattr(report, name) for name in (*_CARRIED, "summary")},
        "marks": marks,
        "photos": photos,
        "previous": report.previous.content_hash if report.previous else "",
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()


def is_intact(report: ConditionReport) -> bool:
    """False when a signed report no longer gives the hash that was signed."""
    return not report.is_signed or content_hash(report) == report.content_hash


def _locked_draft(report: ConditionReport) -> ConditionReport:
    report = ConditionReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if report.is_signed:
        raise WrongState(
            _("%(report)s is signed (%(day)s) and stays as it is. Write a new report instead.")
            % {"report": report, "day": written(timezone.localdate(report.signatures.earliest("signed_at").signed_at))},
            code="signed",
        )
    return report


def _check_writer(actor: Actor) -> None:
    if not actor.can("reports.write"):
        raise NotAllowed(_("Your role doesn't write condition reports. Ask a conservator or registrar."))
