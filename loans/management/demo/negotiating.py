"""Conditions in the stories: proposed, countered, agreed, refused, each by the people of the loan on their day."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.db.models import F, QuerySet

from loans.management.demo.people import of_step
from loans.management.demo.played import Part
from loans.management.demo.scene import Scene
from loans.management.demo.script import WHOLE
from loans.models import Loan, LoanLine, Term, TermStatus
from loans.services import presets, terms
from loans.services.terms import Offer
from loans.states import Party
from office.records.actors import Actor
from office.records.audit import Facts


def moved(scene: Scene, offer: Offer) -> Offer:
    """The offer with the day of its promise carried to the calendar of whoever looks at it."""
    if offer.promise_on is None:
        return offer
    day = offer.promise_on
    return replace(offer, promise_on=scene.days.show(day.year, day.month, day.day))


def propose(part: Part) -> None:
    actor, facts = of_step(part.scene, part.lender, part.step)
    offers = [moved(part.scene, offer) for offer in part.step.said["offers"]]
    _propose(part, offers, actor=actor, facts=facts)


def propose_presets(part: Part) -> None:
    """What stands ready: the guideline, or what the lender usually asks; of some kinds alone."""
    actor, facts = of_step(part.scene, part.lender, part.step)
    said = part.step.said
    ready = presets.standing(part.loan) if said["whose"] == "standing" else presets.guideline()
    _propose(part, [offer for offer in ready if offer.kind in said["kinds"]], actor=actor, facts=facts)


def counter(part: Part) -> None:
    actor, facts = of_step(part.scene, part.lender, part.step)
    offer: Offer = part.step.said["offer"]
    for term in _rows(part, (str(offer.kind),)):
        terms.counter(term, moved(part.scene, offer), actor=actor, facts=facts, **_side(actor, facts))


def agree(part: Part) -> None:
    """Agrees to what the other side said last, of these kinds or of all."""
    actor, facts = of_step(part.scene, part.lender, part.step)
    mine = _side(actor, facts).get("by", terms.side_of(actor))
    for term in _rows(part, part.step.said["kinds"]).exclude(current__by=mine):
        terms.accept(term, actor=actor, facts=facts, **_side(actor, facts))


def refuse(part: Part) -> None:
    actor, facts = of_step(part.scene, part.lender, part.step)
    said = part.step.said
    for term in _rows(part, (said["kind"],)):
        terms.reject(term, actor=actor, facts=facts, reason=said["reason"], **_side(actor, facts))


def note(part: Part) -> None:
    actor, _facts = of_step(part.scene, part.lender, part.step)
    for term in _rows(part, (part.step.said["kind"],)):
        made = terms.note(term, part.step.said["words"], actor=actor)
        part.played.show(made, created_at=part.scene.at(part.day, 11))


def _propose(part: Part, offers: list[Offer], *, actor: Actor, facts: Facts) -> None:
    for loan, line in _places(part):
        terms.propose(loan, offers, line=line, actor=actor, facts=facts, **_side(actor, facts))


def _places(part: Part) -> Iterator[tuple[Loan, LoanLine | None]]:
    if part.step.lines == WHOLE:
        yield part.loan, None
    else:
        for line in part.lines:
            yield line.loan, line


def _rows(part: Part, kinds: tuple[str, ...]) -> QuerySet[Term]:
    """The open rows of these kinds, or of all: on the lines of the step, on the whole loan, or on either."""
    rows = Term.objects.filter(loan=part.loan, status=TermStatus.OPEN).select_related("loan__lender", "current", "line")
    if kinds:
        rows = rows.filter(kind__in=kinds)
    if part.step.lines == WHOLE:
        rows = rows.filter(line__isnull=True)
    elif part.step.lines:
        rows = rows.filter(line__number__in=part.step.lines)
    return rows.order_by(F("line__number").asc(nulls_first=True), "pk")


def _side(actor: Actor, facts: Facts) -> dict[str, Any]:
    """Staff who write down what the lender said speak for the lender."""
    return {"by": Party.LENDER} if actor.kind == "staff" and facts.decided_by else {}
