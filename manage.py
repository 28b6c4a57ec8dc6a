#!/usr/bin/env python
"""Runs a management command, with servers of our own when DATABASE_URL or REDIS_URL is not set.

The servers and their data belong to a home: `--home` of the demo command, else CARAVAN_HOME, else .local. They are
started if need be, shared with whoever uses the same home, and stopped by the last one out.
"""

import argparse
import contextlib
import json
import os
import signal
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent
WITHOUT_SERVERS = {
    "check",
    "collectstatic",
    "compilemessages",
    "diffsettings",
    "findstatic",
    "help",
    "makemessages",
    "sendtestemail",
    "spectacular",
    "version",
}


def main(argv: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    # SIGINT may come ignored from a shell that started us in the background; SIGTERM and SIGHUP end us as well.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _leave)
    try:
        with _servers(argv):
            from django.core.management import execute_from_command_line

            execute_from_command_line(argv)
    except KeyboardInterrupt:
        sys.exit(128 + signal.SIGINT)


def _leave(number: int, frame: FrameType | None) -> None:
    sys.exit(128 + number)


@contextlib.contextmanager
def _servers(argv: list[str]) -> Iterator[None]:
    command = argv[1] if len(argv) > 1 else "help"
    home = _home(command, argv[2:])
    if os.environ.get("CARAVAN_PRODUCTION") or not _needs_servers(command, argv):
        yield
        return
    from config.embedded import EmbeddedError, servers

    try:
        with servers(home) as urls:
            os.environ.setdefault("DATABASE_URL", urls.database)
            os.environ.setdefault("REDIS_URL", urls.redis)
            yield
    except EmbeddedError as error:
        sys.exit(str(error))


def _needs_servers(command: str, argv: list[str]) -> bool:
    given = os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL")
    return (
        not given
        and command not in WITHOUT_SERVERS
        and not command.startswith("-")
        and not {"-h", "--help"} & set(argv)
    )


def _home(command: str, words: list[str]) -> Path:
    """The home of this run; a demo leaves a note there, so that later commands on it know they work on a demo."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--home", default=os.environ.get("CARAVAN_HOME") or str(ROOT / ".local"))
    parser.add_argument("--port", type=int, default=8000)
    demo = parser.parse_known_args(words if command == "demo" else [])[0]
    home = Path(demo.home).resolve()
    os.environ["CARAVAN_HOME"] = str(home)
    note = home / "demo.json"
    if command == "demo" and not {"-h", "--help"} & set(words):
        _refuse_taken(demo.port)
        settings = {
            "CARAVAN_DEMO": "1",
            "CARAVAN_PUBLIC_URL": f"http://127.0.0.1:{demo.port}",
            # Cookies don't know ports: demos side by side must not sign each other out.
            "CARAVAN_SESSION_COOKIE": f"caravan_staff_{demo.port}",
        }
        with contextlib.suppress(OSError):  # the servers say it in one sentence
            home.mkdir(parents=True, exist_ok=True)
            note.write_text(json.dumps(settings))
    if note.exists() and not os.environ.get("CARAVAN_PRODUCTION"):
        for name, value in json.loads(note.read_text()).items():
            os.environ.setdefault(name, value)
    return home


def _refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OverflowError:
            sys.exit(f"{port} is not a port: choose one between 1024 and 65535.")
        except OSError as error:
            sys.exit(f"Port {port} can't be used ({error.strerror}): choose another, such as PORT={port + 1}.")


if __name__ == "__main__":
    main(sys.argv)
