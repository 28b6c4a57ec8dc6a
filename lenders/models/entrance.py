"""How a contact comes into the portal: an invitation link, a one-time code by e-mail, then a session of its own.

Only hashes are stored. Nothing here is touched by a GET: mail scanners open every link.
"""

from django.db import models
from django.db.models.functions import UUID7
from django.utils.translation import gettext_lazy as _

from lenders.models.contacts import Contact


class Invitation(models.Model):
    """A link for one contact. It reveals and decides nothing alone: behind it stands the code."""

    uid = models.UUIDField(db_default=UUID7(), unique=True, editable=False)
    contact = models.ForeignKey(Contact, models.CASCADE, related_name="invitations", verbose_name=_("contact"))
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    expires_at = models.DateTimeField(_("works until"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    used_at = models.DateTimeField(_("last used"), null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.contact}"


class SignInCode(models.Model):
    """A one-time code. It lives 60 minutes and takes five tries; an earlier code stays valid beside a newer one."""

    contact = models.ForeignKey(Contact, models.CASCADE, related_name="codes")
    code_hash = models.CharField(max_length=128)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.contact}"


class PortalSession(models.Model):
    """A contact's session. Only the portal and examine read its cookie; staff pages never do."""

    contact = models.ForeignKey(Contact, models.CASCADE, related_name="sessions")
    key_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.contact}"
