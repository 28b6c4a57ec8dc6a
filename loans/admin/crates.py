"""The crates of a show on screen, their forms, and their labels as a PDF."""

from typing import Any

from django import forms
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from exhibitions.models import Exhibition
from loans.admin.movement import form_page, home_of, press, shipment_of, show_crumbs, show_of
from loans.models import Crate, HandlingMark, ShipmentLine
from loans.services import crates as services
from loans.services import labels
from loans.services.shipments import contents_of
from office.people.desk import actor_of, may, page


def list_page(request: HttpRequest, code: str) -> HttpResponse:
    """Every crate with its facts and what is planned in it; three queries."""
    show = show_of(code)
    crates = list(show.crates.order_by("number"))
    rows = ShipmentLine.objects.filter(crate__exhibition=show, shipment__cancelled_on__isnull=True, left_behind=False)
    inside: dict[int, dict[str, list[ShipmentLine]]] = {}
    for row in rows.select_related("shipment", "line__object").order_by("shipment__collect_on", "line__number"):
        if row.crate_id is not None:
            inside.setdefault(row.crate_id, {}).setdefault(row.shipment.reference, []).append(row)
    return page(
        request,
        "desk/loans/crates.html",
        title=_now("Crates"),
        crumbs=(*show_crumbs(show), (_now("Shipments"), reverse("admin:shipments", args=(code,)))),
        exhibition=show,
        here="shipments",
        rows=[(each, services.marks_in_words(each), list(inside.get(each.pk, {}).items())) for each in crates],
        edits=may(request, "shipments.edit"),
    )


class CrateForm(forms.Form):
    number = forms.IntegerField(label=_("Number"), min_value=1, max_value=9999)
    length_mm = forms.IntegerField(label=_("Length (mm)"), min_value=1, max_value=100_000, required=False)
    width_mm = forms.IntegerField(label=_("Width (mm)"), min_value=1, max_value=100_000, required=False)
    height_mm = forms.IntegerField(label=_("Height (mm)"), min_value=1, max_value=100_000, required=False)
    weight_kg = forms.DecimalField(
        label=_("Gross weight (kg)"), min_value=0, max_digits=8, decimal_places=1, required=False
    )
    marks = forms.MultipleChoiceField(
        label=_("Handling marks"), choices=HandlingMark.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    climate_controlled = forms.BooleanField(label=_("Climate crate"), required=False)
    note = forms.CharField(
        label=_("Note"), max_length=300, required=False, help_text=_("For ourselves; it is not on the label.")
    )

    def said(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        sizes = ("length_mm", "width_mm", "height_mm", "weight_kg")
        return {**{name: said[name] for name in said if name not in sizes}} | {
            "measures": services.Measures(**{name: said[name] for name in sizes})
        }


def new_page(request: HttpRequest, code: str) -> HttpResponse:
    show = show_of(code)
    following = (show.crates.aggregate(last=Max("number"))["last"] or 0) + 1
    form = CrateForm(
        request.POST or None, initial={"number": following, "marks": [HandlingMark.UPRIGHT, HandlingMark.FRAGILE]}
    )
    return _form(
        request,
        show,
        form,
        do=lambda: services.create(show, actor=actor_of(request), **form.said()),
        title=_now("New crate"),
    )


def change_page(request: HttpRequest, code: str, number: int) -> HttpResponse:
    show = show_of(code)
    crate = _crate(show, number)
    form = CrateForm(request.POST or None, initial={name: getattr(crate, name) for name in CrateForm.base_fields})
    return _form(
        request,
        show,
        form,
        do=lambda: services.change(crate, actor=actor_of(request), **form.said()),
        title=_now("Crate %(number)d") % {"number": crate.number},
    )


def _form(request: HttpRequest, show: Exhibition, form: CrateForm, *, do: Any, title: str) -> HttpResponse:
    return form_page(
        request,
        form,
        do=do,
        done=_now("The crate is written down."),
        to=reverse("admin:crates", args=(show.code,)),
        title=title,
        submit=_now("Save"),
        crumbs=(*show_crumbs(show), (_now("Crates"), reverse("admin:crates", args=(show.code,)))),
        ability="shipments.edit",
        lead=_now("Its label says number, code of the show, marks, size and weight; never what is in it or whose."),
    )


def remove_page(request: HttpRequest, code: str, number: int) -> HttpResponse:
    show = show_of(code)
    crate = _crate(show, number)
    return press(
        request,
        lambda: services.remove(crate, actor=actor_of(request)),
        done=_now("Crate %(number)d is taken away.") % {"number": number},
        to=reverse("admin:crates", args=(code,)),
    )


def labels_page(request: HttpRequest, code: str) -> HttpResponse:
    """Labels of the crates of a show, or of those named by `crate` in the address."""
    show = show_of(code)
    crates = show.crates.order_by("number")
    if wanted := [int(each) for each in request.GET.getlist("crate") if each.isdecimal() and len(each) < 6]:
        crates = crates.filter(number__in=wanted)
    return _labels(request, show, list(crates), back=reverse("admin:crates", args=(code,)))


def shipment_labels_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Labels of the crates of one shipment."""
    shipment = shipment_of(reference)
    crates = Crate.objects.filter(contents__shipment=shipment).distinct().order_by("number")
    return _labels(request, shipment.exhibition, list(crates), back=home_of(shipment))


def shipment_tags_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Tags of the objects of one shipment."""
    shipment = shipment_of(reference)
    lines = [row.line for row in contents_of(shipment)]
    if not lines:
        return redirect(home_of(shipment))
    pdf = labels.object_tags(shipment.exhibition, lines, address=lambda token: _scan(request, token))
    return _shown(pdf, name=f"{reference}-tags.pdf")


def _labels(request: HttpRequest, show: Exhibition, crates: list[Crate], *, back: str) -> HttpResponse:
    if not crates:
        return redirect(back)
    pdf = labels.crate_labels(show, crates, address=lambda token: _scan(request, token))
    return _shown(pdf, name=f"{show.code}-crates.pdf")


def _scan(request: HttpRequest, token: str) -> str:
    return request.build_absolute_uri(reverse("admin:scan", args=(token,)))


def _shown(pdf: bytes, *, name: str) -> HttpResponse:
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


def _crate(show: Exhibition, number: int) -> Crate:
    if number > 9999:
        raise Http404
    return get_object_or_404(Crate.objects.select_related("exhibition"), exhibition=show, number=number)
