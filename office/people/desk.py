"""What every page of the admin leans on: permissions from the roles table, lean lists, readable history."""

import datetime as dt
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from unfold.admin import ModelAdmin, StackedInline, TabularInline
from unfold.widgets import DATETIME_CLASSES

from office.people.lists import DeskChangeList, DeskPaginator
from office.people.models import User
from office.people.versions import versions_of
from office.records.actors import Actor


def user_of(request: HttpRequest) -> User:
    """The signed-in member of staff: pages of the admin have no other visitor."""
    if not isinstance(request.user, User):
        raise TypeError("a page of the admin was reached without signing in")
    return request.user


def actor_of(request: HttpRequest) -> Actor:
    return Actor.staff(user_of(request))


def may(request: HttpRequest, ability: str) -> bool:
    """Asks the roles table; an empty ability is nobody's."""
    return bool(ability) and isinstance(request.user, User) and request.user.can(ability)


def page(
    request: HttpRequest,
    template: str,
    *,
    title: object,
    crumbs: tuple[tuple[object, str], ...] = (),
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """A page of our own inside the admin's frame; `crumbs` are (words, address) of the pages above it."""
    frame = admin.site.each_context(request)
    return TemplateResponse(
        request,
        template,
        {**frame, "title": title, "crumbs": crumbs, "actor": actor_of(request), **context},
        status=status,
    )


class DayInput(forms.DateInput):
    """The browser's own calendar: it speaks the person's language and works without script."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": " ".join(DATETIME_CLASSES), **(attrs or {})}, format="%Y-%m-%d")

    def format_value(self, value: Any) -> str | None:
        return value.isoformat() if isinstance(value, dt.date) else super().format_value(value)


class _ByAbility:
    """Permissions by the roles table: `sees` to look, `edits` to change, `adds` and `deletes` where they differ."""

    sees = "see"
    edits = ""
    adds: str | None = None
    deletes = ""
    formfield_overrides: ClassVar[dict[Any, Any]] = {models.DateField: {"widget": DayInput}}

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may(request, self.sees)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request, self.sees)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request, self.edits)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request, self.edits if self.adds is None else self.adds)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request, self.deletes)


class DeskTabularInline(_ByAbility, TabularInline):
    """Rows inside another page."""

    extra = 0
    show_title = False

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """A cell has no label of its own: the column's heading is said with it."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            widget = getattr(field.widget, "widget", field.widget)
            for each in (widget, *getattr(widget, "widgets", ())):
                each.attrs.setdefault("aria-label", str(capfirst(field.label or "")))
        return field


class DeskStackedInline(_ByAbility, StackedInline):
    """Forms inside another page."""

    extra = 0
    show_title = False


class DeskAdmin(_ByAbility, ModelAdmin):
    """A list and a form. Rows keep their own history by triggers, so Django's admin log is not written twice."""

    list_per_page = 50
    empty_value_display = ""
    list_max_show_all = 0
    show_full_result_count = False
    list_filter_submit = True
    show_facets = admin.ShowFacets.NEVER
    paginator = DeskPaginator
    change_list_template = "desk/change_list.html"
    object_history_template = "desk/history.html"
    # What an empty list says, so that the first visit teaches.
    empty_title: object = ""
    empty_words: object = ""
    history_hides: tuple[str, ...] = ()
    # The only columns the list reads; empty: all of them.
    list_only: tuple[str, ...] = ()

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[DeskChangeList]:
        return DeskChangeList

    def get_actions(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        actions: dict[str, Any] = super().get_actions(request, *args, **kwargs)
        actions.pop("delete_selected", None)
        return actions

    @admin.display(description="")
    def action_checkbox(self, obj: models.Model) -> SafeString:
        return format_html(
            '<input type="checkbox" name="_selected_action" value="{}" class="action-select" aria-label="{}">',
            obj.pk,
            _("Select %(row)s") % {"row": obj},
        )

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        heading = {"title": capfirst(self.opts.verbose_name_plural)}
        return super().changelist_view(request, {**heading, **(extra_context or {})})

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Every version of the row as its triggers kept it: who, when, what changed."""
        row = self.get_object(request, object_id)
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, row):
            return page(request, "desk/refused.html", title=_("Not for your role"), status=403)
        return page(
            request,
            self.object_history_template,
            title=_("History"),
            original=row,
            opts=self.opts,
            versions=versions_of(row, hidden=self.history_hides),
        )

    def log_addition(self, *args: Any, **kwargs: Any) -> None:
        """The row's own history says it."""

    def log_change(self, *args: Any, **kwargs: Any) -> None:
        """The row's own history says it."""

    def log_deletions(self, *args: Any, **kwargs: Any) -> None:
        """The row's own history says it."""
