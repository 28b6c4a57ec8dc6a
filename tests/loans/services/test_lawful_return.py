"""The latest lawful return is the earliest day of everything that ends, named; the calendar follows it by itself."""

import datetime as dt
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from pytest_django import DjangoAssertNumQueries

from loans.errors import WrongState
from loans.models import (
    Cover,
    CoverAcceptance,
    Deadline,
    DeadlineKind,
    GateRecord,
    ImmunityEntry,
    ImmunityList,
    LoanLine,
    Permit,
    ShipmentDirection,
)
from loans.services import deadlines, immunity, lawful_return, legal_days
from loans.services.lawful_return import LineReturn
from loans.states import LineStatus
from office.records import files
from office.records.actors import Actor
from office.records.models import AuditEvent
from tests.loans.services.test_immunity import a_line, travels
from tests.personas import Staff

pytestmark = pytest.mark.django_db

TODAY = dt.date(2025, 1, 10)
RETURN = dt.date(2025, 3, 20)  # the last day of a_line's period
ENTRY = dt.datetime(2024, 9, 2, 12, tzinfo=dt.UTC)


def covered(line: LoanLine, *, until: dt.date, first: dt.date = dt.date(2024, 8, 1), accepted: bool = True) -> Cover:
    cover = Cover.objects.create(
        exhibition=line.loan.exhibition,
        kind="commercial",
        reference=f"POL-{until}",
        period=DateRange(first, until + dt.timedelta(days=1)),
        granted_on=dt.date(2024, 7, 1),
    )
    cover.lines.add(line)
    if accepted:
        CoverAcceptance.objects.create(
            cover=cover, loan=line.loan, accepted_on=dt.date(2024, 7, 2), accepted_by="Nilufar"
        )
    return cover


def permitted(line: LoanLine, kind: str, **fields: Any) -> Permit:
    usual = {"status": "granted", "number": "412", "issued_on": dt.date(2024, 6, 1)}
    permit = Permit.objects.create(exhibition=line.loan.exhibition, kind=kind, **(usual | fields))
    permit.lines.add(line)
    return permit


def published(line: LoanLine) -> ImmunityList:
    page = files.keep_made(b"<p>", name="list.html", media_type="text/html")
    edition = ImmunityList.objects.create(
        showing=line.showings.get(),
        number=1,
        made_on=dt.date(2024, 7, 1),
        html=page,
        pdf=page,
        url="https://museum.example/list",
        published_on=dt.date(2024, 7, 2),
    )
    ImmunityEntry.objects.create(edition=edition, line=line, reference="S-1/001")
    return edition


def of(line: LoanLine, *, on: dt.date = TODAY) -> LineReturn:
    rows = list(immunity.with_everything(LoanLine.objects.filter(pk=line.pk)).select_related("loan__agreement"))
    return lawful_return.of_lines(rows, on=on)[line.pk]


def day_and_source(line: LoanLine) -> tuple[dt.date, str, str]:
    lawful = of(line).lawful
    assert lawful is not None
    return lawful.day, lawful.source.kind, lawful.source.words


def test_without_anything_else_it_is_the_end_of_the_loan() -> None:
    assert day_and_source(a_line()) == (RETURN, "agreement", "the period of the loan")


def test_the_earliest_counts_and_is_named() -> None:
    line = a_line()
    covered(line, until=dt.date(2025, 3, 10))
    permitted(line, "decree", return_by=dt.date(2025, 3, 1), number="DC-412")

    assert day_and_source(line) == (
        dt.date(2025, 3, 1),
        "decree",
        "Decree or order of the lender's country DC-412",
    )
    assert [source.kind for source in of(line).lawful.sources] == ["decree", "cover", "agreement"]  # type: ignore[union-attr]


