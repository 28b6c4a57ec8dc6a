"""Who and what goes with a shipment, on screen: its stages, couriers and customs papers."""

import datetime as dt
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from loans.admin.basics import refused
from loans.admin.movement import form_page, home_of, press, shipment_crumbs, shipment_of
from loans.errors import LoanError
from loans.models import Courier, LegMode
from loans.services import shipments
from loans.states import Party
from office.people.days import DayField
from office.people.desk import actor_of, may, page
from office.people.uploads import take

_SPARE = 2
"""Empty stages that stand ready on the form."""


class MomentInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class MomentField(forms.DateTimeField):
    """A moment in the organiser's time zone, as the browser's own calendar gives it."""

    widget = MomentInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"], **kwargs)

    def clean(self, value: Any) -> Any:
        moment = super().clean(value)
        if isinstance(moment, dt.datetime) and not 1900 <= moment.year <= 2200:
            raise forms.ValidationError(_now("This year can't be meant. Write the day again."))
        return moment


class StageForm(forms.Form):
    from_place = forms.CharField(label=_("From"), max_length=200, required=False)
    from_country = forms.ChoiceField(label=_("Country of departure"), required=False)
    to_place = forms.CharField(label=_("To"), max_length=200, required=False)
    to_country = forms.ChoiceField(label=_("Country of arrival"), required=False)
    mode = forms.ChoiceField(label=_("How"), choices=LegMode.choices, required=False)
    departs_at = MomentField(label=_("Leaves"), required=False)
    arrives_at = MomentField(label=_("Arrives"), required=False)
    vehicle = forms.CharField(label=_("Vehicle, flight or ship"), max_length=100, required=False)
    waybill = forms.CharField(label=_("Waybill"), max_length=100, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("from_country", "to_country"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _now("Country")), *countries]

    def stage(self) -> shipments.Stage | None:
        """None for a stage of which nothing was written."""
        said = {**self.cleaned_data, "mode": self.cleaned_data.get("mode") or LegMode.ROAD}
        if not any(value for name, value in said.items() if name != "mode"):
            return None
        return shipments.Stage(**said)


def stages_page(request: HttpRequest, reference: str) -> HttpResponse:
    """All stages on one form, in their order; an emptied one goes."""
    shipment = shipment_of(reference)
    title = _now("Stages")
    if not may(request, "shipments.edit"):
        return refused(request, title, "")
    formset_class = forms.formset_factory(StageForm, extra=0 if request.POST else _SPARE, max_num=20, absolute_max=24)
    fields = tuple(StageForm.base_fields)
    initial = [{name: getattr(leg, name) for name in fields} for leg in shipment.legs.all()]
    formset = formset_class(request.POST or None, initial=initial, prefix="stage")
    if request.method == "POST" and formset.is_valid():
        written = [(form, stage) for form in formset.forms if (stage := form.stage())]
        try:
            shipments.set_legs(shipment, [stage for _form, stage in written], actor=actor_of(request))
        except LoanError as error:
            place = int(error.field) if error.field.isdigit() else 0
            target = written[place][0] if place < len(written) else formset.forms[0]
            target.add_error(None, error.sentence)
        else:
            return redirect(home_of(shipment))
    return page(
        request,
        "desk/loans/shipment_stages.html",
        title=title,
        crumbs=shipment_crumbs(shipment),
        shipment=shipment,
        formset=formset,
        zone=timezone.get_current_timezone_name(),
        submit=_now("Save the stages"),
        back=home_of(shipment),
        status=422 if request.method == "POST" else 200,
    )


class CourierForm(forms.Form):
    name = forms.CharField(label=_("Who travels"), max_length=200)
    side = forms.ChoiceField(label=_("For"), choices=Party.choices)
    justification = forms.CharField(
        label=_("Why a courier"),
        widget=forms.Textarea({"rows": 2}),
        max_length=5_000,
        help_text=_("Such as: fragile lacquer, must be handled by the lender's conservator."),
    )
    itinerary = forms.CharField(
        label=_("Itinerary"), required=False, widget=forms.Textarea({"rows": 3}), max_length=5_000
    )
    paid_by = forms.ChoiceField(label=_("Paid by"), choices=Party.choices)
    telephone = forms.CharField(label=_("Telephone"), max_length=50, required=False)
    booked_on = DayField(
        label=_("Booked on"), required=False, help_text=_("Empty until the journey is booked: the gate asks for it.")
    )


def courier_page(request: HttpRequest, reference: str, uid: str = "") -> HttpResponse:
    shipment = shipment_of(reference)
    courier = get_object_or_404(Courier, shipment=shipment, uid=uid) if uid else None
    start = (
        {name: getattr(courier, name) for name in CourierForm.base_fields}
        if courier
        else {"side": Party.LENDER, "paid_by": Party.ORGANISER}
    )
    form = CourierForm(request.POST or None, initial=start)

    def do() -> None:
        if courier:
            shipments.change_courier(courier, actor=actor_of(request), **form.cleaned_data)
        else:
            shipments.book_courier(shipment, actor=actor_of(request), **form.cleaned_data)

    return form_page(
        request,
        form,
        do=do,
        done=_now("The courier is written down."),
        to=home_of(shipment),
        title=_now("Courier"),
        submit=_now("Save"),
        crumbs=shipment_crumbs(shipment),
        ability="shipments.edit",
    )


def courier_off_page(request: HttpRequest, reference: str, uid: str) -> HttpResponse:
    shipment = shipment_of(reference)
    courier = get_object_or_404(Courier, shipment=shipment, uid=uid)
    return press(
        request,
        lambda: shipments.give_up_courier(courier, actor=actor_of(request)),
        done=_now("%(name)s doesn't travel with it.") % {"name": courier.name},
        to=home_of(shipment),
    )


class PaperForm(forms.Form):
    title = forms.CharField(label=_("What"), max_length=200, help_text=_("Such as: ATA carnet, import entry."))
    number = forms.CharField(label=_("Number"), max_length=100, required=False)
    file = forms.FileField(label=_("The document"), required=False, help_text=_("A PDF or picture."))

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        return take(upload) if upload else None


def paper_page(request: HttpRequest, reference: str) -> HttpResponse:
    shipment = shipment_of(reference)
    form = PaperForm(request.POST or None, request.FILES or None)
    return form_page(
        request,
        form,
        do=lambda: shipments.file_paper(shipment, actor=actor_of(request), **form.cleaned_data),
        done=_now("The paper is filed."),
        to=home_of(shipment),
        title=_now("File a customs paper"),
        submit=_now("File it"),
        crumbs=shipment_crumbs(shipment),
        ability="shipments.edit",
        lead=_now("Keep the import entry: it proves the re-export when the objects go home."),
    )


def paper_off_page(request: HttpRequest, reference: str, uid: str) -> HttpResponse:
    shipment = shipment_of(reference)
    paper = get_object_or_404(shipment.papers, uid=uid)
    return press(
        request,
        lambda: shipments.take_out_paper(paper, actor=actor_of(request)),
        done=_now("“%(paper)s” is taken out.") % {"paper": paper},
        to=home_of(shipment),
    )
