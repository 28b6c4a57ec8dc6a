"""The checklist as a plain good list, and putting objects on it: by search, by numbers, or from the list of objects."""

import re
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.contrib.filters.admin import AutocompleteSelectFilter, ChoicesDropdownFilter, RelatedDropdownFilter

from exhibitions.models import ChecklistEntry, Exhibition, Section, WishStatus
from exhibitions.services import checklist
from lenders.admin.objects import ObjectAdmin
from lenders.admin.searching import TrigramSearch
from lenders.models import CollectionObject
from office.people.desk import PICTURE, DeskAdmin, actor_of, may, page
from office.people.keys import DeskAutocompleteMultiple
from office.people.templatetags.desk import demo_mark, thumbnail
from office.records.wording import listed


def checklist_address(exhibition: Exhibition) -> str:
    return f"{reverse('admin:exhibitions_checklistentry_changelist')}?exhibition__id__exact={exhibition.pk}"


class ChecklistAdmin(TrigramSearch, DeskAdmin):
    """Registered by loans.admin with what the lenders say; here is what the curators say."""

    edits = deletes = "exhibitions.edit"
    list_display: tuple[str, ...] = ("picture", "place", "called", "owner", "section", "wish")
    list_display_links = ("called",)
    list_select_related = ("object__lender", "object__image", "section", "exhibition")
    list_filter: tuple[Any, ...] = (
        ("exhibition", AutocompleteSelectFilter),
        ("section", RelatedDropdownFilter),
        ("wish_status", ChoicesDropdownFilter),
        ("priority", ChoicesDropdownFilter),
        ("object__lender", AutocompleteSelectFilter),
    )
    search_fields = ("object__search",)
    search_column = "object__search"
    search_help_text = _("Number, title, maker, culture, material")
    ordering = ("exhibition_id", "number", "id")
    autocomplete_fields = ("exhibition", "object", "alternate_of")
    actions: tuple[Any, ...] = ("choose", "drop")
    empty_title = _("Nothing on the list yet")
    empty_words = _("Choose “Add objects” to find them by name or to paste accession numbers.")
    fieldsets = (
        (
            None,
            {"fields": (("exhibition", "object"), ("number", "section"), ("wish_status", "priority"), "alternate_of")},
        ),
        (_("Notes"), {"fields": ("why", "note")}),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: ChecklistEntry | None = None) -> tuple[str, ...]:
        return ("exhibition", "object") if obj else ()

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Sections of the entry's own exhibition."""
        if db_field.name == "section" and request.resolver_match:
            entry = request.resolver_match.kwargs.get("object_id")
            own = (
                Section.objects.filter(exhibition__entries=entry)
                if entry
                else Section.objects.select_related("exhibition")
            )
            kwargs["queryset"] = own
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(description=PICTURE)
    def picture(self, entry: ChecklistEntry) -> SafeString:
        return thumbnail(entry.object.image)

    @admin.display(description=_("no."), ordering="number")
    def place(self, entry: ChecklistEntry) -> int:
        return entry.number

    @admin.display(description=_("object"), ordering="object__title")
    def called(self, entry: ChecklistEntry) -> SafeString:
        thing = entry.object
        about = ", ".join(filter(None, (thing.accession_number, thing.date_text)))
        return format_html(
            '<span class="thing">{}</span>{}<span class="sub">{}</span>', thing.title, demo_mark(thing), about
        )

    @admin.display(description=_("owner"), ordering="object__lender__name")
    def owner(self, entry: ChecklistEntry) -> str:
        lender = entry.object.lender
        return _now("ours") if lender.is_organiser else lender.name

    @admin.display(description=_("wish"), ordering="wish_status")
    def wish(self, entry: ChecklistEntry) -> SafeString:
        return format_html(
            '{}<span class="sub">{}</span>', entry.get_wish_status_display(), entry.get_priority_display()
        )

    @admin.action(description=_("Choose for the show"))
    def choose(self, request: HttpRequest, queryset: QuerySet[ChecklistEntry]) -> None:
        self._wish(request, queryset, WishStatus.CHOSEN)

    @admin.action(description=_("Drop from the show"))
    def drop(self, request: HttpRequest, queryset: QuerySet[ChecklistEntry]) -> None:
        self._wish(request, queryset, WishStatus.DROPPED)

    def _wish(self, request: HttpRequest, queryset: QuerySet[ChecklistEntry], wish: WishStatus) -> None:
        if not may(request, self.edits):
            messages.error(request, _now("Your role doesn't change the checklist. Ask a curator."))
            return
        count = queryset.update(wish_status=wish)
        messages.success(
            request,
            ngettext("%(count)d entry: %(wish)s.", "%(count)d entries: %(wish)s.", count)
            % {"count": count, "wish": str(wish.label).lower()},
        )


