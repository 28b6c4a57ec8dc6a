"""The crates of an exhibition: numbered, measured and marked; their labels, and what a label's code leads to."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from exhibitions.models import Exhibition
from loans.errors import Conflict, MissingFact, NotAllowed, WrongState
from loans.models import Crate, HandlingMark, ShipmentLine
from office.records import audit
from office.records.actors import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """Outer size in millimetres, gross weight in kilograms; None: not measured yet."""

    length_mm: int | None = None
    width_mm: int | None = None
    height_mm: int | None = None
    weight_kg: Decimal | None = None


def create(
    exhibition: Exhibition,
    *,
    number: int | None = None,
    measures: Measures = Measures(),
    marks: Collection[str] = (),
    climate_controlled: bool = False,
    note: str = "",
    actor: Actor,
) -> Crate:
    """Makes a crate; without a number it gets the next. Raises NotAllowed, MissingFact or Conflict."""
    _check(actor, measures, marks)
    with transaction.atomic():
        Exhibition.objects.select_for_update().get(pk=exhibition.pk)
        number = number or (exhibition.crates.aggregate(last=Max("number"))["last"] or 0) + 1
        _check_number(exhibition, number)
        crate = Crate(exhibition=exhibition, number=number)
        return _write(crate, measures, marks, climate_controlled, note, actor=actor, verb="crate.create")


def change(
    crate: Crate,
    *,
    number: int,
    measures: Measures,
    marks: Collection[str] = (),
    climate_controlled: bool = False,
    note: str = "",
    actor: Actor,
) -> Crate:
    """Writes its facts anew; the code on its label stays the same."""
    _check(actor, measures, marks)
    with transaction.atomic():
        Exhibition.objects.select_for_update().get(pk=crate.exhibition_id)
        crate = Crate.objects.select_for_update().get(pk=crate.pk)
        if number != crate.number:
            _check_number(crate.exhibition, number)
        crate.number = number
        return _write(crate, measures, marks, climate_controlled, note, actor=actor, verb="crate.change")


def remove(crate: Crate, *, actor: Actor) -> None:
    """Takes away a crate in which nothing has ever been planned."""
    _check_planner(actor)
    with transaction.atomic():
        crate = Crate.objects.select_for_update().get(pk=crate.pk)
        used = crate.contents.select_related("shipment").first()
        if used:
            raise WrongState(
                _("Crate %(crate)s is used in %(shipment)s. Take its objects out there first.")
                % {"crate": crate, "shipment": used.shipment}
            )
        _record("crate.remove", crate, actor=actor)
        crate.delete()


def found(token: str) -> Crate | None:
    """The crate behind the code of a label; None for a code that is none of ours."""
    return Crate.objects.filter(token=token).select_related("exhibition").first()


def marks_in_words(crate: Crate) -> list[str]:
    """Its handling marks as a label says them, in their fixed order."""
    return [str(mark.label) for mark in HandlingMark if mark in crate.marks]


def now_in(crate: Crate) -> list[ShipmentLine]:
    """What is in it on its newest journey that was not called off; empty before it is packed."""
    rows = ShipmentLine.objects.filter(crate=crate, shipment__cancelled_on__isnull=True, left_behind=False)
    rows = rows.select_related(
        "shipment__showing__venue", "line__object__image", "line__loan__lender", "line__loan__agreement"
    )
    latest = rows.order_by("-shipment__collect_on", "-shipment_id").first()
    if latest is None:
        return []
    return list(rows.filter(shipment=latest.shipment_id).order_by("line__loan", "line__number"))


def _check_planner(actor: Actor) -> None:
    if not actor.can("shipments.edit"):
        raise NotAllowed(_("Your role doesn't plan shipments. Ask a registrar."))


def _check(actor: Actor, measures: Measures, marks: Collection[str]) -> None:
    _check_planner(actor)
    for field in ("length_mm", "width_mm", "height_mm", "weight_kg"):
        value = getattr(measures, field)
        if value is not None and value <= 0:
            raise MissingFact(_("Sizes and weights are above zero. Leave it empty until it is measured."), field=field)
    if any(mark not in HandlingMark for mark in marks):
        raise MissingFact(_("Choose the marks from the list."), field="marks")


def _check_number(exhibition: Exhibition, number: int) -> None:
    if not 1 <= number <= 9999:
        raise MissingFact(_("Crates are numbered from 1 to 9999."), field="number")
    if exhibition.crates.filter(number=number).exists():
        raise Conflict(
            _("This exhibition has a crate %(number)d already. Choose another number.") % {"number": number},
        )


def _write(
    crate: Crate,
    measures: Measures,
    marks: Collection[str],
    climate_controlled: bool,
    note: str,
    *,
    actor: Actor,
    verb: str,
) -> Crate:
    crate.length_mm, crate.width_mm, crate.height_mm = measures.length_mm, measures.width_mm, measures.height_mm
    crate.weight_kg = measures.weight_kg
    crate.marks = [mark.value for mark in HandlingMark if mark in marks]
    crate.climate_controlled, crate.note = climate_controlled, note.strip()[:300]
    crate.save()
    crate.refresh_from_db()
    _record(verb, crate, actor=actor)
    return crate


def _record(verb: str, crate: Crate, *, actor: Actor) -> None:
    audit.record(
        verb,
        actor=actor,
        subject_kind="crate",
        subject_id=crate.uid,
        subject_label=_("Crate %(number)s of %(show)s") % {"number": crate.number, "show": crate.exhibition},
    )
