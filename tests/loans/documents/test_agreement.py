"""An agreement is accessible, archivable and complete, in one language or two, for ink or for the screen."""

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pdfua import validate
from PIL import Image

from loans.documents import agreement as agreements
from loans.documents.agreement import AgreementData, ClauseData, ItemData, Rendered, SideData, SignatureData, TermData
from loans.documents.agreement_pictures import LONGEST_SIDE, thumbnail
from tests.loans.documents.bowl import photo
from tests.loans.documents.contract import RUSSIAN, agreement, amendment, clauses, item, sides
from tests.loans.documents.reading import alternatives_of, elements_of, metadata_of, text_of

type Render = Callable[[AgreementData], Rendered]


@pytest.fixture
def render(fonts: Path) -> Render:
    def make(data: AgreementData) -> Rendered:
        return agreements.render(data, fonts=fonts)

    return make


def findings(pdf: bytes, folder: Path) -> list[str]:
    path = folder / "agreement.pdf"
    path.write_bytes(pdf)
    return [f"{finding.rule_id} {finding.message}" for finding in validate(str(path)).findings]


def bilingual(**changes: Any) -> AgreementData:
    usual = {"second_language": "ru", "clauses": clauses(second=True, unreviewed=frozenset({3, 5}))}
    return agreement(**{**usual, **changes})


class TestAnAgreement:
    def test_names_both_standards_and_passes_the_checker(self, render: Render, tmp_path: Path) -> None:
        made = render(agreement())
        metadata = metadata_of(made.pdf)
        assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
        assert "<pdfaid:part>2</pdfaid:part>" in metadata
        assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata
        assert findings(made.pdf, tmp_path) == []

    def test_says_what_it_was_given(self, render: Render) -> None:
        made = render(agreement(demo_record=True))
        text = text_of(made.pdf)
        for words in (
            "Loan agreement",
            "L-2026-014 Version 2",
            "Silk Roads: twelve objects from Tashkent",
            "State Museum of Arts of Uzbekistan",
            "Oʻzbekiston davlat sanʼat muzeyi",
            "16 Amir Temur Avenue",
            "Dilnoza Karimova, Director",
            "Art and Culture Development Foundation",
            "1 August 2026 to 15 August 2027",
            "Museum of the Oasis Samarkand 1 April to 30 June 2027",
            "1 What is lent",
            "Title stays with the Lender",
            "40–60 % RH, 16–25 °C",
            "The Lender's conservator is present",
            "A-1937.111",
            "Height 18.4 cm",
            "In a locked case",
            "GBP 12,500",
            "Total, 3 objects GBP 75,000",
            "Signed for the Lender by",
            "Demonstration record",
            f"L-2026-014 · Version 2 page 1 of {made.pages}",
        ):
            assert words in text
        assert made.missing_glyphs == []
        assert made.unreadable_pictures == []

    def test_is_the_same_to_the_byte_when_made_again(self, render: Render) -> None:
        assert render(agreement()).pdf == render(agreement()).pdf

    def test_heads_its_tables_with_real_cells_and_describes_its_pictures(self, render: Render) -> None:
        made = render(agreement())
        kinds = [element["/S"] for element in elements_of(made.pdf)]
        assert kinds.count("/Table") == 4
        assert kinds.count("/TH") == 3 + 2 + 4 + 5
        assert kinds.count("/H1") == 1
        assert alternatives_of(made.pdf) == [
            "Lidded bowl with a camel, from the front",
            "Head of a Bodhisattva, from the front",
            "Ewer with running animals, from the front",
        ]

    def test_of_sixty_objects_repeats_the_head_of_the_schedule_and_keeps_rows_whole(
        self, render: Render, tmp_path: Path
    ) -> None:
        made = render(agreement(objects=60))
        text = text_of(made.pdf)
        assert text.count("Agreed value") >= made.pages - 4
        assert "Total, 60 objects" in text
        assert findings(made.pdf, tmp_path) == []

    def test_is_marked_on_every_page_until_it_is_issued(self, render: Render) -> None:
        draft, issued = render(agreement(draft="Draft")), render(agreement())
        assert text_of(draft.pdf).count("Draft") >= 2 * draft.pages
        assert "Draft" not in text_of(issued.pdf)

    def test_some_copies_carry_no_values(self, render: Render) -> None:
        made = render(agreement(items=tuple(item(number, value=None) for number in (1, 2)), totals=()))
        text = text_of(made.pdf)
        assert "This copy carries no values." in text
        assert "Agreed value" not in text
        assert "GBP 12,500" not in text

    def test_an_object_without_a_value_among_others_says_so(self, render: Render) -> None:
        made = render(agreement(items=(item(1), item(2, value=None))))
        assert "not stated" in text_of(made.pdf)

    def test_of_nothing_but_two_names_is_still_an_agreement(self, render: Render, tmp_path: Path) -> None:
        bare = agreement(
            letterhead_lines=(),
            showings=(),
            loans=(),
            period="",
            purpose="",
            clauses=(),
            terms=(),
            items=(),
            totals=(),
            sides=(),
        )
        made = render(bare)
        assert made.pages == 1
        assert findings(made.pdf, tmp_path) == []


