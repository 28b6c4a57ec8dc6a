"""A letter: stored before it is sent, so the organiser can read what went out and what came of it."""

from django.db import models
from django.db.models.functions import UUID7
from django.utils.translation import gettext_lazy as _


class Letter(models.Model):
    """One mail to one address.

    `key` makes writing idempotent: the same key is the same letter, never a second one. `message_id` stays the same
    over retries, so that a mail server or client can drop a double. A worker holds a letter by `lease_until`.
    """

    class Status(models.TextChoices):
        QUEUED = "queued", _("Waiting to be sent")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Could not be sent")
        CANCELLED = "cancelled", _("Stopped")

    uid = models.UUIDField(db_default=UUID7(), unique=True, editable=False)
    key = models.CharField(max_length=200, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=40)
    to_name = models.CharField(_("to"), max_length=200)
    to_email = models.EmailField(_("address"), max_length=254)
    reply_to = models.EmailField(_("replies to"), max_length=254, blank=True)
    language = models.CharField(_("language"), max_length=12, default="en-gb")
    subject = models.CharField(_("subject"), max_length=300)
    text = models.TextField(_("text"))
    html = models.TextField(blank=True)
    # Codes and links are secrets: the text of such a letter is shown to nobody in the admin.
    confidential = models.BooleanField(default=False)
    loan_file = models.UUIDField(null=True, blank=True, db_index=True)
    contact_uid = models.UUIDField(null=True, blank=True, db_index=True)

    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.QUEUED)
    message_id = models.CharField(max_length=200, blank=True, editable=False)
    created_at = models.DateTimeField(_("written"), auto_now_add=True)
    not_before = models.DateTimeField(_("not before"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    visited_at = models.DateTimeField(_("link opened"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    last_error = models.TextField(_("what went wrong"), blank=True)
    lease_until = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ("-id",)
        indexes = (models.Index("id", name="post_letter_queue", condition=models.Q(status="queued")),)
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(status="sent") | models.Q(sent_at__isnull=False), name="post_letter_sent_has_time"
            ),
        )

    def __str__(self) -> str:
        return self.subject
