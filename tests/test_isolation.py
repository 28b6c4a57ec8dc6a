"""Somebody else's row is a 404, for every address of the product. A new address without a line here fails.

The strangers are another lender (Ingrid, signed in), a contact whose access was revoked, and a signed-out person.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from exhibitions.models import FacilityReport
from lenders.services import entrance
from loans.models import Agreement, AgreementVersion, ConditionReport, Incident, LoanLine, Moment, Side, Term
from loans.services import facility, report_pdf, reports, terms
from loans.services.terms import Offer
from loans.states import LineStatus
from office.records import files
from office.records.actors import Actor
from office.records.models import StoredFile
from tests.callers import System, system_of
from tests.exhibitions.services.reports import an_issued
from tests.factories import LoanFactory, LoanLineFactory
from tests.loans.services.test_reports import picture
from tests.personas import Lending, Staff, portal_client


@dataclass(frozen=True)
class Rows:
    """What belongs to Nilufar's lender."""

    line: LoanLine
    report: ConditionReport
    picture: StoredFile
    document: StoredFile
    venue: FacilityReport
    condition: Term
    agreement: AgreementVersion


PORTAL_ROWS: dict[str, Callable[[Rows], list[dict[str, object]]]] = {
    "portal:loan": lambda rows: [{"reference": rows.line.loan.reference}],
    "portal:cover": lambda rows: [{"reference": rows.line.loan.reference}],
    "portal:line": lambda rows: [{"reference": rows.line.loan.reference, "uid": rows.line.uid}],
    "portal:objection": lambda rows: [{"reference": rows.line.loan.reference, "uid": rows.line.uid}],
    "portal:terms": lambda rows: [{"reference": rows.line.loan.reference}],
    "portal:term": lambda rows: [{"reference": rows.line.loan.reference, "uid": rows.condition.uid}],
    "portal:facility": lambda rows: [{"uid": rows.venue.uid}],
    "portal:facility_section": lambda rows: [{"uid": rows.venue.uid, "code": "fire"}],
    "portal:facility_pdf": lambda rows: [{"uid": rows.venue.uid}],
    "portal:agreement": lambda rows: [{"reference": rows.agreement.agreement.reference}],
    "portal:agreement_pdf": lambda rows: [{"reference": rows.agreement.agreement.reference, "number": 1}],
    "portal:incident": lambda rows: [{"reference": rows.line.incidents.get().reference}],
    "portal:file": lambda rows: [{"uid": rows.picture.uid}, {"uid": rows.document.uid}],
}
API_ROWS: dict[str, Callable[[Rows], object]] = {
    "api-lenders-detail": lambda rows: rows.line.loan.lender.code,
    "api-objects-detail": lambda rows: rows.line.object.uid,
    "api-exhibitions-detail": lambda rows: rows.line.loan.exhibition.code,
    "api-loans-detail": lambda rows: rows.line.loan.reference,
    "api-lines-detail": lambda rows: rows.line.uid,
    "api-lines-decide": lambda rows: rows.line.uid,
    "api-reports-detail": lambda rows: rows.report.reference,
}
API_LISTS = {
    "api-lenders-list",
    "api-objects-list",
    "api-exhibitions-list",
    "api-loans-list",
    "api-lines-list",
    "api-reports-list",
}
# Pages that hold no row of any lender, or nothing without a secret that came by letter.
WITHOUT_ROWS = {
    "front:home", "front:favicon", "front:help", "front:help_for", "health", "metrics", "api-index", "api-schema", "api-docs",
    "api-nothing", "portal:home", "portal:landing", "portal:code", "portal:leave",
}  # fmt: skip
# Only in the demonstration; 404 elsewhere.
DEMO_ONLY = {"front:post", "front:letter", "front:museum"}
# Staff and their sign-in: proved below for the workplace as a whole, and in tests/office/people for the sign-in.
STAFF_PLACES = ("admin/", "accounts/")


@pytest.fixture
def rows(nilufar: Lending, kofi: Staff) -> Rows:
    line = LoanLineFactory(loan=LoanFactory(lender=nilufar.contact.lender), status=LineStatus.REQUESTED)
    line.object.image = files.store(picture(), name="ewer.jpg")
    line.object.save()
    report = reports.start(line, moment=Moment.BORROWER_IN, actor=kofi.actor, condition="good", stable=True)
    reports.sign(report, side=Side.BORROWER, name="Kofi Mensah", actor=kofi.actor)
    report.refresh_from_db()
    document = report_pdf.file_pdf(report, actor=kofi.actor)
    line.showings.set(line.loan.exhibition.showings.all())
    venue = an_issued(line.loan.exhibition.showings.get().venue)
    facility.accept_confidentiality(venue, contact=nilufar.contact, now=timezone.now())
    today = timezone.localdate()
    Incident.objects.create(
        reference="I-2026-001", line=line, kind="damage", happened_on=today, words="A chip.", notified_on=today
    )
    (condition,) = terms.propose(line.loan, [Offer("other", words="No flash.")], line=line, actor=nilufar.actor)
    text = AgreementVersion.objects.create(
        agreement=Agreement.objects.create(reference="A-2026-001", issued_on=timezone.localdate()),
        number=1, issued_on=timezone.localdate(), file=files.keep_made(b"%PDF-1.7", name="a.pdf", media_type="application/pdf"),
        sha256="a" * 64, languages=["en"], lender_steps=["sign"], organiser_steps=["sign"],
    )  # fmt: skip
    line.loan.agreement = text.agreement
    line.loan.save()
    return Rows(line, report, line.object.image, document.file, venue, condition, text)


