"""Lists that stay quick at a hundred thousand rows: counted as far as it matters, fetched by key."""

from functools import cached_property
from typing import Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.core.paginator import EmptyPage, InvalidPage, Page, Paginator
from django.db import connection
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from unfold.views import ChangeList

COUNTED_UP_TO = 1_000
"""Beyond this many rows nobody reads an exact number, and counting would cost more than the list."""
FOUND_UP_TO = 200
"""The same for what a search found: each row counted is compared with the words once more."""
DEEPEST = 1_000_000
"""No list has so many pages; the database is not asked to count to them."""


class DeskPaginator(Paginator[Any]):
    """Counts to COUNTED_UP_TO and fetches one row more than it shows to know whether there is a next page."""

    template_name = "desk/pagination.html"
    object_list: QuerySet[Any]
    counted_up_to = COUNTED_UP_TO

    @cached_property
    def count(self) -> int:
        counted = self.object_list.order_by()[: self.counted_up_to + 1]
        return int(counted.count())

    @property
    def is_exact(self) -> bool:
        return self.count <= self.counted_up_to

    @cached_property
    def words(self) -> str:
        """How many there are, as far as we know."""
        if self.is_exact:
            return _grouped(self.count)
        if not self.object_list.query.where:
            return _("about %(count)s") % {"count": _grouped(self._estimate)}
        return _("more than %(count)s") % {"count": _grouped(self.counted_up_to)}

    @cached_property
    def _estimate(self) -> int:
        """What the planner believes, to two digits; free of charge."""
        with connection.cursor() as cursor:
            table = self.object_list.model._meta.db_table
            cursor.execute("SELECT reltuples::bigint FROM pg_class WHERE oid = %s::regclass", [table])
            (rows,) = cursor.fetchone()
        rows = max(rows, COUNTED_UP_TO)
        unit = 10 ** (len(str(rows)) - 2)
        return round(rows / unit) * unit

    def page(self, number: Any) -> Page[Any]:
        number = max(1, int(number))
        if number > DEEPEST:
            raise EmptyPage
        start = (number - 1) * self.per_page
        rows: list[Any]
        if start < COUNTED_UP_TO:
            rows = list(self.object_list[start : start + self.per_page + 1])
        else:
            # Far down, the keys are skipped over in the index and only the rows shown are read.
            keys = self.object_list.select_related(None).values_list("pk", flat=True)
            rows = list(self.object_list.filter(pk__in=list(keys[start : start + self.per_page + 1])))
        page = Page(rows[: self.per_page], number, self)
        page.goes_on = len(rows) > self.per_page  # type: ignore[attr-defined]
        return page


def _grouped(number: int) -> str:
    return str(number_format(number, force_grouping=True))


class DeskChangeList(ChangeList):
    """A list that knows its first and last row on screen and whether more follow."""

    goes_on = False

    def get_results(self, request: HttpRequest) -> None:
        paginator = self.model_admin.get_paginator(request, self.queryset, self.list_per_page)
        if self.query:
            paginator.counted_up_to = FOUND_UP_TO
        try:
            shown = paginator.page(self.page_num)
        except (InvalidPage, ValueError, OverflowError) as error:
            raise IncorrectLookupParameters from error
        self.paginator = paginator
        self.result_list: Any = shown.object_list
        if self.page_num == 1 and not shown.goes_on:
            paginator.count = len(shown.object_list)  # the page holds them all: nothing to count
        self.result_count = paginator.count
        self.full_result_count = self.result_count
        self.show_full_result_count = False
        self.show_admin_actions = bool(self.result_count)
        self.can_show_all = False
        self.multi_page = self.page_num > 1 or shown.goes_on
        self.goes_on = shown.goes_on
        self.first_row = (self.page_num - 1) * self.list_per_page + 1
        self.last_row = self.first_row + len(shown.object_list) - 1
        prepare = getattr(self.model_admin, "prepare", None)
        if prepare is not None:
            prepare(self.result_list)

    def url_for_result(self, result: Any) -> str:
        """The row's own page where it has one, else its form."""
        own = getattr(self.model_admin, "address_of", None)
        return str(own(result) if own is not None else super().url_for_result(result))

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet[Any]:
        rows = super().get_queryset(request, exclude_parameters)
        columns = getattr(self.model_admin, "list_only", ())
        return rows.only(*columns) if columns else rows
