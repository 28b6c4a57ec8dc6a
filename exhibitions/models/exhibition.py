"""An exhibition, where and when it is shown, and its sections."""

from django.conf import settings
from django.db import models
from django.db.models.functions import UUID7
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField


class Exhibition(models.Model):
    """What the loans are for. Touring is several showings."""

    uid = models.UUIDField(db_default=UUID7(), unique=True, editable=False)
    code = models.SlugField(_("code"), max_length=20, unique=True)
    title = models.CharField(_("title"), max_length=200)
    subtitle = models.CharField(_("subtitle"), max_length=300, blank=True)
    story = models.TextField(_("story"), blank=True, help_text=_("Lenders read it in the portal."))
    curators = models.CharField(_("curators"), max_length=300, blank=True)
    registrar = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="exhibitions",
        verbose_name=_("registrar"),
        help_text=_("Lenders write to this person; letters go out in this name."),
    )
    demo_record = models.BooleanField(_("demo record"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("exhibition")
        verbose_name_plural = _("exhibitions")
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.title


class Venue(models.Model):
    """A place where exhibitions are seen, with the climate and light it promises.

    Humidity in % RH, temperature in degrees Celsius, light in lux, UV in microwatts per lumen, hours a day. What is
    empty is not known. `lit_hours` empty means the opening hours and the hours of the environment pack on top.
    """

    uid = models.UUIDField(db_default=UUID7(), unique=True, editable=False)
    name = models.CharField(_("name"), max_length=200, unique=True)
    address = models.TextField(_("address"), blank=True)
    city = models.CharField(_("city"), max_length=100)
    country = CountryField(_("country"))
    time_zone = models.CharField(_("time zone"), max_length=64, default="Europe/London")
    climate = models.CharField(_("climate promised"), max_length=200, blank=True)
    light = models.CharField(_("light promised"), max_length=200, blank=True)
    rh_min = models.DecimalField(_("humidity from (% RH)"), max_digits=4, decimal_places=1, null=True, blank=True)
    rh_max = models.DecimalField(_("humidity to (% RH)"), max_digits=4, decimal_places=1, null=True, blank=True)
    rh_swing = models.DecimalField(
        _("humidity change in 24 hours (% RH)"), max_digits=4, decimal_places=1, null=True, blank=True
    )
    temperature_min = models.DecimalField(
        _("temperature from (°C)"), max_digits=4, decimal_places=1, null=True, blank=True
    )
    temperature_max = models.DecimalField(
        _("temperature to (°C)"), max_digits=4, decimal_places=1, null=True, blank=True
    )
    lux = models.PositiveIntegerField(_("light at most (lux)"), null=True, blank=True)
    uv = models.PositiveIntegerField(_("UV at most (µW/lm)"), null=True, blank=True)
    open_hours = models.DecimalField(_("open (hours a day)"), max_digits=3, decimal_places=1, null=True, blank=True)
    lit_hours = models.DecimalField(_("lit (hours a day)"), max_digits=3, decimal_places=1, null=True, blank=True)
    claims_contact = models.CharField(
        _("contact for claims"), max_length=300, blank=True, help_text=_("Stands on the immunity list.")
    )

    class Meta:
        verbose_name = _("venue")
        verbose_name_plural = _("venues")
        ordering = ("name",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(rh_min__isnull=True)
                | models.Q(rh_max__isnull=True)
                | models.Q(rh_min__lte=models.F("rh_max")),
                name="exhibitions_venue_rh_in_order",
                violation_error_message=_("The humidity range starts above its end."),
            ),
            models.CheckConstraint(
                condition=models.Q(temperature_min__isnull=True)
                | models.Q(temperature_max__isnull=True)
                | models.Q(temperature_min__lte=models.F("temperature_max")),
                name="exhibitions_venue_temperature_in_order",
                violation_error_message=_("The temperature range starts above its end."),
            ),
            models.CheckConstraint(
                condition=(models.Q(open_hours__isnull=True) | models.Q(open_hours__lte=24))
                & (models.Q(lit_hours__isnull=True) | models.Q(lit_hours__lte=24)),
                name="exhibitions_venue_hours_of_a_day",
                violation_error_message=_("A day has 24 hours."),
            ),
        )

    def __str__(self) -> str:
        return self.name


class Showing(models.Model):
    """The exhibition at one venue. All four days are days of the venue, inclusive."""

    uid = models.UUIDField(db_default=UUID7(), unique=True, editable=False)
    exhibition = models.ForeignKey(Exhibition, models.CASCADE, related_name="showings", verbose_name=_("exhibition"))
    venue = models.ForeignKey(Venue, models.PROTECT, related_name="showings", verbose_name=_("venue"))
    install_date = models.DateField(_("installation from"))
    opens_date = models.DateField(_("opens"))
    closes_date = models.DateField(_("closes"))
    deinstall_date = models.DateField(_("deinstalled by"))

    class Meta:
        verbose_name = _("showing")
        verbose_name_plural = _("showings")
        ordering = ("opens_date", "id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(install_date__lte=models.F("opens_date"))
                & models.Q(opens_date__lte=models.F("closes_date"))
                & models.Q(closes_date__lte=models.F("deinstall_date")),
                name="exhibitions_showing_in_order",
                violation_error_message=_("Installation, opening, close and deinstallation must follow each other."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.exhibition}, {self.venue}"


class Section(models.Model):
    """A chapter of the exhibition."""

    uid = models.UUIDField(db_default=UUID7(), unique=True, editable=False)
    exhibition = models.ForeignKey(Exhibition, models.CASCADE, related_name="sections", verbose_name=_("exhibition"))
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=200)

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(
                fields=("exhibition", "number"),
                name="exhibitions_section_number_once",
                violation_error_message=_("This exhibition has a section with this number already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"
