"""Facility reports on the desk: written, issued, read by whom, questions answered, a lender's word recorded."""

import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader
from pytest_django import DjangoAssertNumQueries

from exhibitions.models import FacilityReport, SectionCode, Venue
from exhibitions.services import facility as writing
from loans.models import FacilityDecision, FacilityQuestion, Loan
from loans.services import facility
from loans.states import LineStatus
from office.records.models import AuditEvent, StoredFile
from tests.exhibitions.services.reports import TEXTS, a_draft, an_issued
from tests.factories import LoanFactory, LoanLineFactory, ShowingFactory, VenueFactory
from tests.personas import Lending, Staff

S = SectionCode


@pytest.fixture
def report(db: None) -> FacilityReport:
    return an_issued(VenueFactory(name="Hall of Kilns", city="Ghent"))


@pytest.fixture
def loan(report: FacilityReport, nilufar: Lending) -> Loan:
    loan = LoanFactory(lender=nilufar.contact.lender, exhibition__showing__venue=report.venue)
    LoanLineFactory(loan=loan, status=LineStatus.REQUESTED).showings.set(loan.exhibition.showings.all())
    return loan


@pytest.fixture
def question(report: FacilityReport, loan: Loan, nilufar: Lending) -> FacilityQuestion:
    now = timezone.now()
    facility.accept_confidentiality(report, contact=nilufar.contact, now=now)
    facility.read(report, contact=nilufar.contact, section=S.FIRE, now=now, ip="192.0.2.7")
    return facility.ask(report, "Gas or water?", section=S.FIRE, contact=nilufar.contact, now=now)


def to(name: str, *args: object) -> str:
    return reverse(f"admin:{name}", args=args)


def text(person: Staff, address: str) -> str:
    answer = person.client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def filled(**more: str) -> dict[str, str]:
    return {**TEXTS, "prepared_by": "Kofi Mensah", "confidentiality": "Keep it.", **more}


# --- The venue and its versions -------------------------------------------------------------------------------------


def test_a_venue_says_what_it_promises_in_numbers(ruth: Staff) -> None:
    venue = VenueFactory()
    address = to("exhibitions_venue_change", venue.pk)
    said = {
        "name": venue.name, "city": "Ghent", "country": "BE", "time_zone": "Europe/Brussels", "rh_min": "40",
        "rh_max": "60", "rh_swing": "10", "temperature_min": "18", "temperature_max": "22", "lux": "50", "uv": "10",
        "open_hours": "8", "lit_hours": "10", "claims_contact": "The registrar",
    }  # fmt: skip

    assert ruth.client.post(address, said).status_code == 302
    backwards = ruth.client.post(address, said | {"rh_min": "70"})
    nowhere = ruth.client.post(address, said | {"time_zone": "Ghent"})

    assert "The humidity range starts above its end." in backwards.content.decode()
    assert "“Ghent” is no time zone." in nowhere.content.decode()
    venue.refresh_from_db()
    assert (venue.rh_min, venue.lux, venue.uv, venue.lit_hours) == (40, 50, 10, 10)


def test_the_venue_lists_its_versions(report: FacilityReport, ruth: Staff) -> None:
    an_issued(report.venue, days_ago=1)
    draft = a_draft(report.venue)

    page = text(ruth, to("exhibitions_venue_change", report.venue.pk))

    for words in ("Version 1", "Replaced", "Version 2", "In force", "Version 3", "Draft", "Go on writing version 3"):
        assert words in page
    assert to("facility_write", draft.uid) in page


# --- Writing, comparing, issuing ------------------------------------------------------------------------------------


def test_a_report_is_written_saved_and_issued(kofi: Staff) -> None:
    venue = VenueFactory()

    started = kofi.client.post(to("facility_draft", venue.uid))
    report = FacilityReport.objects.get(venue=venue)
    assert started["Location"] == to("facility_write", report.uid)
    assert kofi.client.post(to("facility_draft", venue.uid))["Location"] == started["Location"]
    assert "Not ready yet. Still to be filled in: The institution and its people," in text(
        kofi, to("facility", report.uid)
    )
    assert kofi.client.post(started["Location"], filled())["Location"] == to("facility", report.uid)
    assert "Issue it" in text(kofi, to("facility", report.uid))
    today = timezone.localdate()
    page = kofi.client.post(
        to("facility_issue", report.uid),
        {"on": today.isoformat(), "expires_on": (today + dt.timedelta(days=365)).isoformat()},
        follow=True,
    ).content.decode()

    report.refresh_from_db()
    assert (report.issued_on, report.prepared_by) == (today, "Kofi Mensah")
    assert "Version 1 is issued." in page
    assert "Who has read it" in page


