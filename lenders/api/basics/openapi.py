"""How endpoints describe themselves: the token with its scopes, and the problems each may answer."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

from lenders.api.basics.idempotency import HEADER, PATTERN
from lenders.api.basics.permissions import scopes_of
from lenders.api.basics.problems import MEDIA_TYPE


class TokenScheme(OpenApiAuthenticationExtension):
    """The security scheme of BearerToken."""

    target_class = "lenders.api.basics.authentication.BearerToken"
    name = "token"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "A token made by the organiser (`create_token`), bound to the organiser or to one lender.",
        }


class PlaceSerializer(serializers.Serializer[Any]):
    """Where in the request something is wrong: a JSON pointer into the body, or the name of a parameter."""

    pointer = serializers.CharField(required=False)
    parameter = serializers.CharField(required=False)
    code = serializers.CharField()
    message = serializers.CharField()


class ProblemSerializer(serializers.Serializer[Any]):
    """RFC 9457. `detail` is a sentence for a person, `code` stays the same and is for programs."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    code = serializers.CharField()
    errors = PlaceSerializer(many=True, required=False)  # type: ignore[assignment] # the field is named so in the RFC


_ALWAYS = {
    "400": "The request can't be taken as it is.",
    "401": "No token, or one that doesn't open anything.",
    "403": "The token lacks the scope.",
    "406": "Only JSON is spoken here.",
    "429": "Too many requests: wait as long as Retry-After says.",
}
_WRITING = {
    "409": "It can't happen as things stand; `detail` says why.",
    "413": "The body is too large.",
    "415": "The body must be JSON.",
    "422": "Something that is needed was not said; `errors` names it.",
}
_DETAIL = {"404": "Nothing is here, or it is not the token's to see."}


class Schema(AutoSchema):
    """AutoSchema with scopes, problems, entity tags and the key of a detail."""

    def get_auth(self) -> list[dict[str, list[str]]]:
        schemes = super().get_auth()  # registers the scheme
        if not getattr(self.view, "required_scopes", None):
            return schemes
        # Any of the scopes is enough: alternatives, not a list.
        return [{"token": [scope]} for scope in sorted(scopes_of(self.view, self.method))]

    def get_summary(self) -> str | None:
        view: Any = self.view
        if self.method != "GET" or not hasattr(view, "record"):
            return super().get_summary()
        if view.action == "list":
            return "All the token may see, page by page"
        return f"One, by its uid or {view.known_by}" if view.known_by else "One, by its uid"

    def _map_serializer(self, serializer: Any, direction: Any, bypass_extensions: bool = False) -> dict[str, Any]:
        schema: dict[str, Any] = super()._map_serializer(  # type: ignore[no-untyped-call]
            serializer, direction, bypass_extensions
        )
        if direction == "request" and schema.get("type") == "object":
            schema["additionalProperties"] = False  # basics.strict
            for field in schema["properties"].values():
                if field.get("type") == "string" and not {"enum", "format"} & set(field):
                    field["pattern"] = r"^[^\x00]*$"
        return schema

    def get_override_parameters(self) -> list[Any]:
        if "{key}" not in self.path:
            return []
        view: Any = self.view
        parameters = [
            OpenApiParameter(
                "key",
                {"type": "string", "pattern": f"^{view.lookup_value_regex}$"},
                OpenApiParameter.PATH,
                description=f"uid or {view.known_by}" if view.known_by else "uid",
            )
        ]
        if self.method == "POST":
            parameters.append(
                OpenApiParameter(
                    HEADER,
                    {"type": "string", "pattern": f"^{PATTERN}$"},
                    OpenApiParameter.HEADER,
                    description="One for each request, such as a UUID: sent again within 24 hours, it is done once.",
                )
            )
        if view.action == "retrieve":
            parameters.append(
                OpenApiParameter(
                    "If-None-Match",
                    str,
                    OpenApiParameter.HEADER,
                    description="An ETag you hold: 304 when the record is still the same.",
                )
            )
        return parameters

    def get_operation(self, *args: Any, **kwargs: Any) -> dict[str, Any] | None:
        operation: dict[str, Any] | None = super().get_operation(*args, **kwargs)
        for parameter in (operation or {}).get("parameters", ()):
            schema = parameter["schema"]
            if parameter["in"] == "query" and schema.get("type") == "string" and not {"enum", "format"} & set(schema):
                schema["pattern"] = r"^[^\x00]*\S[^\x00]*$"  # blank ones are refused
        return operation

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        bodies: dict[str, Any] = super()._get_response_bodies(direction)
        if not getattr(self.view, "required_scopes", None):
            return bodies
        if getattr(self.view, "action", "") == "retrieve":
            bodies["200"]["headers"] = {"ETag": {"schema": {"type": "string"}, "required": True}}
            bodies["304"] = {"description": "You hold it already.", "headers": {"ETag": {"schema": {"type": "string"}}}}
        documented = _ALWAYS | (_DETAIL if "{key}" in self.path else {}) | (_WRITING if self.method == "POST" else {})
        for status, words in documented.items():
            bodies.setdefault(status, self._problem(words))
        bodies["401"]["headers"] = {"WWW-Authenticate": {"schema": {"type": "string"}, "required": True}}
        bodies["429"]["headers"] = {"Retry-After": {"schema": {"type": "integer"}, "required": True}}
        return dict(sorted(bodies.items()))

    def _problem(self, words: str) -> dict[str, Any]:
        reference = self.resolve_serializer(ProblemSerializer, "response").ref
        return {"description": words, "content": {MEDIA_TYPE: {"schema": reference}}}
