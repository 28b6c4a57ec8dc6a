"""The checklist: every object the curators wish for, borrowed or our own."""

from django.db import models
from django.db.models.functions import UUID7
from django.utils.translation import gettext_lazy as _

from exhibitions.models.exhibition import Exhibition, Section
from lenders.models import CollectionObject


class WishStatus(models.TextChoices):
    """The curators' side alone; what the lender says is the loan line's status."""

    WISH = "wish", _("Wish")
    PROPOSED = "proposed", _("Proposed")
    SHORTLISTED = "shortlisted", _("Shortlisted")
    CHOSEN = "chosen", _("Chosen")
    DROPPED = "dropped", _("Dropped")


class Priority(models.TextChoices):
    ESSENTIAL = "essential", _("Essential")
    IMPORTANT = "important", _("Important")
    DESIRABLE = "desirable", _("Desirable")


class ChecklistEntry(models.Model):
    """One object on the list of one exhibition. An entry of our own collection needs no loan."""

    uid = models.UUIDField(db_default=UUID7(), unique=True, editable=False)
    exhibition = models.ForeignKey(Exhibition, models.CASCADE, related_name="entries", verbose_name=_("exhibition"))
    object = models.ForeignKey(
        CollectionObject, models.PROTECT, related_name="checklist_entries", verbose_name=_("object")
    )
    section = models.ForeignKey(
        Section, models.SET_NULL, null=True, blank=True, related_name="entries", verbose_name=_("section")
    )
    number = models.PositiveIntegerField(_("number"))
    wish_status = models.CharField(_("wish"), max_length=12, choices=WishStatus, default=WishStatus.WISH)
    priority = models.CharField(_("priority"), max_length=10, choices=Priority, default=Priority.IMPORTANT)
    alternate_of = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="alternates", verbose_name=_("alternate of")
    )
    why = models.TextField(_("why it matters to the show"), blank=True)
    note = models.TextField(_("internal note"), blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("checklist entry")
        verbose_name_plural = _("checklist entries")
        ordering = ("number", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("exhibition", "object"),
                name="exhibitions_entry_object_once",
                violation_error_message=_("This object is on the checklist already."),
            ),
            models.UniqueConstraint(
                fields=("exhibition", "number"),
                name="exhibitions_entry_number_once",
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message=_("This number is taken on the checklist."),
            ),
            models.CheckConstraint(
                condition=~models.Q(alternate_of=models.F("id")), name="exhibitions_entry_no_alternate_of_itself"
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.object}"
