"""Is everything running? `/health/` for people and load balancers, `/metrics` for Prometheus. No secrets."""

from collections.abc import Callable

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Count, Min
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from loans.notices import reminders
from office.post.models import Letter
from office.records import pulse
from office.records.models import Job

_WAIT_SECONDS = 2


@never_cache
@require_safe
def health(_request: HttpRequest) -> JsonResponse:
    """200 while database and broker answer, 503 otherwise. A dead worker or beat is said, and leaves the pages up."""
    now = timezone.now()
    database, broker = _answers(_ask_database), _answers(_ask_broker)
    said = {
        "database": _word(database),
        "broker": _word(broker),
        "worker": _word(broker and pulse.is_alive("worker", now=now)),
        "beat": _word(broker and pulse.is_alive("beat", now=now)),
        "reminders_looked_for": None,
    }
    if database:
        last = reminders.last_run()
        said["reminders_looked_for"] = last.isoformat(timespec="seconds") if last else None
    well = database and broker
    return JsonResponse({"status": "ok" if well else "down", **said}, status=200 if well else 503)


@never_cache
@require_safe
def metrics(_request: HttpRequest) -> HttpResponse:
    """Gauges in Prometheus' text format; what can't be asked is left out."""
    now = timezone.now()
    up = {"database": _answers(_ask_database), "broker": _answers(_ask_broker)}
    servers = {f'{{server="{name}"}}': int(is_up) for name, is_up in up.items()}
    lines = _gauge("caravan_up", "Whether a server answers.", servers)
    if up["database"]:
        letters = dict(Letter.objects.order_by().values_list("status").annotate(number=Count("pk")))
        jobs = dict(Job.objects.order_by().values_list("status").annotate(number=Count("pk")))
        oldest = Letter.objects.filter(status=Letter.Status.QUEUED).aggregate(oldest=Min("created_at"))["oldest"]
        lines += _gauge("caravan_letters", "Letters by status.", _by_status(Letter.Status.values, letters))
        lines += _gauge("caravan_jobs", "Jobs by status.", _by_status(Job.Status.values, jobs))
        waited = int((now - oldest).total_seconds()) if oldest else 0
        lines += _gauge("caravan_oldest_letter_seconds", "How long the oldest unsent letter has waited.", {"": waited})
    if up["broker"]:
        seen = {"worker": pulse.last("worker"), "beat": pulse.last("beat")}
        lines += _gauge(
            "caravan_last_sign_seconds",
            "Seconds since a background process gave a sign of life.",
            {f'{{process="{name}"}}': int((now - last).total_seconds()) for name, last in seen.items() if last},
        )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; version=0.0.4; charset=utf-8")


def _answers(ask: Callable[[], None]) -> bool:
    try:
        ask()
    except (DatabaseError, redis.RedisError, OSError):
        return False
    return True


def _ask_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _ask_broker() -> None:
    if not settings.REDIS_URL:
        raise OSError("no broker")
    client = redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=_WAIT_SECONDS, socket_connect_timeout=_WAIT_SECONDS
    )
    try:
        client.ping()
    finally:
        client.close()


def _word(well: bool) -> str:
    return "ok" if well else "down"


def _by_status(statuses: list[str], counts: dict[str, int]) -> dict[str, int]:
    return {f'{{status="{status}"}}': counts.get(status, 0) for status in statuses}


def _gauge(name: str, text: str, values: dict[str, int]) -> list[str]:
    samples = [f"{name}{label} {value}" for label, value in values.items()]
    return [f"# HELP {name} {text}", f"# TYPE {name} gauge", *samples]
