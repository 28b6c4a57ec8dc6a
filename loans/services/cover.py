"""Cover from nail to nail: arranged by the registrar, named for objects, accepted by each lender.

Limits are what the objects are worth to somebody: they stand in the row alone, never in the audit trail.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

import moneyed
from django.conf import settings
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from django.utils.translation import gettext as _
from djmoney.money import Money

from exhibitions.models import Exhibition
from loans import rules
from loans.errors import LoanError, MissingFact, NotAllowed, WrongState
from loans.models import BorrowerClass, Cover, CoverAcceptance, CoverKind, Loan, LoanLine
from loans.states import EXITS, LineStatus
from office.records import audit
from office.records.actors import Actor
from office.records.audit import NO_FACTS, Facts
from office.records.models import Authority, StoredFile
from office.records.wording import written

SUBJECT: Final = "cover"
_LIMITS: Final = ("limit", "limit_vehicle", "limit_location")
_AGREED_TO: Final = ("kind", "insurer", "conditions", *_LIMITS)
"""What a lender says yes to: changed, its yes is asked for again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Everything a cover says, as typed. `period` is [first day, day after the last)."""

    kind: str
    period: DateRange
    reference: str = ""
    insurer: str = ""
    applied_on: dt.date | None = None
    granted_on: dt.date | None = None
    limit: Money | None = None
    limit_vehicle: Money | None = None
    limit_location: Money | None = None
    borrower_class: str = BorrowerClass.OTHER
    claims_days: int | None = None
    conditions: str = ""
    certificate: StoredFile | None = None


def arrange(exhibition: Exhibition, *, actor: Actor, lines: Iterable[LoanLine] = (), **terms: Any) -> Cover:
    """Records a cover and names the objects it is for; `terms` as in Terms.

    Raises NotAllowed, MissingFact (a day, the number, the currency) or WrongState (an object that is not ours to name).
    """
    _check(actor)
    said = Terms(**terms)
    _check_terms(said, actor=actor, before=None)
    named = list(lines)
    _check_lines(exhibition, named)
    with transaction.atomic():
        cover = Cover.objects.create(exhibition=exhibition, **_columns(said))
        cover.lines.set(named)
        _record("cover.arrange", cover, actor=actor, after=_open(said))
        _record_names(cover, named, actor=actor)
    return cover


def change(cover: Cover, *, actor: Actor, **terms: Any) -> Cover:
    """Changes what is said of a cover; what is not named in `terms` stays.

    A lender agreed to the kind, the insurer, the limits, the conditions and the days: changed, or shortened, its yes
    no longer stands and is asked for again. Made longer, numbered or certified, it does.
    """
    _check(actor)
    with transaction.atomic():
        cover = Cover.objects.select_for_update(of=("self",)).select_related("exhibition").get(pk=cover.pk)
        before = _said(cover)
        said = replace(before, **terms)
        _check_terms(said, actor=actor, before=before)
        if said == before:
            return cover
        for name, value in _columns(said).items():
            setattr(cover, name, value)
        cover.save()
        _record("cover.change", cover, actor=actor, before=_open(before), after=_open(said, before=before))
        if _is_another(before, said):
            _ask_again(cover, actor=actor)
    return cover


def name_lines(cover: Cover, lines: Iterable[LoanLine], *, actor: Actor) -> Cover:
    """Names exactly these objects; those not among them are no longer covered by it."""
    _check(actor)
    named = list(lines)
    with transaction.atomic():
        cover = Cover.objects.select_for_update(of=("self",)).select_related("exhibition").get(pk=cover.pk)
        present = set(cover.lines.values_list("pk", flat=True))
        _check_lines(cover.exhibition, [line for line in named if line.pk not in present])
        added = [line for line in named if line.pk not in present]
        wanted = {line.pk for line in named}
        gone = list(cover.lines.exclude(pk__in=wanted).select_related("loan__lender"))
        cover.lines.set(named)
        _record_names(cover, added, actor=actor)
        _record_names(cover, gone, actor=actor, verb="cover.unname")
        left = cover.lines.values("loan")
        CoverAcceptance.objects.filter(cover=cover).exclude(loan__in=left).delete()
    return cover


def accept(cover: Cover, loan: Loan, *, actor: Actor, facts: Facts = NO_FACTS) -> CoverAcceptance:
    """Records the lender's yes to a cover for one of its loans, by itself or by staff with the facts of how it came.

    Raises NotAllowed, MissingFact (who, how), WrongState (not granted yet, names nothing of the loan, accepted already).
    """
    with transaction.atomic():
        loan = Loan.objects.select_related("lender", "exhibition").get(pk=loan.pk)
        facts = _acceptor(loan, actor=actor, facts=facts)
        cover = Cover.objects.select_for_update(of=("self",)).get(pk=cover.pk)
        if refusal := not_acceptable(cover):
            raise WrongState(refusal)
        if not cover.lines.filter(loan=loan).exists():
            raise WrongState(_("This cover names no object of %(loan)s. Name the objects first.") % {"loan": loan})
        there = CoverAcceptance.objects.filter(cover=cover, loan=loan).first()
        if there is not None:
            raise WrongState(
                _("%(who)s accepted this cover on %(day)s already.")
                % {"who": there.accepted_by, "day": written(there.accepted_on)}
            )
        event = _record("cover.accept", cover, actor=actor, facts=facts, loan=loan)
        return CoverAcceptance.objects.create(
            cover=cover,
            loan=loan,
            accepted_on=facts.happened_on or timezone.localdate(),
            accepted_by=facts.decided_by[:200],
            event=event,
        )


def not_acceptable(cover: Cover) -> str:
    """Why a lender can't accept the cover yet; empty when it can."""
    if cover.granted_on is None:
        return _("It has only been applied for. A lender accepts a cover that is in force: record the grant first.")
    return ""


