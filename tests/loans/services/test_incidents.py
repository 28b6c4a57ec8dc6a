"""Damage and loss: the clock, the hold, the lender's consent, and what was done about it."""

import datetime as dt

import pytest
from django.utils import timezone

from exhibitions.models import Exhibition
from lenders.models import StandingTerms
from loans.errors import MissingFact, NotAllowed, WrongState
from loans.models import Deadline, DeadlineKind, Incident, IncidentKind, LoanLine, OwedBy
from loans.queries import files_visible_to, incidents_visible_to
from loans.services import incidents, lines
from loans.states import LineStatus
from office.records import files
from office.records.audit import Facts
from office.records.models import AuditEvent
from tests.factories import (
    ContactFactory,
    ExhibitionFactory,
    LoanFactory,
    LoanLineFactory,
    OrganiserFactory,
    UserFactory,
)
from tests.loans.services.test_reports import picture
from tests.loans.travelling import days, pass_gates
from tests.personas import Lending, Staff, timur

BY_TELEPHONE = Facts(decided_by="Dr Aziza Rahimova", decided_by_title="Director", authority="telephone")
MONDAY = dt.date(2026, 11, 16)


@pytest.fixture
def show(db: None) -> Exhibition:
    return ExhibitionFactory(registrar=UserFactory())


@pytest.fixture
def line(show: Exhibition, nilufar: Lending) -> LoanLine:
    loan = LoanFactory(exhibition=show, lender=nilufar.contact.lender)
    return LoanLineFactory(loan=loan, status=LineStatus.RECEIVED)


def damage(line: LoanLine, who: Staff, **more: object) -> Incident:
    said: dict[str, object] = {"kind": IncidentKind.DAMAGE, "words": "A chip at the foot, 3 mm.", **more}
    return incidents.report(line, actor=who.actor, **said)  # type: ignore[arg-type]


def fresh(row: LoanLine) -> LoanLine:
    return LoanLine.objects.get(pk=row.pk)


def test_damage_holds_the_object_and_starts_the_clock_in_our_working_days(line: LoanLine, kofi: Staff) -> None:
    OrganiserFactory()

    incident = damage(line, kofi, happened_on=MONDAY, place="Store 2", found_by="Kofi Mensah")

    held = fresh(line)
    assert incident.reference.startswith("I-")
    assert (incident.notify_by, incident.report_by) == (dt.date(2026, 11, 18), dt.date(2026, 11, 30))
    assert (held.held_since, held.incident_since) == (MONDAY, MONDAY)
    assert incident.reference in held.hold_reason
    assert {(each.kind, each.due_date, each.owed_by, each.owner) for each in Deadline.objects.all()} == {
        (DeadlineKind.INCIDENT_NOTICE, incident.notify_by, OwedBy.US, line.loan.exhibition.registrar),
        (DeadlineKind.INCIDENT_REPORT, incident.report_by, OwedBy.US, line.loan.exhibition.registrar),
    }
    assert {each.incident for each in Deadline.objects.all()} == {incident}


def test_the_lenders_terms_beat_the_house(line: LoanLine, kofi: Staff) -> None:
    OrganiserFactory()
    StandingTerms.objects.create(lender=line.loan.lender, notice_days=1, report_days=3)

    incident = damage(line, kofi, happened_on=MONDAY)

    assert (incident.notify_by, incident.report_by) == (dt.date(2026, 11, 17), dt.date(2026, 11, 19))


def test_a_public_holiday_of_ours_does_not_count(line: LoanLine, kofi: Staff) -> None:
    OrganiserFactory()

    incident = damage(line, kofi, happened_on=dt.date(2025, 12, 24))

    assert incident.notify_by == dt.date(2025, 12, 30)  # Christmas, Boxing Day and a weekend lie between


