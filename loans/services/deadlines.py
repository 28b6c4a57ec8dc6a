"""Deadlines of a loan, counted from a few days of the show; re-counted when those days move."""

import calendar
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from loans import rules
from loans.errors import MissingFact, NotAllowed, WrongState
from loans.models import Deadline, DeadlineKind, Loan, OwedBy, Rhythm, Term, TermProposal
from loans.models.deadlines import Anchor
from loans.states import OPEN, OURS_TO_SETTLE, LineStatus, Party
from office.records import audit
from office.records.actors import Actor
from office.records.wording import written


@dataclass(frozen=True, slots=True)
class LeadTime:
    """One default: `days` from the anchor, negative before it. A lender's own terms win."""

    kind: DeadlineKind
    owed_by: OwedBy
    anchor: Anchor
    days: int


LEAD_TIMES = (
    LeadTime(DeadlineKind.ANSWER, OwedBy.LENDER, Anchor.REQUEST, 42),
    LeadTime(DeadlineKind.VALUES, OwedBy.LENDER, Anchor.OPENING, -270),
    LeadTime(DeadlineKind.AGREEMENT, OwedBy.US, Anchor.OPENING, -182),
    LeadTime(DeadlineKind.FACILITY_REPORT, OwedBy.US, Anchor.OPENING, -122),
    LeadTime(DeadlineKind.COVER, OwedBy.US, Anchor.COLLECTION, -91),
    LeadTime(DeadlineKind.COURIER, OwedBy.US, Anchor.COLLECTION, -42),
    LeadTime(DeadlineKind.REPORT_OUT, OwedBy.LENDER, Anchor.COLLECTION, -14),
    LeadTime(DeadlineKind.RETURN, OwedBy.US, Anchor.CLOSING, 42),
)
"""The organiser's lead times (loan practice of national museums: decisions 6 to 9 months before, agreement at 6,
facility report with supplements at 4, cover 3 before it starts, couriers 6 weeks, outgoing report 2 weeks)."""


_PROMISES_AT_MOST = 110
"""Two years of weeks: more than that is a typing error in a date."""


def plan(loan: Loan, *, actor: Actor, forward_from: dt.date | None = None) -> list[Deadline]:
    """Creates the deadlines the loan lacks and returns them. Those it has stay as they are.

    A loan that began elsewhere is planned forward alone: what fell due before `forward_from`, and what is done already,
    is nobody's deadline here.
    """
    anchors = _anchors(loan)
    present = set(loan.deadlines.values_list("kind", flat=True))
    today = timezone.localdate()
    planned = [
        Deadline(
            kind=lead.kind,
            exhibition=loan.exhibition,
            loan=loan,
            owed_by=lead.owed_by,
            owner=loan.exhibition.registrar,
            anchor=lead.anchor,
            offset_days=lead.days,
            due_date=anchors[lead.anchor] + dt.timedelta(days=lead.days),
        )
        for lead in LEAD_TIMES
        if lead.kind not in present and lead.anchor in anchors
    ]
    if forward_from is not None:
        counts = rules.counts_of(loan)
        planned = [
            each
            for each in planned
            if each.due_date >= forward_from
            and not rules.is_over(counts)
            and not (each.kind in _MET and _MET[DeadlineKind(each.kind)](loan, counts))
        ]
    # A request sent later than the rule foresaw doesn't start with deadlines that have passed.
    for deadline in planned if forward_from is None else ():
        if deadline.due_date < today and deadline.anchor in (Anchor.OPENING, Anchor.COLLECTION):
            deadline.due_date = min(today + dt.timedelta(days=28), anchors[Anchor.COLLECTION])
            # Counted from the request from now on: counted anew from the show, it would fall into the past again.
            deadline.anchor = Anchor.REQUEST
            deadline.offset_days = (deadline.due_date - anchors[Anchor.REQUEST]).days
    with transaction.atomic():
        made = Deadline.objects.bulk_create(planned)
        if made:
            _record("deadline.plan", loan, actor=actor, after={each.kind: str(each.due_date) for each in made})
    return made


