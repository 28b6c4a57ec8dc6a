"""What a crate and a tag say to the street: their number and how to handle them, and not one word about the object."""

import dataclasses
import io
from pathlib import Path

import pytest
from pypdf import PdfReader

from loans.documents.crate_labels import HANDLING, Crate, Handling, ObjectTag, ObjectTags, render, render_tags, words
from tests.loans.documents.lists import MADE_AT, crate, crate_labels, findings
from tests.loans.documents.reading import alternatives_of, metadata_of, text_of


def tags(count: int) -> ObjectTags:
    made = tuple(
        ObjectTag(line=f"L-2026-014/{n}", url=f"https://loans.example.org/s/{n}kd3/") for n in range(1, count + 1)
    )
    return ObjectTags(show_code="SILK24", tags=made, made_at=MADE_AT)


class TestCrates:
    def test_passes_the_checker_two_to_a_sheet(self, fonts: Path, tmp_path: Path) -> None:
        made = render(crate_labels(crate(1), crate(2), crate(3)), fonts=fonts)
        assert made.pages == 2
        assert findings(made.pdf, tmp_path) == []

    def test_say_exactly_this_and_nothing_else(self, fonts: Path) -> None:
        made = render(crate_labels(crate(2)), fonts=fonts)
        said = sorted(text_of(made.pdf).split())
        expected = (
            "SILK24 Crate 2 of 3 Size 120 × 80 × 65 cm Weight, packed 86.5 kg This way up Fragile Keep dry 9KD3-XQ72"
        )
        assert said == sorted(expected.split())
        assert alternatives_of(made.pdf) == ["QR code: opens the page of this crate, after signing in."]

    def test_have_no_place_for_a_title_an_owner_or_a_value(self) -> None:
        assert {field.name for field in dataclasses.fields(Crate)} == {
            "number",
            "of",
            "url",
            "token",
            "marks",
            "size",
            "weight",
        }

    def test_the_address_behind_the_code_is_not_printed(self, fonts: Path) -> None:
        made = render(crate_labels(crate()), fonts=fonts)
        assert "loans.example.org" not in text_of(made.pdf) + metadata_of(made.pdf)
        assert b"loans.example.org" not in made.pdf

    @pytest.mark.parametrize("mark", HANDLING)
    def test_each_handling_mark_is_drawn_with_its_words(self, mark: Handling, fonts: Path) -> None:
        made = render(crate_labels(crate(marks=(mark,))), fonts=fonts)
        assert str(words()[mark]) in text_of(made.pdf)

    def test_what_is_not_known_yet_leaves_no_gap_in_words(self, fonts: Path, tmp_path: Path) -> None:
        made = render(crate_labels(crate(marks=(), size=None, weight=None)), fonts=fonts)
        assert sorted(text_of(made.pdf).split()) == sorted(["SILK24", "Crate", "1", "of", "3", "9KD3-XQ71"])
        assert findings(made.pdf, tmp_path) == []

    def test_all_marks_fit_on_one_label(self, fonts: Path) -> None:
        assert render(crate_labels(crate(marks=HANDLING), crate(2, marks=HANDLING)), fonts=fonts).pages == 1

    def test_a_whole_weight_has_no_decimals(self, fonts: Path) -> None:
        assert "173 kg" in text_of(render(crate_labels(crate(weight=173.0)), fonts=fonts).pdf)


class TestTags:
    def test_say_the_line_and_the_show_alone(self, fonts: Path, tmp_path: Path) -> None:
        made = render_tags(tags(2), fonts=fonts)
        assert sorted(text_of(made.pdf).split()) == sorted(["SILK24", "L-2026-014/1", "SILK24", "L-2026-014/2"])
        assert findings(made.pdf, tmp_path) == []
        assert b"loans.example.org" not in made.pdf

    def test_come_twenty_one_to_a_sheet(self, fonts: Path) -> None:
        made = render_tags(tags(22), fonts=fonts)
        pages = [page.extract_text().count("SILK24") for page in PdfReader(io.BytesIO(made.pdf)).pages]
        assert pages == [21, 1]