def test_another_thing_that_happened_holds_nothing(line: LoanLine, kofi: Staff, ruth: Staff) -> None:
    incident = damage(line, kofi, kind=IncidentKind.OTHER, words="Humidity fell to 38 % for an hour.")

    assert fresh(line).held_since is None
    assert fresh(line).incident_since == incident.happened_on
    with pytest.raises(WrongState):
        incidents.consent(incident, actor=ruth.actor, facts=BY_TELEPHONE)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"kind": "earthquake"}, "kind"),
        ({"kind": IncidentKind.OPEN_GATE}, "kind"),
        ({"words": "  "}, "words"),
        ({"happened_on": days(3)}, "happened_on"),
    ],
)
def test_a_report_that_can_not_be_so_changes_nothing(
    more: dict[str, object], field: str, line: LoanLine, kofi: Staff
) -> None:
    with pytest.raises(MissingFact) as refused:
        damage(line, kofi, **more)

    assert refused.value.field == field
    assert (Incident.objects.count(), Deadline.objects.count(), fresh(line).held_since) == (0, 0, None)


def test_an_object_that_is_not_lent_has_no_incident(show: Exhibition, kofi: Staff) -> None:
    line = LoanLineFactory(loan__exhibition=show, status=LineStatus.REQUESTED)

    with pytest.raises(WrongState):
        damage(line, kofi)


def test_who_does_not_handle_objects_reports_nothing(line: LoanLine, vera: Staff, colin: Staff) -> None:
    for person in (vera, colin):
        with pytest.raises(NotAllowed):
            damage(line, person)


def test_a_hold_that_was_there_stays_as_it_was(line: LoanLine, kofi: Staff, ruth: Staff) -> None:
    lines.hold(line, reason="Loose foot.", actor=kofi.actor)

    incident = damage(line, kofi)
    incidents.consent(incident, actor=ruth.actor, facts=BY_TELEPHONE)

    assert fresh(line).hold_reason == "Loose foot."


def test_whom_to_telephone(line: LoanLine, nilufar: Lending) -> None:
    contact = nilufar.contact
    contact.telephone = "+998 66 233 03 37"
    contact.save()
    ContactFactory(lender=contact.lender, name="Left long ago", telephone="+998 1", is_active=False)

    people = incidents.whom_to_telephone(line)
    StandingTerms.objects.create(lender=contact.lender, emergency_contact="Guard room, +998 66 233 00 00")
    guard = incidents.whom_to_telephone(line)

    assert [(each.name, each.number) for each in people] == [("Nilufar Karimova, Chief registrar", "+998 66 233 03 37")]
    assert [(each.name, each.at_any_hour) for each in guard] == [("Guard room, +998 66 233 00 00", True)]


def test_telling_the_lender_meets_the_deadline_and_shows_it_the_incident(
    line: LoanLine, kofi: Staff, nilufar: Lending, ingrid: Lending
) -> None:
    photo = files.store(picture(), name="chip.jpg")
    incident = damage(line, kofi, photo=photo)
    before = [*incidents_visible_to(nilufar.actor), *files_visible_to(nilufar.actor).filter(pk=photo.pk)]

    told = incidents.notified(incident, whom="Dr Rahimova, by telephone", actor=kofi.actor)

    assert before == []
    assert (told.notified_on, told.notified_whom) == (timezone.localdate(), "Dr Rahimova, by telephone")
    assert Deadline.objects.get(kind=DeadlineKind.INCIDENT_NOTICE).done_on == timezone.localdate()
    assert list(incidents_visible_to(nilufar.actor)) == [incident]
    assert files_visible_to(nilufar.actor).filter(pk=photo.pk).exists()
    assert list(incidents_visible_to(ingrid.actor)) == []
    assert not files_visible_to(ingrid.actor).filter(pk=photo.pk).exists()


def test_the_lender_is_told_once_by_name_and_not_before(line: LoanLine, kofi: Staff) -> None:
    incident = damage(line, kofi)

    with pytest.raises(MissingFact) as nobody:
        incidents.notified(incident, whom=" ", actor=kofi.actor)
    with pytest.raises(MissingFact) as early:
        incidents.notified(incident, whom="Dr Rahimova", on=days(-9), actor=kofi.actor)
    incidents.notified(incident, whom="Dr Rahimova", actor=kofi.actor)
    with pytest.raises(WrongState):
        incidents.notified(incident, whom="Dr Rahimova", actor=kofi.actor)

    assert (nobody.value.field, early.value.field) == ("whom", "happened_on")


