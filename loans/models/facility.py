"""A lender's sight of a venue's facility report: who accepted confidentiality, who read what, questions, acceptance."""

from typing import Any, ClassVar

import pgtrigger
from django.db import models
from django.db.models.functions import UUID7
from django.utils.translation import gettext_lazy as _

from exhibitions.models import FacilityReport, SectionCode
from lenders.models import Contact, Lender
from office.records.models import AuditEvent


class FacilityAccess(models.Model):
    """A contact's acceptance of confidentiality for one version: before it nothing of the report is shown."""

    contact = models.ForeignKey(Contact, models.CASCADE, related_name="facility_access")
    report = models.ForeignKey(FacilityReport, models.CASCADE, related_name="access")
    accepted_at = models.DateTimeField(_("confidentiality accepted"))
    accepted_words = models.TextField(_("what was accepted"))
    ip = models.GenericIPAddressField("IP", null=True, blank=True)

    class Meta:
        verbose_name = _("access to a facility report")
        verbose_name_plural = _("access to facility reports")
        constraints = (models.UniqueConstraint(fields=("contact", "report"), name="loans_facility_access_once"),)

    def __str__(self) -> str:
        return f"{self.contact}, {self.report}"


class FacilityView(models.Model):
    """One look at a report: by whom, when, at what. Append-only; the contact may be gone, her name stays."""

    contact = models.ForeignKey(Contact, models.SET_NULL, null=True, related_name="+")
    lender = models.ForeignKey(Lender, models.CASCADE, related_name="facility_views")
    who = models.CharField(_("who"), max_length=200)
    report = models.ForeignKey(FacilityReport, models.CASCADE, related_name="views")
    section = models.CharField(_("section"), max_length=12, choices=SectionCode, blank=True)
    as_pdf = models.BooleanField(_("as PDF"), default=False)
    viewed_at = models.DateTimeField(_("viewed"))
    ip = models.GenericIPAddressField("IP", null=True, blank=True)

    class Meta:
        verbose_name = _("view of a facility report")
        verbose_name_plural = _("views of facility reports")
        ordering = ("-id",)
        indexes = (models.Index("report", "lender", "id", name="loans_facility_view_latest"),)
        triggers: ClassVar[list[Any]] = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.who}, {self.report}"


class FacilityQuestion(models.Model):
    """A lender's question about a section, and our answer."""

    uid = models.UUIDField(db_default=UUID7(), unique=True, editable=False)
    lender = models.ForeignKey(Lender, models.CASCADE, related_name="facility_questions")
    report = models.ForeignKey(FacilityReport, models.CASCADE, related_name="questions")
    section = models.CharField(_("section"), max_length=12, choices=SectionCode, blank=True)
    question = models.TextField(_("question"))
    asked_by = models.CharField(_("asked by"), max_length=200)
    asked_at = models.DateTimeField(_("asked"))
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.CharField(_("answered by"), max_length=200, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    class Meta:
        verbose_name = _("question about a facility report")
        verbose_name_plural = _("questions about facility reports")
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.question[:80]


class FacilityDecision(models.Model):
    """A lender's word on a version, section by section or as a whole (no section). The newest for a section counts."""

    class Verdict(models.TextChoices):
        ACCEPTED = "accepted", _("Accepted")
        CONCERNS = "concerns", _("Concerns")

    lender = models.ForeignKey(Lender, models.CASCADE, related_name="facility_decisions")
    report = models.ForeignKey(FacilityReport, models.CASCADE, related_name="decisions")
    section = models.CharField(_("section"), max_length=12, choices=SectionCode, blank=True)
    verdict = models.CharField(_("word"), max_length=8, choices=Verdict)
    words = models.TextField(_("in words"), blank=True)
    decided_by = models.CharField(_("decided by"), max_length=200)
    decided_on = models.DateField(_("decided on"))
    event = models.ForeignKey(AuditEvent, models.PROTECT, null=True, blank=True, related_name="+", editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("word on a facility report")
        verbose_name_plural = _("words on facility reports")
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(verdict="concerns") | ~models.Q(words=""),
                name="loans_facility_concerns_in_words",
                violation_error_message=_("Say what concerns you."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.lender}, {self.report}"
