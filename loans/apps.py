"""The loans app: the loan itself, from request to closed file."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class LoansConfig(AppConfig):
    name = "loans"
    verbose_name = "Loans"

    def ready(self) -> None:
        post_migrate.connect(put_in_clauses, sender=self)


def put_in_clauses(*, plan: Any = None, **_unknown: Any) -> None:
    """The shipped clause texts come with the tables they live in; migrating backwards leaves them out."""
    from django.db import connection

    from loans.models import ClauseText
    from loans.services import clauses

    if ClauseText._meta.db_table in connection.introspection.table_names():
        clauses.install()
