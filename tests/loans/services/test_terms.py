"""Conditions are negotiated row by row; every refusal has its sentence and changes nothing."""

import dataclasses
import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from lenders.models import StandingTerms
from loans.errors import LoanError
from loans.models import Deadline, Loan, LoanLine, Term, TermNote, TermProposal
from loans.services import lines, presets, terms, threads
from loans.services.offers import OfferForm
from loans.services.terms import Offer
from loans.states import LineStatus, Party
from office.records.audit import Facts
from office.records.models import AuditEvent
from office.records.wording import written
from tests.factories import AgreementFactory, ContactFactory, LoanFactory, LoanLineFactory
from tests.personas import Lending, Staff, timur

BY_LETTER = Facts(decided_by="Dr Rahimova", authority="letter")
FIFTY = Offer("light", lux=50)


@pytest.fixture
def line(nilufar: Lending) -> LoanLine:
    loan = LoanFactory(lender=nilufar.contact.lender)
    return LoanLineFactory(loan=loan, status=LineStatus.APPROVED_WITH_CONDITIONS)


@pytest.fixture
def loan(line: LoanLine) -> Loan:
    return line.loan


@pytest.fixture
def hers(line: LoanLine, nilufar: Lending) -> Term:
    """At most 50 lux, says Nilufar."""
    (term,) = terms.propose(line.loan, [FIFTY], line=line, actor=nilufar.actor)
    return term


def refused(action: Callable[[], object]) -> str:
    """The sentence of the refusal; nothing was written."""
    before = (list(Term.objects.values()), TermProposal.objects.count(), AuditEvent.objects.count())
    with pytest.raises(LoanError) as caught:
        action()
    assert (list(Term.objects.values()), TermProposal.objects.count(), AuditEvent.objects.count()) == before
    return caught.value.sentence


def test_offer_counter_agreed(hers: Term, ruth: Staff, nilufar: Lending) -> None:
    terms.counter(hers, Offer("light", lux=60), actor=ruth.actor)
    terms.accept(hers, actor=nilufar.actor)

    hers.refresh_from_db()
    assert (hers.status, hers.settled_on) == ("agreed", timezone.localdate())
    assert [(each.by, each.lux) for each in hers.proposals.all()] == [("lender", 50), ("organiser", 60)]
    verbs = AuditEvent.objects.filter(subject_kind="condition").order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["term.offer", "term.counter", "term.accept"]


@pytest.mark.parametrize("how", ["agreed", "rejected", "withdrawn"])
def test_a_closed_row_takes_nothing_more(how: str, hers: Term, ruth: Staff, nilufar: Lending) -> None:
    {
        "agreed": lambda: terms.accept(hers, actor=ruth.actor),
        "rejected": lambda: terms.reject(hers, actor=ruth.actor, reason="Too dark."),
        "withdrawn": lambda: terms.withdraw(hers, actor=nilufar.actor),
    }[how]()

    for actor in (ruth.actor, nilufar.actor):
        sentence = refused(lambda actor=actor: terms.counter(hers, FIFTY, actor=actor))  # type: ignore[misc]
        assert sentence.startswith(f"This condition is closed: it was {how} on ")
    assert refused(lambda: terms.accept(hers, actor=ruth.actor)).startswith("This condition is closed")
    assert refused(lambda: terms.reject(hers, actor=ruth.actor, reason="No.")).startswith("This condition is closed")


def test_nobody_answers_herself(hers: Term, nilufar: Lending) -> None:
    sentence = "The last word on this condition is yours. Wait for the answer, or withdraw it."

    assert refused(lambda: terms.accept(hers, actor=nilufar.actor)) == sentence
    assert refused(lambda: terms.counter(hers, FIFTY, actor=nilufar.actor)) == sentence
    assert refused(lambda: terms.reject(hers, actor=nilufar.actor, reason="No.")) == sentence


