"""Coming in by link and code: what opens the door, what does not, and what never tells."""

import datetime as dt
import re
import threading

import pytest
from django.db import connection
from django.utils import timezone

from lenders.models import Contact, Invitation, PortalSession, SignInCode
from lenders.services import entrance
from office.post.models import Letter
from office.records.actors import Actor
from office.records.models import AuditEvent
from tests.factories import ContactFactory, OrganiserFactory
from tests.personas import Lending, Staff

SENTENCE = (
    "This code doesn't open the door. Compare it with the newest letter; "
    "after an hour or five tries, ask for a new one."
)


@pytest.fixture
def now() -> dt.datetime:
    return timezone.now()


@pytest.fixture
def invitation(nilufar: Lending, ruth: Staff, now: dt.datetime) -> Invitation:
    return entrance.invite(nilufar.contact, actor=ruth.actor, now=now)[0]


def code_in(letter: Letter) -> str:
    found = re.search(r"^ +(\d{3} \d{3})$", letter.text, re.MULTILINE)
    assert found is not None
    return found[1]


def newest_code() -> str:
    letter = Letter.objects.filter(kind="code").first()
    assert letter is not None
    return code_in(letter)


def test_link_opens_once_and_again_and_is_stored_as_a_hash(nilufar: Lending, ruth: Staff, now: dt.datetime) -> None:
    invitation, url = entrance.invite(nilufar.contact, actor=ruth.actor, now=now)
    token = url.rsplit("/", 2)[1]

    assert url == f"http://127.0.0.1:8000/portal/i/{token}/"
    assert len(token) == 43
    assert entrance.invitation_of(token, now=now) == invitation
    assert entrance.invitation_of(token, now=now + dt.timedelta(days=179)) == invitation
    assert token not in str(Invitation.objects.values().get(pk=invitation.pk))


def test_link_and_its_end_are_in_the_audit_trail(nilufar: Lending, ruth: Staff, now: dt.datetime) -> None:
    invitation, url = entrance.invite(nilufar.contact, actor=ruth.actor, now=now)
    entrance.revoke(invitation, actor=ruth.actor, now=now)
    entrance.revoke(invitation, actor=ruth.actor, now=now)

    verbs = list(AuditEvent.objects.order_by("id").values_list("verb", "recorded_by"))
    assert verbs == [("contact.invite", "Ruth Okafor"), ("contact.revoke_link", "Ruth Okafor")]
    assert entrance.invitation_of(url.rsplit("/", 2)[1], now=now) is None


def test_links_end_after_half_a_year_and_with_the_contact(nilufar: Lending, ruth: Staff, now: dt.datetime) -> None:
    _invitation, url = entrance.invite(nilufar.contact, actor=ruth.actor, now=now)
    token = url.rsplit("/", 2)[1]

    assert entrance.invitation_of(token, now=now + dt.timedelta(days=181)) is None
    Contact.objects.update(is_active=False)
    assert entrance.invitation_of(token, now=now) is None


def test_viewer_and_contact_can_make_no_link(nilufar: Lending, vera: Staff, now: dt.datetime) -> None:
    for actor in (vera.actor, nilufar.actor):
        with pytest.raises(entrance.EntranceRefused) as refused:
            entrance.invite(nilufar.contact, actor=actor, now=now)
        assert refused.value.sentence == "Your role doesn't allow links to the portal. Ask a registrar."
    assert Invitation.objects.count() == 0


def test_system_writes_links_into_letters(nilufar: Lending, now: dt.datetime) -> None:
    invitation, _url = entrance.invite(nilufar.contact, actor=Actor.system(), now=now)
    assert invitation.contact == nilufar.contact


def test_code_letter_says_code_minutes_and_lender(invitation: Invitation, now: dt.datetime) -> None:
    OrganiserFactory()
    entrance.send_code(invitation, now=now)

    letter = Letter.objects.get()
    code = code_in(letter)
    assert letter.to_email == "nilufar@samarkand.example"
    assert letter.subject == "Your code for the loan requests"
    assert letter.confidential is True
    assert letter.contact_uid == invitation.contact.uid
    assert letter.text.splitlines()[:9] == [
        "Nilufar Karimova,",
        "",
        "your code is",
        "",
        f"    {code}",
        "",
        "It works for 60 minutes, on the page that asked for it.",
        "It opens the loan requests to Museum of Samarkand Hill.",
        "",
    ]
    assert "Sent by The organising museum with Caravan." in letter.text
    assert code in letter.html
    assert code.replace(" ", "") not in str(SignInCode.objects.values().get())


def test_code_opens_a_session_for_twelve_hours(invitation: Invitation, nilufar: Lending, now: dt.datetime) -> None:
    entrance.send_code(invitation, now=now)
    key = entrance.enter(invitation, newest_code(), now=now + dt.timedelta(minutes=59))

    entered = now + dt.timedelta(minutes=59)
    assert entrance.contact_of(key, now=entered + dt.timedelta(hours=11)) == nilufar.contact
    assert key not in str(PortalSession.objects.values().get())
    PortalSession.objects.update(expires_at=now)
    assert entrance.contact_of(key, now=entered) is None
    assert AuditEvent.objects.filter(verb="contact.enter").count() == 1


def test_code_is_read_as_it_is_typed(invitation: Invitation, now: dt.datetime) -> None:
    entrance.send_code(invitation, now=now)
    wide = newest_code().translate({ord("0") + digit: 0xFF10 + digit for digit in range(10)})
    assert entrance.enter(invitation, f" {wide.replace(' ', '-')} ", now=now)


