"""How often a token may call."""

import pytest
import time_machine
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from rest_framework.settings import api_settings

from lenders.api.basics.throttles import rate
from tests.callers import system_of


@pytest.fixture
def three_a_minute(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    monkeypatch.setattr(api_settings, "DEFAULT_THROTTLE_RATES", {"token": "3/minute"})
    cache.clear()


@pytest.mark.usefixtures("three_a_minute")
def test_each_token_has_its_own_allowance_and_a_new_one_every_minute() -> None:
    with time_machine.travel("2026-03-03T12:00:20Z", tick=False) as clock:
        one, other = system_of(None), system_of(None)

        assert [one.get("lenders/").status_code for _call in range(4)] == [200, 200, 200, 429]
        assert other.get("lenders/").status_code == 200
        answer = one.get("lenders/")
        assert (answer.headers["Retry-After"], answer.json()["code"]) == ("40", "throttled")
        assert answer.headers["Content-Type"] == "application/problem+json"

        clock.shift(int(answer.headers["Retry-After"]))
        assert one.get("lenders/").status_code == 200


def test_a_rate_written_wrongly_stops_with_its_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api_settings, "DEFAULT_THROTTLE_RATES", {"token": "many"})

    with pytest.raises(ImproperlyConfigured, match="CARAVAN_API_RATE is 'many': write it like 6000/minute"):
        rate()
