"""Ruth and her colleagues move loans along from the loan's page."""

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from loans.admin.agreement_amending import RecallForm
from loans.admin.basics import DecisionForm
from loans.models import Loan, LoanLine
from loans.states import LineStatus
from office.records.models import AuditEvent, StoredFile
from tests.factories import AgreementFactory, LoanFactory, LoanLineFactory, waive
from tests.loans.admin.rows import a_sent_loan
from tests.personas import Staff

TODAY = timezone.localdate()


def home(loan: Loan) -> str:
    return reverse("admin:loan", args=(loan.reference,))


def move(loan: Loan, name: str) -> str:
    return reverse("admin:loan_move", args=(loan.reference, name))


def uids(*lines: LoanLine) -> list[str]:
    return [str(line.uid) for line in lines]


def by_letter(**more: Any) -> dict[str, Any]:
    """What a registrar types with a letter in hand."""
    return {
        "happened_on": TODAY.isoformat(),
        "decided_by": "Nilufar Karimova",
        "decided_by_title": "Director",
        "authority": "letter",
        "authority_number": "12-4/311",
        "authority_date": (TODAY - dt.timedelta(days=4)).isoformat(),
        "reason": "",
        **more,
    }


def executed(loan: Loan) -> Loan:
    loan.agreement = AgreementFactory(executed=True)
    loan.save()
    return loan


def test_ruth_records_a_letter_that_approves_two_objects(ruth: Staff) -> None:
    loan = a_sent_loan(lines=2)
    lines = list(loan.lines.all())

    response = ruth.client.post(move(loan, "approve"), by_letter(line=uids(*lines)))

    assert response["Location"] == home(loan)
    assert {line.status for line in loan.lines.all()} == {LineStatus.APPROVED}
    event = AuditEvent.objects.filter(verb="line.approve").first()
    assert event is not None
    assert (event.decided_by, event.authority, event.authority_number) == ("Nilufar Karimova", "letter", "12-4/311")
    assert event.recorded_by == "Ruth Okafor"


def test_the_letter_itself_is_kept_as_evidence(ruth: Staff) -> None:
    loan = a_sent_loan(lines=1)
    letter = SimpleUploadedFile("letter.pdf", b"%PDF-1.7 scan", content_type="application/pdf")

    ruth.client.post(move(loan, "approve"), by_letter(line=uids(*loan.lines.all()), evidence=letter))

    event = AuditEvent.objects.get(verb="line.approve")
    assert event.evidence is not None
    assert event.evidence.original_name == "letter.pdf"


def test_a_refused_move_keeps_neither_a_change_nor_the_upload(ruth: Staff) -> None:
    loan = a_sent_loan(lines=1)
    tomorrow_week = (TODAY + dt.timedelta(days=8)).isoformat()
    letter = SimpleUploadedFile("letter.pdf", b"%PDF-1.7 scan")

    response = ruth.client.post(
        move(loan, "approve"), by_letter(line=uids(*loan.lines.all()), evidence=letter, happened_on=tomorrow_week)
    )

    assert response.status_code == 422
    assert loan.lines.get().status == LineStatus.REQUESTED
    assert StoredFile.objects.count() == 0


def test_a_decline_asks_for_its_reason(ruth: Staff) -> None:
    loan = a_sent_loan(lines=1)

    page = ruth.client.get(move(loan, "decline"), {"line": uids(*loan.lines.all())}).content.decode()
    refused = ruth.client.post(move(loan, "decline"), by_letter(line=uids(*loan.lines.all())))
    taken = ruth.client.post(move(loan, "decline"), by_letter(line=uids(*loan.lines.all()), reason_code="on_display"))

    assert 'name="reason_code"' in page
    assert 'name="conditions"' not in page
    assert refused.status_code == 422
    assert taken.status_code == 302
    assert loan.lines.get().reason_code == "on_display"


def test_an_answer_without_its_source_is_refused_beside_the_field(ruth: Staff) -> None:
    loan = a_sent_loan(lines=1)

    response = ruth.client.post(move(loan, "approve"), by_letter(line=uids(*loan.lines.all()), authority=""))

    assert response.status_code == 422
    assert "authority" in response.context["form"].errors


def test_pressing_twice_does_it_once(ruth: Staff) -> None:
    loan = a_sent_loan(lines=1)
    said = by_letter(line=uids(*loan.lines.all()))

    ruth.client.post(move(loan, "approve"), said)
    again = ruth.client.post(move(loan, "approve"), said, follow=True)

    assert "That was done already." in again.content.decode()
    assert AuditEvent.objects.filter(verb="line.approve").count() == 1


def test_one_refusal_stops_all_and_names_the_object(ruth: Staff) -> None:
    loan = a_sent_loan(lines=2)
    first, second = loan.lines.order_by("number")
    LoanLine.objects.filter(pk=second.pk).update(status=LineStatus.CONFIRMED)

    response = ruth.client.post(move(loan, "approve"), by_letter(line=uids(first, second)))

    assert response.status_code == 422
    assert f"Nothing was changed. Object {second.number}, {second.object.title}" in response.content.decode().replace(
        "&#x27;", "'"
    )
    assert loan.lines.get(pk=first.pk).status == LineStatus.REQUESTED


