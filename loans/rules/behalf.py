"""What staff recorded for a lender is marked as such wherever it is shown: the words for it, in one place."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import Exists, OuterRef
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loans.models import LoanLine
from loans.states import MOVES
from office.records.models import AuditEvent, Authority, StoredFile
from office.records.wording import written

SUBJECT: Final = "loan line"

STAND: Final = "line.stand"
"""The event of a line that was taken over as it stood."""

DECISIONS: Final = frozenset(f"line.{move.name}" for move in MOVES.values() if move.lender and not move.fact) | {STAND}
"""Events in which the lender decides about an object."""

_HOW: Final[dict[str, object]] = {
    Authority.LETTER: gettext_lazy("from a letter"),
    Authority.EMAIL: gettext_lazy("from an e-mail"),
    Authority.TELEPHONE: gettext_lazy("from a telephone call"),
    Authority.IN_PERSON: gettext_lazy("from a conversation"),
    Authority.COMMITTEE: gettext_lazy("from a committee's decision"),
    Authority.DECREE: gettext_lazy("from a decree"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """How we know of the lender's decision about a line: in words, with the day, the person and the scan if any."""

    words: str
    event: AuditEvent
    evidence: StoredFile | None


def is_on_behalf(event: AuditEvent) -> bool:
    """Did somebody write down what another person had decided? A lender's own system speaks for its people."""
    if event.verb == STAND:
        return True
    if event.recorded_by_kind not in ("staff", "token") or event.authority in ("", Authority.PORTAL, Authority.API):
        return False
    return event.decided_by not in ("", event.recorded_by)


def words(event: AuditEvent) -> str:
    """Recorded by Ruth Okafor from a letter of 3 March 2026, no. 17/3; "" when the person acted herself."""
    if not is_on_behalf(event):
        return ""
    told = _("recorded by %(name)s") % {"name": event.recorded_by}
    how = str(_HOW.get(event.authority, ""))
    if how:
        told = f"{told} {how}"
        if event.authority_date:
            told += " " + _("of %(day)s") % {"day": written(event.authority_date)}
    elif event.authority_date:
        told += " " + _("from a paper of %(day)s") % {"day": written(event.authority_date)}
    if event.authority_number:
        told += ", " + _("no. %(number)s") % {"number": event.authority_number}
    if event.verb == STAND and event.after.get("as_of"):
        told += "; " + _("taken over as it stood on %(day)s") % {
            "day": written(dt.date.fromisoformat(event.after["as_of"]))
        }
    return str(capfirst(told))


def of_lines(lines: Iterable[LoanLine]) -> dict[int, Told]:
    """For lines whose latest decision was recorded for the lender: how we know, by primary key. One query."""
    by_uid = {line.uid: line.pk for line in lines}
    return {by_uid[uid]: told for uid, told in of_uids(by_uid).items()}


def of_uids(uids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Told]:
    """The same by the uids of the lines. One query."""
    events = (
        AuditEvent.objects.filter(
            subject_kind=SUBJECT, subject_id__in=list(uids), verb__in=DECISIONS, corrected_by__isnull=True
        )
        .order_by("subject_id", "-id")
        .distinct("subject_id")
        .select_related("evidence")
    )
    return {event.subject_id: Told(said, event, event.evidence) for event in events if (said := words(event))}


OBJECTION: Final = "line.objection"
"""The lender says that what was recorded for it is not what it said."""
KEPT: Final = "line.objection_kept"
"""Our answer to an objection: the entry stays, and why."""
_SETTLES: Final = DECISIONS | {KEPT, "line.correct"}


def last_words(uids: Iterable[uuid.UUID]) -> dict[uuid.UUID, AuditEvent]:
    """The objection to each line that nobody has answered, or the answer that kept its entry. One query."""
    events = (
        AuditEvent.objects.filter(subject_kind=SUBJECT, subject_id__in=list(uids), verb__in={*_SETTLES, OBJECTION})
        .order_by("subject_id", "-id")
        .distinct("subject_id")
    )
    return {event.subject_id: event for event in events if event.verb in (OBJECTION, KEPT)}


def open_objections() -> list[AuditEvent]:
    """Every objection that waits for us, the oldest first."""
    objections = AuditEvent.objects.filter(subject_kind=SUBJECT, verb=OBJECTION)
    later = AuditEvent.objects.filter(
        subject_kind=SUBJECT, subject_id=OuterRef("subject_id"), id__gt=OuterRef("id"), verb__in={*_SETTLES, OBJECTION}
    )
    return list(objections.exclude(Exists(later)).order_by("id"))
