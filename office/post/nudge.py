"""Services never enqueue: they write rows and nudge. What a nudge wakes is registered by config.

A lost nudge loses nothing, since beat sweeps what is left.
"""

from collections.abc import Callable

from django.db import transaction

_listeners: dict[str, Callable[[], None]] = {}


def register(name: str, listener: Callable[[], None]) -> None:
    """Has `listener` called after each commit that nudged `name` ("letters", "jobs")."""
    _listeners[name] = listener


def nudge(name: str) -> None:
    """Wakes the listener once the current transaction has committed; nobody registered is fine."""

    def wake() -> None:
        listener = _listeners.get(name)
        if listener is not None:
            listener()

    transaction.on_commit(wake, robust=True)
