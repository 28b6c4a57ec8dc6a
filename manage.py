#!/usr/bin/env python
"""Runs a management command, with servers of our own when DATABASE_URL or REDIS_URL is not set.

The servers and their data belong to a home: `--home` of the demo command, else CARAVAN_HOME, else .local. They are
started if need be, shared with whoever uses the same home, and stopped by the last one out.
"""

import argparse
import contextlib
import os
import signal
import sys
from pathlib import Path
from types import FrameType

from config import homes

ROOT = Path(__file__).resolve().parent
WITHOUT_SERVERS = {
    "check",
    "collectstatic",
    "compilemessages",
    "diffsettings",
    "findstatic",
    "help",
    "makemessages",
    "spectacular",
    "version",
    "write_reference",
}


def main(argv: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    # SIGINT may come ignored from a shell that started us in the background; SIGTERM and SIGHUP end us as well.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _leave)
    try:
        with contextlib.ExitStack() as around:
            if not os.environ.get("CARAVAN_PRODUCTION"):
                _at_home(argv, around)
            from django.core.management import execute_from_command_line

            execute_from_command_line(argv)
    except KeyboardInterrupt:
        sys.exit(128 + signal.SIGINT)


def _leave(number: int, frame: FrameType | None) -> None:
    sys.exit(128 + number)


def _at_home(argv: list[str], around: contextlib.ExitStack) -> None:
    """Finds the home of this run and brings its servers, for as long as `around` lasts."""
    command = argv[1] if len(argv) > 1 else "help"
    asks_for_help = command.startswith("-") or bool({"-h", "--help"} & set(argv))
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--home", default=os.environ.get("CARAVAN_HOME") or str(ROOT / ".local"))
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--load-only", action="store_true")
    given = parser.parse_known_args(argv[2:] if command == "demo" else [])[0]
    home = Path(given.home).resolve()
    os.environ["CARAVAN_HOME"] = str(home)
    try:
        if command == "demo" and not asks_for_help:
            around.enter_context(homes.demo(home, port=given.port, serves=not given.load_only))
        homes.recall(home)
        if asks_for_help or command in WITHOUT_SERVERS:
            return
        if not (os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL")):
            from config.embedded import EmbeddedError, servers

            try:
                urls = around.enter_context(servers(home))
            except EmbeddedError as error:
                sys.exit(str(error))
            os.environ["DATABASE_URL"] = os.environ.get("DATABASE_URL") or urls.database
            os.environ["REDIS_URL"] = os.environ.get("REDIS_URL") or urls.redis
    except homes.HomeError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main(sys.argv)
