"""How staff sign in: accounts are made by an administrator, never by sign-up.

Closed on purpose: sign-up, codes by e-mail (those are for lenders), and the demo's password in production.
"""

import uuid
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest

from office.people.passwords import DEMO_PASSWORD
from office.post import outbox


class StaffAccounts(DefaultAccountAdapter):
    """allauth's account adapter with sign-up closed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Refuses the demo's password outside the demo even where a restored demo database still holds it."""
        if credentials.get("password") == DEMO_PASSWORD and not settings.DEMO:
            credentials["password"] = ""
        return super().authenticate(request, **credentials)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Into the outbox, like every letter; it holds a secret link, so the office does not show it."""
        message = self.render_mail(template_prefix, email, {"email": email, **context})
        html = next((body for body, kind in getattr(message, "alternatives", []) if kind == "text/html"), "")
        outbox.write(
            key=f"account:{uuid.uuid4()}",
            kind="account",
            to_name=str(context.get("user") or email),
            to_email=email,
            subject=str(message.subject),
            text=str(message.body),
            html=str(html),
            confidential=True,
        )