class AddForm(forms.Form):
    """Objects found by search, or numbers pasted from anywhere."""

    objects = forms.ModelMultipleChoiceField(
        CollectionObject.objects.all(),
        label=_("Find objects"),
        help_text=_("Type a title, maker or number; choose as many as you like."),
        required=False,
    )
    numbers = forms.CharField(
        label=_("Or paste accession numbers"),
        help_text=_("One a line."),
        required=False,
        widget=forms.Textarea({"rows": 5}),
    )
    section = forms.ModelChoiceField(
        Section.objects.none(), label=_("Section"), required=False, empty_label=_("None yet")
    )

    def __init__(self, *args: Any, exhibition: Exhibition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = ChecklistEntry._meta.get_field("object")
        self.fields["objects"].widget = DeskAutocompleteMultiple(field, admin.site, attrs={"style": "width: 100%"})
        self.fields["objects"].widget.choices = self.fields["objects"].choices  # type: ignore[attr-defined]
        self.fields["section"].queryset = exhibition.sections.all()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        numbers = [line.strip() for line in re.split(r"[\n;\t]+", said.get("numbers", "")) if line.strip()]
        found = list(CollectionObject.objects.filter(accession_number__in=numbers)) if numbers else []
        missing = [number for number in numbers if number not in {each.accession_number for each in found}]
        if missing:
            self.add_error(
                "numbers",
                _now("No object has this number: %(numbers)s. Import or correct it.")
                % {"numbers": listed(missing[:20])},
            )
        several = {
            each.accession_number
            for each in found
            if sum(one.accession_number == each.accession_number for one in found) > 1
        }
        if several:
            self.add_error(
                "numbers",
                _now("More than one lender has %(numbers)s. Choose these by search.")
                % {"numbers": listed(sorted(several))},
            )
        said["chosen"] = [*(said.get("objects") or ()), *found]
        if not said["chosen"] and not self.errors:
            raise forms.ValidationError(_now("Choose at least one object, or paste a number."))
        return said


def add_page(request: HttpRequest, code: str) -> HttpResponse:
    """Puts objects on the checklist of one exhibition."""
    exhibition = get_object_or_404(Exhibition, code=code)
    if not may(request, "exhibitions.edit"):
        return page(request, "desk/refused.html", title=exhibition.title, status=403)
    form = AddForm(request.POST or None, exhibition=exhibition)
    if form.is_valid():
        _add(request, exhibition, form.cleaned_data["chosen"], section=form.cleaned_data["section"])
        return redirect(checklist_address(exhibition))
    return page(
        request,
        "desk/form.html",
        title=_now("Add objects"),
        crumbs=((exhibition.title, checklist_address(exhibition)),),
        form=form,
        submit=_now("Add to the checklist"),
        back=checklist_address(exhibition),
        status=422 if form.errors else 200,
    )


def _add(
    request: HttpRequest, exhibition: Exhibition, objects: list[CollectionObject], *, section: Section | None
) -> None:
    added = checklist.add_objects(exhibition, objects=objects, section=section, actor=actor_of(request))
    there = len({each.pk for each in objects}) - len(added)
    words = ngettext("%(count)d object is on the list now.", "%(count)d objects are on the list now.", len(added))
    if there:
        words += " " + ngettext("%(there)d was there already.", "%(there)d were there already.", there)
    messages.success(request, words % {"count": len(added), "there": there})


class ListForm(forms.Form):
    exhibition = forms.ModelChoiceField(
        Exhibition.objects.all(), label=_("Exhibition"), empty_label=_("Choose an exhibition")
    )


@admin.action(description=_("Add to a checklist …"))
def add_to_checklist(
    modeladmin: Any, request: HttpRequest, queryset: QuerySet[CollectionObject]
) -> HttpResponse | None:
    """From the list of objects: asks for the exhibition, then adds."""
    if not may(request, "exhibitions.edit"):
        messages.error(request, _now("Your role doesn't change checklists. Ask a curator."))
        return None
    form = ListForm(request.POST if "exhibition" in request.POST else None)
    if form.is_valid():
        exhibition = form.cleaned_data["exhibition"]
        _add(request, exhibition, list(queryset), section=None)
        return redirect(checklist_address(exhibition))
    return page(
        request,
        "desk/exhibitions/to_checklist.html",
        title=_now("Add to a checklist"),
        crumbs=((_now("Objects"), reverse("admin:lenders_collectionobject_changelist")),),
        form=form,
        chosen=request.POST.getlist("_selected_action"),
        things=queryset.order_by("accession_sort")[:12],
        more=max(0, queryset.count() - 12),
        submit=_now("Add to the checklist"),
        back=reverse("admin:lenders_collectionobject_changelist"),
    )


class ListedObjectAdmin(ObjectAdmin):
    """Objects, which can be put on a checklist."""

    actions = (add_to_checklist,)


admin.site.unregister(CollectionObject)
admin.site.register(CollectionObject, ListedObjectAdmin)
