"""Objects that may travel: lines of one show in a given state, with every gate passed unless said otherwise."""

import datetime as dt

from django.utils import timezone

from exhibitions.models import Exhibition
from loans.gates import GATES, GateState
from loans.models import GateRecord, LoanLine, Shipment, ShipmentDirection
from loans.services import shipments
from loans.states import LineStatus
from office.records.actors import Actor
from tests.factories import LoanFactory, LoanLineFactory


def days(number: int) -> dt.date:
    """So many days from today."""
    return timezone.localdate() + dt.timedelta(days=number)


def pass_gates(line: LoanLine, *, but: tuple[str, ...] = ()) -> None:
    """Every gate of the line is waived, but these."""
    GateRecord.objects.bulk_create(
        GateRecord(
            line=line,
            gate=name,
            state=GateState.WAIVED,
            reason="As agreed.",
            decided_by="Hanna Weiss",
            decided_on=days(0),
        )
        for name in GATES
        if name not in but
    )


def lines_of(
    show: Exhibition, *, number: int = 2, status: LineStatus = LineStatus.PACKED, gates: bool = True, **loan: object
) -> list[LoanLine]:
    """Objects of a loan of its own, each in this state."""
    made = LoanFactory(exhibition=show, **loan)
    lines: list[LoanLine] = [LoanLineFactory(loan=made, number=place + 1, status=status) for place in range(number)]
    for line in lines:
        if gates:
            pass_gates(line)
    return lines


def planned(
    show: Exhibition, lines: list[LoanLine], *, actor: Actor, direction: str = ShipmentDirection.OUT, **more: object
) -> Shipment:
    """A shipment of these objects, collected today and delivered in two days."""
    said: dict[str, object] = {"showing": None, "collect_on": days(0), "deliver_on": days(2), **more}
    return shipments.plan(show, direction=direction, lines=lines, actor=actor, **said)  # type: ignore[arg-type]


def now(line: LoanLine) -> str:
    """The state of the line in the database."""
    return str(LoanLine.objects.values_list("status", flat=True).get(pk=line.pk))
