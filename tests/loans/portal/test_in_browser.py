"""The portal in a real browser: on a phone, without JavaScript, by the rules of accessibility, at every width."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from lenders.services import entrance
from loans.models import Loan, LoanLine
from loans.services import terms
from loans.services.terms import Offer
from office.post.models import Letter
from office.records.actors import Actor
from tests.browser import DESKTOP, PHONE, TABLET
from tests.personas import Lending, Staff, portal_client

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


# Heights of what can be pressed, but for links within a sentence.
PRESSABLE = """() => [...document.querySelectorAll('a, button, input, select, textarea, summary')].filter(each => {
  const box = each.getBoundingClientRect();
  const inSentence = getComputedStyle(each).display === 'inline' && each.closest('p, li, dd');
  const labelled = each.closest('label') || each.matches('.skip');
  return box.width > 1 && box.height > 1 && box.height < 43.5 && !inSentence && !labelled;
}).map(each => each.outerHTML.slice(0, 80))"""


@pytest.fixture(autouse=True)
def nobody_knocked_yet() -> None:
    cache.clear()


@pytest.fixture
def plain_phone(browser: Browser) -> Iterator[BrowserContext]:
    """A phone whose browser runs no JavaScript."""
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)  # type: ignore[arg-type]
    yield context
    context.close()


def link_to(lending: Lending, server: LiveServer) -> str:
    _invitation, url = entrance.invite(lending.contact, actor=Actor.system(), now=timezone.now())
    return url.replace("http://127.0.0.1:8000", server.url)


def newest_code() -> str:
    letter = Letter.objects.filter(kind="code").first()
    assert letter is not None
    return str(re.findall(r"\d{3} \d{3}", letter.text)[0])


def test_she_answers_everything_on_a_phone_without_javascript(
    plain_phone: BrowserContext, live_server: LiveServer, nilufar: Lending, loan: Loan, lines: list[LoanLine]
) -> None:
    page = plain_phone.new_page()

    page.goto(link_to(nilufar, live_server))
    page.get_by_role("button", name="Send me the code").click()
    page.get_by_label("Code").fill(newest_code())
    page.get_by_role("button", name="Come in").click()
    page.get_by_role("link", name="Answer 3 objects").click()
    page.get_by_label("Choose Ewer").check()
    page.get_by_label("Choose Ossuary").check()
    page.get_by_role("link", name="Answer the ticked objects").click()
    page.get_by_label("We lend them").check()
    page.get_by_role("button", name="Record the answers").click()
    page.get_by_text("Recorded: you approved 2 objects.").wait_for()
    page.get_by_role("link", name="Letter on paper").click()
    page.get_by_label("Decline").check()
    page.get_by_label("In your words").fill("The ink is fading.")
    page.get_by_role("button", name="Record the answer").click()
    page.get_by_text("Choose a reason.").wait_for()
    assert page.get_by_label("In your words").input_value() == "The ink is fading."
    page.get_by_label("Reason", exact=True).select_option(label="Too fragile")
    page.get_by_role("button", name="Record the answer").click()
    page.get_by_text("Recorded: “Letter on paper” is now “Declined”.").wait_for()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_text("You are signed out. Your answers are kept.").wait_for()

    assert list(loan.lines.order_by("number").values_list("status", "reason_code", "reason")) == [
        ("approved", "", ""),
        ("approved", "", ""),
        ("declined", "fragile", "The ink is fading."),
    ]


def test_she_approves_with_two_conditions_without_javascript(
    plain_phone: BrowserContext, live_server: LiveServer, nilufar: Lending, loan: Loan, lines: list[LoanLine]
) -> None:
    key = portal_client(nilufar).cookies["caravan_portal"].value
    plain_phone.add_cookies([{"name": "caravan_portal", "value": key, "url": live_server.url}])
    page = plain_phone.new_page()
    page.goto(f"{live_server.url}/portal/loans/{loan.reference}/{lines[0].uid}/")

    page.get_by_label("Approve with conditions").check()
    first, second = page.get_by_role("group", name="Condition 1"), page.get_by_role("group", name="Condition 2")
    first.get_by_label("What is it about?").select_option(label="Climate")
    first.get_by_label("Humidity from (% RH)").fill("45")
    first.get_by_label("to (% RH)").fill("55")
    second.get_by_label("In words").fill("A courier of ours, both ways.")
    page.get_by_role("button", name="More conditions").click()
    assert first.get_by_label("Humidity from (% RH)").input_value() == "45"
    assert page.get_by_role("group", name="Condition 6").is_visible()
    page.get_by_role("button", name="Record the answer").click()
    page.get_by_text("Recorded: “Ewer” is now “Approved with conditions”.").wait_for()
    assert page.get_by_text("45 to 55 % RH").is_visible()
    assert page.get_by_text("With the organiser").count() == 2

    kinds = [(term.kind, term.status) for term in lines[0].terms.order_by("pk")]
    assert kinds == [("climate", "open"), ("other", "open")]


@pytest.mark.parametrize("size", [PHONE, TABLET, DESKTOP], ids=["phone", "tablet", "desktop"])
def test_every_page_keeps_the_rules_of_accessibility(
    browser: Browser,
    live_server: LiveServer,
    nilufar: Lending,
    ruth: Staff,
    loan: Loan,
    lines: list[LoanLine],
    settings: Settings,
    size: dict[str, int],
) -> None:
    settings.DEMO = True
    offers = [Offer("light", lux=50, source="Bizot 2023"), Offer("courier", words="Ours travels with it.")]
    ours, _courier = terms.propose(loan, offers, line=lines[1], actor=ruth.actor)
    terms.propose(loan, [Offer("photography", words="For the catalogue.")], actor=nilufar.actor)
    terms.note(ours, "The ministry insists.", actor=nilufar.actor)
    link = link_to(nilufar, live_server)
    inside = browser.new_context(viewport=size)  # type: ignore[arg-type]
    outside = browser.new_context(viewport=size)  # type: ignore[arg-type]
    key = portal_client(nilufar).cookies["caravan_portal"].value
    inside.add_cookies([{"name": "caravan_portal", "value": key, "url": live_server.url}])
    letter = Letter.objects.filter(kind="code").latest("pk")
    places = [
        (outside, link),
        (outside, "/portal/"),
        (outside, "/portal/i/invented/"),
        (outside, "/"),
        (outside, "/demo/post/"),
        (outside, f"/demo/post/{letter.uid}/"),
        (outside, "/help/"),
        (outside, "/help/lender/"),
        (outside, "/accounts/login/"),
        (outside, "/nowhere/"),
        (inside, "/portal/"),
        (inside, f"/portal/loans/{loan.reference}/"),
        (inside, f"/portal/loans/{loan.reference}/{lines[0].uid}/"),
        (inside, f"/portal/loans/{loan.reference}/{lines[1].uid}/"),
        (inside, f"/portal/loans/{loan.reference}/conditions/"),
        (inside, f"/portal/loans/{loan.reference}/conditions/{ours.uid}/"),
    ]

    found = []
    for context, place in places:
        page = context.new_page()
        page.goto(place if place.startswith("http") else live_server.url + place)
        found += [(place, *wrong) for wrong in faults(page)]
        page.close()
    outside.close()
    inside.close()

    assert found == []


def test_a_refused_answer_keeps_the_rules_too(
    browser: Browser, live_server: LiveServer, nilufar: Lending, loan: Loan, lines: list[LoanLine]
) -> None:
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    key = portal_client(nilufar).cookies["caravan_portal"].value
    context.add_cookies([{"name": "caravan_portal", "value": key, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/portal/loans/{loan.reference}/{lines[0].uid}/")

    page.get_by_label("Approve with conditions").check()
    page.get_by_role("button", name="Record the answer").click()
    page.get_by_text("Write down the conditions.").wait_for()

    assert faults(page) == []
    context.close()


def faults(page: Page) -> list[tuple[str, object]]:
    """What axe finds, what scrolls sideways, and what is too small for a thumb."""
    violations = Axe().run(page).response["violations"]
    found: list[tuple[str, object]] = [(each["id"], [node["target"] for node in each["nodes"]]) for each in violations]
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if wider:
        found.append(("scrolls sideways", wider))
    small = page.evaluate(PRESSABLE)
    if small:
        found.append(("smaller than 44 px", small))
    return found
