"""The pages of cover, immunity and return in a real browser: readable on a phone, by the rules of accessibility."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse
from djmoney.money import Money
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from loans.models import ImmunityCheck
from loans.services import claims, exposure, immunity_lists
from loans.services import cover as covers
from tests.browser import DESKTOP, PHONE, TABLET
from tests.factories import LoanFactory, OrganiserFactory
from tests.loans.admin.test_in_browser import LANDMARKS, signed_in
from tests.loans.services.test_claims import an_incident
from tests.loans.services.test_cover import LETTER
from tests.loans.services.test_immunity import a_line
from tests.loans.services.test_immunity_lists import a_whole_line
from tests.loans.services.test_lawful_return import permitted
from tests.personas import Lending, Staff, portal_client

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@dataclass(frozen=True)
class Show:
    """A show with a covered loan, one with a gap, one that immunity can't protect, a claim and a published list."""

    pages: list[str]
    portal: str


@pytest.fixture
def show(ruth: Staff, nilufar: Lending) -> Show:
    OrganiserFactory()
    line = a_whole_line(agreed_value=Money(850_000, "GBP"))
    loan, exhibition = line.loan, line.loan.exhibition
    loan.lender.name = "State Museum of Arts of Uzbekistan"
    loan.lender.save()
    hers = LoanFactory(exhibition=exhibition, period=loan.period, lender=nilufar.contact.lender)
    others = [a_line(loan=hers, agreed_value=Money(12_500, "GBP")) for _each in range(3)]
    for each in others:
        each.showings.set(line.showings.all())
    others[0].object.co_owners, others[0].object.co_owner_countries = "A trust in Leeds", ["GB"]
    others[0].object.save()
    terms: dict[str, Any] = {
        "insurer": "Department for Culture, Media and Sport",
        "reference": "GIS-24-114",
        "period": DateRange(dt.date(2024, 8, 19), dt.date(2025, 3, 10)),
        "granted_on": dt.date(2024, 8, 1),
        "limit": Money(5_000_000, "GBP"),
        "limit_vehicle": Money(800_000, "GBP"),
        "claims_days": 60,
        "conditions": "Not valid while the object is out of the case without a member of staff.",
    }
    named = [line, *others[:2]]
    cover = covers.arrange(exhibition, actor=ruth.actor, kind="state_indemnity", lines=named, **terms)
    covers.accept(cover, loan, actor=ruth.actor, facts=LETTER)
    permitted(line, "decree", return_by=dt.date(2025, 3, 1), number="412")
    claim = claims.intake(
        an_incident(line), cover, actor=ruth.actor, words="A chip at the rim.", amount=Money(900, "GBP")
    )
    edition = immunity_lists.make_list(line.showings.get(), [line], actor=ruth.actor)
    immunity_lists.publish(edition, url="https://museum.example/immunity", on=edition.made_on, actor=ruth.actor)
    ImmunityCheck.objects.create(
        edition=edition,
        checked_at=dt.datetime(2024, 8, 2, 6, 10, tzinfo=dt.UTC),
        url=edition.url,
        http_status=200,
        missing=[f"{exhibition.code}-1/001"],
        problem="1 of 1 references doesn't stand on the page.",
    )
    assert exposure.lines_to_cover(exhibition).count() == 4
    code = exhibition.code
    return Show(
        [
            reverse("admin:cover", args=(code,)),
            reverse("admin:cover_new", args=(code,)),
            reverse("admin:cover_accept", args=(cover.uid, hers.reference)),
            reverse("admin:immunity", args=(code,)),
            reverse("admin:immunity_publish", args=(edition.uid,)),
            reverse("admin:immunity_checks", args=(edition.uid,)),
            reverse("admin:returns", args=(code,)),
            reverse("admin:claim", args=(claim.reference,)),
            reverse("admin:loan", args=(loan.reference,)),
        ],
        reverse("portal:cover", kwargs={"reference": hers.reference}),
    )


def too_wide(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1"))


@pytest.mark.parametrize("screen", [PHONE, TABLET, DESKTOP], ids=["phone", "tablet", "desktop"])
def test_pages_of_the_desk(
    screen: dict[str, int], browser: Browser, live_server: LiveServer, show: Show, ruth: Staff
) -> None:
    context = signed_in(browser, ruth, live_server, viewport=screen)
    page = context.new_page()

    for address in show.pages:
        page.goto(live_server.url + address)
        assert (address, too_wide(page)) == (address, False)
        if screen is DESKTOP:
            found = Axe().run(page, options=LANDMARKS).response["violations"]
            assert (address, [(each["id"], each["nodes"][0]["html"]) for each in found]) == (address, [])
    context.close()


@pytest.mark.parametrize("screen", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_lender_accepts_on_a_phone(
    screen: dict[str, int], browser: Browser, live_server: LiveServer, show: Show, nilufar: Lending
) -> None:
    cookie = portal_client(nilufar).cookies["caravan_portal"].value
    context = browser.new_context(viewport=screen)  # type: ignore[arg-type]
    context.add_cookies([{"name": "caravan_portal", "value": cookie, "url": live_server.url}])
    page = context.new_page()
    page.goto(live_server.url + show.portal)

    assert not too_wide(page)
    assert Axe().run(page).response["violations"] == []
    page.get_by_role("button", name="We accept this cover").click()

    assert page.get_by_text("Recorded: you accept this cover. Thank you.").is_visible()
    assert settings.SESSION_COOKIE_NAME not in {each["name"] for each in context.cookies()}
    context.close()
