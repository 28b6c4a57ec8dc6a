"""Real Celery processes on the real broker: a job outlives its worker, beat and worker give their signs of life."""

import datetime as dt
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from config.celery import app
from loans.models import Document
from loans.services import report_batch
from office.records import jobs, pulse
from office.records.models import Job
from tests import other_process, personas
from tests.loans.services.test_report_batch import names_in, some_reports

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

Start = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def celery(tmp_path: Path) -> Iterator[Start]:
    """Starts Celery processes in sessions of their own and ends them all after the test."""
    app.control.purge()
    cache.clear()
    started: list[subprocess.Popen[bytes]] = []

    def start(*words: str) -> "subprocess.Popen[bytes]":
        log = (tmp_path / f"celery-{len(started)}.log").open("wb")
        process = subprocess.Popen(
            [sys.executable, "-m", "celery", "-A", "config.celery", *words],
            cwd=other_process.ROOT,
            env={
                **os.environ,
                "DATABASE_URL": other_process.database_url(),
                "CARAVAN_FILES": str(settings.MEDIA_ROOT),
                "CARAVAN_HOME": str(tmp_path),
            },
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        kill(process)


def kill(process: "subprocess.Popen[bytes]") -> None:
    """The whole session at once, as when a machine loses power."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_until(true: Callable[[], bool], *, seconds: int = 60) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.01)


def test_a_job_outlives_a_killed_worker(celery: Start) -> None:
    kofi = personas.kofi()
    made = some_reports(kofi, 12)
    job = report_batch.start(report_batch.reports_of(), title="Condition reports", actor=kofi.actor)
    worker = celery("worker", "--concurrency", "1", "--loglevel", "INFO")
    app.send_task("loans.tasks.sweep_jobs")
    wait_until(lambda: Job.objects.get(pk=job.pk).done >= 3)

    kill(worker)

    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - dt.timedelta(seconds=1))
    assert jobs.claimable_ids(now=timezone.now()) == [job.pk]
    celery("worker", "--concurrency", "1", "--loglevel", "INFO")
    app.send_task("loans.tasks.sweep_jobs")
    wait_until(lambda: Job.objects.get(pk=job.pk).status == Job.Status.DONE)
    job.refresh_from_db()
    assert (job.done, job.problems) == (12, [])
    assert names_in(job) == [f"{report.reference}.pdf" for report in made]
    assert Document.objects.count() == 12


def test_worker_and_beat_give_signs_of_life(celery: Start) -> None:
    celery("beat", "--loglevel", "INFO")
    wait_until(lambda: pulse.is_alive("beat", now=timezone.now()))
    assert pulse.last("worker") is None
    celery("worker", "--concurrency", "1", "--loglevel", "INFO")
    wait_until(lambda: pulse.is_alive("worker", now=timezone.now()))
