"""The worked example: its numbers, and what may never be said of a real institution."""

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from pytest_django import Settings
from pytest_django.plugin import DjangoDbBlocker

from exhibitions.models import ChecklistEntry, Exhibition, Section
from lenders.models import CollectionObject, Contact, Lender, Valuation
from loans.management.demo.days import Days
from loans.management.demo.load import load
from loans.models import ConditionMark, ConditionReport, Deadline, Loan, LoanLine
from loans.notices import reminders
from loans.queries import status_of
from loans.services.reports import is_intact
from loans.states import LineStatus, LoanStatus
from office.post.models import Letter
from office.records.models import AuditEvent

NOW = timezone.now()
PEACEFUL = {"requested", "under_review", "approved", "confirmed"}
SOURCED = {
    "Samarkand State Museum-Reserve",
    "State Museum of Arts of Uzbekistan",
    "National Museum of Tajikistan",
    "National Museums Scotland",
    "Historiska museet",
    "Asian Civilisations Museum",
    "Cambridge University Library",
    "Victoria and Albert Museum",
}


@pytest.fixture(scope="module")
def tour(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, Any]]:
    """The example without its pictures, loaded once for this module and rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load(say=lambda words: None, draw=False, now=NOW)
        transaction.set_rollback(True)


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tour")]


def _real_lines() -> Any:
    return LoanLine.objects.filter(loan__lender__demo_record=False)


# --- Numbers -----------------------------------------------------------------------------------------------------


def test_silk_roads_has_300_objects_of_which_half_are_our_own() -> None:
    entries = ChecklistEntry.objects.filter(exhibition__code="SILK24")

    assert entries.count() == 300
    assert entries.filter(object__lender__is_organiser=True).count() == 150
    assert entries.filter(section=None).count() == 0
    assert Section.objects.filter(exhibition__code="SILK24").count() == 11


def test_29_lenders_are_asked() -> None:
    asked = Lender.objects.filter(loans__exhibition__code="SILK24").distinct()

    assert asked.count() == 29
    assert set(asked.filter(demo_record=False).values_list("name", flat=True)) == SOURCED
    assert asked.filter(demo_record=True).values("country").distinct().count() >= 15


def test_every_borrowed_object_of_the_show_is_in_one_loan() -> None:
    borrowed = ChecklistEntry.objects.filter(exhibition__code="SILK24", object__lender__is_organiser=False)

    assert borrowed.annotate(lines=Count("loan_lines")).exclude(lines=1).count() == 0


def test_only_what_is_sourced_is_not_marked_as_a_demo_record() -> None:
    sourced = CollectionObject.objects.filter(demo_record=False).values_list("title", flat=True)

    assert sorted(sourced) == [
        "Buddha from Helgö",
        "Hall of the Ambassadors, wall painting",
        "Lidded vessel of the Galloway Hoard",
    ]
    assert CollectionObject.objects.filter(lender__demo_record=True, demo_record=False).count() == 0
    assert Exhibition.objects.get(code="GLASS25").demo_record is True


def test_a_small_show_is_closing_and_its_loans_are_on_their_way_home() -> None:
    loans = list(Loan.objects.filter(exhibition__code="GLASS25").select_related("agreement"))
    lines = LoanLine.objects.filter(loan__in=loans)

    assert set(status_of(loans).values()) == {LoanStatus.RETURNING}
    assert lines.count() == 12
    assert {
        LineStatus.RETURNED,
        LineStatus.IN_TRANSIT_BACK,
        LineStatus.PACKED_FOR_RETURN,
        LineStatus.DEINSTALLED,
    } <= set(lines.values_list("status", flat=True))


def test_the_states_are_mixed() -> None:
    loans = list(Loan.objects.filter(exhibition__code="SILK24").select_related("agreement"))

    assert set(status_of(loans).values()) >= {
        LoanStatus.DRAFT,
        LoanStatus.SENT,
        LoanStatus.UNDER_REVIEW,
        LoanStatus.PARTLY_ANSWERED,
        LoanStatus.NEGOTIATING,
        LoanStatus.AGREEMENT_ISSUED,
        LoanStatus.EXECUTED,
        LoanStatus.DECLINED,
    }


# --- Real institutions ---------------------------------------------------------------------------------------------


def test_no_real_institution_declines_argues_or_takes_back() -> None:
    assert set(_real_lines().values_list("status", flat=True)) == PEACEFUL
    assert _real_lines().filter(~Q(conditions="") | ~Q(reason="") | ~Q(reason_code="")).count() == 0
    assert _real_lines().exclude(held_since=None, incident_since=None).count() == 0


def test_no_real_institution_is_late() -> None:
    today = timezone.localdate(NOW)
    late = Deadline.objects.filter(done_on=None, due_date__lt=today)

    assert late.exclude(owed_by="lender", loan__lender__demo_record=True).count() == 0
    assert late.count() >= 6


def test_no_reminder_tells_a_real_institution_that_it_is_late() -> None:
    real = Contact.objects.filter(lender__demo_record=False).values_list("email", flat=True)

    with transaction.atomic():
        reminders.send_reminders(on=timezone.localdate(NOW), now=NOW)
        sent = list(Letter.objects.filter(kind="reminder", to_email__in=list(real)))
        transaction.set_rollback(True)

    assert sent
    assert [letter.text for letter in sent if "overdue" in letter.text.lower() or "late" in letter.text.lower()] == []


def test_no_object_of_a_real_institution_has_a_value() -> None:
    assert Valuation.objects.filter(object__lender__demo_record=False).count() == 0
    assert _real_lines().exclude(agreed_value=None).count() == 0
    assert Valuation.objects.filter(object__lender__demo_record=True).count() > 90


def test_no_object_of_a_real_institution_is_examined_or_marked() -> None:
    assert ConditionReport.objects.filter(line__loan__lender__demo_record=False).count() == 0
    assert (
        CollectionObject.objects.filter(lender__demo_record=False, lender__is_organiser=False)
        .exclude(hazards="")
        .count()
        == 0
    )
    assert ConditionMark.objects.count() > 40


def test_real_institutions_are_written_to_as_offices_under_addresses_nobody_has() -> None:
    names = set(Contact.objects.filter(lender__demo_record=False).values_list("name", flat=True))

    assert names == {"Registrar", "Loans office"}
    assert [email for email in Contact.objects.values_list("email", flat=True) if not email.endswith(".example")] == []


def test_no_object_of_a_real_institution_carries_a_number_of_its_own() -> None:
    lent = CollectionObject.objects.filter(lender__demo_record=False, lender__is_organiser=False)
    ours = CollectionObject.objects.filter(lender__is_organiser=True).values_list("accession_number", flat=True)

    assert lent.exclude(accession_number="").count() == 0
    assert [number for number in ours if not number.startswith("D.")] == []


# --- The past ------------------------------------------------------------------------------------------------------


def test_what_happened_lies_in_the_past_and_so_does_its_entry() -> None:
    today = timezone.localdate(NOW)

    assert AuditEvent.objects.filter(happened_on__gt=today).count() == 0
    assert AuditEvent.objects.filter(verb="line.decline", recorded_at__date__gte=today).count() == 0


def test_every_line_that_moved_has_its_events() -> None:
    moved = LoanLine.objects.exclude(status=LineStatus.DRAFT).values_list("uid", flat=True)
    told = set(AuditEvent.objects.filter(subject_kind="loan line").values_list("subject_id", flat=True))

    assert [uid for uid in moved if uid not in told] == []


def test_signed_reports_are_intact() -> None:
    reports = ConditionReport.objects.exclude(content_hash="")

    assert reports.count() >= 24
    assert [report.reference for report in reports if not is_intact(report)] == []


def test_the_post_tells_of_requests_and_answers_and_nothing_of_it_waits() -> None:
    assert set(Letter.objects.values_list("status", flat=True)) == {"sent"}
    assert {"request", "receipt", "answer", "reminder"} <= set(Letter.objects.values_list("kind", flat=True))
    assert Letter.objects.filter(sent_at__gt=NOW).count() == 0


# --- The tour ------------------------------------------------------------------------------------------------------


def test_the_tour_names_people_links_and_by_how_much_the_dates_are_moved(tour: dict[str, Any]) -> None:
    opening = dt.date(2024, 9, 26) + dt.timedelta(days=tour["moved_days"])
    assert tour["moved"] == (
        f"All dates are moved by {tour['moved_days']} days: Silk Roads opened on 26 September 2024,"
        f" here it opens on {opening.day} {opening:%B %Y}."
    )
    assert [person["email"] for person in tour["people"]] == [
        "registrar@caravan.example",
        "curator@caravan.example",
        "head@caravan.example",
        "conservator@caravan.example",
    ]
    assert len(tour["lenders"]) == 29
    assert len({lender["url"] for lender in tour["lenders"]}) == 29


def test_a_second_start_loads_nothing_and_keeps_the_links(
    tour: dict[str, Any], settings: Settings, tmp_path: Any
) -> None:
    settings.HOME, settings.PUBLIC_URL = tmp_path, "http://127.0.0.1:9999"
    (tmp_path / "tour.json").write_text(json.dumps(tour), encoding="utf-8")

    again = load(say=lambda words: None, draw=False)

    assert Exhibition.objects.count() == 2
    assert again["lenders"][0]["url"].startswith("http://127.0.0.1:9999/portal/i/")
    assert again["lenders"][0]["url"].rsplit("/", 2)[1] == tour["lenders"][0]["url"].rsplit("/", 2)[1]


@pytest.mark.parametrize("day", [dt.date(2026, 11, 24), dt.date(2026, 11, 29), dt.date(2028, 2, 29)])
def test_a_thursday_stays_a_thursday_and_the_opening_is_four_months_away(day: dt.date) -> None:
    days = Days.for_today(day)

    assert days.opening.strftime("%A") == "Thursday"
    assert 110 <= (days.opening - day).days <= 121
