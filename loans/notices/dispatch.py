"""From what happened to who is told: audit events are read, and each that calls for letters is handled once.

Services write events and know nothing of letters. An event is ours when its row in HandledEvent is inserted, in the
transaction that writes its letters; events commit out of the order of their ids, so no high-water mark is trusted
before a day has passed.
"""

import datetime as dt
import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, Max, OuterRef, QuerySet

from lenders.models import Contact
from loans.models import Loan, LoanLine
from loans.notices import agreement_letters, letters, term_letters
from loans.notices.layout import organiser_name
from loans.notices.models import HandledEvent, Progress
from loans.notices.people import Keepers, deciding_contacts
from office.records.models import AuditEvent

log = logging.getLogger(__name__)

REQUEST = "loan.send_request"
ANSWERS = frozenset(
    f"line.{move}"
    for move in (
        "approve_in_principle",
        "approve",
        "approve_with_conditions",
        "decline",
        "offer_substitute",
        "withdraw_by_lender",
    )
)
KNOWN = ANSWERS | {REQUEST} | agreement_letters.EVENTS | term_letters.EVENTS

# Answers given in one sitting go into one receipt: we wait until nothing was added for a while (a setting), not for ever.
SITTING_AT_MOST = dt.timedelta(minutes=15)
# No transaction lives this long, so what is older than this has committed or never will.
SETTLED_AFTER = dt.timedelta(days=1)
_ADVANCE_EVERY = dt.timedelta(hours=1)
_NAME = "letters"
_CHUNK = 2000


@dataclass(slots=True)
class Written:
    """What a run did; `failed` counts what happened whose letters could not be written and are tried again."""

    letters: int = 0
    failed: int = 0


def write_letters(*, now: dt.datetime) -> Written:
    """Writes the letters that follow from events not handled yet. Safe to run twice or by two workers at once."""
    done = Written()
    progress, _created = Progress.objects.get_or_create(name=_NAME)
    events = list(_pending(progress.position).select_related("corrected_by").order_by("id")[:_CHUNK])
    requests = [event for event in events if event.verb == REQUEST]
    for event in requests:
        _handle([event], done, write=_write_requests, now=now)
    for event in (each for each in events if each.verb in agreement_letters.EVENTS):
        _handle([event], done, write=_write_about_agreement, now=now)
    for sitting in _sittings(event for event in events if event.verb in ANSWERS):
        if _is_over(sitting, now=now):
            _handle(sitting, done, write=_write_answers, now=now)
    for sitting in _sittings(event for event in events if event.verb in term_letters.EVENTS):
        if _is_over(sitting, now=now):
            _handle(sitting, done, write=_write_about_terms, now=now)
    if progress.ran_at is None or now - progress.ran_at >= _ADVANCE_EVERY:
        _advance(progress, now=now)
    return done


def _pending(position: int) -> QuerySet[AuditEvent]:
    handled = HandledEvent.objects.filter(event=OuterRef("pk"))
    return AuditEvent.objects.filter(pk__gt=position, verb__in=KNOWN).exclude(Exists(handled))


def _sittings(events: Iterable[AuditEvent]) -> list[list[AuditEvent]]:
    """Answers of one person about one loan, in the order they were given."""
    by_person: dict[tuple[object, str, str], list[AuditEvent]] = defaultdict(list)
    for event in events:
        by_person[event.loan_file, event.recorded_by_kind, event.recorded_by_id].append(event)
    return list(by_person.values())


def _is_over(sitting: Sequence[AuditEvent], *, now: dt.datetime) -> bool:
    first, last = sitting[0].recorded_at, sitting[-1].recorded_at
    return last <= now - settings.SITTING_ENDS_AFTER or first <= now - SITTING_AT_MOST


def _handle(
    events: Sequence[AuditEvent],
    done: Written,
    *,
    write: Callable[[Sequence[AuditEvent], dt.datetime], int],
    now: dt.datetime,
) -> None:
    """One transaction: the events become ours and their letters are written, or neither. A fault stops nobody else."""
    try:
        with transaction.atomic():
            ours = _claim([event.pk for event in events], now=now)
            mine = [event for event in events if event.pk in ours]
            written = write(mine, now) if mine else 0
    except Exception:
        log.exception("letters about %s could not be written; they are tried again", [event.pk for event in events])
        done.failed += 1
    else:
        done.letters += written


