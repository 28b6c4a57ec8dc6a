"""Two sides negotiate at random, by themselves and through a registrar; whatever they do, the invariants hold."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from loans import rules
from loans.errors import LoanError
from loans.models import LoanLine, Term, TermNote, TermProposal
from loans.rules import terms as term_rules
from loans.services import terms, threads
from loans.services.terms import Offer
from loans.states import LineStatus, Party
from office.records.audit import NO_FACTS, Facts
from tests import personas
from tests.factories import LoanFactory, LoanLineFactory

BY_LETTER = Facts(decided_by="Dr Rahimova", authority="letter")
KINDS = ("light", "other")


class Talk(RuleBasedStateMachine):
    """One object; Nilufar speaks for the lender, Ruth for us and sometimes for the lender, from its letters."""

    def __init__(self) -> None:
        super().__init__()
        self.walk = transaction.atomic()
        self.walk.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.walk.__exit__(None, None, None)

    @initialize()
    def begin(self) -> None:
        nilufar, ruth = personas.nilufar(), personas.ruth()
        self.readers = {Party.LENDER: nilufar.actor, Party.ORGANISER: ruth.actor}
        # Who writes it down, for which side, with which facts.
        self.voices = [
            (nilufar.actor, Party.LENDER, NO_FACTS),
            (ruth.actor, Party.ORGANISER, NO_FACTS),
            (ruth.actor, Party.LENDER, BY_LETTER),
            (personas.timur(nilufar).actor, Party.LENDER, NO_FACTS),
            (personas.ingrid().actor, Party.LENDER, NO_FACTS),
        ]
        loan = LoanFactory(lender=nilufar.contact.lender)
        self.line = LoanLineFactory(loan=loan, status=LineStatus.APPROVED_WITH_CONDITIONS)
        self.settled: dict[int, tuple[str, object, int]] = {}
        self.proposals: list[tuple[int, int | None, str]] = []

    def term(self, place: int) -> Term | None:
        rows = list(Term.objects.select_related("loan__agreement", "loan__lender", "line", "current").order_by("pk"))
        return rows[place % len(rows)] if rows else None

    @rule(voice=st.integers(0, 4), whole=st.booleans(), kind=st.sampled_from(KINDS), lux=st.integers(-1, 300))
    def somebody_proposes(self, voice: int, whole: bool, kind: str, lux: int) -> None:
        actor, by, facts = self.voices[voice]
        before = Term.objects.count()
        offer = Offer(kind, words="Words." if kind == "other" else "", lux=lux if kind == "light" else None)
        try:
            made = terms.propose(
                self.line.loan, [offer], line=None if whole else self.line, actor=actor, by=by, facts=facts
            )
        except LoanError:
            assert Term.objects.count() == before
        else:
            assert term_rules.turn(made[0]) == term_rules.other(by)

    @rule(place=st.integers(0, 20), voice=st.integers(0, 4), lux=st.integers(-1, 300))
    def somebody_counters(self, place: int, voice: int, lux: int) -> None:
        self.somebody_answers(place, voice, "counter", lux)

    @rule(
        place=st.integers(0, 20), voice=st.integers(0, 4), how=st.sampled_from(["accept", "reject", "withdraw", "note"])
    )
    def somebody_settles(self, place: int, voice: int, how: str) -> None:
        self.somebody_answers(place, voice, how, 50)

    def somebody_answers(self, place: int, voice: int, how: str, lux: int) -> None:
        term = self.term(place)
        if term is None:
            return
        actor, by, facts = self.voices[voice]
        turn, status = term_rules.turn(term), term.status
        opened_by = term.proposals.order_by("id").values_list("by", flat=True)[0]
        offer = Offer(term.kind, words="Other words.", lux=lux if term.kind == "light" else None)
        try:
            if how == "counter":
                terms.counter(term, offer, actor=actor, by=by, facts=facts)
            elif how == "accept":
                terms.accept(term, actor=actor, by=by, facts=facts)
            elif how == "reject":
                terms.reject(term, actor=actor, by=by, facts=facts, reason="No.")
            elif how == "withdraw":
                terms.withdraw(term, actor=actor, by=by, facts=facts)
            else:
                terms.note(term, f"of {terms.side_of(actor)}", actor=actor)
        except LoanError:
            assert (term_rules.turn(Term.objects.select_related("current").get(pk=term.pk))) == turn
            assert Term.objects.get(pk=term.pk).status == status
        else:
            if how in ("counter", "accept", "reject"):
                assert turn == by
            if how == "withdraw":
                assert opened_by == by
                self.settled.pop(term.pk, None)
        self.remember()

    def remember(self) -> None:
        for term in Term.objects.exclude(status="open"):
            self.settled.setdefault(term.pk, (term.status, term.settled_on, term.current_id or 0))

    @invariant()
    def a_settled_row_never_changes_but_by_being_withdrawn(self) -> None:
        self.remember()
        now = {term.pk: (term.status, term.settled_on, term.current_id or 0) for term in Term.objects.all()}
        assert {pk: now[pk] for pk in self.settled} == self.settled

    @invariant()
    def an_open_row_waits_for_exactly_one_side(self) -> None:
        for term in Term.objects.select_related("current"):
            assert (term_rules.turn(term) is not None) == (term.status == "open")
            assert (term.settled_on is None) == (term.status == "open")

    @invariant()
    def proposals_are_only_added(self) -> None:
        now = list(TermProposal.objects.order_by("pk").values_list("pk", "lux", "words"))
        assert now[: len(self.proposals)] == self.proposals
        self.proposals = now

    @invariant()
    def it_can_be_confirmed_exactly_when_every_row_is_agreed_or_withdrawn(self) -> None:
        line = LoanLine.objects.select_related("loan__agreement", "loan__lender", "object").get(pk=self.line.pk)
        open_rows = Term.objects.exclude(status__in=("agreed", "withdrawn")).exists()
        refusal = rules.refusal(line, "confirm", actor=self.readers[Party.ORGANISER])
        assert ("agreed yet" in refusal) == open_rows
        assert bool(refusal) == open_rows

    @invariant()
    def each_side_reads_its_own_notes_alone(self) -> None:
        for side, actor in self.readers.items():
            read = [note.words for each in threads.threads(Term.objects.all(), actor=actor) for note in each.notes]
            assert set(read) <= {f"of {side}"}
            assert len(read) == TermNote.objects.filter(side=side).count()


def _talk(examples: int) -> None:
    run_state_machine_as_test(
        Talk,
        settings=settings(
            max_examples=examples, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


def test_random_talks_keep_the_invariants(db: None) -> None:
    _talk(25)


@pytest.mark.slow
def test_many_random_talks_keep_the_invariants(db: None) -> None:
    _talk(300)
