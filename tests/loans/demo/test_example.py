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

from exhibitions.models import ChecklistEntry, Exhibition, FacilityReport, Section, Venue
from lenders.models import CollectionObject, Contact, Lender, StandingTerms, Valuation
from loans.gates import GateState
from loans.management.demo.days import Days
from loans.management.demo.load import load
from loans.management.demo.pictures import paint_our_own
from loans.management.demo.touring import FIRST
from loans.models import (
    Agreement,
    AgreementVersion,
    Claim,
    ConditionMark,
    ConditionReport,
    Courier,
    Cover,
    CoverAcceptance,
    Crate,
    Deadline,
    FacilityDecision,
    FacilityQuestion,
    FacilityView,
    GateRecord,
    ImmunityEntry,
    ImmunityList,
    Incident,
    Loan,
    LoanLine,
    Permit,
    Shipment,
    ShipmentLine,
    Term,
    TermNote,
    TermProposal,
)
from loans.notices import reminders
from loans.queries import status_of
from loans.rules import refusal
from loans.rules import terms as rules
from loans.services import facility, gates, lawful_return, legal_days, shipments
from loans.services.reports import is_intact
from loans.states import LineStatus, LoanStatus, Party
from office.people.models import User
from office.post.models import Letter
from office.records.actors import Actor
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

    assert set(status_of(loans).values()) == {LoanStatus.RETURNING, LoanStatus.RECALLED}
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
        LoanStatus.ACTIVE,
        LoanStatus.DECLINED,
    }


# --- Real institutions ---------------------------------------------------------------------------------------------


def test_no_real_institution_declines_argues_or_takes_back() -> None:
    assert set(_real_lines().values_list("status", flat=True)) == PEACEFUL
    assert _real_lines().filter(~Q(reason="") | ~Q(reason_code="")).count() == 0
    assert Term.objects.filter(loan__lender__demo_record=False).count() == 0
    assert Loan.objects.filter(lender__demo_record=False).exclude(recalled_on=None).count() == 0
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


def test_nothing_unpleasant_and_no_invented_paper_is_a_real_institutions() -> None:
    real = {"lender__demo_record": False}
    of_line = {"line__loan__lender__demo_record": False}
    of_lines = {"lines__loan__lender__demo_record": False}

    assert Incident.objects.filter(**of_line).count() == 0
    assert Claim.objects.filter(incident__line__loan__lender__demo_record=False).count() == 0
    assert GateRecord.objects.filter(**of_line).count() == 0
    assert Permit.objects.filter(**of_lines).count() == 0
    assert Cover.objects.filter(**of_lines).count() == 0
    assert ImmunityEntry.objects.filter(**of_line).count() == 0
    assert ShipmentLine.objects.filter(**of_line).count() == 0
    assert Courier.objects.filter(shipment__contents__line__loan__lender__demo_record=False).count() == 0
    assert FacilityDecision.objects.filter(**real).count() == 0
    assert FacilityQuestion.objects.filter(**real).count() == 0
    assert FacilityView.objects.filter(**real).count() == 0
    assert StandingTerms.objects.filter(**real).count() == 0
    assert Lender.objects.filter(demo_record=False).exclude(address="").count() == 0


def test_agreements_of_real_institutions_are_paper_that_says_nothing() -> None:
    versions = AgreementVersion.objects.filter(agreement__loans__lender__demo_record=False)

    assert versions.count() == 3
    assert [version for version in versions if version.clauses or version.schedule or version.file_id] == []


def test_every_invented_paper_says_that_it_is_one() -> None:
    papers = [
        *Permit.objects.exclude(number="").values_list("number", flat=True),
        *Cover.objects.values_list("reference", flat=True),
        *Cover.objects.values_list("insurer", flat=True),
        *Courier.objects.values_list("name", flat=True),
        *Shipment.objects.values_list("agent", flat=True),
        *Claim.objects.values_list("insurer_reference", flat=True),
        *GateRecord.objects.exclude(evidence_number="").values_list("evidence_number", flat=True),
        *Lender.objects.exclude(address="").values_list("address", flat=True),
    ]

    assert len(papers) > 40
    assert [paper for paper in papers if "(demo record)" not in paper] == []
    by_hand = Incident.objects.exclude(kind="open_gate").values_list("words", flat=True)
    assert [words for words in by_hand if "Demo record" not in words] == []
    reports = FacilityReport.objects.prefetch_related("sections")
    assert [report for report in reports if "Demo record" not in report.sections.get(code="general").text] == []


# --- The phases of a loan --------------------------------------------------------------------------------------------


def _versions(lender: str, exhibition: str = "SILK24") -> Any:
    agreements = Agreement.objects.filter(loans__lender__code=lender, loans__exhibition__code=exhibition)
    return AgreementVersion.objects.filter(agreement__in=agreements).order_by("number")


