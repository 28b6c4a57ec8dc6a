"""Jobs are done step by step, taken up again after a worker died, and no step is counted twice."""

import datetime as dt
import threading
from collections.abc import Callable

import pytest
from django.db import connection
from django.utils import timezone

from office.records import jobs
from office.records.actors import Actor
from office.records.models import AuditEvent, Job

NOW = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)
AFTER_LEASE = NOW + jobs.LEASE + dt.timedelta(seconds=1)
RUTH = Actor(kind="staff", id="1", name="Ruth Okafor")


def queued(*items: str) -> Job:
    return jobs.start("test", title="Reports", params={"items": items}, total=len(items), actor=RUTH)


def fine(_item: str) -> str:
    return ""


def noted(did: list[str]) -> Callable[[str], str]:
    def do(item: str) -> str:
        did.append(item)
        return ""

    return do


@pytest.mark.django_db
class TestOneWorker:
    def test_all_steps_are_done_and_counted(self) -> None:
        queued("a", "b", "c")
        job = jobs.claim_next(now=NOW)
        assert job is not None
        did: list[str] = []

        def do(item: str) -> str:
            did.append(item)
            return "b has no photo" if item == "b" else ""

        assert jobs.work(job, items=["a", "b", "c"], do=do, clock=lambda: NOW) is True
        jobs.finish(job, now=NOW, message="3 reports")

        job.refresh_from_db()
        assert did == ["a", "b", "c"]
        assert (job.status, job.done, job.total) == (Job.Status.DONE, 3, 3)
        assert job.problems == ["b has no photo"]
        assert job.finished_at == NOW

    def test_a_fault_in_one_step_is_a_problem_and_the_rest_goes_on(self) -> None:
        queued("a", "b")
        job = jobs.claim_next(now=NOW)
        assert job is not None

        def do(item: str) -> str:
            return "" if item == "b" else str(1 / 0)

        assert jobs.work(job, items=["a", "b"], do=do, name=lambda item: f"Report {item}", clock=lambda: NOW) is True
        job.refresh_from_db()
        assert job.done == 2
        assert job.problems == ["Report a could not be made: a fault on our side, it is in the log."]

    def test_a_held_job_is_nobody_elses(self) -> None:
        queued("a")
        assert jobs.claim_next(now=NOW) is not None
        assert jobs.claim_next(now=NOW + jobs.LEASE) is None

    def test_only_the_kinds_asked_for(self) -> None:
        queued("a")
        assert jobs.claim_next(now=NOW, kinds=("other",)) is None
        assert jobs.claim_next(now=NOW, kinds=("test",)) is not None

    def test_a_long_job_is_given_back_in_between(self) -> None:
        queued("a", "b", "c")
        job = jobs.claim_next(now=NOW)
        assert job is not None
        ticks = iter(NOW + dt.timedelta(seconds=20 * tick) for tick in range(100))
        assert jobs.work(job, items=["a", "b", "c"], do=fine, clock=lambda: next(ticks)) is False

        again = jobs.claim_next(now=NOW)
        assert again is not None
        assert again.done == 2
        assert jobs.work(again, items=["a", "b", "c"], do=fine, clock=lambda: NOW) is True


@pytest.mark.django_db
class TestDeadWorkers:
    def test_a_job_is_taken_up_where_it_was(self) -> None:
        queued("a", "b", "c")
        dead = jobs.claim_next(now=NOW)
        assert dead is not None
        jobs.step(dead, now=NOW, problem="a has no photo")

        heir = jobs.claim_next(now=AFTER_LEASE)
        assert heir == dead
        did: list[str] = []
        jobs.work(heir, items=["a", "b", "c"], do=noted(did), clock=lambda: AFTER_LEASE)
        heir.refresh_from_db()
        assert did == ["b", "c"]
        assert heir.done == 3
        assert heir.problems == ["a has no photo"]

    def test_a_worker_that_was_only_slow_can_write_nothing_any_more(self) -> None:
        queued("a", "b")
        slow = jobs.claim_next(now=NOW)
        heir = jobs.claim_next(now=AFTER_LEASE)
        assert slow is not None
        assert heir is not None
        writes: list[Callable[[], None]] = [
            lambda: jobs.step(slow, now=AFTER_LEASE),
            lambda: jobs.finish(slow, now=AFTER_LEASE),
            lambda: jobs.fail(slow, now=AFTER_LEASE, message="no"),
            lambda: jobs.release(slow, now=AFTER_LEASE),
        ]
        for write in writes:
            with pytest.raises(jobs.Lost):
                write()
        heir.refresh_from_db()
        assert (heir.status, heir.done) == (Job.Status.RUNNING, 0)

    def test_a_step_that_kills_every_worker_is_left_out(self) -> None:
        queued("a", "b", "c")
        now = NOW
        job = jobs.claim_next(now=now)
        assert job is not None
        jobs.step(job, now=now)
        for _death in range(jobs.TRIES_PER_STEP):
            now += jobs.LEASE + dt.timedelta(seconds=1)
            job = jobs.claim_next(now=now)
            assert job is not None
        did: list[str] = []

        jobs.work(job, items=["a", "b", "c"], do=noted(did), clock=lambda: now)

        assert did == ["c"]
        assert job.problems == ["b was left out: making it broke off 3 times."]

    def test_a_cancelled_job_stops_at_the_next_step(self) -> None:
        job = queued("a", "b")
        running = jobs.claim_next(now=NOW)
        assert running is not None
        assert jobs.cancel(job, actor=RUTH, now=NOW) is True
        with pytest.raises(jobs.Lost):
            jobs.work(running, items=["a", "b"], do=fine, clock=lambda: NOW)
        assert jobs.claim_next(now=AFTER_LEASE) is None
        assert jobs.cancel(job, actor=RUTH, now=NOW) is False
        job.refresh_from_db()
        assert job.message == "Stopped by Ruth Okafor."
        assert [event.verb for event in AuditEvent.objects.all()] == ["job.cancel"]


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_hold_one_job() -> None:
    for number in range(10):
        queued(str(number))
    both = threading.Barrier(2)
    held: list[int] = []

    def worker() -> None:
        try:
            both.wait(5)
            while (job := jobs.claim_next(now=timezone.now())) is not None:
                held.append(job.pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=worker) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    # A worker that found everything locked may stop early; what it left is taken next time.
    while (job := jobs.claim_next(now=timezone.now())) is not None:
        held.append(job.pk)
    assert sorted(held) == sorted(Job.objects.values_list("pk", flat=True))
