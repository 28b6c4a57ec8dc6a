"""A day as a form asks for it: the browser's own calendar, and the years in which a loan can lie."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from unfold.widgets import DATETIME_CLASSES

from office.records.wording import written

EARLIEST = dt.date(1900, 1, 1)
YEARS_AHEAD = 50


def latest() -> dt.date:
    """The last day anybody plans for; a later one is a slip of the finger, and counting from it leaves the calendar."""
    today = timezone.localdate()
    return dt.date(today.year + YEARS_AHEAD, today.month, min(today.day, 28))


class DayInput(forms.DateInput):
    """The browser's own calendar: it speaks the person's language and works without script."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": " ".join(DATETIME_CLASSES), **(attrs or {})}, format="%Y-%m-%d")

    def format_value(self, value: Any) -> str | None:
        return value.isoformat() if isinstance(value, dt.date) else super().format_value(value)


class DayField(forms.DateField):
    """A day between EARLIEST and fifty years from now."""

    widget = DayInput

    def clean(self, value: Any) -> Any:
        day = super().clean(value)
        if day is not None and not EARLIEST <= day <= latest():
            raise ValidationError(
                _("Choose a day from %(first)s to %(last)s.") % {"first": written(EARLIEST), "last": written(latest())}
            )
        return day