def test_only_the_side_that_opened_a_row_withdraws_it(hers: Term, ruth: Staff, nilufar: Lending) -> None:
    assert refused(lambda: terms.withdraw(hers, actor=ruth.actor)) == (
        "This condition was opened by the other side, and only they can withdraw it."
    )
    terms.reject(hers, actor=ruth.actor, reason="Too dark.")
    terms.withdraw(hers, actor=nilufar.actor)
    assert refused(lambda: terms.withdraw(hers, actor=nilufar.actor)) == "This condition is “Withdrawn” already."


@pytest.mark.parametrize(
    ("offer", "sentence"),
    [
        ({"kind": "volcano", "words": "x"}, "Choose what the condition is about."),
        ({"kind": "light"}, "Say the condition in words, or give its figures."),
        ({"kind": "other", "words": "  "}, "Say the condition in words, or give its figures."),
        ({"kind": "climate", "rh_min": Decimal(60), "rh_max": Decimal(40)}, "The humidity range starts above its end."),
        (
            {"kind": "climate", "temperature_min": Decimal(25), "temperature_max": Decimal(16)},
            "The temperature range starts above its end.",
        ),
        ({"kind": "climate", "rh_max": Decimal(101)}, "Humidity lies between 0 and 100 % RH."),
        ({"kind": "light", "lux": -1}, "Give a number from zero up."),
        ({"kind": "light", "dose": 2**31}, "Give a number from zero up."),
        ({"kind": "costs", "amount": Decimal(5), "currency": "XDR"}, "“XDR” is no currency we work with."),
        ({"kind": "costs", "amount": Decimal(-5), "currency": "GBP"}, "An amount can't be below zero"),
        ({"kind": "display", "promise": "A photograph"}, "Say who owes the promise."),
        ({"kind": "display", "promise": "A photograph", "promise_by": "organiser"}, "Say when the promise is first due."),
    ],
)  # fmt: skip
def test_an_offer_nobody_could_answer_is_refused(
    offer: dict[str, Any], sentence: str, hers: Term, loan: Loan, ruth: Staff
) -> None:
    assert refused(lambda: terms.propose(loan, [FIFTY, Offer(**offer)], actor=ruth.actor)).startswith(sentence)
    if offer["kind"] == "light":
        assert refused(lambda: terms.counter(hers, Offer(**offer), actor=ruth.actor)).startswith(sentence)


def test_a_counter_offer_keeps_its_kind(hers: Term, ruth: Staff) -> None:
    assert refused(lambda: terms.counter(hers, Offer("courier", words="Ours"), actor=ruth.actor)) == (
        "A counter-offer keeps the kind of the condition."
    )


def test_who_may_not_speak_says_nothing(
    hers: Term, nilufar: Lending, ingrid: Lending, vera: Staff, colin: Staff
) -> None:
    reader = timur(nilufar).actor
    (ours,) = terms.propose(hers.loan, [FIFTY], actor=colin.actor)

    assert refused(lambda: terms.accept(ours, actor=reader)).startswith("You can read the conditions;")
    assert refused(lambda: terms.note(ours, "Hm.", actor=reader)).startswith("You can read the conditions;")
    assert refused(lambda: terms.accept(ours, actor=ingrid.actor)) == "This loan is not yours."
    assert refused(lambda: terms.propose(hers.loan, [FIFTY], actor=ingrid.actor)) == "This loan is not yours."
    assert refused(lambda: terms.counter(hers, FIFTY, actor=vera.actor)).startswith("Your role doesn't agree")
    assert refused(lambda: terms.accept(hers, actor=colin.actor)).startswith("Your role doesn't agree")
    recording = {"by": Party.LENDER, "facts": BY_LETTER}
    assert refused(lambda: terms.accept(ours, actor=colin.actor, **recording)).startswith(  # type: ignore[arg-type]
        "Your role doesn't record what lenders say."
    )


