"""The door of the portal, as browsers and mail scanners meet it."""

import re
import time
from urllib.parse import urlencode

import pytest
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.utils import timezone
from pytest_django import Settings

from lenders.models import Contact, Invitation, SignInCode
from lenders.services import entrance
from loans.models import Loan, LoanLine
from loans.portal.door import too_often
from loans.portal.views.entry import CODES_AN_HOUR, TRIES_AN_HOUR
from office.people.evenly import STEP
from office.post import outbox
from office.post.models import Letter
from office.records.models import AuditEvent
from tests.personas import Lending, Staff, portal_client


@pytest.fixture(autouse=True)
def nobody_knocked_yet() -> None:
    cache.clear()


@pytest.fixture
def link(nilufar: Lending, ruth: Staff) -> str:
    """The path of Nilufar's link."""
    _invitation, url = entrance.invite(nilufar.contact, actor=ruth.actor, now=timezone.now())
    return url.removeprefix("http://127.0.0.1:8000")


def newest_code() -> str:
    letter = Letter.objects.filter(kind="code").first()
    assert letter is not None
    return str(re.findall(r"\d{3} \d{3}", letter.text)[0])


def test_a_link_may_be_opened_by_scanners_as_often_as_they_like(link: str) -> None:
    before = list(Invitation.objects.values()), AuditEvent.objects.count()

    answers = [Client().get(link) for _time in range(3)] + [Client().head(link)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 200]
    assert (list(Invitation.objects.values()), AuditEvent.objects.count()) == before
    assert Letter.objects.count() == SignInCode.objects.count() == 0


def test_link_button_code_and_the_requests_are_there(link: str, lines: list[LoanLine]) -> None:
    browser = Client()

    pressed = browser.post(link)
    entered = browser.post("/portal/code/", {"code": newest_code()}, follow=True)

    assert (pressed.status_code, pressed["Location"]) == (302, "/portal/code/")
    assert entered.redirect_chain == [("/portal/", 302)]
    assert "3 objects wait for your answer" in entered.content.decode()
    assert Invitation.objects.get().used_at is not None


def test_pressing_the_button_is_noted_on_the_letter_that_carried_the_link(link: str, nilufar: Lending) -> None:
    letters = [
        outbox.write(
            key=address,
            kind="request",
            to_name="Nilufar",
            to_email=nilufar.contact.email,
            subject="A request",
            text=f"Open http://127.0.0.1:8000{address}",
            contact_uid=nilufar.contact.uid,
        )
        for address in (link, "/portal/i/another/")
    ]

    Client().get(link)
    looked_at = Letter.objects.get(pk=letters[0].pk).visited_at
    Client().post(link)

    assert looked_at is None
    assert Letter.objects.get(pk=letters[0].pk).visited_at is not None
    assert Letter.objects.get(pk=letters[1].pk).visited_at is None


def test_the_cookie_is_the_portals_own(link: str, settings: Settings) -> None:
    settings.SESSION_COOKIE_SECURE = True
    browser = Client()
    browser.post(link)

    answer = browser.post("/portal/code/", {"code": newest_code()})

    cookie = answer.cookies["caravan_portal"]
    assert (cookie["httponly"], cookie["secure"], cookie["samesite"], cookie["path"]) == (True, True, "Lax", "/")
    assert cookie["max-age"] == 12 * 60 * 60
    assert settings.SESSION_COOKIE_NAME not in answer.cookies


def test_a_forwarded_link_alone_shows_and_decides_nothing(link: str, lines: list[LoanLine]) -> None:
    stranger = Client()
    landing = stranger.get(link).content.decode()
    stranger.post(link)

    address = f"/portal/loans/{lines[0].loan.reference}/{lines[0].uid}/"
    decided = stranger.post(address, {"answer": "approve"})

    assert (decided.status_code, decided["Location"]) == (302, f"/portal/?{urlencode({'next': address})}")
    lines[0].refresh_from_db()
    assert lines[0].status == "requested"
    secrets = ("Nilufar", "samarkand", "Samarkand", "Silk Roads", lines[0].loan.reference)
    assert [secret for secret in secrets if secret in landing] == []


def test_a_link_that_ended_says_so_and_shows_a_way_on(db: None, link: str) -> None:
    Invitation.objects.update(revoked_at=timezone.now())

    ended, invented = Client().get(link), Client().get("/portal/i/invented/")

    assert [ended.status_code, invented.status_code] == [404, 404]
    assert "This link does not work" in ended.content.decode()
    assert 'href="/portal/">Come in with my address' in ended.content.decode()
    assert ended.content == invented.content


def test_an_unknown_address_gets_the_same_pages_and_no_letter(nilufar: Lending, ruth: Staff) -> None:
    """Staff have no code either: theirs is another door."""
    seen = []
    for address in ("nilufar@samarkand.example", "nobody@nowhere.example", ruth.user.email):
        browser = Client()
        asked = browser.post("/portal/", {"email": address})
        page = browser.get("/portal/code/")
        tried = browser.post("/portal/code/", {"code": "12 34 5"})
        texts = [re.sub(r'value="[\w-]{64}"', "", each.content.decode()) for each in (asked, page, tried)]
        seen.append((asked.status_code, asked["Location"], sorted(asked.cookies), tried.status_code, texts))

    assert seen[0] == seen[1] == seen[2]
    assert [letter.to_email for letter in Letter.objects.all()] == ["nilufar@samarkand.example"]


