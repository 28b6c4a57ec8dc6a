"""The pages of cover, claims, immunity and return: what they say, to whom, and what they cost."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse
from djmoney.money import Money
from pytest_django import DjangoAssertNumQueries, Settings

from exhibitions.models import Exhibition
from loans.models import Claim, Cover, CoverAcceptance, ImmunityList, LoanLine
from loans.services import claims, immunity_lists
from loans.services import cover as covers
from tests.factories import LoanFactory, OrganiserFactory
from tests.loans.services.test_claims import an_incident
from tests.loans.services.test_cover import LETTER, POLICY
from tests.loans.services.test_immunity import a_line
from tests.loans.services.test_immunity_lists import a_whole_line
from tests.loans.services.test_lawful_return import covered, permitted, published
from tests.personas import Staff
from tests.webserver import Web, web

SECRET = 7_654_321


@pytest.fixture
def line(db: None) -> LoanLine:
    """Worth a number that stands nowhere else."""
    OrganiserFactory()
    return a_line(agreed_value=Money(SECRET, "GBP"))


@pytest.fixture
def cover(line: LoanLine, ruth: Staff) -> Cover:
    days = DateRange(dt.date(2024, 8, 1), dt.date(2025, 3, 1))
    return covers.arrange(
        line.loan.exhibition,
        actor=ruth.actor,
        lines=[line],
        **(POLICY | {"period": days, "granted_on": dt.date(2024, 7, 1), "limit": Money(SECRET + 1, "GBP")}),
    )


def address(name: str, *args: object) -> str:
    return reverse(f"admin:{name}", args=args)


def text(response: Any) -> str:
    assert response.status_code == 200
    return str(response.content.decode())


def said(response: Any) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def form(**changes: Any) -> dict[str, Any]:
    usual = {
        "kind": "commercial",
        "insurer": "Hiscox",
        "reference": "POL-1",
        "first_day": "2024-08-01",
        "last_day": "2025-03-31",
        "granted_on": "2024-07-01",
        "currency": "GBP",
        "borrower_class": "other",
    }
    return usual | changes


def test_the_cover_page_says_which_days_are_missing(ruth: Staff, line: LoanLine, cover: Cover) -> None:
    covers.accept(cover, line.loan, actor=ruth.actor, facts=LETTER)

    page = text(ruth.client.get(address("cover", line.loan.exhibition.code)))

    assert "1 of 1 objects is not covered on every day from collection to return." in page
    assert "Not covered for 20 days, 1 March 2025 to 20 March 2025." in page
    assert "recorded by Ruth Okafor, by letter" in page


def test_values_are_for_those_who_may_see_them(ruth: Staff, colin: Staff, line: LoanLine, cover: Cover) -> None:
    seeing = text(ruth.client.get(address("cover", line.loan.exhibition.code)))
    others = text(colin.client.get(address("cover", line.loan.exhibition.code)))

    assert "GBP 7,654,321" in seeing
    assert "GBP 7,654,322" in seeing
    for page in (others, text(colin.client.get(address("loan", line.loan.reference)))):
        assert "7,654" not in page
        assert "7654" not in page
    assert "indemnity list" not in others


def test_a_registrar_arranges_cover(ruth: Staff, line: LoanLine) -> None:
    show = line.loan.exhibition

    response = ruth.client.post(address("cover_new", show.code), form(lines=[str(line.uid)], limit="5000000"))

    assert response["Location"] == address("cover", show.code)
    made = show.covers.get()
    assert (made.period, made.limit, list(made.lines.all())) == (
        DateRange(dt.date(2024, 8, 1), dt.date(2025, 4, 1)),
        Money(5_000_000, "GBP"),
        [line],
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"last_day": "2024-07-01"}, "The cover ends before it starts. Give the days again."),
        ({"reference": ""}, "A cover in force has a number"),
        ({"currency": "XAU"}, "Select a valid choice"),
        ({"kind": ""}, "This field is required"),
    ],
)
def test_a_cover_that_can_not_be_is_refused(
    changes: dict[str, str], sentence: str, ruth: Staff, line: LoanLine
) -> None:
    response = ruth.client.post(address("cover_new", line.loan.exhibition.code), form(**changes))

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not Cover.objects.exists()


def test_a_change_keeps_the_certificate_and_asks_the_lender_again(ruth: Staff, line: LoanLine, cover: Cover) -> None:
    covers.accept(cover, line.loan, actor=ruth.actor, facts=LETTER)
    page = text(ruth.client.get(address("cover_change", cover.uid)))
    assert 'value="2025-02-28"' in page

    ruth.client.post(
        address("cover_change", cover.uid),
        form(last_day="2025-02-01", lines=[str(line.uid)], limit=str(SECRET + 1), claims_days="30"),
    )

    cover.refresh_from_db()
    assert cover.period.upper == dt.date(2025, 2, 2)
    assert not CoverAcceptance.objects.exists()


def test_a_yes_by_letter_is_recorded(ruth: Staff, line: LoanLine, cover: Cover) -> None:
    facts = {"happened_on": "2024-08-02", "decided_by": "Nilufar Karimova", "authority": "letter"}

    ruth.client.post(address("cover_accept", cover.uid, line.loan.reference), facts)

    assert CoverAcceptance.objects.get().accepted_by == "Nilufar Karimova"


def test_a_loan_of_another_show_is_not_found(ruth: Staff, cover: Cover) -> None:
    stranger = LoanFactory()

    response = ruth.client.get(address("cover_accept", cover.uid, stranger.reference))

    assert response.status_code == 404


@pytest.mark.parametrize("name", ["cover_new", "cover_change", "cover_accept"])
def test_a_curator_arranges_nothing(name: str, colin: Staff, line: LoanLine, cover: Cover) -> None:
    args = {
        "cover_new": (line.loan.exhibition.code,),
        "cover_change": (cover.uid,),
        "cover_accept": (cover.uid, line.loan.reference),
    }[name]

    for response in (colin.client.get(address(name, *args)), colin.client.post(address(name, *args), form())):
        assert response.status_code == 403
        assert "7654" not in response.content.decode()


def test_lists_at_a_button(ruth: Staff, line: LoanLine) -> None:
    show = line.loan.exhibition

    paper = ruth.client.post(address("indemnity", show.code, "pdf"))
    sheet = ruth.client.post(address("indemnity", show.code, "xlsx"))

    assert paper.content.startswith(b"%PDF-")
    assert sheet.content.startswith(b"PK")
    assert sheet["Content-Disposition"] == f'attachment; filename="indemnity-list-{show.code}.xlsx"'


def test_the_list_of_one_cover_and_of_none(ruth: Staff, line: LoanLine, cover: Cover) -> None:
    show = line.loan.exhibition
    missing = ruth.client.post(
        address("indemnity", show.code, "pdf"), {"cover": "0192f0c1-2345-7000-8000-000000000001"}
    )
    Cover.lines.through.objects.all().delete()
    empty = ruth.client.post(address("indemnity", show.code, "pdf"), {"cover": str(cover.uid)})

    assert missing.status_code == 404
    assert said(empty) == ["No object is to be indemnified: none is named by this cover."]


def test_no_list_with_values_for_a_curator_and_none_by_following_a_link(
    colin: Staff, ruth: Staff, line: LoanLine
) -> None:
    show = line.loan.exhibition

    assert colin.client.post(address("indemnity", show.code, "pdf")).status_code == 403
    assert ruth.client.get(address("indemnity", show.code, "pdf")).status_code == 405


def test_the_schedule_for_the_us_at_a_button(ruth: Staff) -> None:
    OrganiserFactory()
    line = a_line(venue_country="US")

    assert "US 2459 list" in text(ruth.client.get(address("cover", line.loan.exhibition.code)))
    paper = ruth.client.post(address("us_list", line.loan.exhibition.code))

    assert paper.content.startswith(b"%PDF-")


def test_from_incident_to_settled_claim(ruth: Staff, line: LoanLine, cover: Cover) -> None:
    incident = an_incident(line)
    new = address("claim_new", incident.reference)
    assert new in text(ruth.client.get(address("incident", incident.reference)))
    assert "Commercial insurance POL-7731" in text(ruth.client.get(new))

    ruth.client.post(new, {"cover": str(cover.uid), "words": "The rim.", "amount": str(SECRET), "currency": "GBP"})
    claim = Claim.objects.get()
    ruth.client.post(address("claim_step", claim.reference, "make"), {"on": "2024-10-05", "insurer_reference": "H-1"})
    ruth.client.post(address("claim_step", claim.reference, "settle"), {"on": "2024-12-05", "outcome": "Paid."})

    page = text(ruth.client.get(address("claim", claim.reference)))
    assert "Settled on 5 December 2024." in page
    assert "GBP 7,654,321" in page


def test_what_is_claimed_is_not_for_everybody(colin: Staff, ruth: Staff, line: LoanLine, cover: Cover) -> None:
    claim = claims.intake(an_incident(line), cover, actor=ruth.actor, words="The rim.", amount=Money(SECRET, "GBP"))

    assert "7,654" not in text(colin.client.get(address("claim", claim.reference)))
    assert colin.client.get(address("claim_step", claim.reference, "make")).status_code == 403


def test_without_a_cover_there_is_nothing_to_fill_in(ruth: Staff, line: LoanLine) -> None:
    page = text(ruth.client.get(address("claim_new", an_incident(line).reference)))

    assert "No cover in force on that day names this object" in page
    assert "Take the claim in" not in page


def test_the_immunity_page_says_what_is_missing_and_from_when(ruth: Staff, line: LoanLine) -> None:
    page = text(ruth.client.get(address("immunity", line.loan.exhibition.code)))

    assert "1 object waits to be published for immunity from seizure." in page
    assert "Distinguishing features are missing" in page
    assert "at the earliest" in page
    assert 'name="line"' not in page


def test_an_edition_is_made_published_and_looked_at(ruth: Staff, settings: Settings, site: Web) -> None:
    settings.FETCH_PRIVATE_ADDRESSES = True
    line = a_whole_line()
    show = line.loan.exhibition
    ticks = {"showing": str(line.showings.get().uid), "line": [str(line.uid)]}

    assert 'name="line"' in text(ruth.client.get(address("immunity", show.code)))
    made = ruth.client.post(address("immunity_make", show.code), ticks)
    assert said(made)[0].startswith("Edition 1 with 1 object is made.")
    edition = ImmunityList.objects.get()
    where = {"url": site.at("/list", b"nothing"), "on": edition.made_on.isoformat()}
    ruth.client.post(address("immunity_publish", edition.uid), where)
    ruth.client.post(address("immunity_look", edition.uid))

    page = text(ruth.client.get(address("immunity", show.code)))
    assert "The page is there, but none of the references stands on it." in page
    assert f"{show.code}-1/001" in text(ruth.client.get(address("immunity_checks", edition.uid)))


@pytest.fixture
def site() -> Iterator[Web]:
    with web() as running:
        yield running


def test_an_object_that_lacks_something_makes_no_edition(ruth: Staff, line: LoanLine) -> None:
    ticks = {"showing": str(line.showings.get().uid), "line": [str(line.uid)]}

    made = ruth.client.post(address("immunity_make", line.loan.exhibition.code), ticks)

    assert said(made)[0].startswith(f"{line.object.title}: ")
    assert not ImmunityList.objects.exists()


def test_ticks_and_showings_that_are_none(ruth: Staff, line: LoanLine) -> None:
    page = address("immunity_make", line.loan.exhibition.code)

    assert ruth.client.post(page, {"showing": "x'; --"}).status_code == 404
    nothing = ruth.client.post(page, {"showing": str(line.showings.get().uid), "line": ["nonsense"]})
    assert said(nothing) == ["Choose the objects that go onto the list."]


@pytest.mark.parametrize("name", ["immunity_publish", "immunity_look"])
def test_a_curator_publishes_nothing(name: str, colin: Staff, line: LoanLine) -> None:
    edition = published(line)

    assert colin.client.post(address(name, edition.uid)).status_code == 403


def test_home_by(ruth: Staff, line: LoanLine) -> None:
    permitted(line, "decree", return_by=dt.date(2025, 3, 1), number="DC-412")

    page = text(ruth.client.get(address("returns", line.loan.exhibition.code)))

    assert "1 object can't lawfully stay as long as planned." in page
    assert "Decree or order of the lender&#x27;s country DC-412" in page


def test_the_loan_says_cover_and_return(ruth: Staff, line: LoanLine, cover: Cover) -> None:
    page = text(ruth.client.get(address("loan", line.loan.reference)))

    assert "Latest lawful return" in page
    assert "not accepted yet: record the lender's yes" in page


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("name", "cost"), [("cover", 20), ("immunity", 15), ("returns", 15)])
def test_pages_cost_a_fixed_number_of_queries(
    name: str, cost: int, number: int, ruth: Staff, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first = a_whole_line(agreed_value=Money(SECRET, "GBP"))
    show: Exhibition = first.loan.exhibition
    lines = [first]
    for _each in range(number - 1):
        more = a_whole_line(loan=LoanFactory(exhibition=show, period=first.loan.period, lender__address="2 Hill"))
        more.showings.set(show.showings.all())
        lines.append(more)
    for each in lines:
        covered(each, until=dt.date(2025, 3, 1))
        permitted(each, "decree", return_by=dt.date(2025, 3, 1))
    immunity_lists.make_list(show.showings.get(), lines, actor=ruth.actor)

    with django_assert_num_queries(cost):
        response = ruth.client.get(address(name, show.code))

    assert response.status_code == 200
