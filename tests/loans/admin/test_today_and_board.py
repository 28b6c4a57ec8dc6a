"""The morning page and the board say what is, and where to go next."""

import datetime as dt

from django.urls import reverse
from django.utils import timezone

from exhibitions.services import checklist
from loans.services import lines, terms
from loans.services.terms import Offer
from loans.states import LineStatus
from office.post.models import Letter
from tests.factories import (
    AgreementFactory,
    CollectionObjectFactory,
    ContactFactory,
    DeadlineFactory,
    ExhibitionFactory,
    LenderFactory,
    LoanLineFactory,
    OrganiserFactory,
    UserFactory,
)
from tests.loans.admin.rows import a_letter, a_report, a_sent_loan
from tests.personas import Lending, Staff

TODAY = timezone.localdate()


def page_of(staff: Staff) -> str:
    return staff.client.get(reverse("admin:index")).content.decode()


def test_the_first_morning_teaches(ruth: Staff) -> None:
    assert "Your first exhibition" in page_of(ruth)


def test_an_answer_from_the_portal_is_news_in_the_morning(ruth: Staff, nilufar: Lending) -> None:
    loan = a_sent_loan(lender=nilufar.contact.lender, lines=2)
    for line in loan.lines.all():
        lines.move(line, "approve", actor=nilufar.actor)

    page = page_of(ruth)

    assert "2 approved, today" in page
    assert reverse("admin:loan", args=(loan.reference,)) in page


def test_conditions_wait_for_us_until_they_are_settled(ruth: Staff) -> None:
    line = LoanLineFactory(status=LineStatus.APPROVED_WITH_CONDITIONS)

    before = page_of(ruth)
    lines.move(line, "confirm", actor=ruth.actor)
    after = page_of(ruth)

    assert "1 object to confirm" in before
    assert "Nothing is waiting for us." in after


def test_conditions_to_answer_are_counted_while_the_turn_is_ours(ruth: Staff, nilufar: Lending) -> None:
    loan = a_sent_loan(lender=nilufar.contact.lender, lines=1)
    (term,) = terms.propose(loan, [Offer("light", lux=50)], actor=nilufar.actor)

    before = page_of(ruth)
    terms.counter(term, Offer("light", lux=60), actor=ruth.actor)
    after = page_of(ruth)

    assert "1 condition to answer" in before
    assert reverse("admin:terms", args=(loan.reference,)) in before
    assert "Nothing is waiting for us." in after


def test_a_promise_is_due_with_its_object(ruth: Staff, nilufar: Lending) -> None:
    loan = a_sent_loan(lender=nilufar.contact.lender, lines=1)
    line = loan.lines.get()
    promise = Offer("climate", promise="Climate data", promise_by="organiser", promise_on=TODAY + dt.timedelta(days=5))
    (term,) = terms.propose(loan, [promise], line=line, actor=nilufar.actor)
    terms.accept(term, actor=ruth.actor)

    morning = page_of(ruth)
    page = ruth.client.get(reverse("admin:loan", args=(loan.reference,))).content.decode()

    assert f"Climate data: {line.object.title}" in morning
    assert "Climate data" in page


def test_overdue_is_computed_and_colleagues_deadlines_are_only_counted(ruth: Staff) -> None:
    DeadlineFactory(due_date=TODAY - dt.timedelta(days=3), owner=ruth.user)
    DeadlineFactory(due_date=TODAY + dt.timedelta(days=3), owner=UserFactory())

    page = page_of(ruth)

    assert "3 days ago" in page
    assert "1 more deadline is looked after by a colleague." in page


def test_failed_letters_are_shown_to_those_who_may_read_letters(ruth: Staff, kofi: Staff) -> None:
    ExhibitionFactory()
    a_letter(status=Letter.Status.FAILED, subject="Loan request for SILK24")

    assert "Loan request for SILK24" in page_of(ruth)
    assert "Loan request for SILK24" not in page_of(kofi)


