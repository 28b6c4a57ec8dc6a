"""Deadlines remind on the right days, once, whom they should, and nobody of what is over."""

import datetime as dt
import threading
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from loans.models import Deadline, DeadlineKind, Loan
from loans.notices import reminders
from loans.notices.cadence import CADENCES, step_reached
from loans.notices.models import Reminder
from loans.states import LineStatus
from office.people.models import User
from office.post.models import Letter
from tests import other_process, personas
from tests.factories import (
    AgreementFactory,
    ContactFactory,
    DeadlineFactory,
    ExhibitionFactory,
    LoanFactory,
    LoanLineFactory,
    UserFactory,
)
from tests.personas import Lending, Staff, timur

DUE = dt.date(2026, 3, 31)
WEEK_BEFORE = dt.date(2026, 3, 24)
SENT = dt.datetime(2026, 1, 5, 12, tzinfo=dt.UTC)


def loan_of(
    lending: Lending, *, status: str = LineStatus.REQUESTED, registrar: User | None = None, **fields: Any
) -> Loan:
    exhibition = ExhibitionFactory(title="Roads of Silk", registrar=registrar)
    loan = LoanFactory(lender=lending.contact.lender, exhibition=exhibition, sent_at=SENT)
    LoanLineFactory(loan=loan, status=status, **fields)
    return loan


def owed_by_lender(loan: Loan, **fields: Any) -> Deadline:
    return DeadlineFactory(**{"loan": loan, "owed_by": "lender", "due_date": DUE, **fields})


def ours(loan: Loan, **fields: Any) -> Deadline:
    return DeadlineFactory(**{"loan": loan, "owed_by": "us", "kind": "agreement", "due_date": DUE, **fields})


def run(on: dt.date) -> tuple[int, int, int]:
    counts = reminders.send_reminders(on=on)
    return counts.letters, counts.reminders, counts.failed


def addresses() -> list[str]:
    return [letter.to_email for letter in Letter.objects.order_by("id")]


@pytest.mark.parametrize(
    ("days_left", "step"),
    [
        (31, None),
        (30, 30),
        (29, 30),
        (15, 30),
        (14, 14),
        (8, 14),
        (7, 7),
        (2, 7),
        (1, 1),
        (0, 0),
        (-6, 0),
        (-7, -7),
        (-400, -7),
    ],
)
def test_the_latest_step_reached_counts(days_left: int, step: int | None) -> None:
    assert step_reached("answer", days_left=days_left) == step


def test_every_kind_of_deadline_has_a_cadence() -> None:
    assert set(CADENCES) == set(DeadlineKind)


class TestDays:
    def test_it_reminds_on_each_step_and_on_no_other_day(self, nilufar: Lending) -> None:
        owed_by_lender(loan_of(nilufar))
        days = [DUE - dt.timedelta(days=left) for left in range(45, -40, -1)]
        reminded = [(DUE - day).days for day in days if run(day) != (0, 0, 0)]
        assert reminded == [30, 14, 7, 1, 0, -7]

    def test_the_second_run_of_a_day_writes_nothing(self, nilufar: Lending) -> None:
        owed_by_lender(loan_of(nilufar))
        assert run(WEEK_BEFORE) == (1, 1, 0)
        assert run(WEEK_BEFORE) == (0, 0, 0)

    def test_missed_days_are_caught_up_with_one_letter(self, nilufar: Lending) -> None:
        owed_by_lender(loan_of(nilufar))
        assert run(DUE - dt.timedelta(days=3)) == (1, 1, 0)
        assert run(DUE - dt.timedelta(days=2)) == (0, 0, 0)
        assert Reminder.objects.get().step == 7

    def test_an_earlier_day_run_later_reminds_of_nothing_older(self, nilufar: Lending) -> None:
        owed_by_lender(loan_of(nilufar))
        run(WEEK_BEFORE)
        assert run(DUE - dt.timedelta(days=14)) == (0, 0, 0)

    def test_a_deadline_that_moved_reminds_anew(self, nilufar: Lending) -> None:
        deadline = owed_by_lender(loan_of(nilufar))
        run(WEEK_BEFORE)
        deadline.due_date = DUE + dt.timedelta(days=7)
        deadline.save()
        assert run(WEEK_BEFORE + dt.timedelta(days=1)) == (1, 1, 0)

    def test_not_on_the_day_the_request_went_out(self, nilufar: Lending) -> None:
        loan = loan_of(nilufar)
        loan.sent_at = dt.datetime.combine(WEEK_BEFORE, dt.time(9), tzinfo=dt.UTC)
        loan.save()
        owed_by_lender(loan)
        assert run(WEEK_BEFORE) == (0, 0, 0)
        assert run(WEEK_BEFORE + dt.timedelta(days=1)) == (1, 1, 0)


