"""The Idempotency-Key header: a POST that carries one is done once, and answered the same however often it is sent."""

import hashlib
import json
import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final

import orjson
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from lenders.api.basics.problems import Problem
from lenders.models import ApiToken
from lenders.services import idempotency

HEADER: Final = "Idempotency-Key"
_STATUS: Final = {"key-in-use": HTTPStatus.CONFLICT, "key-reused": HTTPStatus.UNPROCESSABLE_ENTITY}
# The draft writes it in quotes; most senders don't.
PATTERN: Final = '"?[!#-~]{1,255}"?'


def once(request: Request, write: Callable[[], dict[str, Any]]) -> Response:
    """Answers with the record that `write` returns; with the key of an earlier sending, with what was answered then."""
    if HEADER not in request.headers:
        return _response(write(), replayed=False)
    token: object = request.auth
    if not isinstance(token, ApiToken):
        raise TypeError("a write without a token")  # HasScope lets none through
    try:
        answer = idempotency.once(
            _key(request.headers[HEADER]),
            token=token,
            fingerprint=_fingerprint(request),
            now=timezone.now(),
            write=lambda: (200, orjson.dumps(write(), default=str).decode()),
        )
    except idempotency.KeyRefused as refused:
        raise Problem(_STATUS[refused.code], code=refused.code, sentence=refused.sentence) from None
    return _response(orjson.loads(answer.body), replayed=answer.replayed)


def _response(record: dict[str, Any], *, replayed: bool) -> Response:
    headers = {"ETag": record["etag"]} | ({"Idempotency-Replayed": "true"} if replayed else {})
    return Response(record, headers=headers)


def _key(text: str) -> str:
    if not re.fullmatch(PATTERN, text):
        raise Problem(
            HTTPStatus.BAD_REQUEST,
            code="key-unreadable",
            sentence=_("The Idempotency-Key is 1 to 255 printable ASCII characters without spaces, such as a UUID."),
        )
    return text.strip('"')


def _fingerprint(request: Request) -> str:
    """What makes two requests the same: where they go and what they say, however it is spaced.

    Not by orjson, which refuses numbers beyond 64 bits; the parser has seen to depth.
    """
    said = json.dumps([request.method, request.path, request.data], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()
