"""Our admin site: unfold's, with Today as its first page and sign-in by allauth.

Django's own sign-in form would skip the second factor, its own password form our rules.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, reverse
from django.utils.http import urlencode
from django.views.decorators.csp import csp_override
from unfold.sites import UnfoldAdminSite

from office.front import policy
from office.front.templatetags.caravan import _FONTS as FONTS
from office.front.templatetags.caravan import _has_fonts as has_fonts
from office.people.desk import DeskAdmin


class CaravanSite(UnfoldAdminSite):
    """The workplace of curators and registrars."""

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Only lists of our own: those that libraries bring ask Django's permission tables, which we don't keep."""
        if admin_class is not None and issubclass(admin_class, DeskAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        return csp_override(policy.WORKPLACE)(super().admin_view(view, cacheable))

    def login(self, request: HttpRequest, extra_context: object = None) -> HttpResponse:
        target = request.GET.get("next") or reverse("admin:index")
        return redirect(f"{reverse('account_login')}?{urlencode({'next': target})}")

    def password_change(self, request: HttpRequest, extra_context: object = None) -> HttpResponse:
        return redirect("account_change_password")

    def has_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_authenticated and request.user.is_active)

    def index(self, request: HttpRequest, extra_context: object = None) -> HttpResponse:
        """What needs this person today."""
        from loans.admin.today import today

        return today(request)

    def app_index(self, request: HttpRequest, app_label: str, extra_context: object = None) -> HttpResponse:
        """There are no applications on screen, only work."""
        return redirect("admin:index")

    def get_urls(self) -> list[URLResolver | URLPattern]:
        """The pages of our own come first: the last pattern of the site catches everything."""
        from loans.admin.urls import pages

        return [*pages(self.admin_view), *super().get_urls()]

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Nobody reads it: the menu is config.menu."""
        return []

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        context: dict[str, Any] = super().each_context(request)
        context["styles"] = [*(context["styles"] or []), *fonts_address()]
        context["scripts"] = [*(context["scripts"] or []), static("caravan/admin.js")]
        context["site_favicons"] = [{"rel": "icon", "href": static("caravan/mark.svg"), "type": "image/svg+xml"}]
        return context


def fonts_address() -> list[str]:
    """The bundled fonts when they are built; the system's stand in otherwise."""
    return [static(FONTS)] if has_fonts() else []
