"""What the portal shows of journeys and incidents: the days of a lender's own objects and the agent, nothing of the road."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lenders.queries import organiser_name
from loans.models import Incident, Loan, Shipment, ShipmentDirection, ShipmentLine
from loans.queries import incidents_visible_to, journeys_visible_to
from loans.services.incidents import HOLDING, consent_recorded
from office.records.actors import Actor


@dataclass(slots=True)
class Journey:
    """The objects of one loan that travel together: planned days, agent, and what has happened already."""

    shipment: Shipment
    rows: list[ShipmentLine] = field(default_factory=list)

    @property
    def title(self) -> str:
        if self.shipment.direction == ShipmentDirection.OUT:
            return _("Collection from you")
        return _("Return to you") if self.shipment.direction == ShipmentDirection.HOME else _("From venue to venue")

    @property
    def collected_on(self) -> Any:
        """The day the first of these objects was collected; None before."""
        return min((row.collected_on for row in self.rows if row.collected_on), default=None)

    @property
    def arrived_on(self) -> Any:
        """The day the last of these objects arrived; None while one is still on its way."""
        days = [row.received_on for row in self.rows]
        return max(day for day in days if day) if all(days) else None


def for_loan(loan: Loan, *, actor: Actor) -> dict[str, Any]:
    """Two queries."""
    rows = journeys_visible_to(actor).filter(line__loan=loan).select_related("shipment", "line__object")
    journeys: dict[int, Journey] = {}
    for row in rows.order_by("shipment__collect_on", "shipment_id", "line__number"):
        journeys.setdefault(row.shipment_id, Journey(row.shipment)).rows.append(row)
    incidents = incidents_visible_to(actor).filter(line__loan=loan).select_related("line__object").order_by("-pk")
    return {"journeys": list(journeys.values()), "incidents": [(each, asks(each)) for each in incidents]}


def asks(incident: Incident) -> bool:
    """Whether it waits for the lender's consent."""
    return incident.kind in HOLDING and not incident.consent_on and not incident.settled_on


def with_object(incidents: QuerySet[Incident]) -> QuerySet[Incident]:
    return incidents.select_related("line__object__image", "line__loan__exhibition__registrar", "photo")


def incident(row: Incident, *, actor: Actor) -> dict[str, Any]:
    return {
        "incident": row,
        "line": row.line,
        "loan": row.line.loan,
        "organiser": organiser_name(),
        "asks": asks(row),
        "recorded": consent_recorded(row),
        "may_decide": actor.can("decide"),
    }
