"""Ruth takes over a running show: a list, a look at what it would do, and then exactly that."""

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from exhibitions.models import Exhibition
from lenders.models import Lender
from loans.models import Loan, LoanLine
from office.records.models import StoredFile
from tests.factories import ExhibitionFactory, LenderFactory
from tests.loans.services.standing.lists import PDF, a_row, as_of, told, workbook
from tests.personas import Staff


@pytest.fixture
def show(db: None) -> Exhibition:
    return ExhibitionFactory(code="SILK24")


@pytest.fixture
def sam(db: None) -> Lender:
    return LenderFactory(code="SAM", name="Museum of Samarkand Hill")


ADDRESS = "/admin/exhibitions/SILK24/standing/"


def a_list(*rows: dict[str, Any]) -> SimpleUploadedFile:
    return SimpleUploadedFile("show.xlsx", workbook(*rows).read())


def a_pdf(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF + name.encode())


def said(*rows: dict[str, Any], scans: tuple[SimpleUploadedFile, ...] = ()) -> dict[str, Any]:
    return {"as_of": as_of().isoformat(), "file": a_list(*rows), "scans": list(scans)}


def test_a_list_is_looked_at_before_it_is_taken(show: Exhibition, sam: Lender, ruth: Staff) -> None:
    agreement = {"agreement_on": as_of(), "agreement_number": "17", "agreement_scan": "SAM-17.pdf"}
    rows = (a_row("SAM", "A-1", "packed", **told(), **agreement), a_row("SAM", "A-2", "maybe"))

    preview = ruth.client.post(ADDRESS, said(*rows, scans=(a_pdf("SAM-17.pdf"), a_pdf("idle.pdf"))))
    looked_at = Loan.objects.count()
    done = ruth.client.post(ADDRESS, {"ticket": preview.context["ticket"]})

    page = preview.content.decode()
    assert (preview.status_code, looked_at) == (200, 0)
    assert "1 loan is made." in page
    assert "1 agreement is recorded as signed by both." in page
    assert "No letter is written to anybody" in page
    assert "No row names “idle.pdf”: it is not kept." in page
    assert [each.row for each in preview.context["refused"]] == [3]
    loan = Loan.objects.select_related("agreement__in_force__sealed_file").get()
    assert "Due diligence" in done.content.decode()
    assert reverse("admin:gates", args=("SILK24",)) in done.content.decode()
    signed = loan.agreement and loan.agreement.in_force
    assert signed
    assert signed.sealed_file
    assert signed.sealed_file.original_name == "SAM-17.pdf"
    assert not StoredFile.objects.filter(original_name="idle.pdf").exists()


def test_the_same_list_again_offers_nothing_to_take(show: Exhibition, sam: Lender, ruth: Staff) -> None:
    for _again in range(2):
        preview = ruth.client.post(ADDRESS, said(a_row("SAM", "A-1", "requested")))
        ruth.client.post(ADDRESS, {"ticket": preview.context["ticket"]})

    assert "This list changes nothing" in preview.content.decode()
    assert "Take it over" not in preview.content.decode()
    assert LoanLine.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"as_of": ""}, "This field is required."),
        ({"as_of": (timezone.localdate() + dt.timedelta(days=2)).isoformat()}, "is still to come"),
        ({"file": SimpleUploadedFile("a.pdf", b"%PDF-1.7")}, "This is a PDF, not a table."),
        ({"scans": [SimpleUploadedFile("a.pdf", b"no PDF at all")]}, "“a.pdf” is not a file we can take"),
        ({"scans": [SimpleUploadedFile("a.pdf", PDF), SimpleUploadedFile("A.PDF", PDF)]}, "Two files are called"),
    ],
    ids=["no day", "a day to come", "no list", "no scan", "two names"],
)
def test_a_wrong_form_says_so_and_keeps_nothing(
    change: dict[str, Any], sentence: str, show: Exhibition, sam: Lender, ruth: Staff
) -> None:
    answer = ruth.client.post(ADDRESS, said(a_row("SAM", "A-1", "requested"), scans=(a_pdf("x.pdf"),)) | change)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert (StoredFile.objects.count(), Loan.objects.count()) == (0, 0)


def test_a_forged_or_foreign_ticket_takes_nothing(show: Exhibition, sam: Lender, ruth: Staff) -> None:
    other = ExhibitionFactory(code="OTHER")
    preview = ruth.client.post(ADDRESS, said(a_row("SAM", "A-1", "requested")))

    forged = ruth.client.post(ADDRESS, {"ticket": "forged"}, follow=True)
    foreign = ruth.client.post(
        reverse("admin:standing", args=(other.code,)), {"ticket": preview.context["ticket"]}, follow=True
    )

    assert "The preview is too old. Send the list again." in forged.content.decode()
    assert "The preview was for another exhibition. Send the list again." in foreign.content.decode()
    assert Loan.objects.count() == 0


def test_the_template_is_handed_out(show: Exhibition, ruth: Staff) -> None:
    answer = ruth.client.get(reverse("admin:standing_template", args=(show.code,)))

    assert answer.status_code == 200
    assert answer.content[:2] == b"PK"


def test_who_may_not_record_answers_is_told_so(show: Exhibition, colin: Staff, vera: Staff) -> None:
    for person in (colin, vera):
        assert person.client.get(ADDRESS).status_code == 403
        assert person.client.post(ADDRESS, said(a_row("SAM", "A-1", "requested"))).status_code == 403
        assert person.client.get(reverse("admin:standing_template", args=(show.code,))).status_code == 403


def test_an_unknown_exhibition_is_not_found(ruth: Staff) -> None:
    assert ruth.client.get(reverse("admin:standing", args=("NONE",))).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_a_preview_costs_a_fixed_number_of_queries(
    number: int, show: Exhibition, ruth: Staff, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    rows = []
    for _each in range(number):
        lender = LenderFactory()
        rows += [a_row(lender.code, "A-1", "requested"), a_row(lender.code, "A-2", "confirmed", **told())]
    form = said(*rows)

    with django_assert_num_queries(13):
        answer = ruth.client.post(ADDRESS, form)

    assert answer.context["counts"]["new"] == 2 * number
