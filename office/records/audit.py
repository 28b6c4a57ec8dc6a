"""The one writer of the audit trail, and the facts a decision carries."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from office.post.nudge import nudge
from office.records.actors import Actor
from office.records.models import AuditEvent, StoredFile


@dataclass(frozen=True, slots=True)
class Facts:
    """When a thing happened, who decided it and on what authority. Empty fields are unknown, never guessed.

    `happened_on` None means today in the organiser's time zone.
    """

    happened_on: dt.date | None = None
    decided_by: str = ""
    decided_by_title: str = ""
    authority: str = ""
    authority_number: str = ""
    authority_date: dt.date | None = None
    evidence: StoredFile | None = None


NO_FACTS = Facts()


def build(
    verb: str,
    *,
    actor: Actor,
    subject_kind: str,
    subject_id: uuid.UUID,
    subject_label: str,
    loan_file: uuid.UUID | None = None,
    facts: Facts = NO_FACTS,
    reason_code: str = "",
    words: str = "",
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    corrects: AuditEvent | None = None,
) -> AuditEvent:
    """An event that is not written yet; see `record`.

    An actor who decides in person (a contact in the portal) is also the one who decided; staff who record an
    answer name the lender's person in `facts`.
    """
    decided_by, decided_by_title = facts.decided_by, facts.decided_by_title
    if not decided_by and actor.kind in ("contact", "staff"):
        decided_by, decided_by_title = actor.name, actor.title
    return AuditEvent(
        recorded_by_kind=actor.kind,
        recorded_by_id=actor.id,
        recorded_by=actor.name[:200],
        verb=verb,
        subject_kind=subject_kind,
        subject_id=subject_id,
        subject_label=subject_label[:300],
        loan_file=loan_file,
        happened_on=facts.happened_on or timezone.localdate(),
        decided_by=decided_by,
        decided_by_title=decided_by_title,
        authority=facts.authority,
        authority_number=facts.authority_number,
        authority_date=facts.authority_date,
        evidence=facts.evidence,
        reason_code=reason_code,
        words=words,
        before=before or {},
        after=after or {},
        corrects=corrects,
    )


def record(verb: str, **said: Any) -> AuditEvent:
    """Writes one event in the caller's transaction, wakes whoever tells the world of it, and returns it.

    What can be said is what `build` takes.
    """
    return record_all([build(verb, **said)])[0]


def record_all(events: Sequence[AuditEvent]) -> list[AuditEvent]:
    """Writes built events in one statement, in their order."""
    written = AuditEvent.objects.bulk_create(events)
    nudge("events")
    return written
