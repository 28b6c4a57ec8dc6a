"""Planning a shipment on screen: its days, its objects, its crates, and its stages."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from exhibitions.models import Exhibition, Showing
from loans.admin.basics import carry_out, refused
from loans.admin.journeys import chosen_of, days_for, groups_for, nothing_to_choose
from loans.admin.movement import form_page, home_of, shipment_crumbs, shipment_of, show_crumbs, show_of
from loans.errors import MissingFact
from loans.models import Shipment, ShipmentDirection
from loans.services import crates, shipments
from office.people.days import DayField
from office.people.desk import actor_of, may, page


class VenueField(forms.ModelChoiceField[Showing]):
    """A showing, called by its venue."""

    def label_from_instance(self, obj: Showing) -> str:
        return obj.venue.name


class PlanForm(forms.Form):
    """When and by whom. Which way is said by the page's address, so that it can suggest days and objects."""

    collect_on = DayField(label=_("Collection"))
    deliver_on = DayField(label=_("Delivery"))
    showing = VenueField(Showing.objects.none(), label=_("Venue"), required=False)
    agent = forms.CharField(label=_("Transport agent"), max_length=200, required=False)
    agent_telephone = forms.CharField(label=_("The agent's telephone"), max_length=50, required=False)
    note = forms.CharField(
        label=_("Note for ourselves"), required=False, widget=forms.Textarea({"rows": 2}), max_length=5_000
    )

    def __init__(self, *args: Any, show: Exhibition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        showings = show.showings.select_related("venue").order_by("opens_date")
        self.showings = list(showings)
        field = self.fields["showing"]
        assert isinstance(field, VenueField)
        field.queryset = showings
        if len(self.showings) < 2:
            del self.fields["showing"]
        self.fields["agent"].widget.attrs["list"] = "agents"

    def said(self) -> dict[str, Any]:
        return {"showing": None, **self.cleaned_data}


def _agents() -> list[str]:
    """Those who have moved something for us before, to choose from while typing."""
    return list(Shipment.objects.exclude(agent="").order_by("agent").values_list("agent", flat=True).distinct()[:100])


def plan_page(request: HttpRequest, code: str, direction: str) -> HttpResponse:
    """Days filled in beforehand, objects to tick, one button."""
    show = show_of(code)
    if direction not in ShipmentDirection:
        raise Http404
    title = _now("Plan a shipment")
    if not may(request, "shipments.edit"):
        return refused(request, title, "")
    way = ShipmentDirection(direction)
    only_loan = request.GET.get("loan", "")
    if "\x00" in only_loan:
        only_loan = ""
    groups = groups_for(show, direction, only_loan=only_loan, ticked=request.POST.getlist("line"))
    form = PlanForm(request.POST or None, show=show)
    form.initial = dict(days_for(show, direction, form.showings, groups))
    made: list[Shipment] = []

    def do() -> None:
        chosen = chosen_of(request, groups)
        if not chosen:
            raise MissingFact(_now("Tick the objects that travel in it."))
        made.append(shipments.plan(show, direction=direction, lines=chosen, actor=actor_of(request), **form.said()))

    if request.method == "POST" and carry_out(form, do):
        messages.success(
            request, _now("%(shipment)s is planned. Say next in which crates it travels.") % {"shipment": made[0]}
        )
        return redirect(home_of(made[0]))
    return page(
        request,
        "desk/loans/shipment_plan.html",
        title=title,
        crumbs=(*show_crumbs(show), (_now("Shipments"), reverse("admin:shipments", args=(code,)))),
        exhibition=show,
        form=form,
        way=way,
        directions=ShipmentDirection.choices,
        groups=groups,
        nothing=nothing_to_choose(direction),
        only_loan=only_loan,
        agents=_agents(),
        ticked_loans=request.POST.getlist("loan"),
        submit=_now("Plan it"),
        back=reverse("admin:shipments", args=(code,)),
        status=422 if request.method == "POST" else 200,
    )


def change_page(request: HttpRequest, reference: str) -> HttpResponse:
    shipment = shipment_of(reference)
    form = PlanForm(
        request.POST or None,
        show=shipment.exhibition,
        initial={
            "collect_on": shipment.collect_on,
            "deliver_on": shipment.deliver_on,
            "showing": shipment.showing,
            "agent": shipment.agent,
            "agent_telephone": shipment.agent_telephone,
            "note": shipment.note,
        },
    )
    return form_page(
        request,
        form,
        do=lambda: shipments.change(shipment, actor=actor_of(request), **form.said()),
        done=_now("The plan of %(shipment)s is changed.") % {"shipment": shipment},
        to=home_of(shipment),
        title=_now("Change the plan"),
        submit=_now("Save"),
        crumbs=shipment_crumbs(shipment),
        ability="shipments.edit",
        lead=_now("It is released: other days take the release back, since the gates are asked for the new day.")
        if shipment.released_at and not shipment.dispatched_on
        else "",
        template="desk/loans/shipment_change.html",
        agents=_agents(),
    )


def objects_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Ticked is in it, unticked is not; what has left stays."""
    shipment = shipment_of(reference)
    inside = {str(uid) for uid in shipment.contents.values_list("line__uid", flat=True)}
    ticked = set(request.POST.getlist("line")) if request.method == "POST" else inside
    groups = groups_for(shipment.exhibition, shipment.direction, shipment=shipment, ticked=ticked)

    def do() -> None:
        actor, chosen = actor_of(request), chosen_of(request, groups)
        keep = {line.pk for line in chosen}
        gone = [
            choice.line
            for group in groups
            for choice in group.choices
            if str(choice.line.uid) in inside and choice.line.pk not in keep and not choice.gone
        ]
        if gone:
            shipments.take_out(shipment, gone, actor=actor)
        shipments.add_lines(shipment, chosen, actor=actor)

    return form_page(
        request,
        forms.Form(request.POST or None),
        do=do,
        done=_now("What travels in %(shipment)s is changed.") % {"shipment": shipment},
        to=home_of(shipment),
        title=_now("What travels in it"),
        submit=_now("Save"),
        crumbs=shipment_crumbs(shipment),
        ability="shipments.edit",
        template="desk/loans/shipment_objects.html",
        groups=groups,
        nothing=nothing_to_choose(shipment.direction),
        lead=_now("It is released: another object takes the release back, since its gates are to be asked first.")
        if shipment.released_at and not shipment.dispatched_on
        else "",
    )


def pack_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Each object's crate by its number; a number that is new makes a new crate, none is loose."""
    shipment = shipment_of(reference)
    contents = shipments.contents_of(shipment)
    fields = {
        f"crate-{row.line.uid}": forms.IntegerField(
            required=False,
            min_value=1,
            max_value=9999,
            label=row.line.object.title,
            initial=row.crate.number if row.crate else None,
        )
        for row in contents
    }
    form = type("PackForm", (forms.Form,), fields)(request.POST or None)

    def do() -> None:
        actor, wanted = actor_of(request), form.cleaned_data
        known = {crate.number: crate for crate in shipment.exhibition.crates.all()}
        by_crate: dict[int | None, list[Any]] = {}
        for row in contents:
            number = wanted[f"crate-{row.line.uid}"]
            if number != (row.crate.number if row.crate else None):
                by_crate.setdefault(number, []).append(row.line)
        for number, lines in by_crate.items():
            if number is not None and number not in known:
                known[number] = crates.create(shipment.exhibition, number=number, actor=actor)
            shipments.pack_into(shipment, known[number] if number is not None else None, lines, actor=actor)

    return form_page(
        request,
        form,
        do=do,
        done=_now("Who travels in which crate is written down."),
        to=home_of(shipment),
        title=_now("Into crates"),
        submit=_now("Save"),
        crumbs=shipment_crumbs(shipment),
        ability="shipments.edit",
        template="desk/loans/shipment_pack.html",
        lead=_now("Write the number of each object's crate. A new number makes a new crate; empty means loose."),
        rows=[(row, form[f"crate-{row.line.uid}"]) for row in contents],
    )
