"""A condition report is accessible, archivable and complete, whatever is put into it."""

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest
from pdfua import validate

from loans.documents import condition_report
from loans.documents.condition_report import (
    ConditionData,
    ExaminationData,
    MarkData,
    ObjectData,
    PhotoData,
    Rendered,
    ReportData,
    SignatureData,
)
from tests.loans.documents.bowl import TITLE, mark, photo, report
from tests.loans.documents.reading import alternatives_of, elements_of, metadata_of, text_of

type Render = Callable[[ReportData], Rendered]


@pytest.fixture
def render(fonts: Path) -> Render:
    def make(data: ReportData) -> Rendered:
        return condition_report.render(data, fonts=fonts)

    return make


def findings(pdf: bytes, folder: Path) -> list[str]:
    path = folder / "report.pdf"
    path.write_bytes(pdf)
    return [f"{finding.rule_id} {finding.message}" for finding in validate(str(path)).findings]


class TestARuledReport:
    def test_names_both_standards_and_passes_the_checker(self, render: Render, tmp_path: Path) -> None:
        made = render(report())
        metadata = metadata_of(made.pdf)
        assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
        assert "<pdfaid:part>2</pdfaid:part>" in metadata
        assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata
        assert findings(made.pdf, tmp_path) == []

    def test_says_what_it_was_given(self, render: Render) -> None:
        made = render(report(demo_record=True))
        text = text_of(made.pdf)
        for words in (
            TITLE,
            "Туя тасвирли қопқоқли коса",
            "A-1937.114",
            "Height 18.4 cm",
            "Fair",
            "Compared with CR-2026-0031: 1 new, 1 unchanged.",
            "first seen in CR-2026-0031",
            "Two hands, nitrile gloves.",
            "Signed on 3 September 2024",
            "https://loans.example.org/verify/CR-2026-0047/",
            "Demonstration record",
            f"page 1 of {made.pages}",
        ):
            assert words in text
        assert made.missing_glyphs == []
        assert made.unreadable_photos == []

    def test_says_on_every_page_that_it_is_a_draft_until_it_is_signed(self, render: Render) -> None:
        draft, signed = render(report(content_hash="")), render(report())
        assert text_of(draft.pdf).count("Draft, not signed") == draft.pages
        assert "Draft" not in text_of(signed.pdf)

    def test_heads_its_table_with_real_header_cells(self, render: Render) -> None:
        made = render(report())
        kinds = [element["/S"] for element in elements_of(made.pdf)]
        assert kinds.count("/TH") == 6
        assert kinds.count("/TD") == 12
        assert kinds.count("/H1") == 1

    def test_drops_the_comparison_where_there_is_nothing_to_compare_with(self, render: Render) -> None:
        made = render(report(previous_reference="", marks=(mark(1, since=""),)))
        assert [element["/S"] for element in elements_of(made.pdf)].count("/TH") == 5
        assert "There is no earlier report to compare with." in text_of(made.pdf)

    def test_tells_a_listener_what_the_pictures_show(self, render: Render) -> None:
        made = render(report())
        assert alternatives_of(made.pdf) == [
            "The bowl from the front",
            "The bowl from the front. Marks 1 and 2 are outlined on it.",
            "QR code: opens the page where this report can be checked.",
        ]

    def test_is_the_same_to_the_byte_when_made_again(self, render: Render) -> None:
        assert render(report()).pdf == render(report()).pdf

    def test_stores_a_photo_once_however_often_it_is_shown(self, render: Render) -> None:
        once = render(report(marks=()))
        twice = render(report())
        assert once.pdf.count(b"/DCTDecode") == twice.pdf.count(b"/DCTDecode") == 1


class TestMarks:
    def test_none_is_said_in_words(self, render: Render, tmp_path: Path) -> None:
        made = render(report(marks=()))
        assert "No marks were found." in text_of(made.pdf)
        assert findings(made.pdf, tmp_path) == []

    def test_forty_run_over_pages_under_a_repeated_header(self, render: Render, tmp_path: Path) -> None:
        note = "Follows the throwing line; a fingernail does not catch. Photographed in raking light."
        made = render(report(marks=tuple(mark(number, note=note) for number in range(1, 41))))
        assert made.pages >= 4
        assert text_of(made.pdf).count("Since last report") >= 3
        assert "40 marks are outlined on it" in alternatives_of(made.pdf)[1]
        assert findings(made.pdf, tmp_path) == []

    def test_without_a_place_on_a_photo_is_told_in_words_alone(self, render: Render) -> None:
        loose = (
            MarkData(number=1, term="odour", zone="when the lid is lifted"),
            mark(2, photo=7),
        )
        made = render(report(marks=loose))
        assert "Odour when the lid is lifted" in text_of(made.pdf)
        assert alternatives_of(made.pdf)[0] == "The bowl from the front"

    def test_a_note_longer_than_a_page_is_set_in_full(self, render: Render) -> None:
        made = render(report(marks=(mark(1, note="word " * 3000 + "end of note"),)))
        assert "end of note" in text_of(made.pdf)


