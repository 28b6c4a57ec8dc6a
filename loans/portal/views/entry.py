"""Coming in and going out. No GET changes or uses up anything: mail scanners open every link."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from lenders.services import entrance
from loans.portal.door import (
    SESSION_COOKIE,
    Knock,
    in_their_language,
    keep_knock,
    keep_session,
    knock_of,
    safe_target,
    too_often,
    visit_of,
)
from loans.portal.forms import AddressForm, CodeForm
from loans.portal.views.requests import requests_home
from office.people.evenly import evenly

# A museum goes out by one address: all its colleagues share these. Each code still has its own five tries.
CODES_AN_HOUR = 200
TRIES_AN_HOUR = 60


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@evenly
def home(request: HttpRequest) -> HttpResponseBase:
    """The requests of a signed-in contact; for others the question for an address."""
    target = safe_target(request.GET.get("next", ""))
    if request.method == "POST":
        return _knock_by_address(request, target=target)
    visit = visit_of(request)
    if visit is not None:
        with in_their_language(visit):
            return requests_home(request, visit)
    return render(request, "portal/address.html", {"form": AddressForm(), "target": target})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def landing(request: HttpRequest, token: str) -> HttpResponse:
    """Where a letter's link leads: a page with one button. Looking at it, however often, does nothing."""
    invitation = entrance.invitation_of(token, now=timezone.now())
    if invitation is None:
        return render(request, "portal/dead_link.html", status=404)
    if request.method != "POST":
        visit = visit_of(request)
        inside = visit is not None and visit.contact == invitation.contact
        return render(request, "portal/landing.html", {"inside": inside})
    if too_often(request, "code", an_hour=CODES_AN_HOUR):
        return _too_often(request)
    entrance.send_code(invitation, now=timezone.now())
    entrance.note_visit(token, now=timezone.now())
    return _to_code(Knock(invitation=str(invitation.uid)))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@evenly
def code(request: HttpRequest) -> HttpResponse:
    """Asks for the code and opens the door."""
    knock = knock_of(request)
    if knock is None:
        return redirect("portal:home")
    if request.method != "POST":
        return render(request, "portal/code.html", {"form": CodeForm()})
    if "again" in request.POST:
        return _send_again(request, knock)
    form = CodeForm(request.POST)
    if too_often(request, "try", an_hour=TRIES_AN_HOUR):
        return _too_often(request)
    if form.is_valid():
        try:
            key = _enter(knock, form.cleaned_data["code"])
        except entrance.EntranceRefused as refusal:
            form.add_error("code", refusal.sentence)
        else:
            response = redirect(safe_target(knock.target))
            keep_session(response, key)
            return response
    return render(request, "portal/code.html", {"form": form}, status=422)


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    entrance.leave(request.COOKIES.get(SESSION_COOKIE, ""), now=timezone.now())
    response = redirect("portal:home")
    response.delete_cookie(SESSION_COOKIE)
    messages.success(request, _("You are signed out. Your answers are kept."))
    return response


def _knock_by_address(request: HttpRequest, *, target: str) -> HttpResponse:
    form = AddressForm(request.POST)
    if not form.is_valid():
        return render(request, "portal/address.html", {"form": form, "target": target}, status=422)
    if too_often(request, "code", an_hour=CODES_AN_HOUR):
        return _too_often(request)
    email = form.cleaned_data["email"]
    entrance.send_code_to(email, now=timezone.now())
    return _to_code(Knock(email=email, target=target))


def _send_again(request: HttpRequest, knock: Knock) -> HttpResponse:
    if too_often(request, "code", an_hour=CODES_AN_HOUR):
        return _too_often(request)
    if knock.email:
        entrance.send_code_to(knock.email, now=timezone.now())
    elif invitation := entrance.invitation_by_uid(knock.invitation, now=timezone.now()):
        entrance.send_code(invitation, now=timezone.now())
    messages.info(request, _("If we know you, another letter is on its way. Earlier codes still work."))
    return redirect("portal:code")


def _enter(knock: Knock, code: str) -> str:
    now = timezone.now()
    if knock.email:
        return entrance.enter_by_address(knock.email, code, now=now)
    invitation = entrance.invitation_by_uid(knock.invitation, now=now)
    if invitation is None:
        raise entrance.EntranceRefused(_("The link you came by has ended. Start again with your address."))
    return entrance.enter(invitation, code, now=now)


def _to_code(knock: Knock) -> HttpResponse:
    response = redirect("portal:code")
    keep_knock(response, knock)
    return response


def _too_often(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/too_often.html", status=429)
