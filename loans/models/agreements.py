"""The written agreement: its versions, the clauses they are made from, the signatures under them, the paper originals."""

from typing import Any, ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import UUID7
from django.utils.translation import gettext_lazy as _

from lenders.models import SigningWay
from loans.states import Party
from office.records.history import tracked
from office.records.models import AuditEvent, StoredFile


class Agreement(models.Model):
    """One contract with one lender, over one or several loans. Its text is in its versions.

    `latest` is the version last made, `in_force` the one both sides signed last; until then there is none.
    """

    uid = models.UUIDField(db_default=UUID7(), unique=True, editable=False)
    reference = models.CharField(_("reference"), max_length=20, unique=True, editable=False)
    issued_on = models.DateField(_("issued"), null=True, blank=True)
    latest = models.ForeignKey(
        "loans.AgreementVersion", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    in_force = models.ForeignKey(
        "loans.AgreementVersion", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.reference

    @property
    def executed(self) -> bool:
        return self.in_force_id is not None


class AgreementKind(models.TextChoices):
    ORIGINAL = "original", _("Loan agreement")
    EXTENSION = "extension", _("Extension of the loan")
    VALUE = "value", _("Change of values")
    VENUE = "venue", _("Change of venues")
    SUBSTITUTION = "substitution", _("Substitution of an object")
    OTHER = "other", _("Another amendment")


@tracked()
class AgreementVersion(models.Model):
    """The agreement as it stands in one text: a draft until `issued_on`, then frozen; in force from `executed_on`.

    `clauses` is a list of {code, alternative, version, number, texts: {language: {title, text, reviewed}}};
    `terms` a list of {line, kind, words, ...}; `schedule` the objects as they were on that day, values among them;
    `changes` what an amendment does when it is signed. `sha256` is the hash of `file`, exactly what is signed.
    Every date is a day at the organiser.
    """

    uid = models.UUIDField(db_default=UUID7(), unique=True, editable=False)
    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="versions", verbose_name=_("agreement"))
    number = models.PositiveSmallIntegerField(_("version"))
    kind = models.CharField(_("kind"), max_length=12, choices=AgreementKind, default=AgreementKind.ORIGINAL)
    summary = models.TextField(_("what it changes"), blank=True)
    signing = models.CharField(_("signed"), max_length=10, choices=SigningWay, default=SigningWay.ELECTRONIC)
    originals_wanted = models.PositiveSmallIntegerField(_("originals"), default=0)
    languages = ArrayField(models.CharField(max_length=12), default=list, verbose_name=_("languages"))
    governing_language = models.CharField(_("governing language"), max_length=12, default="en")
    equally_authentic = models.BooleanField(_("equally authentic in all languages"), default=False)
    own_paper = models.BooleanField(_("on the lender's own paper"), default=False)
    lender_steps = ArrayField(models.CharField(max_length=8), default=list)
    organiser_steps = ArrayField(models.CharField(max_length=8), default=list)
    clauses = models.JSONField(default=list, blank=True)
    terms = models.JSONField(default=list, blank=True)
    schedule = models.JSONField(default=list, blank=True)
    changes = models.JSONField(default=dict, blank=True)
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("text")
    )
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    sealed_file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("sealed copy")
    )
    issued_on = models.DateField(_("issued"), null=True, blank=True)
    executed_on = models.DateField(_("signed by both"), null=True, blank=True)
    withdrawn_on = models.DateField(_("withdrawn"), null=True, blank=True)
    lender_signed_on = models.DateField(_("signed by the lender"), null=True, blank=True)
    lender_signatory = models.CharField(_("lender's signatory"), max_length=200, blank=True)
    organiser_signed_on = models.DateField(_("signed by us"), null=True, blank=True)
    organiser_signatory = models.CharField(_("our signatory"), max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("version of an agreement")
        verbose_name_plural = _("versions of agreements")
        ordering = ("agreement", "number")
        constraints = (
            models.UniqueConstraint(fields=("agreement", "number"), name="loans_version_number_once"),
            models.UniqueConstraint(
                fields=("agreement",),
                condition=models.Q(executed_on__isnull=True, withdrawn_on__isnull=True),
                name="loans_version_one_pending",
                violation_error_message=_("Another version is still waiting to be signed or withdrawn."),
            ),
            models.CheckConstraint(
                condition=models.Q(executed_on__isnull=True)
                | models.Q(
                    issued_on__isnull=False,
                    lender_signed_on__isnull=False,
                    organiser_signed_on__isnull=False,
                    withdrawn_on__isnull=True,
                ),
                name="loans_version_executed_by_both",
            ),
        )
        triggers: ClassVar[list[Any]] = [
            # What was issued is what is signed: neither text nor schedule changes afterwards.
            pgtrigger.Protect(
                name="frozen_when_issued",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__issued_on__isnull=False)
                & (
                    pgtrigger.Q(old__clauses__df=pgtrigger.F("new__clauses"))
                    | pgtrigger.Q(old__terms__df=pgtrigger.F("new__terms"))
                    | pgtrigger.Q(old__schedule__df=pgtrigger.F("new__schedule"))
                    | pgtrigger.Q(old__changes__df=pgtrigger.F("new__changes"))
                    | pgtrigger.Q(old__sha256__df=pgtrigger.F("new__sha256"))
                    | pgtrigger.Q(old__file_id__df=pgtrigger.F("new__file_id"))
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement}/{self.number}"


class SigningStep(models.TextChoices):
    """In this order on each side."""

    PREPARE = "prepare", _("Prepared")
    APPROVE = "approve", _("Approved")
    SIGN = "sign", _("Signed")


class SigningMethod(models.TextChoices):
    TYPED = "typed", _("Typed name")
    DRAWN = "drawn", _("Drawn signature")
    INK = "ink", _("Ink on paper")


class AgreementSignature(models.Model):
    """One person's step under one version, over the hash of exactly what was signed. Never changed.

    `person` identifies who it was (a contact, a member of staff, a name on paper), so that nobody signs twice.
    """

    uid = models.UUIDField(db_default=UUID7(), unique=True, editable=False)
    version = models.ForeignKey(AgreementVersion, models.PROTECT, related_name="signatures", verbose_name=_("version"))
    side = models.CharField(_("side"), max_length=10, choices=Party)
    step = models.CharField(_("step"), max_length=8, choices=SigningStep, default=SigningStep.SIGN)
    method = models.CharField(_("how"), max_length=6, choices=SigningMethod)
    person = models.CharField(max_length=220, editable=False)
    name = models.CharField(_("name"), max_length=200)
    title = models.CharField(_("job title"), max_length=200, blank=True)
    signed_on = models.DateField(_("signed on"))
    signed_at = models.DateTimeField(_("signed at"), null=True, blank=True)
    ip = models.GenericIPAddressField("IP", null=True, blank=True)
    consent = models.TextField(_("consent"), blank=True)
    drawing = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("drawn signature")
    )
    sha256 = models.CharField(max_length=64)
    event = models.ForeignKey(AuditEvent, models.PROTECT, null=True, blank=True, related_name="+", editable=False)

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("version", "side", "step"), name="loans_agreement_step_once"),
            models.UniqueConstraint(
                fields=("version", "person"),
                name="loans_agreement_person_once",
                violation_error_message=_("This person signed this version already."),
            ),
            models.CheckConstraint(condition=~models.Q(sha256=""), name="loans_agreement_signature_over_a_text"),
        )
        triggers: ClassVar[list[Any]] = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.name