def money(amount: Decimal | None, currency: str, *, field: str = "") -> Money | None:
    """An amount as typed. Raises MissingFact for a currency nobody here knows."""
    if amount is None:
        return None
    code = currency.strip().upper()
    if code not in settings.CURRENCIES:
        raise MissingFact(
            _("“%(currency)s” is no currency we know. Choose one of %(known)s.")
            % {"currency": code or "?", "known": ", ".join(settings.CURRENCIES)},
            field=field,
        )
    return Money(amount, moneyed.get_currency(code))


def _check(actor: Actor) -> None:
    if not actor.can("cover.edit"):
        raise NotAllowed(_("Your role doesn't arrange cover. Ask a registrar."))


def _check_terms(said: Terms, *, actor: Actor, before: Terms | None) -> None:
    if said.kind not in CoverKind:
        raise MissingFact(_("Choose what kind of cover it is."), field="kind")
    if said.borrower_class not in BorrowerClass:
        raise MissingFact(_("Choose the class of the borrower."), field="borrower_class")
    _check_period(said.period)
    for name in _LIMITS:
        _check_limit(name, getattr(said, name))
    limits_typed = any(getattr(said, name) != getattr(before, name, None) for name in _LIMITS)
    if limits_typed and not actor.can("values.see"):
        raise NotAllowed(_("Your role doesn't see values, so it can't set limits. Ask a registrar."))
    for name, label in (("granted_on", said.granted_on), ("applied_on", said.applied_on)):
        try:
            rules.check_day(label)
        except LoanError as error:
            raise MissingFact(error.sentence, field=name) from error
    if said.applied_on and said.granted_on and said.granted_on < said.applied_on:
        raise MissingFact(_("It was granted before it was applied for. Look at the days again."), field="granted_on")
    if said.granted_on and not said.reference.strip():
        raise MissingFact(
            _("A cover in force has a number: give that of the policy, the certificate or the letter it rests on."),
            field="reference",
        )


def _check_period(period: DateRange | None) -> None:
    if period is None or period.lower is None or period.upper is None:
        raise MissingFact(_("Give the first and the last day of the cover."), field="period")
    if period.upper <= period.lower:
        raise MissingFact(
            _("The cover ends on %(last)s, before it starts on %(first)s. Give the days again.")
            % {"last": written(period.upper - dt.timedelta(days=1)), "first": written(period.lower)},
            field="period",
        )


def _check_limit(name: str, limit: Money | None) -> None:
    if limit is None:
        return
    money(limit.amount, str(limit.currency), field=name)
    if limit.amount <= 0:
        raise MissingFact(_("A limit is above zero. Leave it empty if there is none."), field=name)


