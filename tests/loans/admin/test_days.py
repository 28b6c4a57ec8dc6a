"""Days that no loan can have are refused beside their field, in words."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from loans.models import Deadline
from office.people.days import DayField, latest
from tests.factories import ExhibitionFactory, LenderFactory, LoanLineFactory, ShowingFactory
from tests.personas import Staff

WORDS = "Choose a day from 1 January 1900 to"


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "9999-12-31"])
def test_a_day_outside_the_years_of_a_loan_is_refused(day: str) -> None:
    with pytest.raises(ValidationError, match=WORDS):
        DayField().clean(day)


def test_a_day_within_them_is_taken() -> None:
    ahead = timezone.localdate() + dt.timedelta(days=49 * 365)

    assert DayField().clean("1900-01-01") == dt.date(1900, 1, 1)
    assert DayField().clean(ahead.isoformat()) == ahead
    assert DayField(required=False).clean("") is None
    assert latest().year == timezone.localdate().year + 50


@pytest.mark.parametrize(("first", "last"), [("0001-01-01", "2027-01-01"), ("2027-01-01", "9999-12-31")])
@pytest.mark.parametrize("name", ["loan", "loanline"])
def test_a_loan_and_its_objects_keep_believable_days(name: str, first: str, last: str, ruth: Staff) -> None:
    line = LoanLineFactory()
    row = line if name == "loanline" else line.loan

    response = ruth.client.post(
        reverse(f"admin:loans_{name}_change", args=(row.pk,)), {"first_day": first, "last_day": last, "pieces": 1}
    )

    assert WORDS in response.content.decode()
    before = row.period
    row.refresh_from_db()
    assert row.period == before


def test_a_new_loan_asks_for_believable_days(ruth: Staff) -> None:
    response = ruth.client.post(
        reverse("admin:loan_new"),
        {
            "exhibition": ExhibitionFactory().pk,
            "lender": LenderFactory().pk,
            "first_day": "0001-01-01",
            "last_day": "9999-12-31",
        },
    )

    assert response.status_code == 422
    assert response.content.decode().count(WORDS) == 2


def test_a_deadline_in_the_last_year_of_all_is_refused(ruth: Staff) -> None:
    response = ruth.client.post(
        reverse("admin:loans_deadline_add"),
        {"kind": "answer", "exhibition": ExhibitionFactory().pk, "owed_by": "us", "due_date": "9999-12-31"},
    )

    assert WORDS in response.content.decode()
    assert Deadline.objects.count() == 0


def test_a_showing_until_the_end_of_time_is_refused(ruth: Staff) -> None:
    showing = ShowingFactory()
    show = showing.exhibition
    form: dict[str, Any] = {
        "title": show.title, "code": show.code,
        "showings-TOTAL_FORMS": 1, "showings-INITIAL_FORMS": 1, "showings-0-id": showing.pk,
        "showings-0-exhibition": show.pk, "showings-0-venue": showing.venue_id,
        "showings-0-install_date": "2027-01-01", "showings-0-opens_date": "2027-02-01",
        "showings-0-closes_date": "9999-12-30", "showings-0-deinstall_date": "9999-12-31",
        "sections-TOTAL_FORMS": 0, "sections-INITIAL_FORMS": 0,
    }  # fmt: skip

    response = ruth.client.post(reverse("admin:exhibitions_exhibition_change", args=(show.pk,)), form)

    assert WORDS in response.content.decode()
    before = showing.closes_date
    showing.refresh_from_db()
    assert showing.closes_date == before
