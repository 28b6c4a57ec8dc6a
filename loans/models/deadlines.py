"""A deadline: what is due, when, from whom, and from which day it was counted. Overdue is computed, never stored."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models.functions import UUID7
from django.utils.translation import gettext_lazy as _

from exhibitions.models import Exhibition
from loans.models.incidents import Incident
from loans.models.lines import LoanLine
from loans.models.loan import Loan
from loans.models.terms import Term
from office.records.history import tracked


class DeadlineKind(models.TextChoices):
    ANSWER = "answer", _("Answer to our request")
    CONDITIONS = "conditions", _("Settle the conditions")
    AGREEMENT = "agreement", _("Agreement signed by both sides")
    FACILITY_REPORT = "facility_report", _("Send the facility report")
    VALUES = "values", _("Values and provenance")
    FINAL_LIST = "final_list", _("Final object list")
    COVER = "cover", _("Apply for cover")
    IMMUNITY = "immunity", _("Publish for immunity")
    COURIER = "courier", _("Book couriers")
    REPORT_OUT = "report_out", _("Outgoing condition report")
    REPORT_IN = "report_in", _("Incoming condition report")
    RETURN = "return", _("Return the objects")
    CLOSE_FILE = "close_file", _("Close the file")
    RENEWAL = "renewal", _("Apply for renewal")
    OBLIGATION = "obligation", _("Promised in the conditions")
    INCIDENT_NOTICE = "incident_notice", _("Tell the lender of an incident")
    INCIDENT_REPORT = "incident_report", _("Report on an incident")
    CLAIM = "claim", _("Make the claim")
    LAWFUL_RETURN = "lawful_return", _("Latest lawful return")
    OTHER = "other", _("Other")


class OwedBy(models.TextChoices):
    US = "us", _("Us")
    LENDER = "lender", _("The lender")


class Anchor(models.TextChoices):
    """The day a deadline is counted from."""

    REQUEST = "request", _("the day of our request")
    INSTALL = "install", _("the start of installation")
    OPENING = "opening", _("the opening")
    CLOSING = "closing", _("the close")
    COLLECTION = "collection", _("the collection")
    RETURN = "return", _("the return")
    FIXED = "fixed", _("a day set by hand")


SEVERAL_A_LOAN = (
    DeadlineKind.OTHER,
    DeadlineKind.OBLIGATION,
    DeadlineKind.INCIDENT_NOTICE,
    DeadlineKind.INCIDENT_REPORT,
    DeadlineKind.CLAIM,
)
"""Of the other kinds a loan has one deadline each."""


@tracked()
class Deadline(models.Model):
    """One thing due. It ends when the thing is done (`done_on`), not when the day passes."""

    uid = models.UUIDField(db_default=UUID7(), unique=True, editable=False)
    kind = models.CharField(_("what"), max_length=20, choices=DeadlineKind)
    title = models.CharField(_("in words"), max_length=200, blank=True)
    exhibition = models.ForeignKey(Exhibition, models.CASCADE, related_name="deadlines", verbose_name=_("exhibition"))
    loan = models.ForeignKey(
        Loan, models.CASCADE, null=True, blank=True, related_name="deadlines", verbose_name=_("loan")
    )
    line = models.ForeignKey(
        LoanLine, models.CASCADE, null=True, blank=True, related_name="deadlines", verbose_name=_("object")
    )
    term = models.ForeignKey(
        Term, models.CASCADE, null=True, blank=True, related_name="deadlines", verbose_name=_("condition")
    )
    incident = models.ForeignKey(
        Incident, models.CASCADE, null=True, blank=True, related_name="deadlines", verbose_name=_("incident")
    )
    owed_by = models.CharField(_("owed by"), max_length=6, choices=OwedBy, default=OwedBy.US)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="deadlines",
        verbose_name=_("who looks after it"),
    )
    due_date = models.DateField(_("due"))
    anchor = models.CharField(_("counted from"), max_length=10, choices=Anchor, default=Anchor.FIXED)
    offset_days = models.SmallIntegerField(_("days from it"), default=0)
    done_on = models.DateField(_("done"), null=True, blank=True)
    done_by = models.CharField(_("done by"), max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("deadline")
        verbose_name_plural = _("deadlines")
        ordering = ("due_date", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("loan", "kind"),
                condition=models.Q(loan__isnull=False) & ~models.Q(kind__in=[kind.value for kind in SEVERAL_A_LOAN]),
                name="loans_deadline_kind_once",
                violation_error_message=_("This loan has a deadline of this kind already."),
            ),
            models.UniqueConstraint(
                fields=("term", "due_date"),
                condition=models.Q(term__isnull=False),
                name="loans_deadline_of_a_term_once_a_day",
            ),
            models.UniqueConstraint(
                fields=("incident", "kind"),
                condition=models.Q(incident__isnull=False),
                name="loans_deadline_of_an_incident_once",
            ),
        )
        indexes = (models.Index("due_date", name="loans_deadline_open", condition=models.Q(done_on__isnull=True)),)

    def __str__(self) -> str:
        return self.title or str(self.get_kind_display())

    def overdue_days(self, *, on: dt.date) -> int:
        """How many days late on that day; 0 when done or not yet due."""
        return 0 if self.done_on else max(0, (on - self.due_date).days)
