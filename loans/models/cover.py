"""Cover from nail to nail: policies and indemnities, who accepted them, and claims."""

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models.functions import UUID7
from django.utils.translation import gettext_lazy as _
from djmoney.models.fields import MoneyField

from exhibitions.models import Exhibition
from loans.models.incidents import Incident
from loans.models.lines import LoanLine
from loans.models.loan import Loan
from office.records.history import tracked
from office.records.models import AuditEvent, StoredFile


class CoverKind(models.TextChoices):
    STATE_INDEMNITY = "state_indemnity", _("State indemnity")
    COMMERCIAL = "commercial", _("Commercial insurance")
    LENDERS_OWN = "lenders_own", _("The lender's own policy")
    BORNE_BY_LENDER = "borne_by_lender", _("Risk borne by the lender, agreed in writing")


class BorrowerClass(models.TextChoices):
    """Decides the minimum liability under UK Government Indemnity."""

    NATIONAL = "national", _("National museum or designated collection")
    OTHER = "other", _("Other museum")


@tracked()
class Cover(models.Model):
    """One policy, indemnity or agreed risk. `period` is [first day, day after the last), transit included.

    Limits are in the currency they are written in and are never converted.
    """

    uid = models.UUIDField(db_default=UUID7(), unique=True, editable=False)
    exhibition = models.ForeignKey(Exhibition, models.CASCADE, related_name="covers", verbose_name=_("exhibition"))
    kind = models.CharField(_("kind"), max_length=16, choices=CoverKind)
    reference = models.CharField(_("policy or certificate number"), max_length=100, blank=True)
    insurer = models.CharField(_("insurer or government"), max_length=200, blank=True)
    period = DateRangeField(_("period"))
    applied_on = models.DateField(_("applied for on"), null=True, blank=True)
    granted_on = models.DateField(_("in force since / granted on"), null=True, blank=True)
    limit = MoneyField(_("limit"), max_digits=16, decimal_places=2, default_currency="GBP", null=True, blank=True)
    limit_vehicle = MoneyField(
        _("limit per vehicle"), max_digits=16, decimal_places=2, default_currency="GBP", null=True, blank=True
    )
    limit_location = MoneyField(
        _("limit per location"), max_digits=16, decimal_places=2, default_currency="GBP", null=True, blank=True
    )
    borrower_class = models.CharField(
        _("class of borrower"), max_length=10, choices=BorrowerClass, default=BorrowerClass.OTHER
    )
    claims_days = models.PositiveSmallIntegerField(
        _("days to make a claim"), null=True, blank=True, help_text=_("After the day a loss is found.")
    )
    conditions = models.TextField(_("conditions"), blank=True)
    certificate = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("certificate")
    )
    lines = models.ManyToManyField(LoanLine, related_name="covers", blank=True, verbose_name=_("objects"))
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("cover")
        verbose_name_plural = _("cover")
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(period__isempty=False)
                & models.Q(period__lower_inf=False)
                & models.Q(period__upper_inf=False),
                name="loans_cover_period_fixed",
                violation_error_message=_("The cover needs a first and a last day, in this order."),
            ),
            models.CheckConstraint(
                condition=models.Q(limit__isnull=True) | models.Q(limit__gt=0),
                name="loans_cover_limit_positive",
                violation_error_message=_("The limit must be above zero."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.reference}".strip()


class CoverAcceptance(models.Model):
    """A lender's yes to a cover for one of its loans: without it the cover doesn't count."""

    cover = models.ForeignKey(Cover, models.CASCADE, related_name="acceptances", verbose_name=_("cover"))
    loan = models.ForeignKey(Loan, models.CASCADE, related_name="cover_acceptances", verbose_name=_("loan"))
    accepted_on = models.DateField(_("accepted on"))
    accepted_by = models.CharField(_("accepted by"), max_length=200)
    event = models.ForeignKey(AuditEvent, models.PROTECT, null=True, blank=True, related_name="+", editable=False)

    class Meta:
        verbose_name = _("acceptance of cover")
        verbose_name_plural = _("acceptances of cover")
        constraints = (
            models.UniqueConstraint(
                fields=("cover", "loan"),
                name="loans_cover_accepted_once",
                violation_error_message=_("The lender accepted this cover for this loan already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.cover}, {self.loan}"


class Claim(models.Model):
    """A claim under a cover after an incident; to be made by `claim_by`."""

    uid = models.UUIDField(db_default=UUID7(), unique=True, editable=False)
    reference = models.CharField(_("reference"), max_length=20, unique=True, editable=False)
    cover = models.ForeignKey(Cover, models.PROTECT, related_name="claims", verbose_name=_("cover"))
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="claims", verbose_name=_("incident"))
    claim_by = models.DateField(_("to be made by"), null=True, blank=True)
    amount = MoneyField(
        _("amount claimed"), max_digits=16, decimal_places=2, default_currency="GBP", null=True, blank=True
    )
    words = models.TextField(_("what is claimed"), blank=True)
    made_on = models.DateField(_("made on"), null=True, blank=True)
    insurer_reference = models.CharField(_("insurer's number"), max_length=100, blank=True)
    settled_on = models.DateField(_("settled on"), null=True, blank=True)
    outcome = models.TextField(_("outcome"), blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.reference
