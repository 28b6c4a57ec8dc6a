"""The holes a sign-in has out of the box, each closed."""

import base64
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import NoReverseMatch, reverse
from pytest_django import Settings

from office.people.evenly import STEP
from office.people.models import User
from office.people.passwords import DEMO_PASSWORD, NotTheDemoPassword
from office.post.models import Letter
from tests.factories import UserFactory
from tests.personas import Lending, Staff

ROOT = Path(__file__).resolve().parents[3]
PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def nobody_tried_yet() -> None:
    cache.clear()


def sign_in(email: str, password: str = PASSWORD) -> tuple[Client, int]:
    browser = Client()
    return browser, browser.post("/accounts/login/", {"login": email, "password": password}).status_code


def signed_in(browser: Client) -> bool:
    return "_auth_user_id" in browser.session


def test_staff_come_in_by_address_and_password(ruth: Staff) -> None:
    browser, code = sign_in("Ruth@Museum.example")

    assert (code, signed_in(browser)) == (302, True)


def test_sign_up_is_closed(db: None) -> None:
    fields = {"email": "new@museum.example", "password1": PASSWORD, "password2": PASSWORD}

    looked, tried = Client().get("/accounts/signup/"), Client().post("/accounts/signup/", fields)

    assert User.objects.count() == 0
    assert "Accounts are made by an administrator" in looked.content.decode()
    assert "Accounts are made by an administrator" in tried.content.decode()
    with pytest.raises(NoReverseMatch):
        reverse("mfa_signup_webauthn")


def test_the_admins_own_sign_in_leads_to_ours(ruth: Staff) -> None:
    """Django's form would skip the second factor."""
    browser = Client()

    looked = browser.get("/admin/login/?next=/admin/loans/loan/")
    tried = browser.post("/admin/login/", {"username": ruth.user.email, "password": PASSWORD})

    assert looked["Location"] == "/accounts/login/?next=%2Fadmin%2Floans%2Floan%2F"
    assert tried["Location"].startswith("/accounts/login/")
    assert signed_in(browser) is False


def test_staff_cannot_ask_for_a_code(ruth: Staff) -> None:
    with pytest.raises(NoReverseMatch):
        reverse("account_request_login_code")

    answers = [Client().post(place).status_code for place in ("/accounts/login/code/", "/accounts/login/code/confirm/")]
    Client().post("/portal/", {"email": ruth.user.email})

    assert answers == [404, 404]
    assert Letter.objects.count() == 0


def test_lenders_have_no_password(nilufar: Lending) -> None:
    browser, code = sign_in(nilufar.contact.email)
    Client().post("/accounts/password/reset/", {"email": nilufar.contact.email})

    assert (code, signed_in(browser)) == (200, False)
    assert Letter.objects.count() == 0


def test_an_unknown_address_gets_the_same_answer_and_no_letter(ruth: Staff) -> None:
    seen = []
    for address in (ruth.user.email, "nobody@nowhere.example"):
        browser = Client()
        answer = browser.post("/accounts/password/reset/", {"email": address}, follow=True)
        page = answer.content.decode().replace(address, "")
        seen.append((answer.redirect_chain, page))

    assert seen[0] == seen[1]
    assert [letter.to_email for letter in Letter.objects.all()] == [ruth.user.email]


def test_a_wrong_password_and_an_unknown_address_read_the_same(ruth: Staff) -> None:
    pages = []
    for address in (ruth.user.email, "nobody@nowhere.example"):
        page = Client().post("/accounts/login/", {"login": address, "password": "wrong wrong"}).content.decode()
        pages.append(re.sub(r'value="[\w-]{64}"', "", page).replace(address, ""))

    assert pages[0] == pages[1]


def test_the_time_a_reset_takes_does_not_tell_whether_an_address_is_known(ruth: Staff) -> None:
    for address in ("nobody@nowhere.example", ruth.user.email):
        started = time.monotonic()
        Client().post("/accounts/password/reset/", {"email": address})

        assert time.monotonic() - started >= STEP


def test_what_one_person_gets_wrong_stops_no_colleague_at_the_same_address(ruth: Staff, colin: Staff) -> None:
    wrong = [sign_in(f"person{number}@museum.example", "wrong wrong")[1] for number in range(12)]
    hers = [sign_in(ruth.user.email, "wrong wrong")[1] for _number in range(6)]

    assert (wrong, hers) == ([200] * 12, [200] * 6)
    assert signed_in(sign_in(ruth.user.email)[0]) is False  # five tries an account
    assert signed_in(sign_in(colin.user.email)[0]) is True


