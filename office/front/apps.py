"""The front door: the chooser, the tour of the demo, and the look all surfaces share."""

from django.apps import AppConfig


class FrontConfig(AppConfig):
    name = "office.front"
    label = "front"
    verbose_name = "Front door"
