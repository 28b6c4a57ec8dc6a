"""Two real connections at one shipment at the same moment: what is recorded is recorded once."""

import threading
from collections.abc import Callable

import pytest
from django.db import connections

from loans.errors import LoanError
from loans.models import Incident, IncidentKind, ShipmentLine
from loans.services import handling, incidents, shipments
from loans.states import LineStatus
from office.records.models import AuditEvent
from tests.factories import ExhibitionFactory
from tests.loans.travelling import lines_of, now, planned
from tests.personas import Staff

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*presses: Callable[[], object]) -> list[str]:
    """Runs each press in a thread of its own, all let go together; "" for what was done, the sentence of a refusal."""
    gate = threading.Barrier(len(presses))
    outcomes = ["?"] * len(presses)

    def press(place: int, action: Callable[[], object]) -> None:
        try:
            gate.wait(timeout=10)
            action()
            outcomes[place] = ""
        except LoanError as error:
            outcomes[place] = error.sentence
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press, args=(place, action)) for place, action in enumerate(presses)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return sorted(outcomes)


def test_one_object_is_planned_by_one_of_two(transactional_db: None, ruth: Staff) -> None:
    show = ExhibitionFactory()
    lines = lines_of(show)
    actor = ruth.actor

    won, lost = at_once(lambda: planned(show, lines, actor=actor), lambda: planned(show, lines[::-1], actor=actor))

    assert won == ""
    assert "is planned in" in lost
    assert ShipmentLine.objects.count() == 2


def test_a_collection_is_recorded_once(transactional_db: None, ruth: Staff, kofi: Staff) -> None:
    show = ExhibitionFactory()
    lines = lines_of(show)
    shipment = planned(show, lines, actor=ruth.actor)
    one, two = ruth.actor, kofi.actor

    won, lost = at_once(
        lambda: shipments.dispatch(shipment, actor=one), lambda: shipments.dispatch(shipment, actor=two)
    )

    assert won == ""
    assert "recorded already" in lost
    assert AuditEvent.objects.filter(verb="line.dispatch").count() == 2


def test_two_thumbs_on_one_crate(transactional_db: None, ruth: Staff, kofi: Staff) -> None:
    show = ExhibitionFactory()
    lines = lines_of(show)
    shipment = planned(show, lines, actor=ruth.actor)
    one, two = ruth.actor, kofi.actor

    won, lost = at_once(
        lambda: handling.confirm(lines, shipment, "dispatch", actor=one),
        lambda: handling.confirm(lines, shipment, "dispatch", actor=two),
    )

    assert won == ""
    assert lost != "?"
    assert {now(line) for line in lines} == {LineStatus.IN_TRANSIT_OUT}
    assert AuditEvent.objects.filter(verb="line.dispatch").count() == 2


def test_one_incident_is_settled_once(transactional_db: None, ruth: Staff, kofi: Staff) -> None:
    (line,) = lines_of(ExhibitionFactory(), number=1, status=LineStatus.RECEIVED)
    incident = incidents.report(line, kind=IncidentKind.OTHER, words="The alarm failed.", actor=ruth.actor)
    one, two = ruth.actor, kofi.actor

    won, lost = at_once(
        lambda: incidents.settle(incident, words="Replaced.", actor=one),
        lambda: incidents.settle(incident, words="Switched off.", actor=two),
    )

    assert won == ""
    assert "was settled on" in lost
    assert Incident.objects.get().settlement in ("Replaced.", "Switched off.")
