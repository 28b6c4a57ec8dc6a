"""Two real connections press at the same moment: one succeeds, the other reads why not."""

import threading
from collections.abc import Callable

import pytest
from django.db import connections

from loans.errors import LoanError
from loans.models import LoanLine
from loans.services import lines
from loans.states import LineStatus
from office.records.models import AuditEvent
from tests.factories import LoanFactory, LoanLineFactory
from tests.personas import Lending

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*presses: Callable[[], LoanLine]) -> list[str]:
    """Runs each press in a thread of its own, all let go together; gives each outcome as a status or a sentence."""
    gate = threading.Barrier(len(presses))
    outcomes = [""] * len(presses)

    def press(place: int, action: Callable[[], LoanLine]) -> None:
        try:
            gate.wait(timeout=10)
            outcomes[place] = action().status
        except LoanError as error:
            outcomes[place] = f"refused: {error.sentence}"
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press, args=(place, action)) for place, action in enumerate(presses)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return sorted(outcomes)


def test_approve_and_decline_at_once(transactional_db: None, nilufar: Lending) -> None:
    line = LoanLineFactory(loan=LoanFactory(lender=nilufar.contact.lender), status=LineStatus.REQUESTED)
    actor = nilufar.actor

    won, lost = at_once(
        lambda: lines.move(line, "approve", actor=actor),
        lambda: lines.move(line, "decline", actor=actor, reason_code="costs"),
    )

    assert won in (LineStatus.APPROVED, LineStatus.DECLINED)
    assert lost.startswith("refused: “")
    assert "Nilufar Karimova" in lost
    assert AuditEvent.objects.count() == 1


def test_two_loans_promised_the_same_object_at_once(transactional_db: None, nilufar: Lending) -> None:
    line = LoanLineFactory(loan=LoanFactory(lender=nilufar.contact.lender), status=LineStatus.REQUESTED)
    rival = LoanLineFactory(
        loan=LoanFactory(lender=nilufar.contact.lender), object=line.object, status=LineStatus.REQUESTED
    )
    actor = nilufar.actor

    won, lost = at_once(
        lambda: lines.move(line, "approve", actor=actor), lambda: lines.move(rival, "approve", actor=actor)
    )

    assert won == LineStatus.APPROVED
    assert lost.startswith("refused: This object is promised to")
    assert LoanLine.objects.filter(status=LineStatus.APPROVED).count() == 1
