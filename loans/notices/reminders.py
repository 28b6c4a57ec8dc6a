"""Reminders of a day: each step of a deadline once to each person, in one letter a person a day.

A step is claimed by inserting its row in the transaction that writes the letter; two runs at once can't both have it.
Reading costs the same number of queries however many loans there are.
"""

import datetime as dt
import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import connection, transaction
from django.db.models import Exists, Min, OuterRef, Q, QuerySet
from django.utils import timezone

from lenders.models import Contact
from loans.models import Deadline, DeadlineKind, Loan, LoanLine, OwedBy
from loans.notices import reminder_letters
from loans.notices.cadence import CADENCES, EARLIEST, step_reached
from loans.notices.layout import organiser_name
from loans.notices.models import Progress, Reminder
from loans.notices.people import Keepers, deciding_contacts
from loans.states import LineStatus
from office.people.models import User
from office.post.models import Letter

log = logging.getLogger(__name__)

# Letters are written in the morning of the organiser's day, not at the stroke of midnight.
MORNING = 7
_NAME = "reminders"
_CHUNK = 500


@dataclass(slots=True)
class Counts:
    """Letters written, steps of deadlines they remind of, and letters that could not be written."""

    letters: int = 0
    reminders: int = 0
    failed: int = 0


@dataclass(slots=True)
class _Due:
    """What one person is to be reminded of in one letter."""

    key: str
    email: str
    person: Contact | User
    loan: Loan | None
    steps: list[tuple[Deadline, int]] = field(default_factory=list)


class _Taken(Exception):
    """The person's letter of the day was written by another run meanwhile; what is left waits for tomorrow's."""


def send_reminders(*, on: dt.date, now: dt.datetime | None = None) -> Counts:
    """Writes every reminder that is due on a day and wasn't written; running it again writes nothing.

    Days missed are caught up with one reminder of the latest step, not with all of them.
    """
    now = now or timezone.now()
    counts = Counts()
    organiser = organiser_name()
    letters = _letters_of(list(open_deadlines(on=on)), on=on)
    for start in range(0, len(letters), _CHUNK):
        chunk = letters[start : start + _CHUNK]
        written = set(Letter.objects.filter(key__in=[due.key for due in chunk]).values_list("key", flat=True))
        for due in chunk:
            if due.key not in written:
                _write(due, counts, organiser=organiser, on=on, now=now)
    Progress.objects.update_or_create(name=_NAME, defaults={"ran_at": now})
    return counts


def send_todays(*, now: dt.datetime) -> Counts:
    """As beat asks every hour: today's reminders in the organiser's time zone, from the morning on."""
    local = timezone.localtime(now)
    return send_reminders(on=local.date(), now=now) if local.hour >= MORNING else Counts()


def last_run() -> dt.datetime | None:
    """When reminders were last looked for; None before the first time."""
    return Progress.objects.filter(name=_NAME).values_list("ran_at", flat=True).first()


def open_deadlines(*, on: dt.date) -> QuerySet[Deadline]:
    """Deadlines that could remind: not done, near, of a loan with an object that they matter to and that isn't held.

    Lenders are asked for nothing before the request reached them, and not on the day it did.
    """
    lines = LoanLine.objects.filter(loan=OuterRef("loan"), held_since__isnull=True)
    kinds: dict[frozenset[LineStatus], list[DeadlineKind]] = defaultdict(list)
    for kind, cadence in CADENCES.items():
        kinds[cadence.matters_in].append(kind)
    matters = Q(loan__isnull=True)
    for statuses, alike in kinds.items():
        matters |= Q(kind__in=alike) & Q(Exists(lines.filter(status__in=statuses)))
    sent = Q(loan__sent_at__isnull=False) & ~Q(loan__sent_at__date__gte=on)
    asked = Exists(lines.exclude(status=LineStatus.DRAFT))
    signed = Q(
        kind=DeadlineKind.AGREEMENT,
        loan__agreement__in_force__isnull=False,
    )
    return (
        Deadline.objects.filter(done_on__isnull=True, due_date__lte=on + dt.timedelta(days=EARLIEST))
        .filter(matters)
        .filter(Q(owed_by=OwedBy.US) | Q(loan__isnull=True) | (sent & Q(asked)))
        .exclude(signed)
        .select_related("exhibition__registrar", "loan__exhibition__registrar", "loan__lender__agent", "owner")
        .order_by("due_date", "pk")
    )