def patterns(resolver: URLResolver | None = None, *, place: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    """(place, name) of every address in the URLconf, names with their namespace."""
    for each in (resolver or get_resolver()).url_patterns:
        here = place + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from patterns(each, place=here, space=f"{space}{each.namespace}:" if each.namespace else space)
        elif isinstance(each, URLPattern):
            yield here, f"{space}{each.name or ''}"


def test_every_address_has_a_line_in_these_tables() -> None:
    known = {*PORTAL_ROWS, *API_ROWS, *API_LISTS, *WITHOUT_ROWS, *DEMO_ONLY}

    unknown = [(place, name) for place, name in patterns() if not place.startswith(STAFF_PLACES) and name not in known]

    assert unknown == []


@pytest.mark.parametrize("name", sorted(PORTAL_ROWS))
def test_a_portal_page_with_rows(name: str, rows: Rows, nilufar: Lending, ingrid: Lending) -> None:
    other, out, revoked = portal_client(ingrid), Client(), portal_client(nilufar)
    entrance.shut_out(nilufar.contact, actor=Actor.system(), now=timezone.now())
    own = portal_client(nilufar)

    for which in PORTAL_ROWS[name](rows):
        address = reverse(name, kwargs=which)
        assert own.get(address).status_code == 200
        assert other.get(address).status_code == 404
        assert other.post(address).status_code in (404, 405)
        for stranger in (out, revoked):
            answer = stranger.get(address)
            assert answer.status_code in (302, 404)
            assert answer.get("Location", "").startswith(reverse("portal:home")) or answer.status_code == 404


def test_a_contact_who_was_switched_off_finds_nothing(rows: Rows, nilufar: Lending) -> None:
    client = portal_client(nilufar)
    nilufar.contact.is_active = False
    nilufar.contact.save()

    for name, addresses in PORTAL_ROWS.items():
        for which in addresses(rows):
            assert client.get(reverse(name, kwargs=which)).status_code == 404


@pytest.mark.parametrize("name", sorted(API_ROWS))
def test_an_api_row(name: str, rows: Rows, nilufar: Lending, ingrid: Lending) -> None:
    own, other = system_of(nilufar.contact.lender), system_of(ingrid.contact.lender)
    address = reverse(name, args=[API_ROWS[name](rows)])
    call = "post" if name.endswith("decide") else "get"
    words = [{"move": "approve", "decided_by": "Dr Rahimova", "authority": "letter"}] if call == "post" else []

    strangers = [getattr(each, call)(address, *words).status_code for each in (other, System())]
    mine = getattr(own, call)(address, *words).status_code

    assert strangers == [404, 401]
    assert mine == 200


@pytest.mark.parametrize("name", sorted(API_LISTS))
def test_an_api_list_holds_nothing_of_others(name: str, rows: Rows, nilufar: Lending, ingrid: Lending) -> None:
    own = system_of(nilufar.contact.lender).get(reverse(name)).content.decode()
    other = system_of(ingrid.contact.lender).get(reverse(name)).content.decode()

    assert any(secret in own for secret in _names(rows))
    assert [secret for secret in _names(rows) if secret in other] == []


def _names(rows: Rows) -> list[str]:
    """What gives Nilufar's rows away."""
    loan = rows.line.loan
    rows_of_hers = (rows.line, rows.line.object, loan, loan.lender, loan.exhibition, rows.report)
    return [str(each.uid) for each in rows_of_hers] + [loan.reference, rows.report.reference]


@pytest.mark.parametrize("name", sorted(DEMO_ONLY))
def test_pages_of_the_demo_are_not_there_outside_it(name: str, db: None) -> None:
    named = {"front:letter": {"uid": "0192f0c1-2345-7000-8000-000000000001"}, "front:museum": {"name": "SILK24-1"}}
    kwargs = named.get(name, {})

    assert Client().get(reverse(name, kwargs=kwargs)).status_code == 404


def test_nobody_but_staff_enters_the_workplace(rows: Rows, nilufar: Lending) -> None:
    places = sorted({place for place, _name in patterns() if place.startswith("admin/")})
    addresses = ["/" + _filled(place) for place in places]

    for client in (Client(), portal_client(nilufar)):
        entered = [address for address in addresses if client.get(address).status_code not in (301, 302, 404, 405)]
        assert entered == []
    assert len(addresses) > 20


def _filled(place: str) -> str:
    """An address with 1 or a name where the pattern wants something."""
    plain = re.sub(r"<path:object_id>|<int:\w+>", "1", place)
    plain = re.sub(r"<uuid:\w+>", "0192f0c1-2345-7000-8000-000000000001", plain)
    plain = re.sub(r"<\w+:\w+>|<\w+>", "some", plain)
    return re.sub(r"\(\?P<\w+>.*?\)|[\^$\\]", "some", plain).replace("some(", "").replace("some/some", "some/")
