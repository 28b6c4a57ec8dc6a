"""The file of a loan in order of time: decisions, letters, documents, each with who and on what authority."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loans.models import Document, Loan
from loans.queries import documents_visible_to, openable
from loans.rules import behalf
from office.post.models import Letter
from office.records.actors import Actor
from office.records.models import AuditEvent
from office.records.verbs import said
from office.records.wording import written

SHOWN = 400
"""The latest entries of a file that are read; older ones stand in the audit trail."""
AT_ONE_GO = dt.timedelta(seconds=60)

_SAME = (
    "verb", "words", "reason_code", "recorded_by", "decided_by", "decided_by_title",
    "authority", "authority_number", "authority_date", "happened_on", "evidence_id", "subject_kind",
)  # fmt: skip
_ATTENTION = {
    "line.decline", "line.withdraw_by_lender", "line.terminate", "line.hold", "line.correct", "line.objection",
    "facility.question", "facility.concerns",
}  # fmt: skip
_DONE = {
    "line.approve", "line.confirm", "line.return", "agreement.lender_signed", "agreement.organiser_signed",
    "facility.accepted",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    at: dt.datetime
    what: str
    about: list[str] = field(default_factory=list)
    facts: str = ""
    words: str = ""
    address: str = ""
    link: str = ""
    tone: str = ""


def dossier(loan: Loan, *, with_letters: bool, actor: Actor) -> list[Entry]:
    """Newest first; what was done to many objects at once is one entry. Three queries, and one for who may not open all."""
    events = list(AuditEvent.objects.filter(loan_file=loan.uid).select_related("evidence").order_by("-id")[:SHOWN])
    may_open = openable(events, actor=actor)
    entries = [_of_events(group, may_open) for group in _together(events)]
    if with_letters:
        letters = Letter.objects.filter(loan_file=loan.uid).defer("html", "text").order_by("-id")[:SHOWN]
        entries += [_of_letter(each) for each in letters]
    entries += [
        _of_document(each)
        for each in documents_visible_to(actor).filter(loan=loan).select_related("file").order_by("-id")[:SHOWN]
    ]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def _together(events: Iterable[AuditEvent]) -> Iterator[list[AuditEvent]]:
    """The same thing done to one object after the other: in a row on one day, or at one go with other things between."""
    runs: list[list[AuditEvent]] = []
    latest: dict[tuple[object, ...], list[AuditEvent]] = {}
    for event in events:
        key = (timezone.localdate(event.recorded_at), *(getattr(event, name) for name in _SAME))
        run = latest.get(key)
        near = run is not None and (run is runs[-1] or run[-1].recorded_at - event.recorded_at < AT_ONE_GO)
        if run is None or not near or any(each.subject_id == event.subject_id for each in run):
            run = latest[key] = []
            runs.append(run)
        run.append(event)
    return iter(runs)


def _of_events(events: list[AuditEvent], may_open: frozenset[int] | None) -> Entry:
    first = events[0]
    subjects = [_subject(event) for event in reversed(events) if event.subject_kind in ("loan line", "condition")]
    what = said(first.verb)
    if len(subjects) > 1:
        what += " · " + ngettext("%(n)d object", "%(n)d objects", len(subjects)) % {"n": len(subjects)}
    evidence = first.evidence
    if evidence is not None and may_open is not None and evidence.pk not in may_open:
        evidence = None
    return Entry(
        at=first.recorded_at,
        what=what,
        about=subjects,
        facts=_facts(first),
        words=first.words,
        address=reverse("admin:file", args=(evidence.uid,)) if evidence else "",
        link=evidence.original_name if evidence else "",
        tone="attention" if first.verb in _ATTENTION else "done" if first.verb in _DONE else "",
    )


def _subject(event: AuditEvent) -> str:
    """The object's own words: the label begins with the loan's reference, which the reader knows."""
    return event.subject_label.partition(" ")[2] or event.subject_label


def _facts(event: AuditEvent) -> str:
    """Who decided and how we know; and who wrote it down, when that is somebody else or another day."""
    if told := behalf.words(event):
        who = ", ".join(filter(None, (event.decided_by, event.decided_by_title)))
        return " · ".join(filter(None, (who, *_when(event), told)))
    decided = event.decided_by
    if event.decided_by_title:
        decided += f", {event.decided_by_title}"
    if event.authority:
        how = " ".join(filter(None, (event.get_authority_display().lower(), event.authority_number)))
        decided = f"{decided}, {how}" if decided else how
        if event.authority_date:
            decided += _(" of %(day)s") % {"day": written(event.authority_date)}
    parts = [decided] if decided else []
    parts += _when(event)
    if event.recorded_by != event.decided_by:
        parts.append(_("written down by %(name)s") % {"name": event.recorded_by})
    return " · ".join(parts)


def _when(event: AuditEvent) -> list[str]:
    """The day it happened, when it was written down on another; what was taken over says its own day."""
    if event.happened_on == timezone.localdate(event.recorded_at) or event.verb == behalf.STAND:
        return []
    return [_("happened on %(day)s") % {"day": written(event.happened_on)}]


def _of_letter(letter: Letter) -> Entry:
    return Entry(
        at=letter.sent_at or letter.created_at,
        what=_("Letter to %(name)s: %(state)s")
        % {"name": letter.to_name, "state": letter.get_status_display().lower()},
        about=[letter.subject],
        facts=_("link opened on %(day)s") % {"day": written(timezone.localdate(letter.visited_at))}
        if letter.visited_at
        else "",
        address=reverse("admin:post_letter_change", args=(letter.pk,)),
        link=_("Read the letter"),
        tone="attention" if letter.status == Letter.Status.FAILED else "",
    )


def _of_document(document: Document) -> Entry:
    return Entry(
        at=document.created_at,
        what=_("Filed: %(title)s") % {"title": document.title},
        address=reverse("admin:file", args=(document.file.uid,)),
        link=document.file.original_name,
    )
