"""The people app: staff accounts, their roles and what each role may do."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "office.people"
    label = "people"
    verbose_name = "People"
