"""The admin in a real browser: by the rules of accessibility, and with room for a fingertip."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext
from pytest_django.live_server_helper import LiveServer

from tests.browser import DESKTOP, PHONE
from tests.factories import ChecklistEntryFactory
from tests.loans.admin.rows import a_letter, a_report, a_sent_loan
from tests.personas import Staff

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


LANDMARKS = {"runOnly": ["landmark-one-main", "region", "empty-table-header", "label", "target-size"]}
# What stands alone and can be pressed, with its smaller side; links within a sentence follow its lines.
TARGETS = """least => [...document.querySelectorAll('main a, main summary, main input[type=checkbox]')].filter(each => {
  const held = each.closest('label.tick') || each;
  const box = held.getBoundingClientRect();
  const inSentence = getComputedStyle(each).display === 'inline' && each.closest('p, li, dd, td');
  return box.width > 1 && box.height > 1 && box.height < least - 0.5 && !inSentence;
}).map(each => `${each.getBoundingClientRect().height} ${each.outerHTML.slice(0, 100)}`)"""


def signed_in(browser: Browser, staff: Staff, server: LiveServer, **screen: object) -> BrowserContext:
    context = browser.new_context(**screen)  # type: ignore[arg-type]
    context.add_cookies(
        [
            {
                "name": settings.SESSION_COOKIE_NAME,
                "value": staff.client.cookies[settings.SESSION_COOKIE_NAME].value,
                "url": server.url,
            }
        ]
    )
    return context


@pytest.fixture
def addresses(transactional_db: None) -> list[str]:
    loan = a_sent_loan(lines=2)
    report = a_report()
    a_letter(loan_file=loan.uid)
    entry = ChecklistEntryFactory(exhibition=loan.exhibition)
    return [
        reverse("admin:index"),
        reverse("admin:loan", args=(loan.reference,)),
        reverse("admin:board", args=(loan.exhibition.code,)),
        reverse("admin:lenders_collectionobject_changelist"),
        reverse("admin:exhibitions_checklistentry_changelist") + f"?exhibition__id__exact={entry.exhibition_id}",
        reverse("admin:loans_conditionreport_change", args=(report.pk,)),
    ]


def test_pages_have_their_landmarks_and_headings(
    browser: Browser, live_server: LiveServer, addresses: list[str], ruth: Staff
) -> None:
    with signed_in(browser, ruth, live_server, viewport=DESKTOP) as context:
        page = context.new_page()
        for address in addresses:
            page.goto(live_server.url + address)
            found = Axe().run(page, options=LANDMARKS)
            assert [(each["id"], each["nodes"][0]["html"]) for each in found.response["violations"]] == [], address


@pytest.mark.parametrize(("touch", "least"), [(False, 24), (True, 44)])
def test_what_stands_alone_has_room_for_a_fingertip(
    touch: bool, least: int, browser: Browser, live_server: LiveServer, addresses: list[str], ruth: Staff
) -> None:
    screen = PHONE if touch else DESKTOP
    with signed_in(browser, ruth, live_server, viewport=screen, has_touch=touch, is_mobile=touch) as context:
        page = context.new_page()
        for address in addresses[:2]:
            page.goto(live_server.url + address)
            assert page.evaluate(TARGETS, least) == [], address


def test_what_is_due_stands_above_the_file_on_a_phone_and_beside_it_on_a_desk(
    browser: Browser, live_server: LiveServer, addresses: list[str], ruth: Staff
) -> None:
    for screen, beside in ((PHONE, False), (DESKTOP, True)):
        with signed_in(browser, ruth, live_server, viewport=screen) as context:
            page = context.new_page()
            page.goto(live_server.url + addresses[1])
            due = page.get_by_role("heading", name="Deadlines").bounding_box()
            file = page.get_by_role("heading", name="The file").bounding_box()
            assert due
            assert file
            assert (due["x"] > file["x"] + 100) is beside
            assert (due["y"] < file["y"] - 20) is not beside
