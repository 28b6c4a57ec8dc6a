"""Letters follow from what happened: requests, receipts and notices, each once."""

import datetime as dt
import re
import threading
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from exhibitions.models import Exhibition, Venue
from lenders.models import Invitation
from lenders.services import entrance
from loans.models import Loan
from loans.notices import dispatch
from loans.notices.models import HandledEvent, Progress
from loans.services import lines, loans
from loans.states import LineStatus
from office.post.models import Letter
from office.records.audit import Facts
from office.records.models import AuditEvent
from tests import personas
from tests.factories import (
    CollectionObjectFactory,
    ContactFactory,
    ExhibitionFactory,
    LenderFactory,
    LoanFactory,
    LoanLineFactory,
    OrganiserFactory,
    VenueFactory,
)
from tests.personas import Lending, Staff, timur

SPOKEN_BY_LETTER = Facts(decided_by="Dr Rahimova", authority="letter")


def soon() -> dt.datetime:
    """After the sitting has ended."""
    return timezone.now() + dt.timedelta(minutes=3)


def show(ruth: Staff) -> Exhibition:
    return ExhibitionFactory(
        title="Roads of Silk", registrar=ruth.user, showing__opens_date=dt.date(2027, 6, 3), showing__venue=great_hall()
    )


def great_hall() -> Venue:
    return Venue.objects.filter(name="Great Hall").first() or VenueFactory(name="Great Hall")


def request_to(lending: Lending, ruth: Staff, *, objects: int = 2, **facts: Any) -> Loan:
    OrganiserFactory(name="Museum of the Long Gallery")
    lender = lending.contact.lender
    things = [
        CollectionObjectFactory(lender=lender, title=f"Ewer {n}", accession_number=f"A-{n}")
        for n in range(1, objects + 1)
    ]
    loan = loans.create(exhibition=show(ruth), lender=lender, objects=things, actor=ruth.actor)
    loans.send_request(loan, actor=ruth.actor, **facts)
    loan.refresh_from_db()
    return loan


def write(now: dt.datetime | None = None) -> tuple[int, int]:
    done = dispatch.write_letters(now=now or timezone.now())
    return done.letters, done.failed


def letters(kind: str) -> list[Letter]:
    return list(Letter.objects.filter(kind=kind).order_by("id"))


def link_in(text: str) -> str:
    (url,) = re.findall(r"^http\S+$", text, re.MULTILINE)
    return str(url)


