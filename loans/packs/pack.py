"""One rule pack, read from its file, its values asked for by key and type: a wrong file fails loudly, never quietly."""

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path


class PackError(Exception):
    """A pack is missing or wrong. The text names the file and the key."""


@dataclass(frozen=True, slots=True)
class Pack:
    """A version of a rule. Keys reach into tables with dots: `light.high.lux`."""

    name: str
    jurisdiction: str
    version: str
    valid_from: dt.date
    source: str
    verify: bool
    verify_what: str
    file: str
    values: Mapping[str, object]

    def has(self, key: str) -> bool:
        return self._look(key) is not None

    def integer(self, key: str) -> int:
        """A whole number from 0 up: days, months, years, hours."""
        value = self._get(key)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise self._wrong(key, "a whole number from 0 up", value)
        return value

    def number(self, key: str) -> Decimal:
        """A number, never a binary fraction: lux, per cent, money."""
        value = self._get(key)
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            raise self._wrong(key, "a number", value)
        return Decimal(value)

    def text(self, key: str) -> str:
        value = self._get(key)
        if not isinstance(value, str) or not value.strip():
            raise self._wrong(key, "a text", value)
        return value

    def flag(self, key: str) -> bool:
        value = self._get(key)
        if not isinstance(value, bool):
            raise self._wrong(key, "true or false", value)
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        values = self._get(key)
        if not isinstance(values, list):
            raise self._wrong(key, "a list of texts", values)
        texts = tuple(value for value in values if isinstance(value, str))
        if len(texts) != len(values):
            raise self._wrong(key, "a list of texts", values)
        return texts

    def integers(self, key: str) -> tuple[int, ...]:
        values = self._get(key)
        if not isinstance(values, list):
            raise self._wrong(key, "a list of whole numbers", values)
        integers = tuple(value for value in values if isinstance(value, int) and not isinstance(value, bool))
        if len(integers) != len(values):
            raise self._wrong(key, "a list of whole numbers", values)
        return integers

    def keys(self, table: str) -> tuple[str, ...]:
        """The names inside a table: the light classes, the classes of borrowers."""
        value = self._get(table)
        if not isinstance(value, dict):
            raise self._wrong(table, "a table", value)
        return tuple(value)

    def _look(self, key: str) -> object:
        value: object = self.values
        for part in key.split("."):
            if not isinstance(value, Mapping):
                return None
            value = value.get(part)
        return value

    def _get(self, key: str) -> object:
        value = self._look(key)
        if value is None:
            raise PackError(f"{self.file}: “{key}” is missing")
        return value

    def _wrong(self, key: str, expected: str, value: object) -> PackError:
        return PackError(f"{self.file}: “{key}” must be {expected}, not {value!r}")


_ABOUT = {"name", "jurisdiction", "version", "valid_from", "source", "verify", "verify_what"}


def read(file: Path) -> Pack:
    """The pack of a file. Raises PackError naming what is wrong in it."""
    try:
        about = tomllib.loads(file.read_text(encoding="utf-8"), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PackError(f"{file.name}: {error}") from error
    valid_from = about.get("valid_from")
    if not isinstance(valid_from, dt.date) or isinstance(valid_from, dt.datetime):
        raise PackError(f"{file.name}: “valid_from” must be a day such as 2024-09-26, not {valid_from!r}")
    verify = about.get("verify", False)
    if not isinstance(verify, bool):
        raise PackError(f"{file.name}: “verify” must be true or false, not {verify!r}")
    what = about.get("verify_what", "")
    if not isinstance(what, str) or bool(what) != verify:
        raise PackError(
            f"{file.name}: “verify_what” says what is to be verified, where “verify” is true and only there"
        )
    texts = {}
    for key in ("name", "jurisdiction", "version", "source"):
        text = about.get(key)
        if not isinstance(text, str) or not text.strip():
            raise PackError(f"{file.name}: “{key}” must be a text, not {text!r}")
        texts[key] = text
    return Pack(
        **texts,
        valid_from=valid_from,
        verify=verify,
        verify_what=what,
        file=file.name,
        values={key: value for key, value in about.items() if key not in _ABOUT},
    )