class TestTwoLanguages:
    def test_stand_side_by_side_under_the_sentence_on_which_governs(self, render: Render, tmp_path: Path) -> None:
        made = render(bilingual())
        text = text_of(made.pdf)
        assert "Where they differ, the English text governs." in text
        assert RUSSIAN[0][0] in text
        assert b"/Lang(ru)" in made.pdf
        assert findings(made.pdf, tmp_path) == []

    def test_unreviewed_translations_are_marked(self, render: Render) -> None:
        text = text_of(render(bilingual()).pdf)
        assert text.count("Unreviewed translation") == 2
        assert "The Russian text of 2 clauses has not been reviewed; they are marked." in text

    def test_reviewed_ones_are_not(self, render: Render) -> None:
        assert "nreviewed" not in text_of(render(bilingual(clauses=clauses(second=True))).pdf)

    def test_can_be_equally_authentic(self, render: Render) -> None:
        text = text_of(render(bilingual(equally_authentic=True)).pdf)
        assert "Made in English and Russian. Both texts are equally authentic." in text
        assert "governs" not in text

    def test_a_clause_missing_its_translation_stands_alone(self, render: Render) -> None:
        mixed = (*clauses(second=True)[:2], ClauseData(number="3", title="Costs", text="One.\nTwo."))
        assert "3 Costs One. Two." in text_of(render(bilingual(clauses=mixed)).pdf)

    def test_from_right_to_left_beside_the_other(self, render: Render, tmp_path: Path) -> None:
        arabic = agreements.TranslationData(title="الغرض", text="يعير المعير القطع للمستعير.", reviewed=True)
        made = render(bilingual(second_language="ar", clauses=(dataclasses.replace(clauses()[0], translation=arabic),)))
        assert made.missing_glyphs == []
        assert b"/Lang(ar)" in made.pdf
        assert findings(made.pdf, tmp_path) == []


class TestAnAmendment:
    def test_says_what_it_changes_before_and_after(self, render: Render, tmp_path: Path) -> None:
        made = render(agreement(amendment=amendment(), version=3))
        text = text_of(made.pdf)
        assert "Amendment to a loan agreement" in text
        assert "This amends agreement L-2026-014, version 1, signed on 3 March 2026." in text
        assert "Object 5, agreed value GBP 62,500 GBP 75,000" in text
        assert "Object 13 none Ewer with running animals (A-1937.123)" in text
        assert findings(made.pdf, tmp_path) == []


