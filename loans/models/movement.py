"""Moving objects: shipments with legs, crates and couriers; and where every object is."""

import secrets
from typing import Any, ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import UUID7
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from exhibitions.models import Exhibition, Showing
from loans.models.lines import LoanLine
from loans.states import Party
from office.records.history import tracked
from office.records.models import AuditEvent, StoredFile


def new_token() -> str:
    """What a label's QR leads to: says nothing by itself."""
    return secrets.token_urlsafe(9)


class ShipmentDirection(models.TextChoices):
    OUT = "out", _("To the exhibition")
    ONWARD = "onward", _("From venue to venue")
    HOME = "home", _("Back to the lender")


@tracked()
class Shipment(models.Model):
    """Objects that travel together. Where it stands follows from its days, each set once:

    planned, released (`released_at`: all gates were asked), under way (`dispatched_on`), arrived (`arrived_on`),
    cancelled (`cancelled_on`, only before it set off).
    """

    uid = models.UUIDField(db_default=UUID7(), unique=True, editable=False)
    reference = models.CharField(_("reference"), max_length=20, unique=True, editable=False)
    exhibition = models.ForeignKey(Exhibition, models.CASCADE, related_name="shipments", verbose_name=_("exhibition"))
    showing = models.ForeignKey(
        Showing, models.PROTECT, null=True, blank=True, related_name="shipments", verbose_name=_("showing")
    )
    direction = models.CharField(_("direction"), max_length=6, choices=ShipmentDirection)
    agent = models.CharField(_("transport agent"), max_length=200, blank=True)
    agent_telephone = models.CharField(_("agent's telephone"), max_length=50, blank=True)
    collect_on = models.DateField(_("collection planned"))
    deliver_on = models.DateField(_("delivery planned"))
    note = models.TextField(_("note"), blank=True)
    released_at = models.DateTimeField(_("released"), null=True, blank=True, editable=False)
    released_by = models.CharField(_("released by"), max_length=200, blank=True, editable=False)
    dispatched_on = models.DateField(_("collected on"), null=True, blank=True, editable=False)
    arrived_on = models.DateField(_("arrived on"), null=True, blank=True, editable=False)
    opened_at = models.DateTimeField(_("first crate opened"), null=True, blank=True)
    cancelled_on = models.DateField(_("cancelled on"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("shipment")
        verbose_name_plural = _("shipments")
        ordering = ("collect_on", "id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(collect_on__lte=models.F("deliver_on")),
                name="loans_shipment_days_in_order",
                violation_error_message=_("The delivery is planned before the collection."),
            ),
            models.CheckConstraint(
                condition=models.Q(dispatched_on__isnull=True) | models.Q(cancelled_on__isnull=True),
                name="loans_shipment_under_way_not_cancelled",
            ),
        )

    def __str__(self) -> str:
        return self.reference


class LegMode(models.TextChoices):
    ROAD = "road", _("By road")
    AIR = "air", _("By air")
    SEA = "sea", _("By sea")
    RAIL = "rail", _("By rail")
    HAND = "hand", _("Hand-carried")


class Leg(models.Model):
    """One stage of a shipment in one vehicle. Moments are UTC; `vehicle` names it for the sum of values in it."""

    uid = models.UUIDField(db_default=UUID7(), unique=True, editable=False)
    shipment = models.ForeignKey(Shipment, models.CASCADE, related_name="legs", verbose_name=_("shipment"))
    number = models.PositiveSmallIntegerField(_("stage"))
    mode = models.CharField(_("how"), max_length=4, choices=LegMode, default=LegMode.ROAD)
    vehicle = models.CharField(_("vehicle, flight or ship"), max_length=100, blank=True)
    waybill = models.CharField(_("waybill"), max_length=100, blank=True)
    from_place = models.CharField(_("from"), max_length=200)
    from_country = CountryField(_("country of departure"), blank=True)
    to_place = models.CharField(_("to"), max_length=200)
    to_country = CountryField(_("country of arrival"), blank=True)
    departs_at = models.DateTimeField(_("leaves"), null=True, blank=True)
    arrives_at = models.DateTimeField(_("arrives"), null=True, blank=True)

    class Meta:
        verbose_name = _("stage")
        verbose_name_plural = _("stages")
        ordering = ("shipment", "number")
        constraints = (
            models.UniqueConstraint(
                fields=("shipment", "number"),
                name="loans_leg_number_once",
                violation_error_message=_("This shipment has a stage with this number already."),
            ),
            models.CheckConstraint(
                condition=models.Q(departs_at__isnull=True)
                | models.Q(arrives_at__isnull=True)
                | models.Q(departs_at__lte=models.F("arrives_at")),
                name="loans_leg_times_in_order",
                violation_error_message=_("It arrives before it leaves."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.from_place} - {self.to_place}"


class HandlingMark(models.TextChoices):
    UPRIGHT = "upright", _("This way up")
    FRAGILE = "fragile", _("Fragile")
    DRY = "dry", _("Keep dry")
    NO_STACKING = "no_stacking", _("Do not stack")
    LEVEL = "level", _("Keep level")
    HEAVY = "heavy", _("Heavy")
    HEAT = "heat", _("Keep away from heat")


class Crate(models.Model):
    """A crate of one exhibition. Outer size in millimetres, gross weight in kilograms.

    Its label says number, show code, handling marks, size and weight; `token` is what its QR code leads to.
    """

    uid = models.UUIDField(db_default=UUID7(), unique=True, editable=False)
    exhibition = models.ForeignKey(Exhibition, models.CASCADE, related_name="crates", verbose_name=_("exhibition"))
    number = models.PositiveSmallIntegerField(_("crate"))
    length_mm = models.PositiveIntegerField(_("length (mm)"), null=True, blank=True)
    width_mm = models.PositiveIntegerField(_("width (mm)"), null=True, blank=True)
    height_mm = models.PositiveIntegerField(_("height (mm)"), null=True, blank=True)
    weight_kg = models.DecimalField(_("weight (kg)"), max_digits=8, decimal_places=1, null=True, blank=True)
    marks = ArrayField(
        models.CharField(max_length=12, choices=HandlingMark), default=list, blank=True, verbose_name=_("marks")
    )
    climate_controlled = models.BooleanField(_("climate crate"), default=False)
    token = models.CharField(max_length=20, unique=True, default=new_token, editable=False)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("crate")
        verbose_name_plural = _("crates")
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(
                fields=("exhibition", "number"),
                name="loans_crate_number_once",
                violation_error_message=_("This exhibition has a crate with this number already."),
            ),
        )

    def __str__(self) -> str:
        return str(self.number)


class ShipmentLine(models.Model):
    """An object in a shipment, in a crate or loose."""

    shipment = models.ForeignKey(Shipment, models.CASCADE, related_name="contents", verbose_name=_("shipment"))
    line = models.ForeignKey(LoanLine, models.PROTECT, related_name="journeys", verbose_name=_("object"))
    crate = models.ForeignKey(
        Crate, models.PROTECT, null=True, blank=True, related_name="contents", verbose_name=_("crate")
    )
    left_behind = models.BooleanField(_("left behind"), default=False)
    collected_on = models.DateField(_("collected on"), null=True, blank=True, editable=False)
    received_on = models.DateField(_("received on"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("object in a shipment")
        verbose_name_plural = _("objects in a shipment")
        ordering = ("crate__number", "line__number", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("shipment", "line"),
                name="loans_shipment_line_once",
                violation_error_message=_("This object is in the shipment already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.shipment}, {self.line}"


class Courier(models.Model):
    """A person who travels with a shipment, for either side: why, by which way, who pays."""

    uid = models.UUIDField(db_default=UUID7(), unique=True, editable=False)
    shipment = models.ForeignKey(Shipment, models.CASCADE, related_name="couriers", verbose_name=_("shipment"))
    name = models.CharField(_("name"), max_length=200)
    side = models.CharField(_("for"), max_length=10, choices=Party, default=Party.LENDER)
    telephone = models.CharField(_("telephone"), max_length=50, blank=True)
    justification = models.TextField(_("why a courier"), blank=True)
    itinerary = models.TextField(_("itinerary"), blank=True)
    paid_by = models.CharField(_("paid by"), max_length=10, choices=Party, default=Party.ORGANISER)
    booked_on = models.DateField(_("booked on"), null=True, blank=True)

    class Meta:
        verbose_name = _("courier")
        verbose_name_plural = _("couriers")
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name


class PlaceKind(models.TextChoices):
    LENDER = "lender", _("With the lender")
    TRANSIT = "transit", _("On the way")
    VENUE = "venue", _("At the venue")
    STORE = "store", _("In store")
    GALLERY = "gallery", _("On display")


class Location(models.Model):
    """Where an object has been since a moment; the newest is where it is. Append-only, written by the line's moves."""

    line = models.ForeignKey(LoanLine, models.CASCADE, related_name="locations", verbose_name=_("object"))
    kind = models.CharField(_("kind"), max_length=8, choices=PlaceKind)
    place = models.CharField(_("place"), max_length=200, blank=True)
    since = models.DateField(_("since"))
    recorded_by = models.CharField(_("recorded by"), max_length=200)
    event = models.ForeignKey(AuditEvent, models.PROTECT, null=True, blank=True, related_name="+", editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("location")
        verbose_name_plural = _("locations")
        ordering = ("-id",)
        indexes = (models.Index("line", "id", name="loans_location_latest"),)
        triggers: ClassVar[list[Any]] = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update),
        ]

    def __str__(self) -> str:
        return self.place or str(self.get_kind_display())


class CustomsPaper(models.Model):
    """A customs document of a shipment: carnet, entry, re-export. The permit of the gate may point at the same file."""

    uid = models.UUIDField(db_default=UUID7(), unique=True, editable=False)
    shipment = models.ForeignKey(Shipment, models.CASCADE, related_name="papers", verbose_name=_("shipment"))
    title = models.CharField(_("what"), max_length=200)
    number = models.CharField(_("number"), max_length=100, blank=True)
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("file")
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("customs paper")
        verbose_name_plural = _("customs papers")
        ordering = ("id",)

    def __str__(self) -> str:
        return self.title
