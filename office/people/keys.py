"""Keys of rows as they arrive in addresses and forms: digits, and only as many as a key has."""

from collections.abc import Sequence
from typing import Any

from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple

_MOST_DIGITS = 18


def is_key(value: object) -> bool:
    """Whether it can be the key of a row at all; the database is not asked about anything else."""
    text = str(value)
    return text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS


class DeskAutocomplete(AutocompleteSelect):
    """One row, found by typing. What can be no row is not drawn: the field says what is wrong with it."""

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> Any:
        return super().optgroups(name, [each for each in value if is_key(each)], attr)


class DeskAutocompleteMultiple(AutocompleteSelectMultiple):
    """Several rows, found by typing."""

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> Any:
        return super().optgroups(name, [each for each in value if is_key(each)], attr)
