"""The negotiation of conditions, row by row: the only writer of terms and proposals.

A row is opened by one side, answered by the other (agree, counter, reject), and every proposal stays as it was made.
Staff may record what the lender said, with who said it and how it reached us.
"""

import datetime as dt
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from moneyed import Money

from loans.errors import MissingFact, NotAllowed, WrongState
from loans.models import SECRET_KINDS, Loan, LoanLine, Rhythm, Term, TermKind, TermNote, TermProposal, TermStatus
from loans.rules import terms as rules
from loans.rules.moves import check_day
from loans.services import deadlines
from loans.states import Party
from office.records import audit
from office.records.actors import Actor
from office.records.audit import NO_FACTS, Facts
from office.records.models import AuditEvent, Authority
from office.records.wording import written

SUBJECT = "condition"
_A_MOMENT = dt.timedelta(minutes=10)
_KEPT = "\n\u200c\u200d"
_FIGURES = (
    "rh_min",
    "rh_max",
    "rh_swing",
    "temperature_min",
    "temperature_max",
    "lux",
    "uv",
    "dose",
    "display_days",
)


@dataclass(frozen=True, slots=True)
class Offer:
    """What one side proposes: a kind, words, figures (units as in TermProposal), and perhaps a promise for later.

    `amount` is in `currency`. A `promise` needs `promise_by` (whose) and `promise_on` (first due).
    """

    kind: str
    words: str = ""
    rh_min: Decimal | None = None
    rh_max: Decimal | None = None
    rh_swing: Decimal | None = None
    temperature_min: Decimal | None = None
    temperature_max: Decimal | None = None
    lux: int | None = None
    uv: int | None = None
    dose: int | None = None
    display_days: int | None = None
    amount: Decimal | None = None
    currency: str = ""
    promise: str = ""
    promise_by: str = ""
    promise_on: dt.date | None = None
    promise_every: str = Rhythm.ONCE
    source: str = ""

    @property
    def says_something(self) -> bool:
        figures = any(getattr(self, name) is not None for name in _FIGURES)
        return bool(_seen(self.words) or _seen(self.promise) or figures or self.amount is not None)


def side_of(actor: Actor) -> Party:
    """The side a person speaks for: contacts and a lender's own system for the lender, everybody else for us."""
    return Party.LENDER if actor.kind == "contact" or not actor.sees_all else Party.ORGANISER


def propose(
    loan: Loan,
    offers: Sequence[Offer],
    *,
    actor: Actor,
    line: LoanLine | None = None,
    by: Party | None = None,
    facts: Facts = NO_FACTS,
) -> list[Term]:
    """Opens a row for each offer, on the line or on the whole loan. All or none.

    The same said again within minutes opens no second row: the first is returned.

    `by` is the lender when staff record what it said; then `facts` say who and how. Raises NotAllowed, MissingFact or
    WrongState.
    """
    by, facts = _speaker(loan, actor=actor, by=by, facts=facts, ability="loans.edit")
    for offer in offers:
        check_offer(offer)
    with transaction.atomic():
        loan = _locked_loan(loan)
        if line is not None:
            line = LoanLine.objects.select_related("object").get(pk=line.pk, loan=loan)
        rules.check_negotiable(loan, line)
        made = []
        for offer in offers:
            if same := _said_just_now(loan, line, offer, by=by):
                made.append(same)
                continue
            term = Term.objects.create(loan=loan, line=line, kind=offer.kind)
            _put(term, offer, verb="term.offer", by=by, actor=actor, facts=facts)
            made.append(term)
    return made


def propose_for(
    loan: Loan,
    offers: Sequence[Offer],
    *,
    lines: Sequence[LoanLine],
    whole: bool,
    actor: Actor,
    by: Party | None = None,
    facts: Facts = NO_FACTS,
) -> list[Term]:
    """The same conditions for several lines, each with rows of its own, and with `whole` for the loan; all or none."""
    with transaction.atomic():
        made = propose(loan, offers, actor=actor, by=by, facts=facts) if whole else []
        for line in lines:
            made += propose(loan, offers, line=line, actor=actor, by=by, facts=facts)
    return made


def counter(
    term: Term, offer: Offer, *, actor: Actor, by: Party | None = None, facts: Facts = NO_FACTS, seen: str = ""
) -> Term:
    """Answers the other side's proposal with another one. Raises WrongState when the row is closed.

    `seen` is the uid of the proposal that is answered, here and below: a newer one is not answered unread.
    """
    by, facts = _speaker(term.loan, actor=actor, by=by, facts=facts, ability="loans.edit")
    check_offer(offer)
    with transaction.atomic():
        term = _locked(term)
        rules.check_answer(term, by=by)
        _check_seen(term, seen, actor=actor)
        _check_after(term, facts)
        rules.check_negotiable(term.loan, term.line)
        if offer.kind != term.kind:
            raise MissingFact(_("A counter-offer keeps the kind of the condition."), field="kind")
        _put(term, offer, verb="term.counter", by=by, actor=actor, facts=facts)
    return term


