"""The front door's URLs."""

from django.urls import path

from office.front import views

app_name = "front"
urlpatterns = [
    path("", views.home, name="home"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("demo/post/", views.post, name="post"),
    path("demo/post/<uuid:uid>/", views.letter, name="letter"),
    path("demo/museum/immunity/<slug:name>/", views.museum, name="museum"),
    path("help/", views.help_page, name="help"),
    path("help/<slug:who>/", views.help_page, name="help_for"),
]
