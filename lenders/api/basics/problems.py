"""Every error as an RFC 9457 problem document: a sentence for people, a `code` for machines, and where it is."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.signals import got_request_exception
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response

MEDIA_TYPE = "application/problem+json"

_log = logging.getLogger(__name__)


class Problem(exceptions.APIException):
    """A refusal with its own status, code and sentence.

    `errors` are the places in the request it is about: each {pointer | parameter, code, message}.
    """

    def __init__(
        self,
        status: HTTPStatus,
        *,
        code: str,
        sentence: str,
        errors: Sequence[Mapping[str, str]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(sentence, code)
        self.status_code = status.value
        self.code = code
        self.errors = [dict(error) for error in errors]
        self.headers = dict(headers or {})


def bad_parameter(name: str, *, code: str, sentence: str) -> Problem:
    """400 about one query parameter."""
    return Problem(
        HTTPStatus.BAD_REQUEST,
        code=code,
        sentence=sentence,
        errors=[{"parameter": name, "code": code, "message": sentence}],
    )


def handle(error: Exception, context: Mapping[str, Any]) -> Response:
    """REST framework's exception handler. What is no refusal is a fault of ours: logged, told without details."""
    if isinstance(error, Http404):
        error = exceptions.NotFound(_("Nothing is here under this name, or it is not yours to see."))
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    if not isinstance(error, exceptions.APIException):
        error = _fault(error, context)
    response = Response(document(error), status=error.status_code, headers=_headers(error))
    response.content_type = MEDIA_TYPE
    return response


def _fault(error: Exception, context: Mapping[str, Any]) -> Problem:
    """What Django does for a page: a line in the log with the trace, and the signal that monitors listen to."""
    request = context.get("request")
    _log.error("%s %s", getattr(request, "method", "?"), getattr(request, "path", "?"), exc_info=error)
    got_request_exception.send(sender=None, request=getattr(request, "_request", request))
    return fault()


def fault() -> Problem:
    """What is told of a fault of ours, without details; the log has them."""
    return Problem(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        code="fault",
        sentence=_(
            "Something went wrong on our side; we have a note of it. Read the row again before you repeat a change."
        ),
    )


def document(error: exceptions.APIException) -> dict[str, Any]:
    """The refusal as RFC 9457 writes it."""
    errors: list[dict[str, str]] = []
    if isinstance(error, exceptions.ValidationError):
        in_query = getattr(error, "in_query", False)
        errors = list(_places(error.get_full_details(), parameter=in_query))
        code = "invalid"
        sentence = _("The request can't be taken as it is. Correct what `errors` names and send it again.")
    elif isinstance(error, Problem):
        code, sentence, errors = error.code, str(error.detail), error.errors
    else:
        code, sentence = str(error.get_codes()).replace("_", "-"), str(error.detail)
    written: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(error.status_code).phrase,
        "status": error.status_code,
        "detail": sentence,
        "code": code,
    }
    if errors:
        written["errors"] = errors
    return written


def _headers(error: exceptions.APIException) -> dict[str, str]:
    headers = dict(error.headers) if isinstance(error, Problem) else {}
    if challenge := getattr(error, "auth_header", None):
        headers.setdefault("WWW-Authenticate", str(challenge))
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = f"{wait:.0f}"
    return headers


def _places(details: Any, *, parameter: bool, path: tuple[str, ...] = ()) -> Iterator[dict[str, str]]:
    """REST framework's nested details as a flat list, each with a JSON pointer or the parameter's name."""
    if isinstance(details, Mapping) and set(details) != {"message", "code"}:
        for name, inner in details.items():
            here = path if name == "non_field_errors" else (*path, str(name))
            yield from _places(inner, parameter=parameter, path=here)
    elif isinstance(details, Mapping):
        place = (
            {"parameter": ".".join(path)} if parameter else {"pointer": "".join(f"/{_escaped(step)}" for step in path)}
        )
        yield {**place, "code": str(details["code"]).replace("_", "-"), "message": str(details["message"])}
    else:
        for inner in details:
            yield from _places(inner, parameter=parameter, path=path)


def _escaped(step: str) -> str:
    return step.replace("~", "~0").replace("/", "~1")
