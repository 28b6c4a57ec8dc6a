"""Text is made drawable before it is set: nothing a font lacks reaches the page."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loans.documents.glyphs import INVISIBLE, REPLACEMENT, cover, coverage, describe


def test_every_script_of_the_lenders_is_covered(fonts: Path) -> None:
    for text in ("Café Ōtani ʻAfrāsiyāb ṃ ḵ", "Ёлка Ӣ Қ Ҳ Ҷ Ғ", "سَمَرْقَنْد", "撒马尔罕 東京 서울", "አክሱም፡"):
        assert cover(text, fonts=fonts) == (text, [])


def test_a_character_in_no_font_is_replaced_and_named_once(fonts: Path) -> None:
    assert cover("aதbதc", fonts=fonts) == (f"a{REPLACEMENT}b{REPLACEMENT}c", ["த"])


@pytest.mark.parametrize("text", ["\ue000", "\ud800", "\U0001f600", "\ufffe"], ids=["private", "half", "emoji", "none"])
def test_characters_without_meaning_are_replaced(fonts: Path, text: str) -> None:
    assert cover(text, fonts=fonts) == (REPLACEMENT, [text])


def test_control_characters_vanish_and_line_ends_become_one_kind(fonts: Path) -> None:
    assert cover("a\x00b\ufeffc\r\nd\u2028e\x7f", fonts=fonts) == ("abc\nd\ne", [])


def test_a_mark_is_kept_only_where_one_font_holds_it_with_its_letter(fonts: Path) -> None:
    assert cover("e\u0301\u20e3", fonts=fonts) == (f"é{REPLACEMENT}", ["\u20e3"])


def test_joiners_stay_unless_asked_to_go(fonts: Path) -> None:
    assert cover("می\u200cروم", fonts=fonts)[0] == "می\u200cروم"
    assert cover("می\u200cروم", fonts=fonts, bare=True)[0] == "میروم"


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text())
def test_what_comes_out_can_be_drawn(fonts: Path, text: str) -> None:
    drawable, missing = cover(text, fonts=fonts)
    everything = frozenset[int]().union(*coverage(fonts))
    assert all(ord(char) in everything or ord(char) in INVISIBLE or char in "\n\t" for char in drawable)
    assert drawable.count(REPLACEMENT) >= len(missing)
    assert not any(unicodedata.category(char) == "Co" for char in drawable)


def test_a_missing_character_is_named_for_people() -> None:
    assert describe("த") == "U+0BA4 TAMIL LETTER TA"
    assert describe("\ue000") == "U+E000"
