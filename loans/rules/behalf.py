"""What staff recorded for a lender is marked as such wherever it is shown: the words for it, in one place."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loans.models import LoanLine
from loans.states import MOVES
from office.records.models import AuditEvent, Authority, StoredFile
from office.records.wording import written

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
    """For lines whose latest decision was recorded for the lender: how we know. One query."""
    by_uid = {line.uid: line.pk for line in lines}
    events = (
        AuditEvent.objects.filter(
            subject_kind="loan line", subject_id__in=list(by_uid), verb__in=DECISIONS, corrected_by__isnull=True
        )
        .order_by("subject_id", "-id")
        .distinct("subject_id")
        .select_related("evidence")
    )
    return {by_uid[event.subject_id]: Told(said, event, event.evidence) for event in events if (said := words(event))}
