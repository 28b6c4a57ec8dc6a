"""The portal app holds templates; its rows live in lenders and loans."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "loans.portal"
    label = "portal"
    verbose_name = "Portal"