class TestPeople:
    def test_a_lender_is_written_to_with_a_link_and_the_day(self, nilufar: Lending, ruth: Staff) -> None:
        timur(nilufar)
        loan = loan_of(nilufar, registrar=ruth.user)
        owed_by_lender(loan)
        run(WEEK_BEFORE)

        letter = Letter.objects.get()
        assert letter.to_email == "nilufar@samarkand.example"
        assert letter.reply_to == "ruth@museum.example"
        assert letter.subject == (
            f"Reminder: Answer to our request, in 7 days, on 31 March 2026 ({loan.reference}, Roads of Silk)"
        )
        assert "- Answer to our request: in 7 days, on 31 March 2026\n" in letter.text
        assert "\nOpen the request:\nhttp://127.0.0.1:8000/portal/i/" in letter.text
        assert Reminder.objects.get().letter == letter

    def test_one_letter_for_each_loan_and_contact(self, nilufar: Lending) -> None:
        ContactFactory(lender=nilufar.contact.lender, email="director@samarkand.example")
        first, second = loan_of(nilufar), loan_of(nilufar)
        owed_by_lender(first)
        owed_by_lender(first, kind="values")
        owed_by_lender(second)
        assert run(WEEK_BEFORE) == (4, 6, 0)

    def test_ours_is_one_digest_for_each_person_the_most_urgent_first(
        self, nilufar: Lending, ingrid: Lending, ruth: Staff, colin: Staff
    ) -> None:
        here, there = loan_of(nilufar, registrar=ruth.user), loan_of(ingrid, registrar=ruth.user)
        ours(here)
        ours(here, kind="courier", due_date=WEEK_BEFORE)
        ours(there, kind="cover", due_date=WEEK_BEFORE - dt.timedelta(days=7))
        ours(there, owner=colin.user)

        assert run(WEEK_BEFORE) == (2, 4, 0)

        digest, other = Letter.objects.order_by("id")
        assert digest.to_email == "ruth@museum.example"
        assert digest.subject == "3 things are due, 1 late"
        titles = [line for line in digest.text.splitlines() if line.startswith("- ")]
        assert titles == [
            f"- Apply for cover: 7 days late, due on 17 March 2026; {there.reference} {there.lender}, Roads of Silk",
            f"- Book couriers: today, 24 March 2026; {here.reference} {here.lender}, Roads of Silk",
            "- Agreement signed by both sides: in 7 days, on 31 March 2026; "
            f"{here.reference} {here.lender}, Roads of Silk",
        ]
        assert other.to_email == "colin@museum.example"
        assert other.subject == "Due: Agreement signed by both sides, in 7 days, on 31 March 2026"

    def test_who_left_is_followed_by_the_registrar_of_the_exhibition(self, nilufar: Lending, ruth: Staff) -> None:
        gone = UserFactory(is_active=False)
        ours(loan_of(nilufar, registrar=ruth.user), owner=gone)
        ours(loan_of(nilufar, registrar=gone))
        assert run(WEEK_BEFORE) == (1, 2, 0)
        assert addresses() == ["ruth@museum.example"]

    def test_a_lender_nobody_can_be_written_to_at_becomes_our_task(self, nilufar: Lending, ruth: Staff) -> None:
        nilufar.contact.may_decide = False
        nilufar.contact.save()
        owed_by_lender(loan_of(nilufar, registrar=ruth.user))
        assert run(WEEK_BEFORE) == (1, 1, 0)
        letter = Letter.objects.get()
        assert letter.to_email == "ruth@museum.example"
        assert "the lender owes it, and has no contact who may decide: add one or telephone" in letter.text

    def test_a_deadline_of_the_exhibition_alone(self, ruth: Staff) -> None:
        exhibition = ExhibitionFactory(registrar=ruth.user)
        Deadline.objects.create(kind="final_list", exhibition=exhibition, due_date=DUE)
        assert run(WEEK_BEFORE) == (1, 1, 0)


class TestNothing:
    def test_of_what_is_done(self, nilufar: Lending) -> None:
        owed_by_lender(loan_of(nilufar), done_on=WEEK_BEFORE)
        assert run(WEEK_BEFORE) == (0, 0, 0)

    @pytest.mark.parametrize("status", ["declined", "withdrawn", "returned", "closed", "terminated"])
    def test_of_a_loan_that_is_over(self, status: str, nilufar: Lending, ruth: Staff) -> None:
        loan = loan_of(nilufar, status=status, registrar=ruth.user, reason_code="costs")
        owed_by_lender(loan)
        ours(loan, kind="return", due_date=dt.date(2010, 1, 1))
        assert run(WEEK_BEFORE) == (0, 0, 0)

    def test_of_a_loan_on_hold_altogether(self, nilufar: Lending) -> None:
        loan = loan_of(nilufar, held_since=WEEK_BEFORE)
        owed_by_lender(loan)
        assert run(WEEK_BEFORE) == (0, 0, 0)
        LoanLineFactory(loan=loan, status=LineStatus.REQUESTED)
        assert run(WEEK_BEFORE) == (1, 1, 0)

    def test_of_an_answer_when_every_object_is_answered(self, nilufar: Lending) -> None:
        owed_by_lender(loan_of(nilufar, status=LineStatus.APPROVED))
        assert run(WEEK_BEFORE) == (0, 0, 0)

    def test_of_an_agreement_that_both_sides_signed(self, nilufar: Lending, ruth: Staff) -> None:
        loan = loan_of(nilufar, status=LineStatus.CONFIRMED, registrar=ruth.user)
        loan.agreement = AgreementFactory(executed=True)
        loan.save()
        ours(loan)
        assert run(WEEK_BEFORE) == (0, 0, 0)

    def test_to_a_lender_who_was_sent_nothing(self, nilufar: Lending, ruth: Staff) -> None:
        loan = LoanFactory(lender=nilufar.contact.lender)
        LoanLineFactory(loan=loan, status=LineStatus.DRAFT)
        owed_by_lender(loan)
        assert run(WEEK_BEFORE) == (0, 0, 0)

    def test_closing_the_file_is_due_when_all_is_home_again(self, nilufar: Lending, ruth: Staff) -> None:
        ours(loan_of(nilufar, status=LineStatus.RETURNED, registrar=ruth.user), kind="close_file")
        assert run(WEEK_BEFORE) == (1, 1, 0)