def test_draft_reports_and_unsent_requests_have_their_next_step(ruth: Staff) -> None:
    draft = LoanLineFactory(status=LineStatus.DRAFT)
    a_report()

    page = page_of(ruth)

    assert reverse("admin:loan_send", args=(draft.loan.reference,)) in page
    assert "Finish and sign" in page


def test_the_menu_shows_what_the_role_may_open(vera: Staff, ada: Staff) -> None:
    ExhibitionFactory()

    assert "/admin/people/user/" not in page_of(vera)
    assert "/admin/post/letter/" not in page_of(vera)
    assert "/admin/people/user/" in page_of(ada)


def test_the_board_counts_lenders_by_status_and_leads_to_the_lines(ruth: Staff) -> None:
    show = ExhibitionFactory()
    samarkand, stockholm = LenderFactory(name="Samarkand"), LenderFactory(name="Stockholm")
    a_sent_loan(exhibition=show, lender=samarkand, lines=3)
    LoanLineFactory(loan__exhibition=show, loan__lender=stockholm, status=LineStatus.DECLINED, reason_code="fragile")
    checklist.add_objects(
        show,
        objects=[CollectionObjectFactory(lender=stockholm), CollectionObjectFactory(lender=OrganiserFactory())],
        actor=ruth.actor,
    )

    response = ruth.client.get(reverse("admin:board", args=(show.code,)))

    rows = {row.lender.name: row for row in response.context["rows"]}
    columns = response.context["columns"]
    assert [
        rows["Samarkand"].cells[columns.index(each)].number for each in (LineStatus.REQUESTED, LineStatus.DECLINED)
    ] == [3, 0]
    assert (rows["Stockholm"].not_asked.number, response.context["own"]) == (1, 1)
    behind = rows["Samarkand"].cells[columns.index(LineStatus.REQUESTED)].address
    assert ruth.client.get(behind).content.count(b'name="_selected_action"') == 0
    assert ruth.client.get(behind).content.count(b"Samarkand") >= 3


def test_a_show_without_lenders_says_how_to_begin(ruth: Staff) -> None:
    show = ExhibitionFactory(showing=False)

    page = ruth.client.get(reverse("admin:board", args=(show.code,))).content.decode()

    assert "Nobody has been asked yet" in page
    assert "No dates yet" in page


def test_the_file_of_a_loan_tells_its_story_in_order(ruth: Staff, nilufar: Lending) -> None:
    loan = a_sent_loan(lender=nilufar.contact.lender, lines=1)
    ContactFactory(lender=loan.lender)
    a_letter(loan_file=loan.uid, subject="Loan request", sent_at=timezone.now() - dt.timedelta(hours=1), status="sent")
    lines.move(loan.lines.get(), "approve", actor=nilufar.actor)

    response = ruth.client.get(reverse("admin:loan", args=(loan.reference,)))

    assert [entry.what for entry in response.context["dossier"]] == ["Approved", "Letter to Nilufar Karimova: sent"]
    assert response.context["dossier"][0].facts == "Nilufar Karimova, Chief registrar, in the portal"


def test_letters_of_a_loan_are_for_those_who_may_read_letters(kofi: Staff) -> None:
    loan = a_sent_loan(lines=1)
    a_letter(loan_file=loan.uid, subject="Loan request")

    page = kofi.client.get(reverse("admin:loan", args=(loan.reference,))).content.decode()

    assert "Loan request" not in page


def test_a_loan_offers_what_stands_to_reason(ruth: Staff) -> None:
    line = LoanLineFactory(status=LineStatus.CONFIRMED)
    address = reverse("admin:loan", args=(line.loan.reference,))

    before = ruth.client.get(address).context["buttons"][0]["label"]
    line.loan.agreement = AgreementFactory()
    line.loan.save()
    after = ruth.client.get(address).context["buttons"][0]["label"]

    assert (before, after) == ("Write the agreement", "Open the agreement")
