"""Who acts in the stories, and what is said of how an answer reached us."""

import datetime as dt

from lenders.access import actor_for_contact
from lenders.models import Contact
from loans.management.demo.scene import Scene
from loans.management.demo.script import CURATOR, HEAD, PORTAL, REGISTRAR, Step
from office.records.actors import Actor
from office.records.audit import Facts

CONSERVATOR, SIGNATORY = "conservator", "signatory"


def of_step(scene: Scene, lender: str, step: Step) -> tuple[Actor, Facts]:
    """The person who makes a step, and the facts of it."""
    day = scene.days.before(step.day)
    if step.by in (PORTAL, SIGNATORY):
        contact = decider(scene, lender) if step.by == PORTAL else signatory(scene, lender)
        return actor_for_contact(contact), Facts(happened_on=day)
    if step.by in (REGISTRAR, HEAD, CURATOR, CONSERVATOR):
        return staff(scene, step.by), Facts(happened_on=day)
    return staff(scene, REGISTRAR), told(scene, lender, day, step.by)


def staff(scene: Scene, role: str) -> Actor:
    return Actor.staff(scene.staff[role])


def told(scene: Scene, lender: str, day: dt.date, authority: str = "letter") -> Facts:
    """The facts of what the lender's decider said by letter, mail, telephone or in committee."""
    contact = decider(scene, lender)
    return Facts(
        happened_on=day,
        decided_by=contact.name,
        decided_by_title=str(contact.get_role_display()),
        authority=authority,
        authority_date=day if authority == "letter" else None,
    )


def decider(scene: Scene, code: str) -> Contact:
    """The contact who answers for a lender: its own, else the lending agent's."""
    agent = scene.lenders[code].agent
    own = [contact for contact in scene.contacts[code] if contact.may_decide]
    return own[0] if own or agent is None else scene.contacts[agent.code][0]


def signatory(scene: Scene, code: str) -> Contact:
    """The contact who signs for a lender: its own, else the lending agent's, else who decides."""
    agent = scene.lenders[code].agent
    people = [*scene.contacts[code], *(scene.contacts[agent.code] if agent else ())]
    return next((contact for contact in people if contact.may_sign), None) or decider(scene, code)
