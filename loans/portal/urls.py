"""The portal's URLs. Loans by reference, lines and files by UUID, never by primary key."""

from django.urls import path

from loans.portal.views import entry, files, lines, requests

app_name = "portal"
urlpatterns = [
    path("", entry.home, name="home"),
    path("i/<str:token>/", entry.landing, name="landing"),
    path("code/", entry.code, name="code"),
    path("leave/", entry.leave, name="leave"),
    path("loans/<str:reference>/", requests.loan, name="loan"),
    path("loans/<str:reference>/<uuid:uid>/", lines.line, name="line"),
    path("files/<uuid:uid>/", files.file, name="file"),
]
