"""Condition reports: each starts from the one before; signed means frozen, in the database too."""

import io
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from PIL import Image

from loans.errors import MissingFact, NotAllowed, WrongState
from loans.models import ConditionMark, ConditionReport, LoanLine, MarkState, Moment, ReportPhoto, Side
from loans.queries import documents_visible_to, files_visible_to, reports_visible_to
from loans.services import report_pdf, reports
from loans.states import LineStatus
from office.records import files
from office.records.audit import Facts
from tests.factories import LoanFactory, LoanLineFactory
from tests.personas import Lending, Staff

FOUND: dict[str, Any] = {"condition": "good", "stable": True}
THERE = Facts(authority="in_person")


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (640, 480), "#c8b79a").save(out, "JPEG")
    return out.getvalue()


@pytest.fixture
def line(nilufar: Lending) -> LoanLine:
    return LoanLineFactory(loan=LoanFactory(lender=nilufar.contact.lender), status=LineStatus.READY)


@pytest.fixture
def signed(kofi: Staff, line: LoanLine) -> ConditionReport:
    report = reports.start(line, moment=Moment.LENDER_OUT, actor=kofi.actor, summary="Sound.", **FOUND)
    photo = reports.add_photo(report, file=files.store(picture(), name="front.jpg"), actor=kofi.actor, caption="Front")
    reports.add_mark(report, actor=kofi.actor, term="crack", photo=photo, x=0.25, y=0.5, width=0.1, height=0.05)
    reports.add_mark(report, actor=kofi.actor, term="stain", zone="foot")
    reports.sign(report, side=Side.LENDER, name="Dr Rahimova", actor=kofi.actor, facts=THERE)
    return ConditionReport.objects.get(pk=report.pk)


def test_a_report_starts_from_the_one_before(kofi: Staff, line: LoanLine, signed: ConditionReport) -> None:
    report = reports.start(line, moment=Moment.BORROWER_IN, actor=kofi.actor)

    assert report.previous == signed
    assert [(mark.term, mark.state, mark.origin and mark.origin.report) for mark in report.marks.all()] == [
        ("crack", MarkState.UNCONFIRMED, signed),
        ("stain", MarkState.UNCONFIRMED, signed),
    ]


def test_every_earlier_mark_is_confirmed_before_signing(kofi: Staff, line: LoanLine, signed: ConditionReport) -> None:
    report = reports.start(line, moment=Moment.BORROWER_IN, actor=kofi.actor)
    crack, stain = report.marks.all()
    reports.confirm_mark(crack, MarkState.CHANGED, actor=kofi.actor, note="Longer by 2 mm.")

    with pytest.raises(WrongState) as refused:
        reports.sign(report, side=Side.BORROWER, name="Kofi Mensah", actor=kofi.actor)
    reports.confirm_mark(stain, MarkState.NOT_FOUND, actor=kofi.actor)
    reports.sign(report, side=Side.BORROWER, name="Kofi Mensah", actor=kofi.actor)
    third = reports.start(line, moment=Moment.CHECK, actor=kofi.actor)

    assert refused.value.sentence == "1 marks of the report before are still to be confirmed."
    assert [mark.term for mark in third.marks.all()] == ["crack"]


def test_signed_means_frozen(kofi: Staff, signed: ConditionReport) -> None:
    mark = signed.marks.earliest("number")

    for change in (
        lambda: reports.add_mark(signed, actor=kofi.actor, term="loss"),
        lambda: reports.confirm_mark(mark, MarkState.CHANGED, actor=kofi.actor),
        lambda: reports.add_photo(signed, file=files.store(picture(), name="a.jpg"), actor=kofi.actor),
    ):
        with pytest.raises(WrongState) as refused:
            change()
        assert refused.value.code == "signed"


@pytest.mark.parametrize(
    "tamper",
    [
        lambda report: ConditionReport.objects.filter(pk=report.pk).update(summary="Damaged."),
        lambda report: ConditionReport.objects.filter(pk=report.pk).update(content_hash=""),
        lambda report: report.marks.all().update(severity="severe"),
        lambda report: report.marks.all().delete(),
        lambda report: ConditionMark.objects.create(report=report, number=9, term="loss"),
        lambda report: report.photos.all().update(caption="Back"),
        lambda report: ReportPhoto.objects.filter(report=report).delete(),
        lambda report: report.signatures.all().update(name="Nobody"),
        lambda report: report.signatures.all().delete(),
    ],
)  # fmt: skip
def test_the_database_refuses_to_change_a_signed_report(signed: ConditionReport, tamper: object) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        tamper(signed)  # type: ignore[operator]

    assert reports.is_intact(ConditionReport.objects.get(pk=signed.pk))


