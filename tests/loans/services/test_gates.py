"""A person's word on a gate, and permits: who may, what must be said, and that a refusal changes nothing."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.utils import timezone

from loans.errors import LoanError, MissingFact, NotAllowed, WrongState
from loans.models import GateRecord, LoanLine, Permit
from loans.services import gates, permits
from loans.services.permits import PermitFacts
from loans.states import LineStatus
from office.records.models import AuditEvent
from tests.factories import LoanFactory, LoanLineFactory
from tests.personas import Lending, Staff

TODAY = timezone.localdate()


@pytest.fixture
def line(nilufar: Lending) -> LoanLine:
    return LoanLineFactory(loan=LoanFactory(lender=nilufar.contact.lender), status=LineStatus.CONFIRMED)


def test_evidence_satisfies_a_gate_and_is_audited(ruth: Staff, line: LoanLine) -> None:
    (row,) = gates.decide([line], "due_diligence", "satisfied", actor=ruth.actor, number="DD/17")

    event = AuditEvent.objects.get()
    assert (row.state, row.decided_by, row.evidence_number) == ("satisfied", "Ruth Okafor", "DD/17")
    assert (event.verb, event.after["gate"], row.event) == ("gate.satisfied", "due_diligence", event)
    assert gates.states([line])[line.pk]["due_diligence"].passes


REFUSALS: list[tuple[str, str, dict[str, object], type[LoanError], str, str]] = [
    ("due_diligence", "satisfied", {}, MissingFact, "evidence", "is satisfied by evidence: attach the file or give its number."),
    ("cover", "satisfied", {"number": "1"}, LoanError, "state", "opens by itself when its record is there."),
    ("export_licence", "satisfied", {"number": "1"}, LoanError, "state", "Record the export licence"),
    ("due_diligence", "not_needed", {}, MissingFact, "reason", "Say why in a few words."),
    ("due_diligence", "failed", {"reason": " "}, MissingFact, "reason", "Say why in a few words."),
    ("due_diligence", "waived", {"reason": "Known since 1920"}, NotAllowed, "", "waived by the head of exhibitions"),
    ("due_diligence", "perhaps", {}, MissingFact, "state", "Choose what is decided."),
    ("passport", "needed", {}, WrongState, "", "There is no gate called “passport”."),
    (
        "due_diligence", "satisfied",
        {"number": "1", "valid_from": TODAY, "valid_until": TODAY - dt.timedelta(days=1)},
        MissingFact, "valid_until", "The evidence ends before it begins.",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("name", "state", "said", "error", "field", "words"), REFUSALS)
def test_a_word_on_a_gate_is_refused_with_its_sentence(
    ruth: Staff,
    line: LoanLine,
    name: str,
    state: str,
    said: dict[str, object],
    error: type[LoanError],
    field: str,
    words: str,
) -> None:
    with pytest.raises(error) as refused:
        gates.decide([line], name, state, actor=ruth.actor, **said)  # type: ignore[arg-type]

    assert refused.value.field == field
    assert words in refused.value.sentence
    assert (GateRecord.objects.count(), AuditEvent.objects.count()) == (0, 0)


def test_the_head_of_exhibitions_waives_in_her_own_name(hanna: Staff, line: LoanLine) -> None:
    gates.decide([line], "cover", "waived", actor=hanna.actor, reason="Carried by hand over the square.")

    view = gates.states([line])[line.pk]["cover"]
    assert (view.state, view.by, view.passes) == ("waived", "Hanna Weiss", True)
    assert "Carried by hand over the square." in view.words


@pytest.mark.parametrize("who", ["colin", "vera", "kofi"])
def test_others_decide_on_no_gate(request: pytest.FixtureRequest, line: LoanLine, who: str) -> None:
    person: Staff = request.getfixturevalue(who)

    with pytest.raises(NotAllowed):
        gates.decide([line], "due_diligence", "in_progress", actor=person.actor)


def test_a_lender_decides_on_no_gate(nilufar: Lending, line: LoanLine) -> None:
    with pytest.raises(NotAllowed):
        gates.decide([line], "due_diligence", "satisfied", actor=nilufar.actor, number="1")


def test_a_word_for_many_is_for_all_or_none(ruth: Staff, line: LoanLine) -> None:
    gone = LoanLineFactory(loan=line.loan, status=LineStatus.WITHDRAWN)

    with pytest.raises(WrongState):
        gates.decide([line, gone], "due_diligence", "satisfied", actor=ruth.actor, number="1")

    assert GateRecord.objects.count() == 0


def test_a_word_is_taken_back_with_a_reason(ruth: Staff, line: LoanLine) -> None:
    gates.decide([line], "due_diligence", "satisfied", actor=ruth.actor, number="1")

    with pytest.raises(MissingFact):
        gates.forget(line, "due_diligence", actor=ruth.actor, reason="")
    gates.forget(line, "due_diligence", actor=ruth.actor, reason="Wrong object.")

    assert not gates.states([line])[line.pk]["due_diligence"].passes
    with pytest.raises(WrongState):
        gates.forget(line, "due_diligence", actor=ruth.actor, reason="Again.")


GRANTED = PermitFacts(kind="export", status="granted", number="17-4", issued_on=TODAY, authority="Ministry of Culture")


def test_a_permit_opens_its_gate_for_the_objects_it_names(ruth: Staff, line: LoanLine) -> None:
    other = LoanLineFactory(loan=line.loan, status=LineStatus.CONFIRMED)

    permits.record(line.loan.exhibition, GRANTED, lines=[line], actor=ruth.actor)

    states = gates.states([line, other])
    assert states[line.pk]["export_licence"].passes
    assert not states[other.pk]["export_licence"].passes
    assert AuditEvent.objects.get().verb == "permit.granted"


def _without(**fields: object) -> PermitFacts:
    return PermitFacts(**{**{name: getattr(GRANTED, name) for name in PermitFacts.__dataclass_fields__}, **fields})


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (_without(kind="passport"), "kind"),
        (_without(status="lost"), "status"),
        (_without(direction="up"), "direction"),
        (_without(number=" "), "number"),
        (_without(issued_on=None), "issued_on"),
        (_without(kind="decree"), "signatory"),
        (_without(kind="decree", signatory="The minister", authority=""), "authority"),
        (_without(valid_from=TODAY, valid_until=TODAY - dt.timedelta(days=1)), "valid_until"),
    ],
)
def test_a_permit_is_refused_with_the_field_that_is_wrong(
    ruth: Staff, line: LoanLine, said: PermitFacts, field: str
) -> None:
    with pytest.raises(MissingFact) as refused:
        permits.record(line.loan.exhibition, said, lines=[line], actor=ruth.actor)

    assert refused.value.field == field
    assert Permit.objects.count() == 0


def test_a_permit_names_objects_of_one_show(ruth: Staff, line: LoanLine) -> None:
    stranger = LoanLineFactory(status=LineStatus.CONFIRMED)

    with pytest.raises(MissingFact):
        permits.record(line.loan.exhibition, GRANTED, lines=[], actor=ruth.actor)
    with pytest.raises(WrongState):
        permits.record(line.loan.exhibition, GRANTED, lines=[stranger], actor=ruth.actor)

    assert Permit.objects.count() == 0


def test_a_permit_that_is_granted_later_is_changed_not_doubled(ruth: Staff, line: LoanLine) -> None:
    applied = PermitFacts(kind="export", status="applied", applied_on=TODAY)
    permit = permits.record(line.loan.exhibition, applied, lines=[line], actor=ruth.actor)

    permits.change(permit, GRANTED, lines=[line], actor=ruth.actor)

    assert Permit.objects.get().status == "granted"
    assert [each.verb for each in AuditEvent.objects.order_by("id")] == ["permit.applied", "permit.granted"]


def test_the_database_holds_what_the_service_asks(line: LoanLine, db_refuses: Callable[..., None]) -> None:
    said = {"line": line, "gate": "cover", "decided_by": "Ruth", "decided_on": TODAY}

    db_refuses("loans_gate_satisfied_by_evidence", lambda: GateRecord.objects.create(**said, state="satisfied"))
    db_refuses("loans_gate_decided_for_a_reason", lambda: GateRecord.objects.create(**said, state="waived"))
    db_refuses("loans_gate_known", lambda: GateRecord.objects.create(**{**said, "gate": "passport"}, state="needed"))
    db_refuses(
        "loans_permit_granted_has_number_and_date",
        lambda: Permit.objects.create(exhibition=line.loan.exhibition, kind="export", status="granted"),
    )
