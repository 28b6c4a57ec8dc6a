"""The immunity pack: what is published of an object, what never is, and whether it stands on the museum's page."""

import dataclasses
import io
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from loans.documents.condition_data import PhotoData
from loans.documents.immunity_pack import (
    ImmunityObject,
    ImmunityPack,
    NotAvailable,
    publish,
    references_found,
    render,
    render_summary,
)
from tests.loans.documents.bowl import photo
from tests.loans.documents.lists import findings, immunity_object, immunity_pack
from tests.loans.documents.reading import alternatives_of, elements_of, text_of

SAID = (
    "SILK24-IMM-1",
    "State Museum of Arts of Uzbekistan",
    "16 Amir Temur Avenue, Tashkent",
    "Unknown potter, Sogdian",
    "Earthenware with a lead glaze",
    "18.4 × 22.1 cm",
    "7th to 8th century",
    "A repaired chip on the rim of the lid",
    "The British Museum, London, 26 September 2024 to 23 February 2025",
    "Given to the museum in 1937.",
    "no document was found for 1933 to 1937",
    "Afrasiab, Samarkand",
    "5 August 2024",
    "23 February 2025",
    "1 September 2025",
    "immunity@example.org",
)


def with_objects(*objects: ImmunityObject) -> ImmunityPack:
    pack = immunity_pack()
    return dataclasses.replace(pack, groups=(dataclasses.replace(pack.groups[0], objects=objects),))


def seen(html: str) -> str:
    return " ".join(re.sub(r"<style.*?</style>|<[^>]+>", " ", html, flags=re.S).split())


class TestOnPaper:
    def test_passes_the_checker_and_says_everything_the_law_asks_for(self, fonts: Path, tmp_path: Path) -> None:
        made = render(immunity_pack(), fonts=fonts)
        text = text_of(made.pdf)
        assert [words for words in SAID if words not in text] == []
        assert alternatives_of(made.pdf) == ["The bowl from the front"]
        assert findings(made.pdf, tmp_path) == []

    def test_a_lender_who_asked_for_it_is_not_named(self, fonts: Path) -> None:
        text = text_of(render(immunity_pack(), fonts=fonts).pdf)
        assert "Withheld at the lender’s request" in text
        assert "Secret" not in text
        assert "Hidden" not in text

    def test_in_wales_the_headings_stand_in_welsh_too_and_are_read_in_welsh(self, fonts: Path, tmp_path: Path) -> None:
        made = render(immunity_pack(welsh=True), fonts=fonts)
        assert "Hanes perchnogaeth" in text_of(made.pdf)
        assert b"/Lang(cy)" in made.pdf
        assert findings(made.pdf, tmp_path) == []

    def test_a_broken_photograph_is_reported_and_the_rest_goes_on(self, fonts: Path) -> None:
        made = render(with_objects(immunity_object(photo=PhotoData(image=b"no picture"))), fonts=fonts)
        assert made.unreadable == ["SILK24-IMM-1"]
        assert "Given to the museum" in text_of(made.pdf)

    def test_a_provenance_longer_than_a_page_is_set_in_full(self, fonts: Path) -> None:
        made = render(with_objects(immunity_object(provenance="word " * 3000 + "end of it")), fonts=fonts)
        assert "end of it" in text_of(made.pdf)


