"""The one door: who may make which move, what it needs, what it leaves behind."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from loans.errors import Conflict, GateOpen, MissingFact, NotAllowed, WrongState
from loans.models import Incident, LoanLine, Location, Term
from loans.services import agreements, lines
from loans.services.lines import ExitTerms
from loans.states import LineStatus
from office.records.audit import Facts
from office.records.models import AuditEvent
from tests.factories import AgreementFactory, CollectionObjectFactory, LoanFactory, LoanLineFactory, waive
from tests.personas import Lending, Staff, timur

BY_LETTER = Facts(decided_by="Dr Aziza Rahimova", decided_by_title="Director", authority="letter")


def requested(lending: Lending, **fields: object) -> LoanLine:
    return LoanLineFactory(loan=LoanFactory(lender=lending.contact.lender), status=LineStatus.REQUESTED, **fields)


def signed(line: LoanLine, ruth: Staff) -> LoanLine:
    agreement = agreements.issue_on_paper([line.loan], actor=ruth.actor)
    agreements.sign_for_lender(agreement, signatory="Dr Rahimova", actor=ruth.actor)
    agreements.sign_for_organiser(agreement, signatory="Hanna Weiss", actor=ruth.actor)
    return LoanLine.objects.get(pk=line.pk)


def test_a_lender_approves_in_the_portal(nilufar: Lending) -> None:
    line = requested(nilufar)

    moved = lines.move(line, "approve", actor=nilufar.actor)

    event = AuditEvent.objects.get()
    assert moved.status == LineStatus.APPROVED
    assert (moved.decided_by, moved.decided_on) == ("Nilufar Karimova", timezone.localdate())
    assert (event.verb, event.decided_by, event.decided_by_title) == (
        "line.approve",
        "Nilufar Karimova",
        "Chief registrar",
    )
    assert (event.authority, event.recorded_by_kind, event.loan_file) == ("portal", "contact", line.loan.uid)
    assert (event.before["status"], event.after["status"]) == ("requested", "approved")


def test_a_registrar_records_an_answer_that_came_by_letter(ruth: Staff, nilufar: Lending) -> None:
    friday = timezone.localdate() - dt.timedelta(days=3)
    facts = Facts(
        happened_on=friday,
        decided_by="Dr Aziza Rahimova",
        decided_by_title="Director",
        authority="letter",
        authority_number="17/3",
        authority_date=friday,
    )

    moved = lines.move(requested(nilufar), "approve", actor=ruth.actor, facts=facts)

    event = AuditEvent.objects.get()
    assert moved.decided_on == friday
    assert (event.happened_on, event.decided_by, event.authority_number) == (friday, "Dr Aziza Rahimova", "17/3")
    assert (event.recorded_by, event.recorded_at.date()) == ("Ruth Okafor", timezone.now().date())


def test_whoever_records_for_a_lender_says_who_decided_and_how_we_know(ruth: Staff, nilufar: Lending) -> None:
    line = requested(nilufar)

    with pytest.raises(MissingFact) as nobody:
        lines.move(line, "approve", actor=ruth.actor)
    with pytest.raises(MissingFact) as nowhere:
        lines.move(line, "approve", actor=ruth.actor, facts=Facts(decided_by="Dr Rahimova"))

    assert (nobody.value.field, nowhere.value.field) == ("decided_by", "authority")
    assert AuditEvent.objects.count() == 0


def test_a_decline_needs_a_reason_from_the_list(nilufar: Lending) -> None:
    line = requested(nilufar)

    for reason_code in ("", "because"):
        with pytest.raises(MissingFact) as refused:
            lines.move(line, "decline", actor=nilufar.actor, reason_code=reason_code)
        assert refused.value.field == "reason_code"
    moved = lines.move(line, "decline", actor=nilufar.actor, reason_code="on_display", reason="Until 2028.")

    assert (moved.status, moved.reason_code, moved.reason) == (LineStatus.DECLINED, "on_display", "Until 2028.")


def test_conditions_are_written_down(nilufar: Lending) -> None:
    line = requested(nilufar)

    with pytest.raises(MissingFact):
        lines.move(line, "approve_with_conditions", actor=nilufar.actor)
    moved = lines.move(line, "approve_with_conditions", actor=nilufar.actor, conditions="Our courier travels with it.")

    term = Term.objects.select_related("current").get(line=line)
    assert moved.status == LineStatus.APPROVED_WITH_CONDITIONS
    assert (term.kind, term.status, term.current and term.current.words) == (
        "other",
        "open",
        "Our courier travels with it.",
    )


def test_another_lender_can_not_decide(nilufar: Lending, ingrid: Lending) -> None:
    line = requested(nilufar)

    with pytest.raises(NotAllowed) as refused:
        lines.move(line, "approve", actor=ingrid.actor)

    assert refused.value.code == "not-yours"


def test_a_colleague_who_may_only_read_is_told_so(nilufar: Lending) -> None:
    line = requested(nilufar)

    with pytest.raises(NotAllowed) as refused:
        lines.move(line, "approve", actor=timur(nilufar).actor)

    assert "the decision is with a colleague" in refused.value.sentence


def test_a_lender_does_not_make_our_moves(nilufar: Lending) -> None:
    line = requested(nilufar)

    with pytest.raises(NotAllowed):
        lines.move(line, "withdraw", actor=nilufar.actor, reason="Changed our mind")


def test_a_viewer_moves_nothing(vera: Staff, nilufar: Lending) -> None:
    line = requested(nilufar)

    with pytest.raises(NotAllowed):
        lines.move(line, "approve", actor=vera.actor, facts=BY_LETTER)


def test_an_unknown_move_is_refused(ruth: Staff, nilufar: Lending) -> None:
    with pytest.raises(WrongState) as refused:
        lines.move(requested(nilufar), "explode", actor=ruth.actor)

    assert refused.value.code == "unknown-move"


def test_what_happened_did_not_happen_in_the_future(ruth: Staff, nilufar: Lending) -> None:
    facts = Facts(happened_on=timezone.localdate() + dt.timedelta(days=3), decided_by="Dr Rahimova", authority="letter")

    with pytest.raises(MissingFact) as refused:
        lines.move(requested(nilufar), "approve", actor=ruth.actor, facts=facts)

    assert refused.value.field == "happened_on"


def test_the_second_answer_reads_what_the_first_was(nilufar: Lending) -> None:
    line = requested(nilufar)
    lines.move(line, "approve", actor=nilufar.actor)

    with pytest.raises(WrongState) as refused:
        lines.move(line, "approve", actor=nilufar.actor)

    assert refused.value.sentence.startswith("This was done already: the object is “Approved” (Nilufar Karimova,")
    assert AuditEvent.objects.count() == 1


def test_an_object_is_promised_to_one_loan_at_a_time(nilufar: Lending) -> None:
    line = requested(nilufar)
    rival = requested(nilufar, object=line.object)
    lines.move(line, "approve", actor=nilufar.actor)

    with pytest.raises(Conflict) as refused:
        lines.move(rival, "approve", actor=nilufar.actor)

    assert line.loan.reference in refused.value.sentence
    assert LoanLine.objects.get(pk=rival.pk).status == LineStatus.REQUESTED
    assert AuditEvent.objects.count() == 1


def test_an_object_may_leave_for_another_loan_on_the_day_it_comes_home(nilufar: Lending) -> None:
    line = requested(nilufar)
    handover = line.period.upper
    rival = requested(nilufar, object=line.object, period=DateRange(handover, handover + dt.timedelta(days=90)))
    lines.move(line, "approve", actor=nilufar.actor)

    moved = lines.move(rival, "approve", actor=nilufar.actor)

    assert moved.status == LineStatus.APPROVED


def test_a_soft_hold_promises_nothing(nilufar: Lending) -> None:
    line = requested(nilufar)
    rival = requested(nilufar, object=line.object)
    lines.move(line, "approve_in_principle", actor=nilufar.actor, reason="Trustees meet on 12 May.")

    moved = lines.move(rival, "approve", actor=nilufar.actor)

    assert moved.status == LineStatus.APPROVED


def test_a_returned_object_can_be_lent_again(nilufar: Lending) -> None:
    line = requested(nilufar)
    LoanLine.objects.filter(pk=line.pk).update(status=LineStatus.RETURNED)

    moved = lines.move(requested(nilufar, object=line.object), "approve", actor=nilufar.actor)

    assert moved.status == LineStatus.APPROVED


@pytest.mark.parametrize(
    "period", [None, DateRange(empty=True), DateRange(None, dt.date(2026, 1, 1)), DateRange(dt.date(2026, 1, 1), None)]
)
def test_a_promise_needs_a_first_and_a_last_day(nilufar: Lending, period: DateRange | None) -> None:
    line = requested(nilufar, period=period)

    with pytest.raises(MissingFact) as refused:
        lines.move(line, "approve", actor=nilufar.actor)
    with pytest.raises(IntegrityError, match="loans_line_committed_period_bounded"), transaction.atomic():
        LoanLine.objects.filter(pk=line.pk).update(status=LineStatus.APPROVED)

    assert refused.value.field == "period"


def test_nothing_is_packed_before_both_sides_signed(ruth: Staff, nilufar: Lending) -> None:
    line = requested(nilufar)
    LoanLine.objects.filter(pk=line.pk).update(status=LineStatus.READY)
    waive(line, "pack", but=("agreement",))

    with pytest.raises(GateOpen) as refused:
        lines.move(line, "pack", actor=ruth.actor)
    line.loan.agreement = AgreementFactory(executed=True)
    line.loan.save()
    moved = lines.move(line, "pack", actor=ruth.actor)

    assert refused.value.sentence == (
        "Not yet. Agreement signed: There is no agreement yet. Have the agreement signed by both sides."
    )
    assert moved.status == LineStatus.PACKED


def test_an_arrival_is_recorded_though_nothing_was_in_order(ruth: Staff, nilufar: Lending) -> None:
    line = requested(nilufar)
    waive(line, but=("agreement",))
    lines.move(line, "approve", actor=nilufar.actor)

    moved = lines.move(line, "receive", actor=ruth.actor)

    event = AuditEvent.objects.get(verb="line.receive")
    assert (moved.status, moved.incident_since) == (LineStatus.RECEIVED, timezone.localdate())
    assert event.words == ("Recorded as it happened, though Agreement signed was open; no dispatch had been recorded.")
    assert Incident.objects.get(line=line).words == (
        "Received, though Agreement signed was open; no dispatch had been recorded."
    )
    assert Location.objects.get(line=line).kind == "venue"


def test_an_incident_is_settled_with_words(ruth: Staff, nilufar: Lending) -> None:
    line = requested(nilufar)
    lines.move(line, "approve", actor=nilufar.actor)
    lines.move(line, "receive", actor=ruth.actor)

    with pytest.raises(MissingFact):
        lines.settle_incident(line, actor=ruth.actor, reason=" ")
    settled = lines.settle_incident(line, actor=ruth.actor, reason="Agreement signed on arrival.")

    assert settled.incident_since is None


@pytest.mark.parametrize(
    "status",
    ["in_transit_out", "received", "installed", "rotated_off", "deinstalled", "packed_for_return", "in_transit_back"],
)
@pytest.mark.parametrize("name", ["withdraw", "terminate", "withdraw_by_lender"])
def test_what_is_in_our_hands_is_not_cancelled(hanna: Staff, nilufar: Lending, status: str, name: str) -> None:
    line = requested(nilufar)
    LoanLine.objects.filter(pk=line.pk).update(status=status)

    with pytest.raises(WrongState) as refused:
        lines.move(
            line, name, actor=hanna.actor, facts=BY_LETTER, reason="Costs", exit_terms=ExitTerms("us", "none", "us")
        )

    assert "not cancelled" in refused.value.sentence


def test_a_signed_loan_is_terminated_before_collection_with_terms(hanna: Staff, nilufar: Lending) -> None:
    line = requested(nilufar)
    LoanLine.objects.filter(pk=line.pk).update(status=LineStatus.CONFIRMED)

    with pytest.raises(MissingFact) as refused:
        lines.move(line, "terminate", actor=hanna.actor, reason="The show is cancelled.")
    moved = lines.move(
        line,
        "terminate",
        actor=hanna.actor,
        reason="The show is cancelled.",
        exit_terms=ExitTerms(by="The organiser", notice="30 days", costs="The organiser bears the costs so far."),
    )

    assert refused.value.field == "exit_terms"
    assert moved.status == LineStatus.TERMINATED
    assert AuditEvent.objects.get().after["exit_terms"]["notice"] == "30 days"


def test_a_misclick_is_undone_and_both_entries_stay(ruth: Staff, nilufar: Lending) -> None:
    line = requested(nilufar)
    lines.move(line, "decline", actor=ruth.actor, facts=BY_LETTER, reason_code="costs")

    corrected = lines.correct(line, actor=ruth.actor, reason="Wrong row.")

    wrong, correction = AuditEvent.objects.order_by("id")
    assert (corrected.status, corrected.reason_code, corrected.decided_by) == (LineStatus.REQUESTED, "", "")
    assert (correction.corrects, correction.words) == (wrong, "Wrong row.")


def test_corrections_go_back_one_entry_at_a_time(ruth: Staff, nilufar: Lending) -> None:
    line = requested(nilufar)
    lines.move(line, "review", actor=nilufar.actor)
    lines.move(line, "approve", actor=nilufar.actor)

    first = lines.correct(line, actor=ruth.actor, reason="Wrong row.").status
    second = lines.correct(line, actor=ruth.actor, reason="Wrong row, too.").status

    assert (first, second) == (LineStatus.UNDER_REVIEW, LineStatus.REQUESTED)
    with pytest.raises(WrongState):
        lines.correct(line, actor=ruth.actor, reason="Nothing is left.")


def test_a_correction_needs_a_reason_and_a_registrar(ruth: Staff, colin: Staff, nilufar: Lending) -> None:
    line = requested(nilufar)
    lines.move(line, "approve", actor=nilufar.actor)

    with pytest.raises(MissingFact):
        lines.correct(line, actor=ruth.actor, reason="")
    with pytest.raises(NotAllowed):
        lines.correct(line, actor=colin.actor, reason="Wrong row.")
    with pytest.raises(NotAllowed):
        lines.correct(line, actor=nilufar.actor, reason="Wrong row.")


def test_on_hold_nothing_is_promised_or_handled(ruth: Staff, nilufar: Lending) -> None:
    line = requested(nilufar)
    lines.hold(line, actor=ruth.actor, reason="Damage found")

    with pytest.raises(WrongState) as refused:
        lines.move(line, "approve", actor=nilufar.actor)
    lines.release(line, actor=ruth.actor)
    moved = lines.move(line, "approve", actor=nilufar.actor)

    assert refused.value.code == "on-hold"
    assert moved.status == LineStatus.APPROVED


def test_all_move_or_none(nilufar: Lending) -> None:
    loan = LoanFactory(lender=nilufar.contact.lender)
    waiting = LoanLineFactory.create_batch(2, loan=loan, status=LineStatus.REQUESTED)
    declined = LoanLineFactory(loan=loan, status=LineStatus.DECLINED, reason_code="costs")

    with pytest.raises(WrongState) as refused:
        lines.move_all([*waiting, declined], "approve", actor=nilufar.actor)
    moved = lines.move_all(waiting, "approve", actor=nilufar.actor)

    assert refused.value.sentence.startswith("Nothing was changed.")
    assert [line.status for line in moved] == [LineStatus.APPROVED, LineStatus.APPROVED]
    assert AuditEvent.objects.count() == 2


def test_the_buttons_follow_the_person(ruth: Staff, vera: Staff, nilufar: Lending) -> None:
    line = requested(nilufar)

    assert [move.name for move in lines.possible_moves(line, actor=nilufar.actor)] == [
        "review", "approve_in_principle", "approve", "approve_with_conditions", "decline", "offer_substitute",
    ]  # fmt: skip
    assert [move.name for move in lines.possible_moves(line, actor=ruth.actor)] == [
        "review", "approve_in_principle", "approve", "approve_with_conditions", "decline", "offer_substitute", "withdraw",
    ]  # fmt: skip
    assert lines.possible_moves(line, actor=vera.actor) == []
    assert lines.refusal(line, "pack", actor=ruth.actor) == "“Pack” is not possible now: the object is “Requested”."


def test_a_substitute_is_another_object_of_the_same_lender(nilufar: Lending) -> None:
    line = requested(nilufar)
    other = CollectionObjectFactory(lender=nilufar.contact.lender)

    for wrong in (line.object, CollectionObjectFactory()):
        with pytest.raises(MissingFact) as refused:
            lines.move(line, "offer_substitute", actor=nilufar.actor, reason="It travels.", substitute=wrong)
        assert refused.value.field == "substitute"
    moved = lines.move(line, "offer_substitute", actor=nilufar.actor, reason="It travels better.", substitute=other)

    assert (moved.status, moved.substitute) == (LineStatus.SUBSTITUTE_OFFERED, other)
