"""What is bound by law stands on Today until it is no longer so: nobody snoozes, ticks or moves it."""

import datetime as dt

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from loans import tasks
from loans.models import Deadline, DeadlineKind, ImmunityCheck, LoanLine
from loans.services import legal_days
from office.records.actors import Actor
from tests.loans.services.test_immunity import a_line
from tests.loans.services.test_lawful_return import permitted, published
from tests.personas import Staff

pytestmark = pytest.mark.django_db

HOME_BY = dt.date(2025, 3, 1)


@pytest.fixture
def line() -> LoanLine:
    line = a_line()
    permitted(line, "decree", return_by=HOME_BY, number="DC-412")
    return line


def today_of(person: Staff, *, on: dt.date) -> str:
    with time_machine.travel(dt.datetime(on.year, on.month, on.day, 10, tzinfo=dt.UTC), tick=False):
        tasks.follow_the_law()
        person.client.force_login(person.user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return str(person.client.get(reverse("admin:index")).content.decode())


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (121, ""),
        (120, "home by 1 March 2025, in 120 days"),
        (30, "home by 1 March 2025, in 30 days"),
        (0, "home by 1 March 2025, today"),
        (-1, "had to be home by 1 March 2025, yesterday"),
    ],
)
def test_it_appears_at_the_first_mark_and_stays(days: int, words: str, line: LoanLine, ruth: Staff) -> None:
    page = today_of(ruth, on=HOME_BY - dt.timedelta(days=days))

    assert ("Bound by law" in page) is bool(words)
    assert words in page


def test_it_is_everybodys_not_only_its_owners(line: LoanLine, ruth: Staff, colin: Staff) -> None:
    line.loan.exhibition.registrar = ruth.user
    line.loan.exhibition.save()

    assert "Bound by law" in today_of(colin, on=HOME_BY)


def test_it_goes_when_what_binds_it_is_extended(line: LoanLine, ruth: Staff) -> None:
    line.permits.update(return_by=dt.date(2026, 3, 1))

    assert "Bound by law" not in today_of(ruth, on=dt.date(2024, 9, 1))


def test_nobody_ticks_it_or_moves_it(line: LoanLine, ruth: Staff) -> None:
    legal_days.follow_all(on=HOME_BY, actor=Actor.system())
    row = Deadline.objects.get(kind=DeadlineKind.LAWFUL_RETURN)
    form = reverse("admin:loans_deadline_change", args=(row.pk,))

    listed = ruth.client.post(
        reverse("admin:loans_deadline_changelist"), {"action": "finish", "_selected_action": [str(row.pk)]}
    )
    moved = ruth.client.post(form, {"kind": "lawful_return", "due_date": "2030-01-01"})

    assert str(next(iter(get_messages(listed.wsgi_request)))).startswith("The latest lawful return can't be put off")
    assert moved.status_code == 403
    row.refresh_from_db()
    assert (row.done_on, row.due_date) == (None, HOME_BY)


def test_a_list_that_does_not_stand_as_it_should(ruth: Staff, vera: Staff) -> None:
    edition = published(a_line())
    ImmunityCheck.objects.create(
        edition=edition,
        checked_at=timezone.now(),
        url=edition.url,
        missing=["S-1/001"],
        problem="1 of 1 references doesn't stand on the page.",
    )

    page = ruth.client.get(reverse("admin:index")).content.decode()

    assert "doesn&#x27;t stand on the page." in page
    assert "Bound by law" not in vera.client.get(reverse("admin:index")).content.decode()


def test_the_daily_look_is_asked_for_without_anything_to_look_at() -> None:
    tasks.check_immunity(unknown="keyword")
    tasks.follow_the_law(on="2025-01-01", unknown="keyword")

    assert not ImmunityCheck.objects.exists()
