"""How often a token may call: so many requests in a window, counted in the cache that all processes share."""

import re
import time
from typing import Any

from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from rest_framework.request import Request
from rest_framework.settings import api_settings
from rest_framework.throttling import BaseThrottle

from lenders.models import ApiToken

_RATE = re.compile(r"([1-9]\d*)/(second|minute|hour|day)")
_SECONDS = {"second": 1, "minute": 60, "hour": 3_600, "day": 86_400}


class PerToken(BaseThrottle):
    """A counter per token and window: two small cache calls whatever the rate.

    REST framework's own keeps every request's time in one value and rewrites it each time: slow at a high rate.
    """

    def __init__(self) -> None:
        self.wait_seconds = 0.0

    def allow_request(self, request: Request, view: Any) -> bool:
        if not isinstance(request.auth, ApiToken):
            return True  # no token, no rows
        number, seconds = rate()
        now = time.time()
        window = int(now // seconds)
        key = f"api-rate:{request.auth.pk}:{window}"
        cache.add(key, 0, timeout=seconds + 1)
        try:
            used = cache.incr(key)
        except ValueError:  # ran out between the two calls: a new window
            used = 1
        self.wait_seconds = max(1.0, (window + 1) * seconds - now)
        return used <= number

    def wait(self) -> float:
        return self.wait_seconds


def rate() -> tuple[int, int]:
    """Requests and the window in seconds, as the settings say: "6000/minute"."""
    text = str(api_settings.DEFAULT_THROTTLE_RATES["token"])
    parts = _RATE.fullmatch(text)
    if not parts:
        raise ImproperlyConfigured(f"CARAVAN_API_RATE is {text!r}: write it like 6000/minute.")
    return int(parts[1]), _SECONDS[parts[2]]