def accept(term: Term, *, actor: Actor, by: Party | None = None, facts: Facts = NO_FACTS, seen: str = "") -> Term:
    """Agrees to the proposal on the table. What it promises becomes obligations with an owner and a date; an agreed
    value of an object is its agreed value from now on."""
    by, facts = _speaker(term.loan, actor=actor, by=by, facts=facts, ability="loans.agree")
    with transaction.atomic():
        term = _locked(term)
        rules.check_answer(term, by=by)
        _check_seen(term, seen, actor=actor)
        _check_after(term, facts)
        _settle(term, TermStatus.AGREED, verb="term.accept", actor=actor, facts=facts)
        _keep_promise(term, actor=actor)
    return term


def reject(
    term: Term, *, actor: Actor, reason: str, by: Party | None = None, facts: Facts = NO_FACTS, seen: str = ""
) -> Term:
    """Says no to the proposal on the table; the row keeps its object from being confirmed until it is withdrawn."""
    by, facts = _speaker(term.loan, actor=actor, by=by, facts=facts, ability="loans.agree")
    if not _seen(reason):
        raise MissingFact(_("Say why in a few words."), field="reason")
    with transaction.atomic():
        term = _locked(term)
        rules.check_answer(term, by=by)
        _check_seen(term, seen, actor=actor)
        _check_after(term, facts)
        _settle(term, TermStatus.REJECTED, verb="term.reject", actor=actor, facts=facts, words=reason)
    return term


def withdraw(term: Term, *, actor: Actor, by: Party | None = None, facts: Facts = NO_FACTS, reason: str = "") -> Term:
    """Lets go of a row that is open or was rejected; only the side that opened it can."""
    by, facts = _speaker(term.loan, actor=actor, by=by, facts=facts, ability="loans.edit")
    with transaction.atomic():
        term = _locked(term)
        opener = term.proposals.order_by("id").values_list("by", flat=True).first()
        if opener != by:
            raise NotAllowed(_("This condition was opened by the other side, and only they can withdraw it."))
        if term.status not in (TermStatus.OPEN, TermStatus.REJECTED):
            raise WrongState(
                _("This condition is “%(status)s” already.") % {"status": term.get_status_display()}, code="term-closed"
            )
        _settle(term, TermStatus.WITHDRAWN, verb="term.withdraw", actor=actor, facts=facts, words=reason)
    return term


def accept_all(
    line: LoanLine, *, actor: Actor, facts: Facts = NO_FACTS, seen: Collection[str] | None = None
) -> list[Term]:
    """Agrees to every row of the line, and of its whole loan, that waits for this side; or to none.

    With `seen`, the uids of the proposals that were read, to these alone: WrongState when one was answered since.
    """
    side = side_of(actor)
    with transaction.atomic():
        waiting = [
            term
            for term in rules.of_line(line).select_related("current", "loan").order_by("pk")
            if rules.turn(term) == side and (seen is None or str(term.current and term.current.uid) in seen)
        ]
        if seen is not None and len(waiting) != len(set(seen)):
            raise WrongState(
                _("Something about these conditions has changed meanwhile. Look at them again, then answer."),
                code="term-newer",
            )
        return [accept(term, actor=actor, facts=facts) for term in waiting]


def stand(loan: Loan, offer: Offer, *, line: LoanLine, agreed: bool, actor: Actor, facts: Facts) -> Term:
    """Records what the lender had asked for before the loan came here, agreed already or for us to answer.

    A fact of the past: nothing is negotiated, nobody is written to. `facts` say who asked and how we know.
    """
    by, facts = _speaker(loan, actor=actor, by=Party.LENDER, facts=facts, ability="loans.edit")
    check_offer(offer)
    with transaction.atomic():
        term = Term.objects.create(loan=_locked_loan(loan), line=line, kind=offer.kind)
        if agreed:
            term.status = TermStatus.AGREED
            term.settled_on = facts.happened_on or timezone.localdate()
            term.save(update_fields=["status", "settled_on"])
        _put(term, offer, verb="term.stand", by=by, actor=actor, facts=facts)
    return term


def take_back(line: LoanLine, *, since: AuditEvent, actor: Actor, reason: str) -> None:
    """After a correction: the rows that the mistaken answer opened, and nobody has agreed to, are withdrawn."""
    for term in Term.objects.select_for_update(of=("self",)).filter(line=line, status=TermStatus.OPEN).order_by("pk"):
        first = term.proposals.order_by("id").first()
        if first is not None and first.event_id is not None and first.event_id >= since.pk:
            term.loan = line.loan
            _settle(term, TermStatus.WITHDRAWN, verb="term.withdraw", actor=actor, facts=NO_FACTS, words=reason)


