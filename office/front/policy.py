"""What a page may load and run (Content Security Policy): everything is our own, and the public pages run nothing inline.

The workplace is looser: the admin's menus are Alpine expressions, which are compiled in the browser.
"""

from collections.abc import Mapping
from typing import Final

from django.utils.csp import CSP

type Policy = Mapping[str, list[str]]

PAGES: Final[Policy] = {
    "default-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "script-src": [CSP.SELF],
    "object-src": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
}
API_DOCS: Final[Policy] = {**PAGES, "script-src": [CSP.SELF, CSP.UNSAFE_INLINE]}
"""Swagger UI is started by a script within its page."""
WORKPLACE: Final[Policy] = {
    **PAGES,
    "img-src": [CSP.SELF, "data:", "blob:"],
    "script-src": [CSP.SELF, CSP.UNSAFE_INLINE, CSP.UNSAFE_EVAL],
}