class TestRequest:
    def test_a_request_reaches_each_contact_who_may_decide(self, nilufar: Lending, ruth: Staff) -> None:
        timur(nilufar)
        ContactFactory(lender=nilufar.contact.lender, email="gone@samarkand.example", is_active=False)
        ContactFactory(lender=nilufar.contact.lender, email="director@samarkand.example")
        loan = request_to(nilufar, ruth)

        assert write() == (2, 0)

        assert [letter.to_email for letter in letters("request")] == [
            "nilufar@samarkand.example",
            "director@samarkand.example",
        ]
        letter = letters("request")[0]
        assert letter.subject == f"Request to borrow 2 objects for “Roads of Silk” ({loan.reference})"
        assert letter.reply_to == "ruth@museum.example"
        assert letter.loan_file == loan.uid
        assert letter.contact_uid == nilufar.contact.uid
        assert letter.confidential is True

    def test_the_letter_says_what_for_until_when_and_where_to_answer(self, nilufar: Lending, ruth: Staff) -> None:
        nilufar.contact.salutation = "Dear Dr Karimova"
        nilufar.contact.save()
        loan = request_to(nilufar, ruth)
        due = loan.deadlines.get(kind="answer").due_date
        write()

        (letter,) = letters("request")
        text = letter.text
        assert text.startswith("Dear Dr Karimova,\n")
        assert (
            "We would like to borrow 2 objects from Museum of Samarkand Hill for the exhibition “Roads of Silk”, "
            "shown at Great Hall from 3 June 2027 to 31 October 2027."
        ) in text
        assert f"May we hope for your answer by {due.day} {due:%B %Y}?" in text
        assert "- Ewer 1 (A-1): 8th century\n- Ewer 2 (A-2): 8th century\n" in text
        assert "Ruth Okafor\nSenior registrar\nMuseum of the Long Gallery\n" in text
        invitation = entrance.invitation_of(link_in(text).split("/")[-2], now=timezone.now())
        assert invitation is not None
        assert invitation.contact == nilufar.contact
        assert link_in(text) in letter.html
        assert letter.html.count("<a ") == 1

    def test_running_again_writes_nothing(self, nilufar: Lending, ruth: Staff) -> None:
        request_to(nilufar, ruth)
        assert write() == (1, 0)
        assert write() == (0, 0)
        assert Invitation.objects.count() == 1

    def test_the_lending_agent_is_asked_too_and_one_person_is_asked_once(self, nilufar: Lending, ruth: Staff) -> None:
        agency = LenderFactory(code="ACT", kind="agency")
        ContactFactory(lender=agency, email="agent@agency.example")
        ContactFactory(lender=agency, email="Nilufar@Samarkand.example")
        nilufar.contact.lender.agent = agency
        nilufar.contact.lender.save()
        request_to(nilufar, ruth)

        assert write() == (2, 0)
        assert [letter.to_email for letter in letters("request")] == [
            "nilufar@samarkand.example",
            "agent@agency.example",
        ]

    def test_a_request_sent_by_post_is_not_sent_again(self, nilufar: Lending, ruth: Staff) -> None:
        request_to(nilufar, ruth, facts=Facts(authority="letter"))
        assert write() == (0, 0)
        assert HandledEvent.objects.count() == 1

    def test_what_people_typed_is_escaped_and_on_one_line(self, nilufar: Lending, ruth: Staff) -> None:
        nilufar.contact.lender.name = "<b>Museum</b> & Sons"
        nilufar.contact.lender.save()
        thing = CollectionObjectFactory(
            lender=nilufar.contact.lender, title="Ewer\n\nSee: http://evil.example <script>", accession_number="1"
        )
        made = loans.create(exhibition=show(ruth), lender=nilufar.contact.lender, objects=[thing], actor=ruth.actor)
        loans.send_request(made, actor=ruth.actor)
        write()

        (letter,) = letters("request")
        assert "- Ewer See: http://evil.example <script> (1): 8th century\n" in letter.text
        assert "&lt;b&gt;Museum&lt;/b&gt; &amp; Sons" in letter.html
        assert "<script>" not in letter.html

    def test_a_long_list_ends_with_how_many_more(self, nilufar: Lending, ruth: Staff) -> None:
        request_to(nilufar, ruth, objects=33)
        write()
        assert letters("request")[0].text.count("\n- ") == 31
        assert "\n- and 3 more\n" in letters("request")[0].text

    def test_a_fault_in_one_letter_is_tried_again_and_stops_no_other(
        self, nilufar: Lending, ingrid: Lending, ruth: Staff
    ) -> None:
        broken = request_to(nilufar, ruth)
        request_to(ingrid, ruth)
        with connection.cursor() as cursor:
            cursor.execute(
                "ALTER TABLE post_letter ADD CONSTRAINT no_nilufar CHECK (to_email <> 'nilufar@samarkand.example')"
            )
        assert write() == (1, 1)
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE post_letter DROP CONSTRAINT no_nilufar")
        assert write() == (1, 0)
        assert [letter.loan_file for letter in letters("request")][-1] == broken.uid
        assert Invitation.objects.count() == 2


