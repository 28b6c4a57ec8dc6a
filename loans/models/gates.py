"""What people decided about a gate of a line, and the permits that open gates for many lines at once."""

from django.db import models
from django.db.models.functions import UUID7
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from exhibitions.models import Exhibition
from loans.gates import GATES, GateState
from loans.models.lines import LoanLine
from office.records.history import tracked
from office.records.models import AuditEvent, StoredFile


@tracked()
class GateRecord(models.Model):
    """A person's word on one gate of one line; without a row the gate is computed. Written by loans.services.gates.

    Evidence counts only within `valid_from` and `valid_until`, both inclusive.
    """

    uid = models.UUIDField(db_default=UUID7(), unique=True, editable=False)
    line = models.ForeignKey(LoanLine, models.CASCADE, related_name="gate_records", verbose_name=_("object"))
    gate = models.CharField(_("gate"), max_length=20)
    state = models.CharField(_("state"), max_length=12, choices=GateState)
    reason = models.TextField(_("why"), blank=True)
    evidence_number = models.CharField(_("number of the evidence"), max_length=100, blank=True)
    evidence = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("evidence")
    )
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    decided_by = models.CharField(_("decided by"), max_length=200)
    decided_by_title = models.CharField(_("job title"), max_length=200, blank=True)
    decided_on = models.DateField(_("decided on"))
    event = models.ForeignKey(AuditEvent, models.PROTECT, null=True, blank=True, related_name="+", editable=False)

    class Meta:
        verbose_name = _("gate")
        verbose_name_plural = _("gates")
        ordering = ("line", "id")
        constraints = (
            models.UniqueConstraint(fields=("line", "gate"), name="loans_gate_once_a_line"),
            models.CheckConstraint(condition=models.Q(gate__in=sorted(GATES)), name="loans_gate_known"),
            models.CheckConstraint(
                condition=~models.Q(state="satisfied")
                | models.Q(evidence__isnull=False)
                | ~models.Q(evidence_number=""),
                name="loans_gate_satisfied_by_evidence",
                violation_error_message=_("A gate is satisfied by evidence: attach the file or give its number."),
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=("waived", "not_needed", "failed")) | ~models.Q(reason=""),
                name="loans_gate_decided_for_a_reason",
                violation_error_message=_("Say why."),
            ),
            models.CheckConstraint(
                condition=models.Q(valid_from__isnull=True)
                | models.Q(valid_until__isnull=True)
                | models.Q(valid_from__lte=models.F("valid_until")),
                name="loans_gate_validity_in_order",
                violation_error_message=_("The evidence ends before it begins."),
            ),
        )

    def __str__(self) -> str:
        return str(GATES[self.gate].label) if self.gate in GATES else self.gate


class PermitKind(models.TextChoices):
    DECREE = "decree", _("Decree or order of the lender's country")
    EXPORT = "export", _("Export licence")
    CITES = "cites", _("CITES permit")
    CUSTOMS = "customs", _("Customs entry")


class PermitDirection(models.TextChoices):
    OUT = "out", _("On the way out")
    HOME = "home", _("On the way home")
    BOTH = "both", _("Both ways")


class PermitStatus(models.TextChoices):
    APPLIED = "applied", _("Applied for")
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", _("Refused")


@tracked()
class Permit(models.Model):
    """An act of a state for some objects: decree, export licence, CITES permit, customs entry.

    It opens its gate for every line it names, on the days it is valid (both inclusive). `return_by` is the day on
    which the objects must be back by its terms: one source of the latest lawful return.
    """

    uid = models.UUIDField(db_default=UUID7(), unique=True, editable=False)
    exhibition = models.ForeignKey(Exhibition, models.CASCADE, related_name="permits", verbose_name=_("exhibition"))
    kind = models.CharField(_("kind"), max_length=10, choices=PermitKind)
    direction = models.CharField(_("direction"), max_length=4, choices=PermitDirection, default=PermitDirection.OUT)
    status = models.CharField(_("status"), max_length=8, choices=PermitStatus, default=PermitStatus.APPLIED)
    country = CountryField(_("country"), blank=True)
    number = models.CharField(_("number"), max_length=100, blank=True)
    authority = models.CharField(_("issued by"), max_length=200, blank=True)
    signatory = models.CharField(_("signed by"), max_length=200, blank=True)
    applied_on = models.DateField(_("applied for on"), null=True, blank=True)
    issued_on = models.DateField(_("dated"), null=True, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    return_by = models.DateField(_("objects back by"), null=True, blank=True)
    discharged_on = models.DateField(_("discharged on"), null=True, blank=True)
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("document")
    )
    note = models.TextField(_("note"), blank=True)
    lines = models.ManyToManyField(LoanLine, related_name="permits", blank=True, verbose_name=_("objects"))
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("permit")
        verbose_name_plural = _("permits")
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(status="granted") | (~models.Q(number="") & models.Q(issued_on__isnull=False)),
                name="loans_permit_granted_has_number_and_date",
                violation_error_message=_("A granted permit has a number and a date."),
            ),
            models.CheckConstraint(
                condition=models.Q(valid_from__isnull=True)
                | models.Q(valid_until__isnull=True)
                | models.Q(valid_from__lte=models.F("valid_until")),
                name="loans_permit_validity_in_order",
                violation_error_message=_("The permit ends before it begins."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}".strip()
