"""PostgreSQL and Valkey for the tests: started before anything reads the settings, in a home no other run uses.

Addresses given in DATABASE_URL and REDIS_URL win. Parallel test processes get the addresses from the process that
started them; each has a test database of its own from pytest-django and a Valkey database of its own from here.
"""

import atexit
import contextlib
import fcntl
import os
import sys
from itertools import count
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit, urlunsplit

import django

from config.embedded import EmbeddedError, servers

ROOT = Path(__file__).resolve().parent.parent
_running = contextlib.ExitStack()
atexit.register(_running.close)  # pytest gives up without a word to us when a conftest can't be imported


def start() -> None:
    """Sets DATABASE_URL, REDIS_URL and CARAVAN_HOME, and sets up Django with them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if not (os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL")):
        home = _free_home(ROOT / ".local")
        try:
            urls = _running.enter_context(servers(home, durable=False))
        except EmbeddedError as error:
            sys.exit(str(error))
        os.environ["CARAVAN_HOME"] = str(home)
        os.environ["DATABASE_URL"] = os.environ.get("DATABASE_URL") or urls.database
        os.environ["REDIS_URL"] = os.environ.get("REDIS_URL") or urls.redis
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if worker.startswith("gw"):
        os.environ["REDIS_URL"] = _other_database(os.environ["REDIS_URL"], int(worker.removeprefix("gw")) + 1)
    django.setup()


def leave_settings_unread() -> None:
    """Otherwise pytest-django reads the settings of a parallel test process before `start` has chosen its databases."""
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)


def stop() -> None:
    """Stops what `start` started here; after the last test."""
    _running.close()


def _free_home(base: Path) -> Path:
    """The first of test-1, test-2, ... that no live test run holds; data made there by an earlier run is used again."""
    for number in count(1):
        home = base / f"test-{number}"
        home.mkdir(parents=True, exist_ok=True)
        lock: IO[str] = (home / "run.lock").open("a")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            continue
        _running.enter_context(lock)
        return home
    raise AssertionError("count() never ends")


def _other_database(url: str, number: int) -> str:
    """The same Redis server, another of its numbered databases."""
    address, _, _ = url.partition("?")
    if urlsplit(url).scheme == "unix":
        return f"{address}?db={number}"
    return urlunsplit(urlsplit(url)._replace(path=f"/{number}"))
