"""A reminder: the unique row that makes a step of a deadline go out once to each recipient."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from loans.models import Deadline
from office.post.models import Letter


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
            models.UniqueConstraint(
                fields=("deadline", "due_date", "step", "recipient"), name="notices_reminder_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.deadline} → {self.recipient}"