def test_covers_that_follow_each_other_count_to_the_end_of_the_last() -> None:
    line = a_line()
    covered(line, until=dt.date(2025, 1, 31))
    covered(line, first=dt.date(2025, 2, 1), until=dt.date(2025, 3, 15))
    covered(line, first=dt.date(2025, 3, 18), until=dt.date(2025, 3, 25))

    assert day_and_source(line)[:2] == (dt.date(2025, 3, 15), "cover")


def test_a_cover_nobody_accepted_is_none() -> None:
    line = a_line()
    covered(line, until=dt.date(2025, 2, 1), accepted=False)

    assert day_and_source(line)[1] == "agreement"


@pytest.mark.parametrize(
    ("kind", "fields", "expected"),
    [
        ("export", {"return_by": dt.date(2025, 2, 1)}, (dt.date(2025, 2, 1), "permit")),
        ("export", {"valid_until": dt.date(2025, 2, 1)}, (RETURN, "agreement")),
        ("export", {"valid_until": dt.date(2025, 2, 1), "direction": "home"}, (dt.date(2025, 2, 1), "permit")),
        ("cites", {"valid_until": dt.date(2025, 2, 2), "direction": "both"}, (dt.date(2025, 2, 2), "cites")),
        ("customs", {"valid_until": dt.date(2025, 2, 3)}, (dt.date(2025, 2, 3), "customs")),
        ("customs", {"valid_until": dt.date(2025, 2, 3), "discharged_on": TODAY}, (RETURN, "agreement")),
        ("decree", {"return_by": dt.date(2025, 2, 4), "status": "applied"}, (RETURN, "agreement")),
    ],
)
def test_permits(kind: str, fields: dict[str, Any], expected: tuple[dt.date, str]) -> None:
    line = a_line()
    permitted(line, kind, **fields)

    assert day_and_source(line)[:2] == expected


def test_immunity_ends_only_where_it_was_published() -> None:
    line = a_line()
    travels(line, arrives=dt.datetime(2024, 3, 2, 12, tzinfo=dt.UTC))
    assert day_and_source(line)[1] == "agreement"

    published(line)

    assert day_and_source(line) == (dt.date(2025, 3, 1), "immunity", "the end of immunity from seizure")


