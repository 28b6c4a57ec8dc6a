"""Tasks take ids by keyword, tolerate what they don't know, and each makes one domain call."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.utils import timezone

from loans import tasks
from loans.notices import reminders
from office.post import outbox
from office.post.models import Letter
from office.records import pulse


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    cache.clear()


@pytest.mark.django_db
def test_letters_are_sent(mailoutbox: list[object]) -> None:
    outbox.write(key="a", kind="request", to_name="A", to_email="a@lender.example", subject="S", text="T")
    tasks.dispatch_letters(tomorrow=True)
    assert Letter.objects.get().status == Letter.Status.SENT
    assert len(mailoutbox) == 1


@pytest.mark.django_db
def test_reminders_of_a_day() -> None:
    tasks.send_reminders(on="2026-03-03", tomorrow=True)
    assert reminders.last_run() is not None


@pytest.mark.django_db
def test_events_and_jobs_are_swept_when_there_are_none() -> None:
    tasks.write_letters(tomorrow=True)
    tasks.sweep_jobs(tomorrow=True)
    tasks.run_job(job_id=0, tomorrow=True)
    assert Letter.objects.count() == 0


def test_a_worker_and_beat_show_that_they_are_alive() -> None:
    now = timezone.now()
    assert (pulse.is_alive("worker", now=now), pulse.is_alive("beat", now=now)) == (False, False)
    tasks.heartbeat(tomorrow=True)
    assert (pulse.is_alive("worker", now=now), pulse.is_alive("beat", now=now)) == (True, False)
    tasks.beat_is_alive(sender="loans.tasks.heartbeat")
    assert pulse.is_alive("beat", now=now) is True
    assert pulse.is_alive("beat", now=now + pulse.ALIVE_FOR + dt.timedelta(seconds=5)) is False
