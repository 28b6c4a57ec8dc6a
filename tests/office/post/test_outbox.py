"""Letters go out once, to everybody they can go out to, whatever the mail server does."""

import datetime as dt
import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.utils import timezone
from pytest_django import Settings

from office.post import outbox
from office.post.models import Letter
from tests.mailserver import DROP, HANG, Postbox

Write = Callable[..., Letter]
S = Letter.Status


@pytest.mark.django_db
class TestWriting:
    def test_the_same_key_is_the_same_letter(self, write: Write) -> None:
        first = write("a", subject="First")
        second = write("a", subject="Second")
        assert second == first
        assert [letter.subject for letter in Letter.objects.all()] == ["First"]

    def test_a_letter_rolls_back_with_its_transaction(self, write: Write) -> None:
        with transaction.atomic():
            write("a")
            transaction.set_rollback(True)
        assert Letter.objects.count() == 0

    def test_an_address_that_is_none_is_kept_for_the_organiser_to_see(self, write: Write) -> None:
        letter = write("a", to_email="karimova at museum")
        assert letter.status == S.FAILED
        assert letter.last_error == (
            "“karimova at museum” is no e-mail address. Correct it and write the letter again."
        )

    def test_line_breaks_in_names_and_subjects_become_spaces(self, write: Write) -> None:
        letter = write("a", to_name="Dr\r\nBcc: all@evil.example", subject="Hello\nX-Evil: 1\u2028end\u202e")
        assert letter.to_name == "Dr Bcc: all@evil.example"
        assert letter.subject == "Hello X-Evil: 1 end"

    def test_a_subject_too_long_is_cut_with_an_ellipsis(self, write: Write) -> None:
        letter = write("a", subject="w" * 400)
        assert letter.subject == "w" * 299 + "…"


