"""Letters about conditions: what one side proposed, agreed to or rejected in one sitting, told to the other side's people.

Conditions that came with an answer are told in the letter about the answer. Letters never state an amount: colleagues
read the copies.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from lenders.models import Contact
from loans.models import Loan, LoanLine, Term, TermProposal, TermStatus
from loans.notices import layout
from loans.notices.layout import Action, Content, Row
from loans.notices.letters import admin_page, condition, link_for, names_amount
from loans.notices.people import Keepers, as_recipient, deciding_contacts, registrar_of
from loans.rules import terms as rules
from loans.services.terms import SUBJECT
from loans.states import Party
from office.people.models import User
from office.post.envelopes import one_line
from office.post.models import Letter
from office.records.models import AuditEvent
from office.records.wording import written

EVENTS: Final = frozenset({"term.offer", "term.counter", "term.accept", "term.reject", "term.withdraw"})
_PROPOSALS: Final = ("term.offer", "term.counter")
_ONE_GO: Final = dt.timedelta(seconds=10)
_WITH_AN_ANSWER: Final = "line.approve_with_conditions"


@dataclass(frozen=True, slots=True)
class Word:
    """The last word of one side about one condition in a sitting; `proposal` is what it proposes or answers."""

    event: AuditEvent
    term: Term
    proposal: TermProposal
    side: Party


def write_for(events: Sequence[AuditEvent], *, loan: Loan, organiser: str, now: dt.datetime) -> int:
    """The letters about one person's sitting with one loan; each side's words go to the other side."""
    count = 0
    words = _words(events)
    for side in Party:
        said = [word for word in words if word.side == side]
        if side == Party.LENDER:
            said = [word for word in said if not _told_with_answer(word, loan)]
        if not said:
            continue
        if side == Party.LENDER:
            count += _tell_keepers(said, loan=loan, organiser=organiser)
        else:
            count += _tell_contacts(said, loan=loan, organiser=organiser, now=now)
    return count


def with_answers(answers: Iterable[tuple[LoanLine, AuditEvent]]) -> dict[int, list[TermProposal]]:
    """The conditions that came with answers, by the answer's event; one query."""
    answered = {line.pk: event for line, event in answers if event.verb == _WITH_AN_ANSWER}
    found: dict[int, list[TermProposal]] = defaultdict(list)
    if not answered:
        return found
    proposals = TermProposal.objects.filter(
        term__line__in=list(answered), event__verb="term.offer", event__gt=min(event.pk for event in answered.values())
    )
    for proposal in proposals.select_related("term", "event").order_by("pk"):
        answer = answered[proposal.term.line_id or 0]
        if proposal.event is not None and _came_with(proposal.event, answer):
            found[answer.pk].append(proposal)
    return found


def _words(events: Sequence[AuditEvent]) -> list[Word]:
    terms = Term.objects.filter(uid__in=[event.subject_id for event in events if event.subject_kind == SUBJECT])
    known = {term.uid: term for term in terms.select_related("line__object")}
    proposals: dict[int, list[TermProposal]] = defaultdict(list)
    for proposal in TermProposal.objects.filter(term__in=known.values()).order_by("pk"):
        proposals[proposal.term_id].append(proposal)
    last: dict[tuple[int, Party], Word] = {}
    for event in events:
        term = known.get(event.subject_id)
        word = _word(event, term, proposals[term.pk]) if term is not None else None
        if term is not None and word is not None:
            last[term.pk, word.side] = word
    return sorted(last.values(), key=lambda word: (word.term.line.number if word.term.line else 0, word.term.pk))


def _word(event: AuditEvent, term: Term, proposals: Sequence[TermProposal]) -> Word | None:
    """What the event said and which side said it: a settlement answers the proposal that then lay on the table."""
    for proposal in proposals:
        proposal.term = term
    before = [each for each in proposals if each.event_id is not None and each.event_id <= event.pk]
    if not before:
        return None
    on_table, opened = before[-1], before[0]
    if event.verb in _PROPOSALS:
        return Word(event, term, on_table, Party(on_table.by))
    side = Party(opened.by) if event.verb == "term.withdraw" else rules.other(on_table.by)
    return Word(event, term, on_table, side)


def _told_with_answer(word: Word, loan: Loan) -> bool:
    if word.event.verb != "term.offer" or word.term.line is None:
        return False
    answers = AuditEvent.objects.filter(verb=_WITH_AN_ANSWER, loan_file=loan.uid, subject_id=word.term.line.uid)
    answer = answers.filter(pk__lt=word.event.pk).order_by("-pk").first()
    return answer is not None and _came_with(word.event, answer)


