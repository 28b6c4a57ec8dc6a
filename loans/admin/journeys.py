"""Choosing what travels: the objects of a show by loan, with what stands against each, and days filled in beforehand."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.http import HttpRequest
from django.utils.translation import gettext as _

from exhibitions.models import Exhibition, Showing
from loans.models import Loan, LoanLine, Shipment, ShipmentDirection, ShipmentLine
from loans.services.shipments.planning import may_travel


@dataclass(slots=True)
class Choice:
    """An object that could travel; `elsewhere` names the shipment it is planned in already."""

    line: LoanLine
    elsewhere: str = ""
    ticked: bool = False
    gone: bool = False


@dataclass(slots=True)
class Group:
    """The objects of one loan."""

    loan: Loan
    choices: list[Choice] = field(default_factory=list)

    @property
    def free(self) -> list[Choice]:
        return [each for each in self.choices if not each.elsewhere]


def groups_for(
    show: Exhibition,
    direction: str,
    *,
    shipment: Shipment | None = None,
    only_loan: str = "",
    ticked: Iterable[str] = (),
) -> list[Group]:
    """Two queries, whatever the number of objects. `ticked` are uids of lines."""
    lines = LoanLine.objects.filter(loan__exhibition=show, status__in=may_travel(direction))
    if shipment is not None:
        lines |= LoanLine.objects.filter(journeys__shipment=shipment)
    if only_loan:
        lines = lines.filter(loan__reference=only_loan)
    lines = lines.select_related("loan__lender", "object__image").distinct()
    planned = _planned(show, direction, shipment)
    inside = {row.line_id: row for row in shipment.contents.all()} if shipment else {}
    wanted = set(ticked)
    groups: dict[int, Group] = {}
    for line in lines.order_by("loan__lender__name", "loan_id", "number"):
        row = inside.get(line.pk)
        choice = Choice(
            line,
            elsewhere="" if row else planned.get(line.pk, ""),
            ticked=str(line.uid) in wanted,
            gone=bool(row and (row.collected_on or row.received_on)),
        )
        groups.setdefault(line.loan_id, Group(line.loan)).choices.append(choice)
    return list(groups.values())


def _planned(show: Exhibition, direction: str, shipment: Shipment | None) -> dict[int, str]:
    rows = ShipmentLine.objects.filter(
        shipment__exhibition=show,
        shipment__direction=direction,
        shipment__cancelled_on__isnull=True,
        left_behind=False,
        received_on__isnull=True,
    )
    if direction == ShipmentDirection.ONWARD and shipment is not None:
        rows = rows.filter(shipment__showing=shipment.showing_id)
    if shipment is not None:
        rows = rows.exclude(shipment=shipment)
    return dict(rows.values_list("line", "shipment__reference"))


def chosen_of(request: HttpRequest, groups: list[Group]) -> list[LoanLine]:
    """The objects whose box, or whose loan's box, was ticked; those planned elsewhere only by their own box."""
    lines, loans = set(request.POST.getlist("line")), set(request.POST.getlist("loan"))
    return [
        choice.line
        for group in groups
        for choice in group.choices
        if str(choice.line.uid) in lines or (group.loan.reference in loans and not choice.elsewhere)
    ]


def days_for(show: Exhibition, direction: str, showings: list[Showing], groups: list[Group]) -> dict[str, dt.date]:
    """Collection and delivery as the loans' periods and the show's days suggest them; empty where nothing is known."""
    periods = [choice.line.period for group in groups for choice in group.free if choice.line.period]
    if not periods or not showings:
        return {}
    if direction == ShipmentDirection.OUT:
        first, last = min(each.lower for each in periods), showings[0].install_date
    elif direction == ShipmentDirection.HOME:
        first, last = showings[-1].deinstall_date, min(each.upper for each in periods)
    elif len(showings) > 1:
        first, last = showings[0].deinstall_date, showings[1].install_date
    else:
        return {}
    return {"collect_on": first, "deliver_on": max(first, last)}


def nothing_to_choose(direction: str) -> str:
    if direction == ShipmentDirection.OUT:
        return _("No object is promised yet, or all of them are on their way. Approved objects can be planned.")
    return _("No object is lent to this show yet.")
