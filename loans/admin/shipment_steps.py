"""The steps of a shipment on screen: released, collected, received, opened, called off."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from loans.admin.basics import DaysField
from loans.admin.movement import WhyForm, form_page, home_of, shipment_crumbs, shipment_of
from loans.admin.shipment_company import MomentField
from loans.admin.shipments import show_shipment
from loans.errors import LoanError
from loans.models import ShipmentLine
from loans.rules import steps_asked
from loans.services import gates, shipments
from loans.services.shipments import ROAD_MOVES
from loans.states import MOVES
from office.people.days import DayField
from office.people.desk import actor_of


def release_page(request: HttpRequest, reference: str) -> HttpResponse:
    """A refusal is the shipment's page with everything that is in the way on top."""
    shipment = shipment_of(reference)
    if request.method == "POST":
        try:
            shipments.release(shipment, actor=actor_of(request))
        except LoanError as error:
            return show_shipment(request, shipment_of(reference), refusal=error.sentence)
        messages.success(request, _now("%(shipment)s is released: it may set off.") % {"shipment": shipment})
    return redirect(home_of(shipment))


class ObjectsForm(DaysField):
    """The day, and a box for each object, ticked beforehand."""

    line = forms.MultipleChoiceField(required=False)

    def __init__(self, *args: Any, rows: list[ShipmentLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        field = self.fields["line"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(str(row.line.uid), str(row.line.object)) for row in rows]
        field.initial = [str(row.line.uid) for row in rows]

    def ticked(self) -> list[ShipmentLine]:
        return [row for row in self.rows if str(row.line.uid) in self.cleaned_data["line"]]

    def unticked(self) -> list[ShipmentLine]:
        return [row for row in self.rows if str(row.line.uid) not in self.cleaned_data["line"]]

    def shown(self) -> list[tuple[ShipmentLine, bool]]:
        """For the page: each object and whether its box is ticked."""
        ticked = self.data.getlist("line") if self.is_bound else self.fields["line"].initial  # type: ignore[attr-defined]
        return [(row, str(row.line.uid) in ticked) for row in self.rows]


class CollectedForm(ObjectsForm):
    happened_on = DayField(label=_("Collected on"))


class ReceivedForm(ObjectsForm):
    happened_on = DayField(label=_("Arrived on"))
    rest = forms.ChoiceField(
        label=_("What isn't ticked"),
        choices=[
            ("later", _("is expected later")),
            ("missing", _("is missing: record a loss, which starts the clock for telling the lender")),
        ],
        initial="later",
        widget=forms.RadioSelect,
        required=False,
    )


def collected_page(request: HttpRequest, reference: str) -> HttpResponse:
    """All are ticked; what is unticked was left behind and can be planned anew."""
    shipment = shipment_of(reference)
    rows = [row for row in shipments.contents_of(shipment) if not row.collected_on and not row.left_behind]
    form = CollectedForm(request.POST or None, rows=rows)

    def do() -> None:
        shipments.dispatch(
            shipment,
            actor=actor_of(request),
            facts=form.facts(),
            collected=[row.line for row in form.ticked()],
            left_behind=[row.line for row in form.unticked()],
        )

    return form_page(
        request,
        form,
        do=do,
        done=_now("The collection of %(shipment)s is recorded.") % {"shipment": shipment},
        to=home_of(shipment),
        title=_now("Record the collection"),
        submit=_now("It was collected"),
        crumbs=shipment_crumbs(shipment),
        ability="loans.handle",
        template="desk/loans/shipment_fact.html",
        legend=_now("Collected. Untick what was left behind."),
        warnings=_warnings(rows, ROAD_MOVES[shipment.direction].collect),
        unreleased=not shipment.released_at,
    )


def received_page(request: HttpRequest, reference: str) -> HttpResponse:
    """All that is expected is ticked; the rest comes later or is missing."""
    shipment = shipment_of(reference)
    contents = shipments.contents_of(shipment)
    rows = [row for row in contents if not row.received_on and not row.left_behind]
    form = ReceivedForm(request.POST or None, rows=rows)

    def do() -> None:
        missing = form.unticked() if form.cleaned_data["rest"] == "missing" else []
        shipments.receive(
            shipment,
            actor=actor_of(request),
            facts=form.facts(),
            received=[row.line for row in form.ticked()],
            missing=[row.line for row in missing],
        )

    return form_page(
        request,
        form,
        do=do,
        done=_now("The arrival of %(shipment)s is recorded.") % {"shipment": shipment},
        to=home_of(shipment),
        title=_now("Record the arrival"),
        submit=_now("It arrived"),
        crumbs=shipment_crumbs(shipment),
        ability="loans.handle",
        template="desk/loans/shipment_fact.html",
        legend=_now("Arrived. Untick what was not there."),
        warnings=_warnings(rows, ROAD_MOVES[shipment.direction].arrive),
        undispatched=not shipment.dispatched_on,
        partly=True,
    )


def _warnings(rows: list[ShipmentLine], name: str) -> list[tuple[str, list[ShipmentLine]]]:
    """The gates that recording the fact would turn into incidents, each with its objects; asked once for each step."""
    if not name:
        return []
    step = MOVES[name]
    asked: dict[tuple[str, ...], list[ShipmentLine]] = {}
    for row in rows:
        asked.setdefault(steps_asked(row.line, step), []).append(row)
    told: dict[str, list[ShipmentLine]] = {}
    for steps, those in asked.items():
        closed = gates.open_for([row.line for row in those], *steps) if steps else {}
        for row in those:
            for view in closed.get(row.line_id, ()):
                told.setdefault(str(view.gate.label), []).append(row)
    return list(told.items())


class OpenedForm(forms.Form):
    at = MomentField(label=_("First crate opened"))


def opened_page(request: HttpRequest, reference: str) -> HttpResponse:
    shipment = shipment_of(reference)
    form = OpenedForm(request.POST or None, initial={"at": timezone.now()})
    return form_page(
        request,
        form,
        do=lambda: shipments.record_opening(shipment, at=form.cleaned_data["at"], actor=actor_of(request)),
        done=_now("The opening is recorded."),
        to=home_of(shipment),
        title=_now("Record that the crates were opened"),
        submit=_now("Record it"),
        crumbs=shipment_crumbs(shipment),
        ability="loans.handle",
    )


def cancel_page(request: HttpRequest, reference: str) -> HttpResponse:
    shipment = shipment_of(reference)
    form = WhyForm(request.POST or None, label=_now("Why"))
    return form_page(
        request,
        form,
        do=lambda: shipments.cancel(shipment, reason=form.cleaned_data["reason"], actor=actor_of(request)),
        done=_now("%(shipment)s is called off.") % {"shipment": shipment},
        to=home_of(shipment),
        title=_now("Call it off"),
        submit=_now("Call it off"),
        crumbs=shipment_crumbs(shipment),
        ability="shipments.edit",
        lead=_now("Its objects stay where they are and can be planned in another shipment."),
        danger=True,
    )