def _came_with(offer: AuditEvent, answer: AuditEvent) -> bool:
    """Both were written in one transaction: by the same person, right after each other."""
    same = (offer.recorded_by_kind, offer.recorded_by_id) == (answer.recorded_by_kind, answer.recorded_by_id)
    return same and dt.timedelta(0) <= offer.recorded_at - answer.recorded_at <= _ONE_GO


def _tell_keepers(words: Sequence[Word], *, loan: Loan, organiser: str) -> int:
    first = words[0].event
    count = 0
    for person in Keepers().of(loan.exhibition):
        if first.recorded_by_kind == "staff" and first.recorded_by_id == str(person.uid):
            continue
        count += _write_to_keeper(words, loan=loan, person=person, organiser=organiser)[1]
    return count


def _write_to_keeper(words: Sequence[Word], *, loan: Loan, person: User, organiser: str) -> tuple[Letter, bool]:
    to = as_recipient(person)
    first = words[0].event
    with override(to.language):
        waiting = sum(rules.turn(term) == Party.ORGANISER for term in _open(loan))
        content = Content(
            subject=_("%(lender)s on the conditions: %(loan)s")
            % {"lender": loan.lender, "loan": layout.named(loan, loan.exhibition)},
            heading=_("%(lender)s on the conditions") % {"lender": loan.lender},
            greeting=_("Dear %(name)s") % {"name": person.name},
            paragraphs=[_told(words, by=first.decided_by or first.recorded_by)],
            rows=[_row(word) for word in words],
            ask=_waiting(waiting),
            action=Action(_("Open the loan"), admin_page(loan)),
        )
        return layout.post(
            content,
            key=f"terms:{first.pk}:{person.pk}",
            kind="answer",
            to=to,
            organiser=organiser,
            loan_file=loan.uid,
        )


def _tell_contacts(words: Sequence[Word], *, loan: Loan, organiser: str, now: dt.datetime) -> int:
    contacts = deciding_contacts([loan.lender])[loan.lender.pk]
    written_ones = [
        _write_to_contact(words, loan=loan, contact=each, organiser=organiser, now=now) for each in contacts
    ]
    return sum(created for _letter, created in written_ones)


def _write_to_contact(
    words: Sequence[Word], *, loan: Loan, contact: Contact, organiser: str, now: dt.datetime
) -> tuple[Letter, bool]:
    to = as_recipient(contact)
    registrar = registrar_of(loan.exhibition)
    first = words[0].event
    with override(to.language):
        waiting = sum(rules.turn(term) == Party.LENDER for term in _open(loan))
        content = Content(
            subject=_("The conditions of your loan: %(loan)s") % {"loan": layout.named(loan, loan.exhibition)},
            heading=_("The conditions of your loan"),
            greeting=layout.greeting_of(contact),
            paragraphs=[_told(words, by=first.recorded_by)],
            rows=[_row(word) for word in words],
            ask=_waiting(waiting) or _("Nothing waits for you now."),
            action=Action(_("Read and answer") if waiting else _("Read the conditions"), link_for(contact, now=now)),
            signature=layout.signature(registrar, organiser=organiser),
        )
        return layout.post(
            content,
            key=f"terms:{first.pk}:{contact.pk}",
            kind="conditions",
            to=to,
            organiser=organiser,
            reply_to=registrar.email if registrar else "",
            loan_file=loan.uid,
            confidential=True,
        )


def _open(loan: Loan) -> Sequence[Term]:
    return list(Term.objects.filter(loan=loan, status=TermStatus.OPEN).select_related("current"))


def _told(words: Sequence[Word], *, by: str) -> str:
    return ngettext(
        "%(by)s said on %(day)s about %(count)d condition:",
        "%(by)s said on %(day)s about %(count)d conditions:",
        len(words),
    ) % {"by": one_line(by, most=200), "day": written(words[-1].event.happened_on), "count": len(words)}


def _row(word: Word) -> Row:
    line = word.term.line
    thing = one_line(line.object.title, most=200) if line is not None else _("The whole loan")
    verbs = {
        "term.offer": _("proposed"),
        "term.counter": _("proposed instead"),
        "term.accept": _("agreed"),
        "term.reject": _("rejected"),
        "term.withdraw": _("withdrawn"),
    }
    told = f"{verbs[word.event.verb]}: {condition(word.proposal)}"
    if word.event.words and word.event.verb == "term.reject" and not names_amount(word.proposal):
        told = f"{told}. {one_line(word.event.words, most=1000)}"
    return Row(thing, told, urgent=word.event.verb == "term.reject")


def _waiting(number: int) -> str:
    if not number:
        return ""
    return ngettext(
        "%(count)d condition waits for your answer.", "%(count)d conditions wait for your answer.", number
    ) % {"count": number}
