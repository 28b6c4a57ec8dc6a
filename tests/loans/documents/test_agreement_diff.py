"""The difference between two versions of an agreement, as a person would mark it on paper."""

import time
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from loans.documents.agreement_diff import Change, diff, segments

WORDS = st.text(alphabet="ab .,\n-Ж骆1", max_size=40)
FIRST: dict[str, Any] = {
    "facts": {"Period of the loan": "1 August 2026 to 15 July 2027", "Purpose": "Public display"},
    "clauses": [
        {"number": "1", "title": "How long", "text": "The loan ends on the agreed day."},
        {"number": "2", "title": "Damage", "text": "The Borrower tells the Lender within two working days."},
        {"number": "3", "title": "Costs", "text": "The Borrower pays for packing."},
    ],
    "terms": [{"kind": "Climate", "value": "40–60 % RH", "words": "Recorded."}],
    "items": [
        {"number": 1, "accession_number": "A-1", "title": "Bowl", "value": "GBP 12,500", "terms": []},
        {"number": 2, "accession_number": "A-2", "title": "Ewer", "value": "GBP 25,000", "display": "In a case"},
    ],
}


def changed(**parts: Any) -> list[tuple[str, str, str, str]]:
    return [(one.kind, one.place, one.before, one.after) for one in diff(FIRST, {**FIRST, **parts})]


def rebuilt(change: Change) -> tuple[str, str]:
    before = "".join(text for kind, text in change.segments if kind != "added")
    after = "".join(text for kind, text in change.segments if kind != "removed")
    return before, after


class TestAVersion:
    def test_compared_with_itself_has_no_changes(self) -> None:
        assert diff(FIRST, FIRST) == []

    def test_of_nothing_is_all_added(self) -> None:
        assert {change.kind for change in diff({}, FIRST)} == {"added"}
        assert {change.kind for change in diff(FIRST, {})} == {"removed"}

    def test_tells_a_longer_period_word_by_word(self) -> None:
        facts = {**FIRST["facts"], "Period of the loan": "1 August 2026 to 15 August 2027"}
        (change,) = diff(FIRST, {**FIRST, "facts": facts})
        assert change.place == "Period of the loan"
        assert change.segments == (
            ("same", "1 August 2026 to 15 "),
            ("removed", "July"),
            ("added", "August"),
            ("same", " 2027"),
        )

    def test_tells_another_value_and_a_new_condition_of_one_object(self) -> None:
        items = [
            {**FIRST["items"][0], "value": "GBP 15,000", "terms": [{"kind": "Light", "value": "at most 50 lux"}]},
            FIRST["items"][1],
        ]
        assert changed(items=items) == [
            ("changed", "Object 1 (A-1), agreed value", "GBP 12,500", "GBP 15,000"),
            ("added", "Object 1 (A-1), Light", "", "at most 50 lux"),
        ]

    def test_tells_a_substitution_as_one_object_gone_and_one_come(self) -> None:
        items = [FIRST["items"][0], {"number": 2, "accession_number": "A-9", "title": "Lamp", "value": "GBP 9,000"}]
        assert changed(items=items) == [
            ("added", "Object 2", "", "Lamp, A-9, GBP 9,000"),
            ("removed", "Object 2", "Ewer, A-2, GBP 25,000", ""),
        ]

    def test_a_clause_put_in_between_does_not_touch_those_after_it(self) -> None:
        one, two, three = FIRST["clauses"]
        clauses = [one, {"number": "2", "title": "Cover", "text": "From nail to nail."}, two | {"number": "3"}, three]
        assert changed(clauses=clauses) == [("added", "Clause 2, Cover", "", "Cover\nFrom nail to nail.")]

    def test_a_clause_with_a_key_is_known_under_another_title(self) -> None:
        old = {"clauses": [{"key": "damage", "number": "2", "title": "Damage", "text": "Within two days."}]}
        new = {"clauses": [{"key": "damage", "number": "2", "title": "Damage and loss", "text": "Within two days."}]}
        assert [(one.place, one.segments) for one in diff(old, new)] == [
            ("Clause 2, title", (("same", "Damage"), ("added", " and loss")))
        ]

    def test_a_copy_without_values_shows_none_as_removed_text(self) -> None:
        items = [row | {"value": None} for row in FIRST["items"]]
        assert [one[:2] for one in changed(items=items)] == [
            ("removed", "Object 1 (A-1), agreed value"),
            ("removed", "Object 2 (A-2), agreed value"),
        ]

    def test_two_terms_of_one_kind_are_kept_apart(self) -> None:
        terms = [*FIRST["terms"], {"kind": "Climate", "words": "No more than 10 % a day."}]
        assert changed(terms=terms) == [("added", "For the whole loan, Climate", "", "No more than 10 % a day.")]


class TestSegments:
    @given(before=WORDS, after=WORDS)
    def test_give_back_both_texts_to_the_letter(self, before: str, after: str) -> None:
        found = segments(before, after)
        assert "".join(text for kind, text in found if kind != "added") == before
        assert "".join(text for kind, text in found if kind != "removed") == after
        assert all(text for _kind, text in found)

    @given(text=WORDS)
    def test_of_the_same_text_are_one_piece(self, text: str) -> None:
        assert segments(text, text) == ((("same", text),) if text else ())

    def test_keep_neighbouring_words_together(self) -> None:
        assert segments("within two working days of it", "within ten calendar days of it") == (
            ("same", "within "),
            ("removed", "two working"),
            ("added", "ten calendar"),
            ("same", " days of it"),
        )

    def test_of_a_long_clause_take_less_than_a_second(self) -> None:
        before = " ".join(f"word{number % 97} of" for number in range(1500))
        after = before.replace("word13", "thirteen").replace("word50", "")
        started = time.perf_counter()
        found = segments(before, after)
        assert time.perf_counter() - started < 1
        assert "".join(text for kind, text in found if kind != "added") == before


ROWS = st.lists(
    st.fixed_dictionaries({"number": st.integers(1, 9), "title": WORDS, "text": WORDS, "kind": WORDS, "words": WORDS}),
    max_size=4,
)


@given(old=ROWS, new=ROWS)
def test_every_change_can_be_read_in_both_directions(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> None:
    changes = diff(
        {"clauses": old, "terms": old, "items": old},
        {"clauses": new, "terms": new, "items": new},
    )
    for change in changes:
        assert rebuilt(change) == (change.before, change.after)
        assert change.before != change.after
