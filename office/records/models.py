"""The audit trail (append-only, in the database too), stored files and long-running jobs."""

from typing import Any, ClassVar

import pgtrigger
from django.db import models
from django.db.models.functions import UUID7, Now
from django.utils.translation import gettext_lazy as _


class Authority(models.TextChoices):
    """On what a decision rests: the channel or the act behind it."""

    PORTAL = "portal", _("In the portal")
    LETTER = "letter", _("By letter")
    EMAIL = "email", _("By e-mail")
    TELEPHONE = "telephone", _("By telephone")
    IN_PERSON = "in_person", _("In person")
    COMMITTEE = "committee", _("Decision of a committee or board")
    DECREE = "decree", _("Decree or order of a state body")
    API = "api", _("From a collection system")
    OTHER = "other", _("Other")


class StoredFile(models.Model):
    """A file kept whole and private under a UUID; pictures are shown only as re-encoded derivatives of it.

    `derivative_of` links a derivative (1200 px, no location data) to its original. Never served but through a
    surface that asked `visible_to` of the row the file hangs on.
    """

    uid = models.UUIDField(db_default=UUID7(), unique=True, editable=False)
    file = models.FileField(_("file"), upload_to="files/", max_length=200)
    original_name = models.CharField(_("name"), max_length=255)
    media_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64, db_index=True)
    derivative_of = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="derivatives")
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.original_name


class AuditEvent(models.Model):
    """One thing that happened: what, to what, on which day, on whose authority; and who recorded it, when.

    `happened_on` and the `decided_*`, `authority_*` and `evidence` columns are the fact; `recorded_*` is the entry.
    Rows are never changed or deleted: a mis-click is undone by another event that `corrects` it.
    """

    recorded_at = models.DateTimeField(_("recorded"), db_default=Now(), editable=False)
    recorded_by_kind = models.CharField(max_length=10)
    recorded_by_id = models.CharField(max_length=64, blank=True)
    recorded_by = models.CharField(_("recorded by"), max_length=200)

    verb = models.CharField(_("what happened"), max_length=60)
    subject_kind = models.CharField(_("about"), max_length=40)
    subject_id = models.UUIDField()
    subject_label = models.CharField(_("about"), max_length=300)
    # The loan file this belongs to, by the loan's uid; empty for what is about no loan.
    loan_file = models.UUIDField(null=True, blank=True)

    happened_on = models.DateField(_("happened on"))
    decided_by = models.CharField(_("decided by"), max_length=200, blank=True)
    decided_by_title = models.CharField(_("title"), max_length=200, blank=True)
    authority = models.CharField(_("on the authority of"), max_length=20, choices=Authority, blank=True)
    authority_number = models.CharField(_("number"), max_length=100, blank=True)
    authority_date = models.DateField(_("dated"), null=True, blank=True)
    evidence = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("evidence")
    )

    reason_code = models.CharField(_("reason"), max_length=40, blank=True)
    words = models.TextField(_("in words"), blank=True)
    before = models.JSONField(default=dict, blank=True)
    after = models.JSONField(default=dict, blank=True)
    corrects = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="corrected_by")

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit trail")
        ordering = ("-id",)
        indexes = (
            models.Index("subject_kind", "subject_id", "id", name="audit_by_subject"),
            models.Index("loan_file", "id", name="audit_by_loan_file"),
        )
        triggers: ClassVar[list[Any]] = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.subject_label}: {self.verb}"


class Job(models.Model):
    """A long piece of work that a worker does step by step, taken up again where it was if the worker dies.

    A worker holds `lease_until`; beat hands a job whose lease has run out to another worker. `done` counts finished
    steps out of `total`; `problems` lists what could not be done, each a sentence.
    """

    class Status(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")

    uid = models.UUIDField(db_default=UUID7(), unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=40)
    title = models.CharField(_("what"), max_length=200)
    params = models.JSONField(default=dict, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.QUEUED)
    total = models.PositiveIntegerField(_("steps"), default=0)
    done = models.PositiveIntegerField(_("steps done"), default=0)
    problems = models.JSONField(_("problems"), default=list, blank=True)
    result = models.ForeignKey(
        StoredFile, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("result")
    )
    message = models.TextField(_("message"), blank=True)
    started_by = models.CharField(_("started by"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("started"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(done__lte=models.F("total")), name="records_job_done_within_total"
            ),
        )

    def __str__(self) -> str:
        return self.title


class Counter(models.Model):
    """The last number given out under a name, such as "L-2026"."""

    name = models.CharField(max_length=40, primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name}: {self.last}"
