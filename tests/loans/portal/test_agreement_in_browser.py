"""Signing in a real browser: drawn with the mouse on a phone, typed without JavaScript, by the rules of accessibility."""

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from loans.models import AgreementSignature, AgreementVersion
from office.records import files
from tests.browser import DESKTOP, PHONE, TABLET
from tests.loans.portal.test_in_browser import faults
from tests.loans.services.agreements.desk import issued, settled, signatory
from tests.personas import Lending, Staff, portal_client

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def rahimova(nilufar: Lending) -> Lending:
    return signatory(nilufar)


@pytest.fixture
def version(nilufar: Lending, ruth: Staff) -> AgreementVersion:
    return issued(settled(nilufar, ruth), ruth, languages=("en", "ru"))


def opened(
    browser: Browser, server: LiveServer, who: Lending, version: AgreementVersion, *, size: dict[str, int], script: bool
) -> Page:
    context = browser.new_context(viewport=size, java_script_enabled=script)  # type: ignore[arg-type]
    key = portal_client(who).cookies["caravan_portal"].value
    context.add_cookies([{"name": "caravan_portal", "value": key, "url": server.url}])
    page = context.new_page()
    page.goto(f"{server.url}/portal/agreements/{version.agreement.reference}/")
    return page


def test_drawn_with_a_finger(
    browser: Browser, live_server: LiveServer, rahimova: Lending, version: AgreementVersion
) -> None:
    page = opened(browser, live_server, rahimova, version, size=PHONE, script=True)

    page.get_by_text("My signature, drawn").click()
    canvas = page.locator("canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 30, box["y"] + 80)
    page.mouse.down()
    for turn in range(10):
        page.mouse.move(box["x"] + 30 + turn * 20, box["y"] + 80 + (-1) ** turn * 30)
    page.mouse.up()
    page.locator("input[name=consent]").check()
    page.get_by_role("button", name="Sign", exact=True).click()
    page.get_by_text("your signature stands under this version").wait_for()

    drawing = AgreementSignature.objects.get(method="drawn").drawing
    assert drawing is not None
    assert files.read(drawing).startswith(b"\x89PNG")
    page.context.close()


def test_typed_without_javascript(
    browser: Browser, live_server: LiveServer, rahimova: Lending, version: AgreementVersion
) -> None:
    page = opened(browser, live_server, rahimova, version, size=PHONE, script=False)

    assert not page.locator("canvas").is_visible()
    page.locator("input[name=consent]").check()
    page.get_by_role("button", name="Sign", exact=True).click()
    page.get_by_text("your signature stands under this version").wait_for()

    assert AgreementSignature.objects.get().method == "typed"
    page.context.close()


@pytest.mark.parametrize("size", [PHONE, TABLET, DESKTOP], ids=["phone", "tablet", "desktop"])
def test_the_page_keeps_the_rules(
    browser: Browser, live_server: LiveServer, rahimova: Lending, version: AgreementVersion, size: dict[str, int]
) -> None:
    page = opened(browser, live_server, rahimova, version, size=size, script=True)
    page.get_by_text("My signature, drawn").click()

    assert faults(page) == []
    page.context.close()