def reflow(loan: Loan, *, actor: Actor) -> dict[str, tuple[dt.date, dt.date]]:
    """Counts the open deadlines anew from the loan's days; done ones stay. Returns kind -> (before, after)."""
    anchors = _anchors(loan)
    moved: dict[str, tuple[dt.date, dt.date]] = {}
    with transaction.atomic():
        for deadline in loan.deadlines.select_for_update().filter(done_on__isnull=True).exclude(anchor=Anchor.FIXED):
            if deadline.anchor not in anchors:
                continue
            due_date = anchors[Anchor(deadline.anchor)] + dt.timedelta(days=deadline.offset_days)
            if due_date != deadline.due_date:
                moved[deadline.kind] = (deadline.due_date, due_date)
                deadline.due_date = due_date
                deadline.save(update_fields=["due_date"])
        if moved:
            _record(
                "deadline.reflow",
                loan,
                actor=actor,
                before={kind: str(was) for kind, (was, _is) in moved.items()},
                after={kind: str(now) for kind, (_was, now) in moved.items()},
            )
    return moved


def follow(loan: Loan, *, actor: Actor, on: dt.date | None = None, corrected: bool = False) -> None:
    """Ends the deadlines whose thing is now done, in the transaction of what did it.

    After a correction (`corrected`) those it did not do after all are open again. A loan that is over owes nothing.
    """
    counts = rules.counts_of(loan)
    open_or_undone = loan.deadlines.filter(done_on__isnull=True) if not corrected else loan.deadlines.all()
    over = rules.is_over(counts)
    today = timezone.localdate()
    for deadline in open_or_undone.select_for_update().order_by("pk"):
        met = over and deadline.kind not in _OUTLIVE
        if deadline.kind in _MET:
            met = met or _MET[DeadlineKind(deadline.kind)](loan, counts)
        elif deadline.done_on:
            continue
        if met and not deadline.done_on:
            deadline.done_on, deadline.done_by = min(on or today, today), actor.name
            _save_done(deadline, "deadline.finish", actor=actor)
        elif deadline.done_on and not met:
            deadline.done_on, deadline.done_by = None, ""
            _save_done(deadline, "deadline.reopen", actor=actor)


def _all_answered(loan: Loan, counts: Mapping[str, int]) -> bool:
    present = {LineStatus(status) for status, number in counts.items() if number}
    return bool(present - {LineStatus.DRAFT}) and not present & OPEN


def _all_settled(loan: Loan, counts: Mapping[str, int]) -> bool:
    return _all_answered(loan, counts) and not any(counts.get(status) for status in OURS_TO_SETTLE)


def _both_signed(loan: Loan, counts: Mapping[str, int]) -> bool:
    return rules.is_executed(loan.agreement)


def _all_over(loan: Loan, counts: Mapping[str, int]) -> bool:
    return rules.is_over(counts)


_OUTLIVE: Final = frozenset(
    {DeadlineKind.CLOSE_FILE, DeadlineKind.CLAIM, DeadlineKind.INCIDENT_NOTICE, DeadlineKind.INCIDENT_REPORT}
)
"""What is still due when every object is home: damage may be found on return."""

_MET: Final = {
    DeadlineKind.ANSWER: _all_answered,
    DeadlineKind.CONDITIONS: _all_settled,
    DeadlineKind.AGREEMENT: _both_signed,
    DeadlineKind.RETURN: _all_over,
}
"""What does the thing that was due; the other kinds are finished by hand."""


def _save_done(deadline: Deadline, verb: str, *, actor: Actor) -> None:
    deadline.save(update_fields=["done_on", "done_by"])
    audit.record(
        verb,
        actor=actor,
        subject_kind="deadline",
        subject_id=deadline.uid,
        subject_label=f"{deadline}, {deadline.loan or deadline.exhibition}",
        loan_file=deadline.loan.uid if deadline.loan else None,
        facts=audit.Facts(happened_on=deadline.done_on),
    )