class TestOnTheWeb:
    def test_says_everything_the_law_asks_for(self) -> None:
        text = seen(publish(immunity_pack()).html)
        assert [words for words in SAID if words not in text] == []

    def test_is_plain_carries_no_script_and_fetches_nothing(self) -> None:
        page = publish(immunity_pack(), pictures="inside")
        assert "<script" not in page.html
        assert "Caravan" not in page.html
        assert re.findall(r'(?:src|href)="(?!data:image/jpeg|mailto:)', page.html) == []
        assert page.files == {}
        assert "url(" not in page.html

    def test_has_an_anchor_for_each_reference_and_pictures_beside_it(self) -> None:
        page = publish(immunity_pack())
        assert re.findall(r'<article id="([^"]+)"', page.html) == ["silk24-imm-1", "silk24-imm-2"]
        assert list(page.files) == ["silk24-imm-1.jpg"]
        assert Image.open(io.BytesIO(page.files["silk24-imm-1.jpg"])).size == (400, 300)
        assert 'src="silk24-imm-1.jpg" alt="The bowl from the front"' in page.html

    def test_two_references_that_differ_in_signs_alone_get_two_anchors(self) -> None:
        page = publish(with_objects(immunity_object("A/1"), immunity_object("A-1")))
        assert re.findall(r'<article id="([^"]+)"', page.html) == ["a-1", "a-1-2"]
        assert set(page.files) == {"a-1.jpg", "a-1-2.jpg"}

    def test_what_is_written_in_the_data_is_never_markup(self) -> None:
        page = publish(with_objects(immunity_object(title='<script>alert("x")</script>', provenance="<img src=x>")))
        assert "<script" not in page.html
        assert "<img src=x" not in page.html
        assert "&lt;script&gt;" in page.html

    def test_a_lender_who_asked_for_it_is_not_named(self) -> None:
        page = publish(immunity_pack())
        assert "Withheld at the lender’s request" in page.html
        assert "Secret" not in page.html
        assert "Hidden" not in page.html

    def test_in_wales_the_headings_stand_in_welsh_too(self) -> None:
        page = publish(immunity_pack(welsh=True))
        assert 'Lender <span lang="cy">Rhoddwr y benthyciad</span>' in page.html
        assert '<p lang="cy">Heb ei ddatgelu' in page.html
        assert 'lang="cy"' not in publish(immunity_pack()).html

    @pytest.mark.parametrize("damage", ["all", "inside"])
    def test_a_broken_photograph_is_reported_and_left_out(self, damage: str) -> None:
        sound = photo(2)
        broken = b"no picture" if damage == "all" else sound[:200] + b"\xff\xc4\x00\x04\x00\x00" + sound[206:]
        page = publish(with_objects(immunity_object(photo=PhotoData(image=broken))))
        assert page.unreadable == ["SILK24-IMM-1"]
        assert "<img" not in page.html

    def test_the_fragment_is_the_page_without_its_head(self) -> None:
        page = publish(immunity_pack())
        assert page.fragment in page.html
        assert page.fragment.startswith("<h1>")
        assert "<style" not in page.fragment


class TestTheInternalSummary:
    def test_names_what_is_not_available_and_why(self, fonts: Path, tmp_path: Path) -> None:
        coin = NotAvailable(
            reference="SILK24-IMM-9",
            title="Coin",
            lender="J. Smith",
            reason="J. Smith is resident in the United Kingdom.",
        )
        made = render_summary(immunity_pack(), not_available=[coin], fonts=fonts)
        text = text_of(made.pdf)
        assert "For internal use, not for publication" in text
        assert "SILK24-IMM-9 Coin J. Smith J. Smith is resident in the United Kingdom." in text
        assert [element["/S"] for element in elements_of(made.pdf)].count("/TH") == 8
        assert findings(made.pdf, tmp_path) == []


class TestReferencesFound:
    def test_finds_every_reference_of_the_page_we_made(self) -> None:
        references = [each.reference for each in immunity_pack().objects]
        assert references_found(publish(immunity_pack()).html, references) == set(references)

    @pytest.mark.parametrize(
        "html",
        [
            "<p>SILK24-IMM-1</p>",
            "silk24-imm-1,",
            "<td>SILK24&#8209;IMM&#x2011;1</td>",
            "SILK24&ndash;IMM&minus;1",
            "SILK24 -\n\t IMM -&nbsp;1",
            "<b>SILK24</b>-<i>IMM</i>-1.",
            "SILK24-&shy;IMM-&#8203;1",
            "<head><title>x</head><body>(SILK24-IMM-1)",
            "<p>SILK24-IMM-1<p>SILK24-IMM-12",
        ],
    )
    def test_a_reference_is_found_however_it_is_set(self, html: str) -> None:
        assert references_found(html, ["SILK24-IMM-1"]) == {"SILK24-IMM-1"}

    @pytest.mark.parametrize(
        "html",
        [
            "",
            "SILK24-IMM-12",
            "SILK24-IMM-1/2",
            "XSILK24-IMM-1",
            "A-SILK24-IMM-1",
            "<!-- SILK24-IMM-1 -->",
            "<script>'SILK24-IMM-1'</script>",
            "<style>#SILK24-IMM-1 {}</style>",
            '<p id="SILK24-IMM-1">gone</p>',
            "<title>SILK24-IMM-1</title>",
            "<head><title>SILK24-IMM-1</title></head>",
            "<p>SILK24-IMM-</p>2",
            "SILK24-IMM 1",
        ],
    )
    def test_a_part_of_another_or_what_nobody_sees_is_not_found(self, html: str) -> None:
        assert references_found(html, ["SILK24-IMM-1"]) == set()

    @given(html=st.text(alphabet="<>/!-&;#aXx1 \n\"'[]CDATA?", max_size=60))
    def test_no_page_is_too_broken_to_be_read(self, html: str) -> None:
        assert references_found(html, ["ZZ-9"]) == set()

    @given(reference=st.from_regex(r"[A-Z]{1,4}-?20\d\d[-/ ]\d{1,4}", fullmatch=True))
    def test_every_reference_we_could_give_is_found_on_our_own_page(self, reference: str) -> None:
        page = publish(with_objects(immunity_object(reference, photo=None)))
        assert references_found(page.html, [reference, f"{reference}0"]) == {reference}
