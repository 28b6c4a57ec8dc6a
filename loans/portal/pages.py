"""What the portal's pages show, gathered in a fixed number of queries. Nothing is written or decided here."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from exhibitions.models import Exhibition
from lenders.models import Contact
from lenders.queries import organiser_name
from loans.models import Deadline, DeadlineKind, Loan, LoanLine
from loans.portal import agreement_pages, cover_pages, facility_pages, movement_pages, terms_pages
from loans.queries import (
    counts_by_loan,
    deadlines_visible_to,
    documents_visible_to,
    files_visible_to,
    lines_visible_to,
    loans_visible_to,
)
from loans.rules import behalf, is_over, loan_status, refusal
from loans.states import LineStatus, LoanStatus
from office.records.actors import Actor

S = LineStatus
TO_ANSWER: Final = frozenset({S.REQUESTED, S.UNDER_REVIEW})
FINAL_WORD_OPEN: Final = TO_ANSWER | {S.APPROVED_IN_PRINCIPLE}

_AGREEMENT = _(
    "You hold it for these dates. The loan agreement comes to your signatory; nothing moves before both have signed."
)
_OVER = _("There is nothing left to do.")
WHAT_NEXT: Final[dict[str, Promise]] = {
    S.APPROVED_IN_PRINCIPLE: _("Come back when the final word has been spoken, and approve or decline."),
    S.APPROVED: _AGREEMENT,
    S.APPROVED_WITH_CONDITIONS: _(
        "The registrar reads your conditions and comes back to you. The agreement follows once they are settled."
    ),
    S.DECLINED: _("Thank you for telling us. There is nothing left to do for this object."),
    S.SUBSTITUTE_OFFERED: _("The curators look at what you offer, and ask you for it or withdraw the request."),
    S.CONFIRMED: _("Settled. Next come the agreement, the outgoing condition report and the collection."),
    S.PREPARING: _("Settled. Next come the outgoing condition report and the collection."),
    S.READY: _("Settled. It is packed once the agreement is signed by both."),
    S.PACKED: _("It waits for its collection."),
    S.IN_TRANSIT_OUT: _("It is on the way. We record its arrival and its condition."),
    S.RECEIVED: _("It has arrived. Installation is next."),
    S.INSTALLED: _("It is on display."),
    S.ROTATED_OFF: _("It rests in our store."),
    S.DEINSTALLED: _("It is off display and goes home next."),
    S.PACKED_FOR_RETURN: _("It waits for its way home."),
    S.IN_TRANSIT_BACK: _("It is on the way home. Your return report closes the loan."),
    S.RETURNED: _("It is home. Thank you for lending it."),
    S.CLOSED: _OVER,
    S.WITHDRAWN: _("We no longer ask for it. There is nothing left to do."),
    S.WITHDRAWN_BY_LENDER: _OVER,
    S.TERMINATED: _OVER,
}


@dataclass(slots=True)
class Request:
    """One loan as a lender sees it: how far the answers are and what is due next."""

    loan: Loan
    status: LoanStatus
    total: int
    to_answer: int
    in_principle: int
    over: bool
    due: Deadline | None = None
    overdue: bool = False

    @property
    def answered(self) -> int:
        return self.total - self.to_answer

    @property
    def urgency(self) -> tuple[bool, bool, dt.date, int]:
        """What is still to answer first, by the day it is due; what is over last."""
        day = self.due.due_date if self.due else dt.date.max
        return (self.over, not self.to_answer, day, self.loan.pk)


@dataclass(slots=True)
class Show:
    """One exhibition and what is asked for it."""

    exhibition: Exhibition
    requests: list[Request] = field(default_factory=list)

    @property
    def story(self) -> list[str]:
        return [paragraph for paragraph in self.exhibition.story.split("\n") if paragraph.strip()]


@dataclass(frozen=True, slots=True)
class Row:
    """A line in the list, and whether this person can answer it now."""

    line: LoanLine
    open: bool
    conditions: Mapping[str, int] = field(default_factory=dict)


def with_people(loans: QuerySet[Loan]) -> QuerySet[Loan]:
    """Loans with what every page says of them: lender, agreement, exhibition, its registrar and its showings."""
    return loans.select_related("lender", "agreement", "exhibition__registrar").prefetch_related(
        "exhibition__showings__venue"
    )


def with_object(lines: QuerySet[LoanLine]) -> QuerySet[LoanLine]:
    return lines.select_related(
        "loan__lender__terms",
        "loan__agreement",
        "loan__exhibition__registrar",
        "object__image",
        "object__lender",
        "entry__section",
    )


def lines_of(loan: Loan, *, actor: Actor) -> QuerySet[LoanLine]:
    lines = lines_visible_to(actor).filter(loan=loan)
    return lines.select_related("loan", "object__image", "entry__section").order_by("number", "pk")


def home(contact: Contact, *, actor: Actor) -> dict[str, Any]:
    loans = list(with_people(loans_visible_to(actor)))
    counts = counts_by_loan(loan.pk for loan in loans)
    due = _next_due(loans, counts, actor=actor)
    requests = sorted(
        (_request(loan, counts[loan.pk], due.get(loan.pk)) for loan in loans), key=lambda each: each.urgency
    )
    shows: dict[int, Show] = {}
    for request in requests:
        exhibition = request.loan.exhibition
        shows.setdefault(exhibition.pk, Show(exhibition)).requests.append(request)
    return {
        "contact": contact,
        "organiser": organiser_name(),
        "shows": list(shows.values()),
        "to_answer": sum(request.to_answer for request in requests),
        "objects": sum(request.total for request in requests),
        "for_several": len({loan.lender_id for loan in loans}) > 1,
        "late": any(request.overdue for request in requests),
        "may_decide": actor.can("decide"),
        "to_sign": [each for each in agreement_pages.links(loans, actor=actor) if each.mine],
    }


def loan(row: Loan, *, actor: Actor) -> dict[str, Any]:
    lines = list(lines_of(row, actor=actor))
    showings = list(row.exhibition.showings.all())
    conditions, of_lines = terms_pages.for_loan(row, actor=actor, showings=showings)
    rows = [Row(line, not refusal(line, "approve", actor=actor), of_lines.get(line.pk, {})) for line in lines]
    counts = Counter(line.status for line in lines)
    today = timezone.localdate()
    deadlines = deadlines_visible_to(actor).filter(loan=row, done_on=None).order_by("due_date", "pk")
    return {
        "loan": row,
        "organiser": organiser_name(),
        "rows": rows,
        "request": _request(row, counts, None),
        "open": sum(each.open and each.line.status in TO_ANSWER for each in rows),
        "tickable": any(each.open for each in rows),
        "deadlines": [(each, bool(each.overdue_days(on=today))) for each in deadlines],
        "agreements": agreement_pages.links([row], actor=actor),
        "facility": facility_pages.for_loan(row, actor=actor),
        "conditions": conditions,
        "in_portal": True,
        "cover": cover_pages.for_loan(row, actor=actor),
        "movement": movement_pages.for_loan(row, actor=actor),
        "documents": list(documents_visible_to(actor).filter(loan=row).select_related("file")),
        "may_decide": actor.can("decide"),
    }


def line(row: LoanLine, *, actor: Actor) -> dict[str, Any]:
    siblings = list(
        lines_visible_to(actor).filter(loan=row.loan_id).order_by("number", "pk").values_list("uid", "status")
    )
    place = [uid for uid, _status in siblings].index(row.uid)
    showings = list(row.showings.select_related("venue").order_by("opens_date", "pk"))
    conditions = terms_pages.for_line(row, actor=actor, showings=showings)
    return {
        "line": row,
        "loan": row.loan,
        "organiser": organiser_name(),
        "showings": showings,
        "conditions": conditions,
        "in_portal": True,
        "place": place + 1,
        "of": len(siblings),
        "before": siblings[place - 1][0] if place else None,
        "after": siblings[place + 1][0] if place + 1 < len(siblings) else None,
        "next_open": _next_open(siblings, place),
        "answered": row.status not in TO_ANSWER,
        "what_next": _what_next(row, conditions),
        "value": row.agreed_value if actor.can("values.see") else None,
        "may_decide": actor.can("decide"),
        **_recorded(row, actor=actor),
    }


def _recorded(row: LoanLine, *, actor: Actor) -> dict[str, Any]:
    """How the answer was written down when somebody else did: words, the letter, an objection and our answer to it."""
    told = behalf.of_uids([row.uid]).get(row.uid)
    if told is None or row.status in (S.REQUESTED, S.WITHDRAWN):
        return {"told": None}
    last = behalf.last_words([row.uid]).get(row.uid)
    return {
        "told": told,
        "letter": files_visible_to(actor).filter(pk=told.evidence.pk).first() if told.evidence else None,
        "objection": last if last and last.verb == behalf.OBJECTION else None,
        "kept_entry": last if last and last.verb == behalf.KEPT else None,
    }


def _what_next(line: LoanLine, conditions: terms_pages.Conditions) -> Promise | str:
    """What happens next; of conditions, whose turn it is."""
    if line.status == S.APPROVED_WITH_CONDITIONS and conditions.rows:
        if conditions.waiting:
            return _("The organiser has answered your conditions: agree to each, or propose something else.")
        if all(each.thread.settled_well for each in conditions.rows):
            return _("Your conditions are settled. The organiser confirms the object, and the agreement follows.")
    return WHAT_NEXT.get(line.status, "")


def _next_open(siblings: Sequence[tuple[uuid.UUID, str]], place: int) -> uuid.UUID | None:
    """The next object that waits for an answer, from here to the end and round again."""
    round_again = [*siblings[place + 1 :], *siblings[:place]]
    return next((uid for uid, status in round_again if status in TO_ANSWER), None)


def _request(loan: Loan, counts: Counter[str], due: Deadline | None) -> Request:
    seen = Counter({status: number for status, number in counts.items() if status != S.DRAFT})
    return Request(
        loan=loan,
        status=loan_status(seen, agreement=loan.agreement, recalled_on=loan.recalled_on),
        total=seen.total(),
        to_answer=sum(seen[status] for status in TO_ANSWER),
        in_principle=seen[S.APPROVED_IN_PRINCIPLE],
        over=is_over(seen),
        due=due,
        overdue=due is not None and due.overdue_days(on=timezone.localdate()) > 0,
    )


def _next_due(loans: Sequence[Loan], counts: Mapping[int, Counter[str]], *, actor: Actor) -> dict[int, Deadline]:
    """What each lender owes next: the answer while one is open, else what comes first."""
    open_ones = deadlines_visible_to(actor).filter(loan__in=[loan.pk for loan in loans], done_on=None)
    first: dict[int, Deadline] = {}
    for deadline in sorted(open_ones, key=lambda each: (not _is_answer(each, counts), each.due_date, each.pk)):
        if deadline.loan_id is not None:
            first.setdefault(deadline.loan_id, deadline)
    return first


def _is_answer(deadline: Deadline, counts: Mapping[int, Counter[str]]) -> bool:
    if deadline.kind != DeadlineKind.ANSWER or deadline.loan_id is None:
        return False
    return any(counts[deadline.loan_id][status] for status in FINAL_WORD_OPEN)