class AgreementOriginal(models.Model):
    """One paper original on its way: printed, sent, signed, back, and who keeps it."""

    uid = models.UUIDField(db_default=UUID7(), unique=True, editable=False)
    version = models.ForeignKey(AgreementVersion, models.CASCADE, related_name="originals", verbose_name=_("version"))
    number = models.PositiveSmallIntegerField(_("original"))
    language = models.CharField(_("language"), max_length=12, default="en")
    kept_by = models.CharField(_("stays with"), max_length=10, choices=Party)
    printed_on = models.DateField(_("printed"), null=True, blank=True)
    sent_on = models.DateField(_("sent"), null=True, blank=True)
    sent_how = models.CharField(_("how"), max_length=200, blank=True)
    lender_signed_on = models.DateField(_("signed by the lender"), null=True, blank=True)
    organiser_signed_on = models.DateField(_("signed by us"), null=True, blank=True)
    returned_on = models.DateField(_("back with us"), null=True, blank=True)
    scan = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("scan")
    )
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("paper original")
        verbose_name_plural = _("paper originals")
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("version", "number"), name="loans_original_number_once"),)

    def __str__(self) -> str:
        return f"{self.version} {self.number}"


class ClauseText(models.Model):
    """One wording of one clause in one language. A new version is a new row; an old one stays as it was signed.

    `required` clauses stand in every agreement; of the `alternative`s of one code exactly one does. The product's own
    texts come from loans/clauses and are marked `shipped`; a house adds versions of its own.
    """

    uid = models.UUIDField(db_default=UUID7(), unique=True, editable=False)
    code = models.SlugField(_("clause"), max_length=40)
    position = models.PositiveSmallIntegerField(_("position"))
    required = models.BooleanField(_("in every agreement"), default=True)
    alternative = models.SlugField(_("alternative"), max_length=40, default="standard")
    label = models.CharField(_("when to choose it"), max_length=200, blank=True)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    language = models.CharField(_("language"), max_length=12, default="en")
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"))
    reviewed = models.BooleanField(_("reviewed"), default=False, help_text=_("Read by a person who answers for it."))
    shipped = models.BooleanField(default=False, editable=False)
    valid_from = models.DateField(_("valid from"))
    retired_on = models.DateField(_("no longer used from"), null=True, blank=True)

    class Meta:
        verbose_name = _("clause")
        verbose_name_plural = _("clauses")
        ordering = ("position", "code", "alternative", "-version", "language")
        constraints = (
            models.UniqueConstraint(
                fields=("code", "alternative", "version", "language"),
                name="loans_clause_text_once",
                violation_error_message=_("This clause has this version in this language already."),
            ),
        )

    def __str__(self) -> str:
        return self.title
