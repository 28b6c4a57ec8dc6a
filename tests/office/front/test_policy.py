"""What pages may load and run, as headers say it and as a browser obeys it."""

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, ConsoleMessage, Page
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from loans.models import LoanLine
from office.post import outbox
from tests.browser import DESKTOP
from tests.factories import LoanFactory, LoanLineFactory
from tests.personas import Lending, Staff, portal_client


def scripts(client: Client, path: str) -> str:
    """The part of the policy that says which scripts run."""
    rules = client.get(path).headers["Content-Security-Policy"].split("; ")
    return next(rule for rule in rules if rule.startswith("script-src "))


@pytest.mark.parametrize("path", ["/", "/help/", "/portal/", "/portal/i/invented/", "/accounts/login/", "/nowhere/"])
def test_public_pages_run_nothing_but_our_own_files(db: None, path: str) -> None:
    policy = Client().get(path).headers["Content-Security-Policy"]

    assert scripts(Client(), path) == "script-src 'self'"
    wanted = ("default-src 'self'", "frame-ancestors 'none'", "form-action 'self'", "base-uri 'none'")
    assert [rule for rule in wanted if rule not in policy] == []


def test_the_workplace_and_the_docs_may_what_they_need(ruth: Staff) -> None:
    assert scripts(ruth.client, "/admin/") == "script-src 'self' 'unsafe-inline' 'unsafe-eval'"
    assert scripts(ruth.client, "/api/v1/docs/") == "script-src 'self' 'unsafe-inline'"


@pytest.fixture
def complaints() -> list[str]:
    """What the browser's console says is wrong."""
    return []


@pytest.fixture
def page(browser: Browser, live_server: LiveServer, complaints: list[str]) -> Page:
    context = browser.new_context(viewport=DESKTOP, base_url=live_server.url)  # type: ignore[arg-type]
    page = context.new_page()

    def heard(message: ConsoleMessage) -> None:
        if message.type == "error":
            complaints.append(f"{page.url}: {message.text}")

    page.on("console", heard)
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
    return page


def come_in(page: Page, client: Client, live_server: LiveServer) -> None:
    page.context.add_cookies(
        [{"name": name, "value": each.value, "url": live_server.url} for name, each in client.cookies.items()]
    )


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_browser_has_nothing_to_complain_about_outside(
    page: Page, complaints: list[str], live_server: LiveServer, nilufar: Lending, settings: Settings
) -> None:
    loan = LoanFactory(lender=nilufar.contact.lender)
    line: LoanLine = LoanLineFactory(loan=loan, status="requested")
    settings.DEMO = True
    html = "<html><head><style>p{color:red}</style></head><body><p style='margin:0'>Open it</p></body></html>"
    letter = outbox.write(key="k", kind="x", to_name="N", to_email="n@n.example", subject="S", text="T", html=html)

    for path in ("/", "/help/", "/help/it/", "/demo/post/", f"/demo/post/{letter.uid}/", "/accounts/login/"):
        page.goto(path)
    page.goto("/api/v1/docs/")
    page.get_by_text("Record the lender's decision").wait_for()
    come_in(page, portal_client(nilufar), live_server)
    for path in ("/portal/", f"/portal/loans/{loan.reference}/", f"/portal/loans/{loan.reference}/{line.uid}/"):
        page.goto(path)

    assert complaints == []


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_browser_has_nothing_to_complain_about_in_the_workplace(
    page: Page, complaints: list[str], live_server: LiveServer, ruth: Staff
) -> None:
    line = LoanLineFactory(status="requested")
    come_in(page, ruth.client, live_server)
    page.goto("/admin/")
    menu = page.locator("nav a[href^='/admin/'], #nav-sidebar a[href^='/admin/']").evaluate_all(
        "links => [...new Set(links.map(each => each.getAttribute('href')))]"
    )

    for path in (*menu, reverse("admin:loans_loan_change", args=[line.loan.pk]), "/accounts/2fa/"):
        page.goto(path)

    assert len(menu) > 5
    assert complaints == []
