"""Lenders and their contacts."""

from typing import Any

from django import forms
from django.conf.locale import LANG_INFO
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.contrib.filters.admin import AutocompleteSelectFilter, ChoicesDropdownFilter
from unfold.widgets import UnfoldAdminSelectWidget

from lenders.admin.searching import TrigramSearch
from lenders.models import Contact, Lender, StandingTerms
from lenders.services.search import search_text
from office.people.desk import DeskAdmin, DeskStackedInline, DeskTabularInline
from office.people.templatetags.desk import demo_mark

LANGUAGES = sorted(
    (
        (code, info["name"] if info["name"] == info["name_local"] else f"{info['name']} ({info['name_local']})")
        for code, info in LANG_INFO.items()
        if "name_local" in info
    ),
    key=lambda pair: pair[1],
)
"""Every language a letter may be wished in; what we have no words for yet goes out in English."""


class LanguageField(forms.ChoiceField):
    """A language by its name, never its code."""

    def __init__(self, *, required: bool = True, **kwargs: Any) -> None:
        first = [] if required else [("", _("The lender's"))]
        super().__init__(choices=[*first, *LANGUAGES], widget=UnfoldAdminSelectWidget(), required=required, **kwargs)


class LenderForm(forms.ModelForm[Lender]):
    language = LanguageField(label=_("Language"), help_text=_("Letters are written in it."))


class ContactForm(forms.ModelForm[Contact]):
    language = LanguageField(label=_("Language"), required=False)


class ContactInline(DeskTabularInline):
    model = Contact
    edits = "lenders.edit"
    fields = ("name", "email", "role", "may_decide", "may_see_values", "may_sign", "is_active")
    show_change_link = True
    verbose_name_plural = _("people there")


class TermsInline(DeskStackedInline):
    model = StandingTerms
    edits = "lenders.edit"
    fields = (
        ("notice_months", "courier", "lux_max"),
        ("rh_min", "rh_max", "temperature_min", "temperature_max"),
        "insurance",
        "credit_line",
        "rest_days",
        "note",
    )


@admin.register(Lender)
class LenderAdmin(TrigramSearch, DeskAdmin):
    edits = "lenders.edit"
    form = LenderForm
    list_display = ("called", "place", "kind", "acts_through", "objects")
    list_filter = (("kind", ChoicesDropdownFilter), "anonymous")
    search_help_text = _("Name, code or city")
    ordering = ("name",)
    autocomplete_fields = ("agent",)
    inlines = (ContactInline, TermsInline)
    empty_title = _("No lender yet")
    empty_words = _(
        "Add the museums you will ask, and yourself as “this is us”, so that your own objects have an owner."
    )
    fieldsets = (
        (None, {"fields": (("name", "native_name"), ("code", "kind"), ("agent", "is_organiser"))}),
        (_("Where"), {"fields": (("country", "city"), "address", ("time_zone", "language"))}),
        (_("To the public"), {"fields": ("anonymous",)}),
        (_("Known elsewhere as"), {"fields": (("isil", "wikidata", "ror"),)}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Lender]:
        rows = super().get_queryset(request).select_related("agent")
        if request.resolver_match and request.resolver_match.url_name == "lenders_lender_changelist":
            rows = rows.annotate(object_count=Count("objects_owned"))
        return rows

    @admin.display(description=_("lender"), ordering="name")
    def called(self, lender: Lender) -> SafeString:
        return format_html(
            '{}{}<span class="sub">{}</span>', lender.name, demo_mark(lender), lender.native_name or lender.code
        )

    @admin.display(description=_("where"), ordering="country")
    def place(self, lender: Lender) -> str:
        return ", ".join(filter(None, (lender.city, lender.country.name)))

    @admin.display(description=_("acts through"))
    def acts_through(self, lender: Lender) -> str:
        return lender.agent.name if lender.agent else ""

    @admin.display(description=_("objects"), ordering="object_count")
    def objects(self, lender: Any) -> SafeString | str:
        if not lender.object_count:
            return _now("no objects yet")
        return format_html(
            '<a href="/admin/lenders/collectionobject/?lender__id__exact={}">{}</a>',
            lender.pk,
            _objects(lender.object_count),
        )

    def save_model(self, request: HttpRequest, obj: Lender, form: Any, change: bool) -> None:
        obj.search = search_text(obj.code, obj.name, obj.native_name, obj.city)
        super().save_model(request, obj, form, change)


def _objects(count: int) -> str:
    return ngettext("%(count)d object", "%(count)d objects", count) % {"count": count}


@admin.register(Contact)
class ContactAdmin(DeskAdmin):
    edits = "lenders.edit"
    form = ContactForm
    list_display = ("name", "lender", "role", "email", "rights")
    list_filter = (("lender", AutocompleteSelectFilter), ("role", ChoicesDropdownFilter), "may_decide", "is_active")
    list_select_related = ("lender",)
    search_fields = ("name", "email")
    search_help_text = _("Name or e-mail address")
    autocomplete_fields = ("lender",)
    empty_title = _("No contact yet")
    empty_words = _("A lender needs at least one person who may decide: requests go to them.")
    fieldsets = (
        (None, {"fields": ("lender", ("name", "native_name"), ("salutation", "job_title"), "role")}),
        (_("How to reach them"), {"fields": (("email", "telephone"), ("language", "time_zone"))}),
        (
            _("In the portal"),
            {
                "fields": (("may_decide", "may_see_values", "may_sign"), "is_active"),
                "description": _("They come in by the link in our letters and a code by e-mail; there is no password."),
            },
        ),
    )

    @admin.display(description=_("may"))
    def rights(self, contact: Contact) -> str:
        if not contact.is_active:
            return _now("not active")
        named = (
            (contact.may_decide, _("decide")),
            (contact.may_see_values, _("see values")),
            (contact.may_sign, _("sign")),
        )
        return ", ".join(str(word) for allowed, word in named if allowed) or _now("only read")
