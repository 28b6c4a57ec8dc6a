"""How staff sign in: accounts are made by an administrator, never by sign-up.

Closed on purpose: sign-up, codes by e-mail (those are for lenders), and the demo's password in production.
"""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest

from office.people.passwords import DEMO_PASSWORD


class StaffAccounts(DefaultAccountAdapter):
    """allauth's account adapter with sign-up closed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Refuses the demo's password outside the demo even where a restored demo database still holds it."""
        if credentials.get("password") == DEMO_PASSWORD and not settings.DEMO:
            credentials["password"] = ""
        return super().authenticate(request, **credentials)
