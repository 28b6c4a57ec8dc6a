"""Writing letters into the outbox and sending them out of it.

Writing is idempotent by `key`. Sending claims queued letters with SKIP LOCKED and a lease, sends, and marks *sent*
only afterwards: a worker killed in between leaves a letter that goes out again with the same Message-ID.
"""

import datetime as dt
import logging
import smtplib
from email.utils import formataddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from office.post.models import Letter
from office.post.nudge import nudge

log = logging.getLogger(__name__)

LEASE = dt.timedelta(minutes=5)
RETRY_AFTER = (dt.timedelta(minutes=1), dt.timedelta(minutes=10), dt.timedelta(hours=1), dt.timedelta(hours=6))


def write(*, key: str, **fields: object) -> Letter:
    """Queues a letter in the caller's transaction; a second call with the same `key` returns the first letter."""
    letter, created = Letter.objects.get_or_create(key=key, defaults=fields)
    if created:
        host = urlsplit(settings.PUBLIC_URL).hostname or "caravan.example"
        letter.message_id = f"<{letter.uid}@{host}>"
        letter.save(update_fields=["message_id"])
        nudge("letters")
    return letter


def claim(*, limit: int, now: dt.datetime) -> list[Letter]:
    """Takes up to `limit` letters that are due and held by nobody; each is ours for LEASE."""
    with transaction.atomic():
        due = list(
            Letter.objects.select_for_update(skip_locked=True)
            .filter(status=Letter.Status.QUEUED)
            .filter(Q(not_before__isnull=True) | Q(not_before__lte=now))
            .filter(Q(lease_until__isnull=True) | Q(lease_until__lt=now))
            .order_by("id")[:limit]
        )
        for letter in due:
            letter.lease_until = now + LEASE
            letter.attempts += 1
        Letter.objects.bulk_update(due, ["lease_until", "attempts"])
    return due


def send_due(*, limit: int = 50, now: dt.datetime | None = None) -> tuple[int, int]:
    """Sends what is due and returns (sent, failed). One bad address never stops the others."""
    now = now or timezone.now()
    letters = claim(limit=limit, now=now)
    if not letters:
        return 0, 0
    sent = failed = 0
    connection = get_connection()
    try:
        for letter in letters:
            try:
                _message(letter, connection).send()
            except (smtplib.SMTPException, OSError) as error:
                failed += 1
                _put_back(letter, error, now)
                connection.close()
            else:
                sent += 1
                letter.status = Letter.Status.SENT
                letter.sent_at = timezone.now()
                letter.lease_until = None
                letter.last_error = ""
                letter.save(update_fields=["status", "sent_at", "lease_until", "last_error"])
    finally:
        connection.close()
    return sent, failed


def _message(letter: Letter, connection: object) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        subject=letter.subject,
        body=letter.text,
        to=[formataddr((letter.to_name, letter.to_email))],
        reply_to=[letter.reply_to] if letter.reply_to else None,
        headers={"Message-ID": letter.message_id, "Auto-Submitted": "auto-generated"},
        connection=connection,
    )
    if letter.html:
        message.attach_alternative(letter.html, "text/html")
    return message


def _put_back(letter: Letter, error: Exception, now: dt.datetime) -> None:
    log.warning("letter %s could not be sent: %s", letter.uid, error)
    refused_for_good = isinstance(error, smtplib.SMTPRecipientsRefused) and all(
        500 <= code < 600 for code, _reason in error.recipients.values()
    )
    if refused_for_good or letter.attempts > len(RETRY_AFTER):
        letter.status = Letter.Status.FAILED
    else:
        letter.not_before = now + RETRY_AFTER[letter.attempts - 1]
    letter.lease_until = None
    letter.last_error = str(error)[:2000]
    letter.save(update_fields=["status", "not_before", "lease_until", "last_error"])
