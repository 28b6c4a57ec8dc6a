"""Settings fail loudly: a wrong value is named with its text."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import env

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "CARAVAN_PRODUCTION": "1",
    "CARAVAN_SECRET_KEY": "long and random and only for this test, which never serves anybody",
    "CARAVAN_HOSTS": "loans.museum.org",
    "DATABASE_URL": "postgresql://caravan:secret@db:5432/caravan",
    "REDIS_URL": "redis://redis:6379/0",
}


def started(**environment: str) -> str:
    """What a fresh process says when it reads the settings; empty when it is content."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("CARAVAN_", "DATABASE", "REDIS"))}
    done = subprocess.run(
        [sys.executable, "-c", "import config.settings"],
        cwd=ROOT, env={**kept, **environment}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.stderr.strip().splitlines()[-1] if done.returncode else ""


@pytest.mark.parametrize(
    ("reader", "text"), [(lambda: env.flag("ODD", False), "perhaps"), (lambda: env.whole("ODD", 1), "many")]
)
def test_a_wrong_value_is_named(monkeypatch: pytest.MonkeyPatch, reader: object, text: str) -> None:
    monkeypatch.setenv("ODD", text)

    with pytest.raises(ImproperlyConfigured, match=f"ODD.*{text}"):
        reader()  # type: ignore[operator]


def test_a_database_url_is_read_with_its_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ODD", "postgresql://caravan@/caravan?host=/tmp/sockets")

    database = env.url_database("ODD")

    assert (database["NAME"], database["USER"], database["HOST"]) == ("caravan", "caravan", "/tmp/sockets")


def test_another_database_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ODD", "sqlite:///loans.db")

    with pytest.raises(ImproperlyConfigured, match="sqlite"):
        env.url_database("ODD")


def test_production_starts_with_everything_set() -> None:
    assert started(**PRODUCTION) == ""


@pytest.mark.parametrize("missing", ["CARAVAN_SECRET_KEY", "CARAVAN_HOSTS", "DATABASE_URL", "REDIS_URL"])
def test_production_refuses_to_start_without(missing: str) -> None:
    said = started(**{name: value for name, value in PRODUCTION.items() if name != missing})

    assert missing in said


@pytest.mark.parametrize(
    ("name", "value"), [("CARAVAN_DEMO", "1"), ("CARAVAN_DEBUG", "1"), ("CARAVAN_SECOND_FACTOR", "0")]
)
def test_production_refuses_what_is_for_the_demo(name: str, value: str) -> None:
    assert name in started(**PRODUCTION, **{name: value})
