"""What makes a notice go out once: reminders by step and recipient, letters by the event they follow from."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from loans.models import Deadline
from office.post.models import Letter
from office.records.models import AuditEvent


class Reminder(models.Model):
    """One step (days before the due date; negative is after it) of one deadline for one recipient.

    Claiming inserts the row in the transaction that queues the letter, so that no two workers can both send it.
    `due_date` is part of what is unique: a deadline that moved reminds anew.
    """

    deadline = models.ForeignKey(Deadline, models.CASCADE, related_name="reminders", verbose_name=_("deadline"))
    due_date = models.DateField(_("due"))
    step = models.SmallIntegerField(_("days before"))
    recipient = models.EmailField(_("to"), max_length=254)
    letter = models.ForeignKey(
        Letter, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("letter")
    )
    claimed_at = models.DateTimeField(_("written"), auto_now_add=True)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=("deadline", "due_date", "step", "recipient"), name="notices_reminder_once"),
        )

    def __str__(self) -> str:
        return f"{self.deadline} → {self.recipient}"


class HandledEvent(models.Model):
    """An audit event whose letters are written: the row is inserted in the transaction that writes them."""

    event = models.OneToOneField(AuditEvent, models.CASCADE, primary_key=True, related_name="+")
    handled_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.event_id}"


class Progress(models.Model):
    """How far a notice writer has come: events up to `position` are all handled; `ran_at` is its last run."""

    name = models.CharField(max_length=40, primary_key=True)
    position = models.BigIntegerField(default=0)
    ran_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name