def _shipment(lender: str, direction: str = "out", exhibition: str = "SILK24") -> Shipment:
    """The next one, or the one that was."""
    found = Shipment.objects.filter(exhibition__code=exhibition, direction=direction)
    return found.filter(contents__line__loan__lender__code=lender).order_by("collect_on")[0]


def test_conditions_stand_at_every_stage_of_a_negotiation() -> None:
    turns = {rules.turn(term) for term in Term.objects.filter(status="open").select_related("current")}
    longest = max(Term.objects.annotate(said=Count("proposals")).values_list("said", flat=True))
    preset = TermProposal.objects.exclude(source="").values_list("source", flat=True)

    assert set(Term.objects.values_list("status", flat=True)) == {"open", "agreed", "rejected"}
    assert turns == {Party.LENDER, Party.ORGANISER}
    assert longest == 4
    assert set(TermNote.objects.values_list("side", flat=True)) == {"lender", "organiser"}
    assert set(preset) == {"Bizot 2023", "Standing terms of Abbey Treasury of Sankt Ulfried"}
    owed = Deadline.objects.filter(kind="obligation")
    assert set(owed.values_list("owed_by", flat=True)) == {"us", "lender"}
    assert owed.filter(line__loan__lender__code="EGM", line__number=3).count() == 6


def test_a_rejected_condition_keeps_its_object_from_being_confirmed() -> None:
    line = LoanLine.objects.get(loan__lender__code="LHM", number=5, loan__exhibition__code="SILK24")
    registrar = Actor.staff(User.objects.get(email="registrar@caravan.example"))

    assert line.terms.filter(status="rejected").count() == 1
    assert "not agreed yet (display)" in refusal(line, "confirm", actor=registrar)


def test_agreements_stand_at_every_stage_of_being_signed() -> None:
    draft, issued, half, ink = (_versions(code).get() for code in ("BCA", "MVC", "DTM", "SCM"))
    sealed, own = _versions("MTA").get(), _versions("HQM").get()

    assert (draft.issued_on, issued.lender_signed_on) == (None, None)
    assert issued.issued_on is not None
    assert (half.lender_signatory, half.organiser_signed_on) == ("Karim Eldahab", None)
    assert (ink.languages, ink.equally_authentic, ink.originals.count()) == (["en", "ru"], True, 2)
    assert [bool(each.returned_on) for each in ink.originals.order_by("number")] == [True, False]
    assert ink.executed_on is None
    assert sealed.executed_on is not None
    assert (own.own_paper, own.executed_on is not None) == (True, True)


def test_an_extension_waits_and_a_loan_is_recalled() -> None:
    first, extension = _versions("ABT", "GLASS25")

    assert first.executed_on is not None
    assert (extension.kind, extension.issued_on is not None, extension.executed_on) == ("extension", True, None)
    assert list(Loan.objects.exclude(recalled_on=None).values_list("lender__code", flat=True)) == ["HQM"]


def test_gates_of_the_show_are_in_every_state() -> None:
    lines = LoanLine.objects.filter(loan__exhibition__code="SILK24")
    views = gates.states(list(lines.select_related("loan__lender", "loan__agreement", "object"))).values()
    waived = GateRecord.objects.filter(state="waived").select_related("line__loan__lender")

    assert {view.state for each in views for view in each.values()} == set(GateState)
    assert {(row.line.loan.lender.code, row.gate, row.decided_by) for row in waived} == {
        ("ABT", "immunity", "Adaeze Lindqvist")
    }


def test_the_facility_report_has_two_versions_and_lenders_differ_about_it() -> None:
    venue = Venue.objects.get(name__startswith="The British Museum")
    lenders = Lender.objects.filter(code__in=("ABT", "PCT", "FCM", "LHM", "PRV")).order_by("code")
    said = {one.lender.code: one for one in facility.standings((lender, venue) for lender in lenders)}
    second = venue.facility_reports.get(version=2)

    assert set(second.sections.filter(changed=True).values_list("code", flat=True)) == {"climate", "light"}
    assert {code: one.state.value for code, one in said.items()} == {
        "ABT": "accepted",
        "PCT": "concerns",
        "FCM": "read",
        "LHM": "unread",
        "PRV": "unread",
    }
    assert (said["LHM"].changed, said["FCM"].questions) == (True, 1)


def test_cover_is_of_two_kinds_not_accepted_by_one_and_has_a_gap_for_another() -> None:
    lines = LoanLine.objects.filter(loan__exhibition__code="SILK24", status="confirmed", number__in=(1, 4))
    found = list(
        lines.filter(loan__lender__code__in=("SCM", "DTM")).select_related("loan__lender", "loan__agreement", "object")
    )
    states = gates.states(found)

    assert set(Cover.objects.values_list("kind", flat=True)) == {"state_indemnity", "commercial"}
    assert {(line.loan.lender.code, states[line.pk]["cover"].state.value) for line in found} == {
        ("SCM", "in_progress"),
        ("DTM", "failed"),
    }
    assert CoverAcceptance.objects.count() == 10


