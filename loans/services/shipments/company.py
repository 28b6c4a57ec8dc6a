"""Who and what goes with a shipment: couriers, with why and who pays; and the papers of the customs."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from loans.errors import MissingFact
from loans.models import Courier, CustomsPaper, Shipment
from loans.services.shipments.rows import check_alive, check_planner, contents_of, loans_of, locked, record
from loans.states import Party
from office.records.actors import Actor
from office.records.models import StoredFile
from office.records.wording import written


def book_courier(
    shipment: Shipment,
    *,
    name: str,
    justification: str,
    side: str = Party.LENDER,
    paid_by: str = Party.ORGANISER,
    itinerary: str = "",
    telephone: str = "",
    booked_on: dt.date | None = None,
    actor: Actor,
) -> Courier:
    """Plans a courier; with `booked_on` the journey is booked, which is what the courier's gate asks for."""
    courier = Courier(shipment=shipment)
    return _write(
        courier, "shipment.book_courier", actor=actor, name=name, justification=justification, side=side,
        paid_by=paid_by, itinerary=itinerary, telephone=telephone, booked_on=booked_on,
    )  # fmt: skip


def change_courier(
    courier: Courier,
    *,
    name: str,
    justification: str,
    side: str,
    paid_by: str,
    itinerary: str = "",
    telephone: str = "",
    booked_on: dt.date | None = None,
    actor: Actor,
) -> Courier:
    return _write(
        courier, "shipment.change_courier", actor=actor, name=name, justification=justification, side=side,
        paid_by=paid_by, itinerary=itinerary, telephone=telephone, booked_on=booked_on,
    )  # fmt: skip


def give_up_courier(courier: Courier, *, actor: Actor) -> None:
    """Nobody travels after all: the courier's gate is open again where one was agreed."""
    check_planner(actor)
    with transaction.atomic():
        shipment = locked(courier.shipment)
        check_alive(shipment)
        courier.delete()
        record("shipment.give_up_courier", shipment, loans=loans_of(contents_of(shipment)), actor=actor)


def file_paper(
    shipment: Shipment, *, title: str, number: str = "", file: StoredFile | None = None, actor: Actor
) -> CustomsPaper:
    """Files a customs paper: a carnet, an entry, the proof of re-export. It needs a number or the document itself."""
    check_planner(actor)
    if not title.strip():
        raise MissingFact(_("Say what paper it is."), field="title")
    if not number.strip() and file is None:
        raise MissingFact(_("Give its number or attach the document."), field="number")
    with transaction.atomic():
        shipment = locked(shipment)
        paper = CustomsPaper.objects.create(
            shipment=shipment, title=title.strip()[:200], number=number.strip()[:100], file=file
        )
        record("shipment.file_paper", shipment, loans=loans_of(contents_of(shipment)), actor=actor, words=paper.title)
    return paper


def take_out_paper(paper: CustomsPaper, *, actor: Actor) -> None:
    """A paper that was filed by mistake; the file's own entry of it stays."""
    check_planner(actor)
    with transaction.atomic():
        shipment = locked(paper.shipment)
        title = paper.title
        paper.delete()
        record("shipment.take_out_paper", shipment, loans=loans_of(contents_of(shipment)), actor=actor, words=title)


def _write(
    courier: Courier,
    verb: str,
    *,
    actor: Actor,
    name: str,
    justification: str,
    side: str,
    paid_by: str,
    itinerary: str,
    telephone: str,
    booked_on: dt.date | None,
) -> Courier:
    check_planner(actor)
    if not name.strip():
        raise MissingFact(_("Say who travels."), field="name")
    if not justification.strip():
        raise MissingFact(_("Say why a courier travels with it."), field="justification")
    if side not in Party:
        raise MissingFact(_("Say for whom the courier travels."), field="side")
    if paid_by not in Party:
        raise MissingFact(_("Say who pays for the courier."), field="paid_by")
    if booked_on and booked_on > timezone.localdate():
        raise MissingFact(
            _("%(day)s is still to come. Leave it empty until the journey is booked.") % {"day": written(booked_on)},
            field="booked_on",
        )
    with transaction.atomic():
        shipment = locked(courier.shipment)
        check_alive(shipment)
        courier.shipment = shipment
        courier.name, courier.telephone = name.strip()[:200], telephone.strip()[:50]
        courier.side, courier.paid_by = side, paid_by
        courier.justification, courier.itinerary = justification.strip(), itinerary.strip()
        courier.booked_on = booked_on
        courier.save()
        after = {"booked_on": booked_on.isoformat()} if booked_on else {}
        record(verb, shipment, loans=loans_of(contents_of(shipment)), actor=actor, after=after)
    return courier
