"""Collection systems that call the API, each with a token of its own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.test import Client

from lenders.models import ApiToken, Lender
from lenders.services import tokens
from office.records.actors import Actor

EVERYTHING = ("objects:read", "loans:read", "loans:write")


@dataclass(frozen=True)
class System:
    """A system with its token; without one it is just anybody."""

    text: str = ""
    token: ApiToken | None = None
    client: Client = field(default_factory=Client)

    def get(self, path: str, query: Mapping[str, Any] | None = None, **headers: str) -> HttpResponse:
        return self.client.get(self._at(path), query, headers=self._headers(headers))

    def post(self, path: str, body: Any, **headers: str) -> HttpResponse:
        return self.client.post(self._at(path), body, content_type="application/json", headers=self._headers(headers))

    def _at(self, path: str) -> str:
        return path if path.startswith(("/", "http")) else f"/api/v1/{path}"

    def _headers(self, more: Mapping[str, str]) -> dict[str, str]:
        own = {"Authorization": f"Bearer {self.text}"} if self.text else {}
        return own | {name.replace("_", "-"): value for name, value in more.items()}


def system_of(lender: Lender | None, *, scopes: tuple[str, ...] = EVERYTHING, name: str = "") -> System:
    """The system of this lender, or the organiser's own."""
    token, text = tokens.create(
        name or (f"TMS of {lender.name}" if lender else "Our collection system"),
        scopes=scopes,
        lender=lender,
        actor=Actor.system(),
    )
    return System(text, token)
