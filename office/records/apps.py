"""The records app: the audit trail, stored files and long-running jobs."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "office.records"
    label = "records"
    verbose_name = "Records"
