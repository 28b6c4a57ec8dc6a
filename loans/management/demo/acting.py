"""Plays the stories through the services, oldest day first, so that every state has its event behind it.

What doesn't belong to one loan (reports of a venue, cover, permits, shipments) is played in between, on its day.
"""

from collections.abc import Callable, Iterable

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Max

from loans.management.demo import agreeing, negotiating, reporting
from loans.management.demo.people import of_step
from loans.management.demo.pictures import Album
from loans.management.demo.played import Act, Part, Played
from loans.management.demo.scene import GLASS, Scene
from loans.management.demo.script import REGISTRAR, Step, Story
from loans.management.demo.stories import STORIES
from loans.models import Loan
from loans.rules import move_named
from loans.services import lines, recalls
from loans.services import loans as loan_services
from office.records.actors import Actor
from office.records.models import AuditEvent

type Doer = Callable[["Part"], None]


def play(scene: Scene, played: Played, album: Album, more: Iterable[Act]) -> None:
    """Creates every loan, sends the requests, and makes every step of every story and every other act in its order."""
    acts: list[tuple[int, int, int, Callable[[], object]]] = []
    for number, story in enumerate(STORIES):
        day = story.asked if story.asked is not None else 3
        acts.append((-day - 6, number, 0, _creating(scene, played, number, story)))
        if story.asked is not None:
            acts.append((-day, number, 1, _asking(scene, played, number, story)))
        acts += [
            (-step.day, number, place, _stepping(scene, played, album, number, step))
            for place, step in enumerate(story.steps, start=2)
        ]
    acts += [(-act.day, len(STORIES), act.place, act.run) for act in more]
    last = 0
    for day, _number, _place, act in sorted(acts, key=lambda each: each[:3]):
        act()
        now = AuditEvent.objects.aggregate(last=Max("pk"))["last"] or 0
        played.days.append((last, now, scene.days.before(-day)))
        last = now


def _creating(scene: Scene, played: Played, number: int, story: Story) -> Callable[[], None]:
    def create() -> None:
        wanted = [each for _piece, each in scene.of(story.lender, story.exhibition)][story.take]
        period = None
        if story.exhibition == GLASS:
            period = DateRange(scene.days.before(230), scene.days.before(-24))
        elif story.collect is not None:
            last = loan_services.period_for(scene.exhibitions[story.exhibition]).upper
            period = DateRange(scene.days.before(story.collect), last)
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
        step = Step(story.asked, "request", REGISTRAR)
        actor, facts = of_step(scene, story.lender, step)
        loan_services.send_request(played.loans[number], actor=actor, facts=facts)

    return ask


def _stepping(scene: Scene, played: Played, album: Album, number: int, step: Step) -> Callable[[], None]:
    def make() -> None:
        rows = Loan.objects.select_related("lender__agent", "lender__terms", "exhibition", "agreement__latest")
        part = Part(scene, played, album, rows.get(pk=played.loans[number].pk), step)
        DOERS.get(step.name, _move)(part)

    return make


def _move(part: Part) -> None:
    """Any move of the table: of the lines named, or of all that can make it."""
    step = move_named(part.step.name)
    actor, facts = of_step(part.scene, part.lender, part.step)
    moving = [line for line in part.lines if part.step.lines or line.status in step.sources]
    said = dict(part.step.said)
    if "terms" in said:
        said["terms"] = tuple(negotiating.moved(part.scene, offer) for offer in said["terms"])
    lines.move_all(moving, step.name, actor=actor, facts=facts, **said)
    if step.name == "confirm":
        agreeing.agree_values(moving)


def _hold(part: Part) -> None:
    actor, facts = of_step(part.scene, part.lender, part.step)
    for line in part.lines:
        lines.hold(line, actor=actor, reason=part.step.said["reason"], facts=facts)


def _terminate(part: Part) -> None:
    actor, facts = of_step(part.scene, part.lender, part.step)
    said = part.step.said
    terms = lines.ExitTerms(by=said["by"], notice=said["notice"], costs=said["costs"])
    for line in part.lines:
        lines.move(line, "terminate", actor=actor, facts=facts, reason=said["reason"], exit_terms=terms)


def _recall(part: Part) -> None:
    actor, facts = of_step(part.scene, part.lender, part.step)
    said = part.step.said
    back = part.scene.days.before(-said["return_in"])
    recalls.recall(part.loan, actor=actor, reason=said["reason"], return_by=back, facts=facts)


DOERS: dict[str, Doer] = {
    "hold": _hold,
    "terminate": _terminate,
    "recall": _recall,
    "examine": reporting.examine,
    "counter": negotiating.counter,
    "agree": negotiating.agree,
    "refuse": negotiating.refuse,
    "note": negotiating.note,
    "propose": negotiating.propose,
    "propose_presets": negotiating.propose_presets,
    "check_provenance": agreeing.check_provenance,
    "issue": agreeing.issue_on_paper,
    "sign_lender": agreeing.sign_paper,
    "sign_organiser": agreeing.sign_paper,
    "draft": agreeing.draft,
    "own_paper": agreeing.own_paper,
    "issue_text": agreeing.issue_text,
    "sign": agreeing.sign,
    "sign_ink": agreeing.sign_ink,
    "original": agreeing.original,
    "extend": agreeing.extend,
}
"""What happens in a loan besides the moves of its objects."""
