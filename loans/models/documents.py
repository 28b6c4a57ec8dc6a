"""A document in a loan's file: a report, an agreement, a letter that arrived."""

from django.db import models
from django.db.models.functions import UUID7
from django.utils.translation import gettext_lazy as _

from loans.models.lines import LoanLine
from loans.models.loan import Loan
from office.records.models import StoredFile


class DocumentKind(models.TextChoices):
    CONDITION_REPORT = "condition_report", _("Condition report")
    AGREEMENT = "agreement", _("Agreement")
    EVIDENCE = "evidence", _("Evidence of a decision")
    PERMIT = "permit", _("Permit")
    COVER = "cover", _("Cover")
    IMMUNITY = "immunity", _("Immunity list")
    OTHER = "other", _("Other")


class Document(models.Model):
    """A stored file in its place. `key` makes generating idempotent: the same content is filed once."""

    uid = models.UUIDField(db_default=UUID7(), unique=True, editable=False)
    loan = models.ForeignKey(Loan, models.CASCADE, related_name="documents", verbose_name=_("loan"))
    line = models.ForeignKey(
        LoanLine, models.CASCADE, null=True, blank=True, related_name="documents", verbose_name=_("loan line")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=DocumentKind, default=DocumentKind.OTHER)
    title = models.CharField(_("title"), max_length=300)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="documents", verbose_name=_("file"))
    key = models.CharField(max_length=120, blank=True, editable=False)
    for_lender = models.BooleanField(_("the lender sees it"), default=False)
    created_at = models.DateTimeField(_("filed"), auto_now_add=True)

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=("key",), condition=~models.Q(key=""), name="loans_document_key_once"),
        )

    def __str__(self) -> str:
        return self.title
