"""A collection object as its owner describes it, with parts that have numbers, sizes and later crates of their own."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import UUID7
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from lenders.models.lender import Lender
from office.records.history import tracked
from office.records.models import StoredFile


class LightClass(models.TextChoices):
    """How much light an object bears (after CIE 157)."""

    UNKNOWN = "", _("Not known")
    SENSITIVE = "sensitive", _("Sensitive, class to be found")
    HIGH = "high", _("Highly sensitive")
    MEDIUM = "medium", _("Sensitive, medium")
    LOW = "low", _("Low sensitivity")
    NONE = "none", _("Not sensitive to light")


class CitesAppendix(models.TextChoices):
    NONE = "", _("None known")
    I = "I", _("Appendix I")  # noqa: E741 - the treaty's own numbering
    II = "II", _("Appendix II")
    III = "III", _("Appendix III")


@tracked(exclude=("search", "accession_sort"))
class CollectionObject(models.Model):
    """One object of one owner.

    Years are historical: -206 is 206 BCE and there is no year 0. `edtf` is filled only when a parser is sure.
    Sizes are in millimetres, weight in grams; `dimensions_text` keeps what was typed. `search` holds the words to
    find it by, lower-cased, in the original script and romanised (lenders.services.search).
    """

    uid = models.UUIDField(db_default=UUID7(), unique=True, editable=False)
    lender = models.ForeignKey(Lender, models.PROTECT, related_name="objects_owned", verbose_name=_("owner"))
    accession_number = models.CharField(_("accession number"), max_length=100, blank=True)
    accession_sort = models.CharField(max_length=300, blank=True, editable=False)
    other_numbers = models.JSONField(_("other numbers"), default=list, blank=True)
    title = models.CharField(_("title"), max_length=500)
    native_title = models.CharField(_("title in its own language"), max_length=500, blank=True)
    maker = models.CharField(_("maker"), max_length=500, blank=True)
    culture = models.CharField(_("culture"), max_length=300, blank=True)
    date_text = models.CharField(_("date"), max_length=300, blank=True)
    earliest_year = models.IntegerField(_("from year"), null=True, blank=True, help_text=_("BCE years are negative."))
    latest_year = models.IntegerField(_("to year"), null=True, blank=True)
    edtf = models.CharField("EDTF", max_length=60, blank=True)
    materials = models.CharField(_("materials"), max_length=1000, blank=True)
    technique = models.CharField(_("technique"), max_length=500, blank=True)
    dimensions_text = models.CharField(_("dimensions"), max_length=1000, blank=True)
    height_mm = models.DecimalField(_("height (mm)"), max_digits=9, decimal_places=1, null=True, blank=True)
    width_mm = models.DecimalField(_("width (mm)"), max_digits=9, decimal_places=1, null=True, blank=True)
    depth_mm = models.DecimalField(_("depth (mm)"), max_digits=9, decimal_places=1, null=True, blank=True)
    diameter_mm = models.DecimalField(_("diameter (mm)"), max_digits=9, decimal_places=1, null=True, blank=True)
    weight_g = models.DecimalField(_("weight (g)"), max_digits=12, decimal_places=1, null=True, blank=True)
    piece_count = models.PositiveIntegerField(_("pieces"), default=1)
    credit_line = models.CharField(_("credit line"), max_length=1000, blank=True)
    classification = models.CharField(_("classification"), max_length=200, blank=True)
    provenance = models.TextField(_("provenance"), blank=True)
    co_owners = models.CharField(
        _("co-owners"), max_length=300, blank=True, default="", db_default="", help_text=_("Who owns it too.")
    )
    co_owner_countries = CountryField(
        _("countries of the co-owners"), multiple=True, blank=True, default="", db_default=""
    )
    place_of_origin = models.CharField(
        _("place of origin"), max_length=300, blank=True, default="", db_default="", help_text=_("Where it was found.")
    )
    archaeological = models.BooleanField(_("archaeological"), default=False, db_default=False)
    features = models.CharField(_("distinguishing features"), max_length=500, blank=True, default="", db_default="")
    light_class = models.CharField(
        _("light"), max_length=10, choices=LightClass, default=LightClass.UNKNOWN, blank=True
    )
    rh_min = models.PositiveSmallIntegerField(_("humidity from (% RH)"), null=True, blank=True)
    rh_max = models.PositiveSmallIntegerField(_("humidity to (% RH)"), null=True, blank=True)
    hazards = models.CharField(_("hazards"), max_length=300, blank=True)
    cites_appendix = models.CharField(
        "CITES", max_length=3, choices=CitesAppendix, default=CitesAppendix.NONE, blank=True
    )
    image = models.ForeignKey(
        StoredFile, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("picture")
    )
    image_credit = models.CharField(_("picture credit"), max_length=300, blank=True)
    source_system = models.CharField(_("source system"), max_length=60, blank=True)
    source_id = models.CharField(_("source number"), max_length=200, blank=True)
    source_url = models.URLField(_("source page"), max_length=500, blank=True)
    licence = models.CharField(_("licence of the record"), max_length=100, blank=True)
    demo_record = models.BooleanField(_("demo record"), default=False)
    search = models.TextField(editable=False, default="", blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("object")
        verbose_name_plural = _("objects")
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("lender", "accession_number"),
                condition=~models.Q(accession_number=""),
                name="lenders_object_number_once",
                violation_error_message=_("This owner has an object with this accession number already."),
            ),
            models.UniqueConstraint(
                fields=("lender", "source_system", "source_id"),
                condition=~models.Q(source_id=""),
                name="lenders_object_source_once",
            ),
            models.CheckConstraint(condition=models.Q(piece_count__gte=1), name="lenders_object_has_pieces"),
            models.CheckConstraint(
                condition=models.Q(earliest_year__isnull=True)
                | models.Q(latest_year__isnull=True)
                | models.Q(earliest_year__lte=models.F("latest_year")),
                name="lenders_object_years_in_order",
                violation_error_message=_("The date ends before it begins."),
            ),
            models.CheckConstraint(
                condition=(models.Q(earliest_year__isnull=True) | ~models.Q(earliest_year=0))
                & (models.Q(latest_year__isnull=True) | ~models.Q(latest_year=0)),
                name="lenders_object_no_year_zero",
                violation_error_message=_("There is no year 0: 1 BCE is -1, the year after it is 1."),
            ),
            models.CheckConstraint(
                condition=models.Q(rh_min__isnull=True)
                | models.Q(rh_max__isnull=True)
                | models.Q(rh_min__lte=models.F("rh_max")),
                name="lenders_object_rh_in_order",
                violation_error_message=_("The humidity range starts above its end."),
            ),
        )
        indexes = (
            models.Index("lender", "accession_sort", "id", name="lenders_object_by_number"),
            GinIndex(name="lenders_object_search", fields=["search"], opclasses=["gin_trgm_ops"]),
        )

    def __str__(self) -> str:
        return f"{self.accession_number} {self.title}".strip()


class ObjectPart(models.Model):
    """A part with its own number: the lid of 89.27.30.A-B."""

    uid = models.UUIDField(db_default=UUID7(), unique=True, editable=False)
    object = models.ForeignKey(CollectionObject, models.CASCADE, related_name="parts")
    number = models.CharField(_("number"), max_length=100)
    title = models.CharField(_("title"), max_length=300, blank=True)
    dimensions_text = models.CharField(_("dimensions"), max_length=300, blank=True)
    height_mm = models.DecimalField(_("height (mm)"), max_digits=9, decimal_places=1, null=True, blank=True)
    width_mm = models.DecimalField(_("width (mm)"), max_digits=9, decimal_places=1, null=True, blank=True)
    depth_mm = models.DecimalField(_("depth (mm)"), max_digits=9, decimal_places=1, null=True, blank=True)
    weight_g = models.DecimalField(_("weight (g)"), max_digits=12, decimal_places=1, null=True, blank=True)

    class Meta:
        verbose_name = _("part")
        verbose_name_plural = _("parts")
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("object", "number"),
                name="lenders_part_number_once",
                violation_error_message=_("This object has a part with this number already."),
            ),
        )

    def __str__(self) -> str:
        return self.number