def _letters_of(deadlines: Sequence[Deadline], *, on: dt.date) -> list[_Due]:
    """Who is written to of what, without the steps each person had already."""
    owing = {each.loan.lender for each in deadlines if each.loan and each.owed_by == OwedBy.LENDER}
    contacts = deciding_contacts(owing)
    keepers = Keepers()
    had = _steps_had(deadlines)
    letters: dict[str, _Due] = {}
    for deadline in deadlines:
        step = step_reached(deadline.kind, days_left=(deadline.due_date - on).days)
        if step is None:
            continue
        for person, loan in _people_of(deadline, contacts=contacts, keepers=keepers):
            email = person.email.lower()
            if had.get((deadline.pk, email), EARLIEST + 1) <= step:
                continue
            place = f"{loan.uid}:{person.uid}" if loan else str(person.uid)
            key = f"reminder:{on.isoformat()}:{place}"
            due = letters.setdefault(key, _Due(key=key, email=email, person=person, loan=loan))
            due.steps.append((deadline, step))
    return list(letters.values())


def _people_of(
    deadline: Deadline, *, contacts: dict[int, list[Contact]], keepers: Keepers
) -> Iterable[tuple[Contact | User, Loan | None]]:
    """The lender's deciding contacts for what it owes; where nobody can be written to, and for what is ours, staff."""
    if deadline.owed_by == OwedBy.LENDER and deadline.loan and contacts[deadline.loan.lender_id]:
        return [(contact, deadline.loan) for contact in contacts[deadline.loan.lender_id]]
    return [(user, None) for user in keepers.of(deadline.exhibition, owner=deadline.owner)]


def _steps_had(deadlines: Sequence[Deadline]) -> dict[tuple[int, str], int]:
    """The latest step of each deadline that each address was reminded of, as the deadline is due now; one query."""
    due = {deadline.pk: deadline.due_date for deadline in deadlines}
    rows = (
        Reminder.objects.filter(deadline__in=list(due))
        .order_by()
        .values_list("deadline", "due_date", "recipient")
        .annotate(latest=Min("step"))
    )
    had: dict[tuple[int, str], int] = defaultdict(lambda: EARLIEST + 1)
    for deadline, due_date, recipient, latest in rows:
        if due[deadline] == due_date:
            had[deadline, recipient] = latest
    return had


def _write(due: _Due, counts: Counts, *, organiser: str, on: dt.date, now: dt.datetime) -> None:
    """One letter with the steps it claims, in one transaction. A fault here stops nobody else's letter."""
    try:
        with transaction.atomic():
            claimed = _claim(due, now=now)
            deadlines = [deadline for deadline, _step in due.steps if deadline.pk in claimed]
            if not deadlines:
                return
            letter, created = _letter(due, deadlines, organiser=organiser, on=on, now=now)
            if not created:
                raise _Taken
            Reminder.objects.filter(pk__in=claimed.values()).update(letter=letter)
    except _Taken:
        return
    except Exception:
        log.exception("the reminder %s could not be written; it is tried again in the next run", due.key)
        counts.failed += 1
        return
    counts.letters += 1
    counts.reminders += len(deadlines)


def _letter(
    due: _Due, deadlines: Sequence[Deadline], *, organiser: str, on: dt.date, now: dt.datetime
) -> tuple[Letter, bool]:
    if isinstance(due.person, Contact):
        return reminder_letters.write_to_lender(
            deadlines, contact=due.person, key=due.key, organiser=organiser, on=on, now=now
        )
    return reminder_letters.write_digest(deadlines, person=due.person, key=due.key, organiser=organiser, on=on)


def _claim(due: _Due, *, now: dt.datetime) -> dict[int, int]:
    """The rows that became ours, by deadline; waits for another run that is about to commit the same step."""
    steps = sorted(due.steps, key=lambda each: each[0].pk)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO notices_reminder (deadline_id, due_date, step, recipient, claimed_at)"
            " SELECT deadline, due, step, %s, %s FROM unnest(%s::bigint[], %s::date[], %s::smallint[])"
            " AS steps (deadline, due, step) ON CONFLICT DO NOTHING RETURNING deadline_id, id",
            [
                due.email,
                now,
                [deadline.pk for deadline, _step in steps],
                [deadline.due_date for deadline, _step in steps],
                [step for _deadline, step in steps],
            ],
        )
        return dict(cursor.fetchall())
