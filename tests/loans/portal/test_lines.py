"""One object: what it says, and every answer it takes."""

import pytest
from djmoney.money import Money
from pytest_django import DjangoAssertNumQueries

from exhibitions.models import ChecklistEntry
from loans.models import Loan, LoanLine
from loans.portal import pages
from loans.portal.forms import ANSWERS
from loans.services import lines as line_services
from loans.states import LENDER_MOVES, LineStatus
from office.front.status import LOOKS
from office.records.models import AuditEvent
from tests.factories import ChecklistEntryFactory, ContactFactory, LoanLineFactory, SectionFactory
from tests.personas import Lending, Staff, portal_client, timur


def place(line: LoanLine) -> str:
    return f"/portal/loans/{line.loan.reference}/{line.uid}/"


def test_the_page_reads_like_a_label_and_says_why_when_and_where(nilufar: Lending, loan: Loan) -> None:
    venue = loan.exhibition.showings.get().venue
    venue.climate, venue.light = "40 to 60 % RH", "At most 50 lux"
    venue.save()
    section = SectionFactory(exhibition=loan.exhibition, number=2, title="Sogdians")
    line = LoanLineFactory(loan=loan, status=LineStatus.REQUESTED, object__title="Ewer", object__culture="Sogdian")
    line.showings.set(loan.exhibition.showings.all())
    entry: ChecklistEntry = ChecklistEntryFactory(
        exhibition=loan.exhibition, object=line.object, section=section, why="It opens the section."
    )
    line.entry = entry
    line.save()

    page = portal_client(nilufar).get(place(line)).content.decode()

    wanted = (
        "<h1>Ewer</h1>",
        "Sogdian, 8th century",
        "silver",
        line.object.accession_number,
        "It opens the section.",
        "2. Sogdians",
        venue.name,
        "40 to 60 % RH",
        "At most 50 lux",
        "Record the answer",
    )
    assert [words for words in wanted if words not in page] == []


@pytest.mark.parametrize(
    ("said", "status", "reason", "conditions"),
    [
        ({"answer": "approve"}, "approved", "", ""),
        (
            {"answer": "approve_with_conditions", "c0-words": "At most 50 lux."},
            "approved_with_conditions",
            "",
            "At most 50 lux.",
        ),
        (
            {"answer": "approve_in_principle", "pending": "The board meets on 12 March."},
            "approved_in_principle",
            "The board meets on 12 March.",
            "",
        ),
        ({"answer": "offer_substitute", "instead": "Rather B-12."}, "substitute_offered", "Rather B-12.", ""),
        ({"answer": "decline", "reason_code": "fragile", "why": "Cracked."}, "declined", "Cracked.", ""),
    ],
)
def test_each_answer_is_recorded_in_her_name(
    nilufar: Lending, lines: list[LoanLine], said: dict[str, str], status: str, reason: str, conditions: str
) -> None:
    answer = portal_client(nilufar).post(place(lines[0]), said, follow=True)

    line = LoanLine.objects.get(pk=lines[0].pk)
    event = AuditEvent.objects.get(verb=f"line.{said['answer']}")
    page = answer.content.decode()
    assert answer.redirect_chain == [(f"{place(line)}#content", 302)]
    assert (line.status, line.reason, line.decided_by) == (status, reason, "Nilufar Karimova")
    assert list(line.terms.values_list("current__words", flat=True)) == [*filter(None, [conditions])]
    assert (event.recorded_by_kind, event.decided_by, event.authority) == ("contact", "Nilufar Karimova", "portal")
    assert f"Recorded: “Ewer” is now “{line.get_status_display()}”." in page
    assert "What is recorded" in page
    assert "What happens next." in page
    assert "Next object to answer" in page


@pytest.mark.parametrize(
    ("said", "sentence", "kept"),
    [
        ({}, "Choose an answer first.", ""),
        ({"answer": "approve_with_conditions"}, "Write down the conditions.", ""),
        ({"answer": "approve_in_principle", "pending": " "}, "Say why in a few words.", ""),
        ({"answer": "offer_substitute"}, "Say why in a few words.", ""),
        ({"answer": "decline", "why": "Anna says no."}, "Choose a reason.", "Anna says no.</textarea>"),
        ({"answer": "decline", "reason_code": "mood", "why": "No."}, "mood", "No.</textarea>"),
        (
            {"answer": "approve_with_conditions", "c0-words": "x" * 5001},
            "At most 5,000 characters, please.",
            "xxx</textarea>",
        ),
        ({"answer": "terminate"}, "Select a valid choice", ""),
    ],
)
def test_half_an_answer_is_asked_back_with_what_was_typed(
    nilufar: Lending, lines: list[LoanLine], said: dict[str, str], sentence: str, kept: str
) -> None:
    answer = portal_client(nilufar).post(place(lines[0]), said)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert kept in page
    assert LoanLine.objects.get(pk=lines[0].pk).status == "requested"
    assert AuditEvent.objects.filter(subject_kind="loan line").count() == 0


