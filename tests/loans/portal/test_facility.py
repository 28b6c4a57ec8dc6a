"""A venue's facility report in the portal: confidentiality, sections, questions, the lender's word, its PDF."""

import datetime as dt
import io

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader
from pytest_django import DjangoAssertNumQueries

from exhibitions.models import FacilityReport, SectionCode
from exhibitions.services import facility as writing
from loans.models import FacilityAccess, FacilityDecision, FacilityQuestion, FacilityView, Loan
from loans.services import facility
from loans.states import LineStatus
from office.records import files
from office.records.audit import Facts
from tests.exhibitions.services.reports import TEXTS, a_writer, an_issued
from tests.factories import LoanLineFactory
from tests.personas import Lending, Staff, portal_client, timur

S = SectionCode


@pytest.fixture
def report(loan: Loan) -> FacilityReport:
    """The newest report of the venue where one object of the loan is shown."""
    line = LoanLineFactory(loan=loan, number=1, status=LineStatus.REQUESTED)
    line.showings.set(loan.exhibition.showings.all())
    return an_issued(loan.exhibition.showings.get().venue)


def at(report: FacilityReport, code: str = "") -> str:
    return f"/portal/facility/{report.uid}/" + (f"{code}/" if code else "")


def inside(report: FacilityReport, lending: Lending) -> Client:
    """A browser of hers in which confidentiality is accepted."""
    facility.accept_confidentiality(report, contact=lending.contact, now=timezone.now())
    return portal_client(lending)


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_request_leads_to_the_report(report: FacilityReport, loan: Loan, nilufar: Lending) -> None:
    page = text(portal_client(nilufar), f"/portal/loans/{loan.reference}/")

    assert f"The facility report of {report.venue}: please read and accept" in page
    assert at(report) in page


def test_nothing_of_it_is_shown_before_confidentiality_is_accepted(report: FacilityReport, nilufar: Lending) -> None:
    client = portal_client(nilufar)

    first = text(client, at(report))
    section, pdf = client.get(at(report, "fire")), client.get(f"{at(report)}report.pdf")

    assert report.confidentiality in first.replace("&#x27;", "'")
    assert TEXTS[S.FIRE] not in first
    assert (section["Location"], pdf["Location"]) == (at(report), at(report))
    assert not FacilityView.objects.exists()


def test_a_look_at_the_words_accepts_nothing_the_button_does(report: FacilityReport, nilufar: Lending) -> None:
    client = portal_client(nilufar)
    client.get(at(report))
    client.post(at(report), {"do": "accepted"})
    assert not FacilityAccess.objects.exists()
    assert not FacilityDecision.objects.exists()

    answer = client.post(at(report), {"agree": "1"}, REMOTE_ADDR="192.0.2.7")

    assert answer["Location"] == at(report)
    access = FacilityAccess.objects.get()
    assert (access.contact, access.ip, access.accepted_words) == (nilufar.contact, "192.0.2.7", report.confidentiality)
    assert "Fire detection and suppression" in text(client, at(report))


def test_a_colleague_accepts_for_himself(report: FacilityReport, nilufar: Lending) -> None:
    inside(report, nilufar)

    assert "I accept: open the report" in text(portal_client(timur(nilufar)), at(report))


def test_each_page_is_logged_with_its_section(report: FacilityReport, nilufar: Lending) -> None:
    client = inside(report, nilufar)

    page = text(client, at(report))
    assert page.count("Not opened yet") == len(writing.REQUIRED)
    assert TEXTS[S.FIRE] in text(client, at(report, "fire"))
    assert text(client, at(report)).count("Not opened yet") == len(writing.REQUIRED) - 1

    assert list(FacilityView.objects.order_by("id").values_list("section", "as_pdf", "who")) == [
        ("", False, "Nilufar Karimova"),
        ("fire", False, "Nilufar Karimova"),
        ("", False, "Nilufar Karimova"),
    ]


