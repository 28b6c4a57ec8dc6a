"""Answers that take the same time whether or not an address is known.

A known address costs a code, two rendered letters and a few writes: some 7 ms that whoever asks could measure, and so
learn who lends to the exhibition. Doing the same for unknown addresses would drift apart with the next change of
either; waiting can't. Every POST is answered at the next whole step, which lies well beyond what the work takes.
"""

import secrets
import time
from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase

STEP: Final = 0.1
"""Seconds. What takes longer (one address at very many lenders) is answered at the next multiple."""
_JITTER: Final = 0.01


def evenly[Response: HttpResponseBase](view: Callable[..., Response]) -> Callable[..., Response]:
    """Holds the answer to a POST back until a whole step has passed; other methods write nothing and aren't held."""

    @wraps(view)
    def held(request: HttpRequest, /, *args: Any, **kwargs: Any) -> Response:
        started = time.monotonic()
        response = view(request, *args, **kwargs)
        if request.method == "POST":
            taken = time.monotonic() - started
            # The hair's breadth of chance hides what the clock's own steps and the scheduler would leave over.
            time.sleep(STEP - taken % STEP + _JITTER * secrets.randbelow(1000) / 1000)
        return response

    return held
