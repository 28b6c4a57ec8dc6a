"""Exhibitions with their showings and sections."""

from typing import Any

from django.contrib import admin
from django.db.models import Max, Min, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from exhibitions.models import Exhibition, Section, Showing
from office.people.desk import DeskAdmin, DeskTabularInline
from office.records.wording import written


class ShowingInline(DeskTabularInline):
    model = Showing
    edits = deletes = "exhibitions.edit"
    fields = ("venue", "install_date", "opens_date", "closes_date", "deinstall_date")
    autocomplete_fields = ("venue",)
    verbose_name_plural = _("where and when")


class SectionInline(DeskTabularInline):
    model = Section
    edits = deletes = "exhibitions.edit"
    fields = ("number", "title")


@admin.register(Exhibition)
class ExhibitionAdmin(DeskAdmin):
    edits = "exhibitions.edit"
    list_display = ("called", "where", "runs", "looked_after")
    list_select_related = ("registrar",)
    search_fields = ("title", "code")
    search_help_text = _("Title or code")
    autocomplete_fields = ("registrar",)
    inlines = (ShowingInline, SectionInline)
    empty_title = _("No exhibition yet")
    empty_words = _("Start with a title, a venue and the dates: every deadline is counted from them.")
    fieldsets = (
        (None, {"fields": (("title", "code"), "subtitle", ("curators", "registrar"))}),
        (_("For the lenders"), {"fields": ("story",)}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Exhibition]:
        rows = super().get_queryset(request)
        if request.resolver_match and request.resolver_match.url_name == "exhibitions_exhibition_changelist":
            rows = rows.annotate(
                opens=Min("showings__opens_date"),
                closes=Max("showings__closes_date"),
                venue=Min("showings__venue__name"),
            )
        return rows

    @admin.display(description=_("exhibition"), ordering="title")
    def called(self, show: Exhibition) -> SafeString:
        return format_html(
            '<span class="thing">{}</span><span class="sub">{}</span>', show.title, show.subtitle or show.code
        )

    @admin.display(description=_("where"))
    def where(self, show: Any) -> str:
        return show.venue or _now("no venue yet")

    @admin.display(description=_("runs"), ordering="opens")
    def runs(self, show: Any) -> str:
        if not show.opens:
            return _now("no dates yet")
        return _now("%(first)s to %(last)s") % {"first": written(show.opens), "last": written(show.closes)}

    @admin.display(description=_("registrar"), ordering="registrar__name")
    def looked_after(self, show: Exhibition) -> str:
        return show.registrar.name if show.registrar else _now("nobody yet")
