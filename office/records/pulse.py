"""Signs of life of the processes that work in the background, for the health page. Kept in the cache, by the minute."""

import datetime as dt
from typing import Literal

from django.core.cache import cache

Process = Literal["worker", "beat"]

# Beat sends its sign every minute; twice missed is dead.
ALIVE_FOR = dt.timedelta(minutes=3)


def beat(process: Process, *, now: dt.datetime) -> None:
    """Notes that the process is alive."""
    cache.set(_key(process), now.isoformat(), timeout=int(dt.timedelta(days=2).total_seconds()))


def last(process: Process) -> dt.datetime | None:
    """When the process last gave a sign; None when it hasn't for two days."""
    seen = cache.get(_key(process))
    return dt.datetime.fromisoformat(seen) if seen else None


def is_alive(process: Process, *, now: dt.datetime) -> bool:
    seen = last(process)
    return seen is not None and now - seen <= ALIVE_FOR


def _key(process: Process) -> str:
    return f"pulse:{process}"
