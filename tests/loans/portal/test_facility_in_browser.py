"""A facility report on a phone without JavaScript, and by the rules of accessibility at every width."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, expect
from pytest_django.live_server_helper import LiveServer

from exhibitions.models import FacilityReport, SectionCode
from loans.models import FacilityDecision, FacilityView, Loan
from loans.portal.door import SESSION_COOKIE
from loans.services import facility
from loans.states import LineStatus
from tests.browser import DESKTOP, PHONE, TABLET
from tests.exhibitions.services.reports import a_draft, an_issued
from tests.factories import LoanLineFactory
from tests.loans.portal.test_in_browser import PRESSABLE
from tests.personas import Lending, Staff, portal_client

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture
def report(loan: Loan) -> FacilityReport:
    line = LoanLineFactory(loan=loan, status=LineStatus.REQUESTED)
    line.showings.set(loan.exhibition.showings.all())
    return an_issued(loan.exhibition.showings.get().venue)


def signed_in(browser: Browser, cookie: str, value: str, server: LiveServer, **screen: object) -> BrowserContext:
    context = browser.new_context(**screen)  # type: ignore[arg-type]
    context.add_cookies([{"name": cookie, "value": value, "url": server.url}])
    return context


def test_she_reads_asks_and_accepts_on_a_phone_without_javascript(
    browser: Browser, live_server: LiveServer, report: FacilityReport, loan: Loan, nilufar: Lending
) -> None:
    key = portal_client(nilufar).cookies[SESSION_COOKIE].value
    with signed_in(browser, SESSION_COOKIE, key, live_server, viewport=PHONE, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{live_server.url}/portal/loans/{loan.reference}/")
        page.get_by_role("link", name="please read and accept").click()
        page.get_by_role("button", name="I accept: open the report").click()
        page.get_by_role("link", name="Fire detection and suppression").click()
        page.get_by_label("Ask the organiser").fill("Gas or water?")
        page.get_by_role("button", name="Send the question").click()
        expect(page.get_by_text("Your question is with the organiser.")).to_be_visible()
        page.get_by_text("We have concerns").click()
        page.get_by_label("What concerns you").fill("Gas harms our wax.")
        page.get_by_role("button", name="Record our concerns").click()
        page.get_by_role("button", name="We accept this section").click()
        page.get_by_role("link", name="Facility report of").click()
        page.get_by_role("button", name="We accept this report").click()
        expect(page.get_by_text("Recorded: you accept this report. Thank you.")).to_be_visible()

    assert list(FacilityDecision.objects.order_by("id").values_list("section", "verdict")) == [
        ("fire", "concerns"), ("fire", "accepted"), ("", "accepted"),
    ]  # fmt: skip
    assert set(FacilityView.objects.values_list("section", flat=True)) == {"", "fire"}


@pytest.mark.parametrize("screen", [PHONE, TABLET, DESKTOP], ids=["390", "820", "1440"])
def test_every_page_is_accessible_and_fits(
    screen: dict[str, int],
    browser: Browser,
    live_server: LiveServer,
    report: FacilityReport,
    loan: Loan,
    nilufar: Lending,
    ruth: Staff,
) -> None:
    now, contact = timezone.now(), nilufar.contact
    newer = an_issued(report.venue, texts={SectionCode.FIRE: "Water mist."}, days_ago=1)
    confidential = f"/portal/facility/{newer.uid}/"
    key = portal_client(nilufar).cookies[SESSION_COOKIE].value
    with signed_in(browser, SESSION_COOKIE, key, live_server, viewport=screen) as context:
        page = context.new_page()
        for step in ("confidential", "contents", "fire"):
            if step == "contents":
                facility.accept_confidentiality(newer, contact=contact, now=now)
                question = facility.ask(newer, "Gas or water?", section="fire", contact=contact, now=now)
                facility.decide(
                    newer, lender=contact.lender, section="fire", verdict="concerns", words="Wax.", actor=nilufar.actor
                )
            page.goto(live_server.url + confidential + ("fire/" if step == "fire" else ""))
            found = Axe().run(page).response["violations"]
            assert [(each["id"], each["nodes"][0]["html"]) for each in found] == [], step
            assert page.evaluate(PRESSABLE) == [], step
            assert not page.evaluate(WIDER), step
    draft = a_draft(newer.venue)
    staff = ruth.client.cookies[settings.SESSION_COOKIE_NAME].value
    addresses = [
        reverse("admin:exhibitions_venue_change", args=(newer.venue.pk,)),
        *(reverse(f"admin:{name}", args=(newer.uid,)) for name in ("facility", "facility_compare", "facility_readers")),
        *(reverse(f"admin:{name}", args=(draft.uid,)) for name in ("facility", "facility_write", "facility_issue")),
        reverse("admin:facility_answer", args=(question.uid,)),
        reverse("admin:facility_word", args=(newer.uid, contact.lender.code)),
        reverse("admin:exhibition_facility", args=(loan.exhibition.code,)),
    ]
    with signed_in(browser, settings.SESSION_COOKIE_NAME, staff, live_server, viewport=screen) as context:
        page = context.new_page()
        for address in addresses:
            page.goto(live_server.url + address)
            found = Axe().run(page).response["violations"]
            assert [(each["id"], each["nodes"][0]["html"]) for each in found] == [], address
            assert not page.evaluate(WIDER), address
