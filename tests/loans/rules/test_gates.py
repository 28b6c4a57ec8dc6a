"""Each gate, shut and open: what it asks, what it says while it is shut, what opens it, and on which day."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from pytest_django import DjangoAssertNumQueries

from exhibitions.models import FacilityReport
from lenders.models import StandingTerms
from loans.errors import GateOpen
from loans.gates import GATES, PASSED, GateState
from loans.models import (
    ConditionReport,
    Courier,
    Cover,
    CoverAcceptance,
    FacilityDecision,
    GateRecord,
    ImmunityEntry,
    ImmunityList,
    Leg,
    LoanLine,
    Location,
    Permit,
    Shipment,
    ShipmentLine,
    Term,
)
from loans.rules import gates
from loans.states import MOVES, LineStatus
from office.records import files
from tests.factories import (
    AgreementFactory,
    LenderFactory,
    LoanFactory,
    LoanLineFactory,
    ShowingFactory,
    VenueFactory,
)

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 6, 1)
COLLECT, RETURN = dt.date(2026, 9, 1), dt.date(2027, 3, 20)
ENTRY = dt.date(2026, 9, 4)


@pytest.fixture
def line() -> LoanLine:
    """A line from Tashkent for a show in London: every gate of the world applies."""
    lender = LenderFactory(country="UZ")
    loan = LoanFactory(lender=lender, period=DateRange(COLLECT, RETURN))
    loan.exhibition.showings.all().delete()
    ShowingFactory(
        exhibition=loan.exhibition,
        venue=VenueFactory(country="GB"),
        install_date=dt.date(2026, 9, 10),
        opens_date=dt.date(2026, 9, 26),
        closes_date=dt.date(2027, 2, 23),
        deinstall_date=dt.date(2027, 3, 1),
    )
    return LoanLineFactory(loan=loan, status=LineStatus.READY, period=loan.period)


def view(line: LoanLine, name: str, *, on: dt.date = TODAY) -> tuple[GateState, str]:
    line = LoanLine.objects.select_related(
        "loan__lender", "loan__agreement__in_force", "loan__exhibition", "object"
    ).get(pk=line.pk)
    found = gates.states([line], on=on)[line.pk][name]
    return found.state, found.words


def needs_decree(line: LoanLine) -> None:
    StandingTerms.objects.create(lender=line.loan.lender, needs_decree=True)


def shipment(line: LoanLine, direction: str = "out") -> Shipment:
    made = Shipment.objects.create(
        reference=f"S-2026-{line.pk}", exhibition=line.loan.exhibition, direction=direction,
        collect_on=COLLECT, deliver_on=ENTRY,
    )  # fmt: skip
    ShipmentLine.objects.create(shipment=made, line=line)
    return made


def permit(line: LoanLine, kind: str, direction: str, **fields: object) -> Permit:
    said: dict[str, object] = {"status": "granted", "number": "412", "issued_on": TODAY, **fields}
    made = Permit.objects.create(exhibition=line.loan.exhibition, kind=kind, direction=direction, **said)
    made.lines.add(line)
    return made


def report(line: LoanLine, moment: str, day: dt.date = TODAY) -> ConditionReport:
    return ConditionReport.objects.create(
        reference=f"CR-{line.pk}-{moment}", line=line, moment=moment, examined_on=day, examiner="Kofi Mensah",
        content_hash="a" * 64,
    )  # fmt: skip


def cover(line: LoanLine, first: dt.date, last: dt.date, *, accepted: bool = True) -> Cover:
    made = Cover.objects.create(
        exhibition=line.loan.exhibition, kind="commercial", period=DateRange(first, last + dt.timedelta(days=1))
    )
    made.lines.add(line)
    if accepted:
        CoverAcceptance.objects.create(cover=made, loan=line.loan, accepted_on=TODAY, accepted_by="Dr Rahimova")
    return made


def accepted_report(line: LoanLine, *, expires: dt.date = dt.date(2028, 1, 1), verdict: str = "accepted") -> None:
    venue = line.loan.exhibition.showings.get().venue
    made = FacilityReport.objects.create(venue=venue, version=1, issued_on=dt.date(2026, 1, 5), expires_on=expires)
    FacilityDecision.objects.create(
        lender=line.loan.lender, report=made, verdict=verdict, words="The lift.", decided_by="Dr Rahimova",
        decided_on=TODAY,
    )  # fmt: skip


def immunity_list(line: LoanLine, published: dt.date) -> None:
    stored = files.keep_made(b"<p>list</p>", name="list.html", media_type="text/html")
    made = ImmunityList.objects.create(
        showing=line.loan.exhibition.showings.get(), number=1, made_on=published, html=stored, pdf=stored,
        url="https://museum.example/immunity", published_on=published,
    )  # fmt: skip
    ImmunityEntry.objects.create(edition=made, line=line, reference="1")


def executed(line: LoanLine) -> None:
    line.loan.agreement = AgreementFactory(executed=True)
    line.loan.save()


def courier_agreed(line: LoanLine) -> None:
    Term.objects.create(loan=line.loan, line=line, kind="courier", status="agreed", settled_on=TODAY)


def evidence(line: LoanLine, gate: str) -> None:
    GateRecord.objects.create(
        line=line, gate=gate, state="satisfied", evidence_number="DD/17", decided_by="Ruth Okafor", decided_on=TODAY
    )


def booked(line: LoanLine) -> None:
    Courier.objects.create(shipment=shipment(line), name="A. Yusupov", booked_on=TODAY)


def published_in_time(line: LoanLine) -> None:
    Leg.objects.create(
        shipment=shipment(line), number=1, from_place="Tashkent", from_country="UZ", to_place="London", to_country="GB",
        arrives_at=dt.datetime(2026, 9, 4, 12, tzinfo=dt.UTC),
    )  # fmt: skip
    immunity_list(line, ENTRY - dt.timedelta(days=28))


def cites_object(line: LoanLine) -> None:
    line.object.cites_appendix = "I"
    line.object.save()


def asked_for(line: LoanLine) -> None:
    GateRecord.objects.create(
        line=line, gate="method_statement", state="needed", reason="The mount is new.", decided_by="Ruth Okafor",
        decided_on=TODAY,
    )  # fmt: skip


def filed_statement(line: LoanLine) -> None:
    GateRecord.objects.filter(line=line).delete()
    evidence(line, "method_statement")


Step = Callable[[LoanLine], object]
NOTHING: Step = lambda line: None  # noqa: E731

EVERY_GATE: list[tuple[str, Step, str, Step]] = [
    ("due_diligence", NOTHING, "Nothing is on file.", lambda line: evidence(line, "due_diligence")),
    ("agreement", NOTHING, "There is no agreement yet.", executed),
    ("facility_report", NOTHING, "has issued none yet.", accepted_report),
    ("legal_basis", needs_decree, "None is on record.", lambda line: permit(line, "decree", "out")),
    ("outgoing_report", NOTHING, "There is none yet.", lambda line: report(line, "lender_out")),
    ("export_licence", NOTHING, "None is on record.", lambda line: permit(line, "export", "both")),
    ("cites", cites_object, "None is on record.", lambda line: permit(line, "cites", "out")),
    ("immunity", NOTHING, "No shipment says yet when it enters the country.", published_in_time),
    ("cover", NOTHING, "The object is under no cover.", lambda line: cover(line, COLLECT, RETURN)),
    ("courier", courier_agreed, "A courier was agreed and none is booked", booked),
    ("customs_in", NOTHING, "None is on record.", lambda line: permit(line, "customs", "out")),
    ("incoming_report", NOTHING, "There is none yet.", lambda line: report(line, "borrower_in")),
    ("method_statement", asked_for, "The mount is new.", filed_statement),
    ("closing_report", NOTHING, "There is none yet.", lambda line: report(line, "borrower_out")),
    ("cover_home", NOTHING, "The object is under no cover.", lambda line: cover(line, TODAY, RETURN)),
    ("export_home", NOTHING, "None is on record.", lambda line: permit(line, "export", "home")),
    ("cites_home", cites_object, "None is on record.", lambda line: permit(line, "cites", "home")),
    ("customs_home", NOTHING, "None is on record.", lambda line: permit(line, "customs", "home")),
    ("return_report", NOTHING, "There is none yet.", lambda line: report(line, "lender_return")),
]


def test_every_gate_of_the_table_is_tested_here() -> None:
    assert [name for name, *_rest in EVERY_GATE] == list(GATES)


@pytest.mark.parametrize(("name", "before", "words", "opens"), EVERY_GATE, ids=[each[0] for each in EVERY_GATE])
def test_each_gate_refuses_once_and_then_opens(
    line: LoanLine, name: str, before: Step, words: str, opens: Step
) -> None:
    before(line)
    shut, told = view(line, name)

    opens(line)

    assert (shut, words in told) == (GateState.NEEDED, True)
    assert view(line, name)[0] == GateState.SATISFIED


@pytest.mark.parametrize("name", GATES)
def test_what_a_gate_blocks_is_refused_with_what_to_do(line: LoanLine, name: str) -> None:
    needs_decree(line)
    cites_object(line)
    courier_agreed(line)
    asked_for(line)
    line = LoanLine.objects.select_related("loan__lender", "loan__agreement", "object").get(pk=line.pk)

    for step in GATES[name].blocks:
        with pytest.raises(GateOpen) as refused:
            gates.check([line], step, on=TODAY)
        assert f"{GATES[name].label}: " in refused.value.sentence
        assert str(GATES[name].todo) in refused.value.sentence


def test_what_a_gate_blocks_is_a_move_or_a_leave() -> None:
    leaves = {"issue_agreement", "release", "release_home"}

    assert [step for gate in GATES.values() for step in gate.blocks if step not in {*MOVES, *leaves}] == []
    assert [step for gate in GATES.values() for step in gate.blocks if step in MOVES and MOVES[step].fact] == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("legal_basis", "This lender needs no decree for a loan."),
        ("cites", "No material under CITES is on record."),
        ("courier", "No courier was agreed."),
        ("method_statement", "Nobody asked for one."),
    ],
)
def test_what_does_not_apply_is_not_needed_and_says_why(line: LoanLine, name: str, words: str) -> None:
    assert view(line, name) == (GateState.NOT_NEEDED, words)


def test_at_home_nothing_crosses_a_border(line: LoanLine) -> None:
    line.loan.lender.country = "GB"
    line.loan.lender.save()

    states = {name: view(line, name)[0] for name in ("export_licence", "customs_in", "immunity", "export_home")}

    assert set(states.values()) == {GateState.NOT_NEEDED}


def test_a_permit_counts_on_the_days_it_is_valid(line: LoanLine) -> None:
    permit(line, "export", "out", valid_from=dt.date(2026, 8, 1), valid_until=dt.date(2026, 10, 1))

    days = (dt.date(2026, 7, 31), dt.date(2026, 8, 1), dt.date(2026, 10, 1), dt.date(2026, 10, 2))
    states = [view(line, "export_licence", on=day)[0] for day in days]

    assert states == [GateState.FAILED, GateState.SATISFIED, GateState.SATISFIED, GateState.FAILED]


def test_a_permit_for_the_way_out_does_not_open_the_way_home(line: LoanLine) -> None:
    permit(line, "customs", "out")

    assert (view(line, "customs_in")[0], view(line, "customs_home")[0]) == (GateState.SATISFIED, GateState.NEEDED)


def test_a_permit_applied_for_or_refused_opens_nothing(line: LoanLine) -> None:
    asked = permit(line, "export", "out", status="applied", applied_on=TODAY)
    applied = view(line, "export_licence")
    asked.status = "refused"
    asked.save()

    assert applied == (GateState.IN_PROGRESS, "Applied for on 1 June 2026.")
    assert view(line, "export_licence") == (GateState.FAILED, "It was refused.")


def test_cover_has_to_hold_for_every_day_to_the_day_of_return(line: LoanLine) -> None:
    cover(line, COLLECT, RETURN - dt.timedelta(days=1))
    short = view(line, "cover")
    cover(line, RETURN, RETURN)

    assert short == (GateState.FAILED, "No cover from 20 March 2027.")
    assert view(line, "cover")[0] == GateState.SATISFIED


def test_cover_the_lender_has_not_accepted_does_not_count(line: LoanLine) -> None:
    cover(line, COLLECT, RETURN, accepted=False)

    assert view(line, "cover") == (GateState.IN_PROGRESS, "The lender has not accepted the cover yet.")


def test_an_expired_facility_report_and_concerns_keep_the_gate_shut(line: LoanLine) -> None:
    accepted_report(line, expires=dt.date(2026, 7, 1))

    assert view(line, "facility_report", on=dt.date(2026, 7, 2))[0] == GateState.FAILED
    FacilityDecision.objects.update(verdict="concerns")
    assert view(line, "facility_report")[0] == GateState.FAILED


def test_immunity_published_too_late_fails_with_the_day(line: LoanLine) -> None:
    published_in_time(line)
    ImmunityList.objects.update(published_on=ENTRY - dt.timedelta(days=27))

    assert view(line, "immunity") == (
        GateState.FAILED,
        "Published on 8 August 2026, too late for the entry on 4 September 2026: it had to stand there by 7 August 2026.",
    )


def test_immunity_follows_the_leg_when_it_moves(line: LoanLine) -> None:
    published_in_time(line)
    Leg.objects.update(arrives_at=dt.datetime(2026, 9, 3, 12, tzinfo=dt.UTC))

    assert view(line, "immunity")[0] == GateState.FAILED


def test_a_co_owner_in_the_united_kingdom_rules_immunity_out(line: LoanLine) -> None:
    line.object.co_owners, line.object.co_owner_countries = "Mrs Hart, Leeds", ["GB"]
    line.object.save()
    published_in_time(line)

    state, words = view(line, "immunity")

    assert state == GateState.NOT_NEEDED
    assert "Immunity is not available: Mrs Hart, Leeds is resident in the United Kingdom." in words


def test_an_incoming_report_from_before_the_object_came_does_not_count(line: LoanLine) -> None:
    report(line, "borrower_in", dt.date(2026, 5, 1))
    Location.objects.create(line=line, kind="venue", since=dt.date(2026, 5, 20), recorded_by="Ruth Okafor")

    assert view(line, "incoming_report")[0] == GateState.NEEDED


def test_evidence_out_of_date_opens_nothing(line: LoanLine) -> None:
    evidence(line, "due_diligence")
    GateRecord.objects.update(valid_until=TODAY)

    assert view(line, "due_diligence")[0] == GateState.SATISFIED
    assert view(line, "due_diligence", on=TODAY + dt.timedelta(days=1))[0] == GateState.NEEDED


def test_several_objects_are_refused_in_one_sentence(line: LoanLine) -> None:
    other = LoanLineFactory(loan=line.loan, status=LineStatus.READY, number=99)
    lines = list(LoanLine.objects.select_related("loan__lender", "loan__agreement", "object").order_by("pk"))
    report(other, "borrower_out")

    with pytest.raises(GateOpen) as refused:
        gates.check(lines, "pack_for_return", on=TODAY)

    assert refused.value.sentence == (
        f"Not yet. Object {line.number}: Condition report before return: There is none yet. "
        "Examine the object and sign the report before it is packed."
    )


def test_the_questions_to_the_database_do_not_grow_with_the_lines(
    line: LoanLine, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    executed(line)
    cover(line, COLLECT, RETURN)
    booked(line)
    accepted_report(line)
    permit(line, "export", "out")

    def ask() -> None:
        lines = LoanLine.objects.select_related("loan__lender", "loan__agreement__in_force", "object")
        gates.states(list(lines), on=TODAY)

    with django_assert_num_queries(18):
        ask()
    LoanLineFactory.create_batch(3, loan=line.loan, status=LineStatus.READY)
    with django_assert_num_queries(18):
        ask()


class TestAnyGateAnyWord(TestCase):
    """Whatever a person decides about any gate: only three states let an object through, and the row is one."""

    @settings(max_examples=60, deadline=None)
    @given(
        name=st.sampled_from(sorted(GATES)),
        state=st.sampled_from(sorted(GateState)),
        first=st.integers(-3, 3),
        length=st.integers(0, 4),
    )
    def test_only_a_valid_word_opens(self, name: str, state: str, first: int, length: int) -> None:
        line = LoanLineFactory(loan=LoanFactory(lender=LenderFactory(country="UZ")), status=LineStatus.READY)
        day = timezone.localdate()
        GateRecord.objects.create(
            line=line, gate=name, state=state, reason="Because", evidence_number="1", decided_by="Hanna Weiss",
            decided_on=day, valid_from=day + dt.timedelta(days=first),
            valid_until=day + dt.timedelta(days=first + length),
        )  # fmt: skip
        row = LoanLine.objects.select_related("loan__lender", "loan__agreement", "object").get(pk=line.pk)

        found = gates.states([row], on=day)[row.pk][name]

        if state in (GateState.WAIVED, GateState.NOT_NEEDED):
            assert found.passes
        if state == GateState.FAILED:
            assert not found.passes
        if state == GateState.SATISFIED:
            assert found.passes == (first <= 0 <= first + length)
        assert found.passes == (found.state in PASSED)
