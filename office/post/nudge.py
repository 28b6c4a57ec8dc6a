"""Services never enqueue: they write rows and nudge. What a nudge wakes is registered by config.

A lost nudge loses nothing, since beat sweeps what is left.
"""

from collections.abc import Callable
from functools import cache

from django.db import transaction

_listeners: dict[str, Callable[[], None]] = {}


def register(name: str, listener: Callable[[], None]) -> None:
    """Has `listener` called after each commit that nudged `name` ("events", "letters", "jobs")."""
    _listeners[name] = listener


def nudge(name: str) -> None:
    """Wakes the listener once the current transaction has committed, once however often it was nudged."""
    wake = _wake(name)
    if not any(waiting is wake for _savepoints, waiting, _robust in transaction.get_connection().run_on_commit):
        transaction.on_commit(wake, robust=True)


@cache
def _wake(name: str) -> Callable[[], None]:
    def wake() -> None:
        listener = _listeners.get(name)
        if listener is not None:
            listener()

    return wake
