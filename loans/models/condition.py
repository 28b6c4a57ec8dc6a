"""Condition reports: one examination of one object at one of five moments, each starting from the one before.

Signed means frozen: the database refuses to change a signed report, its marks or its photos.
"""

from typing import Any, ClassVar

import pgtrigger
from django.db import models
from django.db.models.functions import UUID7
from django.utils.translation import gettext_lazy as _

from loans.models.lines import LoanLine
from office.records.history import tracked
from office.records.models import StoredFile


class Moment(models.TextChoices):
    LENDER_OUT = "lender_out", _("Outgoing, at the lender")
    BORROWER_IN = "borrower_in", _("Incoming, at our place")
    CHECK = "check", _("Check on display")
    BORROWER_OUT = "borrower_out", _("Outgoing, at our place")
    LENDER_RETURN = "lender_return", _("On return, at the lender")


class ConditionClass(models.TextChoices):
    GOOD = "good", _("Good")
    FAIR = "fair", _("Fair")
    POOR = "poor", _("Poor")
    UNACCEPTABLE = "unacceptable", _("Unacceptable")


class Severity(models.TextChoices):
    MINOR = "minor", _("Minor")
    MODERATE = "moderate", _("Moderate")
    SEVERE = "severe", _("Severe")


class MarkState(models.TextChoices):
    NEW = "new", _("New")
    UNCHANGED = "unchanged", _("Unchanged")
    CHANGED = "changed", _("Changed")
    NOT_FOUND = "not_found", _("Not found")
    UNCONFIRMED = "unconfirmed", _("Still to be confirmed")


class Side(models.TextChoices):
    LENDER = "lender", _("For the lender")
    BORROWER = "borrower", _("For the borrower")


_FROZEN = (
    "IF EXISTS (SELECT 1 FROM loans_conditionreport r WHERE r.id = {row}.report_id AND r.content_hash <> '')"
    " THEN RAISE EXCEPTION 'a signed condition report is frozen'; END IF; RETURN {row};"
)


def _frozen_with_report() -> list[pgtrigger.Trigger]:
    return [
        pgtrigger.Trigger(
            name="frozen_when_signed_old",
            when=pgtrigger.Before,
            operation=pgtrigger.Update | pgtrigger.Delete,
            func=_FROZEN.format(row="OLD").replace(
                "RETURN OLD;", "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;"
            ),
        ),
        pgtrigger.Trigger(
            name="frozen_when_signed_new",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert,
            func=_FROZEN.format(row="NEW"),
        ),
    ]


