"""The loans app: the loan itself, from request to closed file."""

from django.apps import AppConfig


class LoansConfig(AppConfig):
    name = "loans"
    verbose_name = "Loans"
