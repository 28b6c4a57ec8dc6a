"""A venue's facility report: drafted, written, issued, frozen."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from exhibitions.models import FacilityReport, FacilitySection, SectionCode
from exhibitions.services import facility
from exhibitions.services.facility import FacilityRefused
from exhibitions.services.facility_differences import Part, before, differences, parts_of
from office.records import files
from office.records.models import AuditEvent
from tests.exhibitions.services.reports import TEXTS, a_draft, an_issued
from tests.factories import VenueFactory
from tests.personas import Staff

pytestmark = pytest.mark.django_db

S = SectionCode


def refused(call: object, *args: object, **named: object) -> str:
    with pytest.raises(FacilityRefused) as refusal:
        call(*args, **named)  # type: ignore[operator]
    return refusal.value.sentence


def test_the_first_draft_has_every_section_and_a_code(ruth: Staff) -> None:
    report = facility.draft(VenueFactory(), actor=ruth.actor)

    assert [section.code for section in report.sections.all()] == list(S)
    assert (report.version, report.issued_on, report.prepared_by) == (1, None, "Ruth Okafor")
    assert report.security_reference.startswith("FR-")
    assert len(report.security_reference) == len("FR-7K2M")
    assert report.confidentiality == str(facility.CONFIDENTIALITY)


def test_a_new_version_starts_from_the_latest(ruth: Staff) -> None:
    first = an_issued(texts={S.CLIMATE: "50 % RH."})

    second = facility.draft(first.venue, actor=ruth.actor)

    assert second.version == 2
    assert second.sections.get(code=S.CLIMATE).text == "50 % RH."
    assert second.security_reference == first.security_reference


def test_one_draft_at_a_time(ruth: Staff) -> None:
    report = a_draft()

    sentence = refused(facility.draft, report.venue, actor=ruth.actor)

    assert sentence == "Version 1 of this report is being written already. Finish or discard it first."


def test_a_curator_and_a_viewer_write_none(colin: Staff, vera: Staff) -> None:
    report = a_draft()

    for person in (colin, vera):
        for call, more in (
            (facility.write, ({},)),
            (facility.issue, ()),
            (facility.discard, ()),
        ):
            assert "Your role doesn't write facility reports." in refused(call, report, *more, actor=person.actor)
        assert "Your role" in refused(facility.draft, report.venue, actor=person.actor)


def test_writing_keeps_what_is_not_given(ruth: Staff) -> None:
    report = a_draft()
    last = timezone.localdate() + dt.timedelta(days=700)

    facility.write(report, {S.PESTS: " Traps,\r\nread monthly. \n"}, actor=ruth.actor, expires_on=last)
    facility.write(report, {}, actor=ruth.actor, prepared_by="Kofi Mensah, conservator")
    report.refresh_from_db()

    assert report.sections.get(code=S.PESTS).text == "Traps,\nread monthly."
    assert report.sections.get(code=S.FIRE).text == TEXTS[S.FIRE]
    assert (report.expires_on, report.prepared_by) == (last, "Kofi Mensah, conservator")


def test_a_section_there_is_none_of_and_one_too_long(ruth: Staff) -> None:
    report = a_draft()

    assert refused(facility.write, report, {"parking": "."}, actor=ruth.actor) == (
        "A facility report has no section “parking”."
    )
    assert "is longer than 20000 characters" in refused(
        facility.write, report, {S.FIRE: "x" * 20_001}, actor=ruth.actor
    )
    assert report.sections.get(code=S.FIRE).text == TEXTS[S.FIRE]


@pytest.mark.parametrize("code", ["GALLERY-1", "London-7", "lon don", "XX-Samârkand-Hall", "самарканд"])
def test_a_code_never_names_the_venue_or_its_city(code: str, ruth: Staff) -> None:
    venue = VenueFactory(name="Samarkand Hall Gallery", city="London")
    report = facility.draft(venue, actor=ruth.actor)

    sentence = refused(facility.write, report, {}, actor=ruth.actor, security_reference=code)

    assert "Choose a code without the name of the venue or city." in sentence


def test_a_code_belongs_to_one_venue_and_an_empty_one_is_made_anew(ruth: Staff) -> None:
    other, report = an_issued(), a_draft()

    sentence = refused(facility.write, report, {}, actor=ruth.actor, security_reference=other.security_reference)
    fresh = facility.write(report, {}, actor=ruth.actor, security_reference=" ").security_reference

    assert "is the code of another venue's supplement" in sentence
    assert fresh.startswith("FR-")
    assert fresh != other.security_reference


def test_issuing_takes_today_and_three_years(ruth: Staff) -> None:
    report = facility.issue(a_draft(), actor=ruth.actor)

    assert report.issued_on == timezone.localdate()
    assert report.expires_on == facility.default_expiry(timezone.localdate())
    assert AuditEvent.objects.get(verb="facility.issue").after["version"] == 1


def test_three_years_from_a_leap_day() -> None:
    assert facility.default_expiry(dt.date(2028, 2, 29)) == dt.date(2031, 2, 28)


def test_what_lenders_must_read_is_filled_in_first(ruth: Staff) -> None:
    report = a_draft(texts={S.FIRE: "  \n", S.LIGHT: ""})

    assert refused(facility.issue, report, actor=ruth.actor) == (
        "Lenders can't decide without these sections: Light and Fire detection and suppression. Fill them in first."
    )


@pytest.mark.parametrize(
    ("on", "last", "words"),
    [(1, 400, "is still to come"), (0, 0, "Give it a later last day"), (-40, 400, "this one can't be older")],
)
def test_days_that_can_not_be(on: int, last: int, words: str, ruth: Staff) -> None:
    report = a_draft(an_issued().venue)
    day = timezone.localdate()

    sentence = refused(
        facility.issue,
        report,
        actor=ruth.actor,
        on=day + dt.timedelta(days=on),
        expires_on=day + dt.timedelta(days=last),
    )

    assert words in sentence
    report.refresh_from_db()
    assert report.issued_on is None


def test_issuing_notes_what_changed(ruth: Staff) -> None:
    first = an_issued()
    assert list(first.sections.filter(changed=True)) == []

    second = an_issued(first.venue, texts={S.CLIMATE: "45 to 55 % RH.", S.FIRE: f"{TEXTS[S.FIRE]}\r\n"})

    assert list(second.sections.filter(changed=True).values_list("code", flat=True)) == ["climate"]
    assert before(second) == first
    assert [each.code for each in differences(first, second)] == [S.CLIMATE]


def test_words_that_went_and_came() -> None:
    assert parts_of("Kept at 50 % RH.", "Kept at 45 % RH.") == [
        Part("same", "Kept at "),
        Part("gone", "50"),
        Part("new", "45"),
        Part("same", " % RH."),
    ]


def test_issued_is_frozen_by_the_service(ruth: Staff) -> None:
    report = an_issued()

    for call, more in ((facility.write, ({S.FIRE: "."},)), (facility.issue, ()), (facility.discard, ())):
        assert "stays as it is. Start a new version instead." in refused(call, report, *more, actor=ruth.actor)


OVERWRITING: dict[str, Callable[[FacilityReport], object]] = {
    "date": lambda report: FacilityReport.objects.filter(pk=report.pk).update(expires_on=dt.date(2099, 1, 1)),
    "delete": lambda report: FacilityReport.objects.filter(pk=report.pk).delete(),
    "text": lambda report: report.sections.filter(code=S.FIRE).update(text="All new."),
    "section": lambda report: report.sections.filter(code=S.FIRE).delete(),
    "one more": lambda report: report.sections.create(code="parking", text="Behind the house."),
}


@pytest.mark.parametrize("what", OVERWRITING)
def test_issued_is_frozen_in_the_database(what: str) -> None:
    report = an_issued()
    sections = FacilitySection.objects.filter(report=report)

    with pytest.raises(DatabaseError), transaction.atomic():
        OVERWRITING[what](report)

    assert sections.count() == len(S)
    assert sections.get(code=S.FIRE).text == TEXTS[S.FIRE]


def test_a_draft_can_be_thrown_away(ruth: Staff) -> None:
    first = an_issued()
    report = a_draft(first.venue)

    facility.discard(report, actor=ruth.actor)

    assert list(first.venue.facility_reports.all()) == [first]
    assert "This draft was discarded." in refused(facility.write, report, {}, actor=ruth.actor)


def test_the_supplement_goes_on_to_the_next_version(ruth: Staff) -> None:
    stored = files.store(b"%PDF-1.7 plan of the alarms", name="alarms.pdf")
    report = facility.write(a_draft(), {}, actor=ruth.actor, security_supplement=stored)
    facility.issue(report, actor=ruth.actor)

    assert facility.draft(report.venue, actor=ruth.actor).security_supplement == stored
