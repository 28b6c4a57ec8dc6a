"""What a token may do: each endpoint names the scopes of each method, and what names none stays shut."""

from http import HTTPStatus
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from lenders.api.basics.authentication import CHALLENGE
from lenders.api.basics.problems import Problem
from lenders.models import ApiToken


class HasScope(BasePermission):
    """The token must hold one of `view.required_scopes[METHOD]`. HEAD is GET."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if not isinstance(request.auth, ApiToken):
            return False
        wanted = scopes_of(view, request.method or "")
        if wanted & set(request.auth.scopes):
            return True
        if not wanted and (request.method or "") not in view.allowed_methods:
            return True  # not there at all: the view answers 405
        raise Problem(
            HTTPStatus.FORBIDDEN,
            code="scope-missing",
            sentence=_("This token may not do that: it needs the scope %(scopes)s.")
            % {"scopes": _(" or ").join(sorted(wanted)) or "-"},
            headers={
                "WWW-Authenticate": f'{CHALLENGE}, error="insufficient_scope", scope="{" ".join(sorted(wanted))}"'
            },
        )


def scopes_of(view: Any, method: str) -> frozenset[str]:
    """The scopes of which one is enough for this method of this view."""
    table: dict[str, tuple[str, ...]] = view.required_scopes
    return frozenset(table.get("GET" if method == "HEAD" else method, ()))