def test_code_opens_once(invitation: Invitation, now: dt.datetime) -> None:
    entrance.send_code(invitation, now=now)
    code = newest_code()
    entrance.enter(invitation, code, now=now)
    with pytest.raises(entrance.EntranceRefused) as refused:
        entrance.enter(invitation, code, now=now)
    assert refused.value.sentence == SENTENCE


def test_code_ends_after_an_hour(invitation: Invitation, now: dt.datetime) -> None:
    entrance.send_code(invitation, now=now)
    with pytest.raises(entrance.EntranceRefused):
        entrance.enter(invitation, newest_code(), now=now + dt.timedelta(minutes=61))


def test_earlier_code_stays_valid_beside_a_newer_one(invitation: Invitation, now: dt.datetime) -> None:
    entrance.send_code(invitation, now=now)
    first = newest_code()
    entrance.send_code(invitation, now=now)
    assert entrance.enter(invitation, first, now=now)


def test_sixth_try_fails_even_with_the_right_code(invitation: Invitation, now: dt.datetime) -> None:
    entrance.send_code(invitation, now=now)
    code = newest_code()
    wrong = "000 000" if code != "000 000" else "111 111"
    for _number in range(5):
        with pytest.raises(entrance.EntranceRefused):
            entrance.enter(invitation, wrong, now=now)
    with pytest.raises(entrance.EntranceRefused) as refused:
        entrance.enter(invitation, code, now=now)
    assert refused.value.sentence == SENTENCE
    entrance.send_code(invitation, now=now)
    assert entrance.enter(invitation, newest_code(), now=now)


def test_five_codes_an_hour_at_most(invitation: Invitation, now: dt.datetime) -> None:
    for minute in range(8):
        entrance.send_code(invitation, now=now + dt.timedelta(minutes=minute))
    assert Letter.objects.count() == 5
    entrance.send_code(invitation, now=now + dt.timedelta(minutes=61))
    assert Letter.objects.count() == 6


def test_code_of_one_contact_opens_nothing_for_another(
    invitation: Invitation, ingrid: Lending, ruth: Staff, now: dt.datetime
) -> None:
    hers, _url = entrance.invite(ingrid.contact, actor=ruth.actor, now=now)
    entrance.send_code(hers, now=now)
    with pytest.raises(entrance.EntranceRefused):
        entrance.enter(invitation, newest_code(), now=now)


def test_unknown_address_gets_the_same_answer_and_no_mail(nilufar: Lending, now: dt.datetime) -> None:
    refusals = []
    for address in ("nilufar@samarkand.example", "nobody@nowhere.example"):
        entrance.send_code_to(address, now=now)
        with pytest.raises(entrance.EntranceRefused) as refused:
            entrance.enter_by_address(address, "12", now=now)
        refusals.append(refused.value.sentence)
    assert refusals == [SENTENCE, SENTENCE]
    assert [letter.to_email for letter in Letter.objects.all()] == ["nilufar@samarkand.example"]


def test_address_is_known_however_it_is_written(nilufar: Lending, now: dt.datetime) -> None:
    entrance.send_code_to(" Nilufar@Samarkand.Example ", now=now)
    key = entrance.enter_by_address("NILUFAR@samarkand.example", newest_code(), now=now)
    assert entrance.contact_of(key, now=now) == nilufar.contact


def test_one_address_at_two_lenders_gets_a_code_for_each(nilufar: Lending, now: dt.datetime) -> None:
    second = ContactFactory(name="Nilufar Karimova", email="nilufar@samarkand.example")
    entrance.send_code_to("nilufar@samarkand.example", now=now)

    codes = {letter.contact_uid: code_in(letter) for letter in Letter.objects.all()}
    key = entrance.enter_by_address("nilufar@samarkand.example", codes[second.uid], now=now)
    assert len(codes) == 2
    assert entrance.contact_of(key, now=now) == second


def test_inactive_contact_gets_no_code(nilufar: Lending, now: dt.datetime) -> None:
    Contact.objects.update(is_active=False)
    entrance.send_code_to("nilufar@samarkand.example", now=now)
    assert Letter.objects.count() == 0


def test_leaving_ends_the_session(invitation: Invitation, now: dt.datetime) -> None:
    entrance.send_code(invitation, now=now)
    key = entrance.enter(invitation, newest_code(), now=now)
    entrance.leave(key, now=now)
    assert entrance.contact_of(key, now=now) is None


def test_shutting_out_ends_links_codes_and_sessions(
    invitation: Invitation, nilufar: Lending, ruth: Staff, now: dt.datetime
) -> None:
    entrance.send_code(invitation, now=now)
    key = entrance.enter(invitation, newest_code(), now=now)
    entrance.send_code(invitation, now=now)
    entrance.shut_out(nilufar.contact, actor=ruth.actor, now=now)

    assert entrance.contact_of(key, now=now) is None
    assert entrance.invitation_by_uid(str(invitation.uid), now=now) is None
    with pytest.raises(entrance.EntranceRefused):
        entrance.enter(invitation, newest_code(), now=now)


@pytest.mark.django_db(transaction=True)
def test_tries_at_once_do_not_race_past_five(nilufar: Lending, now: dt.datetime) -> None:
    entrance.send_code_to(nilufar.contact.email, now=now)
    wrong = "000000" if newest_code() != "000 000" else "111111"

    def guess() -> None:
        try:
            for _number in range(3):
                with pytest.raises(entrance.EntranceRefused):
                    entrance.enter_by_address(nilufar.contact.email, wrong, now=now)
        finally:
            connection.close()

    guessers = [threading.Thread(target=guess) for _number in range(3)]
    for guesser in guessers:
        guesser.start()
    for guesser in guessers:
        guesser.join()
    assert SignInCode.objects.get().tries == 5