def promise(term: Term, proposal: TermProposal, *, actor: Actor) -> list[Deadline]:
    """Puts what an agreed condition promises on the calendar: once, or every week or month until the object is back."""
    assert proposal.promise_on is not None
    period = (term.line.period if term.line else None) or term.loan.period
    days = [proposal.promise_on]
    while proposal.promise_every != Rhythm.ONCE and len(days) < _PROMISES_AT_MOST:
        following = _step(proposal.promise_on, len(days), Rhythm(proposal.promise_every))
        if following >= period.upper:
            break
        days.append(following)
    owed_by = OwedBy.LENDER if proposal.promise_by == Party.LENDER else OwedBy.US
    made = Deadline.objects.bulk_create(
        Deadline(
            kind=DeadlineKind.OBLIGATION,
            title=proposal.promise,
            exhibition=term.loan.exhibition,
            loan=term.loan,
            line=term.line,
            term=term,
            owed_by=owed_by,
            owner=term.loan.exhibition.registrar,
            due_date=day,
        )
        for day in days
    )
    _record("deadline.promise", term.loan, actor=actor, after={proposal.promise: ", ".join(str(day) for day in days)})
    return made


def _step(first: dt.date, number: int, rhythm: Rhythm) -> dt.date:
    """The day `number` weeks or months after the first; a month that is too short ends earlier."""
    if rhythm == Rhythm.WEEKLY:
        return first + dt.timedelta(weeks=number)
    years, month = divmod(first.month - 1 + number, 12)
    last = calendar.monthrange(first.year + years, month + 1)[1]
    return dt.date(first.year + years, month + 1, min(first.day, last))


def finish(deadline: Deadline, *, actor: Actor, on: dt.date | None = None) -> Deadline:
    """Marks what was due as done. Raises NotAllowed, WrongState (done already) or MissingFact (a day to come)."""
    if not actor.can("deadlines.edit") and not actor.can("system"):
        raise NotAllowed(_("Your role doesn't close deadlines. Ask a registrar."))
    day = on or timezone.localdate()
    if day > timezone.localdate():
        raise MissingFact(_("%(day)s is still to come.") % {"day": written(day)}, field="on")
    with transaction.atomic():
        deadline = (
            Deadline.objects.select_for_update(of=("self",)).select_related("loan", "exhibition").get(pk=deadline.pk)
        )
        if deadline.kind == DeadlineKind.LAWFUL_RETURN:
            raise WrongState(
                _(
                    "The latest lawful return can't be put off or ticked: it ends when the objects are home. Bring the return forward, or record the extension where the day comes from."
                )
            )
        if deadline.done_on:
            raise WrongState(
                _("“%(what)s” was done on %(day)s already.") % {"what": deadline, "day": written(deadline.done_on)}
            )
        deadline.done_on, deadline.done_by = day, actor.name
        _save_done(deadline, "deadline.finish", actor=actor)
    return deadline


def _anchors(loan: Loan) -> dict[Anchor, dt.date]:
    showings = list(loan.exhibition.showings.all())
    anchors = {
        Anchor.REQUEST: timezone.localdate(loan.sent_at) if loan.sent_at else timezone.localdate(),
        Anchor.COLLECTION: loan.period.lower,
        Anchor.RETURN: loan.period.upper,
    }
    if showings:
        anchors[Anchor.INSTALL] = min(each.install_date for each in showings)
        anchors[Anchor.OPENING] = min(each.opens_date for each in showings)
        anchors[Anchor.CLOSING] = max(each.closes_date for each in showings)
    return anchors


def _record(verb: str, loan: Loan, *, actor: Actor, **more: dict[str, str]) -> None:
    audit.record(
        verb,
        actor=actor,
        subject_kind="loan",
        subject_id=loan.uid,
        subject_label=f"{loan.reference} {loan.lender}",
        loan_file=loan.uid,
        **more,
    )
