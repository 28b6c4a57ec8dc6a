"""Cover from nail to nail: arranged by the registrar, named for objects, accepted by each lender.

Limits are what the objects are worth to somebody: they stand in the row alone, never in the audit trail.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from exhibitions.models import Exhibition
from loans import rules
from loans.errors import MissingFact, NotAllowed, WrongState
from loans.models import Cover, CoverAcceptance, Loan, LoanLine
from loans.services.cover_terms import Terms, check_terms, columns_of, is_another, money, said_of, told
from loans.states import EXITS, LineStatus
from office.records import audit
from office.records.actors import Actor
from office.records.audit import NO_FACTS, Facts
from office.records.models import Authority
from office.records.wording import written

__all__ = ["Terms", "accept", "arrange", "change", "money", "name_lines", "not_acceptable"]

SUBJECT: Final = "cover"


def arrange(exhibition: Exhibition, *, actor: Actor, lines: Iterable[LoanLine] = (), **terms: Any) -> Cover:
    """Records a cover and names the objects it is for; `terms` as in Terms.

    Raises NotAllowed, MissingFact (a day, the number, the currency) or WrongState (an object that is not ours to name).
    """
    _check(actor)
    said = Terms(**terms)
    check_terms(said, actor=actor, before=None)
    named = list(lines)
    _check_lines(exhibition, named)
    with transaction.atomic():
        cover = Cover.objects.create(exhibition=exhibition, **columns_of(said))
        cover.lines.set(named)
        _record("cover.arrange", cover, actor=actor, after=told(said))
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
        before = said_of(cover)
        said = replace(before, **terms)
        check_terms(said, actor=actor, before=before)
        if said == before:
            return cover
        for name, value in columns_of(said).items():
            setattr(cover, name, value)
        cover.save()
        _record("cover.change", cover, actor=actor, before=told(before), after=told(said, before=before))
        if is_another(before, said):
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


def _check(actor: Actor) -> None:
    if not actor.can("cover.edit"):
        raise NotAllowed(_("Your role doesn't arrange cover. Ask a registrar."))


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
