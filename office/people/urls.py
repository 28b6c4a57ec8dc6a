"""The staff's sign-in: allauth's pages but for those that would let a person change who they are."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path


def _closed(request: HttpRequest, **kwargs: str) -> HttpResponse:
    raise Http404


urlpatterns = [
    # An address is an account's name here: an administrator changes it.
    path("email/", _closed),
    path("confirm-email/", _closed),
    path("confirm-email/<str:key>/", _closed),
    path("login/code/confirm/", _closed),
    path("", include("allauth.urls")),
]