def test_every_section_says_what_lenders_want_to_know(ruth: Staff) -> None:
    page = text(ruth, to("facility_write", a_draft().uid))

    assert page.count('class="field facility-field"') == len(S)
    assert "Detectors, extinguishing by room and with what" in page


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"security_reference": "KILNS-7"}, "Choose a code without the name of the venue or city."),
        ({"fire": "x" * 20_001}, "20000"),
        ({"expires_on": "2199-01-01"}, "Choose a day from"),
    ],
)
def test_a_draft_that_can_not_be_so_keeps_what_was_typed(said: dict[str, str], words: str, ruth: Staff) -> None:
    report = a_draft(VenueFactory(name="Hall of Kilns", city="Ghent"))

    answer = ruth.client.post(to("facility_write", report.uid), filled(pests="Traps, newly typed.", **said))

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "Traps, newly typed." in answer.content.decode()
    assert report.sections.get(code=S.PESTS).text == ""


def test_a_supplement_is_kept_with_a_good_form_and_not_with_a_bad_one(ruth: Staff, colin: Staff) -> None:
    report = a_draft(VenueFactory(name="Hall of Kilns", city="Ghent"))
    address = to("facility_write", report.uid)

    def plans() -> SimpleUploadedFile:
        return SimpleUploadedFile("alarms.pdf", b"%PDF-1.7 plans of the alarms")

    ruth.client.post(address, filled(security_reference="Ghent-1") | {"security_supplement": plans()})
    assert not StoredFile.objects.exists()
    ruth.client.post(address, filled(security_reference="FR-7K2M") | {"security_supplement": plans()})

    report.refresh_from_db()
    assert report.security_supplement == StoredFile.objects.get()
    assert b"".join(ruth.client.get(to("facility_supplement", report.uid)))[:8] == b"%PDF-1.7"
    assert colin.client.get(to("facility_supplement", report.uid)).status_code == 403
    assert colin.client.get(to("file", report.security_supplement.uid)).status_code == 404
    assert ruth.client.get(to("facility_supplement", a_draft().uid)).status_code == 404


def test_versions_are_compared_word_by_word(report: FacilityReport, ruth: Staff) -> None:
    assert ruth.client.get(to("facility_compare", report.uid))["Location"] == to("facility", report.uid)
    newer = an_issued(report.venue, texts={S.CLIMATE: f"{TEXTS[S.CLIMATE]} Logged."}, days_ago=1)

    page = text(ruth, to("facility_compare", newer.uid))

    assert "<ins> Logged.</ins>" in page
    assert "Fire detection" not in page
    assert "changed since version 1" in text(ruth, to("facility", newer.uid))


def test_what_is_issued_is_written_no_more(report: FacilityReport, ruth: Staff) -> None:
    for answer in (
        ruth.client.post(to("facility_write", report.uid), filled(), follow=True),
        ruth.client.post(to("facility_discard", report.uid), follow=True),
    ):
        assert "stays as it is. Start a new version instead." in answer.content.decode()
    issued = ruth.client.post(to("facility_issue", report.uid), {"on": "2026-01-01", "expires_on": "2028-01-01"})

    assert "stays as it is" in issued.content.decode()
    assert FacilityReport.objects.get().issued_on == report.issued_on


def test_a_draft_is_discarded_by_a_press_not_by_a_look(ruth: Staff) -> None:
    report = a_draft()
    ruth.client.get(to("facility_discard", report.uid))
    assert FacilityReport.objects.exists()

    ruth.client.post(to("facility_discard", report.uid))
    assert not FacilityReport.objects.exists()


# --- The lenders ----------------------------------------------------------------------------------------------------


def test_who_read_what_and_when(question: FacilityQuestion, report: FacilityReport, ruth: Staff) -> None:
    page = text(ruth, to("facility_readers", report.uid))

    for words in ("Nilufar Karimova", "Museum of Samarkand Hill", "Fire detection and suppression", "192.0.2.7"):
        assert words in page
    assert "Gas or water?" in page


def test_a_question_waits_today_and_is_answered(
    question: FacilityQuestion, report: FacilityReport, kofi: Staff
) -> None:
    address = to("facility_answer", question.uid)
    assert address in text(kofi, to("index"))
    assert "This field is required." in kofi.client.post(address, {"answer": " "}).content.decode()

    answer = kofi.client.post(address, {"answer": "Water mist."})
    again = kofi.client.post(address, {"answer": "Gas."})

    assert answer["Location"] == to("facility_readers", report.uid)
    assert "Kofi Mensah answered this on" in again.content.decode()
    question.refresh_from_db()
    assert question.answer == "Water mist."
    assert address not in text(kofi, to("index"))