def test_a_hold_after_damage_ends_with_the_consent_alone(line: LoanLine, kofi: Staff, ruth: Staff) -> None:
    incident = damage(line, kofi)

    with pytest.raises(WrongState) as refused:
        lines.release(line, actor=ruth.actor)
    consented = incidents.consent(incident, actor=ruth.actor, facts=BY_TELEPHONE)

    event = AuditEvent.objects.get(verb="incident.consent")
    assert incident.reference in refused.value.sentence
    assert fresh(line).held_since is None
    assert (consented.consent_by, consented.notified_on) == ("Dr Aziza Rahimova", timezone.localdate())
    assert (event.decided_by, event.authority, event.recorded_by) == ("Dr Aziza Rahimova", "telephone", "Ruth Okafor")


def test_the_lender_consents_in_the_portal(line: LoanLine, kofi: Staff, nilufar: Lending) -> None:
    incident = damage(line, kofi)

    consented = incidents.consent(incident, actor=nilufar.actor)

    assert (consented.consent_by, fresh(line).held_since) == ("Nilufar Karimova", None)
    assert AuditEvent.objects.get(verb="incident.consent").authority == "portal"


def test_who_may_not_decide_does_not_consent(line: LoanLine, kofi: Staff, nilufar: Lending, ingrid: Lending) -> None:
    incident = damage(line, kofi)

    for actor in (ingrid.actor, timur(nilufar).actor, kofi.actor):
        with pytest.raises(NotAllowed):
            incidents.consent(incident, actor=actor, facts=BY_TELEPHONE)

    assert fresh(line).held_since == incident.happened_on


def test_whoever_records_a_consent_says_who_gave_it_and_how_we_know(line: LoanLine, kofi: Staff, ruth: Staff) -> None:
    incident = damage(line, kofi)

    with pytest.raises(MissingFact) as nobody:
        incidents.consent(incident, actor=ruth.actor)
    with pytest.raises(MissingFact) as nowhere:
        incidents.consent(incident, by="Dr Rahimova", actor=ruth.actor)

    assert (nobody.value.field, nowhere.value.field) == ("decided_by", "authority")


def test_with_two_damages_the_hold_waits_for_both_consents(line: LoanLine, kofi: Staff, nilufar: Lending) -> None:
    first, second = damage(line, kofi), damage(line, kofi, words="A crack in the lid.")

    incidents.consent(first, actor=nilufar.actor)
    still = fresh(line)
    incidents.consent(second, actor=nilufar.actor)

    assert second.reference in still.hold_reason
    assert fresh(line).held_since is None
    with pytest.raises(WrongState):
        incidents.consent(second, actor=nilufar.actor)


def test_it_is_settled_after_the_consent_and_the_mark_goes_with_the_last(
    line: LoanLine, kofi: Staff, nilufar: Lending
) -> None:
    first = damage(line, kofi, happened_on=days(-3))
    second = damage(line, kofi, kind=IncidentKind.OTHER, words="The case alarm failed.", happened_on=days(-1))

    with pytest.raises(WrongState) as early:
        incidents.settle(first, words="Glued.", actor=kofi.actor)
    incidents.consent(first, actor=nilufar.actor)
    with pytest.raises(MissingFact):
        incidents.settle(first, words=" ", actor=kofi.actor)
    settled = incidents.settle(first, words="Consolidated by Kofi Mensah.", actor=kofi.actor)
    between = fresh(line).incident_since
    incidents.settle(second, words="Alarm replaced.", actor=kofi.actor)

    assert early.value.code == "consent-open"
    assert (settled.settled_on, settled.settlement) == (timezone.localdate(), "Consolidated by Kofi Mensah.")
    assert (between, fresh(line).incident_since) == (days(-1), None)
    with pytest.raises(WrongState):
        incidents.settle(second, words="Again.", actor=kofi.actor)


