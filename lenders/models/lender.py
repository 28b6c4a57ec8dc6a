"""A lender: an institution, private owner or state body; and the terms it usually lends on."""

import zoneinfo

from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import UUID7
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from office.records.history import tracked


def check_time_zone(value: str) -> None:
    """Refuses a name the time zone database doesn't know."""
    if value not in zoneinfo.available_timezones():
        raise ValidationError(_("“%(value)s” is no time zone. Write it like Asia/Tashkent."), params={"value": value})


class LenderKind(models.TextChoices):
    INSTITUTION = "institution", _("Museum, library or archive")
    STATE = "state", _("State body")
    PRIVATE = "private", _("Private owner")
    AGENCY = "agency", _("Lending agent (foundation or agency acting for lenders)")


class SigningWay(models.TextChoices):
    """How a lender signs its agreements."""

    ELECTRONIC = "electronic", _("Electronically")
    INK = "ink", _("In ink, with stamp")


@tracked(exclude=("search",))
class Lender(models.Model):
    """Who lends. The organiser itself is a row too (`is_organiser`), so that its own objects have an owner.

    `agent` is the *lending agent* who acts for this lender; a transport agent is something else.
    """

    uid = models.UUIDField(db_default=UUID7(), unique=True, editable=False)
    code = models.SlugField(_("code"), max_length=20, unique=True, help_text=_("Short, for labels: SSMR."))
    name = models.CharField(_("name"), max_length=200)
    native_name = models.CharField(_("name in its own script"), max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=LenderKind, default=LenderKind.INSTITUTION)
    country = CountryField(_("country"))
    city = models.CharField(_("city"), max_length=100, blank=True)
    address = models.TextField(_("address"), blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, default="Europe/London", validators=[check_time_zone])
    language = models.CharField(
        _("language"), max_length=12, default="en-gb", help_text=_("Letters are written in it.")
    )
    isil = models.CharField("ISIL", max_length=20, blank=True)
    wikidata = models.CharField("Wikidata", max_length=20, blank=True)
    ror = models.CharField("ROR", max_length=40, blank=True)
    anonymous = models.BooleanField(
        _("anonymous to the public"), default=False, help_text=_("Shown outside the office as “Private collection”.")
    )
    agent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="represents", verbose_name=_("lending agent")
    )
    is_organiser = models.BooleanField(_("this is us"), default=False)
    demo_record = models.BooleanField(_("demo record"), default=False)
    search = models.TextField(editable=False, default="", blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("lender")
        verbose_name_plural = _("lenders")
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(
                fields=("is_organiser",), condition=models.Q(is_organiser=True), name="lenders_one_organiser"
            ),
            models.CheckConstraint(condition=~models.Q(agent=models.F("id")), name="lenders_no_agent_of_itself"),
        )
        indexes = (GinIndex(name="lenders_lender_search", fields=["search"], opclasses=["gin_trgm_ops"]),)

    def __str__(self) -> str:
        return self.name

    @property
    def public_name(self) -> str:
        """The name that may leave the office."""
        return str(_("Private collection")) if self.anonymous else self.name


class StandingTerms(models.Model):
    """What a lender usually asks: these win over the organiser's defaults."""

    class Courier(models.TextChoices):
        UNKNOWN = "", _("Not known")
        ALWAYS = "always", _("Always")
        SOMETIMES = "sometimes", _("For some objects")
        NEVER = "never", _("Never")

    lender = models.OneToOneField(Lender, models.CASCADE, related_name="terms")
    notice_months = models.PositiveSmallIntegerField(
        _("notice"), null=True, blank=True, help_text=_("Months before the opening by which a request must be in.")
    )
    rh_min = models.PositiveSmallIntegerField(_("humidity from (% RH)"), null=True, blank=True)
    rh_max = models.PositiveSmallIntegerField(_("humidity to (% RH)"), null=True, blank=True)
    temperature_min = models.SmallIntegerField(_("temperature from (°C)"), null=True, blank=True)
    temperature_max = models.SmallIntegerField(_("temperature to (°C)"), null=True, blank=True)
    lux_max = models.PositiveIntegerField(_("light at most (lux)"), null=True, blank=True)
    courier = models.CharField(_("courier"), max_length=10, choices=Courier, default=Courier.UNKNOWN, blank=True)
    insurance = models.CharField(_("insurance"), max_length=300, blank=True)
    credit_line = models.CharField(_("credit line"), max_length=300, blank=True)
    rest_days = models.CharField(
        _("days off"), max_length=20, default="6,7", help_text=_("Weekdays without work, Monday is 1: 6,7.")
    )
    uv = models.PositiveIntegerField(_("UV at most (µW/lm)"), null=True, blank=True)
    signing = models.CharField(_("signs"), max_length=10, choices=SigningWay, default=SigningWay.ELECTRONIC)
    originals = models.PositiveSmallIntegerField(_("paper originals"), default=2)
    second_language = models.CharField(
        _("agreement also in"), max_length=12, blank=True, help_text=_("A language code: ru. Empty: English alone.")
    )
    needs_decree = models.BooleanField(
        _("needs a decree"), default=False, help_text=_("An act of a ministry or state commission for every loan.")
    )
    notice_days = models.PositiveSmallIntegerField(_("told of damage within (working days)"), null=True, blank=True)
    report_days = models.PositiveSmallIntegerField(_("report on damage within (working days)"), null=True, blank=True)
    emergency_contact = models.CharField(
        _("whom to telephone"), max_length=200, blank=True, help_text=_("Name and number, at any hour.")
    )
    note = models.TextField(_("notes"), blank=True)

    class Meta:
        verbose_name = _("standing terms")
        verbose_name_plural = _("standing terms")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(rh_min__isnull=True)
                | models.Q(rh_max__isnull=True)
                | models.Q(rh_min__lte=models.F("rh_max")),
                name="lenders_terms_rh_in_order",
                violation_error_message=_("The humidity range starts above its end."),
            ),
            models.CheckConstraint(
                condition=models.Q(temperature_min__isnull=True)
                | models.Q(temperature_max__isnull=True)
                | models.Q(temperature_min__lte=models.F("temperature_max")),
                name="lenders_terms_temperature_in_order",
                violation_error_message=_("The temperature range starts above its end."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.lender}"
