"""The post app: every letter is a stored row first; a dispatcher sends it."""

from django.apps import AppConfig


class PostConfig(AppConfig):
    name = "office.post"
    label = "post"
    verbose_name = "Post"
