"""Conditions in the portal: proposed as rows, answered as threads, with amounts and notes for those they are for."""

import datetime as dt
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from exhibitions.models import Venue
from lenders.models import StandingTerms
from loans.models import Loan, LoanLine, Term, TermKind, TermNote, TermProposal
from loans.services import terms
from loans.services.terms import Offer
from loans.states import LineStatus, Party
from office.records import files
from office.records.audit import Facts
from office.records.models import AuditEvent
from tests.factories import AgreementFactory, ContactFactory, LoanLineFactory
from tests.personas import Lending, Staff, portal_client, timur

LETTER = Facts(
    decided_by="Nilufar Karimova", authority="letter", authority_number="12-4", authority_date=dt.date(2026, 3, 3)
)


def place(line: LoanLine) -> str:
    return f"/portal/loans/{line.loan.reference}/{line.uid}/"


def answer_to(term: Term) -> str:
    return f"/portal/loans/{term.loan.reference}/conditions/{term.uid}/"


def page_of(browser: Client, address: str) -> str:
    return browser.get(address).content.decode()


def proposal_of(term: Term) -> str:
    """The proposal on the table, as the page sends it back."""
    assert term.current is not None
    return str(term.current.uid)


def said_in(term: Term) -> TermProposal:
    assert term.current is not None
    return term.current


def light(**more: int) -> Offer:
    return Offer(TermKind.LIGHT, **{"lux": 50, **more})  # type: ignore[arg-type]


@pytest.fixture
def seeing(nilufar: Lending) -> Lending:
    return Lending(
        ContactFactory(lender=nilufar.contact.lender, name="Farida Saidova", may_decide=True, may_see_values=True)
    )


def test_she_approves_with_two_rows_and_one_of_her_usual_ones(nilufar: Lending, lines: list[LoanLine]) -> None:
    StandingTerms.objects.create(lender=nilufar.contact.lender, credit_line="State Museum, Samarkand")
    browser = portal_client(nilufar)
    (usual,) = browser.get(place(lines[0])).context["form"].usual.rows

    answer = browser.post(
        place(lines[0]),
        {
            "answer": "approve_with_conditions",
            "c-rows": "3",
            "usual": usual.key,
            "c0-kind": "climate",
            "c0-rh_min": "45,5",
            "c0-rh_max": "55",
            "c2-kind": "light",
            "c2-dose": "60,000",
        },
        follow=True,
    )

    rows = {term.kind: said_in(term) for term in lines[0].terms.select_related("current")}
    assert set(rows) == {"credit_line", "climate", "light"}
    assert (rows["credit_line"].words, rows["credit_line"].source) == (
        "State Museum, Samarkand",
        "Standing terms of Museum of Samarkand Hill",
    )
    assert (rows["climate"].rh_min, rows["climate"].rh_max) == (Decimal("45.5"), Decimal(55))
    assert rows["light"].dose == 60_000
    page = answer.content.decode()
    assert "45.5 to 55 % RH" in page
    assert page.count("With the organiser") == 3


def test_more_rows_keep_what_was_typed_and_record_nothing(nilufar: Lending, lines: list[LoanLine]) -> None:
    said = {"answer": "approve_with_conditions", "c-rows": "3", "c1-kind": "courier", "c1-words": "Ours, both ways"}

    page = portal_client(nilufar).post(place(lines[0]), said | {"more": "1"}).content.decode()

    assert 'name="c-rows" value="6"' in page
    assert "Ours, both ways</textarea>" in page
    assert 'value="approve_with_conditions" checked' in page
    assert 'role="alert"' not in page
    assert Term.objects.count() == 0


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"kind": "climate"}, "Say the condition in words, or give its figures."),
        ({"kind": "climate", "rh_min": "55", "rh_max": "45"}, "The humidity range starts above its end."),
        ({"kind": "climate", "rh_max": "120"}, "Humidity lies between 0 and 100 % RH."),
        ({"kind": "climate", "rh_max": "high"}, "Write a number, such as 45 or 45.5."),
        ({"kind": "light", "lux": "50.5"}, "decimal"),
        ({"kind": "climate", "lux": "50"}, "This figure belongs to a condition of another kind."),
        ({"kind": "volcano", "words": "No."}, "Choose what the condition is about."),
        ({"kind": "display", "promise": "A photograph"}, "Say who owes the promise."),
        (
            {"kind": "display", "promise": "A photograph", "promise_by": "organiser"},
            "Say when the promise is first due.",
        ),
    ],
)
def test_a_wrong_row_is_asked_back_beside_its_field(
    nilufar: Lending, lines: list[LoanLine], row: dict[str, str], sentence: str
) -> None:
    said = {f"c0-{name}": value for name, value in row.items()}

    answer = portal_client(nilufar).post(place(lines[0]), {"answer": "approve_with_conditions", **said})

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert Term.objects.count() == 0
    assert LoanLine.objects.get(pk=lines[0].pk).status == LineStatus.REQUESTED


