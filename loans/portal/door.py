"""The door of the portal: whose session this is, the cookies at the entrance, and how often one may knock.

A contact is no User: the portal reads its own cookie and nothing of the staff's session.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, Final

from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import override
from django.views.decorators.cache import never_cache

from lenders.access import actor_for_contact
from lenders.models import Contact
from lenders.services import entrance
from office.front.languages import spoken
from office.front.visitors import address_of
from office.records.actors import Actor

SESSION_COOKIE: Final = "caravan_portal"
KNOCK_COOKIE: Final = "caravan_portal_knock"
_KNOCK_LIVES: Final = 2 * 60 * 60


@dataclass(frozen=True, slots=True)
class Visit:
    """Who is here, as a row and as an actor."""

    contact: Contact
    actor: Actor


@dataclass(frozen=True, slots=True)
class Knock:
    """Somebody on the way in: by which invitation or address, and where to afterwards."""

    invitation: str = ""
    email: str = ""
    target: str = ""


def visit_of(request: HttpRequest) -> Visit | None:
    """The visit behind the cookie, None without one. Raises Http404 for a contact that was switched off."""
    key = request.COOKIES.get(SESSION_COOKIE, "")
    contact = entrance.contact_of(key, now=timezone.now()) if key else None
    if contact is None:
        return None
    if not contact.is_active:
        raise Http404
    return Visit(contact, actor_for_contact(contact))


def portal_page[**P](
    view: Callable[Concatenate[HttpRequest, Visit, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """A page for signed-in contacts, in their language and in no cache; others are led to the entrance and back."""

    @never_cache
    @wraps(view)
    def page(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        visit = visit_of(request)
        if visit is None:
            return redirect(f"{reverse('portal:home')}?{urlencode({'next': request.path})}")
        with in_their_language(visit):
            return view(request, visit, *args, **kwargs)

    return page


def in_their_language(visit: Visit) -> override:
    return override(spoken(visit.contact.letter_language))


def keep_session(response: HttpResponse, key: str) -> None:
    response.set_cookie(
        SESSION_COOKIE,
        key,
        max_age=int(entrance.SESSION_LIVES.total_seconds()),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    response.delete_cookie(KNOCK_COOKIE, path=reverse("portal:home"))


def keep_knock(response: HttpResponse, knock: Knock) -> None:
    """Signed, so that nobody writes his own; it holds no secret of ours."""
    response.set_cookie(
        KNOCK_COOKIE,
        signing.dumps({"i": knock.invitation, "e": knock.email, "n": knock.target}, salt=KNOCK_COOKIE),
        max_age=_KNOCK_LIVES,
        path=reverse("portal:home"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def knock_of(request: HttpRequest) -> Knock | None:
    try:
        data: dict[str, Any] = signing.loads(
            request.COOKIES.get(KNOCK_COOKIE, ""), salt=KNOCK_COOKIE, max_age=_KNOCK_LIVES
        )
    except signing.BadSignature:
        return None
    return Knock(str(data.get("i", "")), str(data.get("e", "")), str(data.get("n", "")))


def safe_target(target: str) -> str:
    """Where to after the door: a page of the portal, never somebody else's address."""
    home = reverse("portal:home")
    safe = target.startswith(home) and url_has_allowed_host_and_scheme(target, allowed_hosts=None)
    return target if safe else home


def too_often(request: HttpRequest, what: str, *, an_hour: int) -> bool:
    """Counts a knock from this address; True when it was one too many in this hour. The demo counts nothing."""
    if settings.DEMO:
        return False
    hour = timezone.now().strftime("%Y%m%d%H")
    place = hashlib.sha256(address_of(request).encode()).hexdigest()[:24]
    key = f"portal:{what}:{hour}:{place}"
    cache.add(key, 0, timeout=60 * 60)
    try:
        return cache.incr(key) > an_hour
    except ValueError:  # the count ran out between the two calls: a new hour
        return False
