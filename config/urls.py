"""Every URL of the product, by surface."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/", admin.site.urls),
    path("accounts/", include("office.people.urls")),
    path("api/v1/", include("config.api")),
    path("", include("office.front.urls")),
]