def test_a_wrong_code_keeps_what_was_typed(nilufar: Lending) -> None:
    browser = Client()
    browser.post("/portal/", {"email": nilufar.contact.email})

    answer = browser.post("/portal/code/", {"code": "00 00"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="00 00"' in page
    # The apostrophe is escaped in HTML.
    assert "This code doesn&#x27;t open the door." in page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("", "Type your e-mail address."), ("nilufar", "This is no e-mail address. Write it like registrar@museum.org.")],
)
def test_what_is_no_address_is_said_so(db: None, typed: str, sentence: str) -> None:
    answer = Client().post("/portal/", {"email": typed})

    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_a_deep_link_leads_there_after_the_code(nilufar: Lending, lines: list[LoanLine]) -> None:
    address = f"/portal/loans/{lines[0].loan.reference}/"
    browser = Client()

    sent_away = browser.get(address)
    browser.post(sent_away["Location"], {"email": nilufar.contact.email})
    entered = browser.post("/portal/code/", {"code": newest_code()})

    assert entered["Location"] == address


@pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere.example/portal/", "/admin/"])
def test_the_door_leads_nowhere_but_into_the_portal(nilufar: Lending, target: str) -> None:
    browser = Client()
    browser.post(f"/portal/?next={target}", {"email": nilufar.contact.email})

    assert browser.post("/portal/code/", {"code": newest_code()})["Location"] == "/portal/"


def test_another_code_can_be_asked_for(nilufar: Lending) -> None:
    browser = Client()
    browser.post("/portal/", {"email": nilufar.contact.email})
    first = newest_code()

    again = browser.post("/portal/code/", {"again": "1"}, follow=True)

    assert "If we know you, another letter is on its way." in again.content.decode()
    assert Letter.objects.count() == 2
    assert browser.post("/portal/code/", {"code": first}).status_code == 302


def test_one_place_may_not_ask_for_codes_without_end(db: None) -> None:
    """A whole museum may go out by one address; its colleagues together ask 200 times an hour."""
    from_here = RequestFactory().post("/portal/")
    refused = [too_often(from_here, "code", an_hour=CODES_AN_HOUR) for _number in range(199)]

    answers = [Client().post("/portal/", {"email": f"a{number}@b.example"}).status_code for number in range(3)]

    assert not any(refused)
    assert answers == [302, 429, 429]


def test_the_demo_asks_as_often_as_it_likes(db: None, settings: Settings) -> None:
    from_here = RequestFactory().post("/portal/")
    for _number in range(CODES_AN_HOUR):
        too_often(from_here, "code", an_hour=CODES_AN_HOUR)

    settings.DEMO = True

    assert Client().post("/portal/", {"email": "a@b.example"}).status_code == 302


def test_the_time_an_answer_takes_does_not_tell_whether_an_address_is_known(nilufar: Lending) -> None:
    taken = {}
    for address in ("nobody@nowhere.example", nilufar.contact.email):
        browser = Client()
        for place, said in (("/portal/", {"email": address}), ("/portal/code/", {"code": "12 34 5"})):
            started = time.monotonic()
            browser.post(place, said)
            taken[address, place] = time.monotonic() - started

    # A loaded machine may miss a step; none is answered before one.
    assert [each for each in taken.values() if each < STEP] == []


def test_one_place_may_not_guess_without_end(db: None) -> None:
    browser = Client()
    browser.post("/portal/", {"email": "nobody@nowhere.example"})
    from_here = RequestFactory().post("/portal/")
    refused = [too_often(from_here, "try", an_hour=TRIES_AN_HOUR) for _number in range(59)]

    answers = [browser.post("/portal/code/", {"code": "111111"}).status_code for _number in range(3)]

    assert not any(refused)
    assert answers == [422, 429, 429]


def test_the_page_for_the_code_needs_somebody_who_knocked(db: None) -> None:
    assert Client().get("/portal/code/")["Location"] == "/portal/"


def test_leaving_ends_the_session_and_a_get_does_not(nilufar: Lending, loan: Loan, lines: list[LoanLine]) -> None:
    browser = portal_client(nilufar)
    address = f"/portal/loans/{loan.reference}/"

    looked = browser.get("/portal/leave/")
    still_in = browser.get(address)
    key = browser.cookies["caravan_portal"].value
    left = browser.post("/portal/leave/")
    browser.cookies["caravan_portal"] = key

    assert [looked.status_code, still_in.status_code, left.status_code] == [405, 200, 302]
    assert browser.get(address).status_code == 302


def test_a_contact_that_was_switched_off_finds_nothing_at_all(nilufar: Lending, loan: Loan, link: str) -> None:
    browser = portal_client(nilufar)
    Contact.objects.update(is_active=False)

    assert [browser.get(place).status_code for place in ("/portal/", f"/portal/loans/{loan.reference}/", link)] == [
        404,
        404,
        404,
    ]


def test_neither_session_opens_the_others_house(nilufar: Lending, ruth: Staff, loan: Loan) -> None:
    lender = portal_client(nilufar)

    assert lender.get("/admin/").status_code == 302
    assert ruth.client.get(f"/portal/loans/{loan.reference}/")["Location"].startswith("/portal/?next=")


def test_pages_of_the_portal_stay_in_no_cache(nilufar: Lending, lines: list[LoanLine]) -> None:
    browser = portal_client(nilufar)
    pages = ("/portal/", f"/portal/loans/{lines[0].loan.reference}/")

    assert [("no-store" in browser.get(page)["Cache-Control"]) for page in pages] == [True, True]