class TestWhatCannotBeShown:
    @pytest.mark.parametrize(
        "broken", [b"", b"no picture", photo()[:900], photo(form="PNG")[:500]], ids=["empty", "text", "jpeg", "png"]
    )
    def test_a_broken_photo_is_reported_and_the_rest_goes_on(self, render: Render, broken: bytes) -> None:
        photos = (PhotoData(image=broken, caption="Front"), PhotoData(image=photo(1), alt="The bowl from behind"))
        made = render(report(photos=photos))
        assert made.unreadable_photos == [1]
        text = text_of(made.pdf)
        assert "Photograph 1 (Front) could not be read and is not shown." in text
        assert "Marks 1, 2 were drawn on it; the table describes them." in text
        assert alternatives_of(made.pdf)[0] == "The bowl from behind"

    def test_a_missing_photo_file_is_reported_too(self, render: Render, tmp_path: Path) -> None:
        made = render(report(photos=(PhotoData(image=tmp_path / "gone.jpg"),)))
        assert made.unreadable_photos == [1]

    def test_damage_that_shows_only_when_decoded_does_not_stop_the_report(self, render: Render) -> None:
        sound = photo(2)
        damaged = sound[:200] + b"\xff\xc4\x00\x04\x00\x00" + sound[206:]
        made = render(report(photos=(PhotoData(image=photo(1), alt="Whole"), PhotoData(image=damaged)), marks=()))
        assert "Whole" in alternatives_of(made.pdf)
        assert TITLE in text_of(made.pdf)

    def test_a_character_no_font_draws_becomes_a_box_with_a_note(self, render: Render, tmp_path: Path) -> None:
        made = render(report(object=ObjectData(title="Lamp of த")))
        assert made.missing_glyphs == ["த"]
        text = text_of(made.pdf)
        assert "Lamp of \u25a1" in text
        assert "printed as \u25a1: U+0BA4 TAMIL LETTER TA." in text
        assert findings(made.pdf, tmp_path) == []

    def test_invisible_characters_strung_together_oddly_do_not_stop_it(self, render: Render) -> None:
        odd = "\U000e0041\u5b66\uffa0\u9f04\u200d\u2006\U000e0100\u728b\u17b4\u1fe6"
        made = render(report(object=ObjectData(title=f"Bowl {odd}")))
        assert "Bowl" in text_of(made.pdf)


class TestScripts:
    @pytest.mark.parametrize(
        ("title", "language"),
        [
            ("Чаша с верблюдом, Осорхонаи Тоҷикистон", ""),
            ("وعاء مغطى مع جمل", "ar"),
            ("带骆驼的有盖碗", "zh"),
            ("ラクダのある蓋付きの鉢", "ja"),
            ("낙타가 있는 뚜껑 그릇", "ko"),
            ("ግመል ያለበት ሳህን", "am"),
            ("Oʻzbekiston, Samarqand: kosa va tuya", ""),
        ],
    )
    def test_a_title_of_any_lender_is_drawn_and_tagged(
        self, render: Render, title: str, language: str, tmp_path: Path
    ) -> None:
        made = render(report(object=ObjectData(title=title)))
        assert made.missing_glyphs == []
        if language:
            assert f"/Lang({language})".encode() in made.pdf
        if language != "ar":  # read back in visual order
            assert title.replace(" ", "") in text_of(made.pdf).replace(" ", "")
        assert findings(made.pdf, tmp_path) == []

    def test_people_who_write_from_right_to_left_sign_beside_those_who_do_not(
        self, render: Render, tmp_path: Path
    ) -> None:
        made = render(
            report(
                examination=ExaminationData(date="3 September 2024", examiner="د. فاطمة الزهراء (Fatima)"),
                condition=ConditionData(grade="poor", summary="هذه اللوحة بحاجة إلى ترميم."),
                signatures=(SignatureData(side="For the lender", name="محمد الخوارزمي", signed_at="Signed"),),
            )
        )
        assert made.missing_glyphs == []
        assert findings(made.pdf, tmp_path) == []

    @pytest.mark.parametrize("language", ["en-gb", "ar", "zh-hans", "uz"])
    def test_the_report_is_marked_with_its_own_language(self, render: Render, language: str) -> None:
        made = render(report(language=language))
        assert f"/Lang({language[:2]}".encode() in made.pdf


class TestAwkwardWords:
    def test_a_word_no_column_could_hold_stays_on_the_page(self, render: Render) -> None:
        number = "KP" + "0123456789" * 8
        made = render(report(object=dataclasses.replace(report().object, accession_number=number)))
        read = text_of(made.pdf).replace(" ", "")
        assert number in read

    def test_an_object_without_photos_or_anything_else_is_still_a_report(self, render: Render, tmp_path: Path) -> None:
        made = render(
            report(
                object=ObjectData(title=TITLE),
                condition=ConditionData(grade="good"),
                photos=(),
                marks=(),
                signatures=(),
                content_hash="",
                verify_url="",
            )
        )
        assert made.pages == 1
        assert TITLE in text_of(made.pdf)
        assert findings(made.pdf, tmp_path) == []
