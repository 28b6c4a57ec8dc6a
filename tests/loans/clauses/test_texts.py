"""The clause library: what it holds, what it refuses, how a text is filled."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from loans.clauses import FOLDER, LANGUAGES, ORIGINAL, PLACEHOLDERS, Alternative, BrokenLibrary, fill, load
from loans.errors import MissingFact

ORDER = [
    *("parties", "objects", "period", "title", "care", "environment", "display", "transport", "couriers", "condition"),
    *("cover", "value", "damage", "immunity", "permits", "legal_basis", "photography", "costs", "facilities", "access"),
    *("termination", "recall", "return", "amendments", "personal_data", "law", "signature"),
]

SMALL = """
code = "costs"
position = 10
required = true
version = 1
valid_from = 2026-01-01

[alternatives.borrower]
label = "The borrower pays"

[alternatives.borrower.en]
reviewed = true
title = "Costs"
text = "{borrower} pays."

[alternatives.borrower.fr]
title = "Frais"
text = "{borrower} paie."
"""


def every_alternative() -> list[tuple[str, Alternative]]:
    return [(f"{clause.code}.{code}", each) for clause in load() for code, each in clause.alternatives.items()]


@pytest.fixture
def library(tmp_path: Path) -> Callable[..., Path]:
    """Writes a small library, each text a file of its own."""

    def write(*files: str) -> Path:
        for number, text in enumerate(files, start=1):
            (tmp_path / f"{number}.toml").write_text(text, encoding="utf-8")
        return tmp_path

    return write


class TestWhatTheLibraryHolds:
    def test_the_clauses_come_in_the_order_of_the_agreement(self) -> None:
        assert [clause.code for clause in load()] == ORDER

    def test_only_the_lenders_legal_basis_is_optional(self) -> None:
        assert [clause.code for clause in load() if not clause.required] == ["legal_basis"]

    def test_what_is_settled_one_way_or_another(self) -> None:
        choices = {clause.code: list(clause.alternatives) for clause in load() if len(clause.alternatives) > 1}

        assert choices == {
            "couriers": ["courier", "no_courier"],
            "cover": ["commercial", "uk_indemnity", "state_indemnity", "lender_policy", "borne_by_lender"],
            "immunity": ["uk", "other_state", "not_sought"],
            "costs": ["borrower", "shared"],
            "law": ["english", "lender", "neutral"],
            "signature": ["electronic", "ink"],
        }

    def test_files_are_named_by_place_and_code(self) -> None:
        assert sorted(path.name for path in FOLDER.glob("*.toml")) == [
            f"{clause.position:03}-{clause.code}.toml" for clause in load()
        ]

    def test_every_placeholder_is_used(self) -> None:
        used = {name for _key, alternative in every_alternative() for name in alternative.placeholders}

        assert used == set(PLACEHOLDERS)


@pytest.mark.parametrize(("key", "alternative"), every_alternative(), ids=lambda value: value if value else "")
class TestEveryAlternative:
    def test_every_language_is_there_and_only_the_original_is_reviewed(
        self, key: str, alternative: Alternative
    ) -> None:
        assert {language: text.reviewed for language, text in alternative.texts.items()} == {
            language: language == ORIGINAL for language in LANGUAGES
        }

    def test_each_language_has_the_placeholders_of_the_original(self, key: str, alternative: Alternative) -> None:
        assert {text.placeholders for text in alternative.texts.values()} == {alternative.placeholders}

    def test_each_language_has_as_many_paragraphs(self, key: str, alternative: Alternative) -> None:
        assert len({text.text.count("\n\n") for text in alternative.texts.values()}) == 1

    def test_each_language_is_written_in_its_own_letters(self, key: str, alternative: Alternative) -> None:
        cyrillic = {language for language, text in alternative.texts.items() if re.search("[а-яА-Я]", text.text)}
        straight = [quote for quote in ("o'", "g'", "O'", "G'") if quote in alternative.texts["uz"].text]

        assert (cyrillic, straight) == ({"ru"}, [])

    def test_it_fills_without_a_brace_left(self, key: str, alternative: Alternative) -> None:
        values = dict.fromkeys(PLACEHOLDERS, "X")

        left = [brace for text in alternative.texts.values() for brace in "{}" if brace in fill(text.text, values)]

        assert left == []


class TestFilling:
    def test_names_stand_where_the_placeholders_stood(self) -> None:
        filled = fill("From {period_from} to {period_to}.", {"period_from": "3 March 2026", "period_to": "1 May 2026"})

        assert filled == "From 3 March 2026 to 1 May 2026."

    def test_braces_and_backslashes_in_a_value_are_only_characters(self) -> None:
        filled = fill("{exhibition} at {venues}", {"exhibition": r"{venues} \1 {", "venues": "{exhibition}"})

        assert filled == r"{venues} \1 { at {exhibition}"

    @pytest.mark.parametrize("values", [{}, {"agent": ""}, {"agent": " \n"}])
    def test_what_is_missing_is_named(self, values: dict[str, str]) -> None:
        with pytest.raises(MissingFact) as refused:
            fill("The transport agent is: {agent}.", values)

        assert (refused.value.field, refused.value.sentence) == (
            "agent",
            "The agreement has to name the transport agent. Enter it, then try again.",
        )


class TestVersions:
    LATER = SMALL.replace("version = 1", "version = 2").replace("2026-01-01", "2027-01-01").replace("pays", "bears all")

    def test_the_newest_is_read(self, library: Callable[..., Path]) -> None:
        clauses = load(library(SMALL, self.LATER))

        assert [(clause.code, clause.version) for clause in clauses] == [("costs", 2)]

    @pytest.mark.parametrize(
        ("day", "versions"), [(date(2025, 12, 31), []), (date(2026, 12, 31), [1]), (date(2027, 1, 1), [2])]
    )
    def test_a_day_has_its_version(self, library: Callable[..., Path], day: date, versions: list[int]) -> None:
        assert [clause.version for clause in load(library(SMALL, self.LATER), on=day)] == versions


class TestReading:
    def test_lines_are_joined_and_empty_lines_part_paragraphs(self, library: Callable[..., Path]) -> None:
        text = '"""\nOne {borrower}.\nTwo\u00a0: so.\n\nThree.\n"""'

        clause = load(library(SMALL.replace('"{borrower} pays."', text)))[0]

        assert clause.first.texts["en"].text == "One {borrower}. Two\u00a0: so.\n\nThree."

    @pytest.mark.parametrize(
        ("found", "instead", "message"),
        [
            (
                "{borrower} pays",
                "{payer} pays",
                "1.toml: alternatives.borrower.en.text: unknown placeholder {payer}",
            ),
            (
                "{borrower} paie",
                "{lender} paie",
                "1.toml: alternatives.borrower.fr: borrower, lender stands in only one of fr and en",
            ),
            ("{borrower} paie", "{borrower} } paie", "1.toml: alternatives.borrower.fr.text: a brace that opens or"),
            ("borrower.en", "borrower.de", "1.toml: alternatives.borrower.en: missing: every alternative has"),
            ("borrower.fr", "borrower.tlh", "1.toml: alternatives.borrower.tlh: unknown key"),
            ("borrower.fr", "borrower.en", "1.toml: Cannot declare"),
            ("position = 10", "position = true", "1.toml: position: True is not of type int"),
            ("position = 10", "position = 0", "1.toml: position: 0 is not 1 or more"),
            ("valid_from = 2026-01-01", "", "1.toml: valid_from: missing"),
            ("valid_from = 2026-01-01", "valid_form = 2026-01-01", "1.toml: valid_form: unknown key"),
            ('title = "Frais"', 'title = " "', "1.toml: alternatives.borrower.fr.title: is blank"),
            ('code = "costs"', 'code = "Costs!"', "1.toml: code: 'Costs!' is not a code"),
            ('label = "The borrower pays"', "", "1.toml: alternatives.borrower.label: missing"),
        ],
    )
    def test_what_a_file_may_not_say(
        self, library: Callable[..., Path], found: str, instead: str, message: str
    ) -> None:
        with pytest.raises(BrokenLibrary, match="^" + re.escape(message)):
            load(library(SMALL.replace(found, instead, 1)))

    @pytest.mark.parametrize(
        ("second", "message"),
        [
            (SMALL, "2.toml: version: costs 1 is in 1.toml already"),
            (SMALL.replace('"costs"', '"value"'), "2.toml: position: 10 is the place of costs"),
            (SMALL.replace("version = 1", "version = 2"), "2.toml: valid_from: version 1 is valid from 2026-01-01"),
        ],
    )
    def test_no_two_files_say_the_same(self, library: Callable[..., Path], second: str, message: str) -> None:
        with pytest.raises(BrokenLibrary, match="^" + re.escape(message)):
            load(library(SMALL, second))
