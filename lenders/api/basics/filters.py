"""Filters of lists: declared per list with django-filter; an error names the parameter it is about."""

from typing import Any

from django.db.models import QuerySet
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.exceptions import ValidationError


class Filters(DjangoFilterBackend):
    """django-filter, whose errors name the query parameter."""

    def filter_queryset(self, request: Any, queryset: QuerySet[Any], view: Any) -> QuerySet[Any]:
        try:
            return super().filter_queryset(request, queryset, view)
        except ValidationError as error:
            error.in_query = True  # type: ignore[attr-defined]
            raise