def test_a_lenders_word_is_recorded_from_a_letter(report: FacilityReport, loan: Loan, ruth: Staff) -> None:
    address = to("facility_word", report.uid, loan.lender.code)
    said = {
        "section": "", "verdict": "accepted", "words": "", "happened_on": timezone.localdate().isoformat(),
        "decided_by": "Dr Rahimova", "authority": "letter",
        "evidence": SimpleUploadedFile("letter.pdf", b"%PDF-1.7 we accept"),
    }  # fmt: skip

    answer = ruth.client.post(address, said)

    assert answer["Location"] == to("facility_readers", report.uid)
    event = AuditEvent.objects.get(verb="facility.accepted", loan_file=loan.uid)
    assert (event.decided_by, event.recorded_by, event.evidence) == (
        "Dr Rahimova", "Ruth Okafor", StoredFile.objects.get(),
    )  # fmt: skip
    page = text(ruth, to("loan", loan.reference))
    assert "Facility report accepted" in page
    assert "Recorded by Ruth Okafor, by letter." in page


def test_a_word_that_is_refused_keeps_no_file(report: FacilityReport, loan: Loan, ruth: Staff) -> None:
    said = {
        "verdict": "concerns", "words": "", "happened_on": timezone.localdate().isoformat(), "decided_by": "Dr Rahimova",
        "authority": "letter", "evidence": SimpleUploadedFile("letter.pdf", b"%PDF-1.7 we worry"),
    }  # fmt: skip

    answer = ruth.client.post(to("facility_word", report.uid, loan.lender.code), said)

    assert answer.status_code == 422
    assert "Say what concerns you." in answer.content.decode()
    assert not StoredFile.objects.exists()
    assert not FacilityDecision.objects.exists()


def test_an_exhibition_shows_each_lender_and_venue(report: FacilityReport, loan: Loan, vera: Staff) -> None:
    second = Venue.objects.create(name="Second Stop", city="Lund", country="SE")
    loan.lines.get().showings.add(ShowingFactory(exhibition=loan.exhibition, venue=second))

    page = text(vera, to("exhibition_facility", loan.exhibition.code))

    for words in ("Hall of Kilns", "Not opened yet", "Second Stop", "No report yet", "Museum of Samarkand Hill"):
        assert words in page
    assert "Record their word" not in page


# --- Whose it is ----------------------------------------------------------------------------------------------------


def test_others_of_our_staff_neither_read_nor_write_nor_answer(
    question: FacilityQuestion, report: FacilityReport, loan: Loan, colin: Staff, vera: Staff
) -> None:
    draft = a_draft(report.venue)
    addresses = [
        *(to(name, report.uid) for name in ("facility", "facility_compare", "facility_readers", "facility_pdf")),
        *(to(f"facility_{name}", draft.uid) for name in ("write", "issue", "discard", "supplement")),
        to("facility_draft", report.venue.uid),
        to("facility_answer", question.uid),
        to("facility_word", report.uid, loan.lender.code),
    ]

    for person in (colin, vera):
        for address in addresses:
            assert (address, person.client.get(address).status_code) == (address, 403)
            assert (address, person.client.post(address, filled()).status_code) == (address, 403)
    draft.refresh_from_db()
    assert draft.issued_on is None
    assert not FacilityDecision.objects.exists()


def test_a_conservator_records_no_word(report: FacilityReport, loan: Loan, kofi: Staff) -> None:
    assert kofi.client.get(to("facility_word", report.uid, loan.lender.code)).status_code == 403


@pytest.mark.parametrize("name", ["facility", "facility_write", "facility_readers", "facility_answer", "facility_pdf"])
def test_what_is_not_there_is_not_found(name: str, ruth: Staff) -> None:
    assert ruth.client.get(to(name, "0192f0c1-2345-7000-8000-000000000001")).status_code == 404


def test_our_own_pdf_bears_our_name(report: FacilityReport, ruth: Staff) -> None:
    answer = ruth.client.get(to("facility_pdf", report.uid))

    assert "Ruth Okafor" in PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
    assert ruth.client.get(to("facility_pdf", a_draft().uid)).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_pages_cost_the_same_however_many_lenders(
    number: int, report: FacilityReport, loan: Loan, ruth: Staff, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _each in range(number):
        line = LoanLineFactory(loan__exhibition=loan.exhibition, status=LineStatus.REQUESTED)
        line.showings.set(loan.exhibition.showings.all())

    with django_assert_num_queries(12):
        assert ruth.client.get(to("exhibition_facility", loan.exhibition.code)).status_code == 200
    with django_assert_num_queries(13):
        assert ruth.client.get(to("facility_readers", report.uid)).status_code == 200


def test_the_next_version_starts_from_this_one(report: FacilityReport, ruth: Staff) -> None:
    ruth.client.post(to("facility_draft", report.venue.uid))

    draft = FacilityReport.objects.get(issued_on=None)
    assert (draft.version, writing.latest(report.venue)) == (2, report)
    assert TEXTS[S.FIRE] in text(ruth, to("facility_write", draft.uid))
