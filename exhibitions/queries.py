"""Exhibitions as rows. Which of them a lender sees depends on loans, so that question is asked in loans.queries."""

from django.db.models import QuerySet

from exhibitions.models import ChecklistEntry, Exhibition
from office.records.actors import Actor


def exhibitions_visible_to(actor: Actor) -> QuerySet[Exhibition]:
    """All exhibitions for those who see all lenders, none for others: see loans.queries for theirs."""
    return Exhibition.objects.all() if actor.sees_all and actor.abilities else Exhibition.objects.none()


def entries_visible_to(actor: Actor) -> QuerySet[ChecklistEntry]:
    return ChecklistEntry.objects.filter(exhibition__in=exhibitions_visible_to(actor).values("pk"))