def _check_lines(exhibition: Exhibition, lines: Sequence[LoanLine]) -> None:
    for line in lines:
        if line.loan.exhibition_id != exhibition.pk:
            raise WrongState(
                _("%(title)s is lent for another exhibition (%(loan)s). A cover names objects of its own exhibition.")
                % {"title": line.object.title, "loan": line.loan.reference}
            )
        if line.status in EXITS or line.status == LineStatus.DRAFT:
            raise WrongState(
                _("%(title)s is “%(status)s”: there is nothing to cover.")
                % {"title": line.object.title, "status": line.get_status_display()}
            )


def _acceptor(loan: Loan, *, actor: Actor, facts: Facts) -> Facts:
    """Who accepted: the lender's contact herself, or the person whom staff must name."""
    rules.check_day(facts.happened_on)
    if actor.kind == "contact" or (actor.kind == "token" and not actor.sees_all):
        if actor.lender_ids is None or loan.lender_id not in actor.lender_ids:
            raise NotAllowed(_("This loan is not yours to decide on."), code="not-yours")
        if not actor.can("decide"):
            raise NotAllowed(_("You can read this; a colleague of yours accepts the cover."))
        return replace(
            facts,
            decided_by=facts.decided_by if actor.kind == "token" and facts.decided_by else actor.name,
            decided_by_title=actor.title,
            authority=facts.authority or (Authority.PORTAL if actor.kind == "contact" else Authority.API),
        )
    _check(actor)
    if not facts.decided_by.strip():
        raise MissingFact(_("Say who at the lender accepted it."), field="decided_by")
    if not facts.authority:
        raise MissingFact(_("Say how the answer reached us: by letter, mail, telephone ..."), field="authority")
    return facts


def _said(cover: Cover) -> Terms:
    return Terms(**{name: getattr(cover, name) for name in Terms.__dataclass_fields__})


def _columns(said: Terms) -> dict[str, Any]:
    return {name: getattr(said, name) for name in Terms.__dataclass_fields__}


def _is_another(before: Terms, said: Terms) -> bool:
    """Something a lender agreed to is different now, or days are taken away."""
    if any(getattr(before, name) != getattr(said, name) for name in _AGREED_TO):
        return True
    return bool(said.period.lower > before.period.lower or said.period.upper < before.period.upper)


def _ask_again(cover: Cover, *, actor: Actor) -> None:
    for acceptance in cover.acceptances.select_related("loan__lender"):
        _record(
            "cover.ask_again",
            cover,
            actor=actor,
            loan=acceptance.loan,
            before={"accepted_by": acceptance.accepted_by, "accepted_on": str(acceptance.accepted_on)},
        )
        acceptance.delete()


def _open(said: Terms, *, before: Terms | None = None) -> dict[str, Any]:
    """What the audit trail may say of a cover: everything but the limits."""
    last = said.period.upper - dt.timedelta(days=1)
    words: dict[str, Any] = {
        "kind": str(said.kind),
        "reference": said.reference,
        "insurer": said.insurer,
        "first_day": str(said.period.lower),
        "last_day": str(last),
        "granted_on": str(said.granted_on or ""),
    }
    if before is not None and any(getattr(before, name) != getattr(said, name) for name in _LIMITS):
        words["limits"] = "changed"
    return words


def _record(verb: str, cover: Cover, *, actor: Actor, loan: Loan | None = None, **more: Any) -> Any:
    return audit.record(
        verb,
        actor=actor,
        subject_kind=SUBJECT,
        subject_id=cover.uid,
        subject_label=f"{cover}, {cover.exhibition}",
        loan_file=loan.uid if loan else None,
        **more,
    )


def _record_names(cover: Cover, lines: Sequence[LoanLine], *, actor: Actor, verb: str = "cover.name") -> None:
    """An entry in the file of every loan that is named."""
    by_loan: dict[int, list[LoanLine]] = {}
    for line in lines:
        by_loan.setdefault(line.loan_id, []).append(line)
    for those in by_loan.values():
        after = {"objects": [str(line.object.uid) for line in those]}
        _record(verb, cover, actor=actor, loan=those[0].loan, after=after)
