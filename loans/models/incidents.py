"""What went wrong with an object: damage, loss, or a thing that happened while a gate was open."""

from django.db import models
from django.db.models.functions import UUID7
from django.utils.translation import gettext_lazy as _

from loans.models.lines import LoanLine
from office.records.history import tracked
from office.records.models import StoredFile


class IncidentKind(models.TextChoices):
    DAMAGE = "damage", _("Damage")
    LOSS = "loss", _("Loss")
    OPEN_GATE = "open_gate", _("Moved while something was open")
    OTHER = "other", _("Something else")


@tracked()
class Incident(models.Model):
    """One incident on one line. Damage and loss put the line on hold until the lender's consent is recorded.

    `notify_by` and `report_by` are the loan's agreed clock, else the house's (two and ten working days). While any is
    open, `LoanLine.incident_since` holds the day of the oldest.
    """

    uid = models.UUIDField(db_default=UUID7(), unique=True, editable=False)
    reference = models.CharField(_("reference"), max_length=20, unique=True, editable=False)
    line = models.ForeignKey(LoanLine, models.PROTECT, related_name="incidents", verbose_name=_("object"))
    kind = models.CharField(_("kind"), max_length=10, choices=IncidentKind)
    happened_on = models.DateField(_("found on"))
    found_by = models.CharField(_("found by"), max_length=200, blank=True)
    place = models.CharField(_("where"), max_length=200, blank=True)
    words = models.TextField(_("what happened"))
    photo = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("photo")
    )
    notify_by = models.DateField(_("lender told by"), null=True, blank=True)
    notified_on = models.DateField(_("lender told on"), null=True, blank=True)
    notified_whom = models.CharField(_("whom we told"), max_length=200, blank=True)
    report_by = models.DateField(_("report due"), null=True, blank=True)
    reported_on = models.DateField(_("report sent on"), null=True, blank=True)
    consent_on = models.DateField(_("lender's consent on"), null=True, blank=True)
    consent_by = models.CharField(_("consent given by"), max_length=200, blank=True)
    settled_on = models.DateField(_("settled on"), null=True, blank=True)
    settlement = models.TextField(_("what was done about it"), blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(settled_on__isnull=True) | ~models.Q(settlement=""),
                name="loans_incident_settled_in_words",
            ),
        )
        indexes = (models.Index("line", name="loans_incident_open", condition=models.Q(settled_on__isnull=True)),)

    def __str__(self) -> str:
        return self.reference