def test_the_disabled_button_says_the_sentence_that_the_service_would_say(ruth: Staff) -> None:
    loan = LoanFactory()
    LoanLineFactory(loan=loan, status=LineStatus.READY)

    page = ruth.client.get(home(loan)).content.decode()

    assert 'aria-disabled="true"' in page
    assert "Agreement signed: There is no agreement yet. Have the agreement signed by both sides." in page


def test_a_signed_loan_is_packed(ruth: Staff) -> None:
    loan = executed(LoanFactory())
    line = LoanLineFactory(loan=loan, status=LineStatus.READY)
    waive(line, "pack", but=("agreement",))

    ruth.client.post(move(loan, "pack"), {"line": uids(line), "happened_on": TODAY.isoformat(), "reason": ""})

    assert loan.lines.get().status == LineStatus.PACKED


@pytest.mark.parametrize("name", ["approve", "decline"])
def test_colin_may_not_record_what_a_lender_says(name: str, colin: Staff) -> None:
    loan = a_sent_loan(lines=1)
    said = by_letter(line=uids(*loan.lines.all()), reason_code="on_display")

    response = colin.client.post(move(loan, name), said)

    assert response.status_code == 422
    assert "Your role doesn" in response.content.decode()
    assert loan.lines.get().status == LineStatus.REQUESTED


def test_vera_sees_no_button_that_moves(vera: Staff) -> None:
    loan = a_sent_loan(lines=1)

    page = vera.client.get(home(loan)).content.decode()

    assert 'name="line"' not in page
    assert f'href="{move(loan, "approve")}' not in page


def test_a_line_is_held_released_and_corrected(ruth: Staff) -> None:
    loan = a_sent_loan(lines=1)
    line = loan.lines.get()
    ruth.client.post(move(loan, "approve"), by_letter(line=uids(line)))

    def to(step: str) -> str:
        return reverse("admin:line_step", args=(loan.reference, line.uid, step))

    ruth.client.post(to("hold"), {"happened_on": TODAY.isoformat(), "reason": "The decree is not signed"})
    assert loan.lines.get().hold_reason == "The decree is not signed"
    ruth.client.post(to("release"), {"happened_on": TODAY.isoformat()})
    assert loan.lines.get().held_since is None
    ruth.client.post(to("correct"), {"reason": "Wrong object"})
    assert loan.lines.get().status == LineStatus.REQUESTED


def test_agreed_values_are_for_those_who_may_see_values(ruth: Staff, colin: Staff) -> None:
    loan = a_sent_loan(lines=1)
    LoanLine.objects.filter(loan=loan).update(agreed_value=250_000, agreed_value_currency="GBP")
    form = reverse("admin:loans_loanline_change", args=(loan.lines.get().pk,))

    assert "250,000" in ruth.client.get(home(loan)).content.decode()
    assert "250,000" not in colin.client.get(home(loan)).content.decode()
    assert b"agreed_value" in ruth.client.get(form).content
    assert b"agreed_value" not in colin.client.get(form).content


def test_days_that_clash_with_another_show_are_refused_in_words(ruth: Staff) -> None:
    loan = a_sent_loan(lines=1)
    line = loan.lines.get()
    LoanLine.objects.filter(pk=line.pk).update(status=LineStatus.APPROVED)
    LoanLineFactory(object=line.object, loan__lender=loan.lender, status=LineStatus.REQUESTED)
    other = LoanLine.objects.exclude(pk=line.pk).get()
    LoanLine.objects.filter(pk=other.pk).update(
        status=LineStatus.APPROVED, period=(line.period.upper, line.period.upper + dt.timedelta(days=90))
    )

    response = ruth.client.post(
        reverse("admin:loans_loanline_change", args=(line.pk,)),
        {
            "first_day": line.period.lower.isoformat(),
            "last_day": (line.period.upper + dt.timedelta(days=30)).isoformat(),
            "pieces": 1,
        },
    )

    assert "the object is promised to" in response.content.decode()
    assert loan.lines.get(pk=line.pk).period == line.period


def test_somebody_elses_line_is_no_line_of_this_loan(ruth: Staff) -> None:
    loan, other = a_sent_loan(lines=1), a_sent_loan(lines=1)

    ruth.client.post(move(loan, "approve"), by_letter(line=uids(*other.lines.all())))

    assert other.lines.get().status == LineStatus.REQUESTED


def test_a_lenders_word_written_down_here_did_not_come_by_itself() -> None:
    for form in (DecisionForm, RecallForm):
        offered = [value for value, _label in form.base_fields["authority"].choices]  # type: ignore[attr-defined]
        assert {"letter", "email", "telephone"} <= set(offered)
        assert not {"portal", "api"} & set(offered)
