"""A loan line: one object in one loan, the unit the lender decides on."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models.functions import UUID7
from django.utils.translation import gettext_lazy as _
from djmoney.models.fields import MoneyField

from exhibitions.models import ChecklistEntry, Showing
from lenders.models import CollectionObject
from loans.models.loan import Loan
from loans.states import COMMITTED, DeclineReason, LineStatus
from office.records.history import tracked


@tracked()
class LoanLine(models.Model):
    """One object in one loan. Its status is written by loans.services.lines alone.

    `period` is this line's own and starts as the loan's: [collection, return), so that an object returned on a day
    may leave for another loan on the same day. A hold or an incident lies over the status and does not replace it.
    """

    uid = models.UUIDField(db_default=UUID7(), unique=True, editable=False)
    loan = models.ForeignKey(Loan, models.CASCADE, related_name="lines", verbose_name=_("loan"))
    object = models.ForeignKey(CollectionObject, models.PROTECT, related_name="loan_lines", verbose_name=_("object"))
    entry = models.ForeignKey(
        ChecklistEntry, models.SET_NULL, null=True, blank=True, related_name="loan_lines", verbose_name=_("checklist")
    )
    showings = models.ManyToManyField(Showing, related_name="loan_lines", blank=True, verbose_name=_("showings"))
    number = models.PositiveIntegerField(_("number"))
    pieces = models.PositiveIntegerField(_("pieces"), default=1)
    status = models.CharField(_("status"), max_length=30, choices=LineStatus, default=LineStatus.DRAFT, editable=False)
    reason_code = models.CharField(_("reason"), max_length=20, choices=DeclineReason, blank=True, editable=False)
    reason = models.TextField(_("in words"), blank=True, editable=False)
    decided_on = models.DateField(_("decided on"), null=True, blank=True, editable=False)
    decided_by = models.CharField(_("decided by"), max_length=200, blank=True, editable=False)
    substitute = models.ForeignKey(
        CollectionObject,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("substitute offered"),
    )
    agreed_value = MoneyField(
        _("agreed value"), max_digits=16, decimal_places=2, default_currency="GBP", null=True, blank=True
    )
    period = DateRangeField(_("period"), null=True, blank=True)
    held_since = models.DateField(_("on hold since"), null=True, blank=True, editable=False)
    hold_reason = models.CharField(_("why on hold"), max_length=300, blank=True, editable=False)
    incident_since = models.DateField(_("incident open since"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("loan line")
        verbose_name_plural = _("loan lines")
        ordering = ("loan", "number", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("loan", "object"),
                name="loans_line_object_once",
                violation_error_message=_("This object is in the loan already."),
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=[status.value for status in LineStatus]), name="loans_line_known_status"
            ),
            models.CheckConstraint(condition=models.Q(pieces__gte=1), name="loans_line_has_pieces"),
            models.CheckConstraint(
                condition=~models.Q(status="declined") | ~models.Q(reason_code=""),
                name="loans_line_declined_for_a_reason",
            ),
            # Null and empty ranges overlap nothing, so they would slip past the exclusion constraint.
            models.CheckConstraint(
                condition=~models.Q(status__in=sorted(COMMITTED))
                | (
                    models.Q(period__isnull=False)
                    & models.Q(period__isempty=False)
                    & models.Q(period__lower_inf=False)
                    & models.Q(period__upper_inf=False)
                ),
                name="loans_line_committed_period_bounded",
            ),
            ExclusionConstraint(
                name="loans_line_object_committed_once",
                expressions=[("object", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                condition=models.Q(status__in=sorted(COMMITTED)),
                deferrable=models.Deferrable.IMMEDIATE,
            ),
        )
        indexes = (models.Index("status", "loan", name="loans_line_by_status"),)

    def __str__(self) -> str:
        return f"{self.loan}/{self.number}"
