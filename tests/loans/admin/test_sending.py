"""From a checklist to requests, agreements and condition reports, on the admin's pages."""

import datetime as dt

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from loans.models import ConditionReport, Deadline, Loan
from loans.states import LineStatus
from office.records.models import Job
from tests.factories import (
    ChecklistEntryFactory,
    CollectionObjectFactory,
    ContactFactory,
    ExhibitionFactory,
    LenderFactory,
    LoanFactory,
    LoanLineFactory,
    OrganiserFactory,
)
from tests.loans.admin.rows import a_picture, a_report
from tests.personas import Staff

TODAY = timezone.localdate()


def test_colin_asks_two_lenders_for_what_he_ticked_on_the_checklist(colin: Staff) -> None:
    show = ExhibitionFactory(code="SILK24")
    samarkand, stockholm = LenderFactory(), LenderFactory()
    entries = [
        ChecklistEntryFactory(exhibition=show, object=CollectionObjectFactory(lender=lender))
        for lender in (samarkand, samarkand, stockholm, OrganiserFactory())
    ]

    asked = colin.client.post(
        reverse("admin:exhibitions_checklistentry_changelist"),
        {"action": "ask_lenders", "_selected_action": [entry.pk for entry in entries], "index": 0},
    )
    page = colin.client.get(asked["Location"]).content.decode()
    colin.client.post(asked["Location"], {"n": [entry.number for entry in entries]})

    assert "Draft 2 loans" in page
    assert "1 is our own and needs no loan." in page
    assert {loan.lender: loan.lines.count() for loan in Loan.objects.all()} == {samarkand: 2, stockholm: 1}


def test_asking_twice_asks_nobody_twice(colin: Staff) -> None:
    entry = ChecklistEntryFactory(exhibition=ExhibitionFactory(code="SILK24"))
    address = reverse("admin:ask", args=("SILK24",))

    for _press in range(2):
        colin.client.post(address, {"n": entry.number})

    assert Loan.objects.count() == 1


def test_ruth_sends_the_request_and_its_deadlines_are_planned(ruth: Staff) -> None:
    line = LoanLineFactory(status=LineStatus.DRAFT)
    ContactFactory(lender=line.loan.lender, name="Nilufar Karimova")
    address = reverse("admin:loan_send", args=(line.loan.reference,))

    page = ruth.client.get(address).content.decode()
    ruth.client.post(address, {"happened_on": TODAY.isoformat()})

    assert "Nilufar Karimova" in page
    assert line.loan.lines.get().status == LineStatus.REQUESTED
    assert Deadline.objects.filter(loan=line.loan).exists()


def test_a_lender_without_a_contact_is_refused_with_a_way_out(ruth: Staff) -> None:
    line = LoanLineFactory(status=LineStatus.DRAFT)
    address = reverse("admin:loan_send", args=(line.loan.reference,))

    refused = ruth.client.post(address, {"happened_on": TODAY.isoformat()})
    by_post = ruth.client.post(address, {"happened_on": TODAY.isoformat(), "by_post": "on"})

    assert "has no contact who may decide" in refused.content.decode()
    assert by_post.status_code == 302
    assert line.loan.lines.get().status == LineStatus.REQUESTED


def test_a_new_loan_gets_objects_by_number(ruth: Staff) -> None:
    show, lender = ExhibitionFactory(), LenderFactory()
    CollectionObjectFactory(lender=lender, accession_number="A-1")

    made = ruth.client.post(reverse("admin:loan_new"), {"exhibition": show.pk, "lender": lender.pk})
    unknown = ruth.client.post(made["Location"], {"numbers": "A-1\nB-2"})
    ruth.client.post(made["Location"], {"numbers": "A-1"})

    assert "has no object with the number B-2" in unknown.content.decode()
    assert Loan.objects.get().lines.get().object.accession_number == "A-1"


def test_an_agreement_is_issued_and_signed_by_both_sides(ruth: Staff) -> None:
    line = LoanLineFactory(status=LineStatus.CONFIRMED)
    reference = line.loan.reference

    ruth.client.post(reverse("admin:agreement_issue", args=(reference,)), {"on": TODAY.isoformat()})
    for side in ("lender", "organiser"):
        ruth.client.post(
            reverse("admin:agreement_sign", args=(reference, side)),
            {"happened_on": TODAY.isoformat(), "signatory": "The director"},
        )

    agreement = Loan.objects.get().agreement
    assert agreement is not None
    assert agreement.executed