def _claim(ids: Sequence[int], *, now: dt.datetime) -> set[int]:
    """Those of the events that nobody has handled; waits for another worker that is about to."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO notices_handledevent (event_id, handled_at)"
            " SELECT event, %s FROM unnest(%s::bigint[]) AS event ORDER BY event"
            " ON CONFLICT DO NOTHING RETURNING event_id",
            [now, list(ids)],
        )
        return {event for (event,) in cursor.fetchall()}


def _write_requests(events: Sequence[AuditEvent], now: dt.datetime) -> int:
    """To every deciding contact. A request that staff sent themselves, by post or telephone, is not sent again."""
    (event,) = events
    loan = _loan(event)
    if loan is None or event.authority:
        return 0
    uids = event.after.get("lines", [])
    lines = list(loan.lines.filter(uid__in=uids).select_related("object").order_by("number", "id"))
    if not lines:
        return 0
    organiser = organiser_name()
    return sum(
        letters.write_request(
            loan, lines=lines, contact=contact, key=f"request:{event.pk}:{contact.pk}", organiser=organiser, now=now
        )[1]
        for contact in deciding_contacts([loan.lender])[loan.lender.pk]
    )


def _write_about_agreement(events: Sequence[AuditEvent], now: dt.datetime) -> int:
    (event,) = events
    return agreement_letters.write_for(event, organiser=organiser_name(), now=now)


def _write_about_terms(events: Sequence[AuditEvent], now: dt.datetime) -> int:
    loan = _loan(events[0])
    return term_letters.write_for(events, loan=loan, organiser=organiser_name(), now=now) if loan else 0


def _write_answers(events: Sequence[AuditEvent], now: dt.datetime) -> int:
    """A receipt to the contact who answered in the portal, and a notice to who looks after the exhibition."""
    loan = _loan(events[0])
    answers = _answers(events)
    if loan is None or not answers:
        return 0
    waiting, organiser, event = letters.waiting_in(loan), organiser_name(), events[0]
    conditions = term_letters.with_answers(answers)
    contact = None
    count = 0
    if event.recorded_by_kind == "contact":
        contact = Contact.objects.filter(uid=event.recorded_by_id, is_active=True).select_related("lender").first()
    if contact is not None:
        count += letters.write_receipt(
            loan,
            answers=answers,
            waiting=waiting if contact.may_decide else 0,
            contact=contact,
            key=f"receipt:{event.pk}:{contact.pk}",
            organiser=organiser,
            now=now,
            conditions=conditions,
        )[1]
    for person in Keepers().of(loan.exhibition):
        if event.recorded_by_kind == "staff" and event.recorded_by_id == str(person.uid):
            continue
        count += letters.write_answer_notice(
            loan,
            answers=answers,
            waiting=waiting,
            person=person,
            reply_to=contact.email if contact else "",
            key=f"answer:{event.pk}:{person.pk}",
            organiser=organiser,
            conditions=conditions,
        )[1]
    return count


def _answers(events: Sequence[AuditEvent]) -> list[tuple[LoanLine, AuditEvent]]:
    """The last answer about each object, without entries that were corrected since, in the order of the loan."""
    last = {event.subject_id: event for event in events if not hasattr(event, "corrected_by")}
    lines = LoanLine.objects.filter(uid__in=list(last)).select_related("object").order_by("number", "id")
    return [(line, last[line.uid]) for line in lines]


def _loan(event: AuditEvent) -> Loan | None:
    if event.loan_file is None:
        return None
    loans = Loan.objects.select_related("lender__agent", "exhibition__registrar")
    return loans.prefetch_related("exhibition__showings__venue").filter(uid=event.loan_file).first()


def _advance(progress: Progress, *, now: dt.datetime) -> None:
    """Moves the mark up to the last event that is settled, never past one that still waits."""
    settled = AuditEvent.objects.filter(pk__gt=progress.position, recorded_at__lt=now - SETTLED_AFTER)
    position = settled.aggregate(last=Max("pk"))["last"]
    waiting = _pending(progress.position).order_by("pk").values_list("pk", flat=True).first()
    if position and waiting:
        position = min(position, waiting - 1)
    with transaction.atomic():
        mark = Progress.objects.select_for_update().get(pk=progress.pk)
        mark.position, mark.ran_at = max(mark.position, position or 0), now
        mark.save()
        # Kept a day longer, for a worker that read the mark before it moved.
        HandledEvent.objects.filter(event_id__lte=mark.position, handled_at__lt=now - SETTLED_AFTER).delete()
