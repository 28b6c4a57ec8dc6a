"""The notices app: reminders that go out once."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "loans.notices"
    label = "notices"
    verbose_name = "Notices"
