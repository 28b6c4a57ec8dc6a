"""Writing letters into the outbox and sending them out of it.

Writing is idempotent by `key`. Sending claims one letter at a time with SKIP LOCKED and a lease, and marks it *sent*
only after the mail server took it: a worker killed in between leaves a letter that goes out again, after the lease,
with the same Message-ID, so that a mail server or client can drop the double.
"""

import datetime as dt
import logging
import smtplib
import uuid
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import mailers
from django.core.mail.backends.base import BaseEmailBackend
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from office.post import envelopes
from office.post.models import Letter
from office.post.nudge import nudge

log = logging.getLogger(__name__)

# Longer than one letter can take: every step of a conversation with the mail server ends after its timeout (20 s).
LEASE = dt.timedelta(minutes=5)
# Mail servers are usually back within four days; then a person has to look.
RETRY_AFTER = tuple(dt.timedelta(minutes=each) for each in (1, 10, 60, 4 * 60, 12 * 60, 24 * 60, 24 * 60, 24 * 60))
# The mail server's own trouble is nobody's attempt: the letters wait, and the run stops after so many in a row.
SERVER_AWAY = dt.timedelta(minutes=1)
GIVE_UP_AFTER = 3


@dataclass(slots=True)
class Sent:
    """What a run did: letters the mail server took, and letters it didn't take (now or for good)."""

    sent: int = 0
    failed: int = 0


def write(
    *,
    key: str,
    kind: str,
    to_name: str,
    to_email: str,
    subject: str,
    text: str,
    html: str = "",
    reply_to: str = "",
    language: str = "en-gb",
    confidential: bool = False,
    loan_file: uuid.UUID | None = None,
    contact_uid: uuid.UUID | None = None,
    not_before: dt.datetime | None = None,
) -> Letter:
    """Queues a letter in the caller's transaction; a second call with the same `key` returns the first letter.

    Two callers at once: the second waits for the first and gets its letter. A letter to something that is no address
    is stored as one that could not be sent, for the organiser to see.
    """
    return write_once(
        key=key,
        kind=kind,
        to_name=to_name,
        to_email=to_email,
        subject=subject,
        text=text,
        html=html,
        reply_to=reply_to,
        language=language,
        confidential=confidential,
        loan_file=loan_file,
        contact_uid=contact_uid,
        not_before=not_before,
    )[0]


def write_once(*, key: str, to_name: str, to_email: str, subject: str, **fields: object) -> tuple[Letter, bool]:
    """As `write`, and says whether this call wrote the letter."""
    host = urlsplit(settings.PUBLIC_URL).hostname or "caravan.example"
    message_id = f"<{uuid.uuid4()}@{host}>"
    trouble = _trouble_with(to_email)
    draft = Letter(
        key=key,
        to_name=envelopes.one_line(to_name, most=200),
        to_email=to_email.strip()[:254],
        subject=envelopes.one_line(subject, most=300),
        message_id=message_id,
        status=Letter.Status.FAILED if trouble else Letter.Status.QUEUED,
        last_error=trouble,
        **fields,
    )
    Letter.objects.bulk_create([draft], ignore_conflicts=True)
    letter = Letter.objects.get(key=key)
    created = letter.message_id == message_id
    if created and not trouble:
        nudge("letters")
    return letter, created


def send_due(*, limit: int = 50, now: dt.datetime | None = None) -> tuple[int, int]:
    """Sends up to `limit` letters that are due and returns (sent, failed).

    One bad address never stops the others; a mail server that is away stops the run and costs no letter a try.
    `now` is for tests and decides what is due; without it the clock is read before every letter.
    """
    done = Sent()
    lost = 0
    connection: BaseEmailBackend = mailers.default
    try:
        while done.sent + done.failed < limit and lost < GIVE_UP_AFTER:
            letter = claim(now=now or timezone.now())
            if letter is None:
                break
            if not _ready(connection, letter, now=now or timezone.now()):
                done.failed += 1
                break
            error = _send(letter, connection)
            if error is None:
                mark_sent(letter, now=timezone.now())
                done.sent, lost = done.sent + 1, 0
                continue
            done.failed += 1
            put_back(letter, error, now=now or timezone.now())
            lost = 0 if _was_answer(error) else lost + 1
            _hang_up(connection)
    finally:
        _hang_up(connection)
    return done.sent, done.failed