def test_what_a_report_says_nothing_about_has_no_page(report: FacilityReport, nilufar: Lending) -> None:
    client = inside(report, nilufar)

    assert "This report says nothing about: Temporary storage," in text(client, at(report))
    assert client.get(at(report, "storage")).status_code == 404
    assert client.get(at(report, "parking")).status_code == 404


def test_changed_since_she_last_saw_it(report: FacilityReport, nilufar: Lending) -> None:
    text(inside(report, nilufar), at(report, "climate"))
    newer = an_issued(report.venue, texts={S.CLIMATE: "Climate: kept at 45 % RH.", S.LIGHT: "LED."}, days_ago=1)

    moved = portal_client(nilufar).get(at(report), follow=True)
    assert moved.redirect_chain == [(at(newer), 302)]
    assert "Version 2 has replaced the version your link led to." in moved.content.decode()
    client = inside(newer, nilufar)
    assert "1 section has changed since you last saw it." in text(client, at(newer))
    page = text(client, at(newer, "climate"))
    assert "Changed since you last saw it" in page
    assert "<ins>45</ins>" in page
    assert "has changed since" not in text(client, at(newer))


def test_an_old_address_is_of_no_use_to_others(report: FacilityReport, ingrid: Lending) -> None:
    an_issued(report.venue, days_ago=1)
    draft = writing.draft(report.venue, actor=a_writer())

    assert portal_client(ingrid).get(at(report)).status_code == 404
    assert portal_client(ingrid).get(at(draft)).status_code == 404


def test_a_draft_is_shown_to_nobody(report: FacilityReport, nilufar: Lending) -> None:
    draft = writing.draft(report.venue, actor=a_writer())

    assert inside(report, nilufar).get(at(draft)).status_code == 404


def test_she_asks_and_reads_the_answer(report: FacilityReport, nilufar: Lending, kofi: Staff) -> None:
    client = inside(report, nilufar)

    answer = client.post(at(report, "fire"), {"do": "ask", "question": "Gas or water?"}, follow=True)
    assert "Your question is with the organiser." in answer.content.decode()
    facility.answer(FacilityQuestion.objects.get(), "Water mist.", actor=kofi.actor, now=timezone.now())

    page = text(client, at(report, "fire"))
    assert [words for words in ("Gas or water?", "Water mist.", "Kofi Mensah") if words not in page] == []
    assert "Gas or water?" not in text(client, at(report, "climate"))


@pytest.mark.parametrize(
    ("said", "status", "words"),
    [
        ({"do": "ask", "question": "  "}, 422, "Write your question first."),
        ({"do": "concerns", "words": " "}, 422, "Say what concerns you."),
        ({"do": "perhaps"}, 422, ""),
        ({}, 422, ""),
        ({"do": "ask", "question": "x" * 5001}, 422, "This is longer than 5000 characters."),
    ],
)
@pytest.mark.parametrize("code", ["", "fire"])
def test_what_can_not_be_recorded_says_why_and_keeps_the_words(
    said: dict[str, str], status: int, words: str, code: str, report: FacilityReport, nilufar: Lending
) -> None:
    answer = inside(report, nilufar).post(at(report, code), said)

    assert answer.status_code == status
    assert words in answer.content.decode()
    assert not FacilityQuestion.objects.exists()
    assert not FacilityDecision.objects.exists()
    assert not FacilityView.objects.exists()


def test_she_has_concerns_settles_them_and_accepts(report: FacilityReport, nilufar: Lending) -> None:
    client = inside(report, nilufar)

    client.post(at(report, "fire"), {"do": "concerns", "words": "Gas harms our wax."})
    assert "Gas harms our wax." in text(client, at(report))
    refused = client.post(at(report), {"do": "accepted"})
    assert refused.status_code == 409
    assert "Concerns are open on: Fire detection and suppression." in refused.content.decode()
    client.post(at(report, "fire"), {"do": "accepted"})
    done = client.post(at(report), {"do": "accepted"}, follow=True).content.decode()

    assert "Recorded: you accept this report. Thank you." in done
    assert "Nilufar Karimova" in done
    twice = client.post(at(report), {"do": "accepted"}, follow=True).content.decode()
    assert "Nilufar Karimova accepted this on" in twice
    assert FacilityDecision.objects.count() == 3


