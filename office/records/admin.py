"""The audit trail, read only; and jobs, with their progress, their problems and what came out."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from unfold.contrib.filters.admin import ChoicesDropdownFilter

from office.front.templatetags.caravan import status
from office.people.desk import DeskAdmin, actor_of, may, page
from office.people.templatetags.desk import moment
from office.records import jobs
from office.records.models import AuditEvent, Authority, Job
from office.records.verbs import said
from office.records.wording import written


class SubjectFilter(admin.SimpleListFilter):
    """What the entry is about."""

    title = _("about")
    parameter_name = "about"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("loan", _("Loans")),
            ("loan line", _("Objects in loans")),
            ("deadline", _("Deadlines")),
            ("exhibition", _("Exhibitions")),
            ("lender", _("Lenders")),
            ("contact", _("Contacts")),
            ("api token", _("API tokens")),
            ("job", _("Jobs")),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(subject_kind=self.value()) if self.value() else queryset


@admin.register(AuditEvent)
class AuditAdmin(DeskAdmin):
    list_display = ("happened", "what", "about", "decided", "recorded")
    list_display_links = ("what",)
    list_filter = (SubjectFilter, ("authority", ChoicesDropdownFilter))
    list_only = (
        "verb", "subject_label", "happened_on", "decided_by", "authority", "recorded_at", "recorded_by", "words",
    )  # fmt: skip
    search_fields = ("subject_label", "decided_by", "recorded_by")
    search_help_text = _("Loan, object or person")
    ordering = ("-id",)
    empty_title = _("Nothing has happened yet")
    empty_words = _(
        "Every decision and every move will stand here: what, when, on whose authority, and who wrote it down."
    )

    @admin.display(description=_("happened"))
    def happened(self, event: AuditEvent) -> str:
        return written(event.happened_on)

    @admin.display(description=_("what"))
    def what(self, event: AuditEvent) -> str:
        return said(event.verb)

    @admin.display(description=_("about"))
    def about(self, event: AuditEvent) -> SafeString:
        return format_html('{}<span class="sub">{}</span>', event.subject_label, event.words[:140])

    @admin.display(description=_("decided by"))
    def decided(self, event: AuditEvent) -> SafeString:
        return format_html('{}<span class="sub">{}</span>', event.decided_by, event.get_authority_display())

    @admin.display(description=_("written down by"))
    def recorded(self, event: AuditEvent) -> SafeString:
        return format_html('{}<span class="sub">{}</span>', event.recorded_by, moment(event.recorded_at))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        event = self.get_object(request, object_id)
        if event is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request):
            return page(request, "desk/refused.html", title=_now("Audit trail"), status=403)
        return page(
            request,
            "desk/records/event.html",
            title=said(event.verb),
            crumbs=((_now("Audit trail"), reverse("admin:records_auditevent_changelist")),),
            event=event,
            from_lender=event.authority == Authority.PORTAL,
        )


@admin.register(Job)
class JobAdmin(DeskAdmin):
    list_display = ("title", "state", "progress", "started_by", "when")
    list_filter = (("status", ChoicesDropdownFilter),)
    list_only = ("title", "status", "total", "done", "started_by", "created_at", "uid")
    ordering = ("-id",)
    empty_title = _("No job yet")
    empty_words = _(
        "Long work, such as the condition reports of a whole show, runs here in the background while you go on."
    )

    def get_urls(self) -> list[URLPattern]:
        stop = path("<uuid:uid>/stop/", self.admin_site.admin_view(require_POST(self.stop)), name="records_job_stop")
        return [stop, *super().get_urls()]

    @admin.display(description=_("state"))
    def state(self, job: Job) -> SafeString:
        return status(job.status, job.get_status_display())

    @admin.display(description=_("progress"))
    def progress(self, job: Job) -> str:
        return _now("%(done)d of %(total)d") % {"done": job.done, "total": job.total}

    @admin.display(description=_("started"))
    def when(self, job: Job) -> str:
        return moment(job.created_at)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Progress; the page asks again by itself while the job runs."""
        job = self.get_object(request, object_id)
        if job is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request):
            return page(request, "desk/refused.html", title=_now("Job"), status=403)
        return page(
            request,
            "desk/records/job.html",
            title=job.title,
            crumbs=((_now("Jobs"), reverse("admin:records_job_changelist")),),
            job=job,
            going=job.status in (Job.Status.QUEUED, Job.Status.RUNNING),
            may_stop=may(request, "jobs.run"),
        )

    def stop(self, request: HttpRequest, uid: str) -> HttpResponse:
        if not may(request, "jobs.run"):
            return page(request, "desk/refused.html", title=_now("Job"), status=403)
        job = get_object_or_404(Job, uid=uid)
        if jobs.cancel(job, actor=actor_of(request), now=timezone.now()):
            messages.success(request, _now("The job was stopped. What was done stays done."))
        else:
            messages.info(request, _now("The job was over already."))
        return redirect("admin:records_job_change", job.pk)
