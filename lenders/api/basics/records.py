"""Records: what an endpoint answers, declared once as a serializer and read straight from columns.

The declaration is the OpenAPI schema and the list of columns at the same time, so what is selected is what is shown
and nothing else. Rows become dictionaries without a model instance or a serializer call per row: in an API of this
kind that is most of the time.
"""

import base64
import functools
import hashlib
from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

import orjson
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

type Row = tuple[Any, ...]


@extend_schema_field(
    {
        "type": ["object", "null"],
        "required": ["start", "end"],
        "additionalProperties": False,
        "properties": {"start": {"type": "string", "format": "date"}, "end": {"type": "string", "format": "date"}},
        "description": "From the day of collection to the day of return.",
    }
)
class PeriodField(serializers.Field[Any, Any, Any, Any]):
    """A range of days as {start, end}."""


class Record(serializers.Serializer[Any]):
    """One kind of record. `uid` comes first: pages go by it.

    A field's `source` is a path from the row (`lender.code`). `related` names the fields that hold a list of related
    rows, with the column they are ordered by: one query each for a whole page. Fields in `computed` are filled by
    `compute`. Every record ends with `etag`, the hash of the rest.
    """

    related: ClassVar[Mapping[str, str]] = {}
    computed: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def compute(cls, records: list[dict[str, Any]], *, visible: QuerySet[Any]) -> None:
        """Fills the computed fields of these records in place, in a fixed number of queries."""

    @classmethod
    def read(cls, rows: QuerySet[Any], *, visible: QuerySet[Any]) -> list[dict[str, Any]]:
        """The rows as records, in their order. Related rows are reached through `visible`, all that may be seen."""
        plan = _plan(cls)
        records = [plan.record(row) for row in rows.values_list(*plan.columns)]
        if records:
            shown = visible.filter(uid__in=[record["uid"] for record in records]) if cls.related else visible
            for name, order in cls.related.items():
                rows_of = _related(shown, plan.lists[name], order=order)
                for record in records:
                    record[name] = rows_of[record["uid"]]
            cls.compute(records, visible=visible)
        for record in records:
            record["etag"] = etag_of(record)
        return records


def etag_of(record: Mapping[str, Any]) -> str:
    """A strong entity tag: it changes when anything shown does."""
    digest = hashlib.blake2b(orjson.dumps(record, default=str), digest_size=12).digest()
    return f'"{base64.urlsafe_b64encode(digest).decode()}"'


class _Plan:
    """The columns of a record, and how values that JSON has no word for are converted."""

    def __init__(self, kind: serializers.Serializer[Any], *, path: str = "") -> None:
        self.columns: list[str] = []
        self.lists: dict[str, _Plan] = {}
        # A record is first made of its own columns; nested records follow, cut from the rest of the row.
        self._names: list[str] = []
        self._conversions: list[tuple[str, Callable[[Row], Any]]] = []
        elsewhere = {*getattr(kind, "computed", ()), "etag"}
        nested: list[tuple[str, _Plan]] = []
        for name, field in kind.fields.items():
            source = f"{path}{field.source or name}".replace(".", "__")
            if name in elsewhere:
                continue
            if name in getattr(kind, "related", {}):
                self.lists[name] = _plan_of_list(field, source)
            elif isinstance(field, serializers.Serializer):
                nested.append((name, _Plan(field, path=f"{source}__")))
            else:
                if convert := _conversion(field, len(self.columns)):
                    self._conversions.append((name, convert))
                self._names.append(name)
                self.columns.append(source)
        for name, inner in nested:
            self._conversions.append((name, _cut(inner, len(self.columns))))
            self.columns += inner.columns

    def record(self, row: Row) -> dict[str, Any]:
        record = dict(zip(self._names, row, strict=False))
        for name, convert in self._conversions:
            record[name] = convert(row)
        return record


class _Single(_Plan):
    """A list of bare values, such as uids."""

    def __init__(self, column: str) -> None:
        self.columns, self.lists = [column], {}

    def record(self, row: Row) -> Any:
        return row[0]


@functools.cache
def _plan(kind: type[Record]) -> _Plan:
    return _Plan(kind())


def _plan_of_list(field: serializers.Field[Any, Any, Any, Any], source: str) -> _Plan:
    if isinstance(field, serializers.ListSerializer) and isinstance(field.child, serializers.Serializer):
        return _Plan(field.child, path=f"{source}__")
    return _Single(source)


def _related(shown: QuerySet[Any], plan: _Plan, *, order: str) -> dict[Any, list[Any]]:
    """The related rows of all shown ones, by uid; one query."""
    lists: dict[Any, list[Any]] = defaultdict(list)
    present = {f"{order.rpartition('__')[0]}__isnull": False}
    for uid, *row in shown.filter(**present).order_by(order).values_list("uid", *plan.columns):
        lists[uid].append(plan.record(tuple(row)))
    return lists


def _conversion(field: serializers.Field[Any, Any, Any, Any], at: int) -> Callable[[Row], Any] | None:
    if isinstance(field, serializers.FloatField):
        return lambda row: None if row[at] is None else float(row[at])
    if isinstance(field, PeriodField):
        return lambda row: as_period(row[at])
    return None


def _cut(inner: _Plan, start: int) -> Callable[[Row], dict[str, Any] | None]:
    """A related row as a record of its own; None when there is none (its first column, the uid, is empty)."""
    return lambda row: None if row[start] is None else inner.record(row[start:])


def as_period(period: DateRange | None) -> dict[str, Any] | None:
    """[start, end) as the day of collection and the day of return."""
    return {"start": period.lower, "end": period.upper} if period is not None else None
