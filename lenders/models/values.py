"""What an object is worth, to whom, since when. Seen only by those who may see values."""

from django.db import models
from django.db.models.functions import UUID7
from django.utils.translation import gettext_lazy as _
from djmoney.models.fields import MoneyField

from lenders.models.objects import CollectionObject


class ValueKind(models.TextChoices):
    INSURANCE = "insurance", _("Insurance value")
    INDEMNITY = "indemnity", _("Indemnity value")
    MARKET = "market", _("Market value")


class Valuation(models.Model):
    """One value of one object; several may stand beside each other, the newest of a kind counts."""

    uid = models.UUIDField(db_default=UUID7(), unique=True, editable=False)
    object = models.ForeignKey(CollectionObject, models.CASCADE, related_name="valuations", verbose_name=_("object"))
    kind = models.CharField(_("kind"), max_length=10, choices=ValueKind, default=ValueKind.INSURANCE)
    amount = MoneyField(_("value"), max_digits=16, decimal_places=2, default_currency="GBP")
    valued_on = models.DateField(_("valued on"))
    expires_on = models.DateField(_("valid until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("valuation")
        verbose_name_plural = _("valuations")
        ordering = ("-valued_on", "-id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(amount__gte=0),
                name="lenders_value_not_negative",
                violation_error_message=_("A value can't be below zero."),
            ),
            models.CheckConstraint(
                condition=models.Q(expires_on__isnull=True) | models.Q(expires_on__gte=models.F("valued_on")),
                name="lenders_value_dates_in_order",
                violation_error_message=_("The value expires before it was set."),
            ),
        )

    def __str__(self) -> str:
        return str(self.get_kind_display())
