"""The stages of a shipment: each in one vehicle, from a place to a place. They never leave the desk."""

import datetime as dt
import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from loans.errors import MissingFact
from loans.models import Leg, LegMode, Shipment
from loans.services.shipments.rows import (
    check_alive,
    check_planner,
    contents_of,
    loans_of,
    locked,
    record,
    take_back_release,
)
from office.records.actors import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One stage. Countries are ISO codes of two letters, moments are aware; what is empty is not known yet."""

    from_place: str
    to_place: str
    mode: str = LegMode.ROAD
    vehicle: str = ""
    waybill: str = ""
    from_country: str = ""
    to_country: str = ""
    departs_at: dt.datetime | None = None
    arrives_at: dt.datetime | None = None


def set_legs(shipment: Shipment, stages: Sequence[Stage], *, actor: Actor) -> list[Leg]:
    """Writes all stages anew, in this order. Raises MissingFact naming the stage (`field` "0", "1" ...).

    Another border or another day there takes a release back: immunity and permits hang on the day of entry.
    """
    check_planner(actor)
    for place, stage in enumerate(stages):
        _check(stage, place)
    for place, (one, next_one) in enumerate(itertools.pairwise(stages), start=1):
        if one.arrives_at and next_one.departs_at and next_one.departs_at < one.arrives_at:
            raise MissingFact(
                _("Stage %(number)d leaves before stage %(before)d has arrived.")
                % {"number": place + 1, "before": place},
                field=str(place),
            )
    with transaction.atomic():
        shipment = locked(shipment)
        check_alive(shipment)
        borders = _borders(list(shipment.legs.all()))
        shipment.legs.all().delete()
        legs = Leg.objects.bulk_create(
            Leg(
                shipment=shipment,
                number=number,
                mode=stage.mode,
                vehicle=stage.vehicle.strip()[:100],
                waybill=stage.waybill.strip()[:100],
                from_place=stage.from_place.strip()[:200],
                from_country=stage.from_country,
                to_place=stage.to_place.strip()[:200],
                to_country=stage.to_country,
                departs_at=stage.departs_at,
                arrives_at=stage.arrives_at,
            )
            for number, stage in enumerate(stages, start=1)
        )
        if borders != _borders(legs):
            take_back_release(shipment)
        record(
            "shipment.set_legs",
            shipment,
            loans=loans_of(contents_of(shipment)),
            actor=actor,
            after={"stages": len(legs)},
        )
    return legs


def _check(stage: Stage, place: int) -> None:
    number = {"number": place + 1}
    if not stage.from_place.strip() or not stage.to_place.strip():
        raise MissingFact(_("Stage %(number)d: say from where to where it goes.") % number, field=str(place))
    if stage.mode not in LegMode:
        raise MissingFact(_("Stage %(number)d: say how it travels.") % number, field=str(place))
    if stage.departs_at and stage.arrives_at and stage.arrives_at < stage.departs_at:
        raise MissingFact(_("Stage %(number)d arrives before it leaves.") % number, field=str(place))


def _borders(legs: Sequence[Leg]) -> list[tuple[str, dt.date | None]]:
    return [
        (str(leg.to_country), timezone.localdate(leg.arrives_at) if leg.arrives_at else None)
        for leg in legs
        if leg.to_country and str(leg.to_country) != str(leg.from_country)
    ]
