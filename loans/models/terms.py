"""Conditions as rows: each is offered, countered, and agreed or rejected; every proposal is kept as it was made."""

from typing import Any, ClassVar

import pgtrigger
from django.db import models
from django.db.models.functions import UUID7
from django.utils.translation import gettext_lazy as _
from djmoney.models.fields import MoneyField

from loans.models.lines import LoanLine
from loans.models.loan import Loan
from loans.states import Party
from office.records.history import tracked
from office.records.models import AuditEvent


class TermKind(models.TextChoices):
    CLIMATE = "climate", _("Climate")
    LIGHT = "light", _("Light")
    DISPLAY = "display", _("Display")
    HANDLING = "handling", _("Handling")
    COURIER = "courier", _("Courier")
    PACKING = "packing", _("Packing")
    TRANSPORT = "transport", _("Transport")
    INSURANCE = "insurance", _("Insurance")
    VALUE = "value", _("Value")
    CREDIT_LINE = "credit_line", _("Credit line")
    PHOTOGRAPHY = "photography", _("Photography")
    COSTS = "costs", _("Costs")
    OTHER = "other", _("Other")


SECRET_KINDS = frozenset({TermKind.VALUE, TermKind.INSURANCE})
"""Rows of these kinds may carry what the objects are worth: their amounts are for those who may see values."""


class TermStatus(models.TextChoices):
    OPEN = "open", _("Open")
    AGREED = "agreed", _("Agreed")
    REJECTED = "rejected", _("Rejected")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Rhythm(models.TextChoices):
    """How often a promise falls due."""

    ONCE = "once", _("Once")
    WEEKLY = "weekly", _("Every week")
    MONTHLY = "monthly", _("Every month")


@tracked()
class Term(models.Model):
    """One condition on a line or, without a line, on the whole loan. `current` is the proposal on the table.

    While it is open it is the turn of the side that did not make the current proposal. Written by
    loans.services.terms alone. `settled_words` say why it was rejected or withdrawn: of a row about values the audit
    trail keeps no words.
    """

    uid = models.UUIDField(db_default=UUID7(), unique=True, editable=False)
    loan = models.ForeignKey(Loan, models.CASCADE, related_name="terms", verbose_name=_("loan"))
    line = models.ForeignKey(
        LoanLine, models.CASCADE, null=True, blank=True, related_name="terms", verbose_name=_("object")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=TermKind)
    status = models.CharField(_("status"), max_length=10, choices=TermStatus, default=TermStatus.OPEN, editable=False)
    current = models.ForeignKey(
        "loans.TermProposal", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    settled_on = models.DateField(_("settled on"), null=True, blank=True, editable=False)
    settled_words = models.TextField(_("why"), blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("condition")
        verbose_name_plural = _("conditions")
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(kind__in=[kind.value for kind in TermKind]), name="loans_term_known_kind"
            ),
            models.CheckConstraint(
                condition=models.Q(status="open", settled_on__isnull=True)
                | (models.Q(status__in=("agreed", "rejected", "withdrawn")) & models.Q(settled_on__isnull=False)),
                name="loans_term_settled_has_its_day",
            ),
        )
        indexes = (models.Index("loan", "status", name="loans_term_by_loan"),)

    def __str__(self) -> str:
        return str(self.get_kind_display())


