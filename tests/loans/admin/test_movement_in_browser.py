"""Pages of movement in a real browser: on a phone at the crate, with a thumb, and by the rules of accessibility."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from loans.models import IncidentKind
from loans.services import crates, incidents, shipments
from loans.states import LineStatus
from tests.browser import DESKTOP, PHONE, TABLET
from tests.factories import ExhibitionFactory
from tests.loans.admin.test_in_browser import TARGETS, signed_in
from tests.loans.travelling import lines_of, now, planned
from tests.personas import Staff

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture
def addresses(transactional_db: None, ruth: Staff) -> list[str]:
    show = ExhibitionFactory(code="ROADS")
    closed, packed = lines_of(show, gates=False, status=LineStatus.READY), lines_of(show)
    shipment = planned(show, [*closed, *packed], actor=ruth.actor, agent="Artmove", agent_telephone="+44 20 7946 0000")
    crate = crates.create(show, marks=["fragile"], actor=ruth.actor)
    shipments.pack_into(shipment, crate, packed, actor=ruth.actor)
    shipments.book_courier(shipment, name="Timur Aliev", justification="Fragile.", actor=ruth.actor)
    shipments.file_paper(shipment, title="ATA carnet", number="17", actor=ruth.actor)
    shipments.set_legs(shipment, [shipments.Stage(from_place="Paris", to_place="London")], actor=ruth.actor)
    incident = incidents.report(packed[0], kind=IncidentKind.DAMAGE, words="A chip.", actor=ruth.actor)
    line = packed[0]

    def of(name: str) -> str:
        return reverse(f"admin:shipment_{name}", args=(shipment.reference,))

    return [
        reverse("admin:scan", args=(crate.token,)),
        reverse("admin:scan", args=(line.uid,)),
        reverse("admin:incident", args=(incident.reference,)),
        reverse("admin:incident_report", args=(line.loan.reference, line.uid)),
        reverse("admin:shipment", args=(shipment.reference,)),
        *(of(name) for name in ("objects", "pack", "stages", "collected", "received")),
        reverse("admin:shipments", args=("ROADS",)),
        reverse("admin:shipment_plan", args=("ROADS", "out")),
        reverse("admin:where", args=("ROADS",)),
        reverse("admin:crates", args=("ROADS",)),
        reverse("admin:crate", args=("ROADS", 1)),
    ]


def test_pages_keep_the_rules_of_accessibility(
    browser: Browser, live_server: LiveServer, addresses: list[str], ruth: Staff
) -> None:
    with signed_in(browser, ruth, live_server, viewport=DESKTOP) as context:
        page = context.new_page()
        for address in addresses:
            page.goto(live_server.url + address)
            found = Axe().run(page, options=RULES)
            assert [(each["id"], each["nodes"][0]["html"]) for each in found.response["violations"]] == [], address


def test_nothing_is_wider_than_the_screen_and_a_thumb_finds_its_place(
    browser: Browser, live_server: LiveServer, addresses: list[str], ruth: Staff
) -> None:
    for screen, touch in ((PHONE, True), (TABLET, True), (DESKTOP, False)):
        with signed_in(browser, ruth, live_server, viewport=screen, has_touch=touch, is_mobile=touch) as context:
            page = context.new_page()
            for address in addresses:
                page.goto(live_server.url + address)
                assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, (address, screen)
                if touch and address in addresses[:3]:
                    assert page.evaluate(TARGETS, 44) == [], address


def test_a_crate_is_scanned_and_confirmed_with_a_thumb(
    browser: Browser, live_server: LiveServer, transactional_db: None, ruth: Staff
) -> None:
    show = ExhibitionFactory(code="ROADS")
    lines = lines_of(show)
    shipment = planned(show, lines, actor=ruth.actor)
    crate = crates.create(show, actor=ruth.actor)
    shipments.pack_into(shipment, crate, lines, actor=ruth.actor)

    with signed_in(browser, ruth, live_server, viewport=PHONE, has_touch=True, is_mobile=True) as context:
        page = context.new_page()
        page.goto(live_server.url + reverse("admin:scan", args=(crate.token,)))
        button = page.get_by_role("button", name="Confirm: collected")
        box = button.bounding_box()
        button.tap()
        page.get_by_text("Recorded for 2 objects.").wait_for()
        received = page.get_by_role("button", name="Confirm: received").is_visible()

    assert box
    assert box["height"] >= 64
    assert box["width"] > 300
    assert received
    assert {now(line) for line in lines} == {LineStatus.IN_TRANSIT_OUT}