def test_an_unknown_currency_is_no_amount(seeing: Lending, lines: list[LoanLine]) -> None:
    said = {"c0-kind": "costs", "c0-amount": "2,500", "c0-currency": "XDR"}

    answer = portal_client(seeing).post(place(lines[0]), {"answer": "approve_with_conditions", **said})

    assert answer.status_code == 422
    assert "XDR" in answer.content.decode()
    assert Term.objects.count() == 0


def test_usual_conditions_that_changed_meanwhile_are_shown_again(nilufar: Lending, lines: list[LoanLine]) -> None:
    answer = portal_client(nilufar).post(
        place(lines[0]), {"answer": "approve_with_conditions", "usual": "0123456789abcdef", "c0-words": "A case."}
    )

    assert answer.status_code == 422
    assert "What stood ready has changed meanwhile." in answer.content.decode()
    assert Term.objects.count() == 0


def test_she_reads_a_proposal_beside_what_the_venue_keeps_and_agrees(
    nilufar: Lending, ruth: Staff, lines: list[LoanLine]
) -> None:
    showing = lines[0].loan.exhibition.showings.get()
    lines[0].showings.add(showing)
    Venue.objects.filter(pk=showing.venue_id).update(lux=80, uv=20)
    (term,) = terms.propose(lines[0].loan, [light()], line=lines[0], actor=ruth.actor)
    browser = portal_client(nilufar)
    page = page_of(browser, place(lines[0]))

    after = browser.post(answer_to(term), {"do": "agree", "seen": proposal_of(term)}, follow=True)

    assert "at most 50 lux" in page
    assert f"{showing.venue.name} keeps: at most 80 lux, UV at most 20 µW/lm." in page
    assert "Your turn" in page
    assert "Recorded: you agreed to the condition." in after.content.decode()
    term.refresh_from_db()
    assert term.status == "agreed"


def test_she_counters_and_the_history_is_folded(nilufar: Lending, ruth: Staff, lines: list[LoanLine]) -> None:
    (term,) = terms.propose(lines[0].loan, [light(lux=80)], line=lines[0], actor=ruth.actor)
    browser = portal_client(nilufar)

    browser.post(answer_to(term), {"do": "counter", "seen": proposal_of(term), "c0-lux": "50"})

    page = page_of(browser, place(lines[0]))
    assert page.index("at most 50 lux") < page.index("1 earlier word") < page.index("at most 80 lux")
    assert "With the organiser" in page


def test_an_empty_counter_and_an_empty_reason_are_asked_back(
    nilufar: Lending, ruth: Staff, lines: list[LoanLine]
) -> None:
    (term,) = terms.propose(lines[0].loan, [light()], line=lines[0], actor=ruth.actor)
    browser, seen = portal_client(nilufar), proposal_of(term)

    counter = browser.post(answer_to(term), {"do": "counter", "seen": seen})
    reject = browser.post(answer_to(term), {"do": "reject", "seen": seen, "words": " "})
    note = browser.post(answer_to(term), {"do": "note", "words": ""})
    nothing = browser.post(answer_to(term), {"do": "dance"})

    assert (counter.status_code, reject.status_code, note.status_code, nothing.status_code) == (422, 422, 422, 409)
    assert "Say the condition in words, or give its figures." in counter.content.decode()
    assert "Say why in a few words." in reject.content.decode()
    assert "Write the note first." in note.content.decode()
    assert "Choose what you want to do." in nothing.content.decode()
    term.refresh_from_db()
    assert term.status == "open"


def test_a_newer_proposal_is_not_agreed_to_unread(nilufar: Lending, ruth: Staff, lines: list[LoanLine]) -> None:
    (term,) = terms.propose(lines[0].loan, [light(lux=60)], line=lines[0], actor=ruth.actor)
    read = proposal_of(term)
    terms.counter(term, light(lux=50), actor=nilufar.actor)
    terms.counter(term, light(lux=300), actor=ruth.actor)

    answer = portal_client(nilufar).post(answer_to(term), {"do": "agree", "seen": read})

    assert answer.status_code == 409
    assert "There is a newer proposal than the one you read." in answer.content.decode()
    term.refresh_from_db()
    assert term.status == "open"


