"""The facility report carries its reader's name on every page; the security supplement never carries the venue's."""

import dataclasses
import io
from pathlib import Path

import pytest
from pypdf import PdfReader

from loans.documents.facility_report import FacilitySection, SecuritySupplement, mentions, render, render_supplement
from tests.loans.documents.lists import (
    LONDON,
    facility_report,
    findings,
    reader,
    security_supplement,
)
from tests.loans.documents.reading import elements_of, metadata_of, text_of

MARK = "Dilnoza Karimova, State Museum of Arts of Uzbekistan · 3 June 2024"
COPY = "Copy for Dilnoza Karimova, State Museum of Arts of Uzbekistan, downloaded on 3 June 2024"


def pages_of(pdf: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


class TestTheReport:
    def test_passes_the_checker_and_says_what_it_was_given(self, fonts: Path, tmp_path: Path) -> None:
        made = render(facility_report(), fonts=fonts)
        text = text_of(made.pdf)
        for words in (
            "Sainsbury Exhibitions Gallery, The British Museum",
            "Great Russell Street",
            "15 January 2024",
            "14 January 2027",
            "climate Climate control",
            "50 % RH, kept within 5 %.",
            "Nothing is said about this yet.",
            "reference SEC-7Q4K",
        ):
            assert words in text
        assert findings(made.pdf, tmp_path) == []
        assert [element["/S"] for element in elements_of(made.pdf)].count("/TH") == 3

    def test_every_page_bears_the_reader_the_institution_and_the_day(self, fonts: Path, tmp_path: Path) -> None:
        long = FacilitySection(code="light", title="Light", text="\n".join(["All lamps are LED. " * 20] * 40))
        made = render(facility_report(sections=(*facility_report().sections, long)), fonts=fonts)
        pages = pages_of(made.pdf)
        assert len(pages) > 3
        assert [MARK in page and COPY in page and "Confidential" in page for page in pages] == [True] * len(pages)
        assert findings(made.pdf, tmp_path) == []

    def test_the_watermark_is_passed_over_by_a_screen_reader_and_said_once_in_a_sentence(self, fonts: Path) -> None:
        made = render(facility_report(), fonts=fonts)
        assert f"{COPY}. The reader's name is on every page." in pages_of(made.pdf)[0]
        for page in PdfReader(io.BytesIO(made.pdf)).pages:
            content = page.get_contents()
            assert content is not None
            before = content.get_data().split(b"BT")[0]  # the watermark is the first text drawn
            assert before.count(b"/Artifact") > before.count(b"EMC")

    def test_marks_the_sections_changed_since_the_version_last_seen(self, fonts: Path) -> None:
        text = text_of(render(facility_report(), fonts=fonts).pdf)
        assert "1 section has changed since version 2." in text
        assert text.count("changed since version 2") == 3

    def test_says_that_nothing_changed_and_says_nothing_to_who_reads_it_first(self, fonts: Path) -> None:
        same = tuple(dataclasses.replace(section, changed=False) for section in facility_report().sections)
        again = text_of(render(facility_report(sections=same), fonts=fonts).pdf)
        first = text_of(render(facility_report(changed_since=None), fonts=fonts).pdf)
        assert "No section has changed since version 2." in again
        assert "changed since" not in first

    def test_the_notice_is_the_one_that_was_accepted(self, fonts: Path) -> None:
        own = text_of(render(facility_report(confidentiality="For Tashkent alone."), fonts=fonts).pdf)
        usual = text_of(render(facility_report(), fonts=fonts).pdf)
        assert "For Tashkent alone." in own
        assert "Do not copy it or pass it on" not in own
        assert "Do not copy it or pass it on" in usual

    def test_a_reader_with_a_name_no_font_draws_or_no_line_holds_is_still_named(self, fonts: Path) -> None:
        made = render(facility_report(reader=reader(name="த" + "Name " * 40)), fonts=fonts)
        assert made.missing_glyphs == ["த"]
        assert "\u25a1Name Name" in text_of(made.pdf)


class TestTheSecuritySupplement:
    def test_passes_the_checker_and_bears_its_reference_and_its_reader(self, fonts: Path, tmp_path: Path) -> None:
        made = render_supplement(security_supplement(), fonts=fonts)
        pages = pages_of(made.pdf)
        assert "Security supplement" in pages[0]
        assert "SEC-7Q4K" in pages[0]
        assert [MARK in page for page in pages] == [True] * len(pages)
        assert findings(made.pdf, tmp_path) == []

    def test_has_no_place_for_a_venue(self) -> None:
        names = {field.name for field in dataclasses.fields(SecuritySupplement)}
        assert names == {
            "reference",
            "version",
            "issued_on",
            "expires_on",
            "sections",
            "reader",
            "confidentiality",
            "changed_since",
            "language",
        }

    def test_says_nothing_of_the_venue_of_its_report(self, fonts: Path) -> None:
        made = render_supplement(security_supplement(), fonts=fonts)
        told = (text_of(made.pdf) + metadata_of(made.pdf)).casefold()
        report = facility_report()
        names = (*LONDON, report.venue, *report.address.splitlines())
        assert [name for name in names if name.casefold() in told] == []
        assert mentions(security_supplement(), names) == []

    @pytest.mark.parametrize(
        "text",
        [
            "Ring the BRITISH museum.",
            "The gate in Great  Russell\nStreet is watched.",
            "See The Brítish Museum’s plan.",
            "(london)",
        ],
    )
    def test_a_name_somebody_wrote_into_it_is_found(self, text: str) -> None:
        careless = security_supplement(sections=(FacilitySection(code="x", title="Guards", text=text),))
        assert len(mentions(careless, ["British Museum", "Great Russell Street", "London"])) == 1

    def test_a_part_of_a_word_is_no_name(self) -> None:
        innocent = security_supplement(sections=(FacilitySection(code="x", title="Doors", text="Londonderry doors"),))
        assert mentions(innocent, ["London", "", " "]) == []

    def test_the_readers_own_institution_counts_too(self) -> None:
        own = security_supplement(reader=reader(institution="The British Museum"))
        assert mentions(own, ["British Museum"]) == ["British Museum"]
