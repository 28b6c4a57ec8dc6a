"""Celery tasks: each takes ids by keyword, tolerates keywords it doesn't know, and makes one domain call.

Nothing depends on the broker: a task that is lost or killed leaves rows behind that beat's next sweep finds.
"""

import datetime as dt
from typing import Any

from celery import shared_task
from celery.signals import after_task_publish, beat_init, worker_ready
from django.utils import timezone

from loans.notices import dispatch, reminders
from loans.services import agreements, immunity_checks, legal_days, report_batch
from office.post import outbox
from office.records import jobs, pulse
from office.records.actors import Actor

LETTERS_A_RUN = 200
JOB_KINDS = {report_batch.KIND: report_batch.run}


@shared_task(ignore_result=True)
def write_letters(**_unknown: Any) -> None:
    """Writes the letters that follow from what happened. Woken after each commit with an event; swept by beat."""
    dispatch.write_letters(now=timezone.now())


@shared_task(ignore_result=True)
def dispatch_letters(**_unknown: Any) -> None:
    """Sends the letters that are due. Woken after each commit with a letter; swept by beat."""
    if sum(outbox.send_due(limit=LETTERS_A_RUN)) >= LETTERS_A_RUN:
        dispatch_letters.delay()


@shared_task(ignore_result=True)
def send_reminders(*, on: str | None = None, **_unknown: Any) -> None:
    """Writes the reminders of a day (ISO date); without one, today's, once it is morning at the organiser's."""
    now = timezone.now()
    if on:
        reminders.send_reminders(on=dt.date.fromisoformat(on), now=now)
    else:
        reminders.send_todays(now=now)


@shared_task(ignore_result=True)
def seal(**_unknown: Any) -> None:
    """Seals the agreements both sides have signed. Woken after each commit with an event; swept by beat."""
    agreements.seal_waiting(now=timezone.now())


@shared_task(ignore_result=True)
def check_immunity(**_unknown: Any) -> None:
    """Looks at each published immunity list once a day; asked every hour, so that a lost day is an hour."""
    immunity_checks.check_due(now=timezone.now())


@shared_task(ignore_result=True)
def follow_the_law(*, on: str | None = None, **_unknown: Any) -> None:
    """Keeps the days the law sets on the calendars of a day (ISO date), today's without one; run again, it rests."""
    day = dt.date.fromisoformat(on) if on else timezone.localdate()
    legal_days.follow_all(on=day, actor=Actor.system())


@shared_task(ignore_result=True)
def sweep_jobs(**_unknown: Any) -> None:
    """Hands out every job that waits or whose worker is gone."""
    for job_id in jobs.claimable_ids(now=timezone.now()):
        run_job.delay(job_id=job_id)


@shared_task(ignore_result=True)
def run_job(*, job_id: int, **_unknown: Any) -> None:
    """Does one job, or what is left of it; a job that somebody holds is left alone."""
    jobs.perform(job_id, kinds=JOB_KINDS)


@worker_ready.connect
def worker_is_alive(**_unknown: Any) -> None:
    """A worker that has just come up is seen before beat's first message."""
    pulse.beat("worker", now=timezone.now())


@shared_task(ignore_result=True, expires=120)
def heartbeat(**_unknown: Any) -> None:
    """Shows that a worker is alive and has time."""
    pulse.beat("worker", now=timezone.now())


@beat_init.connect
@after_task_publish.connect(sender="loans.tasks.heartbeat")
def beat_is_alive(**_unknown: Any) -> None:
    """Only beat publishes `heartbeat`, so publishing it is beat's own sign of life."""
    pulse.beat("beat", now=timezone.now())