def claim(*, now: dt.datetime) -> Letter | None:
    """Takes the oldest letter that is due and held by nobody; it is ours for LEASE. None when nothing is due."""
    with transaction.atomic():
        letter = (
            Letter.objects.select_for_update(skip_locked=True)
            .filter(status=Letter.Status.QUEUED)
            .filter(Q(not_before__isnull=True) | Q(not_before__lte=now))
            .filter(Q(lease_until__isnull=True) | Q(lease_until__lt=now))
            .order_by("id")
            .first()
        )
        if letter is not None:
            letter.lease_until = now + LEASE
            letter.attempts += 1
            letter.save(update_fields=["lease_until", "attempts"])
    return letter


def mark_sent(letter: Letter, *, now: dt.datetime) -> None:
    """The mail server took it, whoever holds the letter now: that is a fact."""
    Letter.objects.filter(pk=letter.pk).update(status=Letter.Status.SENT, sent_at=now, lease_until=None, last_error="")


def put_back(letter: Letter, error: Exception, *, now: dt.datetime) -> None:
    """Queues the letter for a later try, or ends it when trying again can't help."""
    log.warning("letter %s could not be sent: %s", letter.uid, error)
    held = Letter.objects.filter(pk=letter.pk, lease_until=letter.lease_until, status=Letter.Status.QUEUED)
    said = envelopes.one_line(_words(error), most=2000)
    if _is_final(error) or letter.attempts > len(RETRY_AFTER):
        held.update(status=Letter.Status.FAILED, lease_until=None, last_error=said)
    else:
        held.update(not_before=now + RETRY_AFTER[letter.attempts - 1], lease_until=None, last_error=said)


def send_again(letter: Letter) -> bool:
    """Queues a letter that could not be sent once more, with the same Message-ID. False when it isn't such a letter."""
    again = Letter.objects.filter(pk=letter.pk, status=Letter.Status.FAILED).update(
        status=Letter.Status.QUEUED, attempts=0, not_before=None, lease_until=None, last_error=""
    )
    if again:
        nudge("letters")
    return bool(again)


def _ready(connection: BaseEmailBackend, letter: Letter, *, now: dt.datetime) -> bool:
    """Opens the connection. Where there is no server to talk to, the letter waits a little and keeps its tries."""
    try:
        connection.open()
    except (OSError, ValueError) as error:
        log.error("the mail server can't be reached, letters are waiting: %s", error)
        Letter.objects.filter(pk=letter.pk, lease_until=letter.lease_until, status=Letter.Status.QUEUED).update(
            not_before=now + SERVER_AWAY,
            lease_until=None,
            attempts=F("attempts") - 1,
            last_error=_("The mail server can't be reached. The letter waits; we try again every minute."),
        )
        return False
    return True


def _send(letter: Letter, connection: BaseEmailBackend) -> Exception | None:
    """Hands one letter to the mail server; returns what went wrong. Nothing a letter contains may stop the others."""
    try:
        connection.send_messages([envelopes.message(letter)])
    except (smtplib.SMTPException, OSError, ValueError) as error:
        return error
    except Exception as error:
        log.exception("letter %s can't be made into a message", letter.uid)
        return error
    return None


def _hang_up(connection: BaseEmailBackend) -> None:
    # A server that hangs or has gone makes a polite goodbye fail too; the connection is dropped either way.
    with suppress(smtplib.SMTPException, OSError):
        connection.close()


def _trouble_with(address: str) -> str:
    try:
        validate_email(address.strip())
    except ValidationError:
        return _("“%(address)s” is no e-mail address. Correct it and write the letter again.") % {
            "address": envelopes.one_line(address, most=254)
        }
    return ""


def _was_answer(error: Exception) -> bool:
    """The server spoke about this letter, or the letter was no message; it didn't hang or go away."""
    answers = (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused)
    return isinstance(error, answers) or not isinstance(error, OSError)


def _is_final(error: Exception) -> bool:
    """A 5xx about this letter won't change by asking again; a 4xx or a lost connection may."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(500 <= code < 600 for code, _said in error.recipients.values())
    if isinstance(error, smtplib.SMTPDataError):
        return 500 <= error.smtp_code < 600
    return isinstance(error, ValueError)


def _words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()))
        return _("The mail server refused the address: %(said)s (%(code)s).") % {"said": _decoded(said), "code": code}
    if isinstance(error, smtplib.SMTPResponseException):
        return _("The mail server answered: %(said)s (%(code)s).") % {
            "said": _decoded(error.smtp_error),
            "code": error.smtp_code,
        }
    # smtplib wraps a timeout while it waits for an answer.
    if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
        return _("The mail server did not answer in time.")
    if isinstance(error, OSError):
        return _("The connection to the mail server broke off.")
    return _("The letter could not be made into a message: %(why)s.") % {"why": error}


def _decoded(said: str | bytes) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else said
