"""Ruth negotiates conditions: the table, new rows for many objects, the lender's word, and what the venue keeps."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from exhibitions.models import Venue
from lenders.models import StandingTerms
from loans.models import Loan, LoanLine, Term, TermNote
from loans.services import lines as line_services
from loans.services import presets, terms
from loans.services.terms import Offer
from loans.states import LineStatus
from office.records.models import AuditEvent, StoredFile
from tests.factories import LoanLineFactory
from tests.loans.admin.rows import a_sent_loan
from tests.personas import Lending, Staff

TODAY = timezone.localdate()


@pytest.fixture
def loan(nilufar: Lending) -> Loan:
    return a_sent_loan(lender=nilufar.contact.lender, lines=2)


@pytest.fixture
def line(loan: Loan) -> LoanLine:
    line = loan.lines.order_by("number").first()
    assert line is not None
    return line


@pytest.fixture
def asked(line: LoanLine, nilufar: Lending) -> Term:
    """Nilufar lends the first object at 50 lux."""
    line_services.move(line, "approve_with_conditions", actor=nilufar.actor, terms=[Offer("light", lux=50)])
    return Term.objects.select_related("current", "loan").get()


def table(loan: Loan) -> str:
    return reverse("admin:terms", args=(loan.reference,))


def step(term: Term, name: str) -> str:
    return reverse("admin:term_step", args=(term.loan.reference, term.uid, name))


def seen(term: Term) -> str:
    assert term.current is not None
    return str(term.current.uid)


def by_letter(**more: Any) -> dict[str, Any]:
    return {
        "happened_on": TODAY.isoformat(),
        "decided_by": "Nilufar Karimova",
        "decided_by_title": "Director",
        "authority": "letter",
        "authority_number": "12-4/311",
        "authority_date": "2026-03-03",
        **more,
    }


def test_ruth_agrees_from_the_table(ruth: Staff, loan: Loan, asked: Term) -> None:
    page = ruth.client.get(table(loan)).content.decode()

    answer = ruth.client.post(table(loan), {"seen": seen(asked)}, follow=True)

    assert "1 condition waits for us." in page
    assert "at most 50 lux" in page
    assert "Agreed to 1 condition." in answer.content.decode()
    asked.refresh_from_db()
    assert asked.status == "agreed"


def test_a_newer_proposal_is_read_before_it_is_agreed_to(
    ruth: Staff, nilufar: Lending, loan: Loan, asked: Term
) -> None:
    read = seen(asked)
    terms.counter(asked, Offer("light", lux=80), actor=ruth.actor)
    terms.counter(asked, Offer("light", lux=30), actor=nilufar.actor)

    answer = ruth.client.post(table(loan), {"seen": read}, follow=True)

    assert "There is a newer proposal than the one you read." in answer.content.decode()
    assert ruth.client.post(table(loan), {"seen": "scribble"}, follow=True).status_code == 200
    asked.refresh_from_db()
    assert asked.status == "open"


def test_all_of_an_object_are_agreed_at_once(ruth: Staff, nilufar: Lending, loan: Loan, asked: Term) -> None:
    (courier,) = terms.propose(loan, [Offer("courier", words="Ours")], line=asked.line, actor=nilufar.actor)
    assert asked.line is not None

    page = ruth.client.get(table(loan)).content.decode()
    ruth.client.post(table(loan), {"line": str(asked.line.uid), "seen": [seen(asked), seen(courier)]})

    assert "Agree to all 2 of this object" in page
    assert {term.status for term in Term.objects.all()} == {"agreed"}


def test_counter_reject_withdraw_and_note(ruth: Staff, nilufar: Lending, loan: Loan, asked: Term) -> None:
    (own,) = terms.propose(loan, [Offer("photography", words="For the catalogue")], actor=ruth.actor)

    ruth.client.post(step(asked, "counter"), {"seen": seen(asked), "c0-lux": "60"})
    ruth.client.post(step(own, "withdraw"), {})
    ruth.client.post(step(asked, "note"), {"words": "We could live with 50."})
    terms.counter(asked, Offer("light", lux=50), actor=nilufar.actor)
    asked.refresh_from_db()
    empty = ruth.client.post(step(asked, "reject"), {"seen": seen(asked), "words": " "})
    ruth.client.post(step(asked, "reject"), {"seen": seen(asked), "words": "The gallery can't be dimmed."})

    asked.refresh_from_db()
    own.refresh_from_db()
    page = ruth.client.get(table(loan)).content.decode()
    assert (empty.status_code, asked.status, own.status) == (422, "rejected", "withdrawn")
    assert [proposal.lux for proposal in asked.proposals.all()] == [50, 60, 50]
    assert "We could live with 50." in page
    assert "the lender never sees them" in page
    assert "The gallery can&#x27;t be dimmed." in page
    assert TermNote.objects.get().side == "organiser"


def test_a_wrong_counter_is_asked_back_beside_its_field(ruth: Staff, asked: Term) -> None:
    answer = ruth.client.post(step(asked, "counter"), {"seen": seen(asked), "c0-lux": "bright"})

    assert answer.status_code == 422
    assert "Write a whole number, such as 50." in answer.content.decode()
    assert asked.proposals.count() == 1


def test_what_the_lender_said_by_letter_is_recorded_with_its_scan(ruth: Staff, loan: Loan, line: LoanLine) -> None:
    (term,) = terms.propose(loan, [Offer("light", lux=80)], line=line, actor=ruth.actor)
    scan = SimpleUploadedFile("letter.pdf", b"%PDF-1.7 scan", content_type="application/pdf")

    nobody = ruth.client.post(step(term, "record"), by_letter(said="accept", decided_by="", seen=seen(term)))
    ruth.client.post(
        step(term, "record"), by_letter(said="counter", seen=seen(term), evidence=scan, **{"c0-lux": "50"})
    )

    page = ruth.client.get(table(loan)).content.decode()
    term.refresh_from_db()
    event = AuditEvent.objects.get(verb="term.counter")
    assert nobody.status_code == 422
    assert (term.current.by, term.current.by_name, term.current.lux) == ("lender", "Nilufar Karimova", 50)  # type: ignore[union-attr]
    assert (event.recorded_by, event.authority, event.evidence.original_name) == ("Ruth Okafor", "letter", "letter.pdf")  # type: ignore[union-attr]
    assert "recorded by Ruth Okafor from their letter 12-4/311 of 3 March 2026" in page
    assert "Our turn" in page


@pytest.mark.parametrize("said", ["accept", "reject", "withdraw"])
def test_each_word_of_the_lender_is_taken(said: str, ruth: Staff, nilufar: Lending, loan: Loan, line: LoanLine) -> None:
    if said == "withdraw":
        (term,) = terms.propose(loan, [Offer("light", lux=80)], line=line, actor=nilufar.actor)
    else:
        (term,) = terms.propose(loan, [Offer("light", lux=80)], line=line, actor=ruth.actor)

    ruth.client.post(step(term, "record"), by_letter(said=said, reason="Too bright", seen=seen(term)))

    term.refresh_from_db()
    assert term.status == {"accept": "agreed", "reject": "rejected", "withdraw": "withdrawn"}[said]


def test_a_refused_record_keeps_no_upload(ruth: Staff, asked: Term) -> None:
    scan = SimpleUploadedFile("letter.pdf", b"%PDF-1.7 scan", content_type="application/pdf")

    answer = ruth.client.post(step(asked, "record"), by_letter(said="accept", seen=seen(asked), evidence=scan))

    assert answer.status_code == 422
    assert "The last word on this condition is yours." in answer.content.decode()
    assert StoredFile.objects.count() == 0


def test_rows_and_presets_are_added_to_many_objects(ruth: Staff, nilufar: Lending, loan: Loan) -> None:
    StandingTerms.objects.create(lender=nilufar.contact.lender, courier="always", rh_min=45, rh_max=55)
    lines = list(loan.lines.order_by("number"))
    ready = {offer.source + offer.kind: presets.key_of(offer) for offer in presets.presets(loan)}
    address = reverse("admin:terms_add", args=(loan.reference,))
    page = ruth.client.get(address).content.decode()

    ruth.client.post(
        address,
        {
            "by": "organiser",
            "happened_on": TODAY.isoformat(),
            "whom": ["loan", *(str(line.uid) for line in lines)],
            "ready": [ready["Bizot 2023climate"], ready["Standing terms of Museum of Samarkand Hillcourier"]],
            "c-rows": "3",
            "c0-kind": "light",
            "c0-lux": "50",
        },
    )

    assert "Bizot 2023" in page
    assert "45 to 55 % RH" in page
    kinds = sorted(Term.objects.values_list("line__number", "kind"), key=str)
    assert len(kinds) == 9
    climate = Term.objects.get(kind="climate", line=None).current
    assert climate is not None
    assert (climate.rh_min, climate.rh_max) == (Decimal(40), Decimal(60))
    assert (climate.source, climate.by) == ("Bizot 2023", "organiser")


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"whom": ["loan"]}, "Write down at least one condition"),
        ({"c0-words": "A case."}, "Tick the objects it is for, or the whole loan."),
        ({"whom": ["loan"], "c0-kind": "light", "c0-lux": "-5"}, "Give a number from zero up."),
        ({"whom": ["loan"], "c0-words": "A case.", "by": "lender"}, "Say who at the lender said so."),
        ({"whom": ["loan"], "c0-words": "A case.", "ready": "gone"}, "What stood ready has changed meanwhile."),
        ({"whom": ["0192f0c1-2345-7000-8000-000000000001"], "c0-words": "A case."}, "Select a valid choice"),
    ],
)
def test_what_is_missing_is_asked_for_and_nothing_is_added(
    said: dict[str, Any], sentence: str, ruth: Staff, loan: Loan
) -> None:
    answer = ruth.client.post(
        reverse("admin:terms_add", args=(loan.reference,)),
        {"by": "organiser", "happened_on": TODAY.isoformat(), **said},
    )

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert Term.objects.count() == 0


def test_more_rows_keep_what_was_typed(ruth: Staff, loan: Loan) -> None:
    answer = ruth.client.post(
        reverse("admin:terms_add", args=(loan.reference,)),
        {"more": "1", "c-rows": "3", "c2-words": "A case.", "whom": "loan", "by": "lender", "decided_by": "Nilufar"},
    )

    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'name="c-rows" value="6"' in page
    assert "A case.</textarea>" in page
    assert 'value="Nilufar"' in page


def test_a_letter_that_approves_with_conditions_brings_its_rows(ruth: Staff, loan: Loan, line: LoanLine) -> None:
    address = reverse("admin:loan_move", args=(loan.reference, "approve_with_conditions"))
    rows = {"c0-kind": "climate", "c0-rh_min": "45", "c0-rh_max": "55", "c1-words": "Our courier both ways"}

    empty = ruth.client.post(address, by_letter(line=str(line.uid), reason=""))
    wrong = ruth.client.post(address, by_letter(line=str(line.uid), reason="", **{"c0-kind": "light"}))
    ruth.client.post(address, by_letter(line=str(line.uid), reason="", **rows))

    assert (empty.status_code, wrong.status_code) == (422, 422)
    assert "Write down the conditions." in empty.content.decode()
    assert "Say the condition in words, or give its figures." in wrong.content.decode()
    assert [(term.kind, term.current.by) for term in line.terms.select_related("current").order_by("pk")] == [  # type: ignore[union-attr]
        ("climate", "lender"),
        ("other", "lender"),
    ]
    line.refresh_from_db()
    assert line.status == LineStatus.APPROVED_WITH_CONDITIONS


def test_confirming_shows_what_was_agreed_and_refuses_what_is_open(
    ruth: Staff, nilufar: Lending, loan: Loan, asked: Term
) -> None:
    assert asked.line is not None
    address = reverse("admin:loan_move", args=(loan.reference, "confirm"))
    uid = str(asked.line.uid)

    before = ruth.client.get(address, {"line": uid}).content.decode()
    terms.accept(asked, actor=ruth.actor)
    after = ruth.client.get(address, {"line": uid}).content.decode()
    ruth.client.post(address, {"line": uid, "happened_on": TODAY.isoformat(), "reason": ""})

    assert "One condition is not agreed yet (light)." in before
    assert "On these conditions" in after
    assert "at most 50 lux" in after
    asked.line.refresh_from_db()
    assert asked.line.status == LineStatus.CONFIRMED


def test_amounts_are_not_for_a_curator(ruth: Staff, colin: Staff, nilufar: Lending, loan: Loan) -> None:
    (term,) = terms.propose(
        loan, [Offer("value", words="Two and a half million", amount=Decimal(2_500_000), currency="GBP")],
        actor=nilufar.actor,
    )  # fmt: skip

    for address in (table(loan), reverse("admin:loan", args=(loan.reference,)), step(term, "note")):
        assert "2,500,000.00 GBP" in ruth.client.get(address).content.decode()
        page = colin.client.get(address).content.decode()
        assert "an amount" in page
        assert "2,500,000" not in page
        assert "Two and a half million" not in page
    refused = colin.client.post(step(term, "counter"), {"seen": seen(term), "c0-words": "Less"})
    assert refused.status_code == 422
    assert "a colleague who may see values answers it" in refused.content.decode().lower()


def test_who_only_looks_reads_and_changes_nothing(vera: Staff, loan: Loan, asked: Term) -> None:
    page = vera.client.get(table(loan)).content.decode()
    statuses = [vera.client.post(step(asked, name), {}).status_code for name in ("counter", "reject", "note", "record")]
    vera.client.post(table(loan), {"seen": seen(asked)})

    assert "at most 50 lux" in page
    assert "Counter" not in page
    assert set(statuses) == {403}
    assert vera.client.get(reverse("admin:terms_add", args=(loan.reference,))).status_code == 403
    asked.refresh_from_db()
    assert asked.status == "open"


def test_what_the_venue_does_not_keep_is_told_on_table_loan_and_show(
    ruth: Staff, loan: Loan, asked: Term, line: LoanLine
) -> None:
    showing = loan.exhibition.showings.get()
    Venue.objects.filter(pk=showing.venue_id).update(lux=80)
    terms.accept(asked, actor=ruth.actor)

    pages = [
        ruth.client.get(address).content.decode()
        for address in (
            table(loan),
            reverse("admin:loan", args=(loan.reference,)),
            reverse("admin:fitness", args=(loan.exhibition.code,)),
        )
    ]

    for page in pages:
        assert f"Agreed: at most 50 lux. {showing.venue.name} promises up to 80 lux." in page
    only = ruth.client.get(reverse("admin:fitness", args=(loan.exhibition.code,)), {"only": "breach"}).content.decode()
    assert line.object.title in only
    assert ruth.client.get(reverse("admin:fitness", args=("NONE",))).status_code == 404


def test_a_promise_that_recurs_shows_what_comes_next(ruth: Staff, nilufar: Lending, loan: Loan) -> None:
    first = loan.period.lower + dt.timedelta(days=10)
    promise = Offer(
        "climate", promise="Climate data", promise_by="organiser", promise_on=first, promise_every="monthly"
    )
    (term,) = terms.propose(loan, [promise], actor=nilufar.actor)
    terms.accept(term, actor=ruth.actor)

    page = ruth.client.get(reverse("admin:loan", args=(loan.reference,))).content.decode()

    made = term.deadlines.count()
    assert made > 3
    assert f"then {made - 1} more, until" in page


@pytest.mark.parametrize("number", [1, 3])
def test_the_table_and_the_show_cost_the_same_however_much_there_is(
    number: int, ruth: Staff, nilufar: Lending, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    loan = a_sent_loan(lender=nilufar.contact.lender, lines=number)
    for line in loan.lines.all():
        terms.propose(loan, [Offer("light", lux=50)] * number, line=line, actor=nilufar.actor)
    LoanLineFactory.create_batch(number, loan__exhibition=loan.exhibition, status=LineStatus.REQUESTED)

    with django_assert_num_queries(12):
        assert ruth.client.get(table(loan)).status_code == 200
    with django_assert_num_queries(9):
        assert ruth.client.get(reverse("admin:fitness", args=(loan.exhibition.code,))).status_code == 200
