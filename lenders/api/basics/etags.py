"""Conditional requests: has what the caller holds changed?"""

from django.utils.http import parse_etags
from rest_framework.request import Request


def not_modified(request: Request, *, etag: str) -> bool:
    """True when If-None-Match names this tag (compared weakly, RFC 9110 13.1.2)."""
    held = parse_etags(request.headers.get("If-None-Match", ""))
    return "*" in held or etag in {tag.removeprefix("W/") for tag in held}