def test_nobody_signs_before_somebody_said_how_the_object_is(kofi: Staff, line: LoanLine) -> None:
    report = reports.start(line, moment=Moment.BORROWER_IN, actor=kofi.actor)

    with pytest.raises(MissingFact) as refused:
        reports.sign(report, side=Side.BORROWER, name="Kofi Mensah", actor=kofi.actor)

    assert refused.value.field == "condition"
    assert not ConditionReport.objects.get().is_signed


def test_staff_who_record_the_lenders_signature_say_how_it_came(kofi: Staff, line: LoanLine) -> None:
    report = reports.start(line, moment=Moment.LENDER_OUT, actor=kofi.actor, **FOUND)

    with pytest.raises(MissingFact) as refused:
        reports.sign(report, side=Side.LENDER, name="Dr Rahimova", actor=kofi.actor)

    assert refused.value.field == "authority"


def test_one_draft_a_moment(kofi: Staff, line: LoanLine) -> None:
    reports.start(line, moment=Moment.CHECK, actor=kofi.actor)

    with pytest.raises(WrongState) as refused:
        reports.start(line, moment=Moment.CHECK, actor=kofi.actor)

    assert refused.value.code == "draft-there"
    assert ConditionReport.objects.count() == 1


def test_the_hash_covers_the_report_before(kofi: Staff, line: LoanLine, signed: ConditionReport) -> None:
    report = reports.start(line, moment=Moment.BORROWER_IN, actor=kofi.actor)
    with_before = reports.content_hash(report)
    report.previous = None

    assert reports.content_hash(report) != with_before


def test_both_sides_sign_the_same_hash_once(kofi: Staff, signed: ConditionReport) -> None:
    second = reports.sign(signed, side=Side.BORROWER, name="Kofi Mensah", actor=kofi.actor)

    with pytest.raises(WrongState) as refused:
        reports.sign(signed, side=Side.BORROWER, name="Kofi Mensah", actor=kofi.actor)

    assert second.content_hash == signed.content_hash
    assert refused.value.sentence == "This side has signed the report already."


def test_refusals_of_bad_marks_and_people(kofi: Staff, vera: Staff, line: LoanLine) -> None:
    report = reports.start(line, moment=Moment.LENDER_OUT, actor=kofi.actor)

    with pytest.raises(MissingFact):
        reports.add_mark(report, actor=kofi.actor, term=" ")
    with pytest.raises(MissingFact) as outside:
        reports.add_mark(report, actor=kofi.actor, term="crack", x=1.2, y=0.4)
    with pytest.raises(NotAllowed):
        reports.start(line, moment=Moment.CHECK, actor=vera.actor)
    with pytest.raises(MissingFact):
        reports.sign(report, side=Side.LENDER, name="", actor=kofi.actor)

    assert outside.value.sentence == "The mark lies outside the photo. Draw it again."
    assert report.marks.count() == 0


def test_a_pdf_is_filed_once_for_each_state_of_the_report(kofi: Staff, line: LoanLine, signed: ConditionReport) -> None:
    first = report_pdf.file_pdf(signed, actor=kofi.actor)
    again = report_pdf.file_pdf(signed, actor=kofi.actor)
    reports.sign(signed, side=Side.BORROWER, name="Kofi Mensah", actor=kofi.actor)
    countersigned = report_pdf.file_pdf(signed, actor=kofi.actor)

    assert first == again
    assert countersigned != first
    assert files.read(first.file)[:5] == b"%PDF-"


def test_a_lender_sees_signed_reports_and_their_files_of_its_own(
    kofi: Staff, nilufar: Lending, ingrid: Lending, line: LoanLine, signed: ConditionReport
) -> None:
    reports.start(line, moment=Moment.BORROWER_IN, actor=kofi.actor)
    document = report_pdf.file_pdf(signed, actor=kofi.actor)

    assert list(reports_visible_to(nilufar.actor)) == [signed]
    assert list(documents_visible_to(nilufar.actor)) == [document]
    assert document.file in files_visible_to(nilufar.actor)
    assert list(reports_visible_to(ingrid.actor)) == []
    assert files_visible_to(ingrid.actor).count() == 0
