"""A loan: what one lender is asked for one exhibition; and the agreement both sides sign."""

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models.functions import UUID7
from django.utils.translation import gettext_lazy as _

from exhibitions.models import Exhibition
from lenders.models import Lender
from office.records.history import tracked
from office.records.models import StoredFile


class Agreement(models.Model):
    """A written agreement. One may cover several loans; it is in force when both sides have signed."""

    uid = models.UUIDField(db_default=UUID7(), unique=True, editable=False)
    reference = models.CharField(_("reference"), max_length=20, unique=True, editable=False)
    issued_on = models.DateField(_("issued"), null=True, blank=True)
    lender_signed_on = models.DateField(_("signed by the lender"), null=True, blank=True)
    lender_signatory = models.CharField(_("lender's signatory"), max_length=200, blank=True)
    organiser_signed_on = models.DateField(_("signed by us"), null=True, blank=True)
    organiser_signatory = models.CharField(_("our signatory"), max_length=200, blank=True)
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("signed copy")
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.reference

    @property
    def executed(self) -> bool:
        return self.lender_signed_on is not None and self.organiser_signed_on is not None


@tracked()
class Loan(models.Model):
    """Usually one per lender and exhibition, never by constraint: there are additions and contracts per venue.

    `period` is [collection, return): the day of return is not part of it, so that an object may leave for another
    loan on that very day.
    The status is derived (loans.rules.loan_status).
    """

    uid = models.UUIDField(db_default=UUID7(), unique=True, editable=False)
    reference = models.CharField(_("reference"), max_length=20, unique=True, editable=False)
    lender = models.ForeignKey(Lender, models.PROTECT, related_name="loans", verbose_name=_("lender"))
    exhibition = models.ForeignKey(Exhibition, models.PROTECT, related_name="loans", verbose_name=_("exhibition"))
    agreement = models.ForeignKey(
        Agreement, models.SET_NULL, null=True, blank=True, related_name="loans", verbose_name=_("agreement")
    )
    purpose = models.CharField(_("purpose"), max_length=300)
    period = DateRangeField(_("period"), help_text=_("From collection to return."))
    sent_at = models.DateTimeField(_("request sent"), null=True, blank=True, editable=False)
    note = models.TextField(_("internal note"), blank=True)
    demo_record = models.BooleanField(_("demo record"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("loan")
        verbose_name_plural = _("loans")
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(period__isempty=False)
                & models.Q(period__lower_inf=False)
                & models.Q(period__upper_inf=False),
                name="loans_loan_period_fixed",
                violation_error_message=_("A loan needs a first and a last day, in this order."),
            ),
        )

    def __str__(self) -> str:
        return self.reference
