"""Long pieces of work, done step by step under a lease, so that a killed worker's job is taken up where it was.

A step must be safe to repeat: a worker can die after doing it and before counting it. What is counted, and the problem
that goes with it, is written in one statement, and only by the worker that holds the lease.
"""

import datetime as dt
import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import F, Func, JSONField, Q, QuerySet, Value
from django.utils import timezone
from django.utils.translation import gettext as _

from office.post.nudge import nudge
from office.records import audit
from office.records.actors import Actor
from office.records.models import Job, StoredFile

log = logging.getLogger(__name__)

LEASE = dt.timedelta(minutes=2)
# A step that ended its worker this often (out of memory, say) is left out, so that the rest gets done.
TRIES_PER_STEP = 3
# A worker gives a long job back after this time, so that one job never keeps the others waiting.
BUDGET = dt.timedelta(minutes=1)

S = Job.Status
type Clock = Callable[[], dt.datetime]


class Lost(Exception):
    """The job is no longer this worker's: it was cancelled, or taken up by another after the lease ran out."""


def start(kind: str, *, title: str, params: dict[str, Any], total: int, actor: Actor) -> Job:
    """Queues a job in the caller's transaction; a worker is woken after the commit."""
    job = Job.objects.create(kind=kind, title=title[:200], params=params, total=total, started_by=actor.name)
    nudge("jobs")
    return job


def claim_next(*, now: dt.datetime, kinds: Sequence[str] | None = None) -> Job | None:
    """Takes the oldest job that waits or whose worker is gone; None when there is none."""
    return _claim(Job.objects.all() if kinds is None else Job.objects.filter(kind__in=kinds), now=now)


def claim(job_id: int, *, now: dt.datetime) -> Job | None:
    """Takes this job; None when it is over or held by a living worker."""
    return _claim(Job.objects.filter(pk=job_id), now=now)


def claimable_ids(*, now: dt.datetime, limit: int = 100) -> list[int]:
    """The jobs a worker could take up, oldest first."""
    return list(_free(Job.objects.all(), now=now).order_by("id").values_list("pk", flat=True)[:limit])


def step(job: Job, *, now: dt.datetime, problem: str = "") -> None:
    """Counts one step as done, notes what could not be done, and extends the lease. Raises Lost."""
    changes: dict[str, Any] = {"done": F("done") + 1, "attempts": 1}
    if problem:
        longer = Func(F("problems"), Value([problem], JSONField()), template="%(expressions)s", arg_joiner=" || ")
        changes["problems"] = longer
        job.problems = [*job.problems, problem]
    _write(job, now=now, lease=now + LEASE, **changes)
    job.done += 1
    job.attempts = 1


def renew(job: Job, *, now: dt.datetime) -> None:
    """Extends the lease. Raises Lost."""
    _write(job, now=now, lease=now + LEASE)


def release(job: Job, *, now: dt.datetime) -> None:
    """Gives the job back to be taken up at once by whoever is free. Raises Lost."""
    _write(job, now=now, lease=None, status=S.QUEUED, attempts=0)
    nudge("jobs")


def finish(job: Job, *, now: dt.datetime, result: StoredFile | None = None, message: str = "") -> None:
    """Ends the job well. Raises Lost, so that a result stored in the same transaction goes with it."""
    _write(job, now=now, lease=None, status=S.DONE, result=result, message=message, finished_at=now)


def fail(job: Job, *, now: dt.datetime, message: str) -> None:
    """Ends the job; the message says what happened and what to do next. Raises Lost."""
    _write(job, now=now, lease=None, status=S.FAILED, message=message, finished_at=now)


def cancel(job: Job, *, actor: Actor, now: dt.datetime) -> bool:
    """Stops a job; its worker notices at its next step and what is done stays. False when it was over already."""
    with transaction.atomic():
        stopped = Job.objects.filter(pk=job.pk, status__in=(S.QUEUED, S.RUNNING)).update(
            status=S.CANCELLED,
            lease_until=None,
            finished_at=now,
            message=_("Stopped by %(name)s.") % {"name": actor.name},
        )
        if stopped:
            audit.record("job.cancel", actor=actor, subject_kind="job", subject_id=job.uid, subject_label=job.title)
    return bool(stopped)


def work(
    job: Job,
    *,
    items: Sequence[str],
    do: Callable[[str], str],
    name: Callable[[str], str] = str,
    clock: Clock = timezone.now,
) -> bool:
    """Does the steps that are not done yet, one item each; True when all are done, False when the time was up.

    `do` makes one item and returns the problem as a sentence, or nothing; what it raises unforeseen becomes a problem
    too, and the rest goes on. `name` is what a person calls the item. Raises Lost.
    """
    end = clock() + BUDGET
    for item in items[job.done :]:
        if job.attempts > TRIES_PER_STEP:
            problem = _("%(what)s was left out: making it broke off %(times)d times.") % {
                "what": name(item),
                "times": TRIES_PER_STEP,
            }
        else:
            try:
                problem = do(item)
            except Exception:
                log.exception("job %s: %s", job.uid, item)
                problem = _("%(what)s could not be made: a fault on our side, it is in the log.") % {"what": name(item)}
        step(job, now=clock(), problem=problem)
        if clock() >= end and job.done < len(items):
            release(job, now=clock())
            return False
    return True


def perform(job_id: int, *, kinds: Mapping[str, Callable[[Job], None]]) -> None:
    """Takes the job if it is free and does it, as its kind is done.

    What breaks off unforeseen is taken up again after the lease, and given up when it gets nowhere.
    """
    job = claim(job_id, now=timezone.now())
    if job is None:
        return
    try:
        if job.kind not in kinds:
            fail(
                job,
                now=timezone.now(),
                message=_("Nobody here knows how to do this. Update the workers and start it again."),
            )
        elif job.attempts > TRIES_PER_STEP + 1:
            # A step that was left out would have started the count anew.
            fail(job, now=timezone.now(), message=_("It broke off again and again; the log says why. Start it again."))
        else:
            kinds[job.kind](job)
    except Lost:
        log.info("job %s was cancelled or taken up by another worker", job.uid)
    except Exception:
        log.exception("job %s broke off", job.uid)


def _free(jobs: QuerySet[Job], *, now: dt.datetime) -> QuerySet[Job]:
    return jobs.filter(Q(status=S.QUEUED) | Q(status=S.RUNNING, lease_until__lt=now))


def _claim(jobs: QuerySet[Job], *, now: dt.datetime) -> Job | None:
    with transaction.atomic():
        job = _free(jobs, now=now).select_for_update(skip_locked=True, of=("self",)).order_by("id").first()
        if job is not None:
            job.status, job.lease_until, job.attempts = S.RUNNING, now + LEASE, job.attempts + 1
            job.save(update_fields=["status", "lease_until", "attempts"])
    return job


def _write(job: Job, *, now: dt.datetime, lease: dt.datetime | None, **changes: Any) -> None:
    """One statement, by the holder of the lease alone: the lease as we last wrote it is the proof."""
    held = Job.objects.filter(pk=job.pk, status=S.RUNNING, lease_until=job.lease_until)
    if not held.update(lease_until=lease, **changes):
        raise Lost(f"{job.uid} is no longer ours")
    job.lease_until = lease
