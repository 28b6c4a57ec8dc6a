"""A lender sees the days of its own objects and their agent, what happened to them, and consents; nothing of the road."""

import datetime as dt
import html

import pytest
from django.urls import reverse
from django.utils import timezone

from exhibitions.models import Exhibition
from loans.models import Incident, IncidentKind, LoanLine
from loans.services import incidents, shipments
from loans.services.shipments import Stage
from loans.states import LineStatus
from office.records.audit import Facts
from office.records.models import AuditEvent
from tests.factories import ExhibitionFactory
from tests.loans.travelling import days, lines_of, planned
from tests.personas import Lending, Staff, portal_client, timur


@pytest.fixture
def show(db: None) -> Exhibition:
    return ExhibitionFactory()


def loan_page(line: LoanLine, who: Lending) -> str:
    page = portal_client(who).get(reverse("portal:loan", args=(line.loan.reference,)))
    return html.unescape(page.content.decode())


def incident_address(incident: Incident) -> str:
    return reverse("portal:incident", args=(incident.reference,))


def test_days_and_agent_are_shown_and_nothing_of_the_road_or_of_others(
    show: Exhibition, ruth: Staff, nilufar: Lending, ingrid: Lending
) -> None:
    (hers,) = lines_of(show, number=1, lender=nilufar.contact.lender)
    (theirs,) = lines_of(show, number=1, lender=ingrid.contact.lender)
    shipment = planned(
        show, [hers, theirs], actor=ruth.actor, agent="Artmove", agent_telephone="+44 20 7946 0000", note="Back door.",
        collect_on=days(12), deliver_on=days(14),
    )  # fmt: skip
    at = timezone.make_aware(dt.datetime.combine(days(12), dt.time(5, 17)))
    stage = Stage(from_place="Bukhara depot", to_place="Kehl", vehicle="30 A 123 BC", waybill="W-998", departs_at=at)
    shipments.set_legs(shipment, [stage], actor=ruth.actor)
    shipments.book_courier(
        shipment, name="Rustam Nazarov", justification="Fragile lacquer.", telephone="+998 90", actor=ruth.actor
    )

    page = loan_page(hers, nilufar)

    assert "Collection from you" in page
    assert "Artmove" in page
    secrets = (
        "05:17",
        "Bukhara depot",
        "Kehl",
        "30 A 123 BC",
        "W-998",
        "Rustam",
        "Back door.",
        "7946",
        theirs.object.title,
    )
    assert [secret for secret in secrets if secret in page] == []


def test_what_was_called_off_or_left_behind_is_not_announced(show: Exhibition, ruth: Staff, nilufar: Lending) -> None:
    lines = lines_of(show, lender=nilufar.contact.lender)
    shipments.cancel(planned(show, lines, actor=ruth.actor, agent="Lost Ways"), reason="Strike.", actor=ruth.actor)
    second = planned(show, lines, actor=ruth.actor, agent="Artmove")
    shipments.dispatch(second, left_behind=lines[:1], actor=ruth.actor)

    page = loan_page(lines[0], nilufar)
    transport = page.partition('id="journeys"')[2]

    assert "Lost Ways" not in page
    assert "collected on" in transport
    assert lines[1].object.title in transport
    assert lines[0].object.title not in transport


def damaged(show: Exhibition, who: Lending, by: Staff) -> Incident:
    (line,) = lines_of(show, number=1, lender=who.contact.lender, status=LineStatus.RECEIVED)
    return incidents.report(line, kind=IncidentKind.DAMAGE, words="A chip at the foot.", actor=by.actor)


def test_an_incident_is_there_once_the_lender_was_told(
    show: Exhibition, kofi: Staff, nilufar: Lending, ingrid: Lending
) -> None:
    incident = damaged(show, nilufar, kofi)
    hers = portal_client(nilufar)

    before = hers.get(incident_address(incident)).status_code
    incidents.notified(incident, whom="Nilufar Karimova", actor=kofi.actor)
    after = hers.get(incident_address(incident))

    assert (before, after.status_code) == (404, 200)
    assert "A chip at the foot." in after.content.decode()
    assert portal_client(ingrid).get(incident_address(incident)).status_code == 404
    assert portal_client(ingrid).post(incident_address(incident)).status_code == 404
    assert incident_address(incident) in loan_page(incident.line, nilufar)


def test_the_lender_consents_with_one_button_and_a_second_press_changes_nothing(
    show: Exhibition, kofi: Staff, nilufar: Lending
) -> None:
    incident = damaged(show, nilufar, kofi)
    incidents.notified(incident, whom="Nilufar Karimova", actor=kofi.actor)
    client = portal_client(nilufar)

    first = client.post(incident_address(incident))
    again = client.post(incident_address(incident), follow=True)

    assert first["Location"] == incident_address(incident)
    assert "consented on" in again.content.decode()
    assert LoanLine.objects.get(pk=incident.line_id).held_since is None
    assert AuditEvent.objects.filter(verb="incident.consent").count() == 1


def test_a_colleague_who_only_reads_does_not_consent(show: Exhibition, kofi: Staff, nilufar: Lending) -> None:
    incident = damaged(show, nilufar, kofi)
    incidents.notified(incident, whom="Nilufar Karimova", actor=kofi.actor)
    client = portal_client(timur(nilufar))

    page = client.get(incident_address(incident)).content.decode()
    answer = client.post(incident_address(incident))

    assert "We consent to going on" not in page
    assert answer.status_code == 409
    assert LoanLine.objects.get(pk=incident.line_id).held_since is not None


def test_a_consent_that_we_wrote_down_is_marked_so(
    show: Exhibition, kofi: Staff, ruth: Staff, nilufar: Lending
) -> None:
    incident = damaged(show, nilufar, kofi)
    facts = Facts(decided_by="Dr Rahimova", authority="letter", authority_date=days(0))
    incidents.consent(incident, actor=ruth.actor, facts=facts)

    page = html.unescape(portal_client(nilufar).get(incident_address(incident)).content.decode())

    assert "Dr Rahimova" in page
    assert "Recorded by Ruth Okafor from a letter" in page
