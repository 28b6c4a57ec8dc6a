"""The lenders app: who lends, their contacts and what they own."""

from django.apps import AppConfig


class LendersConfig(AppConfig):
    name = "lenders"
    verbose_name = "Lenders"