@tracked()
class ConditionReport(models.Model):
    """One examination. Condition and stability are nobody's finding until somebody says them.

    `content_hash` is empty while it is a draft and set at signature; then nothing changes.
    """

    uid = models.UUIDField(db_default=UUID7(), unique=True, editable=False)
    reference = models.CharField(_("reference"), max_length=30, unique=True, editable=False)
    line = models.ForeignKey(LoanLine, models.PROTECT, related_name="reports", verbose_name=_("loan line"))
    moment = models.CharField(_("moment"), max_length=14, choices=Moment)
    previous = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="next_reports",
        verbose_name=_("report before"),
        editable=False,
    )
    examined_on = models.DateField(_("examined on"))
    examined_at_place = models.CharField(_("where"), max_length=200, blank=True)
    examiner = models.CharField(_("examiner"), max_length=200)
    examiner_title = models.CharField(_("job title"), max_length=200, blank=True)
    method = models.CharField(_("method"), max_length=200, blank=True)
    lighting = models.CharField(_("lighting"), max_length=200, blank=True)
    condition = models.CharField(_("condition"), max_length=12, choices=ConditionClass, blank=True)
    stable = models.BooleanField(_("stable"), null=True, blank=True)
    complete = models.CharField(_("completeness"), max_length=200, blank=True)
    hazards = models.CharField(_("hazards"), max_length=300, blank=True)
    summary = models.TextField(_("summary"), blank=True)
    interventions = models.TextField(_("earlier interventions"), blank=True)
    handling = models.TextField(_("handling"), blank=True)
    packing = models.TextField(_("packing"), blank=True)
    display = models.TextField(_("display"), blank=True)
    environment = models.TextField(_("environment"), blank=True)
    content_hash = models.CharField(max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("condition report")
        verbose_name_plural = _("condition reports")
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("line", "moment"), condition=models.Q(content_hash=""), name="loans_report_one_draft_a_moment"
            ),
        )
        triggers: ClassVar[list[Any]] = [
            pgtrigger.Protect(
                name="frozen_when_signed",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__content_hash__gt=""),
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_signed(self) -> bool:
        return bool(self.content_hash)


class ReportPhoto(models.Model):
    """A photo of the examination; the file is the original, shown through its derivative."""

    uid = models.UUIDField(db_default=UUID7(), unique=True, editable=False)
    report = models.ForeignKey(ConditionReport, models.CASCADE, related_name="photos")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name=_("photo"))
    number = models.PositiveSmallIntegerField(_("number"))
    caption = models.CharField(_("caption"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ("number", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("report", "number"), name="loans_photo_number_once", deferrable=models.Deferrable.DEFERRED
            ),
        )
        triggers: ClassVar[list[Any]] = _frozen_with_report()

    def __str__(self) -> str:
        return self.caption or f"{self.number}"


class ConditionMark(models.Model):
    """One finding: a region on a photo (fractions of its width and height, 0 to 1) or a zone in words.

    `origin` is the same mark in the report before; `state` says what became of it.
    """

    uid = models.UUIDField(db_default=UUID7(), unique=True, editable=False)
    report = models.ForeignKey(ConditionReport, models.CASCADE, related_name="marks")
    origin = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by", editable=False
    )
    number = models.PositiveSmallIntegerField(_("number"))
    state = models.CharField(_("since the report before"), max_length=12, choices=MarkState, default=MarkState.NEW)
    photo = models.ForeignKey(
        ReportPhoto, models.SET_NULL, null=True, blank=True, related_name="marks", verbose_name=_("photo")
    )
    x = models.DecimalField(_("from the left"), max_digits=5, decimal_places=4, null=True, blank=True)
    y = models.DecimalField(_("from the top"), max_digits=5, decimal_places=4, null=True, blank=True)
    width = models.DecimalField(_("width"), max_digits=5, decimal_places=4, null=True, blank=True)
    height = models.DecimalField(_("height"), max_digits=5, decimal_places=4, null=True, blank=True)
    zone = models.CharField(_("where"), max_length=200, blank=True)
    term = models.CharField(_("what"), max_length=60)
    severity = models.CharField(_("severity"), max_length=10, choices=Severity, default=Severity.MINOR)
    extent = models.CharField(_("extent"), max_length=60, blank=True, help_text=_("12 mm, or 5 %"))
    active = models.BooleanField(_("active"), default=False)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("mark")
        verbose_name_plural = _("marks")
        ordering = ("number", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("report", "number"), name="loans_mark_number_once", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(
                condition=models.Q(x__isnull=True, y__isnull=True)
                | (models.Q(x__gte=0) & models.Q(x__lte=1) & models.Q(y__gte=0) & models.Q(y__lte=1)),
                name="loans_mark_inside_photo",
                violation_error_message=_("The mark lies outside the photo."),
            ),
        )
        triggers: ClassVar[list[Any]] = _frozen_with_report()

    def __str__(self) -> str:
        return f"{self.number}. {self.term}"


class ReportSignature(models.Model):
    """One side's signature under a report, over the hash of exactly what was signed."""

    report = models.ForeignKey(ConditionReport, models.CASCADE, related_name="signatures")
    side = models.CharField(_("side"), max_length=8, choices=Side)
    name = models.CharField(_("name"), max_length=200)
    title = models.CharField(_("title"), max_length=200, blank=True)
    signed_at = models.DateTimeField(_("signed"))
    content_hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("report", "side"), name="loans_signature_side_once"),)
        triggers: ClassVar[list[Any]] = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.name
