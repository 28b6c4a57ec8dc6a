"""Cells that are days and amounts, read without guessing: what two people would read differently is refused."""

import datetime as dt
import re
from decimal import Decimal
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _
from moneyed import Money

from lenders.services.imports.reading import NumberCell
from lenders.services.imports.refusals import RowRefused

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
            "september sep sept", "october oct", "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:T00:00:00)?")
_WRITTEN: Final = re.compile(r"(\d{1,2})\.? ([a-z]+)\.?,? (\d{4})")
_DOTTED: Final = re.compile(r"(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})")
_EARLIEST: Final = 1900
_LATEST: Final = 2100
_SPACES: Final = re.compile(r"[\s'’\u00a0\u202f]")


def day(cell: str, what: str) -> dt.date | None:
    """3 March 2026, 2026-03-03 or 3.3.2026; empty is None. 03/04/2026 is refused: it is two days. Raises RowRefused."""
    text = " ".join(cell.casefold().split())
    if not text:
        return None
    found = None
    if match := _ISO.fullmatch(text):
        found = _date(match[1], match[2], match[3])
    elif match := _DOTTED.fullmatch(text):
        found = _date(match[3], match[2], match[1])
    elif (match := _WRITTEN.fullmatch(text)) and match[2] in _MONTHS:
        found = _date(match[3], str(_MONTHS[match[2]]), match[1])
    if found is None:
        raise RowRefused(
            _("The %(what)s “%(cell)s” can't be read without doubt. Write it like 3 March 2026 or 2026-03-03.")
            % {"what": what, "cell": cell[:40]}
        )
    return found


def _date(year: str, month: str, number: str) -> dt.date | None:
    try:
        found = dt.date(int(year), int(month), int(number))
    except ValueError:
        return None
    return found if _EARLIEST <= found.year <= _LATEST else None


def money(value: str, currency: str) -> Money | None:
    """An amount in a currency we work with; empty is None. Raises RowRefused."""
    if not value:
        return None
    code = currency.strip().upper()
    if not code:
        raise RowRefused(_("The value has no currency. Write GBP, EUR, USD … beside it."))
    if code not in settings.CURRENCIES:
        raise RowRefused(
            _("“%(currency)s” is no currency we work with. Choose one of %(known)s.")
            % {"currency": currency[:20], "known": ", ".join(settings.CURRENCIES)}
        )
    amount = _number(value)
    if amount is None:
        raise RowRefused(
            _("The value “%(cell)s” can't be read without doubt. Write the number alone, like 250000.")
            % {"cell": value[:40]}
        )
    if not 0 <= amount < Decimal(10) ** 14:
        raise RowRefused(_("A value can't be below zero, or beyond counting."))
    return Money(amount, code)


def _number(cell: str) -> Decimal | None:
    text = _SPACES.sub("", cell)
    if isinstance(cell, NumberCell) or re.fullmatch(r"-?\d+(\.\d{1,2})?", text):
        try:
            return Decimal(text).quantize(Decimal("0.01"))
        except ArithmeticError:
            return None
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d{1,2})?", text):
        return Decimal(text.replace(",", ""))
    if re.fullmatch(r"\d{1,3}(\.\d{3})+,\d{1,2}", text):
        return Decimal(text.replace(".", "").replace(",", "."))
    return None
