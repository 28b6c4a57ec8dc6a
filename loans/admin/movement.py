"""What the pages of shipments, crates, incidents and labels share: finding rows, a form that does one thing, crumbs."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.safestring import SafeString

from exhibitions.models import Exhibition
from loans.admin.basics import carry_out, refused
from loans.errors import LoanError
from loans.models import Shipment
from loans.services.shipments import state_of
from office.front.templatetags.caravan import status
from office.people.desk import may, page


def show_of(code: str) -> Exhibition:
    return get_object_or_404(Exhibition, code=code)


def shipment_of(reference: str) -> Shipment:
    rows = Shipment.objects.select_related("exhibition", "showing__venue")
    return get_object_or_404(rows, reference=reference)


def home_of(shipment: Shipment) -> str:
    return reverse("admin:shipment", args=(shipment.reference,))


def show_crumbs(show: Exhibition) -> tuple[tuple[object, str], ...]:
    return ((show.title, reverse("admin:board", args=(show.code,))),)


def shipment_crumbs(shipment: Shipment) -> tuple[tuple[object, str], ...]:
    return (*show_crumbs(shipment.exhibition), (shipment.reference, home_of(shipment)))


def mark_of(shipment: Shipment, *, some_arrived: bool = False) -> SafeString:
    state = state_of(shipment, some_arrived=some_arrived)
    return status(state.value, state.label)


def form_page(
    request: HttpRequest,
    form: Any,
    *,
    do: Callable[[], object],
    done: object,
    to: str,
    title: object,
    submit: object,
    crumbs: tuple[tuple[object, str], ...],
    ability: str,
    template: str = "desk/form.html",
    **context: Any,
) -> HttpResponse:
    """One form page, one service call; the answer leads `to` another page, a refusal is the form with its sentence.

    Whoever lacks the `ability` is told so before anything of the form is read.
    """
    if not may(request, ability):
        return refused(request, title, "")
    if request.method == "POST" and carry_out(form, do):
        messages.success(request, str(done))
        return redirect(to)
    return page(
        request,
        template,
        title=title,
        crumbs=crumbs,
        form=form,
        submit=submit,
        back=to,
        status=422 if request.method == "POST" else 200,
        **context,
    )


def press(request: HttpRequest, do: Callable[[], object], *, done: object, to: str) -> HttpResponse:
    """A button without a form: does it on POST, says what came of it, and leads `to` the page it stands on."""
    if request.method == "POST":
        try:
            do()
        except LoanError as error:
            messages.error(request, error.sentence)
        else:
            messages.success(request, str(done))
    return redirect(to)


class WhyForm(forms.Form):
    reason = forms.CharField(widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, label: object, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = str(label)