def test_a_return_planned_too_late_is_said() -> None:
    line = a_line()
    permitted(line, "decree", return_by=dt.date(2025, 3, 1), number="412")

    sentences = [each.sentence for each in of(line).warnings]

    assert sentences == [
        "The return is planned for 20 March 2025, but the object must be home by 1 March 2025 (Decree or order of the lender's country 412). Bring the return forward or have it extended.",
        "The object must be home by 1 March 2025, in 50 days (Decree or order of the lender's country 412).",
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_any_number_of_lines_costs_the_same(number: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    first = a_line()
    lines = [first] + [a_line(loan=first.loan) for _each in range(number - 1)]
    for line in lines:
        covered(line, until=dt.date(2025, 3, 10))
        permitted(line, "decree", return_by=dt.date(2025, 3, 1))
        travels(line, arrives=ENTRY)
        travels(line, arrives=None, direction=ShipmentDirection.HOME)
    rows = list(legal_days.lines_with_everything([first.loan_id]))

    with django_assert_num_queries(10):
        found = lawful_return.of_lines(rows, on=TODAY)

    assert len(found) == number


SYSTEM = Actor.system()


def on_calendar(line: LoanLine, kind: DeadlineKind = DeadlineKind.LAWFUL_RETURN) -> Deadline:
    return Deadline.objects.get(loan=line.loan, kind=kind)


def test_the_calendar_says_the_latest_lawful_return_of_a_loan() -> None:
    line = a_line()
    permitted(line, "decree", return_by=dt.date(2025, 3, 1), number="412")

    changed = legal_days.follow_all(on=TODAY, actor=SYSTEM)

    row = on_calendar(line)
    assert changed == 2
    assert (row.due_date, str(row)) == (
        dt.date(2025, 3, 1),
        "Latest lawful return: Decree or order of the lender's country 412",
    )
    assert on_calendar(line, DeadlineKind.IMMUNITY).due_date == dt.date(2024, 7, 23)


def test_run_again_it_changes_nothing_and_writes_nothing() -> None:
    a_line()
    legal_days.follow_all(on=TODAY, actor=SYSTEM)
    before = AuditEvent.objects.count()

    assert legal_days.follow_all(on=TODAY, actor=SYSTEM) == 0
    assert AuditEvent.objects.count() == before


def test_the_calendar_moves_with_what_is_recorded_and_back_when_somebody_moves_it() -> None:
    line = a_line()
    legal_days.follow_all(on=TODAY, actor=SYSTEM)
    covered(line, until=dt.date(2025, 2, 1))
    Deadline.objects.filter(loan=line.loan, kind=DeadlineKind.LAWFUL_RETURN).update(
        due_date=dt.date(2030, 1, 1), done_on=TODAY, done_by="Somebody"
    )

    legal_days.follow_all(on=TODAY, actor=SYSTEM)

    row = on_calendar(line)
    assert (row.due_date, row.done_on, row.done_by) == (dt.date(2025, 2, 1), None, "")


def test_a_published_list_ends_its_deadline() -> None:
    line = a_line()
    legal_days.follow_all(on=TODAY, actor=SYSTEM)
    published(line)

    legal_days.follow_all(on=TODAY, actor=SYSTEM)

    assert on_calendar(line, DeadlineKind.IMMUNITY).done_on == TODAY


def test_nobody_finishes_it_by_hand(ruth: Staff) -> None:
    line = a_line()
    legal_days.follow_all(on=TODAY, actor=SYSTEM)

    with pytest.raises(WrongState) as refusal:
        deadlines.finish(on_calendar(line), actor=ruth.actor)

    assert refusal.value.sentence == (
        "The latest lawful return can't be put off or ticked: it ends when the objects are home. "
        "Bring the return forward, or record the extension where the day comes from."
    )


def test_what_is_home_is_not_looked_at_any_more() -> None:
    line = a_line()
    LoanLine.objects.filter(pk=line.pk).update(status=LineStatus.RETURNED)

    assert legal_days.follow_all(on=TODAY, actor=SYSTEM) == 0


class AtRandom(TestCase):
    """Whatever ends and when, the day is the earliest of them."""

    @settings(max_examples=25, deadline=None)
    @given(
        days=st.lists(
            st.tuples(st.sampled_from(["decree", "export", "cites", "customs"]), st.integers(-200, 200)), max_size=5
        ),
        cover=st.none() | st.integers(1, 200),
    )
    def test_the_earliest(self, days: list[tuple[str, int]], cover: int | None) -> None:
        line = a_line()
        ends = [RETURN]
        for kind, offset in days:
            permitted(line, kind, return_by=RETURN + dt.timedelta(days=offset))
            ends.append(RETURN + dt.timedelta(days=offset))
        if cover is not None:
            end = TODAY + dt.timedelta(days=cover)
            covered(line, until=end)
            ends.append(end)

        lawful = of(line).lawful

        assert lawful is not None
        assert lawful.day == min(ends)
        assert sorted(source.day for source in lawful.sources) == sorted(ends)


def test_what_goes_without_immunity_by_somebodys_word_is_not_waited_for() -> None:
    line = a_line()
    travels(line, arrives=ENTRY)
    legal_days.follow_all(on=TODAY, actor=SYSTEM)
    waited_for = on_calendar(line, DeadlineKind.IMMUNITY)
    GateRecord.objects.create(
        line=line, gate="immunity", state="not_needed", reason="None is sought.", decided_on=TODAY
    )

    legal_days.follow_all(on=TODAY, actor=SYSTEM)

    assert waited_for.done_on is None
    assert on_calendar(line, DeadlineKind.IMMUNITY).done_on == TODAY