def note(term: Term, words: str, *, actor: Actor) -> TermNote:
    """A note of this side alone: the other side never sees it, and the audit trail doesn't quote it."""
    side = side_of(actor)
    _speaker(term.loan, actor=actor, by=side, facts=NO_FACTS, ability="loans.edit")
    if not _seen(words):
        raise MissingFact(_("Write the note first."), field="words")
    return TermNote.objects.create(term=term, side=side, words=_plain(words), by_name=actor.name)


def check_offer(offer: Offer) -> None:
    """Is the offer something the other side can answer? Raises MissingFact naming the field."""
    if offer.kind not in TermKind:
        raise MissingFact(_("Choose what the condition is about."), field="kind")
    if not offer.says_something:
        raise MissingFact(_("Say the condition in words, or give its figures."), field="words")
    for low, high, words in (
        ("rh_min", "rh_max", _("The humidity range starts above its end.")),
        ("temperature_min", "temperature_max", _("The temperature range starts above its end.")),
    ):
        first, last = getattr(offer, low), getattr(offer, high)
        if first is not None and last is not None and first > last:
            raise MissingFact(words, field=low)
    for name in ("rh_min", "rh_max", "rh_swing"):
        humidity = getattr(offer, name)
        if humidity is not None and not 0 <= humidity <= 100:
            raise MissingFact(_("Humidity lies between 0 and 100 % RH."), field=name)
    for name in ("temperature_min", "temperature_max"):
        temperature = getattr(offer, name)
        if temperature is not None and not -50 <= temperature <= 100:
            raise MissingFact(_("Give a temperature between −50 and 100 °C."), field=name)
    for name in ("lux", "uv", "dose", "display_days"):
        figure = getattr(offer, name)
        if figure is not None and not 0 <= figure < 2**31:
            raise MissingFact(_("Give a number from zero up."), field=name)
    if offer.amount is not None:
        if not offer.currency:
            raise MissingFact(_("Choose the currency."), field="currency")
        if offer.currency not in settings.CURRENCIES:
            raise MissingFact(
                _("“%(currency)s” is no currency we work with. Choose one of %(known)s.")
                % {"currency": offer.currency, "known": ", ".join(settings.CURRENCIES)},
                field="currency",
            )
        if not 0 <= offer.amount < Decimal(10) ** 14:
            raise MissingFact(_("An amount can't be below zero, or beyond counting."), field="amount")
    if _seen(offer.promise):
        if offer.promise_by not in Party:
            raise MissingFact(_("Say who owes the promise."), field="promise_by")
        if offer.promise_on is None:
            raise MissingFact(_("Say when the promise is first due."), field="promise_on")


def _speaker(loan: Loan, *, actor: Actor, by: Party | None, facts: Facts, ability: str) -> tuple[Party, Facts]:
    """Which side speaks, and the facts of it. Raises NotAllowed or MissingFact."""
    own = side_of(actor)
    by = by or own
    if own == Party.LENDER:
        if actor.lender_ids is None or loan.lender_id not in actor.lender_ids:
            raise NotAllowed(_("This loan is not yours."), code="not-yours")
        if by != Party.LENDER or not actor.can("decide"):
            raise NotAllowed(_("You can read the conditions; answering them is with a colleague."))
        if actor.kind == "contact" and not facts.decided_by:
            facts = Facts(
                happened_on=facts.happened_on,
                decided_by=actor.name,
                decided_by_title=actor.title,
                authority=Authority.PORTAL,
                evidence=facts.evidence,
            )
        return by, facts
    if by == Party.LENDER:
        if not actor.can("loans.record_answer"):
            raise NotAllowed(_("Your role doesn't record what lenders say. Ask a registrar."))
        if not facts.decided_by.strip():
            raise MissingFact(_("Say who at the lender said so."), field="decided_by")
        if not facts.authority:
            raise MissingFact(_("Say how it reached us: by letter, mail, telephone ..."), field="authority")
    elif not actor.can(ability):
        raise NotAllowed(_("Your role doesn't agree on conditions. Ask a registrar."))
    check_day(facts.happened_on)
    return by, facts


def _check_seen(term: Term, seen: str, *, actor: Actor) -> None:
    """Nobody answers a proposal that came after the one she read, or an amount that is not for her eyes."""
    proposal = term.current
    if proposal is None:
        return
    if seen and seen != str(proposal.uid):
        raise WrongState(
            _("There is a newer proposal than the one you read. Look at it first, then answer."), code="term-newer"
        )
    if proposal.amount is not None and not actor.can("values.see"):
        raise NotAllowed(_("This condition names an amount you don't see. A colleague who may see values answers it."))


