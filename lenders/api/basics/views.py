"""The one kind of endpoint that reads: a list in pages and a detail, both of the same record, of visible rows only."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from lenders.api.basics.authentication import actor_of
from lenders.api.basics.etags import not_modified
from lenders.api.basics.problems import Problem, bad_parameter
from lenders.api.basics.records import Record
from office.records.actors import Actor


class Records(GenericViewSet[Any]):
    """Reads one kind of record. What a subclass names is all there is to it.

    `known_by` is the column, beside uid, by which a person knows a row: a code or reference. Never the primary key.
    """

    record: ClassVar[type[Record]]
    known_by: ClassVar[str] = ""
    http_method_names = ("get", "head", "post")
    required_scopes: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    filterset_class: Any = None
    lookup_field = "uid"
    lookup_url_kwarg = "key"
    lookup_value_regex = "[A-Za-z0-9._-]+"

    def visible_to(self, actor: Actor) -> QuerySet[Any]:
        """The rows this caller may see: a `*_visible_to` of the queries, nothing else."""
        raise Http404

    @property
    def actor(self) -> Actor:
        return actor_of(self.request)

    def get_queryset(self) -> QuerySet[Any]:
        return self.visible_to(self.actor)

    def get_serializer_class(self) -> type[Any]:
        return self.record

    def read(self, rows: QuerySet[Any]) -> list[dict[str, Any]]:
        return self.record.read(rows, visible=self.get_queryset())

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if self.action is not None:
            self._check_parameters(request)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        # A page belongs to its token: a shared cache must neither keep it nor give it to somebody else.
        patch_cache_control(response, private=True, no_cache=True)
        patch_vary_headers(response, ["Authorization"])
        return response

    def list(self, request: Request) -> Response:
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(page)

    def retrieve(self, request: Request, key: str) -> Response:
        record = self.one(self.found(key))
        headers = {"ETag": record["etag"]}
        if not_modified(request, etag=record["etag"]):
            return Response(status=304, headers=headers)
        return Response(record, headers=headers)

    def found(self, key: str) -> QuerySet[Any]:
        """The visible row known by this uid, code or reference; empty when there is none."""
        try:
            return self.get_queryset().filter(uid=UUID(key))
        except ValueError:
            pass
        return self.get_queryset().filter(**{self.known_by: key}) if self.known_by else self.get_queryset().none()

    def one(self, rows: QuerySet[Any]) -> dict[str, Any]:
        """The record of the one row; somebody else's row is not there."""
        records = self.read(rows[:1])
        if not records:
            raise Http404
        return records[0]

    def _check_parameters(self, request: Request) -> None:
        """A filter misspelt or left empty must not silently answer with everything."""
        known: set[str] = set()
        if self.action == "list":
            known = {"limit", "cursor", *(self.filterset_class.base_filters if self.filterset_class else ())}
        for name, values in request.query_params.lists():
            if name not in known:
                raise _unknown(name, known)
            if not all(value.strip() for value in values):
                raise bad_parameter(
                    name,
                    code="blank-parameter",
                    sentence=_("“%(name)s” is empty. Give it a value or leave it out.") % {"name": name},
                )


def _unknown(name: str, known: set[str]) -> Problem:
    return bad_parameter(
        name,
        code="unknown-parameter",
        sentence=_("There is no parameter “%(name)s” here. There are: %(known)s.")
        % {"name": name, "known": ", ".join(sorted(known)) or _("none")},
    )