def test_the_letter_with_the_link_to_a_new_password_is_a_stored_letter(ruth: Staff) -> None:
    Client().post("/accounts/password/reset/", {"email": ruth.user.email})

    letter = Letter.objects.get()
    link = re.findall(r"http://testserver(/accounts/password/reset/key/\S+)", letter.text)[0]
    browser = Client()
    form = browser.get(link, follow=True)
    browser.post(
        form.redirect_chain[-1][0], {"password1": "another horse battery", "password2": "another horse battery"}
    )

    assert letter.subject == "A new password for Caravan"
    assert letter.confidential is True
    assert link in letter.html
    assert sign_in(ruth.user.email, "another horse battery")[1] == 302


def test_nobody_changes_who_they_are(ruth: Staff) -> None:
    assert ruth.client.get("/accounts/email/").status_code == 404
    assert ruth.client.post("/accounts/email/", {"email": "x@y.example", "action_add": ""}).status_code == 404


def test_an_inactive_account_stays_out(ruth: Staff) -> None:
    User.objects.update(is_active=False)

    assert signed_in(sign_in(ruth.user.email)[0]) is False
    assert ruth.client.get("/admin/").status_code == 302


@pytest.mark.parametrize("place", ["/", "/admin/", "/help/", "/admin/loans/loan/", "/accounts/password/change/"])
def test_without_a_second_factor_there_is_only_its_enrolment(settings: Settings, ruth: Staff, place: str) -> None:
    settings.SECOND_FACTOR_REQUIRED = True

    answer = ruth.client.get(place)

    assert (answer.status_code, answer["Location"]) == (302, "/accounts/2fa/")
    assert "One more step" in ruth.client.get("/accounts/2fa/").content.decode()


def test_enrolling_an_app_opens_the_office_and_is_asked_for_next_time(settings: Settings, ruth: Staff) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    browser, _code = sign_in(ruth.user.email)
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = browser.get("/accounts/2fa/totp/activate/").content.decode()
    secret = re.findall(r"<code>(\w+)</code>", page)[0]

    browser.post("/accounts/2fa/totp/activate/", {"code": _app_shows(secret)})
    opened = browser.get("/accounts/2fa/").content.decode()
    again, code = sign_in(ruth.user.email)

    assert Authenticator.objects.filter(type=Authenticator.Type.TOTP, user=ruth.user).count() == 1
    assert "To the office" in opened
    assert browser.get("/help/").status_code == 200
    assert (code, signed_in(again)) == (302, False)
    assert "Type the six digits your app shows now" in again.get("/accounts/2fa/authenticate/").content.decode()


def _app_shows(secret: str) -> str:
    """The six digits of an authenticator app."""
    assert base64.b32decode(secret)
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    return str(totp.format_hotp_value(totp.hotp_value(secret, counter)))


def test_the_demos_password_opens_nothing_outside_the_demo(settings: Settings, db: None) -> None:
    UserFactory(email="registrar@caravan.example", password=DEMO_PASSWORD)

    settings.DEMO = False
    refused, _code = sign_in("registrar@caravan.example", DEMO_PASSWORD)
    settings.DEMO = True
    welcome, _code = sign_in("registrar@caravan.example", DEMO_PASSWORD)

    assert (signed_in(refused), signed_in(welcome)) == (False, True)


def test_the_demos_password_cannot_be_chosen_outside_the_demo(settings: Settings) -> None:
    settings.DEMO = False
    with pytest.raises(ValidationError, match="This password is printed in the manual"):
        NotTheDemoPassword().validate(DEMO_PASSWORD)

    settings.DEMO = True
    NotTheDemoPassword().validate(DEMO_PASSWORD)


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        ({"CARAVAN_SECOND_FACTOR": "0"}, "CARAVAN_SECOND_FACTOR can't be switched off in production."),
        ({"CARAVAN_DEMO": "1"}, "CARAVAN_PRODUCTION can't be combined with CARAVAN_DEMO or CARAVAN_DEBUG"),
        ({"CARAVAN_SECRET_KEY": ""}, "CARAVAN_SECRET_KEY is not set: production does not start without it."),
    ],
)
def test_production_refuses(wish: dict[str, str], sentence: str) -> None:
    complete = {
        "CARAVAN_PRODUCTION": "1",
        "CARAVAN_SECRET_KEY": "k" * 60,
        "CARAVAN_HOSTS": "loans.museum.example",
        "DATABASE_URL": "postgresql://caravan@db/caravan",
        "REDIS_URL": "redis://redis/0",
    }
    started = subprocess.run(
        [sys.executable, "-c", "import config.settings"],
        cwd=ROOT,
        env={**os.environ, **complete, **wish},
        capture_output=True,
        text=True,
        check=False,
    )

    assert started.returncode == 1
    assert sentence in started.stderr
