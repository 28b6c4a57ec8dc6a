"""JSON as it is sent to us: read strictly, so that nothing behind the parser meets what it can't keep or write."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import IO, Any, Final, NoReturn

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

from lenders.api.basics.problems import Problem

DEPTH_AT_MOST: Final = 32
BYTES_AT_MOST: Final = 1024 * 1024


class Json(BaseParser):
    """`application/json` in UTF-8. Raises ParseError (400), or Problem (413) for a body of more than a mebibyte.

    Not orjson: it makes floats of whole numbers beyond 64 bits, and a number that is sent as text must stay itself.
    """

    media_type = "application/json"

    def parse(
        self, stream: IO[bytes], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        body = stream.read(BYTES_AT_MOST + 1)
        if len(body) > BYTES_AT_MOST:
            raise Problem(
                HTTPStatus.CONTENT_TOO_LARGE,
                code="too-large",
                sentence=_("The body is larger than 1 MB. Send one decision at a time."),
            )
        try:
            data = json.loads(body.decode(), parse_constant=_no_number)
        except (ValueError, RecursionError) as error:
            why = _("nested too deeply") if isinstance(error, RecursionError) else str(error)
            raise ParseError(
                _("The body can't be read as JSON (%(why)s). Correct it and send it again.") % {"why": why}
            ) from None
        _check(data)
        return data


def _check(value: Any, *, depth: int = 0) -> None:
    """Refuses what JSON allows and neither PostgreSQL nor an answer can hold."""
    if depth > DEPTH_AT_MOST:
        raise ParseError(
            _("The body is nested more than %(most)d levels deep. Send the fields side by side.")
            % {"most": DEPTH_AT_MOST}
        )
    if isinstance(value, str):
        try:
            value.encode()
        except UnicodeEncodeError:
            raise ParseError(
                _("The body holds half a character (a lone surrogate such as \\ud800). Send the whole character.")
            ) from None
    elif isinstance(value, dict):
        for name, inner in value.items():
            _check(name, depth=depth)
            _check(inner, depth=depth + 1)
    elif isinstance(value, list):
        for inner in value:
            _check(inner, depth=depth + 1)


def _no_number(name: str) -> NoReturn:
    """Python would read NaN and Infinity; JSON has neither."""
    raise ValueError(f"{name} is no number")
