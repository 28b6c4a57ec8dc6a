"""The latest lawful return of an object and the warnings before it."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loans.rules.lawful_return import KINDS, LawfulReturn, Source, latest_lawful_return, warnings

AGREEMENT = Source("agreement", dt.date(2025, 4, 6), "agreement A-2024-003")
DECREE = Source("decree", dt.date(2025, 3, 31), "decree 412 of 3 May 2024")
IMMUNITY = Source("immunity", dt.date(2025, 9, 1), "immunity in the United Kingdom")


def lawful() -> LawfulReturn:
    found = latest_lawful_return([IMMUNITY, AGREEMENT, DECREE])
    assert found is not None
    return found


def test_the_earliest_wins_and_all_sources_are_kept() -> None:
    assert lawful() == LawfulReturn(DECREE.day, DECREE, (DECREE, AGREEMENT, IMMUNITY))


def test_of_the_same_day_the_agreement_is_named() -> None:
    found = latest_lawful_return([Source("cites", AGREEMENT.day, "CITES permit"), AGREEMENT])

    assert found is not None
    assert found.source == AGREEMENT


def test_where_nothing_ends_there_is_no_day() -> None:
    assert latest_lawful_return([]) is None


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="moon"):
        Source("moon", DECREE.day, "the moon")


@pytest.mark.parametrize(
    ("days_before", "stages"),
    [(121, []), (120, [120]), (61, [120]), (60, [60]), (30, [30]), (1, [30]), (0, [30]), (-1, [0]), (-6211, [0])],
)
def test_marks(days_before: int, stages: list[int]) -> None:
    on = DECREE.day - dt.timedelta(days_before)

    assert [each.stage for each in warnings(lawful(), planned=DECREE.day, on=on)] == stages


def test_the_sentence_names_day_and_source() -> None:
    [booked] = warnings(lawful(), planned=dt.date(2025, 3, 20), on=dt.date(2025, 3, 1))
    [open_] = warnings(lawful(), planned=None, on=dt.date(2025, 3, 30))
    [today] = warnings(lawful(), planned=None, on=DECREE.day)

    assert booked.sentence == (
        "The object must be home by 31 March 2025, in 30 days (decree 412 of 3 May 2024). "
        "The return is planned for 20 March 2025."
    )
    assert open_.sentence == (
        "The object must be home by 31 March 2025, in 1 day (decree 412 of 3 May 2024). No return is planned yet: book it."
    )
    assert today.sentence.startswith("The object must be home today, 31 March 2025 (decree 412 of 3 May 2024).")


def test_a_return_planned_too_late_is_said_long_before() -> None:
    [found] = warnings(lawful(), planned=dt.date(2025, 4, 1), on=dt.date(2024, 1, 1))

    assert found.stage is None
    assert found.sentence == (
        "The return is planned for 1 April 2025, but the object must be home by 31 March 2025 "
        "(decree 412 of 3 May 2024). Bring the return forward or have it extended."
    )


def test_once_the_day_has_passed() -> None:
    [found] = warnings(lawful(), planned=None, on=dt.date(2025, 4, 1))

    assert found.sentence == (
        "The object had to be home by 31 March 2025 (decree 412 of 3 May 2024), 1 day ago. "
        "Send it home now, or have it extended and tell the lender today."
    )


sources = st.builds(
    Source, st.sampled_from(KINDS), st.dates(dt.date(2024, 1, 1), dt.date(2027, 1, 1)), st.sampled_from("abc")
)


@given(some=st.lists(sources, min_size=1), more=sources)
def test_another_source_never_moves_the_day_later(some: list[Source], more: Source) -> None:
    before, after = latest_lawful_return(some), latest_lawful_return([*some, more])

    assert before is not None
    assert after is not None
    assert after.day == min(before.day, more.day)
    assert len(after.sources) == len(some) + 1
