"""Random people make random moves; whatever they do, the invariants hold."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from loans.errors import LoanError
from loans.models import LoanLine
from loans.services import lines
from loans.services.lines import ExitTerms
from loans.states import COMMITTED, EXITS, IN_CUSTODY, MOVES, LineStatus
from office.records.audit import Facts
from office.records.models import AuditEvent
from tests import personas
from tests.factories import CollectionObjectFactory, LoanFactory, LoanLineFactory

FACTS = Facts(decided_by="Dr Rahimova", authority="letter")


class Walk(RuleBasedStateMachine):
    """Two loans ask the same lender for the same two objects at the same time."""

    def __init__(self) -> None:
        super().__init__()
        self.walk = transaction.atomic()
        self.walk.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.walk.__exit__(None, None, None)

    @initialize()
    def begin(self) -> None:
        nilufar = personas.nilufar()
        self.people = [
            nilufar.actor,
            personas.timur(nilufar).actor,
            personas.ingrid().actor,
            personas.ruth().actor,
            personas.hanna().actor,
            personas.kofi().actor,
            personas.vera().actor,
        ]
        objects = CollectionObjectFactory.create_batch(2, lender=nilufar.contact.lender)
        loans = LoanFactory.create_batch(2, lender=nilufar.contact.lender)
        self.lines = [LoanLineFactory(loan=loan, object=each).pk for loan in loans for each in objects]
        self.known = dict.fromkeys(self.lines, LineStatus.DRAFT)
        self.changes = 0

    def line(self, place: int) -> LoanLine:
        return LoanLine.objects.get(pk=self.lines[place])

    @rule(
        place=st.integers(0, 3),
        person=st.integers(0, 6),
        name=st.sampled_from(sorted(MOVES)),
        reason=st.sampled_from(["", "Because."]),
        reason_code=st.sampled_from(["", "costs"]),
    )
    def somebody_moves(self, place: int, person: int, name: str, reason: str, reason_code: str) -> None:
        line = self.line(place)
        try:
            moved = lines.move(
                line, name, actor=self.people[person], facts=FACTS, reason=reason, reason_code=reason_code,
                conditions=reason, exit_terms=ExitTerms("us", "none", "us"),
            )  # fmt: skip
        except LoanError:
            assert self.line(place).status == line.status
        else:
            assert line.status in MOVES[name].sources
            assert moved.status == MOVES[name].target
            assert not (line.status in IN_CUSTODY and moved.status in EXITS)
            self.known[line.pk] = LineStatus(moved.status)
            self.changes += 1

    @rule(place=st.integers(0, 3), person=st.integers(0, 6))
    def somebody_makes_the_next_good_move(self, place: int, person: int) -> None:
        line = self.line(place)
        possible = lines.possible_moves(line, actor=self.people[person])
        if possible:
            self.somebody_moves(place, person, possible[-1].name, "Because.", "costs")

    @rule(place=st.integers(0, 3), person=st.integers(0, 6))
    def somebody_corrects(self, place: int, person: int) -> None:
        line = self.line(place)
        try:
            corrected = lines.correct(line, actor=self.people[person], reason="Wrong row.")
        except LoanError:
            assert self.line(place).status == line.status
        else:
            self.known[line.pk] = LineStatus(corrected.status)
            self.changes += 1

    @invariant()
    def rows_say_what_the_moves_said(self) -> None:
        assert dict(LoanLine.objects.filter(pk__in=self.lines).values_list("pk", "status")) == self.known

    @invariant()
    def no_object_is_promised_twice(self) -> None:
        committed = list(
            LoanLine.objects.filter(pk__in=self.lines, status__in=COMMITTED).values_list("object", flat=True)
        )
        assert len(committed) == len(set(committed))

    @invariant()
    def every_change_has_exactly_one_event(self) -> None:
        assert AuditEvent.objects.filter(subject_kind="loan line").count() == self.changes


def _walk(examples: int) -> None:
    run_state_machine_as_test(
        Walk,
        settings=settings(
            max_examples=examples, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


def test_random_walks_keep_the_invariants(db: None) -> None:
    _walk(40)


@pytest.mark.slow
def test_many_random_walks_keep_the_invariants(db: None) -> None:
    _walk(400)