def test_new_dates_of_the_show_move_its_deadlines(ruth: Staff) -> None:
    loan = LoanFactory()
    LoanLineFactory(loan=loan, status=LineStatus.DRAFT)
    ruth.client.post(
        reverse("admin:loan_send", args=(loan.reference,)), {"happened_on": TODAY.isoformat(), "by_post": "on"}
    )
    closing = Deadline.objects.get(loan=loan, kind="return")
    showing = loan.exhibition.showings.get()
    later = dt.timedelta(days=30)
    form = {
        "title": loan.exhibition.title, "code": loan.exhibition.code,
        "showings-TOTAL_FORMS": 1, "showings-INITIAL_FORMS": 1, "showings-0-id": showing.pk,
        "showings-0-exhibition": loan.exhibition.pk, "showings-0-venue": showing.venue_id,
        "showings-0-install_date": showing.install_date, "showings-0-opens_date": showing.opens_date,
        "showings-0-closes_date": showing.closes_date + later,
        "showings-0-deinstall_date": showing.deinstall_date + later,
        "sections-TOTAL_FORMS": 0, "sections-INITIAL_FORMS": 0,
    }  # fmt: skip

    response = ruth.client.post(
        reverse("admin:exhibitions_exhibition_change", args=(loan.exhibition.pk,)), form, follow=True
    )

    assert "1 deadline moved with the new dates." in response.content.decode()
    assert Deadline.objects.get(pk=closing.pk).due_date == closing.due_date + later


def test_kofi_writes_a_report_with_a_mark_and_a_photo_and_signs_it(kofi: Staff) -> None:
    line = LoanLineFactory(status=LineStatus.READY)
    started = kofi.client.post(
        reverse("admin:report_start", args=(line.loan.reference, line.uid)), {"moment": "lender_out"}
    )
    report = ConditionReport.objects.get()
    picture = a_picture()
    form = {
        "examined_on": TODAY.isoformat(), "examiner": "Kofi Mensah", "condition": "fair", "stable": "true",
        "marks-TOTAL_FORMS": 1, "marks-INITIAL_FORMS": 0, "marks-0-term": "crack", "marks-0-severity": "minor",
        "marks-0-state": "new", "marks-0-zone": "rim", "photos-TOTAL_FORMS": 0, "photos-INITIAL_FORMS": 0,
        "new_photos": SimpleUploadedFile("front.png", picture.file.read()),
    }  # fmt: skip

    kofi.client.post(started["Location"], form)
    kofi.client.post(
        reverse("admin:report_sign", args=(report.reference,)), {"side": "borrower", "name": "Kofi Mensah", "title": ""}
    )

    report.refresh_from_db()
    assert (report.condition, report.is_signed) == ("fair", True)
    assert report.marks.get().term == "crack"
    assert report.photos.count() == 1
    assert b'name="_save"' not in kofi.client.get(started["Location"]).content


def test_the_pdf_of_a_report_is_filed_and_shown(kofi: Staff) -> None:
    report = a_report()
    address = reverse("admin:report_pdf", args=(report.reference,))

    shown = kofi.client.post(address, follow=True)
    kofi.client.post(address)

    assert shown["Content-Type"] == "application/pdf"
    assert b"".join(shown.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]
    assert report.line.documents.count() == 1


def test_all_reports_of_a_show_become_a_job_that_leads_to_its_progress(ruth: Staff) -> None:
    report = a_report()

    response = ruth.client.post(reverse("admin:exhibition_reports", args=(report.line.loan.exhibition.code,)))

    job = Job.objects.get()
    assert (job.total, response["Location"]) == (1, reverse("admin:records_job_change", args=(job.pk,)))


def test_the_checklist_says_what_the_lender_says(colin: Staff) -> None:
    line = LoanLineFactory(status=LineStatus.DECLINED, reason_code="fragile")
    ChecklistEntryFactory(exhibition=line.loan.exhibition, object=line.object)

    page = colin.client.get(reverse("admin:exhibitions_checklistentry_changelist")).content.decode()

    assert "Declined" in page
