"""Keys for collection systems: made here, shown once, ended here."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from lenders.models import ApiToken, Lender
from lenders.models.tokens import SCOPES
from lenders.services import tokens
from office.people.days import DayField
from office.people.desk import DeskAdmin, actor_of, page
from office.records.wording import listed, written

WORDS = {
    "objects:read": _("read objects"),
    "objects:write": _("write objects"),
    "loans:read": _("read loans"),
    "loans:write": _("decide on loans"),
    "status:publish": _("publish where an object is"),
    "changes:read": _("follow changes"),
    "webhooks:manage": _("be notified"),
}


class TokenForm(forms.Form):
    name = forms.CharField(
        label=_("Name"), max_length=100, help_text=_("The system that will use it: “Collection database”.")
    )
    lender = forms.ModelChoiceField(
        Lender.objects.filter(is_organiser=False).order_by("name"),
        label=_("Bound to"),
        required=False,
        empty_label=_("Our own system: sees every lender"),
    )
    scopes = forms.MultipleChoiceField(
        label=_("It may"),
        choices=[(scope, WORDS.get(scope, scope)) for scope in SCOPES],
        widget=forms.CheckboxSelectMultiple,
    )
    until = DayField(label=_("Works until"), required=False, help_text=_("Empty: until it is ended."))


@admin.register(ApiToken)
class TokenAdmin(DeskAdmin):
    sees = edits = "tokens.edit"
    list_display = ("name", "whose", "allowed", "state", "used")
    list_select_related = ("lender",)
    list_filter = ()
    search_fields = ("name", "prefix")
    empty_title = _("No token yet")
    empty_words = _(
        "A collection system signs in with a token. Make one for each system, so that one can be ended alone."
    )
    fields = ("name", "whose", "allowed", "prefix", "created_at", "expires_at", "last_used_at", "state")
    actions_detail = ()

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A token is made and ended, never changed."""
        return False

    def get_urls(self) -> list[URLPattern]:
        ending = path("<uuid:uid>/end/", self.admin_site.admin_view(self.end_view), name="lenders_apitoken_end")
        return [ending, *super().get_urls()]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_add_permission(request):
            return page(request, "desk/refused.html", title=_now("New API token"), status=403)
        form = TokenForm(request.POST or None, initial={"scopes": ["objects:read", "loans:read"]})
        crumbs = ((_now("API tokens"), reverse("admin:lenders_apitoken_changelist")),)
        if form.is_valid():
            until = form.cleaned_data["until"]
            ends = dt.datetime.combine(until, dt.time.max, timezone.get_current_timezone()) if until else None
            token, text = tokens.create(
                form.cleaned_data["name"],
                scopes=form.cleaned_data["scopes"],
                lender=form.cleaned_data["lender"],
                expires_at=ends,
                actor=actor_of(request),
            )
            return page(request, "desk/lenders/token.html", title=token.name, crumbs=crumbs, token=token, text=text)
        return page(
            request,
            "desk/form.html",
            title=_now("New API token"),
            crumbs=crumbs,
            form=form,
            submit=_now("Make the token"),
            status=422 if form.errors else 200,
        )

    def end_view(self, request: HttpRequest, uid: str) -> HttpResponse:
        token = get_object_or_404(ApiToken, uid=uid)
        if not self.has_add_permission(request):
            return page(request, "desk/refused.html", title=token.name, status=403)
        if request.method == "POST":
            tokens.revoke(token, actor=actor_of(request), now=timezone.now())
            messages.success(request, _now("“%(name)s” no longer opens anything.") % {"name": token.name})
            return redirect("admin:lenders_apitoken_changelist")
        return page(
            request,
            "desk/form.html",
            title=_now("End “%(name)s”") % {"name": token.name},
            crumbs=((_now("API tokens"), reverse("admin:lenders_apitoken_changelist")),),
            lead=_now("The system that uses it is shut out at once. This can't be undone; a new token can be made."),
            form=forms.Form(),
            submit=_now("End the token"),
            danger=True,
        )

    @admin.display(description=_("whose"))
    def whose(self, token: ApiToken) -> str:
        return token.lender.name if token.lender else _now("our own system")

    @admin.display(description=_("may"))
    def allowed(self, token: ApiToken) -> str:
        return listed([str(WORDS.get(scope, scope)) for scope in token.scopes])

    @admin.display(description=_("state"))
    def state(self, token: ApiToken) -> SafeString | str:
        if token.revoked_at:
            return _now("ended on %(day)s") % {"day": written(timezone.localdate(token.revoked_at))}
        if token.expires_at and token.expires_at < timezone.now():
            return _now("ran out on %(day)s") % {"day": written(timezone.localdate(token.expires_at))}
        return format_html(
            '{} <a href="{}">{}</a>',
            _now("works"),
            reverse("admin:lenders_apitoken_end", args=(token.uid,)),
            _now("End it"),
        )

    @admin.display(description=_("last used"), ordering="last_used_at")
    def used(self, token: ApiToken) -> str:
        return written(timezone.localdate(token.last_used_at)) if token.last_used_at else _now("not yet")
