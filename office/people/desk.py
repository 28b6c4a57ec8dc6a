"""What every page of the admin leans on: permissions from the roles table, lean lists, readable history."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.exceptions import DisallowedModelAdminLookup, DisallowedModelAdminToField
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ERROR_FLAG
from django.core.exceptions import FieldDoesNotExist
from django.db import DataError, models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin, StackedInline, TabularInline

from office.people.days import DayField, DayInput
from office.people.keys import DeskAutocomplete, DeskAutocompleteMultiple, is_key
from office.people.lists import DeskChangeList, DeskPaginator
from office.people.lookups import asked_by
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


PICTURE = lazy(format_html, SafeString)('<span class="unseen">{}</span>', gettext_lazy("Picture"))
"""The heading of a column of pictures: heard, not seen."""


class _ByAbility:
    """Permissions by the roles table: `sees` to look, `edits` to change, `adds` and `deletes` where they differ."""

    sees = "see"
    edits = ""
    adds: str | None = None
    deletes = ""
    formfield_overrides: ClassVar[dict[Any, Any]] = {models.DateField: {"form_class": DayField, "widget": DayInput}}

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

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if "widget" not in kwargs and db_field.name in self.get_autocomplete_fields(request):  # type: ignore[attr-defined]
            kwargs["widget"] = DeskAutocomplete(db_field, admin.site, using=kwargs.get("using"))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if "widget" not in kwargs and db_field.name in self.get_autocomplete_fields(request):  # type: ignore[attr-defined]
            kwargs["widget"] = DeskAutocompleteMultiple(db_field, admin.site, using=kwargs.get("using"))
        return super().formfield_for_manytomany(db_field, request, **kwargs)  # type: ignore[misc]


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
    # What links of our own ask the list for beside its filters.
    lookups: tuple[str, ...] = ("id__exact",)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """The list's filters and our own links, nothing else; Django's own rule lets any column be asked for."""
        filters = self.get_list_filter(request) if request else self.list_filter
        return lookup in self.lookups or lookup in asked_by(filters, self.model)

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """A list that can't be asked so is shown without what was asked."""
        try:
            if any("\x00" in value for values in request.GET.lists() for value in (values[0], *values[1])):
                raise IncorrectLookupParameters
            return super().get_changelist_instance(request)
        except (
            IncorrectLookupParameters,
            DisallowedModelAdminLookup,
            DisallowedModelAdminToField,
            DataError,
            ValueError,
            OverflowError,
        ) as error:
            messages.info(request, _("The list can't be asked that way. Here is all of it."))
            raise IncorrectLookupParameters from error

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> Any:
        return super().get_search_results(request, queryset, search_term.replace("\x00", ""))

    def response_action(self, request: HttpRequest, queryset: Any, **kwargs: Any) -> HttpResponse | None:
        """Ticks that are no rows count as nothing ticked."""
        if not all(is_key(each) for each in request.POST.getlist(ACTION_CHECKBOX_NAME)):
            messages.warning(request, _("Tick the rows first, then choose what to do with them."))
            return None
        answer: HttpResponse | None = super().response_action(request, queryset, **kwargs)
        return answer

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """What an address fills in beforehand, without what no row or text can be."""
        filled: dict[str, Any] = super().get_changeform_initial_data(request)
        return {name: value for name, value in filled.items() if self._can_be(name, value)}

    def _can_be(self, name: str, value: Any) -> bool:
        try:
            field = self.opts.get_field(name)
        except FieldDoesNotExist:
            return False
        if field.is_relation:
            return all(is_key(each) for each in (value if isinstance(value, list) else [value]))
        return "\x00" not in str(value)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[DeskChangeList]:
        return DeskChangeList

    def get_actions(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        actions: dict[str, Any] = super().get_actions(request, *args, **kwargs)
        actions.pop("delete_selected", None)
        return actions

    @admin.display(description="")
    def action_checkbox(self, obj: models.Model) -> SafeString:
        return format_html(
            '<label class="tick"><input type="checkbox" name="_selected_action" value="{}" class="action-select"'
            ' aria-label="{}"></label>',
            obj.pk,
            _("Select %(row)s") % {"row": obj},
        )

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if ERROR_FLAG in request.GET and len(request.GET) > 1:
            # Django takes a second mistake for a broken installation and says so.
            asked = request.GET.copy()
            del asked[ERROR_FLAG]
            request.GET = asked  # type: ignore[assignment]
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
