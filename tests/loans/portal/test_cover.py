"""A lender reads the cover of its loan and accepts it with one button; what it is worth is for who may see values."""

import datetime as dt

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse
from djmoney.money import Money
from pytest_django import DjangoAssertNumQueries

from loans.models import Cover, CoverAcceptance, LoanLine
from loans.services import cover as services
from office.records import files
from office.records.audit import Facts
from tests.factories import LoanFactory
from tests.loans.services.test_cover import POLICY, a_line
from tests.personas import Lending, Staff, portal_client, timur


@pytest.fixture
def line(nilufar: Lending) -> LoanLine:
    return a_line(nilufar)


def a_cover(line: LoanLine, ruth: Staff, **changes: object) -> Cover:
    certificate = files.keep_made(b"%PDF-1.7 worth 7654321", name="certificate.pdf", media_type="application/pdf")
    usual = {"limit": Money(7_654_321, "GBP"), "certificate": certificate, "conditions": "Nail to nail."}
    return services.arrange(line.loan.exhibition, actor=ruth.actor, lines=[line], **(POLICY | usual | changes))


def address(line: LoanLine) -> str:
    return reverse("portal:cover", kwargs={"reference": line.loan.reference})


def test_the_cover_with_its_days_and_objects(ruth: Staff, nilufar: Lending, line: LoanLine) -> None:
    a_cover(line, ruth)

    page = portal_client(nilufar).get(address(line)).content.decode()

    for words in (
        "Commercial insurance",
        "POL-7731",
        "1 September 2026 to 31 March 2027, both included",
        line.object.title,
    ):
        assert words in page
    assert "We accept this cover" in page


def test_it_is_accepted_with_one_button(ruth: Staff, nilufar: Lending, line: LoanLine) -> None:
    cover = a_cover(line, ruth)
    client = portal_client(nilufar)

    response = client.post(address(line), {"cover": str(cover.uid)}, follow=True)

    acceptance = CoverAcceptance.objects.get()
    assert (acceptance.accepted_by, acceptance.loan) == ("Nilufar Karimova", line.loan)
    page = response.content.decode()
    assert "Recorded: you accept this cover. Thank you." in page
    assert "We accept this cover" not in page


def test_pressed_twice_it_says_so(ruth: Staff, nilufar: Lending, line: LoanLine) -> None:
    cover = a_cover(line, ruth)
    client = portal_client(nilufar)
    client.post(address(line), {"cover": str(cover.uid)})

    response = client.post(address(line), {"cover": str(cover.uid)}, follow=True)

    assert "Nilufar Karimova accepted this cover on" in response.content.decode()
    assert CoverAcceptance.objects.count() == 1


def test_limits_and_certificate_are_for_who_may_see_values(ruth: Staff, nilufar: Lending, line: LoanLine) -> None:
    cover = a_cover(line, ruth)
    assert cover.certificate is not None
    certificate = reverse("portal:file", kwargs={"uid": cover.certificate.uid})
    client = portal_client(nilufar)

    without = client.get(address(line)).content.decode()
    assert "7,654,321" not in without
    assert "Read the certificate" not in without
    assert client.get(certificate).status_code == 404

    nilufar.contact.may_see_values = True
    nilufar.contact.save()
    assert "GBP 7,654,321" in client.get(address(line)).content.decode()
    assert client.get(certificate).status_code == 200


def test_staff_who_see_no_values_open_no_certificate(ruth: Staff, line: LoanLine, vera: Staff) -> None:
    cover = a_cover(line, ruth)
    assert cover.certificate is not None
    page = reverse("admin:file", args=(cover.certificate.uid,))

    assert vera.client.get(page).status_code == 404
    assert ruth.client.get(page).status_code == 200


def test_a_colleague_who_may_not_decide_reads_it(ruth: Staff, nilufar: Lending, line: LoanLine) -> None:
    cover = a_cover(line, ruth)
    client = portal_client(timur(nilufar))

    assert "A colleague of yours accepts it." in client.get(address(line)).content.decode()
    client.post(address(line), {"cover": str(cover.uid)})
    assert not CoverAcceptance.objects.exists()


def test_what_is_only_applied_for_is_shown_and_not_accepted(ruth: Staff, nilufar: Lending, line: LoanLine) -> None:
    cover = a_cover(line, ruth, granted_on=None, applied_on=dt.date(2026, 8, 1))
    client = portal_client(nilufar)

    assert "It is applied for and not in force yet." in client.get(address(line)).content.decode()
    client.post(address(line), {"cover": str(cover.uid)})
    assert not CoverAcceptance.objects.exists()


def test_covers_of_others_are_neither_seen_nor_accepted(
    ruth: Staff, nilufar: Lending, ingrid: Lending, line: LoanLine
) -> None:
    hers = a_line(loan=LoanFactory(exhibition=line.loan.exhibition, lender=ingrid.contact.lender))
    other = a_cover(hers, ruth, reference="POL-SWEDEN", period=DateRange(dt.date(2026, 9, 1), dt.date(2027, 4, 2)))
    nilufar.contact.may_see_values = True
    nilufar.contact.save()
    client = portal_client(nilufar)

    assert "POL-SWEDEN" not in client.get(address(line)).content.decode()
    assert client.post(address(line), {"cover": str(other.uid)}).status_code == 404
    assert client.post(address(line), {"cover": "nonsense"}).status_code == 404
    assert other.certificate is not None
    assert client.get(reverse("portal:file", kwargs={"uid": other.certificate.uid})).status_code == 404
    assert portal_client(ingrid).get(address(line)).status_code == 404


def test_a_yes_recorded_by_the_organiser_says_so(ruth: Staff, nilufar: Lending, line: LoanLine) -> None:
    cover = a_cover(line, ruth)
    services.accept(cover, line.loan, actor=ruth.actor, facts=Facts(decided_by="Nilufar Karimova", authority="letter"))

    page = portal_client(nilufar).get(address(line)).content.decode()

    assert "Recorded by Ruth Okafor, by letter." in page


def test_the_loan_leads_there(ruth: Staff, nilufar: Lending, line: LoanLine) -> None:
    client = portal_client(nilufar)
    page = reverse("portal:loan", kwargs={"reference": line.loan.reference})
    assert address(line) not in client.get(page).content.decode()

    a_cover(line, ruth)

    assert address(line) in client.get(page).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_it_costs_a_fixed_number_of_queries(
    number: int, ruth: Staff, nilufar: Lending, line: LoanLine, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _each in range(number):
        a_cover(line, ruth)
    client = portal_client(nilufar)
    client.get(address(line))

    with django_assert_num_queries(10):
        client.get(address(line))