def _check_after(term: Term, facts: Facts) -> None:
    """An answer is not older than what it answers. Raises MissingFact."""
    said = term.current.event if term.current else None
    if said and facts.happened_on and facts.happened_on < said.happened_on:
        raise MissingFact(
            _("This was proposed on %(day)s: it was answered on that day or later.")
            % {"day": written(said.happened_on)},
            field="happened_on",
        )


def _said_just_now(loan: Loan, line: LoanLine | None, offer: Offer, *, by: Party) -> Term | None:
    """The row, unanswered yet, that this side opened with the same words and figures: a button pressed twice."""
    said = _contents(offer, by=by)
    amount = said.pop("amount")
    said |= {"amount": amount.amount, "amount_currency": str(amount.currency)} if amount else {"amount": None}
    same = {
        f"{name}__isnull" if value is None else name: True if value is None else value for name, value in said.items()
    }
    rows = Term.objects.filter(loan=loan, line=line, kind=offer.kind, status=TermStatus.OPEN)
    rows = rows.filter(created_at__gte=timezone.now() - _A_MOMENT)
    return rows.filter(current__in=TermProposal.objects.filter(**same)).order_by("pk").first()


def _plain(words: str) -> str:
    """Words without what nobody sees; line breaks stay, and the joiners that some scripts are written with."""
    kept = (each for each in words if each in _KEPT or unicodedata.category(each) not in ("Cc", "Cf"))
    return "".join(kept).strip()


def _seen(words: str) -> bool:
    """Do the words show anything?"""
    return bool(_plain(words).translate(dict.fromkeys(map(ord, _KEPT))).strip())


def _locked(term: Term) -> Term:
    """The row as it is now. The loan is locked first, as `propose` does, so that nobody waits in a circle."""
    _locked_loan(term.loan)
    rows = Term.objects.select_for_update(of=("self",))
    return rows.select_related("loan__agreement", "loan__lender", "line__object", "current__event").get(pk=term.pk)


def _locked_loan(loan: Loan) -> Loan:
    return Loan.objects.select_for_update(of=("self",)).select_related("agreement", "lender").get(pk=loan.pk)


def _contents(offer: Offer, *, by: Party) -> dict[str, Any]:
    """What a proposal of this offer says, by its fields."""
    said: dict[str, Any] = {name: getattr(offer, name) for name in _FIGURES}
    promises = _seen(offer.promise)
    return said | {
        "by": by,
        "words": _plain(offer.words) if _seen(offer.words) else "",
        "amount": None if offer.amount is None else Money(offer.amount, offer.currency),
        "promise": _plain(offer.promise)[:200] if promises else "",
        "promise_by": offer.promise_by if promises else "",
        "promise_on": offer.promise_on if promises else None,
        "promise_every": offer.promise_every or Rhythm.ONCE,
    }


def _put(term: Term, offer: Offer, *, verb: str, by: Party, actor: Actor, facts: Facts) -> None:
    said = _contents(offer, by=by)
    proposal = TermProposal(
        term=term, by_name=(facts.decided_by or actor.name)[:200], source=offer.source[:100], **said
    )
    proposal.event = _record(verb, term, actor=actor, facts=facts, words=rules.sentence(proposal, with_amounts=False))
    proposal.save()
    term.current = proposal
    term.save(update_fields=["current"])


def _settle(term: Term, status: TermStatus, *, verb: str, actor: Actor, facts: Facts, words: str = "") -> None:
    term.status = status
    term.settled_on = facts.happened_on or timezone.localdate()
    term.settled_words = _plain(words)
    term.save(update_fields=["status", "settled_on", "settled_words"])
    _record(verb, term, actor=actor, facts=facts, words=words)


def _keep_promise(term: Term, *, actor: Actor) -> None:
    """What was agreed takes effect: obligations are put on the calendar, an agreed value stands on its line."""
    proposal = term.current
    assert proposal is not None
    if proposal.promise:
        deadlines.promise(term, proposal, actor=actor)
    if term.kind == TermKind.VALUE and term.line is not None and proposal.amount is not None:
        LoanLine.objects.filter(pk=term.line.pk).update(
            agreed_value=proposal.amount.amount, agreed_value_currency=str(proposal.amount.currency)
        )


def _record(verb: str, term: Term, *, actor: Actor, facts: Facts, words: str) -> AuditEvent:
    """Into the loan's file; of a row about values only that it happened."""
    thing = f"/{term.line.number} {term.line.object}" if term.line else ""
    return audit.record(
        verb,
        actor=actor,
        subject_kind=SUBJECT,
        subject_id=term.uid,
        subject_label=f"{term.loan.reference}{thing}: {term.get_kind_display()}",
        loan_file=term.loan.uid,
        facts=facts,
        words="" if term.kind in SECRET_KINDS else words,
        after={"kind": term.kind, "status": term.status},
    )