class TestSignatures:
    def test_in_ink_leave_room_for_hand_date_number_and_stamp(self, render: Render) -> None:
        text = text_of(render(agreement(signing="ink", originals=3, original="Original 2 of 3")).pdf)
        assert "Original 2 of 3" in text
        assert "Made in 3 originals." in text
        for word in ("Signature ", "Date", "Number", "Stamp"):
            assert text.count(word) >= 3

    def test_on_the_screen_are_said_to_be_in_the_certificate(self, render: Render) -> None:
        text = text_of(render(agreement()).pdf)
        assert text.count("The certificate attached to the sealed file records it.") == 3
        assert "Stamp" not in text

    def test_once_given_are_words(self, render: Render) -> None:
        signed = SignatureData(role="Signed by", name="Dilnoza Karimova", signed="Signed on 5 March 2026")
        text = text_of(render(agreement(sides=(SideData(party="Lender", signatures=(signed,)),))).pdf)
        assert "Signed on 5 March 2026" in text
        assert "certificate attached" not in text

    def test_of_a_side_stay_on_one_page(self, render: Render) -> None:
        made = render(agreement(objects=4, signing="ink", sides=sides()))
        pages = text_of(made.pdf).split(f" of {made.pages}")
        with_names = [page for page in pages if "Signed for the" in page]
        assert len(with_names) == 1


class TestWhatCannotBeShown:
    def test_a_broken_picture_is_reported_and_the_row_goes_on(self, render: Render, tmp_path: Path) -> None:
        made = render(agreement(items=(item(1, picture=b"no picture"), item(2))))
        assert made.unreadable_pictures == [1]
        assert "no picture" in text_of(made.pdf)
        assert alternatives_of(made.pdf) == ["Head of a Bodhisattva, from the front"]
        assert findings(made.pdf, tmp_path) == []

    def test_damage_that_shows_only_when_decoded_does_not_stop_it(self, render: Render) -> None:
        sound = photo(2)
        damaged = sound[:200] + b"\xff\xc4\x00\x04\x00\x00" + sound[206:]
        made = render(agreement(items=(item(1, picture=damaged), item(2))))
        assert "Head of a Bodhisattva" in text_of(made.pdf)

    def test_a_character_no_font_draws_becomes_a_box_with_a_note(self, render: Render, tmp_path: Path) -> None:
        made = render(agreement(items=(item(1, title="Lamp of த"),)))
        assert made.missing_glyphs == ["த"]
        assert "printed as \u25a1: U+0BA4 TAMIL LETTER TA." in text_of(made.pdf)
        assert findings(made.pdf, tmp_path) == []

    def test_words_longer_than_any_column_stay_on_the_page(self, render: Render) -> None:
        number = "KP" + "0123456789" * 8
        made = render(agreement(items=(item(1, accession_number=number, title="N" + number),)))
        assert number in text_of(made.pdf).replace(" ", "")

    def test_a_term_longer_than_a_page_is_set_in_full(self, render: Render) -> None:
        made = render(agreement(terms=(TermData(kind="Other", words="word " * 2500 + "end of term"),)))
        assert "end of term" in text_of(made.pdf)

    def test_a_picture_nobody_described_is_named_after_its_object(self, render: Render) -> None:
        plain = ItemData(number=1, title="Ewer", picture=photo(), alt=" ")
        assert alternatives_of(render(agreement(items=(plain,))).pdf) == ["Picture of Ewer"]


class TestThumbnails:
    def test_small_ones_pass_untouched(self) -> None:
        small = photo(size=(300, 200))
        made = thumbnail(small)
        assert made is not None
        assert made.content == small

    def test_large_ones_are_made_small(self, tmp_path: Path) -> None:
        path = tmp_path / "large.png"
        path.write_bytes(photo(size=(1600, 900), form="PNG"))
        made = thumbnail(path)
        assert made is not None
        assert isinstance(made.content, bytes)
        assert max(made.width, made.height) == LONGEST_SIDE
        assert made.content[:2] == b"\xff\xd8"

    def test_a_missing_file_is_none(self, tmp_path: Path) -> None:
        assert thumbnail(tmp_path / "gone.jpg") is None

    def test_black_and_white_is_a_picture_too(self, tmp_path: Path) -> None:
        path = tmp_path / "scan.tif"
        Image.new("1", (800, 400), 1).save(path)
        assert thumbnail(path) is not None
