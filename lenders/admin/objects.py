"""Collection objects: the list that opens at once, and a form in the order a registrar thinks."""

import re
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import AutocompleteSelectFilter, ChoicesDropdownFilter
from unfold.decorators import action
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldAdminTextareaWidget

from lenders.admin.importing import import_page
from lenders.admin.searching import TrigramSearch
from lenders.models import CollectionObject, ObjectPart, Valuation
from lenders.services.imports.numbers import natural_key
from lenders.services.search import object_search_text
from office.people.desk import PICTURE, DeskAdmin, DeskTabularInline, may, user_of
from office.people.templatetags.desk import demo_mark, thumbnail
from office.people.uploads import PICTURES, SavedTogether, take


class ObjectForm(forms.ModelForm[CollectionObject]):
    """The object's own columns, its picture as an upload and its other numbers one a line."""

    picture = forms.FileField(
        label=_("Picture"),
        required=False,
        help_text=_("JPEG, PNG, WebP or TIFF. The original is kept; a smaller copy without location is shown."),
        widget=UnfoldAdminFileFieldWidget(),
    )
    numbers = forms.CharField(
        label=_("Other numbers"),
        required=False,
        help_text=_("One a line, with what it is: “former: A 12”."),
        widget=UnfoldAdminTextareaWidget({"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["numbers"].initial = "\n".join(
            f"{each['kind']}: {each['number']}" if each.get("kind") else each.get("number", "")
            for each in self.instance.other_numbers
        )

    def clean_numbers(self) -> list[dict[str, str]]:
        lines = re.split(r"[\n;]+", self.cleaned_data["numbers"])
        split = [line.rpartition(":") for line in lines if line.strip()]
        return [{"kind": kind.strip(), "number": number.strip()} for kind, _colon, number in split]

    def clean_picture(self) -> Any:
        """Stored when it is a picture; the object takes it when all is well."""
        upload = self.cleaned_data["picture"]
        return take(upload, allow=PICTURES) if upload else None


class PartInline(DeskTabularInline):
    model = ObjectPart
    edits = "objects.edit"
    deletes = "objects.edit"
    fields = ("number", "title", "dimensions_text", "height_mm", "width_mm", "depth_mm", "weight_g")


class ValuationInline(DeskTabularInline):
    model = Valuation
    sees = edits = "values.see"
    fields = ("kind", "amount", "valued_on", "expires_on", "source")


@admin.register(CollectionObject)
class ObjectAdmin(TrigramSearch, SavedTogether, DeskAdmin):
    edits = "objects.edit"
    deletes = "objects.edit"
    form = ObjectForm
    list_display = ("picture", "called", "number", "owner", "dated")
    list_display_links = ("called",)
    list_filter = (("lender", AutocompleteSelectFilter), ("light_class", ChoicesDropdownFilter), "demo_record")
    list_select_related = ("lender", "image")
    list_only = (
        "accession_number", "title", "native_title", "date_text", "piece_count", "demo_record", "lender",
        "lender__name",
        "image", "image__uid",
    )  # fmt: skip
    search_help_text = _("Number, title, maker, culture, material")
    ordering = ("lender_id", "accession_sort", "id")
    autocomplete_fields = ("lender",)
    readonly_fields = ("shown_picture",)
    inlines = (PartInline, ValuationInline)
    actions_list = ("import_objects",)
    empty_title = _("No object yet")
    empty_words = _("Import a list from a spreadsheet, or add objects one by one. Everything else starts from here.")
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "shown_picture",
                    ("title", "native_title"),
                    ("lender", "accession_number"),
                    ("numbers", "piece_count"),
                )
            },
        ),
        (
            _("What it is"),
            {"fields": (("maker", "culture"), ("date_text", "earliest_year", "latest_year"), "classification")},
        ),
        (_("Made of"), {"fields": (("materials", "technique"),)}),
        (
            _("Size"),
            {
                "fields": (
                    "dimensions_text",
                    ("height_mm", "width_mm", "depth_mm"),
                    ("diameter_mm", "weight_g"),
                )
            },
        ),
        (
            _("Care"),
            {"fields": (("light_class", "rh_min", "rh_max"), ("hazards", "cites_appendix"))},
        ),
        (_("Where it comes from"), {"fields": ("provenance", "credit_line")}),
        (_("Picture"), {"fields": (("picture", "image_credit"),)}),
        (
            _("The record"),
            {
                "fields": (("source_system", "source_id"), ("source_url", "licence"), ("edtf", "demo_record")),
                "classes": ("collapse",),
            },
        ),
    )

    def get_urls(self) -> list[URLPattern]:
        own = path("import/", self.admin_site.admin_view(import_page), name="lenders_collectionobject_import")
        return [own, *super().get_urls()]

    @action(description=_("Import a list"), icon="upload_file", url_path="import-list", permissions=["import"])
    def import_objects(self, request: HttpRequest) -> HttpResponse:
        return redirect("admin:lenders_collectionobject_import")

    def has_import_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request, "objects.import")

    @admin.display(description=PICTURE)
    def picture(self, thing: CollectionObject) -> SafeString:
        return thumbnail(thing.image)

    @admin.display(description=_("object"), ordering="title")
    def called(self, thing: CollectionObject) -> SafeString:
        return format_html(
            '<span class="thing">{}</span>{}<span class="sub">{}</span>',
            thing.title,
            demo_mark(thing),
            thing.native_title,
        )

    @admin.display(description=_("number"), ordering="accession_sort")
    def number(self, thing: CollectionObject) -> SafeString:
        pieces = _now("%(count)d pieces") % {"count": thing.piece_count} if thing.piece_count > 1 else ""
        return format_html('{}<span class="sub">{}</span>', thing.accession_number or _now("no number"), pieces)

    @admin.display(description=_("owner"), ordering="lender__name")
    def owner(self, thing: CollectionObject) -> str:
        return thing.lender.name

    @admin.display(description=_("date"), ordering="earliest_year")
    def dated(self, thing: CollectionObject) -> str:
        return thing.date_text

    @admin.display(description=_("picture"))
    def shown_picture(self, thing: CollectionObject) -> SafeString | str:
        if not thing.pk or thing.image is None:
            return _now("No picture yet. Add one below.")
        address = reverse("admin:file", args=(thing.image.uid,))
        return format_html('<a href="{}"><img class="portrait" src="{}" alt="{}"></a>', address, address, thing.title)

    def save_model(self, request: HttpRequest, obj: CollectionObject, form: Any, change: bool) -> None:
        obj.other_numbers = form.cleaned_data["numbers"]
        if form.cleaned_data["picture"]:
            obj.image = form.cleaned_data["picture"]
            obj.image.created_by = user_of(request).name
            obj.image.save(update_fields=["created_by"])
        obj.accession_sort = natural_key(obj.accession_number)
        obj.search = object_search_text(obj)
        super().save_model(request, obj, form, change)
