"""The Celery app: how tasks are delivered, and what beat sends when.

Work is a row with a lease, so recovery never relies on the broker: a lost message costs the time until the next sweep.
"""

import os
from urllib.parse import parse_qs, urlsplit

from celery import Celery
from celery.signals import beat_init
from django.conf import settings

from config import env

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

MINUTE = 60.0
HOUR = 60 * MINUTE

# Beat's whole plan: task, seconds between two messages.
SCHEDULE = {
    "loans.tasks.write_letters": 30.0,
    "loans.tasks.dispatch_letters": 30.0,
    "loans.tasks.heartbeat": 30.0,
    "loans.tasks.sweep_jobs": MINUTE,
    "loans.tasks.seal": MINUTE,
    "loans.tasks.send_reminders": HOUR,
    "loans.tasks.check_immunity": HOUR,
    "loans.tasks.follow_the_law": HOUR,
}


def broker(url: str) -> str:
    """REDIS_URL as kombu spells it: a unix socket is redis+socket:// there."""
    parts = urlsplit(url)
    if parts.scheme != "unix":
        return url
    database = parse_qs(parts.query).get("db", ["0"])[0]
    return f"redis+socket://{parts.netloc}{parts.path}?virtual_host={database}"


app = Celery("caravan")
app.conf.update(
    broker_url=broker(settings.REDIS_URL) or "memory://",
    broker_connection_retry_on_startup=True,
    # After this long Redis hands an unacknowledged task to another worker; tasks end long before.
    broker_transport_options={"visibility_timeout": int(HOUR), "socket_timeout": 30},
    imports=["loans.tasks"],
    task_default_queue="caravan",
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_ignore_result=True,
    task_soft_time_limit=int(10 * MINUTE),
    task_time_limit=int(12 * MINUTE),
    task_serializer="json",
    accept_content=["json"],
    worker_prefetch_multiplier=1,
    # Kilobytes; a report with eight large photos peaks at 420 MB, and the memory doesn't come back by itself.
    worker_max_memory_per_child=env.whole("CARAVAN_WORKER_MEMORY_KB", 500_000),
    worker_hijack_root_logger=False,
    timezone="UTC",
    beat_schedule_filename=str(settings.HOME / "beat-schedule"),
    # A message that no worker took before the next one is due is of no use any more.
    beat_schedule={
        task: {"task": task, "schedule": seconds, "options": {"expires": seconds}} for task, seconds in SCHEDULE.items()
    },
)


@beat_init.connect
def show_life_at_once(**_unknown: object) -> None:
    """Beat's first message is due only half a minute after the very first start; who watches needn't wait for it."""
    app.send_task("loans.tasks.heartbeat", expires=SCHEDULE["loans.tasks.heartbeat"])
