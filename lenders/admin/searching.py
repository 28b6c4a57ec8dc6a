"""Search over the romanised `search` column: forgiving of spelling and script, answered by its trigram index."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from lenders.services.search import search_query


class TrigramSearch:
    """A list or an autocomplete whose every typed word must resemble a word of the row."""

    search_fields = ("search",)
    search_column = "search"

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        for word in search_query(search_term.replace("\x00", "")).split():
            queryset = queryset.filter(**{f"{self.search_column}__trigram_word_similar": word})
        return queryset, False
