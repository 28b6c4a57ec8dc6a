"""The schedule for 22 U.S.C. 2459: numbered, complete, without a value, ready to be signed."""

import dataclasses
from pathlib import Path

from loans.documents.us_list import USObject, render
from tests.loans.documents.lists import findings, us_list, us_object
from tests.loans.documents.reading import elements_of, text_of


def test_passes_the_checker_under_real_header_cells(fonts: Path, tmp_path: Path) -> None:
    made = render(us_list(), fonts=fonts)
    assert findings(made.pdf, tmp_path) == []
    assert [element["/S"] for element in elements_of(made.pdf)].count("/TH") == 7
    assert b"/Lang(en-US)" in made.pdf


def test_says_what_is_asked_of_each_object(fonts: Path) -> None:
    text = text_of(render(us_list(), fonts=fonts).pdf)
    for words in (
        "22 U.S.C. 2459",
        "The Peacock Gallery",
        "Peacock Gallery, Washington, DC, September 26, 2024 to February 23, 2025",
        "September 2, 2024",
        "1 Unknown potter Sogdian Lidded bowl with a camel Provenance: Excavated at Afrasiab, 1929;",
        "2 Unknown potter",
        "A-1937.114",
        "held by State Museum of Arts of Uzbekistan",
        "General Counsel",
        "the 2 objects in this schedule",
        "[does not know / knows",
    ):
        assert words in text


def test_an_object_has_no_place_for_a_value() -> None:
    names = {field.name for field in dataclasses.fields(USObject)}
    assert {name for name in names if "value" in name or "amount" in name or "currency" in name} == set()


def test_a_custodian_who_is_the_owner_is_named_once(fonts: Path) -> None:
    same = us_object(owner="Peacock Museum", custodian="Peacock Museum")
    assert text_of(render(us_list(objects=(same,)), fonts=fonts).pdf).count("Peacock Museum") == 1


def test_an_empty_schedule_says_so_and_sixty_objects_run_over_pages(fonts: Path, tmp_path: Path) -> None:
    empty = render(us_list(objects=()), fonts=fonts)
    assert "Nothing is listed yet." in text_of(empty.pdf)
    many = render(us_list(objects=tuple(us_object(f"Bowl {n}") for n in range(60))), fonts=fonts)
    assert text_of(many.pdf).count("Artist or culture") >= many.pages - 1 > 5
    assert findings(many.pdf, tmp_path) == []


def test_a_provenance_longer_than_a_page_is_set_in_full(fonts: Path) -> None:
    made = render(us_list(objects=(us_object(provenance="word " * 3000 + "end of it"),)), fonts=fonts)
    assert "end of it" in text_of(made.pdf)