def test_the_report_is_sent_once_and_stays_due_until_then(line: LoanLine, kofi: Staff, nilufar: Lending) -> None:
    incident = damage(line, kofi)
    incidents.consent(incident, actor=nilufar.actor)
    incidents.settle(incident, words="Consolidated.", actor=kofi.actor)
    due = Deadline.objects.get(kind=DeadlineKind.INCIDENT_REPORT).done_on

    reported = incidents.reported(incident, actor=kofi.actor)

    assert (due, reported.reported_on) == (None, timezone.localdate())
    assert Deadline.objects.get(kind=DeadlineKind.INCIDENT_REPORT).done_on == timezone.localdate()
    with pytest.raises(WrongState):
        incidents.reported(incident, actor=kofi.actor)


def test_all_incidents_of_an_object_are_settled_at_once(line: LoanLine, kofi: Staff, ruth: Staff) -> None:
    one = damage(line, kofi, kind=IncidentKind.OTHER, words="The case alarm failed.")
    two = damage(line, kofi)

    with pytest.raises(WrongState) as waiting:
        lines.settle_incident(line, reason="Done.", actor=ruth.actor)
    incidents.consent(two, actor=ruth.actor, facts=BY_TELEPHONE)
    lines.settle_incident(line, reason="Both seen to.", actor=ruth.actor)

    assert two.reference in waiting.value.sentence
    assert fresh(line).incident_since is None
    assert {each.settlement for each in Incident.objects.filter(pk__in=(one.pk, two.pk))} == {"Both seen to."}


def test_a_thing_that_was_open_when_it_moved_is_not_shown_to_the_lender(line: LoanLine, nilufar: Lending) -> None:
    Incident.objects.create(
        reference="I-2026-900", line=line, kind=IncidentKind.OPEN_GATE, happened_on=days(0), words="Cover was open.",
        notified_on=days(0),
    )  # fmt: skip

    assert list(incidents_visible_to(nilufar.actor)) == []


def test_damage_found_on_return_is_still_told_when_the_loan_is_over(line: LoanLine, kofi: Staff, ruth: Staff) -> None:
    LoanLine.objects.filter(pk=line.pk).update(status=LineStatus.RETURNED)
    pass_gates(line)
    damage(line, kofi)

    lines.move(line, "close", actor=ruth.actor)

    assert fresh(line).held_since is None
    assert Deadline.objects.filter(done_on__isnull=True).count() == 2


def test_the_same_incident_sent_twice_is_recorded_once(line: LoanLine, kofi: Staff, ruth: Staff) -> None:
    first = damage(line, kofi)

    assert damage(line, kofi) == first
    assert damage(line, kofi, words="Another chip.") != first
    assert damage(line, kofi, happened_on=timezone.localdate() - dt.timedelta(days=1)) != first
    assert damage(line, ruth) != first
    Incident.objects.update(created_at=timezone.now() - dt.timedelta(minutes=11))
    assert damage(line, kofi) != first
    assert AuditEvent.objects.filter(verb="incident.report").count() == Incident.objects.count() == 5


def test_the_page_says_that_an_incident_was_recorded_already(line: LoanLine, kofi: Staff) -> None:
    address = f"/admin/loans/{line.loan.reference}/objects/{line.uid}/incident/"
    said = {"kind": "damage", "words": "A chip.", "happened_on": timezone.localdate().isoformat()}

    once, twice = (kofi.client.post(address, said, follow=True) for _ in range(2))

    incident = Incident.objects.get()
    assert "recorded already" not in once.content.decode()
    assert f"This was recorded already, as {incident}." in twice.content.decode()


def test_nothing_befell_an_object_before_it_was_asked_for(line: LoanLine, kofi: Staff) -> None:
    line.loan.sent_at = timezone.now() - dt.timedelta(days=30)
    line.loan.save()

    with pytest.raises(
        MissingFact, match=r"^1 January 2020 is before the loan was asked for, on .+\. Check the year\.$"
    ):
        damage(line, kofi, happened_on=dt.date(2020, 1, 1))
    damage(line, kofi, happened_on=timezone.localdate() - dt.timedelta(days=30))
