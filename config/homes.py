"""A home: the folder with the data of one installation in development, and how manage.py comes to it.

Read before the settings are, so nothing here imports Django.
"""

import contextlib
import fcntl
import json
import os
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path

PATIENCE = 20.0


class HomeError(Exception):
    """The message is for the person who typed the command."""


def remember_demo(home: Path, *, port: int) -> None:
    """Leaves a note in the home, so that later commands on it know that they work on a demo, and where it answers."""
    settings = {
        "CARAVAN_DEMO": "1",
        "CARAVAN_PUBLIC_URL": f"http://127.0.0.1:{port}",
        # Cookies don't know ports: demos side by side must not sign each other out.
        "CARAVAN_SESSION_COOKIE": f"caravan_staff_{port}",
    }
    (home / "demo.json").write_text(json.dumps(settings, indent=1))


def recall(home: Path) -> None:
    """Puts what the note of a home says into the environment, where it says nothing else."""
    note = home / "demo.json"
    if note.exists():
        for name, value in json.loads(note.read_text()).items():
            os.environ.setdefault(name, value)


@contextlib.contextmanager
def demo(home: Path, *, port: int, serves: bool = True) -> Iterator[None]:
    """The one demo of a home: ends what a killed one left running; raises HomeError when it can't run."""
    try:
        home.mkdir(parents=True, exist_ok=True)
        lock = (home / "demo.lock").open("a")
    except OSError as error:
        raise HomeError(
            f"The demo can't use {home} ({error.strerror}): choose another folder with HOME_DIR=."
        ) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise HomeError(
                f"The demo of {home} is running already: stop that one, or choose another folder with HOME_DIR=."
            ) from None
        end_leftovers(home)
        if serves:
            refuse_taken(port)
        remember_demo(home, port=port)
        yield


def leftovers(home: Path) -> list[int]:
    """Web, worker and beat of a demo of this home, told by their environment; only Linux lets us read it."""
    marks = {f"CARAVAN_HOME={home}".encode(), b"CARAVAN_DEMO=1"}
    found = []
    for entry in Path("/proc").iterdir() if Path("/proc/self/environ").exists() else ():
        with contextlib.suppress(OSError):
            if entry.name.isdecimal() and int(entry.name) != os.getpid():
                words = set((entry / "environ").read_bytes().split(b"\0"))
                if marks < words and any(word.startswith(b"CARAVAN_BIND=") for word in words):
                    found.append(int(entry.name))
    return found


def end_leftovers(home: Path) -> None:
    """Call while holding the demo's lock: whatever still runs then has lost the command that started it."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        deadline = time.monotonic() + PATIENCE
        for pid in leftovers(home):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)
        while leftovers(home):
            if time.monotonic() > deadline:
                break
            time.sleep(0.05)
        else:
            return


def refuse_taken(port: int) -> None:
    """Raises HomeError when no server could listen on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OverflowError:
            raise HomeError(f"{port} is not a port: choose one between 1024 and 65535.") from None
        except OSError as error:
            raise HomeError(
                f"Port {port} can't be used ({error.strerror}): choose another, such as PORT={port + 1}."
            ) from error
