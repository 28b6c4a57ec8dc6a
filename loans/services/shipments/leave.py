"""Leave to set off, which is a permission and asks the gates; and calling a shipment off before it did."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from loans.errors import GateOpen, MissingFact, WrongState
from loans.models import LoanLine, Shipment
from loans.services import gates
from loans.services.shipments.rows import (
    RELEASE_STEP,
    Packed,
    check_not_gone,
    check_planner,
    contents_of,
    loans_of,
    locked,
    not_packed,
    record,
    step_day,
)
from office.records.actors import Actor
from office.records.wording import listed, written


def release(shipment: Shipment, *, actor: Actor) -> Shipment:
    """Gives leave to set off. Raises GateOpen with every open gate of every object, WrongState for what isn't packed.

    Evidence must be valid on the planned day of collection. New objects, days or borders take the leave back.
    """
    check_planner(actor)
    with transaction.atomic():
        shipment = locked(shipment)
        check_not_gone(shipment)
        if shipment.released_at:
            raise WrongState(
                _("It was released on %(day)s by %(who)s.")
                % {"day": written(timezone.localdate(shipment.released_at)), "who": shipment.released_by}
            )
        contents = contents_of(shipment)
        if not contents:
            raise WrongState(_("Nothing is in this shipment yet. Add the objects that travel in it."))
        travelling = [row.line for row in contents if not row.left_behind]
        _ask_gates(shipment, travelling, unpacked=not_packed(shipment, travelling))
        shipment.released_at, shipment.released_by = timezone.now(), actor.name[:200]
        shipment.save(update_fields=["released_at", "released_by"])
        record("shipment.release", shipment, loans=loans_of(contents), actor=actor)
    return shipment


def cancel(shipment: Shipment, *, reason: str, actor: Actor) -> Shipment:
    """Calls off a shipment that has not set off. Its objects stay where they are and can be planned anew."""
    check_planner(actor)
    if not reason.strip():
        raise MissingFact(_("Say why it is called off."), field="reason")
    with transaction.atomic():
        shipment = locked(shipment)
        check_not_gone(shipment)
        if shipment.contents.filter(received_on__isnull=False).exists():
            raise WrongState(_("Some of it has arrived already: it can't be called off any more."))
        shipment.cancelled_on = timezone.localdate()
        shipment.save(update_fields=["cancelled_on"])
        loans = loans_of(contents_of(shipment))
        record("shipment.cancel", shipment, loans=loans, actor=actor, words=reason.strip())
    return shipment


def _ask_gates(shipment: Shipment, travelling: Sequence[LoanLine], *, unpacked: Sequence[Packed]) -> None:
    """Everything that stands in the way, in one refusal."""
    kept: dict[str, list[Packed]] = {}
    for each in unpacked:
        kept.setdefault(each.words, []).append(each)
    words = "\n".join(_kept(why, those, of=len(travelling)) for why, those in kept.items())
    if step := RELEASE_STEP.get(shipment.direction):
        try:
            gates.check(travelling, step, on=step_day(shipment))
        except GateOpen as refusal:
            if words:
                refusal.sentence = f"{refusal.sentence}\n{words}"
            raise
    if words:
        raise WrongState(words, code="not-packed")


def _kept(why: str, those: Sequence[Packed], *, of: int) -> str:
    """The objects that aren't packed for the same reason, in one sentence."""
    if len(those) == of > 1:
        return _("All objects: %(why)s") % {"why": why}
    objects = listed([f"{each.line.number}, {each.line.object.title}" for each in those])
    return _("Object %(objects)s: %(why)s") % {"objects": objects, "why": why}