class TestAnswers:
    def test_one_sitting_is_one_receipt_and_one_notice(self, nilufar: Lending, ruth: Staff) -> None:
        loan = request_to(nilufar, ruth, objects=3)
        first, second, _third = loan.lines.order_by("number")
        lines.move(first, "approve", actor=nilufar.actor)
        lines.move(second, "decline", actor=nilufar.actor, reason_code="on_display", reason="until 2028")
        assert write() == (1, 0), "the request alone: the sitting goes on"

        assert write(soon()) == (2, 0)

        (receipt,) = letters("receipt")
        assert receipt.to_email == "nilufar@samarkand.example"
        assert "- Ewer 1 (A-1): approved\n- Ewer 2 (A-2): declined, on display: until 2028\n" in receipt.text
        assert "1 object still waits for an answer, by " in receipt.text
        assert "/portal/i/" in link_in(receipt.text)
        (notice,) = letters("answer")
        assert (notice.to_email, notice.reply_to) == ("ruth@museum.example", "nilufar@samarkand.example")
        assert notice.subject == f"Museum of Samarkand Hill answered: {loan.reference}, Roads of Silk"
        assert "Nilufar Karimova answered on " in notice.text
        assert link_in(notice.text).startswith("http://127.0.0.1:8000/admin/")
        assert write(soon()) == (0, 0)

    def test_when_all_is_answered_the_receipt_asks_for_nothing(self, nilufar: Lending, ruth: Staff) -> None:
        loan = request_to(nilufar, ruth, objects=2)
        lines.move_all(list(loan.lines.all()), "approve", actor=nilufar.actor)
        write(soon())
        (receipt,) = letters("receipt")
        assert "Nothing else waits for you now." in receipt.text
        assert "http" not in receipt.text
        assert receipt.confidential is False

    def test_a_sitting_without_end_is_told_after_a_quarter_of_an_hour(self, nilufar: Lending, ruth: Staff) -> None:
        loan = request_to(nilufar, ruth, objects=2)
        for line in loan.lines.order_by("number"):
            lines.move(line, "approve", actor=nilufar.actor)
        write()
        first, last = AuditEvent.objects.filter(verb="line.approve").order_by("id")
        assert dispatch._is_over([first, last], now=last.recorded_at + dt.timedelta(minutes=1)) is False
        assert dispatch._is_over([first, last], now=first.recorded_at + dispatch.SITTING_AT_MOST) is True

    def test_an_entry_corrected_meanwhile_is_told_to_nobody(self, nilufar: Lending, ruth: Staff) -> None:
        loan = request_to(nilufar, ruth, objects=1)
        write()
        line = loan.lines.get()
        lines.move(line, "approve", actor=nilufar.actor)
        lines.correct(line, actor=ruth.actor, reason="pressed by mistake")
        assert write(soon()) == (0, 0)

    def test_a_changed_mind_is_told_as_it_ended(self, nilufar: Lending, ruth: Staff) -> None:
        loan = request_to(nilufar, ruth, objects=1)
        write()
        line = loan.lines.get()
        lines.move(line, "approve", actor=nilufar.actor)
        lines.move(line, "withdraw_by_lender", actor=nilufar.actor, reason="needed at home")
        assert write(soon()) == (2, 0)
        assert letters("receipt")[0].text.count("\n- ") == 1
        assert "- Ewer 1 (A-1): withdrawn by the lender: needed at home\n" in letters("receipt")[0].text

    def test_who_recorded_an_answer_is_not_told_of_it(self, nilufar: Lending, ruth: Staff, hanna: Staff) -> None:
        loan = request_to(nilufar, ruth, objects=2)
        write()
        first, second = loan.lines.order_by("number")
        lines.move(first, "approve", actor=ruth.actor, facts=SPOKEN_BY_LETTER)
        assert write(soon()) == (0, 0)

        lines.move(second, "approve", actor=hanna.actor, facts=SPOKEN_BY_LETTER)
        assert write(soon()) == (1, 0)
        assert letters("answer")[0].to_email == "ruth@museum.example"
        assert "Dr Rahimova answered on " in letters("answer")[0].text

    def test_without_a_registrar_every_registrar_is_told(self, nilufar: Lending, ruth: Staff) -> None:
        loan = LoanFactory(lender=nilufar.contact.lender)
        line = LoanLineFactory(loan=loan, status=LineStatus.REQUESTED)
        lines.move(line, "approve", actor=nilufar.actor)
        assert write(soon()) == (2, 0)
        assert letters("answer")[0].to_email == "ruth@museum.example"


class TestNothingIsSkipped:
    def test_an_event_that_commits_late_is_found(self, nilufar: Lending, ruth: Staff) -> None:
        """Ids are given out before the commit: a later id can be handled first."""
        request_to(nilufar, ruth)
        write()
        late = AuditEvent.objects.filter(verb="loan.send_request").get()
        HandledEvent.objects.filter(event=late).delete()
        Letter.objects.all().delete()

        assert write(timezone.now() + dt.timedelta(hours=2)) == (1, 0)

    def test_the_mark_moves_after_a_day_and_never_past_what_waits(self, nilufar: Lending, ruth: Staff) -> None:
        request_to(nilufar, ruth)
        write()
        assert Progress.objects.get(name="letters").position == 0

        later = timezone.now() + dt.timedelta(days=2)
        assert write(later) == (0, 0)
        position = Progress.objects.get(name="letters").position
        assert position == AuditEvent.objects.latest("id").pk
        assert HandledEvent.objects.count() == 0
        assert write(later + dt.timedelta(hours=2)) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_write_each_letter_once() -> None:
    ruth, nilufar, ingrid = personas.ruth(), personas.nilufar(), personas.ingrid()
    request_to(nilufar, ruth)
    request_to(ingrid, ruth)
    both = threading.Barrier(2)
    written: list[int] = []

    def worker() -> None:
        try:
            both.wait(5)
            written.append(write()[0])
        finally:
            connection.close()

    threads = [threading.Thread(target=worker) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert sum(written) == 2
    assert sorted(letter.to_email for letter in letters("request")) == [
        "ingrid@archipelago.example",
        "nilufar@samarkand.example",
    ]
    assert Invitation.objects.count() == 2
