"""A lender's people: what each may do in the portal."""

from django.db import models
from django.db.models.functions import UUID7, Lower
from django.utils.translation import gettext_lazy as _

from lenders.models.lender import Lender, check_time_zone


class ContactRole(models.TextChoices):
    REGISTRAR = "registrar", _("Registrar")
    CURATOR = "curator", _("Curator")
    CONSERVATOR = "conservator", _("Conservator")
    SIGNATORY = "signatory", _("Director or signatory")
    MINISTRY = "ministry", _("Ministry")
    AGENT = "agent", _("Lending agent")


class Contact(models.Model):
    """A person at a lender (or at a lending agent, who then acts for the lenders it represents)."""

    uid = models.UUIDField(db_default=UUID7(), unique=True, editable=False)
    lender = models.ForeignKey(Lender, models.CASCADE, related_name="contacts", verbose_name=_("lender"))
    name = models.CharField(_("name"), max_length=200, help_text=_("Or the office, such as “Registrar”."))
    native_name = models.CharField(_("name in its own script"), max_length=200, blank=True)
    salutation = models.CharField(_("salutation"), max_length=100, blank=True, help_text=_("Dear Dr Karimova"))
    job_title = models.CharField(_("job title"), max_length=200, blank=True)
    role = models.CharField(_("role"), max_length=12, choices=ContactRole, default=ContactRole.REGISTRAR)
    email = models.EmailField(_("e-mail address"), max_length=254)
    telephone = models.CharField(_("telephone"), max_length=50, blank=True)
    language = models.CharField(_("language"), max_length=12, blank=True, help_text=_("Empty: the lender's."))
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True, validators=[check_time_zone])
    may_decide = models.BooleanField(_("may decide"), default=False)
    may_see_values = models.BooleanField(_("may see values"), default=False)
    may_sign = models.BooleanField(_("may sign"), default=False)
    is_active = models.BooleanField(_("active"), default=True, help_text=_("Without it no link of theirs works."))
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ("lender__name", "name")
        constraints = (
            models.UniqueConstraint(
                "lender",
                Lower("email"),
                name="lenders_contact_email_once",
                violation_error_message=_("This lender has a contact with this address already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.name}, {self.lender}"

    @property
    def letter_language(self) -> str:
        return self.language or self.lender.language
