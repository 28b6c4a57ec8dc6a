"""Conditions as one side reads them: who proposed what and when, whose turn it is, what this person may do about it.

Nothing is written here. Notes of the other side are not fetched, amounts not given to those who may not see them.
"""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from loans.errors import LoanError
from loans.models import SECRET_KINDS, LoanLine, Term, TermNote, TermProposal, TermStatus
from loans.queries import files_visible_to
from loans.rules import terms as rules
from loans.services.terms import SUBJECT, side_of
from loans.states import Party
from office.records.actors import Actor
from office.records.models import AuditEvent, Authority, StoredFile
from office.records.wording import written

_SETTLING = ("term.accept", "term.reject", "term.withdraw")


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was said about a condition."""

    what: str
    mine: bool
    who: str
    on: dt.date | None
    figures: tuple[str, ...] = ()
    words: str = ""
    promise: str = ""
    source: str = ""
    recorded: str = ""
    evidence: StoredFile | None = None


@dataclass(slots=True)
class Thread:
    """One condition with all that was said. `now` is the proposal on the table, `outcome` how it was settled."""

    term: Term
    now: Entry
    outcome: Entry | None
    history: list[Entry]
    look: str
    state: str
    my_turn: bool
    blind: bool
    refusal: str
    may_withdraw: bool
    notes: list[TermNote] = field(default_factory=list)

    @property
    def line(self) -> LoanLine | None:
        return self.term.line

    @property
    def is_open(self) -> bool:
        return self.term.status == TermStatus.OPEN

    @property
    def settled_well(self) -> bool:
        return self.term.status in rules.SETTLED_WELL

    @property
    def may_answer(self) -> bool:
        return self.my_turn and not self.blind

    @property
    def seen(self) -> str:
        """The proposal that an answer on this page is about."""
        return str(self.term.current.uid) if self.term.current else ""


def threads(terms: QuerySet[Term], *, actor: Actor) -> list[Thread]:
    """The conditions as this person reads them, in their order. Four queries, and one for the evidence of who may not open all."""
    rows = list(
        terms.select_related("current", "loan__agreement", "loan__lender", "line__object").order_by(
            "line__number", "pk"
        )
    )
    if not rows:
        return []
    side = side_of(actor)
    reader = _Reader(actor, side, _evidence(rows, actor=actor))
    said = _said(rows)
    notes: dict[int, list[TermNote]] = defaultdict(list)
    for note in TermNote.objects.filter(term__in=rows, side=side).order_by("id"):
        notes[note.term_id].append(note)
    return [reader.thread(term, *said[term.pk], notes=notes[term.pk]) for term in rows]


def rows_of(lines: Mapping[uuid.UUID, str]) -> dict[uuid.UUID, list[Term]]:
    """The conditions that bind each line, its own and its whole loan's; one query.

    `lines` are the uids of lines the caller may see, each with its loan's reference.
    """
    bound = Q(line__uid__in=list(lines)) | Q(line__isnull=True, loan__reference__in=set(lines.values()))
    found = Term.objects.filter(bound).select_related("current", "line", "loan").order_by("pk")
    rows: dict[uuid.UUID, list[Term]] = {uid: [] for uid in lines}
    whole: dict[str, list[Term]] = defaultdict(list)
    for term in found:
        if term.line is None:
            whole[term.loan.reference].append(term)
        else:
            rows[term.line.uid].append(term)
    return {uid: sorted([*own, *whole[lines[uid]]], key=lambda term: term.pk) for uid, own in rows.items()}


def _evidence(rows: Iterable[Term], *, actor: Actor) -> frozenset[int] | None:
    """The files of these rows' entries that this person may open; None for staff who see values, who may open all."""
    if actor.sees_all and actor.can("values.see"):
        return None
    events = AuditEvent.objects.filter(subject_kind=SUBJECT, subject_id__in=[term.uid for term in rows])
    wanted = events.filter(evidence__isnull=False).values("evidence")
    return frozenset(files_visible_to(actor).filter(pk__in=wanted).values_list("pk", flat=True))


def _said(rows: list[Term]) -> dict[int, tuple[list[TermProposal], list[AuditEvent]]]:
    proposals: dict[int, list[TermProposal]] = defaultdict(list)
    kept = {term.pk: term for term in rows}
    found = TermProposal.objects.filter(term__in=rows).select_related("event__evidence").order_by("id")
    for proposal in found:
        proposal.term = kept[proposal.term_id]
        proposals[proposal.term_id].append(proposal)
    events: dict[object, list[AuditEvent]] = defaultdict(list)
    settled = AuditEvent.objects.filter(
        subject_kind=SUBJECT, subject_id__in=[term.uid for term in rows], verb__in=_SETTLING
    )
    for event in settled.select_related("evidence").order_by("id"):
        events[event.subject_id].append(event)
    return {term.pk: (proposals[term.pk], events[term.uid]) for term in rows}


