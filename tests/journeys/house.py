"""The whole house as it runs for people: web, worker and beat as processes of their own, on the test database."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path

from tests.mailserver import Postbox
from tests.other_process import ROOT, database_url


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class House:
    """`url` is where the web server answers; `postbox` is the mail server every letter goes to."""

    home: Path
    postbox: Postbox
    smtp_port: int
    redis_url: str
    port: int = field(default_factory=free_port)
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATABASE_URL": database_url(),
            "REDIS_URL": self.redis_url,
            "CARAVAN_HOME": str(self.home),
            "CARAVAN_FILES": str(self.home / "files"),
            "CARAVAN_PUBLIC_URL": self.url,
            "CARAVAN_SECOND_FACTOR": "0",
            "CARAVAN_SITTING_SECONDS": "2",
            "CARAVAN_SMTP_HOST": "127.0.0.1",
            "CARAVAN_SMTP_PORT": str(self.smtp_port),
            "CARAVAN_BIND": f"127.0.0.1:{self.port}",
            "CARAVAN_WEB_WORKERS": "1",
        }

    def start(self) -> None:
        """Starts the three processes and waits until the web server answers."""
        self.home.mkdir(parents=True, exist_ok=True)
        python = [sys.executable, "-m"]
        celery = [*python, "celery", "-A", "config.celery"]
        self._run("web", [*python, "gunicorn", "-c", "config/gunicorn.py", "config.wsgi"])
        self._run("worker", [*celery, "worker", "--concurrency", "1", "--loglevel", "WARNING"])
        self._run("beat", [*celery, "beat", "--loglevel", "WARNING", "--schedule", str(self.home / "beat")])
        self.wait_until(self._answers, "the web server answers", seconds=60)

    def stop(self) -> None:
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def manage(self, *words: str) -> str:
        """Runs a management command beside the running house; gives the last line it printed."""
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip().splitlines()[-1]

    def letter(self, to: str, *, about: str) -> EmailMessage:
        """The letter to this address whose subject holds these words; waits for it to arrive."""
        found: list[EmailMessage] = []

        def arrived() -> bool:
            found[:] = [each for each in self.letters(to) if about in str(each["subject"])]
            return bool(found)

        self.wait_until(arrived, f"a letter to {to} about “{about}” arrives", seconds=75)
        return found[-1]

    def letters(self, to: str) -> list[EmailMessage]:
        return [each for each in self.postbox.taken if to in str(each["to"])]

    def wait_until(self, happens: object, what: str, *, seconds: float = 30) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if callable(happens) and happens():
                return
            time.sleep(0.2)
        raise AssertionError(f"waited {seconds:.0f} s in vain until {what}\n{self.said()}")

    def said(self) -> str:
        """What the processes printed, for the report of a failed test."""
        return "\n".join(f"--- {log.name}\n{log.read_text()[-3000:]}" for log in sorted(self.home.glob("*.log")))

    def _run(self, name: str, command: list[str]) -> None:
        with (self.home / f"{name}.log").open("wb") as log:
            self.processes.append(
                subprocess.Popen(
                    command, cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
                )
            )

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/accounts/login/", timeout=2) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False


def text_of(letter: EmailMessage) -> str:
    """The plain-text twin, as a text-only client shows it."""
    body = letter.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def link_in(letter: EmailMessage, *, holding: str) -> str:
    """The first link of the plain text that holds these characters."""
    links = [link for link in re.findall(r"https?://\S+", text_of(letter)) if holding in link]
    assert links, text_of(letter)
    return str(links[0])


def code_in(letter: EmailMessage) -> str:
    """The one-time code of a letter."""
    found = re.search(r"^\s*(\d{3} ?\d{3})\s*$", text_of(letter), re.MULTILINE)
    assert found, text_of(letter)
    return found.group(1).replace(" ", "")