def test_a_reader_finds_no_button_and_can_not_decide(report: FacilityReport, nilufar: Lending) -> None:
    client = inside(report, timur(nilufar))

    assert "We accept this report" not in text(client, at(report))
    answer = client.post(at(report), {"do": "accepted"})

    assert answer.status_code == 409
    assert "A colleague of yours decides on this report." in answer.content.decode()
    assert not FacilityDecision.objects.exists()


def test_what_came_by_letter_is_marked_so(report: FacilityReport, nilufar: Lending, ruth: Staff) -> None:
    facility.decide(
        report,
        lender=nilufar.contact.lender,
        verdict="accepted",
        actor=ruth.actor,
        facts=Facts(decided_by="Dr Rahimova", authority="letter"),
    )

    page = text(inside(report, nilufar), at(report))

    assert "Dr Rahimova" in page
    assert "recorded by Ruth Okafor on" in page
    assert "by letter" in page


def test_an_expired_report_offers_no_acceptance(report: FacilityReport, nilufar: Lending) -> None:
    day = timezone.localdate()
    writer = a_writer()
    expired = writing.issue(
        writing.draft(report.venue, actor=writer),
        actor=writer,
        on=day - dt.timedelta(days=5),
        expires_on=day - dt.timedelta(days=1),
    )

    page = text(inside(expired, nilufar), at(expired))

    assert "The organiser has to issue a new one before you can accept it." in page
    assert "We accept this report" not in page


def test_of_the_security_supplement_only_the_reference_stands_there(
    report: FacilityReport, nilufar: Lending, ruth: Staff
) -> None:
    plans = files.store(b"%PDF-1.7 plans of the alarms", name="alarms.pdf")
    draft = writing.draft(report.venue, actor=ruth.actor)
    newer = writing.issue(writing.write(draft, {}, actor=ruth.actor, security_supplement=plans), actor=ruth.actor)
    client = inside(newer, nilufar)

    page = text(client, at(newer))

    assert newer.security_reference in page
    assert "sent separately" in page
    assert "alarms.pdf" not in page
    assert str(plans.uid) not in page
    assert client.get(reverse("portal:file", kwargs={"uid": plans.uid})).status_code == 404


def test_the_pdf_bears_her_name_on_every_page_and_is_logged(report: FacilityReport, nilufar: Lending) -> None:
    text(inside(report, nilufar), at(report, "climate"))
    newer = an_issued(report.venue, texts={S.CLIMATE: "Climate: kept at 45 % RH.\n" * 80}, days_ago=1)

    answer = inside(newer, nilufar).get(f"{at(newer)}report.pdf")

    pages = [page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages]
    assert len(pages) > 1
    assert [page for page in pages if "Nilufar Karimova, Museum of Samarkand Hill" not in page] == []
    whole = "".join(pages)
    assert "changed since version 1" in whole
    assert newer.security_reference in whole
    assert answer["Cache-Control"].startswith("private")
    assert FacilityView.objects.filter(report=newer, as_pdf=True, who="Nilufar Karimova").count() == 1


@pytest.mark.parametrize("number", [1, 3])
def test_pages_cost_the_same_however_many_questions(
    number: int, report: FacilityReport, nilufar: Lending, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = inside(report, nilufar)
    for each in range(number):
        facility.ask(report, f"Why {each}?", section=S.FIRE, contact=nilufar.contact, now=timezone.now())
        facility.decide(
            report,
            lender=nilufar.contact.lender,
            section=list(TEXTS)[each],
            verdict="concerns",
            words="Why?",
            actor=nilufar.actor,
        )

    with django_assert_num_queries(17):
        assert client.get(at(report)).status_code == 200
    with django_assert_num_queries(17):
        assert client.get(at(report, "fire")).status_code == 200
