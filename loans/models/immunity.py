"""Immunity from seizure: the list as it was published, and what the daily look at it found."""

from typing import Any, ClassVar

import pgtrigger
from django.db import models
from django.db.models.functions import UUID7
from django.utils.translation import gettext_lazy as _

from exhibitions.models import Showing
from loans.models.lines import LoanLine
from office.records.models import StoredFile


class ImmunityList(models.Model):
    """One edition of the list for one showing, as HTML and PDF for the museum's own website.

    It counts from `published_on`, the day it stood at `url`; each line in it has the reference "showing list number /
    line number" of the edition.
    """

    uid = models.UUIDField(db_default=UUID7(), unique=True, editable=False)
    showing = models.ForeignKey(Showing, models.PROTECT, related_name="immunity_lists", verbose_name=_("showing"))
    number = models.PositiveSmallIntegerField(_("edition"))
    made_on = models.DateField(_("made on"))
    html = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name=_("page"))
    pdf = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="PDF")
    url = models.URLField(_("public address"), max_length=500, blank=True)
    published_on = models.DateField(_("published on"), null=True, blank=True)
    lines = models.ManyToManyField(
        LoanLine, through="loans.ImmunityEntry", related_name="immunity_lists", verbose_name=_("objects")
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("immunity list")
        verbose_name_plural = _("immunity lists")
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=("showing", "number"), name="loans_immunity_edition_once"),
            models.CheckConstraint(
                condition=models.Q(published_on__isnull=True) | ~models.Q(url=""),
                name="loans_immunity_published_somewhere",
                violation_error_message=_("Give the public address the list stands at."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.showing} {self.number}"


class ImmunityEntry(models.Model):
    """A line in an edition, under the reference that stands on the page."""

    edition = models.ForeignKey(ImmunityList, models.CASCADE, related_name="entries")
    line = models.ForeignKey(LoanLine, models.PROTECT, related_name="immunity_entries", verbose_name=_("object"))
    reference = models.CharField(_("reference"), max_length=30)

    class Meta:
        verbose_name = _("entry of an immunity list")
        verbose_name_plural = _("entries of immunity lists")
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("edition", "line"), name="loans_immunity_line_once"),
            models.UniqueConstraint(fields=("edition", "reference"), name="loans_immunity_reference_once"),
        )

    def __str__(self) -> str:
        return self.reference


class ImmunityCheck(models.Model):
    """What stood at the public address when it was looked at: evidence of publication. Append-only."""

    edition = models.ForeignKey(ImmunityList, models.CASCADE, related_name="checks")
    checked_at = models.DateTimeField(_("checked"))
    url = models.URLField(max_length=500)
    http_status = models.PositiveSmallIntegerField(null=True, blank=True)
    missing = models.JSONField(_("references not found"), default=list, blank=True)
    problem = models.CharField(_("problem"), max_length=300, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    page = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("check of an immunity list")
        verbose_name_plural = _("checks of immunity lists")
        ordering = ("-checked_at", "-id")
        triggers: ClassVar[list[Any]] = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.edition} {self.checked_at:%d.%m.%Y}"

    @property
    def complete(self) -> bool:
        return not self.missing and not self.problem