@pytest.mark.django_db(transaction=True)
class TestTwoWriters:
    def test_two_transactions_with_one_key_write_one_letter(self, write: Write) -> None:
        both_begun = threading.Barrier(2)
        got: list[int] = []

        def writer() -> None:
            try:
                with transaction.atomic():
                    both_begun.wait(5)
                    got.append(write("a").pk)
            finally:
                connection.close()

        threads = [threading.Thread(target=writer) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(10)

        assert len(got) == 2
        assert got == [Letter.objects.get().pk] * 2


@pytest.mark.django_db
class TestSending:
    def test_a_letter_arrives_as_written(self, write: Write, postbox: Postbox) -> None:
        letter = write(
            "a",
            to_name="Дильноза Каримова",
            subject="Запрос – Silk Roads",
            text="Dear Dr Karimova\n",
            html="<p>Dear Dr Karimova</p>",
            reply_to="registrar@caravan.example",
            language="ru",
        )

        assert outbox.send_due() == (1, 0)

        (mail,) = postbox.taken
        assert mail["Subject"] == "Запрос – Silk Roads"
        assert mail["To"].addresses[0].display_name == "Дильноза Каримова"
        assert mail["To"].addresses[0].addr_spec == "a@lender.example"
        assert mail["Reply-To"] == "registrar@caravan.example"
        assert mail["Message-ID"] == letter.message_id
        assert mail["Auto-Submitted"] == "auto-generated"
        assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
        assert mail.get_body(("plain",)).get_content().split() == ["Dear", "Dr", "Karimova"]  # type: ignore[union-attr]
        letter.refresh_from_db()
        assert letter.status == S.SENT
        assert letter.sent_at is not None

    def test_nothing_is_sent_twice(self, write: Write, postbox: Postbox) -> None:
        write("a")
        assert outbox.send_due() == (1, 0)
        assert outbox.send_due() == (0, 0)
        assert len(postbox.taken) == 1

    def test_one_connection_serves_all_letters(self, write: Write, postbox: Postbox) -> None:
        for number in range(5):
            write(f"a{number}")
        assert outbox.send_due() == (5, 0)
        assert postbox.connections == 1

    def test_a_letter_waits_for_its_day(self, write: Write, postbox: Postbox) -> None:
        tomorrow = timezone.now() + dt.timedelta(days=1)
        write("a", not_before=tomorrow)
        assert outbox.send_due() == (0, 0)
        assert outbox.send_due(now=tomorrow) == (1, 0)
        assert len(postbox.taken) == 1

    def test_header_injection_in_stored_rows_adds_no_header(self, write: Write, postbox: Postbox) -> None:
        letter = write("a")
        Letter.objects.filter(pk=letter.pk).update(
            subject="Hello\r\nBcc: all@evil.example", to_name='Dr "K"\r\nBcc: all@evil.example, <x@evil.example>'
        )
        assert outbox.send_due() == (1, 0)
        (mail,) = postbox.taken
        assert mail["Bcc"] is None
        assert mail["Subject"] == "Hello Bcc: all@evil.example"
        assert postbox.recipients == ["a@lender.example"]

    def test_an_address_in_another_script_is_sent_to(self, write: Write, postbox: Postbox) -> None:
        write("a", to_email="registrar@müzeum.example")
        assert outbox.send_due() == (1, 0)
        assert postbox.recipients == ["registrar@xn--mzeum-kva.example"]


@pytest.mark.django_db
class TestTrouble:
    def test_a_refused_address_fails_for_good_and_stops_nobody(self, write: Write, postbox: Postbox) -> None:
        for key in ("a", "b", "c"):
            write(key)
        postbox.answers["b@lender.example"] = "550 no such person"

        assert outbox.send_due() == (2, 1)

        assert postbox.recipients == ["a@lender.example", "c@lender.example"]
        refused = Letter.objects.get(key="b")
        assert refused.status == S.FAILED
        assert refused.last_error == "The mail server refused the address: no such person (550)."
        assert outbox.send_due(now=timezone.now() + dt.timedelta(days=30)) == (0, 0)

    def test_a_letter_refused_for_its_text_fails_for_good(self, write: Write, postbox: Postbox) -> None:
        write("a")
        postbox.after_data = lambda _envelope: "554 looks like spam"
        assert outbox.send_due() == (0, 1)
        letter = Letter.objects.get()
        assert letter.status == S.FAILED
        assert letter.last_error == "The mail server answered: looks like spam (554)."

    def test_not_now_is_tried_again_later(self, write: Write, postbox: Postbox) -> None:
        now = timezone.now()
        write("a")
        postbox.answers["a@lender.example"] = "450 come back later"
        assert outbox.send_due(now=now) == (0, 1)
        assert outbox.send_due(now=now + dt.timedelta(seconds=59)) == (0, 0)

        postbox.answers.clear()
        assert outbox.send_due(now=now + dt.timedelta(seconds=61)) == (1, 0)
        assert Letter.objects.get().attempts == 2

    def test_after_days_of_trying_a_person_has_to_look(self, write: Write, postbox: Postbox) -> None:
        now = timezone.now()
        write("a")
        postbox.answers["a@lender.example"] = "450 come back later"
        tries = 0
        while Letter.objects.get().status == S.QUEUED:
            assert outbox.send_due(now=now) == (0, 1)
            tries += 1
            now += dt.timedelta(days=1, seconds=1)
        assert tries == len(outbox.RETRY_AFTER) + 1
        assert Letter.objects.get().status == S.FAILED

    def test_a_letter_that_failed_can_be_sent_again(self, write: Write, postbox: Postbox) -> None:
        letter = write("a")
        postbox.answers["a@lender.example"] = "550 no such person"
        outbox.send_due()
        postbox.answers.clear()

        assert outbox.send_again(letter) is True
        assert outbox.send_due() == (1, 0)
        assert outbox.send_again(letter) is False
        assert postbox.taken[0]["Message-ID"] == letter.message_id

    @pytest.mark.parametrize(
        ("how", "sentence"),
        [
            (HANG, "The mail server did not answer in time."),
            (DROP, "The connection to the mail server broke off."),
        ],
    )
    def test_a_server_that_hangs_or_hangs_up_on_one_letter(
        self, how: str, sentence: str, write: Write, postbox: Postbox
    ) -> None:
        for key in ("a", "b", "c"):
            write(key)
        postbox.answers["b@lender.example"] = how

        assert outbox.send_due() == (2, 1)

        assert postbox.recipients == ["a@lender.example", "c@lender.example"]
        waiting = Letter.objects.get(key="b")
        assert waiting.status == S.QUEUED
        assert waiting.last_error == sentence

    def test_a_server_that_hangs_on_everything_stops_the_run(self, write: Write, postbox: Postbox) -> None:
        for number in range(10):
            write(f"a{number}")
            postbox.answers[f"a{number}@lender.example"] = DROP
        assert outbox.send_due() == (0, outbox.GIVE_UP_AFTER)

    def test_a_server_that_is_away_costs_no_letter_a_try(
        self, write: Write, postbox: Postbox, settings: Settings
    ) -> None:
        now = timezone.now()
        write("a")
        there = settings.MAILERS
        settings.MAILERS = {"default": {"OPTIONS": {**there["default"]["OPTIONS"], "port": 1}}}
        for minute in range(60):
            assert outbox.send_due(now=now + dt.timedelta(minutes=2 * minute)) == (0, 1)
        letter = Letter.objects.get()
        assert (letter.status, letter.attempts) == (S.QUEUED, 0)
        assert letter.last_error == "The mail server can't be reached. The letter waits; we try again every minute."

        settings.MAILERS = there
        assert outbox.send_due(now=now + dt.timedelta(hours=3)) == (1, 0)

    def test_a_row_no_message_can_be_made_of_stops_nobody(self, write: Write, postbox: Postbox) -> None:
        broken = write("a")
        Letter.objects.filter(pk=broken.pk).update(to_email="two@lender.example, three@lender.example")
        write("b")
        assert outbox.send_due() == (1, 1)
        assert postbox.recipients == ["b@lender.example"]
        broken.refresh_from_db()
        assert broken.status == S.FAILED
