"""The health page and the metrics say what runs, and nothing else."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import connections
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from loans.notices import reminders
from office.post import outbox
from office.records import pulse


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    cache.clear()


@pytest.fixture
def no_database() -> Iterator[None]:
    """The default connection points to a server that isn't there."""
    connection = connections["default"]
    connection.close()
    host, connection.settings_dict["HOST"] = connection.settings_dict["HOST"], "/nonexistent"
    yield
    connection.close()
    connection.settings_dict["HOST"] = host


@pytest.mark.django_db
class TestHealth:
    def test_everything_runs(self, client: Client) -> None:
        now = timezone.now()
        pulse.beat("worker", now=now)
        pulse.beat("beat", now=now)
        reminders.send_reminders(on=now.date(), now=now)

        answer = client.get("/health/")

        assert answer.status_code == 200
        assert answer.json() == {
            "status": "ok",
            "database": "ok",
            "broker": "ok",
            "worker": "ok",
            "beat": "ok",
            "reminders_looked_for": now.isoformat(timespec="seconds"),
        }

    def test_a_dead_worker_is_said_and_leaves_the_pages_up(self, client: Client) -> None:
        answer = client.get("/health/")
        assert answer.status_code == 200
        assert (answer.json()["worker"], answer.json()["beat"]) == ("down", "down")
        assert answer.json()["reminders_looked_for"] is None

    def test_a_broker_that_is_away(self, client: Client, settings: Settings) -> None:
        settings.REDIS_URL = "redis://127.0.0.1:1/0"
        answer = client.get("/health/")
        assert answer.status_code == 503
        assert (answer.json()["status"], answer.json()["database"], answer.json()["broker"]) == ("down", "ok", "down")


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_away(client: Client, no_database: None) -> None:
    answer = client.get("/health/")
    assert answer.status_code == 503
    assert (answer.json()["database"], answer.json()["broker"]) == ("down", "ok")
    assert "nonexistent" not in answer.content.decode()
    assert 'caravan_up{server="database"} 0' in client.get("/metrics").content.decode()


@pytest.mark.django_db
def test_metrics_are_gauges_for_prometheus(client: Client) -> None:
    outbox.write(key="a", kind="request", to_name="A", to_email="a@lender.example", subject="S", text="T")
    pulse.beat("worker", now=timezone.now())

    answer = client.get("/metrics")

    assert answer["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    lines = answer.content.decode().splitlines()
    assert 'caravan_letters{status="queued"} 1' in lines
    assert 'caravan_letters{status="sent"} 0' in lines
    assert 'caravan_jobs{status="running"} 0' in lines
    assert 'caravan_up{server="database"} 1' in lines
    assert 'caravan_last_sign_seconds{process="worker"} 0' in lines
    assert "caravan_oldest_letter_seconds 0" in lines
