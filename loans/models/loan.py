"""A loan: what one lender is asked for one exhibition."""

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models.functions import UUID7
from django.utils.translation import gettext_lazy as _

from exhibitions.models import Exhibition
from lenders.models import Lender
from loans.models.agreements import Agreement
from office.records.history import tracked


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
    stands_as_of = models.DateField(
        _("taken over as of"), null=True, blank=True, editable=False, help_text=_("A loan that began elsewhere.")
    )
    sent_at = models.DateTimeField(_("request sent"), null=True, blank=True, editable=False)
    recalled_on = models.DateField(_("recalled by the lender"), null=True, blank=True, editable=False)
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
