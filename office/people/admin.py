"""Staff accounts: made by an administrator; the person sets the password by the reset link."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import ChoicesDropdownFilter

from office.people.desk import DeskAdmin
from office.people.models import User


@admin.register(User)
class UserAdmin(DeskAdmin):
    sees = edits = "people.edit"
    list_display = ("name", "job_title", "role", "email", "state")
    list_filter = (("role", ChoicesDropdownFilter), "is_active")
    search_fields = ("name", "email")
    search_help_text = _("Name or e-mail address")
    fieldsets = (
        (None, {"fields": (("name", "job_title"), ("email", "role"))}),
        (_("Where they work"), {"fields": (("time_zone", "language"),)}),
        (
            _("Sign-in"),
            {
                "fields": ("is_active", "last_login"),
                "description": _(
                    "They choose a password by “Forgotten your password?” and then set up a second factor."
                ),
            },
        ),
    )
    readonly_fields = ("last_login",)
    empty_title = _("Nobody yet")

    @admin.display(description=_("sign-in"), ordering="last_login")
    def state(self, person: User) -> object:
        if not person.is_active:
            return _("closed")
        return person.last_login.date() if person.last_login else _("has not signed in yet")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever sets a registrar or an owner finds colleagues by name; the list itself is the administrator's."""
        if request.resolver_match and request.resolver_match.url_name == "autocomplete":
            return request.user.is_authenticated
        return super().has_view_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
