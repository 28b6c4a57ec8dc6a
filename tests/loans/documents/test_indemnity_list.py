"""The indemnity list: its order and numbers, its totals, and what keeps an object out; as a PDF and as a spreadsheet."""

import datetime as dt
import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pypdf import PdfReader

from loans.documents.indemnity_list import IndemnityOwner, numbered, render, spreadsheet
from tests.loans.documents.lists import findings, indemnity_list, indemnity_object
from tests.loans.documents.reading import elements_of, text_of


def pages_of(pdf: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def sheet_of(workbook: bytes, *, values: bool = True) -> Any:
    return openpyxl.load_workbook(io.BytesIO(workbook), data_only=values).active


class TestOrder:
    def test_owners_stand_in_the_alphabet_and_references_run_through(self) -> None:
        groups = numbered(indemnity_list())
        assert [(group.owner.name, [number for number, _ in group.objects]) for group in groups] == [
            ("The Asian Civilisations Museum", [1, 2]),
            ("National Museums Scotland", [3]),
            ("Государственный музей искусств Узбекистана", [4, 5, 6]),
        ]

    def test_a_second_list_can_go_on_where_the_first_ended(self) -> None:
        assert [number for number, _ in numbered(indemnity_list(first_number=41))[0].objects] == [41, 42]

    def test_an_owner_of_nothing_is_left_out(self) -> None:
        nobody = IndemnityOwner(name="Nobody", objects=())
        assert numbered(indemnity_list(owners=(nobody,))) == []

    def test_a_name_in_another_script_is_placed_by_its_sound(self) -> None:
        names = ("Zürich", "Эрмитаж", "Aarhus", "An Lanntair")
        owners = tuple(IndemnityOwner(name=name, objects=(indemnity_object(),)) for name in names)
        ordered = [group.owner.name for group in numbered(indemnity_list(owners=owners))]
        assert ordered == ["Aarhus", "Эрмитаж", "An Lanntair", "Zürich"]


class TestOnPaper:
    def test_passes_the_checker_and_starts_each_owner_on_a_new_page(self, fonts: Path, tmp_path: Path) -> None:
        made = render(indemnity_list(), fonts=fonts)
        opening, *owners = pages_of(made.pdf)
        assert findings(made.pdf, tmp_path) == []
        assert "page 1 of 4" in opening
        assert [page.split(" SILK24 ")[0] for page in owners] == [
            "The Asian Civilisations Museum",
            "National Museums Scotland",
            "Государственный музей искусств Узбекистана",
        ]

    def test_the_header_says_what_for_where_when_and_at_whose_risk(self, fonts: Path) -> None:
        opening = pages_of(render(indemnity_list(risk_note="Lent under a state decree."), fonts=fonts).pdf)[0]
        for words in (
            "Silk Roads",
            "Sainsbury Exhibitions Gallery, London",
            "19 August 2024 to 6 April 2025",
            "The British Museum",
            "Lent under a state decree.",
            "National Museums Scotland bears its own risk",
        ):
            assert words in opening

    def test_totals_stand_by_currency_and_leave_the_owners_own_risk_out(self, fonts: Path) -> None:
        opening = pages_of(render(indemnity_list(), fonts=fonts).pdf)[0]
        assert "To be indemnified GBP 97,900.50 SGD 2,500,000.00" in opening
        assert "not to be indemnified GBP 400,000.00" in opening

    def test_names_the_objects_without_a_value_below_the_minimum_and_in_another_currency(self, fonts: Path) -> None:
        opening = pages_of(render(indemnity_list(), fonts=fonts).pdf)[0]
        assert "No. 6 has no value." in opening
        assert "No. 5 has a value below the minimum of GBP 1,000.00 an object." in opening
        assert "No. 1 has a value in another currency than GBP" in opening

    def test_heads_its_tables_with_real_header_cells_on_every_page(self, fonts: Path) -> None:
        many = IndemnityOwner(name="Owner", objects=tuple(indemnity_object(f"Bowl {n}") for n in range(40)))
        made = render(indemnity_list(owners=(many,)), fonts=fonts)
        kinds = [element["/S"] for element in elements_of(made.pdf)]
        assert kinds.count("/TH") == 4 + 7
        assert all("Maker and nationality" in page for page in pages_of(made.pdf)[1:])
        assert made.pages > 3

    def test_an_empty_list_says_so(self, fonts: Path, tmp_path: Path) -> None:
        made = render(indemnity_list(owners=()), fonts=fonts)
        assert "Nothing is listed yet." in text_of(made.pdf)
        assert findings(made.pdf, tmp_path) == []

    def test_text_longer_than_a_page_and_characters_no_font_draws_do_not_stop_it(self, fonts: Path) -> None:
        odd = indemnity_object("Lamp of த", description="word " * 3000 + "end of it")
        made = render(indemnity_list(owners=(IndemnityOwner(name="Owner", objects=(odd,)),)), fonts=fonts)
        assert made.missing_glyphs == ["த"]
        assert "end of it" in text_of(made.pdf)
        assert "U+0BA4 TAMIL LETTER TA" in text_of(made.pdf)

    def test_is_the_same_to_the_byte_when_made_again(self, fonts: Path) -> None:
        assert render(indemnity_list(), fonts=fonts).pdf == render(indemnity_list(), fonts=fonts).pdf


class TestAsASpreadsheet:
    def test_values_are_numbers_and_days_are_days(self) -> None:
        rows = list(sheet_of(spreadsheet(indemnity_list())).iter_rows(values_only=True))
        bowl = next(row for row in rows if row[0] == 4)
        assert bowl == (
            4,
            "Lidded bowl with a camel\nMoulded in relief; the lid has a knob in the form of a lotus bud.",
            "A-1937.114",
            "Earthenware with a lead glaze",
            "18.4 × 22.1 cm",
            "7th to 8th century",
            "Unknown potter",
            "Sogdian",
            "GBP",
            85000,
        )
        assert rows[1][5] == dt.datetime(2024, 8, 19)  # noqa: DTZ001  spreadsheets know no time zones

    def test_totals_are_formulas_that_carry_their_result(self) -> None:
        book = spreadsheet(indemnity_list())
        values, formulas = sheet_of(book), sheet_of(book, values=False)
        rows = [row for row in range(1, values.max_row + 1) if values.cell(row, 2).value == "To be indemnified"]
        assert [(values.cell(row, 9).value, values.cell(row, 10).value) for row in rows] == [
            ("GBP", 97900.5),
            ("SGD", 2500000),
        ]
        gbp = formulas.cell(rows[0], 10).value.removeprefix("=").split("+")
        assert sum(values[cell].value for cell in gbp) == 97900.5
        assert all(formulas[cell].value.startswith("=SUMIFS(") for cell in gbp)

    @pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "http://", "{="])
    def test_text_stays_text_whatever_it_begins_with(self, start: str) -> None:
        evil = indemnity_object(
            f'{start}HYPERLINK("http://x","y")', description="", maker=f"{start}1+1", value=Decimal(1)
        )
        owner = IndemnityOwner(name=f"{start}cmd|'/C calc'!A0", objects=(evil,))
        sheet = sheet_of(spreadsheet(indemnity_list(owners=(owner,))), values=False)
        cells = [cell for row in sheet.iter_rows() for cell in row if str(cell.value).strip().startswith(start.strip())]
        found = [cell for cell in cells if not str(cell.value).startswith(("=SUMIFS(", "=J"))]
        assert len(found) >= 3
        assert {cell.data_type for cell in found} == {"s"}
        assert [cell.hyperlink for cell in found] == [None] * len(found)

    def test_prints_with_its_header_on_each_page_and_an_owner_on_new_pages(self) -> None:
        sheet = sheet_of(spreadsheet(indemnity_list()))
        assert sheet.print_title_rows == "$5:$5"
        assert sheet.freeze_panes == "A6"
        assert sheet.page_setup.orientation == "landscape"
        assert "&P of &N" in f"{sheet.oddFooter.right.text}".replace("&[Page]", "&P")  # as Excel has it
        after = [sheet.cell(broken.id + 1, 1).value for broken in sheet.row_breaks.brk]
        assert after == [
            "National Museums Scotland (own risk, not to be indemnified)",
            "Государственный музей искусств Узбекистана",
            "Totals by currency, never converted",
        ]
        assert sheet.column_dimensions["B"].width > 40

    def test_a_yen_has_no_pence(self) -> None:
        owner = IndemnityOwner(name="Kyoto", objects=(indemnity_object(value=Decimal(5), currency="JPY"),))
        sheet = sheet_of(spreadsheet(indemnity_list(owners=(owner,))))
        assert sheet.cell(7, 10).number_format == "#,##0"

    def test_is_the_same_to_the_byte_when_made_again(self) -> None:
        assert spreadsheet(indemnity_list()) == spreadsheet(indemnity_list())