def test_a_lenders_word_is_recorded_with_who_and_how(hers: Term, loan: Loan, ruth: Staff) -> None:
    (ours,) = terms.propose(loan, [FIFTY], actor=ruth.actor)

    def recorded(facts: Facts) -> str:
        return refused(lambda: terms.accept(ours, actor=ruth.actor, by=Party.LENDER, facts=facts))

    assert recorded(Facts(authority="letter")) == "Say who at the lender said so."
    assert recorded(Facts(decided_by="Dr Rahimova")) == "Say how it reached us: by letter, mail, telephone ..."
    tomorrow_week = timezone.localdate() + dt.timedelta(days=8)
    later = Facts(decided_by="Dr Rahimova", authority="letter", happened_on=tomorrow_week)
    assert "is still to come" in recorded(later)
    terms.accept(ours, actor=ruth.actor, by=Party.LENDER, facts=BY_LETTER)
    event = AuditEvent.objects.get(verb="term.accept")
    assert (event.recorded_by, event.decided_by, event.authority) == ("Ruth Okafor", "Dr Rahimova", "letter")


def test_after_the_agreement_is_issued_rows_change_by_amendment(hers: Term, loan: Loan, ruth: Staff) -> None:
    LoanLine.objects.update(status=LineStatus.CONFIRMED)
    loan.agreement = AgreementFactory(reference="A-2026-007", issued_on=timezone.localdate())
    loan.save()
    sentence = "The agreement A-2026-007 is issued: what it says changes by an amendment that both sides sign."

    assert refused(lambda: terms.propose(loan, [FIFTY], actor=ruth.actor)) == sentence
    assert refused(lambda: terms.counter(hers, FIFTY, actor=ruth.actor)) == sentence


def test_a_newer_proposal_is_not_answered_unread(hers: Term, ruth: Staff, nilufar: Lending) -> None:
    read = str(hers.current and hers.current.uid)
    terms.counter(hers, Offer("light", lux=80), actor=ruth.actor)
    terms.counter(hers, Offer("light", lux=40), actor=nilufar.actor)
    sentence = "There is a newer proposal than the one you read. Look at it first, then answer."

    assert refused(lambda: terms.accept(hers, actor=ruth.actor, seen=read)) == sentence
    assert refused(lambda: terms.counter(hers, FIFTY, actor=ruth.actor, seen=read)) == sentence
    assert refused(lambda: terms.reject(hers, actor=ruth.actor, reason="No.", seen=read)) == sentence


def test_an_amount_is_answered_by_those_who_see_it(loan: Loan, colin: Staff, ruth: Staff, nilufar: Lending) -> None:
    value = Offer("value", amount=Decimal(5_000), currency="GBP")
    (term,) = terms.propose(loan, [value], actor=ruth.actor)
    (theirs,) = terms.propose(loan, [value], actor=ruth.actor, by=Party.LENDER, facts=BY_LETTER)
    sentence = "This condition names an amount you don't see. A colleague who may see values answers it."

    assert refused(lambda: terms.accept(term, actor=nilufar.actor)) == sentence
    assert refused(lambda: terms.counter(theirs, Offer("value", words="Less"), actor=colin.actor)) == sentence
    seeing = Lending(ContactFactory(lender=nilufar.contact.lender, may_see_values=True))
    assert terms.accept(term, actor=seeing.actor).status == "agreed"


def test_a_rejection_and_a_note_need_words(hers: Term, ruth: Staff) -> None:
    assert refused(lambda: terms.reject(hers, actor=ruth.actor, reason=" ")) == "Say why in a few words."
    assert refused(lambda: terms.note(hers, " ", actor=ruth.actor)) == "Write the note first."


def test_an_agreed_value_is_the_lines_and_leaks_into_no_audit(line: LoanLine, ruth: Staff, nilufar: Lending) -> None:
    seeing = Lending(ContactFactory(lender=nilufar.contact.lender, may_see_values=True))
    value = Offer("value", words="Three quarters of a million", amount=Decimal(750_000), currency="EUR")
    (term,) = terms.propose(line.loan, [value], line=line, actor=seeing.actor)

    terms.accept(term, actor=ruth.actor)

    line.refresh_from_db()
    assert (line.agreed_value.amount, str(line.agreed_value.currency)) == (Decimal(750_000), "EUR")
    trail = [f"{event.words}{event.before}{event.after}{event.subject_label}" for event in AuditEvent.objects.all()]
    assert [told for told in trail if "750" in told or "million" in told] == []