def test_pressing_agree_twice_says_what_stands(nilufar: Lending, ruth: Staff, lines: list[LoanLine]) -> None:
    (term,) = terms.propose(lines[0].loan, [light()], line=lines[0], actor=ruth.actor)
    browser, said = portal_client(nilufar), {"do": "agree", "seen": proposal_of(term)}
    browser.post(answer_to(term), said)

    second = browser.post(answer_to(term), said)

    assert second.status_code == 409
    assert "This condition is closed: it was agreed on" in second.content.decode()
    assert AuditEvent.objects.filter(verb="term.accept").count() == 1


def test_she_agrees_to_all_of_an_object_at_once(nilufar: Lending, ruth: Staff, lines: list[LoanLine]) -> None:
    loan = lines[0].loan
    made = terms.propose(loan, [light(), Offer(TermKind.COURIER, words="Ours")], line=lines[0], actor=ruth.actor)
    terms.propose(loan, [Offer(TermKind.OTHER, words="For the whole loan")], actor=ruth.actor)
    browser = portal_client(nilufar)
    page = page_of(browser, place(lines[0]))

    browser.post(
        f"/portal/loans/{loan.reference}/conditions/?object={lines[0].uid}",
        {"do": "agree_all", "seen": [proposal_of(each) for each in made]},
    )

    assert "Agree to all 2" in page
    assert [term.status for term in Term.objects.order_by("pk")] == ["agreed", "agreed", "open"]


def test_agreeing_to_all_stops_when_one_has_changed(nilufar: Lending, ruth: Staff, lines: list[LoanLine]) -> None:
    loan = lines[0].loan
    made = terms.propose(loan, [light(), Offer(TermKind.COURIER, words="Ours")], line=lines[0], actor=ruth.actor)
    seen = [proposal_of(each) for each in made]
    terms.withdraw(made[1], actor=ruth.actor)

    answer = portal_client(nilufar).post(
        f"/portal/loans/{loan.reference}/conditions/?object={lines[0].uid}",
        {"do": "agree_all", "seen": seen},
        follow=True,
    )

    assert "Something about these conditions has changed meanwhile." in answer.content.decode()
    assert Term.objects.filter(status="agreed").count() == 0


def test_conditions_for_the_whole_loan_stand_on_its_page(nilufar: Lending, loan: Loan, lines: list[LoanLine]) -> None:
    browser = portal_client(nilufar)
    address = f"/portal/loans/{loan.reference}/conditions/"

    refused = browser.post(address, {"c-rows": "3"})
    browser.post(address, {"c-rows": "3", "c0-kind": "photography", "c0-words": "No flash"})

    assert refused.status_code == 422
    assert "Write down at least one condition" in refused.content.decode()
    term = loan.terms.get()
    assert (term.line, term.kind, said_in(term).words) == (None, "photography", "No flash")
    assert "No flash" in page_of(browser, f"/portal/loans/{loan.reference}/")
    assert "1 condition for the whole loan" in page_of(browser, place(lines[0]))


def test_amounts_are_for_those_who_may_see_values(
    nilufar: Lending, seeing: Lending, ruth: Staff, lines: list[LoanLine]
) -> None:
    offer = Offer(TermKind.VALUE, words="Two and a half million", amount=Decimal(2_500_000), currency="GBP")
    (term,) = terms.propose(lines[0].loan, [offer], line=lines[0], actor=ruth.actor)
    blind, clear = portal_client(nilufar), portal_client(seeing)

    for address in (place(lines[0]), answer_to(term)):
        assert "2,500,000.00 GBP" in page_of(clear, address)
        page = page_of(blind, address)
        assert "an amount" in page
        assert "2,500,000" not in page
        assert "Two and a half million" not in page
        assert "who may see values answers" in page
    refused = blind.post(answer_to(term), {"do": "agree", "seen": proposal_of(term)})
    assert "This condition names an amount you don" in refused.content.decode()
    term.refresh_from_db()
    assert term.status == "open"


def test_our_notes_are_never_hers_and_hers_never_ours(nilufar: Lending, ruth: Staff, lines: list[LoanLine]) -> None:
    (term,) = terms.propose(lines[0].loan, [light()], line=lines[0], actor=ruth.actor)
    terms.note(term, "We could go down to 40.", actor=ruth.actor)
    browser = portal_client(nilufar)

    browser.post(answer_to(term), {"do": "note", "words": "The ministry insists."})

    for address in (place(lines[0]), answer_to(term), f"/portal/loans/{term.loan.reference}/"):
        assert "We could go down to 40." not in page_of(browser, address)
    assert "The ministry insists." in page_of(browser, answer_to(term))
    assert "only your institution sees them" in page_of(browser, answer_to(term))
    assert TermNote.objects.count() == 2


