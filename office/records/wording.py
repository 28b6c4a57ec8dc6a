"""Words for dates and lists, the same everywhere. Dates are written out: never 03/04."""

import datetime as dt
from collections.abc import Sequence

from django.utils.formats import date_format
from django.utils.translation import gettext as _


def written(day: dt.date) -> str:
    """3 March 2026, in the active language."""
    return date_format(day, "j F Y")


def listed(words: Sequence[str]) -> str:
    """a, b and c."""
    if len(words) < 2:
        return "".join(words)
    return _("%(most)s and %(last)s") % {"most": ", ".join(words[:-1]), "last": words[-1]}
