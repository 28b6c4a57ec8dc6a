"""Runs the whole product with the example of the Silk Roads: web, worker and beat, until Ctrl-C.

manage.py has started PostgreSQL and Valkey under `--home` before this runs, and stops them afterwards.
"""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from loans.management.demo.load import load
from loans.management.demo.pictures import paint_our_own
from loans.services import immunity_checks

_PATIENCE = 60
_STOP_PATIENCE = 20
_DRAWN = object()


class Command(BaseCommand):
    """Prints every URL and sign-in, then a line `ready`."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--home", default=".local")
        parser.add_argument("--load-only", action="store_true", help="Load the example and stop.")

    def handle(self, *args: Any, port: int, load_only: bool, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demonstration runs only with CARAVAN_DEMO=1, which manage.py sets for it.")
        call_command("migrate", verbosity=0, interactive=False)
        tour = load(say=self.say)
        (settings.HOME / "tour.json").write_text(json.dumps(tour, ensure_ascii=False, indent=1))
        painting = paint_our_own()
        if load_only:
            for _picture in painting:
                pass
            self.say("loaded")
            return
        processes = _start(port)
        try:
            _wait_for(port, processes)
            immunity_checks.check_due(now=timezone.now())
            self._introduce(tour, port)
            self.say("ready")
            _watch(processes, painting)
        finally:
            _stop(processes)

    def say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()

    def _introduce(self, tour: dict[str, Any], port: int) -> None:
        base = f"http://127.0.0.1:{port}"
        self.say("")
        self.say(f"The tour        {base}/")
        self.say(f"Workplace       {base}/admin/")
        self.say(f"Lenders' portal {base}/portal/")
        self.say(f"API             {base}/api/v1/docs/")
        self.say(f"Demo post       {base}/demo/post/")
        self.say(f"Health          {base}/health/")
        self.say("")
        for person in tour["people"]:
            self.say(f"{person['email']:34} {person['password']}  {person['role']}")
        self.say("")
        for lender in tour["lenders"]:
            self.say(f"{lender['name']}: {lender['url']}")
        self.say("")
        self.say(tour["moved"])


def _start(port: int) -> list[subprocess.Popen[bytes]]:
    """Web, worker and beat, each in a session of its own so that Ctrl-C reaches them in our order only."""
    logs = settings.HOME / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    celery = [sys.executable, "-m", "celery", "-A", "config.celery"]
    commands = {
        "web": [sys.executable, "-m", "gunicorn", "-c", "config/gunicorn.py", "config.wsgi"],
        "worker": [*celery, "worker", "--concurrency", "2", "--loglevel", "INFO"],
        "beat": [*celery, "beat", "--loglevel", "INFO", "--schedule", str(settings.HOME / "beat-schedule")],
    }
    environment = {**os.environ, "CARAVAN_BIND": f"127.0.0.1:{port}", "DJANGO_SETTINGS_MODULE": "config.settings"}
    processes = []
    for name, command in commands.items():
        with (logs / f"{name}.log").open("ab") as log:
            processes.append(
                subprocess.Popen(
                    command, cwd=settings.BASE_DIR, env=environment, stdout=log, stderr=log, start_new_session=True
                )
            )
    return processes


def _wait_for(port: int, processes: list[subprocess.Popen[bytes]]) -> None:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        _refuse_dead(processes)
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise CommandError(f"The web server did not answer within {_PATIENCE} s. Its words are in {_logs()}.")


def _watch(processes: list[subprocess.Popen[bytes]], painting: Iterator[None]) -> None:
    """Waits until a process ends by itself, or until we are told to stop; meanwhile the last pictures are drawn."""
    while True:
        _refuse_dead(processes)
        if next(painting, _DRAWN) is _DRAWN:
            time.sleep(1)


def _refuse_dead(processes: list[subprocess.Popen[bytes]]) -> None:
    if any(process.poll() is not None for process in processes):
        raise CommandError(f"A part of the demonstration ended by itself. Its words are in {_logs()}.")


def _stop(processes: list[subprocess.Popen[bytes]]) -> None:
    """Stops web, worker and beat in this order, each in peace first; further signals wait until it is done."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    for process in processes:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(timeout=_STOP_PATIENCE)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def _logs() -> Path:
    return settings.HOME / "logs"