def test_what_we_wrote_down_for_her_says_so_and_shows_her_letter(
    nilufar: Lending, seeing: Lending, ruth: Staff, lines: list[LoanLine]
) -> None:
    letter = files.store(b"%PDF-1.7 letter", name="letter.pdf")
    facts = Facts(**{**{name: getattr(LETTER, name) for name in LETTER.__slots__}, "evidence": letter})
    terms.propose(lines[0].loan, [light()], line=lines[0], actor=ruth.actor, by=Party.LENDER, facts=facts)
    browser = portal_client(nilufar)

    page = page_of(browser, place(lines[0]))

    assert "recorded by Ruth Okafor from your letter 12-4 of 3 March 2026" in page
    assert "letter.pdf" in page
    assert browser.get(f"/portal/files/{letter.uid}/").status_code == 200

    secret = Offer(TermKind.VALUE, amount=Decimal(5), currency="GBP")
    terms.propose(lines[0].loan, [secret], line=lines[0], actor=ruth.actor, by=Party.LENDER, facts=facts)
    assert browser.get(f"/portal/files/{letter.uid}/").status_code == 404
    assert "letter.pdf" not in page_of(browser, place(lines[0]))
    assert portal_client(seeing).get(f"/portal/files/{letter.uid}/").status_code == 200


def test_who_may_only_read_answers_nothing(nilufar: Lending, ruth: Staff, lines: list[LoanLine]) -> None:
    (term,) = terms.propose(lines[0].loan, [light()], line=lines[0], actor=ruth.actor)
    browser = portal_client(timur(nilufar))

    pages = [page_of(browser, address) for address in (place(lines[0]), answer_to(term))]
    answers = [
        browser.post(answer_to(term), {"do": do, "words": "x", "c0-lux": "40"})
        for do in ("agree", "counter", "reject", "withdraw", "note")
    ]

    assert all("at most 50 lux" in page and 'value="agree"' not in page for page in pages)
    assert {answer.status_code for answer in answers} == {409}
    assert all("answering them is with a colleague" in answer.content.decode() for answer in answers)
    assert (Term.objects.get().status, TermNote.objects.count()) == ("open", 0)
    add = browser.post(f"/portal/loans/{term.loan.reference}/conditions/", {"c0-words": "More"})
    assert (add.status_code, Term.objects.count()) == (409, 1)


def test_another_lender_finds_nothing(nilufar: Lending, ingrid: Lending, ruth: Staff, lines: list[LoanLine]) -> None:
    (term,) = terms.propose(lines[0].loan, [light()], line=lines[0], actor=ruth.actor)
    browser = portal_client(ingrid)

    assert browser.get(answer_to(term)).status_code == 404
    assert browser.post(answer_to(term), {"do": "agree"}).status_code == 404
    assert browser.post(f"/portal/loans/{term.loan.reference}/conditions/", {"c0-words": "Mine"}).status_code == 404
    assert Term.objects.count() == 1


def test_an_object_of_another_loan_is_not_found_under_this_one(nilufar: Lending, loan: Loan) -> None:
    other = LoanLineFactory(loan__lender=nilufar.contact.lender, status=LineStatus.REQUESTED)
    browser = portal_client(nilufar)

    for uid in (other.uid, "scribble"):
        assert browser.get(f"/portal/loans/{loan.reference}/conditions/?object={uid}").status_code == 404


def test_after_the_agreement_only_an_amendment_changes_conditions(
    nilufar: Lending, ruth: Staff, loan: Loan, lines: list[LoanLine]
) -> None:
    (term,) = terms.propose(loan, [light()], actor=ruth.actor)
    loan.agreement = AgreementFactory(issued_on=timezone.localdate())
    loan.save()
    browser = portal_client(nilufar)

    answer = browser.post(f"/portal/loans/{loan.reference}/conditions/", {"c0-words": "One more"})
    page = page_of(browser, answer_to(term))

    assert answer.status_code == 409
    assert "changes by an amendment that both sides sign" in answer.content.decode()
    assert "Propose something else" not in page
    assert Term.objects.count() == 1


@pytest.mark.parametrize("number", [1, 3])
def test_conditions_cost_the_same_however_many_there_are(
    nilufar: Lending,
    ruth: Staff,
    loan: Loan,
    lines: list[LoanLine],
    number: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for line in lines[:number]:
        terms.propose(loan, [light()] * number, line=line, actor=ruth.actor)
    terms.propose(loan, [light()] * number, actor=ruth.actor)
    browser = portal_client(nilufar)

    with django_assert_num_queries(12):
        assert browser.get(place(lines[0])).status_code == 200
    with django_assert_num_queries(18):
        assert browser.get(f"/portal/loans/{loan.reference}/").status_code == 200
