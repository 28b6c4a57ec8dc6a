"""Collection systems that call the API, each with a token of its own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.test import Client
from django.utils import timezone

from lenders.models import ApiToken, Lender
from lenders.services import tokens
from office.records.actors import Actor

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

EVERYTHING = ("objects:read", "loans:read", "loans:write")


@dataclass(frozen=True)
class System:
    """A system with its token; without one it is just anybody."""

    text: str = ""
    token: ApiToken | None = None
    client: Client = field(default_factory=Client)

    def get(self, path: str, query: Mapping[str, Any] | None = None, **headers: str) -> "Answer":
        return self.client.get(self._at(path), query, headers=self._headers(headers))

    def post(self, path: str, body: Any, **headers: str) -> "Answer":
        return self.client.post(self._at(path), body, content_type="application/json", headers=self._headers(headers))

    def used(self) -> "System":
        """Having called a moment ago, so that noting its use is not among the queries a test counts."""
        assert self.token is not None
        tokens.note_use(self.token, now=timezone.now())
        return self

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
