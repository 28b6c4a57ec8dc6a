"""Two dispatchers at once, and dispatchers killed at the two worst moments."""

import datetime as dt
import os
import signal
import threading
import time
from collections.abc import Callable

import pytest
from aiosmtpd.smtp import Envelope
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from office.post import outbox
from office.post.models import Letter
from tests import other_process
from tests.mailserver import HANG, Postbox

Write = Callable[..., Letter]
pytestmark = pytest.mark.django_db(transaction=True)

SEND = "from office.post import outbox\nprint(outbox.send_due())"


def environment(settings: Settings) -> dict[str, str]:
    options = settings.MAILERS["default"]["OPTIONS"]
    return {"CARAVAN_SMTP_HOST": options["host"], "CARAVAN_SMTP_PORT": str(options["port"])}


def wait_until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not true():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.02)


def test_two_dispatchers_at_once_send_each_letter_once(write: Write, postbox: Postbox) -> None:
    for number in range(40):
        write(f"a{number:02}")
    both = threading.Barrier(2)
    counts: list[tuple[int, int]] = []

    def dispatcher() -> None:
        try:
            both.wait(5)
            counts.append(outbox.send_due(limit=100))
        finally:
            connection.close()

    threads = [threading.Thread(target=dispatcher) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert sum(sent for sent, _failed in counts) == 40
    assert sorted(postbox.recipients) == [f"a{number:02}@lender.example" for number in range(40)]


def test_killed_between_claim_and_send_the_letter_goes_out_once(
    write: Write, postbox: Postbox, settings: Settings
) -> None:
    letter = write("a")
    postbox.answers["a@lender.example"] = HANG
    worker = other_process.start(SEND, **environment(settings))
    wait_until(lambda: Letter.objects.get().lease_until is not None and postbox.connections == 1)

    worker.send_signal(signal.SIGKILL)
    worker.communicate()

    postbox.answers.clear()
    assert outbox.send_due() == (0, 0), "the dead worker's lease still runs"
    assert outbox.send_due(now=timezone.now() + outbox.LEASE + dt.timedelta(seconds=1)) == (1, 0)
    assert outbox.send_due(now=timezone.now() + dt.timedelta(days=1)) == (0, 0)
    assert [mail["Message-ID"] for mail in postbox.taken] == [letter.message_id]


def test_killed_after_the_server_took_it_the_double_has_the_same_message_id(
    write: Write, postbox: Postbox, settings: Settings
) -> None:
    """The one moment in which a letter can arrive twice; mail servers and clients drop it by its Message-ID."""
    letter = write("a")
    running: list[int] = []

    def kill(_envelope: Envelope) -> None:
        wait_until(lambda: bool(running))
        os.kill(running[0], signal.SIGKILL)

    postbox.after_data = kill
    worker = other_process.start(SEND, **environment(settings))
    running.append(worker.pid)
    worker.communicate()
    assert worker.returncode == -signal.SIGKILL
    assert Letter.objects.get().status == Letter.Status.QUEUED

    postbox.after_data = lambda _envelope: None
    assert outbox.send_due(now=timezone.now() + outbox.LEASE + dt.timedelta(seconds=1)) == (1, 0)

    assert [mail["Message-ID"] for mail in postbox.taken] == [letter.message_id] * 2
    assert Letter.objects.get().status == Letter.Status.SENT
