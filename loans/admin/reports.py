"""Condition reports: a list, and a form with marks and photos until it is signed, then frozen."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import AutocompleteSelectFilter, ChoicesDropdownFilter

from lenders.admin.searching import TrigramSearch
from loans.models import ConditionMark, ConditionReport, ReportPhoto
from loans.services import reports as services
from office.front.templatetags.caravan import status
from office.people.desk import PICTURE, DeskAdmin, DeskStackedInline, DeskTabularInline, actor_of, may
from office.people.keys import is_key
from office.people.templatetags.desk import thumbnail
from office.people.uploads import PICTURES, SavedTogether, take
from office.records.wording import written


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Several pictures at once; each is stored and sniffed, the first bad one says why."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        return [super(PhotosField, self).clean(each, initial) for each in data or []]


class ReportForm(forms.ModelForm[ConditionReport]):
    new_photos = PhotosField(
        label=_("Add photos"), required=False, help_text=_("JPEG, PNG, WebP or TIFF, as many as you like.")
    )

    def clean_new_photos(self) -> list[Any]:
        return [take(upload, allow=PICTURES) for upload in self.cleaned_data["new_photos"]]


class _UntilSigned:
    """What hangs on a report changes until the report is signed."""

    edits = "reports.write"
    deletes = "reports.write"

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request, self.edits) and not (obj and obj.is_signed)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)


class MarkInline(_UntilSigned, DeskStackedInline):
    model = ConditionMark
    fields = (("term", "zone", "photo"), ("severity", "extent", "active", "state"), "note")
    verbose_name_plural = _("marks")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "photo" and request.resolver_match:
            report = request.resolver_match.kwargs.get("object_id")
            kwargs["queryset"] = ReportPhoto.objects.filter(report=report) if report else ReportPhoto.objects.none()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class PhotoInline(_UntilSigned, DeskTabularInline):
    model = ReportPhoto
    fields = ("picture", "caption")
    readonly_fields = ("picture",)
    verbose_name_plural = _("photos")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=_("photo"))
    def picture(self, photo: ReportPhoto) -> SafeString:
        return format_html(
            '<a href="{}" aria-label="{}">{}</a> {}',
            reverse("admin:file", args=(photo.file.uid,)),
            _now("Photo %(number)d, large") % {"number": photo.number},
            thumbnail(photo.file),
            photo.number,
        )

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("file")


@admin.register(ConditionReport)
class ReportAdmin(TrigramSearch, _UntilSigned, SavedTogether, DeskAdmin):
    adds = ""
    deletes = ""
    form = ReportForm
    list_display = ("picture", "called", "moment", "examined", "grade", "state")
    list_display_links = ("called",)
    list_select_related = ("line__object__image", "line__loan__lender")
    list_filter = (
        ("moment", ChoicesDropdownFilter),
        ("condition", ChoicesDropdownFilter),
        ("line__loan__exhibition", AutocompleteSelectFilter),
        ("line__loan__lender", AutocompleteSelectFilter),
    )
    search_fields = ("line__object__search",)
    search_column = "line__object__search"
    search_help_text = _("Number, title or material of the object")
    ordering = ("-id",)
    inlines = (MarkInline, PhotoInline)
    change_form_outer_before_template = "desk/loans/report_head.html"
    empty_title = _("No condition report yet")
    empty_words = _(
        "Open a loan, choose an object and “Start a condition report”. The next one starts from the one before."
    )
    fieldsets = (
        (
            None,
            {"fields": (("examined_on", "examined_at_place"), ("examiner", "examiner_title"), ("method", "lighting"))},
        ),
        (
            _("Condition"),
            {"fields": (("condition", "stable"), ("complete", "hazards"), "summary", "interventions")},
        ),
        (_("Advice"), {"fields": (("handling", "packing"), ("display", "environment"))}),
        (_("Photos"), {"fields": ("new_photos",)}),
    )

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        """What is saved while somebody signs waits for the signature, and is then too late."""
        extra_context = {"may_sign": may(request, "reports.sign"), **(extra_context or {})}
        with transaction.atomic():
            if request.method == "POST" and object_id and is_key(object_id) and may(request, self.edits):
                report = ConditionReport.objects.select_for_update().filter(pk=object_id).first()
                if report is not None and report.is_signed:
                    messages.error(request, _now("It was signed meanwhile; your changes were not kept."))
                    return redirect("admin:loans_conditionreport_change", report.pk)
            return super().changeform_view(request, object_id, form_url, extra_context)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        shown = super().get_fieldsets(request, obj)
        return shown if self.has_change_permission(request, obj) else shown[:-1]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """New marks are numbered after the last; new photos come after the others."""
        super().save_related(request, form, formsets, change)
        for stored in form.cleaned_data.get("new_photos", ()):
            services.add_photo(form.instance, file=stored, actor=actor_of(request))

    def response_post_save_change(self, request: HttpRequest, obj: ConditionReport) -> HttpResponse:
        """After saving the examiner is still at her report: the next thing is a photo, a mark or the signature."""
        return redirect("admin:loans_conditionreport_change", obj.pk)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        if formset.model is ConditionMark:
            last = form.instance.marks.order_by("-number").values_list("number", flat=True).first() or 0
            for place, each in enumerate((one for one in formset.extra_forms if one.has_changed()), start=1):
                each.instance.number = last + place
        super().save_formset(request, form, formset, change)

    @admin.display(description=PICTURE)
    def picture(self, report: ConditionReport) -> SafeString:
        return thumbnail(report.line.object.image)

    @admin.display(description=_("object"))
    def called(self, report: ConditionReport) -> SafeString:
        return format_html(
            '<span class="thing">{}</span><span class="sub">{} · {}</span>',
            report.line.object.title, report.reference, report.line.loan.lender.name,
        )  # fmt: skip

    @admin.display(description=_("examined"), ordering="examined_on")
    def examined(self, report: ConditionReport) -> SafeString:
        return format_html('{}<span class="sub">{}</span>', written(report.examined_on), report.examiner)

    @admin.display(description=_("condition"), ordering="condition")
    def grade(self, report: ConditionReport) -> str:
        stable = {None: "", True: _now("stable"), False: _now("unstable")}[report.stable]
        return ", ".join(filter(None, (report.get_condition_display(), stable))) or _now("not said yet")

    @admin.display(description=_("state"))
    def state(self, report: ConditionReport) -> SafeString:
        return status("executed", _now("Signed")) if report.is_signed else status("draft", _now("Draft"))