def test_a_promise_becomes_obligations_until_the_object_is_home(line: LoanLine, ruth: Staff, nilufar: Lending) -> None:
    first = line.loan.period.lower + dt.timedelta(days=14)
    promise = Offer(
        "climate", promise="Climate data", promise_by="organiser", promise_on=first, promise_every="monthly"
    )
    (term,) = terms.propose(line.loan, [promise], line=line, actor=nilufar.actor)

    terms.accept(term, actor=ruth.actor)

    made = list(Deadline.objects.filter(term=term).order_by("due_date"))
    assert (made[0].due_date, made[0].owed_by, made[0].line, str(made[0])) == (first, "us", line, "Climate data")
    assert made[-1].due_date < line.loan.period.upper
    assert len(made) == 7


def test_confirming_waits_for_every_row_of_line_and_loan(
    hers: Term, line: LoanLine, ruth: Staff, nilufar: Lending
) -> None:
    (whole,) = terms.propose(line.loan, [Offer("courier", words="Ours")], actor=ruth.actor)

    with pytest.raises(LoanError, match=r"2 conditions are not agreed yet \(light and courier\)"):
        lines.move(line, "confirm", actor=ruth.actor)
    terms.accept(hers, actor=ruth.actor)
    terms.reject(whole, actor=nilufar.actor, reason="No courier.")
    with pytest.raises(LoanError, match=r"One condition is not agreed yet \(courier\)"):
        lines.move(line, "confirm", actor=ruth.actor)
    terms.withdraw(whole, actor=ruth.actor)
    assert lines.move(line, "confirm", actor=ruth.actor).status == LineStatus.CONFIRMED


def test_proposals_can_not_be_changed_in_the_database_either(hers: Term) -> None:
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        TermProposal.objects.filter(term=hers).update(lux=300)


def test_a_private_note_is_read_by_its_own_side_alone(hers: Term, ruth: Staff, nilufar: Lending) -> None:
    terms.note(hers, "The ministry insists.", actor=nilufar.actor)
    terms.note(hers, "We could live with 40.", actor=ruth.actor)

    def notes_of(reader: Staff | Lending) -> list[str]:
        (thread,) = threads.threads(Term.objects.filter(pk=hers.pk), actor=reader.actor)
        return [note.words for note in thread.notes]

    assert notes_of(nilufar) == ["The ministry insists."]
    assert notes_of(ruth) == ["We could live with 40."]
    assert TermNote.objects.count() == 2
    assert AuditEvent.objects.filter(words__contains="insists").count() == 0


def test_presets_name_their_source(line: LoanLine) -> None:
    StandingTerms.objects.create(
        lender=line.loan.lender, rh_min=45, lux_max=50, courier="always", credit_line="State Museum"
    )
    line.loan.lender.refresh_from_db()
    line.object.light_class = "high"

    found = presets.presets(line.loan, line)

    told = [(str(offer.kind), offer.source.split(" ")[0], presets.sentence(offer)) for offer in found]
    assert told == [
        ("climate", "Standing", "at least 45 % RH"),
        ("light", "Standing", "at most 50 lux"),
        ("courier", "Standing", "A courier of the lender travels with the object, there and back."),
        ("credit_line", "Standing", "State Museum"),
        ("climate", "Bizot", "40 to 60 % RH; at most ±10 % RH in 24 hours; 16 to 25 °C"),
        ("light", "Bizot", "at most 50 lux; UV at most 75 µW/lm"),
    ]
    assert {offer.source for offer in found[4:]} == {"Bizot 2023"}
    assert len({presets.key_of(offer) for offer in found}) == 6


def test_why_a_value_was_rejected_is_kept_from_the_audit_trail_and_told_to_those_who_see_values(
    loan: Loan, ruth: Staff, nilufar: Lending
) -> None:
    (value,) = terms.propose(loan, [Offer("value", amount=Decimal(80_000), currency="GBP")], actor=nilufar.actor)

    terms.reject(value, actor=ruth.actor, reason="Our valuer says 60,000.")

    value.refresh_from_db()
    assert value.settled_words == "Our valuer says 60,000."
    assert not AuditEvent.objects.filter(words__contains="60,000").exists()


