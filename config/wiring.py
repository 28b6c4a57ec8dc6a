"""What a nudge wakes: the Celery tasks that write letters, empty the outbox and take up jobs."""

import logging
from collections.abc import Callable

from office.post import nudge

log = logging.getLogger(__name__)


def connect() -> None:
    """Registers the listeners. A broker that can't be reached costs a log line: beat sweeps what is left."""
    nudge.register("events", _send("loans.tasks.write_letters"))
    nudge.register("agreements", _send("loans.tasks.seal"))
    nudge.register("letters", _send("loans.tasks.dispatch_letters"))
    nudge.register("jobs", _send("loans.tasks.sweep_jobs"))


def _send(task: str) -> Callable[[], None]:
    def wake() -> None:
        from django.conf import settings

        from config.celery import app

        if not settings.REDIS_URL:
            return
        try:
            app.send_task(task, retry=False)
        except (OSError, app.connection_for_write().connection_errors) as error:
            log.warning("%s was not woken: %s", task, error)

    return wake