def test_pressing_twice_says_what_stands(nilufar: Lending, lines: list[LoanLine]) -> None:
    browser = portal_client(nilufar)
    browser.post(place(lines[0]), {"answer": "approve"})

    second = browser.post(place(lines[0]), {"answer": "approve"}, follow=True)

    assert second.redirect_chain == [(f"{place(lines[0])}#content", 302)]
    assert "This was done already: the object is “Approved” (Nilufar Karimova," in second.content.decode()
    assert AuditEvent.objects.filter(verb="line.approve").count() == 1


def test_who_comes_second_reads_who_was_first_and_keeps_her_words(nilufar: Lending, lines: list[LoanLine]) -> None:
    colleague = Lending(ContactFactory(lender=nilufar.contact.lender, name="Farida Saidova", may_decide=True))
    line_services.move(lines[0], "approve", actor=colleague.actor)

    second = portal_client(nilufar).post(
        place(lines[0]), {"answer": "decline", "reason_code": "fragile", "why": "The crack has grown."}
    )

    page = second.content.decode()
    assert second.status_code == 409
    assert "“Decline” is not possible now: the object is “Approved” (Farida Saidova," in page
    assert "What you typed" in page
    assert "The crack has grown." in page
    assert LoanLine.objects.get(pk=lines[0].pk).status == "approved"


def test_an_object_promised_elsewhere_says_to_whom(nilufar: Lending, lines: list[LoanLine]) -> None:
    LoanLineFactory(object=lines[0].object, loan__exhibition__title="Another Show", status=LineStatus.APPROVED)

    answer = portal_client(nilufar).post(place(lines[0]), {"answer": "approve"})

    assert answer.status_code == 409
    assert "This object is promised to “Another Show”" in answer.content.decode()


def test_an_answer_in_principle_can_be_made_final(nilufar: Lending, lines: list[LoanLine]) -> None:
    line_services.move(lines[0], "approve_in_principle", actor=nilufar.actor, reason="The board meets.")
    browser = portal_client(nilufar)
    page = browser.get(place(lines[0])).content.decode()

    browser.post(place(lines[0]), {"answer": "approve"})

    assert "Your final word" in page
    assert 'value="approve_in_principle"' not in page
    assert LoanLine.objects.get(pk=lines[0].pk).status == "approved"


def test_who_may_only_read_sees_no_form_and_decides_nothing(nilufar: Lending, lines: list[LoanLine]) -> None:
    browser = portal_client(timur(nilufar))
    page = browser.get(place(lines[0])).content.decode()

    answer = browser.post(place(lines[0]), {"answer": "approve"}, follow=True)

    assert "Record the answer" not in page
    assert "You can read this request; the decision is with a colleague." in answer.content.decode()
    assert LoanLine.objects.get(pk=lines[0].pk).status == "requested"


def test_a_hold_is_explained_instead_of_a_form(nilufar: Lending, ruth: Staff, lines: list[LoanLine]) -> None:
    line_services.hold(lines[0], actor=ruth.actor, reason="Questions about provenance")
    page = portal_client(nilufar).get(place(lines[0])).content.decode()

    assert "On hold" in page
    assert 'value="approve"' not in page
    assert 'value="decline"' in page


def test_the_value_is_for_those_who_may_see_it(nilufar: Lending, lines: list[LoanLine]) -> None:
    lines[0].agreed_value = Money(250_000, "GBP")
    lines[0].save()
    seeing = Lending(ContactFactory(lender=nilufar.contact.lender, may_see_values=True))

    assert "250,000" in portal_client(seeing).get(place(lines[0])).content.decode()
    assert "250,000" not in portal_client(nilufar).get(place(lines[0])).content.decode()


def test_a_line_is_found_under_its_own_loan_alone(nilufar: Lending, loan: Loan, lines: list[LoanLine]) -> None:
    other = LoanLineFactory(loan__lender=nilufar.contact.lender, status=LineStatus.REQUESTED)

    assert portal_client(nilufar).get(f"/portal/loans/{loan.reference}/{other.uid}/").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_an_object_costs_the_same_however_many_there_are(
    nilufar: Lending, loan: Loan, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    rows = [LoanLineFactory(loan=loan, number=each + 1, status=LineStatus.REQUESTED) for each in range(number)]
    browser = portal_client(nilufar)

    with django_assert_num_queries(8):
        assert browser.get(place(rows[0])).status_code == 200


def test_every_state_has_a_word_a_sign_and_what_comes_next() -> None:
    seen = set(LineStatus) - {LineStatus.DRAFT}

    assert {status for status in LineStatus if status not in LOOKS} == set()
    assert seen - set(pages.WHAT_NEXT) == pages.TO_ANSWER


def test_every_answer_of_the_page_is_a_move_of_the_lender() -> None:
    assert set(ANSWERS) <= set(LENDER_MOVES)
