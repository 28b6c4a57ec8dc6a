"""The addresses of cover, claims, immunity and lawful return inside the admin site."""

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path, re_path
from django.urls.converters import UUIDConverter

from loans.admin import claims, cover, cover_lists, immunity, returns

_SHOW = r"^exhibitions/(?P<code>[-a-zA-Z0-9_]+)"
_CLAIM = r"^claims/(?P<reference>CL-\d{4}-\d+)"


def pages(guard: Callable[[Any], Any]) -> list[URLPattern]:
    """Each behind `guard`, which asks for a signed-in member of staff."""
    return [
        path("exhibitions/<slug:code>/cover/", guard(cover.cover_page), name="cover"),
        path("exhibitions/<slug:code>/cover/new/", guard(cover.new_page), name="cover_new"),
        re_path(_SHOW + r"/cover/indemnity\.(?P<kind>pdf|xlsx)$", guard(cover_lists.indemnity_page), name="indemnity"),
        path("exhibitions/<slug:code>/cover/us-2459.pdf", guard(cover_lists.us_page), name="us_list"),
        path("covers/<uuid:uid>/", guard(cover.change_page), name="cover_change"),
        re_path(
            rf"^covers/(?P<uid>{UUIDConverter.regex})/accept/(?P<reference>L-\d{{4}}-\d+)/$",
            guard(cover.accept_page),
            name="cover_accept",
        ),
        re_path(r"^incidents/(?P<reference>I-\d{4}-\d+)/claim/$", guard(claims.new_page), name="claim_new"),
        re_path(_CLAIM + r"/$", guard(claims.claim_page), name="claim"),
        re_path(_CLAIM + r"/(?P<step>make|settle)/$", guard(claims.step_page), name="claim_step"),
        path("exhibitions/<slug:code>/immunity/", guard(immunity.immunity_page), name="immunity"),
        path("exhibitions/<slug:code>/immunity/make/", guard(immunity.make_page), name="immunity_make"),
        path("immunity/<uuid:uid>/publish/", guard(immunity.publish_page), name="immunity_publish"),
        path("immunity/<uuid:uid>/look/", guard(immunity.check_page), name="immunity_look"),
        path("immunity/<uuid:uid>/checks/", guard(immunity.checks_page), name="immunity_checks"),
        path("exhibitions/<slug:code>/returns/", guard(returns.returns_page), name="returns"),
    ]
