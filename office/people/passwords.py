"""The demo's password is public, so no installation but the demo accepts it."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

DEMO_PASSWORD = "caravan-demo"  # noqa: S105 - printed by the demo, refused elsewhere


class NotTheDemoPassword:
    """A password validator that refuses the demo's password outside the demo."""

    def validate(self, password: str, user: object = None) -> None:
        if password == DEMO_PASSWORD and not settings.DEMO:
            raise ValidationError(_("This password is printed in the manual. Choose another."), code="demo_password")

    def get_help_text(self) -> str:
        return _("Not the password of the demonstration.")
