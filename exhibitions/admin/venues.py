"""Venues: where they are, what they promise in numbers, and the versions of their facility report."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from exhibitions.admin.facility import versions
from exhibitions.models import Venue
from lenders.models.lender import check_time_zone
from office.people.desk import DeskAdmin


class VenueForm(forms.ModelForm[Venue]):
    class Meta:
        model = Venue
        fields = "__all__"  # noqa: DJ007 - the admin's fieldsets choose
        help_texts = {
            "climate": _("In words, as lenders read it beside each object: 50 % RH ± 5, 20 °C ± 2."),
            "light": _("In words: 50 lux on paper and textile, 200 on paintings, no UV."),
            "rh_min": _("The range the plant keeps, day and night. Loans are compared with it."),
            "rh_swing": _("The most it moves within a day."),
            "lux": _("The brightest it gets where sensitive objects are shown."),
            "uv": _("75 is the most lenders take; 10 is good."),
            "open_hours": _("On an average day: the light dose is counted from it."),
            "lit_hours": _("With cleaning and guarding. Empty: two hours more than open."),
            "claims_contact": _("Who takes a claim on an object under immunity: office, address, e-mail."),
            "time_zone": _("As in Europe/London."),
        }

    def clean_time_zone(self) -> str:
        name: str = self.cleaned_data["time_zone"]
        check_time_zone(name)
        return name


@admin.register(Venue)
class VenueAdmin(DeskAdmin):
    edits = "exhibitions.edit"
    form = VenueForm
    list_display = ("name", "place", "climate", "light")
    search_fields = ("name", "city")
    change_form_outer_before_template = "desk/exhibitions/venue_head.html"
    empty_title = _("No venue yet")
    empty_words = _("A venue is where an exhibition is seen; its climate and light are what you promise lenders.")
    fieldsets = (
        (None, {"fields": ("name", ("city", "country"), "address", "time_zone")}),
        (_("What it promises lenders, in words"), {"fields": (("climate", "light"),)}),
        (
            _("The same in numbers, to be compared with what each object needs"),
            {
                "fields": (
                    ("rh_min", "rh_max", "rh_swing"),
                    ("temperature_min", "temperature_max"),
                    ("lux", "uv"),
                    ("open_hours", "lit_hours"),
                )
            },
        ),
        (_("Immunity"), {"fields": ("claims_contact",)}),
    )

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        venue = self.get_object(request, object_id)
        more = {"facility": versions(request, venue)} if venue is not None else {}
        return super().change_view(request, object_id, form_url, {**more, **(extra_context or {})})

    @admin.display(description=_("where"), ordering="city")
    def place(self, venue: Venue) -> str:
        return f"{venue.city}, {venue.country.name}"
