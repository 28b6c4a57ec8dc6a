"""Two real connections answer one condition at the same moment: one succeeds, the other reads why not."""

import threading
from collections.abc import Callable

import pytest
from django.db import connections

from loans.errors import LoanError
from loans.models import Term
from loans.services import lines, terms
from loans.services.terms import Offer
from loans.states import LineStatus, Party
from office.records.audit import Facts
from office.records.models import AuditEvent
from tests.factories import LoanFactory, LoanLineFactory
from tests.personas import Lending, Staff

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*presses: Callable[[], object]) -> list[str]:
    """Each in a thread of its own, all let go together; how each ended, in the order of the alphabet."""
    gate = threading.Barrier(len(presses))
    ends = [""] * len(presses)

    def press(place: int, action: Callable[[], object]) -> None:
        try:
            gate.wait(timeout=10)
            action()
            ends[place] = "done"
        except LoanError as error:
            ends[place] = f"refused: {error.sentence}"
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press, args=(place, action)) for place, action in enumerate(presses)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return sorted(ends)


@pytest.fixture
def term(transactional_db: None, nilufar: Lending, ruth: Staff) -> Term:
    loan = LoanFactory(lender=nilufar.contact.lender)
    line = LoanLineFactory(loan=loan, status=LineStatus.APPROVED_WITH_CONDITIONS)
    (term,) = terms.propose(loan, [Offer("light", lux=50)], line=line, actor=ruth.actor)
    return term


def test_agreed_in_the_portal_while_the_letter_that_rejects_it_is_typed_in(
    term: Term, nilufar: Lending, ruth: Staff
) -> None:
    facts = Facts(decided_by="Dr Rahimova", authority="letter")
    hers, ours = nilufar.actor, ruth.actor

    won, lost = at_once(
        lambda: terms.accept(term, actor=hers),
        lambda: terms.reject(term, actor=ours, by=Party.LENDER, facts=facts, reason="Too bright."),
    )

    assert won == "done"
    assert lost.startswith("refused: This condition is closed: it was ")
    assert AuditEvent.objects.filter(verb__in=("term.accept", "term.reject")).count() == 1


def test_two_counter_offers_at_once(term: Term, nilufar: Lending) -> None:
    actor = nilufar.actor

    won, lost = at_once(
        lambda: terms.counter(term, Offer("light", lux=40), actor=actor),
        lambda: terms.counter(term, Offer("light", lux=30), actor=actor),
    )

    assert won == "done"
    assert lost == "refused: The last word on this condition is yours. Wait for the answer, or withdraw it."
    assert term.proposals.count() == 2


def test_confirmed_while_a_new_condition_is_proposed(term: Term, nilufar: Lending, ruth: Staff) -> None:
    """Either the condition is there first and keeps it from being confirmed, or it is confirmed without it."""
    terms.accept(term, actor=nilufar.actor)
    line, hers, ours = term.line, nilufar.actor, ruth.actor
    assert line is not None

    ends = at_once(
        lambda: lines.move(line, "confirm", actor=ours),
        lambda: terms.propose(line.loan, [Offer("courier", words="Ours")], line=line, actor=hers),
    )

    line.refresh_from_db()
    confirmed = line.status == LineStatus.CONFIRMED
    assert "done" in ends
    assert confirmed or any("One condition is not agreed yet (courier)." in end for end in ends)


def test_the_same_new_condition_sent_twice_at_once_is_one_row(term: Term, nilufar: Lending) -> None:
    actor, said = nilufar.actor, [Offer("light", lux=45)]

    ends = at_once(*[lambda: terms.propose(term.loan, said, line=term.line, actor=actor)] * 2)

    assert ends == ["done", "done"]
    assert Term.objects.filter(current__lux=45).count() == 1
