"""Doing a write once however often it is sent (draft-ietf-httpapi-idempotency-key-header).

The key is held by an advisory lock of the write's own transaction, so a second sender learns at once that the first is
still at it, and a sender that dies leaves nothing behind.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.db import connection, transaction
from django.utils.translation import gettext as _

from lenders.models import ApiToken, IdempotencyKey

KEPT: Final = dt.timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered; `replayed` when it is the answer to an earlier sending."""

    status: int
    body: str
    replayed: bool = False


class KeyRefused(Exception):
    """The key can't be used for this: `code` is "key-in-use" (still running) or "key-reused" (for something else)."""

    def __init__(self, sentence: str, *, code: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.code = code


def once(
    key: str, *, token: ApiToken, fingerprint: str, now: dt.datetime, write: Callable[[], tuple[int, str]]
) -> Answer:
    """Does the write, or gives the answer of the time before. Raises KeyRefused, and whatever `write` raises.

    A write that raises has done nothing, so its key stays free: the next sending tries again.
    """
    with transaction.atomic():
        if not _held(f"idempotency {token.pk} {key}"):
            raise KeyRefused(
                _("The same request is still being worked on. Send it again in a moment."), code="key-in-use"
            )
        IdempotencyKey.objects.filter(token=token, created_at__lte=now - KEPT).delete()
        earlier = IdempotencyKey.objects.filter(token=token, key=key).first()
        if earlier is None:
            status, body = write()
            IdempotencyKey.objects.create(
                token=token, key=key, fingerprint=fingerprint, status=status, answer=body, created_at=now
            )
            return Answer(status, body)
    if earlier.fingerprint != fingerprint:
        raise KeyRefused(
            _("This Idempotency-Key came with another request before. Take a new key for each request."),
            code="key-reused",
        )
    return Answer(earlier.status, earlier.answer, replayed=True)


def _held(name: str) -> bool:
    """Takes the lock of this name until the transaction ends; False when somebody else holds it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [name])
        (held,) = cursor.fetchone()
    return bool(held)
