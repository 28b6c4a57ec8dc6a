"""A line taken over as it stands: facts of the past, no move, no letter."""

import datetime as dt

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from loans.errors import Conflict, MissingFact, NotAllowed, WrongState
from loans.models import Location
from loans.notices.dispatch import write_letters
from loans.services import lines
from loans.services.lines.standing import ANSWERS, PLACES, TAKEN, Stand
from loans.services.lines.standing import check as check_stand
from loans.states import DeclineReason, LineStatus
from office.post.models import Letter
from office.records.audit import Facts
from office.records.models import AuditEvent, Authority
from tests.factories import LoanFactory, LoanLineFactory
from tests.loans.services.standing.lists import as_of
from tests.personas import Staff

LETTER = Facts(
    happened_on=dt.date(2026, 3, 3),
    decided_by="Dr Rahimova",
    authority=Authority.LETTER,
    authority_number="17/3",
    authority_date=dt.date(2026, 3, 2),
)


def test_the_facts_are_kept_with_the_line_and_in_the_file(ruth: Staff) -> None:
    line = LoanLineFactory()

    lines.stand(line, LineStatus.INSTALLED, facts=LETTER, as_of=as_of(), actor=ruth.actor)

    line.refresh_from_db()
    event = AuditEvent.objects.get(verb="line.stand")
    assert (line.status, line.decided_by, line.decided_on) == ("installed", "Dr Rahimova", dt.date(2026, 3, 3))
    assert (event.recorded_by, event.decided_by, event.authority_number) == ("Ruth Okafor", "Dr Rahimova", "17/3")
    assert (event.happened_on, event.loan_file, event.after["as_of"]) == (as_of(), line.loan.uid, str(as_of()))


def test_what_the_list_does_not_say_stays_unknown(ruth: Staff) -> None:
    line = LoanLineFactory()

    lines.stand(line, LineStatus.REQUESTED, facts=Facts(), as_of=as_of(), actor=ruth.actor)

    line.refresh_from_db()
    assert (line.decided_by, line.decided_on) == ("", None)
    assert AuditEvent.objects.get(verb="line.stand").decided_by == ""


@pytest.mark.parametrize("status", sorted(TAKEN))
def test_no_status_sends_a_letter_and_a_line_in_our_hands_has_a_place(status: LineStatus, ruth: Staff) -> None:
    line = LoanLineFactory()
    code = DeclineReason.POLICY if status == LineStatus.DECLINED else ""

    lines.stand(line, status, facts=LETTER, as_of=as_of(), actor=ruth.actor, reason_code=code)
    write_letters(now=timezone.now() + dt.timedelta(hours=2))

    places = list(Location.objects.filter(line=line).values_list("kind", "since"))
    assert places == ([(PLACES[status], as_of())] if status in PLACES else [])
    assert Letter.objects.count() == 0


def test_an_object_promised_elsewhere_is_refused_with_the_name_of_the_other_loan(ruth: Staff) -> None:
    other = LoanLineFactory(status=LineStatus.CONFIRMED)
    line = LoanLineFactory(loan=LoanFactory(lender=other.loan.lender), object=other.object)

    with pytest.raises(Conflict) as refused:
        lines.stand(line, LineStatus.PACKED, facts=LETTER, as_of=as_of(), actor=ruth.actor)

    line.refresh_from_db()
    assert f"({other.loan.reference})" in refused.value.sentence
    assert line.status == LineStatus.DRAFT
    assert AuditEvent.objects.filter(verb="line.stand").count() == 0


def test_a_line_that_went_on_here_is_left_alone(ruth: Staff) -> None:
    line = LoanLineFactory()
    lines.stand(line, LineStatus.CONFIRMED, facts=LETTER, as_of=as_of(), actor=ruth.actor)
    lines.move(line, "prepare", actor=ruth.actor)

    with pytest.raises(WrongState, match="It went on here already and is “Being prepared”"):
        lines.stand(line, LineStatus.PACKED, facts=LETTER, as_of=as_of(), actor=ruth.actor)


def test_what_stands_may_be_told_anew_and_be_corrected(ruth: Staff) -> None:
    line = LoanLineFactory()
    lines.stand(line, LineStatus.REQUESTED, facts=Facts(), as_of=as_of(), actor=ruth.actor)
    lines.stand(line, LineStatus.RECEIVED, facts=LETTER, as_of=as_of(), actor=ruth.actor)

    lines.correct(line, actor=ruth.actor, reason="The wrong row")

    line.refresh_from_db()
    newest = Location.objects.filter(line=line).order_by("-id").first()
    assert (line.status, newest and newest.kind) == (LineStatus.REQUESTED, "lender")


@pytest.mark.parametrize(
    ("status", "facts", "code", "sentence"),
    [
        (LineStatus.DRAFT, LETTER, "", "Nothing is taken over as “Draft”. Do that on the loan's page."),
        (LineStatus.APPROVED, Facts(), "", "Say who at the lender decided."),
        (LineStatus.APPROVED, Facts(decided_by="X"), "", "Say how the answer reached us: by letter, mail, telephone ..."),
        (LineStatus.DECLINED, LETTER, "", "Choose a reason from the list."),
    ],
)  # fmt: skip
def test_a_missing_fact_is_asked_for(status: LineStatus, facts: Facts, code: str, sentence: str, ruth: Staff) -> None:
    line = LoanLineFactory()

    with pytest.raises(MissingFact) as refused:
        lines.stand(line, status, facts=facts, as_of=as_of(), actor=ruth.actor, reason_code=code)

    line.refresh_from_db()
    assert refused.value.sentence == sentence
    assert line.status == LineStatus.DRAFT


def test_a_day_to_come_is_refused(ruth: Staff) -> None:
    tomorrow = timezone.localdate() + dt.timedelta(days=1)

    with pytest.raises(MissingFact, match="is still to come"):
        lines.stand(LoanLineFactory(), LineStatus.REQUESTED, facts=Facts(), as_of=tomorrow, actor=ruth.actor)


def test_who_may_not_record_answers_takes_nothing_over(colin: Staff) -> None:
    with pytest.raises(NotAllowed):
        lines.stand(LoanLineFactory(), LineStatus.REQUESTED, facts=Facts(), as_of=as_of(), actor=colin.actor)


@pytest.mark.parametrize("number", [1, 3])
def test_many_lines_cost_a_fixed_number_of_queries(number: int, ruth: Staff, django_assert_num_queries: object) -> None:
    loan = LoanFactory()
    made = [LoanLineFactory(loan=loan) for _each in range(number)]
    wanted = [Stand(line, LineStatus.RECEIVED, LETTER) for line in made]

    with django_assert_num_queries(6):  # type: ignore[operator]
        lines.stand_all(wanted, as_of=as_of(), actor=ruth.actor)


@given(status=st.sampled_from(sorted(ANSWERS)), who=st.booleans(), how=st.booleans(), day=st.booleans())
def test_a_lenders_word_needs_who_how_and_when(status: LineStatus, who: bool, how: bool, day: bool) -> None:
    facts = Facts(
        decided_by="Dr Rahimova" if who else "",
        authority=Authority.LETTER if how else "",
        happened_on=dt.date(2026, 3, 3) if day else None,
    )
    said = Stand(LoanLineFactory.build(), status, facts, reason_code=DeclineReason.OTHER)

    if who and how and day:
        check_stand(said, as_of=dt.date(2026, 11, 1))
    else:
        with pytest.raises(MissingFact):
            check_stand(said, as_of=dt.date(2026, 11, 1))
