"""Deadlines of every show in the order they fall due; overdue is computed, never stored."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.contrib.filters.admin import AutocompleteSelectFilter, ChoicesDropdownFilter

from loans.errors import LoanError
from loans.models import Deadline, DeadlineKind
from loans.models.deadlines import Anchor
from loans.services import deadlines as services
from office.people.desk import DeskAdmin, actor_of
from office.people.templatetags.desk import since
from office.records.wording import written


class WhenFilter(admin.SimpleListFilter):
    """Open ones unless something else is asked for."""

    title = _("when")
    parameter_name = "when"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("late", _("Overdue")), ("open", _("Open")), ("done", _("Done")), ("all", _("All"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        wanted = self.value() or "open"
        if wanted == "done":
            return queryset.filter(done_on__isnull=False)
        if wanted == "late":
            return queryset.filter(done_on__isnull=True, due_date__lt=timezone.localdate())
        return queryset if wanted == "all" else queryset.filter(done_on__isnull=True)

    def choices(self, changelist: Any) -> Any:
        for value, words in self.lookup_choices:
            yield {
                "selected": (self.value() or "open") == str(value),
                "query_string": changelist.get_query_string({self.parameter_name: value}),
                "display": words,
            }


class DeadlineForm(forms.ModelForm[Deadline]):
    """A deadline moved by hand no longer follows the dates of the show."""

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if "due_date" in self.changed_data and self.instance.pk:
            self.instance.anchor, self.instance.offset_days = Anchor.FIXED, 0
        return said


@admin.register(Deadline)
class DeadlineAdmin(DeskAdmin):
    edits = "deadlines.edit"
    form = DeadlineForm
    list_display = ("due", "called", "for_what", "owed", "looked_after", "done")
    list_display_links = ("called",)
    list_select_related = ("loan__lender", "exhibition", "owner", "line__object")
    list_filter = (
        WhenFilter,
        ("owed_by", ChoicesDropdownFilter),
        ("kind", ChoicesDropdownFilter),
        ("exhibition", AutocompleteSelectFilter),
        ("owner", AutocompleteSelectFilter),
    )
    search_fields = ("loan__reference", "loan__lender__name", "title")
    search_help_text = _("Loan, lender or words")
    ordering = ("due_date", "id")
    autocomplete_fields = ("exhibition", "loan", "owner")
    actions = ("finish",)
    empty_title = _("Nothing is due")
    empty_words = _(
        "Sending a request plans its deadlines: they are counted from the request, the opening and the close."
    )
    fieldsets = (
        (None, {"fields": (("kind", "title"), ("exhibition", "loan"), ("owed_by", "owner"), "due_date", "counted")}),
    )
    readonly_fields = ("counted",)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The latest lawful return follows what is recorded: nobody moves it by hand."""
        if obj is not None and obj.kind == DeadlineKind.LAWFUL_RETURN:
            return False
        return super().has_change_permission(request, obj)

    @admin.display(description=_("due"), ordering="due_date")
    def due(self, deadline: Deadline) -> SafeString:
        late = "late" if deadline.overdue_days(on=timezone.localdate()) else ""
        return format_html(
            '<span class="{}">{}<span class="sub {}">{}</span></span>',
            late, written(deadline.due_date), late, "" if deadline.done_on else since(deadline.due_date),
        )  # fmt: skip

    @admin.display(description=_("what"), ordering="kind")
    def called(self, deadline: Deadline) -> str:
        return str(deadline)

    @admin.display(description=_("for"), ordering="loan__reference")
    def for_what(self, deadline: Deadline) -> SafeString:
        if deadline.loan is None:
            return format_html("{}", deadline.exhibition.title)
        about = (
            f"{deadline.loan.reference} · {deadline.line.object.title}" if deadline.line else deadline.loan.reference
        )
        return format_html('{}<span class="sub">{}</span>', deadline.loan.lender.name, about)

    @admin.display(description=_("owed by"), ordering="owed_by")
    def owed(self, deadline: Deadline) -> str:
        return deadline.get_owed_by_display()

    @admin.display(description=_("looked after by"), ordering="owner__name")
    def looked_after(self, deadline: Deadline) -> str:
        return deadline.owner.name if deadline.owner else _now("nobody yet")

    @admin.display(description=_("done"))
    def done(self, deadline: Deadline) -> str:
        return written(deadline.done_on) if deadline.done_on else ""

    @admin.display(description=_("counted"))
    def counted(self, deadline: Deadline) -> str:
        if deadline.anchor == Anchor.FIXED:
            return _now("A day set by hand; it stays when the show's dates move.")
        way = _now("before") if deadline.offset_days < 0 else _now("after")
        return _now("%(days)d days %(way)s %(anchor)s; it moves with it.") % {
            "days": abs(deadline.offset_days),
            "way": way,
            "anchor": deadline.get_anchor_display(),
        }

    @admin.action(description=_("Mark as done today"))
    def finish(self, request: HttpRequest, queryset: QuerySet[Deadline]) -> HttpResponse | None:
        finished = 0
        for deadline in queryset:
            try:
                services.finish(deadline, actor=actor_of(request))
            except LoanError as error:
                messages.error(request, error.sentence)
            else:
                finished += 1
        if finished:
            words = ngettext("%(count)d deadline is done.", "%(count)d deadlines are done.", finished)
            messages.success(request, words % {"count": finished})
        return None
