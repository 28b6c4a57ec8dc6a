"""Plays the stories through the services, oldest day first, so that every state has its event behind it."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Max

from lenders.access import actor_for_contact
from lenders.models import Contact
from loans.management.demo.furnish import GLASS, Scene
from loans.management.demo.script import HEAD, PORTAL, REGISTRAR, Step, Story
from loans.management.demo.stories import STORIES
from loans.models import Loan, LoanLine
from loans.rules import move_named
from loans.services import agreements, lines
from loans.services import loans as loan_services
from office.records.actors import Actor
from office.records.audit import Facts
from office.records.models import AuditEvent

_AUTHORITIES = {"letter": "letter", "email": "email", "telephone": "telephone", "committee": "committee"}


@dataclass(slots=True)
class Played:
    """Loans by story, and which events belong to which day of the past: (after this id, up to that id, day)."""

    loans: dict[int, Loan] = field(default_factory=dict)
    days: list[tuple[int, int, dt.date]] = field(default_factory=list)


def play(scene: Scene) -> Played:
    """Creates every loan, sends the requests, and makes every step of every story in order of its day."""
    played = Played()
    acts: list[tuple[int, int, int, Callable[[], None]]] = []
    for number, story in enumerate(STORIES):
        day = story.asked if story.asked is not None else 3
        acts.append((-day - 6, number, 0, _creating(scene, played, number, story)))
        if story.asked is not None:
            acts.append((-day, number, 1, _asking(scene, played, number, story)))
        acts += [
            (-step.day, number, place, _stepping(scene, played, number, step))
            for place, step in enumerate(story.steps, start=2)
        ]
    last = 0
    for day, _number, _place, act in sorted(acts, key=lambda each: each[:3]):
        act()
        now = AuditEvent.objects.aggregate(last=Max("pk"))["last"] or 0
        played.days.append((last, now, scene.days.before(-day)))
        last = now
    return played


def _creating(scene: Scene, played: Played, number: int, story: Story) -> Callable[[], None]:
    def create() -> None:
        wanted = [each for _piece, each in scene.of(story.lender, story.exhibition)][story.take]
        period = None
        if story.exhibition == GLASS:
            period = DateRange(scene.days.before(230), scene.days.before(-24))
        loan = loan_services.create(
            exhibition=scene.exhibitions[story.exhibition],
            lender=scene.lenders[story.lender],
            actor=Actor.staff(scene.staff["curator"]),
            objects=wanted,
            period=period,
        )
        loan.demo_record = loan.lender.demo_record
        loan.save(update_fields=["demo_record"])
        played.loans[number] = loan

    return create


def _asking(scene: Scene, played: Played, number: int, story: Story) -> Callable[[], None]:
    def ask() -> None:
        assert story.asked is not None
        loan_services.send_request(
            played.loans[number],
            actor=Actor.staff(scene.staff["registrar"]),
            facts=Facts(happened_on=scene.days.before(story.asked)),
        )

    return ask


def _stepping(scene: Scene, played: Played, number: int, step: Step) -> Callable[[], None]:
    def make() -> None:
        loan = Loan.objects.select_related("lender", "agreement").get(pk=played.loans[number].pk)
        _make(scene, loan, step)

    return make


def _make(scene: Scene, loan: Loan, step: Step) -> None:
    day = scene.days.before(step.day)
    actor, facts = _who(scene, loan, step, day)
    said = dict(step.said)
    if step.name == "issue":
        agreements.issue_on_paper([loan], actor=actor, on=day)
    elif step.name in ("sign_lender", "sign_organiser"):
        assert loan.agreement is not None
        if step.name == "sign_lender":
            agreements.sign_for_lender(loan.agreement, signatory=_signatory(scene, loan).name, actor=actor, facts=facts)
        else:
            agreements.sign_for_organiser(loan.agreement, signatory=scene.staff["head"].name, actor=actor, facts=facts)
    elif step.name == "hold":
        for line in _lines(loan, step):
            lines.hold(line, actor=actor, reason=said["reason"], facts=facts)
    elif step.name == "terminate":
        terms = lines.ExitTerms(by=said["by"], notice=said["notice"], costs=said["costs"])
        for line in _lines(loan, step):
            lines.move(line, "terminate", actor=actor, facts=facts, reason=said["reason"], exit_terms=terms)
    else:
        for line in _lines(loan, step):
            lines.move(line, step.name, actor=actor, facts=facts, **said)  # type: ignore[arg-type]


def _lines(loan: Loan, step: Step) -> list[LoanLine]:
    """The lines of a step; without numbers, those that can make it."""
    every = list(loan.lines.select_related("loan__lender", "loan__agreement", "object").order_by("number"))
    if step.lines:
        return [line for line in every if line.number in step.lines]
    sources = move_named(step.name).sources
    return [line for line in every if line.status in sources]


def _who(scene: Scene, loan: Loan, step: Step, day: dt.date) -> tuple[Actor, Facts]:
    if step.by == PORTAL:
        return actor_for_contact(decider(scene, loan.lender.code)), Facts(happened_on=day)
    if step.by in (REGISTRAR, HEAD):
        return Actor.staff(scene.staff[step.by]), Facts(happened_on=day)
    contact = decider(scene, loan.lender.code)
    facts = Facts(
        happened_on=day,
        decided_by=contact.name,
        decided_by_title=str(contact.get_role_display()),
        authority=_AUTHORITIES[step.by],
        authority_date=day if step.by == "letter" else None,
    )
    return Actor.staff(scene.staff["registrar"]), facts


def decider(scene: Scene, code: str) -> Contact:
    """The contact who answers for a lender: its own, else the lending agent's."""
    agent = scene.lenders[code].agent
    own = [contact for contact in scene.contacts[code] if contact.may_decide]
    return own[0] if own or agent is None else scene.contacts[agent.code][0]


def _signatory(scene: Scene, loan: Loan) -> Contact:
    signing = [contact for contact in scene.contacts[loan.lender.code] if contact.may_sign]
    return signing[0] if signing else decider(scene, loan.lender.code)