class TermProposal(models.Model):
    """One side's words and figures for a condition, as they were said; never changed, answered by the next.

    Humidity in % RH, `rh_swing` within 24 hours, temperature in degrees Celsius, light in lux, UV in microwatts per
    lumen, `dose` in lux-hours for the whole show, `display_days` in days.
    `promise` is what somebody owes later if this is agreed; then `promise_by` owes it, first on `promise_on`.
    """

    uid = models.UUIDField(db_default=UUID7(), unique=True, editable=False)
    term = models.ForeignKey(Term, models.CASCADE, related_name="proposals", verbose_name=_("condition"))
    by = models.CharField(_("proposed by"), max_length=10, choices=Party)
    by_name = models.CharField(_("person"), max_length=200, blank=True)
    words = models.TextField(_("in words"), blank=True)
    rh_min = models.DecimalField(_("humidity from (% RH)"), max_digits=4, decimal_places=1, null=True, blank=True)
    rh_max = models.DecimalField(_("humidity to (% RH)"), max_digits=4, decimal_places=1, null=True, blank=True)
    rh_swing = models.DecimalField(
        _("humidity change in 24 hours (% RH)"), max_digits=4, decimal_places=1, null=True, blank=True
    )
    temperature_min = models.DecimalField(
        _("temperature from (°C)"), max_digits=4, decimal_places=1, null=True, blank=True
    )
    temperature_max = models.DecimalField(
        _("temperature to (°C)"), max_digits=4, decimal_places=1, null=True, blank=True
    )
    lux = models.PositiveIntegerField(_("light at most (lux)"), null=True, blank=True)
    uv = models.PositiveIntegerField(_("UV at most (µW/lm)"), null=True, blank=True)
    dose = models.PositiveIntegerField(_("light dose at most (lux-hours)"), null=True, blank=True)
    display_days = models.PositiveIntegerField(_("days on display at most"), null=True, blank=True)
    amount = MoneyField(_("amount"), max_digits=16, decimal_places=2, default_currency="GBP", null=True, blank=True)
    promise = models.CharField(_("promise"), max_length=200, blank=True)
    promise_by = models.CharField(_("owed by"), max_length=10, choices=Party, blank=True)
    promise_on = models.DateField(_("first due"), null=True, blank=True)
    promise_every = models.CharField(_("how often"), max_length=8, choices=Rhythm, default=Rhythm.ONCE)
    source = models.CharField(_("taken from"), max_length=100, blank=True)
    event = models.ForeignKey(AuditEvent, models.PROTECT, null=True, blank=True, related_name="+", editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(rh_min__isnull=True)
                | models.Q(rh_max__isnull=True)
                | models.Q(rh_min__lte=models.F("rh_max")),
                name="loans_proposal_rh_in_order",
                violation_error_message=_("The humidity range starts above its end."),
            ),
            models.CheckConstraint(
                condition=(models.Q(rh_min__isnull=True) | models.Q(rh_min__gte=0))
                & (models.Q(rh_max__isnull=True) | models.Q(rh_max__lte=100)),
                name="loans_proposal_rh_possible",
                violation_error_message=_("Humidity lies between 0 and 100 % RH."),
            ),
            models.CheckConstraint(
                condition=models.Q(temperature_min__isnull=True)
                | models.Q(temperature_max__isnull=True)
                | models.Q(temperature_min__lte=models.F("temperature_max")),
                name="loans_proposal_temperature_in_order",
                violation_error_message=_("The temperature range starts above its end."),
            ),
            models.CheckConstraint(
                condition=models.Q(amount__isnull=True) | models.Q(amount__gte=0),
                name="loans_proposal_amount_not_negative",
                violation_error_message=_("An amount can't be below zero."),
            ),
            models.CheckConstraint(
                condition=models.Q(promise="") | (~models.Q(promise_by="") & models.Q(promise_on__isnull=False)),
                name="loans_proposal_promise_has_owner_and_day",
                violation_error_message=_("Say who owes the promise and when it is first due."),
            ),
        )
        triggers: ClassVar[list[Any]] = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update),
        ]

    def __str__(self) -> str:
        return self.words or str(self.term)


class TermNote(models.Model):
    """A side's own note on a condition: the other side never sees it."""

    uid = models.UUIDField(db_default=UUID7(), unique=True, editable=False)
    term = models.ForeignKey(Term, models.CASCADE, related_name="notes", verbose_name=_("condition"))
    side = models.CharField(_("side"), max_length=10, choices=Party)
    words = models.TextField(_("note"))
    by_name = models.CharField(_("person"), max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("private note")
        verbose_name_plural = _("private notes")
        ordering = ("id",)

    def __str__(self) -> str:
        return self.words