def test_the_immunity_list_is_in_time_for_one_shipment_and_too_late_for_two() -> None:
    edition = ImmunityList.objects.get()
    lines = list(edition.lines.select_related("loan__lender", "loan__agreement", "object"))
    states = gates.states(lines)

    assert edition.published_on is not None
    assert edition.published_on < timezone.localdate(NOW)
    assert {(line.loan.lender.code, states[line.pk]["immunity"].state.value) for line in lines} == {
        ("EGM", "satisfied"),
        ("MVC", "failed"),
        ("ABT", "waived"),
    }


def test_shipments_are_planned_released_under_way_and_there() -> None:
    states = {code: shipments.state_of(_shipment(code)).value for code in ("SCM", "MVC", "ABT", "HQM", "MTA")}

    assert states == {"SCM": "planned", "MVC": "planned", "ABT": "released", "HQM": "under_way", "MTA": "arrived"}
    assert _shipment("DTM", "home", "GLASS25").arrived_on is None
    assert _shipment("DTM", "home", "GLASS25").contents.exclude(received_on=None).count() == 3
    assert Crate.objects.filter(contents=None).count() == 0
    assert Courier.objects.filter(booked_on=None).count() == 1


def test_what_came_without_notice_is_an_incident_and_damage_holds_its_object() -> None:
    fresh = Incident.objects.get(kind="damage", settled_on=None)

    assert set(Incident.objects.filter(kind="open_gate").values_list("words", flat=True)) == {
        "Received, though no dispatch had been recorded."
    }
    assert (fresh.happened_on, fresh.notified_on) == (timezone.localdate(NOW), None)
    assert fresh.notify_by is not None
    assert fresh.notify_by > fresh.happened_on
    assert fresh.line.held_since is not None
    assert Incident.objects.exclude(settled_on=None).count() == 2
    assert Claim.objects.exclude(made_on=None).count() == 1


def test_an_object_must_be_home_before_it_is_planned_to_be() -> None:
    lines = legal_days.lines_with_everything(
        Loan.objects.filter(exhibition__code="GLASS25").values_list("pk", flat=True)
    )
    found = lawful_return.of_lines(lines, on=timezone.localdate(NOW))
    of_abbey = [found[line.pk] for line in lines if line.loan.lender.code == "ABT"]

    assert {row.lawful.source.kind for row in of_abbey if row.lawful} == {"permit"}
    assert [row for row in of_abbey if not row.warnings] == []


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
    assert [person["email"] for person in tour["people"] if not person["look"]] == []
    assert [stop["title"] for stop in tour["stops"] if not stop["url"]] == []
    assert [lender["code"] for lender in tour["lenders"] if lender["look"]] == list(FIRST)
    assert len(tour["lenders"]) == 29
    assert len({lender["url"] for lender in tour["lenders"]}) == 29


def test_a_second_start_loads_nothing_and_keeps_the_links(
    tour: dict[str, Any], settings: Settings, tmp_path: Any
) -> None:
    settings.HOME, settings.PUBLIC_URL = tmp_path, "http://127.0.0.1:9999"
    (tmp_path / "tour.json").write_text(json.dumps(tour), encoding="utf-8")

    before = (Loan.objects.count(), LoanLine.objects.count(), Shipment.objects.count(), Letter.objects.count())

    again = load(say=lambda words: None, draw=False)

    assert Exhibition.objects.count() == 2
    after = (Loan.objects.count(), LoanLine.objects.count(), Shipment.objects.count(), Letter.objects.count())
    assert after == before
    assert ImmunityList.objects.get().url == "http://127.0.0.1:9999/demo/museum/immunity/SILK24-1/"
    assert again["lenders"][0]["url"].startswith("http://127.0.0.1:9999/portal/i/")
    assert again["lenders"][0]["url"].rsplit("/", 2)[1] == tour["lenders"][0]["url"].rsplit("/", 2)[1]


def test_our_own_objects_are_drawn_afterwards_and_each_once() -> None:
    ours = CollectionObject.objects.filter(lender__is_organiser=True)
    assert ours.exclude(image=None).count() == 0

    next(paint_our_own())
    first = ours.exclude(image=None).get()
    next(paint_our_own())

    assert ours.exclude(image=None).count() == 2
    assert ours.get(pk=first.pk).image_id == first.image_id


@pytest.mark.parametrize("day", [dt.date(2026, 11, 24), dt.date(2026, 11, 29), dt.date(2028, 2, 29)])
def test_a_thursday_stays_a_thursday_and_the_opening_is_four_months_away(day: dt.date) -> None:
    days = Days.for_today(day)

    assert days.opening.strftime("%A") == "Thursday"
    assert 110 <= (days.opening - day).days <= 121
