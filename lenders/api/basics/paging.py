"""Pages by key: each goes on where the last one ended, however many rows came or went meanwhile; nothing is counted."""

from typing import Any, ClassVar
from urllib.parse import urlencode
from uuid import UUID

from django.core import signing
from django.utils.translation import gettext as _
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response

from lenders.api.basics.problems import bad_parameter


class KeysetPages(BasePagination):
    """`?limit=1..200` and an opaque, signed `?cursor=`. Rows come in the order of their uid, that of their making.

    A cursor belongs to one list; the answer carries the next one, and the whole address of the next page.
    """

    DEFAULT: ClassVar[int] = 50
    MOST: ClassVar[int] = 200

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> Any:
        """The page's records; `view.read` turns rows into records."""
        limit = self._limit(request)
        self._request = request
        self._salt = f"api-cursor {view.basename}"
        rows = queryset.order_by("uid")
        if cursor := request.query_params.get("cursor"):
            rows = rows.filter(uid__gt=self._opened(cursor))
        records: list[dict[str, Any]] = view.read(rows[: limit + 1])
        self._after = records[limit - 1]["uid"] if len(records) > limit else None
        return records[:limit]

    def get_paginated_response(self, data: Any) -> Response:
        if self._after is None:
            return Response({"results": data, "next": None, "next_cursor": None})
        cursor = signing.Signer(salt=self._salt, sep=".").sign(self._after.hex)
        query = [pair for pair in self._request.GET.lists() if pair[0] != "cursor"]
        path = f"{self._request.path}?{urlencode([*query, ('cursor', cursor)], doseq=True)}"
        following = self._request.build_absolute_uri(path)
        return Response(
            {"results": data, "next": following, "next_cursor": cursor}, headers={"Link": f'<{following}>; rel="next"'}
        )

    def _limit(self, request: Request) -> int:
        text = request.query_params.get("limit")
        if text is None:
            return self.DEFAULT
        if not (text.isascii() and text.isdigit() and len(text) <= 3 and 1 <= int(text) <= self.MOST):
            raise bad_parameter(
                "limit",
                code="limit-out-of-range",
                sentence=_("`limit` is a whole number from 1 to %(most)s.") % {"most": self.MOST},
            )
        return int(text)

    def _opened(self, cursor: str) -> UUID:
        try:
            return UUID(signing.Signer(salt=self._salt, sep=".").unsign(cursor))
        except signing.BadSignature:
            raise bad_parameter(
                "cursor",
                code="cursor-unknown",
                sentence=_("This cursor is not one of this list. Start again without it."),
            ) from None

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        return [
            {
                "name": "limit",
                "in": "query",
                "required": False,
                "description": "How many records a page has.",
                "schema": {"type": "integer", "minimum": 1, "maximum": self.MOST, "default": self.DEFAULT},
            },
            {
                "name": "cursor",
                "in": "query",
                "required": False,
                "description": "`next_cursor` of the page before; it says nothing in itself.",
                "schema": {"type": "string"},
            },
        ]

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        return {
            "type": "object",
            "required": ["results", "next", "next_cursor"],
            "properties": {
                "results": {
                    "type": "array",
                    "items": schema.get("items", schema) if schema.get("type") == "array" else schema,
                },
                "next": {
                    "type": ["string", "null"],
                    "format": "uri",
                    "description": "The next page; null on the last.",
                },
                "next_cursor": {"type": ["string", "null"], "description": "For `cursor`; null on the last page."},
            },
        }