@dataclass(frozen=True, slots=True)
class _Reader:
    """Who reads: what she may know and do."""

    actor: Actor
    side: Party
    files: frozenset[int] | None

    @property
    def speaks(self) -> bool:
        return self.actor.can("decide") if self.side == Party.LENDER else self.actor.can("loans.edit")

    @property
    def sees_amounts(self) -> bool:
        return self.actor.can("values.see")

    def thread(
        self, term: Term, proposals: list[TermProposal], events: list[AuditEvent], *, notes: list[TermNote]
    ) -> Thread:
        current = next((each for each in proposals if each.pk == term.current_id), proposals[-1])
        opener = Party(proposals[0].by)
        older = [self.proposal(each, first=each is proposals[0]) for each in proposals if each is not current]
        endings = [self.ending(each, term, current, opener) for each in events]
        outcome = endings[-1] if endings and term.status != TermStatus.OPEN else None
        turn = rules.turn(term)
        look, state = self.state(term, turn)
        return Thread(
            term=term,
            now=self.proposal(current, first=current is proposals[0]),
            outcome=outcome,
            history=[*reversed([each for each in endings if each is not outcome]), *reversed(older)],
            look=look,
            state=state,
            my_turn=turn == self.side and self.speaks,
            blind=self.hides(current),
            refusal=self.refusal(term),
            may_withdraw=self.speaks and opener == self.side and term.status in (TermStatus.OPEN, TermStatus.REJECTED),
            notes=notes,
        )

    def hides(self, proposal: TermProposal) -> bool:
        """Is something of it not for this person? Then somebody else answers it."""
        secret = proposal.term.kind in SECRET_KINDS or proposal.amount is not None
        return secret and not self.sees_amounts

    def refusal(self, term: Term) -> str:
        """Why nothing can be proposed about it any more; empty when it can."""
        try:
            rules.check_negotiable(term.loan, term.line)
        except LoanError as error:
            return error.sentence
        return ""

    def state(self, term: Term, turn: Party | None) -> tuple[str, str]:
        if term.status != TermStatus.OPEN:
            return f"condition_{term.status}", str(term.get_status_display())
        if turn == self.side:
            return "condition_yours", _("Your turn") if self.side == Party.LENDER else _("Our turn")
        return "condition_theirs", _("With the organiser") if self.side == Party.LENDER else _("With the lender")

    def proposal(self, proposal: TermProposal, *, first: bool) -> Entry:
        secret = proposal.term.kind in SECRET_KINDS and not self.sees_amounts
        figures = rules.figures(proposal)
        if proposal.amount is not None and self.sees_amounts:
            figures.append(f"{proposal.amount.amount:,.2f} {proposal.amount.currency}")
        elif proposal.amount is not None or secret:
            figures.append(_("an amount"))
        return Entry(
            what=_("proposed") if first else _("proposed instead"),
            mine=proposal.by == self.side,
            who=proposal.by_name,
            figures=tuple(figures),
            words="" if secret else proposal.words,
            promise="" if secret else rules.promised(proposal),
            source=proposal.source,
            **self.facts(proposal.event, Party(proposal.by)),  # type: ignore[arg-type]
        )

    def ending(self, event: AuditEvent, term: Term, current: TermProposal, opener: Party) -> Entry:
        side = opener if event.verb == "term.withdraw" else rules.other(current.by)
        what = {"term.accept": _("agreed"), "term.reject": _("rejected"), "term.withdraw": _("withdrew it")}
        return Entry(
            what=what[event.verb],
            mine=side == self.side,
            who=event.decided_by or event.recorded_by,
            words=event.words or (term.settled_words if self.sees_amounts else ""),
            **self.facts(event, side),  # type: ignore[arg-type]
        )

    def facts(self, event: AuditEvent | None, side: Party) -> dict[str, object]:
        if event is None:
            return {"on": None}
        evidence = event.evidence
        if evidence is not None and self.files is not None and evidence.pk not in self.files:
            evidence = None
        return {"on": event.happened_on, "recorded": recorded(event, of=side, reader=self.side), "evidence": evidence}


def recorded(event: AuditEvent, *, of: Party, reader: Party) -> str:
    """“recorded by Ruth Okafor from your letter of 3 March 2026”; empty for what a side said itself."""
    if of != Party.LENDER or event.recorded_by_kind == "contact":
        return ""
    if event.recorded_by_kind == "token" and event.authority == Authority.API:
        return _("sent by %(system)s") % {"system": event.recorded_by}
    if not event.authority:
        return _("recorded by %(who)s") % {"who": event.recorded_by}
    return _("recorded by %(who)s from %(what)s") % {"who": event.recorded_by, "what": _paper(event, reader)}


def _paper(event: AuditEvent, reader: Party) -> str:
    yours = reader == Party.LENDER
    paper = {
        Authority.LETTER: _("your letter") if yours else _("their letter"),
        Authority.EMAIL: _("your e-mail") if yours else _("their e-mail"),
        Authority.TELEPHONE: _("your telephone call") if yours else _("their telephone call"),
        Authority.IN_PERSON: _("what you said in person") if yours else _("what they said in person"),
        Authority.COMMITTEE: _("your committee’s decision") if yours else _("their committee’s decision"),
        Authority.DECREE: _("the decree"),
    }.get(Authority(event.authority), _("what you told us") if yours else _("what they told us"))
    if event.authority_number:
        paper = f"{paper} {event.authority_number}"
    return _("%(paper)s of %(day)s") % {"paper": paper, "day": written(event.authority_date or event.happened_on)}
