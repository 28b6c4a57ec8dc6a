"""A venue's facility report: filled in once, kept in versions, confidential, and valid for a limited time."""

from typing import Any, ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models.functions import UUID7
from django.utils.translation import gettext_lazy as _

from exhibitions.models.exhibition import Venue
from office.records.models import StoredFile


class SectionCode(models.TextChoices):
    """What a facility report is about, in the order lenders read it."""

    GENERAL = "general", _("The institution and its people")
    BUILDING = "building", _("Building and construction")
    GALLERY = "gallery", _("Exhibition galleries")
    CLIMATE = "climate", _("Climate control and records")
    LIGHT = "light", _("Light")
    FIRE = "fire", _("Fire detection and suppression")
    SECURITY = "security", _("Security in general")
    HANDLING = "handling", _("Receiving, handling and packing")
    STORAGE = "storage", _("Temporary storage")
    DISPLAY = "display", _("Cases, mounts and barriers")
    PESTS = "pests", _("Pests and housekeeping")
    EMERGENCY = "emergency", _("Emergency plan")
    COVER = "cover", _("Insurance and indemnity")
    HISTORY = "history", _("Loans and incidents in the past")


class FacilityReport(models.Model):
    """One version of a venue's report: a draft until `issued_on`, then frozen.

    The security supplement is a document of its own; here it is only its reference code, which never names the venue.
    """

    uid = models.UUIDField(db_default=UUID7(), unique=True, editable=False)
    venue = models.ForeignKey(Venue, models.PROTECT, related_name="facility_reports", verbose_name=_("venue"))
    version = models.PositiveSmallIntegerField(_("version"))
    issued_on = models.DateField(_("issued"), null=True, blank=True, editable=False)
    expires_on = models.DateField(_("valid until"), null=True, blank=True)
    prepared_by = models.CharField(_("prepared by"), max_length=200, blank=True)
    confidentiality = models.TextField(
        _("confidentiality"), blank=True, help_text=_("What a reader accepts before reading.")
    )
    security_reference = models.CharField(
        _("reference of the security supplement"), max_length=40, blank=True, help_text=_("Never the venue's name.")
    )
    security_supplement = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("security supplement")
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("facility report")
        verbose_name_plural = _("facility reports")
        ordering = ("venue", "-version")
        constraints = (
            models.UniqueConstraint(fields=("venue", "version"), name="exhibitions_facility_version_once"),
            models.UniqueConstraint(
                fields=("venue",),
                condition=models.Q(issued_on__isnull=True),
                name="exhibitions_facility_one_draft",
                violation_error_message=_("This venue has a draft already: finish that one."),
            ),
            models.CheckConstraint(
                condition=models.Q(issued_on__isnull=True)
                | models.Q(expires_on__isnull=False, expires_on__gt=models.F("issued_on")),
                name="exhibitions_facility_expires_after_issue",
                violation_error_message=_("The report expires before it was issued."),
            ),
        )
        triggers: ClassVar[list[Any]] = [
            pgtrigger.Protect(
                name="frozen_when_issued",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__issued_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.venue}, {self.version}"


class FacilitySection(models.Model):
    """One section's text in one version; `changed` says that it differs from the version before."""

    uid = models.UUIDField(db_default=UUID7(), unique=True, editable=False)
    report = models.ForeignKey(
        FacilityReport, models.CASCADE, related_name="sections", verbose_name=_("facility report")
    )
    code = models.CharField(_("section"), max_length=12, choices=SectionCode)
    text = models.TextField(_("text"), blank=True)
    changed = models.BooleanField(_("changed"), default=False, editable=False)

    class Meta:
        verbose_name = _("section of a facility report")
        verbose_name_plural = _("sections of a facility report")
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("report", "code"), name="exhibitions_facility_section_once"),)
        triggers: ClassVar[list[Any]] = [
            pgtrigger.Trigger(
                name="frozen_with_report",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=(
                    "IF EXISTS (SELECT 1 FROM exhibitions_facilityreport r"
                    " WHERE r.id IN (OLD.report_id, NEW.report_id) AND r.issued_on IS NOT NULL)"
                    " THEN RAISE EXCEPTION 'an issued facility report is frozen'; END IF;"
                    " IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;"
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_code_display())
