"""Every URL of the product, by surface."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from config import health

handler500 = "config.api.fault_page"

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/", admin.site.urls),
    path("accounts/", include("office.people.urls")),
    path("api/v1/", include("config.api")),
    path("health/", health.health, name="health"),
    path("metrics", health.metrics, name="metrics"),
    path("portal/", include("loans.portal.urls")),
    path("", include("office.front.urls")),
]
