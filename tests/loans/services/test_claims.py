"""A claim is taken in with the day it must be made by, made, and settled; its amount is for few."""

import datetime as dt
import json
from typing import Any

import pytest
from djmoney.money import Money

from loans.errors import MissingFact, NotAllowed, WrongState
from loans.models import Claim, Cover, Deadline, DeadlineKind, Incident, LoanLine
from loans.services import claims as services
from loans.services import deadlines
from loans.states import LineStatus
from office.records.models import AuditEvent
from tests.loans.services.test_immunity import a_line
from tests.loans.services.test_lawful_return import covered
from tests.personas import Staff

pytestmark = pytest.mark.django_db

FOUND = dt.date(2024, 10, 1)
WORDS: dict[str, Any] = {"words": "Conservation of the rim."}


def an_incident(line: LoanLine | None = None, **fields: Any) -> Incident:
    usual = {"reference": f"I-2024-{Incident.objects.count() + 1:03d}", "kind": "damage", "words": "A chip."}
    return Incident.objects.create(line=line or a_line(), happened_on=FOUND, **(usual | fields))


def a_cover(incident: Incident, *, days: int | None = 30, **fields: Any) -> Cover:
    cover = covered(incident.line, until=fields.pop("until", dt.date(2025, 4, 1)))
    Cover.objects.filter(pk=cover.pk).update(claims_days=days, **fields)
    cover.refresh_from_db()
    return cover


def on_calendar(incident: Incident) -> Deadline:
    return Deadline.objects.get(incident=incident, kind=DeadlineKind.CLAIM)


def test_the_window_is_counted_from_the_day_it_was_found(ruth: Staff) -> None:
    incident = an_incident()

    claim = services.intake(incident, a_cover(incident), actor=ruth.actor, **WORDS)

    assert claim.claim_by == dt.date(2024, 10, 31)
    row = on_calendar(incident)
    assert (row.due_date, row.loan, row.line) == (dt.date(2024, 10, 31), incident.line.loan, incident.line)


def test_of_two_claims_the_first_window_is_due(ruth: Staff) -> None:
    incident = an_incident()
    services.intake(incident, a_cover(incident, days=30), actor=ruth.actor, **WORDS)
    second = a_cover(incident, days=10, until=dt.date(2025, 4, 2))

    claim = services.intake(incident, second, actor=ruth.actor, **WORDS)
    assert on_calendar(incident).due_date == dt.date(2024, 10, 11)

    services.make(claim, actor=ruth.actor, on=dt.date(2024, 10, 5), insurer_reference="H-1")
    assert on_calendar(incident).due_date == dt.date(2024, 10, 31)


def test_a_cover_without_a_window_has_no_deadline(ruth: Staff) -> None:
    incident = an_incident()

    claim = services.intake(incident, a_cover(incident, days=None), actor=ruth.actor, **WORDS)

    assert claim.claim_by is None
    assert not Deadline.objects.filter(incident=incident).exists()


def test_made_and_settled(ruth: Staff) -> None:
    incident = an_incident()
    claim = services.intake(incident, a_cover(incident), actor=ruth.actor, **WORDS)

    services.make(claim, actor=ruth.actor, on=dt.date(2024, 10, 5), insurer_reference="H-1", amount=Money(900, "GBP"))
    services.settle(claim, actor=ruth.actor, on=dt.date(2024, 12, 5), outcome="Paid in full.")

    claim.refresh_from_db()
    assert (claim.made_on, claim.settled_on, claim.outcome) == (
        dt.date(2024, 10, 5),
        dt.date(2024, 12, 5),
        "Paid in full.",
    )
    assert on_calendar(incident).done_on is not None
    assert list(
        AuditEvent.objects.filter(loan_file=incident.line.loan.uid).order_by("id").values_list("verb", flat=True)
    ) == ["claim.intake", "claim.make", "claim.settle"]


def test_it_is_still_due_when_everything_is_home(ruth: Staff) -> None:
    incident = an_incident()
    services.intake(incident, a_cover(incident), actor=ruth.actor, **WORDS)
    LoanLine.objects.filter(pk=incident.line.pk).update(status=LineStatus.CLOSED)

    deadlines.follow(incident.line.loan, actor=ruth.actor)

    assert on_calendar(incident).done_on is None


@pytest.mark.parametrize(
    ("incident_fields", "cover_fields", "sentence"),
    [
        ({"kind": "open_gate"}, {}, "nothing was lost, so there is nothing to claim"),
        ({}, {"granted_on": None}, "The cover was only applied for"),
        ({}, {"until": dt.date(2024, 9, 30)}, "The loss was found on 1 October 2024 and the cover runs 1 August 2024 to 30 September 2024. Choose the one in force on that day."),
    ],
)  # fmt: skip
def test_what_can_not_be_claimed_is_refused(
    incident_fields: dict[str, Any], cover_fields: dict[str, Any], sentence: str, ruth: Staff
) -> None:
    incident = an_incident(**incident_fields)

    with pytest.raises(WrongState) as refusal:
        services.intake(incident, a_cover(incident, **cover_fields), actor=ruth.actor, **WORDS)

    assert sentence in refusal.value.sentence
    assert not Claim.objects.exists()


def test_a_cover_of_other_objects_is_refused(ruth: Staff) -> None:
    incident = an_incident()

    with pytest.raises(WrongState, match="The cover doesn't name"):
        services.intake(incident, a_cover(an_incident()), actor=ruth.actor, **WORDS)


def test_not_twice_under_one_cover(ruth: Staff) -> None:
    incident = an_incident()
    cover = a_cover(incident)
    claim = services.intake(incident, cover, actor=ruth.actor, **WORDS)

    with pytest.raises(WrongState, match=f"A claim under this cover is there already: {claim.reference}"):
        services.intake(incident, cover, actor=ruth.actor, **WORDS)
    assert services.covers_for(incident) == []


def test_days_that_can_not_be_are_refused(ruth: Staff) -> None:
    incident = an_incident()
    claim = services.intake(incident, a_cover(incident), actor=ruth.actor, **WORDS)

    for on, sentence in ((dt.date(2024, 9, 30), "before the loss was found"), (dt.date(2099, 1, 1), "still to come")):
        with pytest.raises(MissingFact, match=sentence) as refusal:
            services.make(claim, actor=ruth.actor, on=on)
        assert refusal.value.field == "on"
    services.make(claim, actor=ruth.actor, on=FOUND)
    with pytest.raises(WrongState, match="The claim was made on 1 October 2024 already"):
        services.make(claim, actor=ruth.actor, on=FOUND)
    with pytest.raises(MissingFact, match="Say how it ended"):
        services.settle(claim, actor=ruth.actor, outcome=" ")


def test_a_conservator_makes_no_claim(kofi: Staff) -> None:
    incident = an_incident()

    with pytest.raises(NotAllowed, match=r"Your role doesn't make claims\. Ask a registrar\."):
        services.intake(incident, a_cover(incident), actor=kofi.actor, **WORDS)


def test_the_amount_is_never_in_the_audit_trail(ruth: Staff) -> None:
    incident = an_incident()
    claim = services.intake(incident, a_cover(incident), actor=ruth.actor, amount=Money(7_654_321, "GBP"), **WORDS)
    services.make(claim, actor=ruth.actor, on=FOUND, amount=Money(7_654_322, "GBP"))

    assert "7654" not in json.dumps(list(AuditEvent.objects.values("before", "after", "words", "subject_label")))