class TestCost:
    @pytest.mark.parametrize("number", [1, 3])
    def test_reading_costs_the_same_however_many_loans(
        self, number: int, nilufar: Lending, ruth: Staff, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        for _each in range(number):
            loan = loan_of(nilufar, registrar=ruth.user)
            owed_by_lender(loan)
            ours(loan, kind="courier")
        run(WEEK_BEFORE)
        # The house's name, the deadlines, contacts, steps had; two for the mark of the run and its savepoint's two.
        with django_assert_num_queries(8):
            assert run(WEEK_BEFORE) == (0, 0, 0)

    def test_a_fault_in_one_letter_stops_no_other(self, nilufar: Lending, ingrid: Lending) -> None:
        owed_by_lender(loan_of(nilufar))
        owed_by_lender(loan_of(ingrid))
        with connection.cursor() as cursor:
            cursor.execute(
                "ALTER TABLE post_letter ADD CONSTRAINT no_nilufar CHECK (to_email <> 'nilufar@samarkand.example')"
            )
        assert run(WEEK_BEFORE) == (1, 1, 1)
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE post_letter DROP CONSTRAINT no_nilufar")
        assert run(WEEK_BEFORE) == (1, 1, 0)


class TestCommand:
    def said(self, *words: str) -> str:
        out = StringIO()
        call_command("send_reminders", *words, stdout=out)
        return out.getvalue().splitlines()[-1]

    def test_the_last_line_counts(self, nilufar: Lending) -> None:
        owed_by_lender(loan_of(nilufar))
        assert self.said("--on", "2026-03-24") == "letters 1, reminders 1, failed 0"
        assert self.said("--on", "2026-03-24") == "letters 0, reminders 0, failed 0"
        assert reminders.last_run() is not None

    def test_without_a_day_it_is_today(self, nilufar: Lending) -> None:
        owed_by_lender(loan_of(nilufar), due_date=timezone.localdate() + dt.timedelta(days=7))
        assert self.said() == "letters 1, reminders 1, failed 0"

    @pytest.mark.django_db
    def test_a_day_that_is_none(self) -> None:
        with pytest.raises(CommandError, match="“tomorrow” is no day"):
            self.said("--on", "tomorrow")


@pytest.mark.django_db
def test_beat_asks_every_hour_and_letters_are_written_from_the_morning_on(nilufar: Lending) -> None:
    owed_by_lender(loan_of(nilufar))
    midnight = dt.datetime(2026, 3, 24, 0, 30, tzinfo=dt.UTC)
    assert reminders.send_todays(now=midnight).letters == 0
    assert reminders.send_todays(now=midnight + dt.timedelta(hours=7)).letters == 1


@pytest.mark.django_db(transaction=True)
class TestTwoAtOnce:
    def deadlines(self) -> None:
        nilufar, ingrid, ruth = personas.nilufar(), personas.ingrid(), personas.ruth()
        for lending in (nilufar, ingrid):
            for _each in range(5):
                loan = loan_of(lending, registrar=ruth.user)
                owed_by_lender(loan)
                ours(loan, kind="courier")

    def check(self) -> None:
        letters = list(Letter.objects.values_list("key", flat=True))
        assert len(letters) == 11, "ten for lenders, one digest"
        assert Reminder.objects.count() == 20
        assert Reminder.objects.filter(letter__isnull=True).count() == 0

    def test_two_connections(self) -> None:
        self.deadlines()
        both = threading.Barrier(2)
        counts: list[tuple[int, int, int]] = []

        def worker() -> None:
            try:
                both.wait(5)
                counts.append(run(WEEK_BEFORE))
            finally:
                connection.close()

        threads = [threading.Thread(target=worker) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        assert [sum(column) for column in zip(*counts, strict=True)] == [11, 20, 0]
        self.check()

    def test_two_processes(self) -> None:
        self.deadlines()
        code = "from django.core.management import call_command\ncall_command('send_reminders', '--on', '2026-03-24')"
        processes = [other_process.start(code) for _ in range(2)]
        said = [process.communicate(timeout=60) for process in processes]
        assert [process.returncode for process in processes] == [0, 0], said
        assert sorted(out.count("failed 0") for out, _errors in said) == [1, 1]
        self.check()
