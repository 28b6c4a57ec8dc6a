"""An API token: shown once, stored as a hash, bound to the organiser or to one lender."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import UUID7
from django.utils.translation import gettext_lazy as _

from lenders.models.lender import Lender

SCOPES = (
    "objects:read",
    "objects:write",
    "loans:read",
    "loans:write",
    "status:publish",
    "changes:read",
    "webhooks:manage",
)


class ApiToken(models.Model):
    """A key for a collection system. `lender` empty means the organiser's own system, which sees every lender."""

    uid = models.UUIDField(db_default=UUID7(), unique=True, editable=False)
    name = models.CharField(_("name"), max_length=100)
    prefix = models.CharField(_("begins with"), max_length=16, unique=True, editable=False)
    key_hash = models.CharField(max_length=64, editable=False)
    scopes = ArrayField(models.CharField(max_length=30), verbose_name=_("may"), default=list)
    lender = models.ForeignKey(
        Lender, models.CASCADE, null=True, blank=True, related_name="tokens", verbose_name=_("bound to")
    )
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    expires_at = models.DateTimeField(_("works until"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.name
