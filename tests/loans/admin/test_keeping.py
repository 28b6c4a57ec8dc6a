"""What is refused leaves nothing behind: no file, no row, no change to a report that somebody signs meanwhile."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from pytest_django import Settings

from lenders.models import CollectionObject
from loans.models import ConditionReport, Document, Loan, Moment, Side
from loans.services import reports
from loans.states import LineStatus
from office.records.models import StoredFile
from tests.factories import AgreementFactory, CollectionObjectFactory, LenderFactory, LoanFactory, LoanLineFactory
from tests.loans.admin.rows import a_report, a_sent_loan
from tests.personas import Staff

TODAY = timezone.localdate().isoformat()


def stored(settings: Settings) -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def a_scan() -> SimpleUploadedFile:
    return SimpleUploadedFile("letter.pdf", b"%PDF-1.7 scan")


def a_photo() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "#26538d").save(out, "PNG")
    return SimpleUploadedFile("ewer.png", out.getvalue())


def agreed() -> Loan:
    loan = LoanFactory(agreement=AgreementFactory())
    LoanLineFactory(loan=loan, status=LineStatus.CONFIRMED)
    return loan


def an_answer(loan: Loan, **more: Any) -> dict[str, Any]:
    return {
        "line": str(loan.lines.get().uid), "happened_on": TODAY, "decided_by": "Nilufar", "authority": "letter",
        "reason": "", "evidence": a_scan(), **more,
    }  # fmt: skip


@pytest.mark.parametrize("side", ["lender", "organiser"])
def test_whoever_records_no_signature_leaves_no_scan(side: str, vera: Staff, settings: Settings) -> None:
    loan = agreed()

    response = vera.client.post(
        reverse("admin:agreement_sign", args=(loan.reference, side)),
        {"happened_on": TODAY, "signatory": "Vera", "evidence": a_scan()},
    )

    assert response.status_code == 403
    assert (StoredFile.objects.count(), stored(settings)) == (0, [])


def test_whoever_records_no_answer_leaves_no_letter(vera: Staff, settings: Settings) -> None:
    loan = a_sent_loan(lines=1)

    response = vera.client.post(reverse("admin:loan_move", args=(loan.reference, "approve")), an_answer(loan))

    assert response.status_code == 422
    assert (StoredFile.objects.count(), stored(settings)) == (0, [])


def test_a_letter_of_a_refused_form_or_move_is_gone(ruth: Staff, settings: Settings) -> None:
    loan = a_sent_loan(lines=1)
    address = reverse("admin:loan_move", args=(loan.reference, "approve"))

    ruth.client.post(address, an_answer(loan, authority=""))
    ruth.client.post(address, an_answer(loan, happened_on="2090-01-01"))
    ruth.client.post(reverse("admin:loan_move", args=(loan.reference, "pack")), an_answer(loan))

    assert loan.lines.get().status == LineStatus.REQUESTED
    assert (StoredFile.objects.count(), stored(settings)) == (0, [])


def test_the_letter_of_an_answer_that_is_taken_stays(ruth: Staff, settings: Settings) -> None:
    loan = a_sent_loan(lines=1)

    ruth.client.post(reverse("admin:loan_move", args=(loan.reference, "approve")), an_answer(loan))

    assert loan.lines.get().status == LineStatus.APPROVED
    assert (StoredFile.objects.count(), len(stored(settings))) == (1, 1)


def test_a_scan_of_a_signature_that_is_refused_is_gone(ruth: Staff, settings: Settings) -> None:
    loan = agreed()

    ruth.client.post(
        reverse("admin:agreement_sign", args=(loan.reference, "lender")),
        {"happened_on": TODAY, "signatory": "", "evidence": a_scan()},
    )

    assert (StoredFile.objects.count(), stored(settings)) == (0, [])


def test_the_picture_of_an_object_that_is_not_saved_is_gone(ruth: Staff, settings: Settings) -> None:
    thing: CollectionObject = CollectionObjectFactory(image=None)
    said = {
        "title": "", "lender": thing.lender_id, "accession_number": "A-1", "piece_count": 1, "picture": a_photo(),
        "parts-TOTAL_FORMS": 0, "parts-INITIAL_FORMS": 0, "valuations-TOTAL_FORMS": 0, "valuations-INITIAL_FORMS": 0,
    }  # fmt: skip

    response = ruth.client.post(reverse("admin:lenders_collectionobject_change", args=(thing.pk,)), said)

    assert response.status_code == 200
    assert (StoredFile.objects.count(), stored(settings)) == (0, [])


def test_an_object_added_in_a_window_of_its_own_is_kept_with_its_picture(ruth: Staff, settings: Settings) -> None:
    said = {
        "title": "Ewer", "lender": LenderFactory().pk, "accession_number": "A-1", "piece_count": 1, "_popup": 1,
        "picture": a_photo(),
        "parts-TOTAL_FORMS": 0, "parts-INITIAL_FORMS": 0, "valuations-TOTAL_FORMS": 0, "valuations-INITIAL_FORMS": 0,
    }  # fmt: skip

    response = ruth.client.post(reverse("admin:lenders_collectionobject_add"), said)

    assert response.status_code == 200
    assert CollectionObject.objects.get().image is not None
    assert len(stored(settings)) == 2


def report_form(**more: Any) -> dict[str, Any]:
    return {
        "examined_on": TODAY, "examiner": "Kofi Mensah", "condition": "good", "stable": "true", "summary": "Sound",
        "marks-TOTAL_FORMS": 0, "marks-INITIAL_FORMS": 0, "photos-TOTAL_FORMS": 0, "photos-INITIAL_FORMS": 0, **more,
    }  # fmt: skip


def test_photos_of_a_report_that_is_not_saved_are_gone(kofi: Staff, settings: Settings) -> None:
    report = a_report()
    rows, there = StoredFile.objects.count(), len(stored(settings))
    address = reverse("admin:loans_conditionreport_change", args=(report.pk,))

    refused = kofi.client.post(address, report_form(examined_on="", new_photos=[a_photo(), a_photo()]))
    assert (refused.status_code, StoredFile.objects.count(), len(stored(settings))) == (200, rows, there)
    kofi.client.post(address, report_form(new_photos=[a_photo()]))

    assert report.photos.count() == 1
    assert len(stored(settings)) == there + 2


def test_what_is_saved_after_somebody_signed_says_so(kofi: Staff, ruth: Staff) -> None:
    report = a_report()
    ConditionReport.objects.filter(pk=report.pk).update(condition="good", stable=True)
    address = reverse("admin:loans_conditionreport_change", args=(report.pk,))
    kofi.client.get(address)
    reports.sign(report, side=Side.BORROWER, name="Ruth Okafor", actor=ruth.actor)

    response = kofi.client.post(address, report_form(summary="Changed behind her back"), follow=True)

    assert "It was signed meanwhile; your changes were not kept." in response.content.decode()
    report.refresh_from_db()
    assert report.summary != "Changed behind her back"


def test_saving_a_report_holds_it_against_the_signature(kofi: Staff) -> None:
    report = a_report()

    with CaptureQueriesContext(connection) as asked:
        kofi.client.post(reverse("admin:loans_conditionreport_change", args=(report.pk,)), report_form())

    said = [each["sql"] for each in asked.captured_queries]
    held = next(place for place, sql in enumerate(said) if "loans_conditionreport" in sql and "FOR UPDATE" in sql)
    changed = next(place for place, sql in enumerate(said) if 'UPDATE "loans_conditionreport"' in sql)
    assert held < changed


def test_a_second_draft_of_one_moment_is_refused_in_words(kofi: Staff) -> None:
    report = a_report()
    line = report.line

    response = kofi.client.post(
        reverse("admin:report_start", args=(line.loan.reference, line.uid)), {"moment": Moment.LENDER_OUT}
    )

    assert response.status_code == 422
    assert "is being written for this moment already" in response.content.decode()
    assert line.reports.count() == 1


def test_a_viewer_reads_the_pdf_and_files_nothing(vera: Staff, kofi: Staff) -> None:
    report = a_report()
    address = reverse("admin:report_pdf", args=(report.reference,))

    shown = vera.client.post(address)
    filed_by_looking = Document.objects.count()
    kofi.client.post(address)

    assert (shown["Content-Type"], shown.content[:5]) == ("application/pdf", b"%PDF-")
    assert (filed_by_looking, Document.objects.count()) == (0, 1)
