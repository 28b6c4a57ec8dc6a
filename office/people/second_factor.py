"""Staff without a second factor see nothing but the page that enrols one."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from office.people.models import User

# The enrolment itself, the way out, and what has its own keys.
_ALWAYS_OPEN = (
    "/accounts/2fa/",
    "/accounts/reauthenticate/",
    "/accounts/login/",
    "/accounts/logout/",
    "/static/",
    "/health/",
    "/metrics",
    "/portal/",
    "/api/",
    "/oai",
    "/calendar/",
)


class SecondFactorMiddleware:
    """Sends a signed-in person without a second factor to its enrolment, whatever page was asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if (
            settings.SECOND_FACTOR_REQUIRED
            and isinstance(user, User)
            and not request.path.startswith(_ALWAYS_OPEN)
            and not is_mfa_enabled(user)
        ):
            return redirect(reverse("mfa_index"))
        return self.get_response(request)
