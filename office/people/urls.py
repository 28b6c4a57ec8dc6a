"""The staff's sign-in: allauth's pages but for those that would let a person change who they are."""

from allauth.account.views import password_reset
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path

from office.people.evenly import evenly


def _closed(request: HttpRequest, **kwargs: str) -> HttpResponse:
    raise Http404


urlpatterns = [
    # An address is an account's name here: an administrator changes it.
    path("email/", _closed),
    path("confirm-email/", _closed),
    path("confirm-email/<str:key>/", _closed),
    path("login/code/confirm/", _closed),
    # In place of allauth's own, under its name: an address with an account must not take longer.
    path("password/reset/", evenly(password_reset), name="account_reset_password"),
    path("", include("allauth.urls")),
]