def test_an_answer_is_not_older_than_what_it_answers(line: LoanLine, ruth: Staff) -> None:
    day = timezone.localdate() - dt.timedelta(days=3)
    (term,) = terms.propose(line.loan, [FIFTY], line=line, actor=ruth.actor, facts=Facts(happened_on=day))
    before = Facts(decided_by="Dr Rahimova", authority="letter", happened_on=day - dt.timedelta(days=1))
    said = {"actor": ruth.actor, "by": Party.LENDER, "facts": before}

    for action in (
        lambda: terms.accept(term, **said),  # type: ignore[arg-type]
        lambda: terms.counter(term, Offer("light", lux=60), **said),  # type: ignore[arg-type]
        lambda: terms.reject(term, reason="No.", **said),  # type: ignore[arg-type]
    ):
        assert refused(action) == f"This was proposed on {written(day)}: it was answered on that day or later."

    terms.accept(term, actor=ruth.actor, by=Party.LENDER, facts=dataclasses.replace(before, happened_on=day))
    term.refresh_from_db()
    assert term.status == "agreed"


def test_the_same_condition_sent_twice_is_one_row(line: LoanLine, nilufar: Lending, ruth: Staff) -> None:
    said = Offer("costs", words=" We pay. ", amount=Decimal(100), currency="GBP", promise="An invoice",
                 promise_by="lender", promise_on=timezone.localdate())  # fmt: skip
    (first,) = terms.propose(line.loan, [said], line=line, actor=nilufar.actor)

    assert terms.propose(line.loan, [said], line=line, actor=nilufar.actor) == [first]
    assert Term.objects.count() == TermProposal.objects.count() == 1

    other = [dataclasses.replace(said, amount=Decimal(101)), dataclasses.replace(said, currency="EUR")]
    assert first not in terms.propose(line.loan, other, line=line, actor=nilufar.actor)
    assert first not in terms.propose(line.loan, [said], actor=nilufar.actor)
    assert first not in terms.propose(line.loan, [said], line=line, actor=ruth.actor)
    Term.objects.filter(pk=first.pk).update(created_at=timezone.now() - dt.timedelta(minutes=11))
    assert first not in terms.propose(line.loan, [said], line=line, actor=nilufar.actor)


@pytest.mark.parametrize(
    ("offer", "sentence"),
    [
        (Offer("climate", rh_swing=Decimal(101)), "Humidity lies between 0 and 100 % RH."),
        (Offer("climate", rh_swing=Decimal(-1)), "Humidity lies between 0 and 100 % RH."),
        (Offer("climate", temperature_min=Decimal(-51)), "Give a temperature between −50 and 100 °C."),
        (Offer("climate", temperature_max=Decimal(101)), "Give a temperature between −50 and 100 °C."),
        (Offer("costs", amount=Decimal(5)), "Choose the currency."),
        (Offer("other", words="\u200b\u200d \x07\xad\n"), "Say the condition in words, or give its figures."),
    ],
)
def test_what_no_venue_keeps_and_what_nobody_sees_is_no_condition(
    offer: Offer, sentence: str, line: LoanLine, ruth: Staff
) -> None:
    assert refused(lambda: terms.propose(line.loan, [offer], line=line, actor=ruth.actor)) == sentence


def test_words_are_kept_without_what_nobody_sees(line: LoanLine, ruth: Staff) -> None:
    words = "\u202eNo\u200b flash.\x00\r\nمی\u200cخواهم\u200f"

    (term,) = terms.propose(line.loan, [Offer("other", words=words)], line=line, actor=ruth.actor)

    assert term.current is not None
    assert term.current.words == "No flash.\nمی\u200cخواهم"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("words", "x" * 5_001, "At most 5,000 characters, please."),
        ("promise", "x" * 201, "At most 200 characters, please."),
        ("amount", "9" * 20, "That amount is beyond counting."),
        ("amount", "1.234", "Write an amount with two digits after the point at most."),
        ("lux", "9" * 20, "That number is beyond counting."),
    ],
)
def test_a_form_says_in_our_words_what_is_too_long(field: str, value: str, sentence: str) -> None:
    assert OfferForm({"kind": "costs", field: value}).errors[field] == [sentence]
