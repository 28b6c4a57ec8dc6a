"""Files people send: encodings, separators, spreadsheets, and what isn't a table at all."""

import datetime as dt
import io
import zipfile
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lenders.services.imports.reading import NumberCell, Row, open_table
from lenders.services.imports.refusals import ImportRefused


def _csv(text: str, encoding: str = "utf-8") -> io.BytesIO:
    return io.BytesIO(text.encode(encoding))


def _workbook(*rows: list[Any]) -> io.BytesIO:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251"])
def test_cyrillic_in_any_usual_encoding(encoding: str) -> None:
    table = open_table(_csv("Название;Номер\nЧаша из Самарканда;Б-12\n", encoding))
    assert (table.headers, list(table.rows)) == (["Название", "Номер"], [Row(2, ["Чаша из Самарканда", "Б-12"])])


def test_western_european_windows_text() -> None:
    table = open_table(_csv("Titre,Numéro\nDébut – Sèvres,12\n", "cp1252"))
    assert list(table.rows) == [Row(2, ["Début – Sèvres", "12"])]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_separators(mark: str) -> None:
    table = open_table(_csv(f'title{mark}number\r\n"A bowl{mark} with lid"{mark}12\r\n'))
    assert list(table.rows) == [Row(2, [f"A bowl{mark} with lid", "12"])]


def test_rows_are_numbered_as_a_spreadsheet_shows_them() -> None:
    table = open_table(_csv('\na,b\n"two\nlines",1\n\n,\nx,2\ny\n'))
    assert list(table.rows) == [Row(3, ["two\nlines", "1"]), Row(6, ["x", "2"]), Row(7, ["y", ""])]


def test_excels_separator_line_is_no_row() -> None:
    table = open_table(_csv("sep=;\na;b\n1;2\n"))
    assert (table.headers, list(table.rows)) == (["a", "b"], [Row(2, ["1", "2"])])


def test_a_row_with_too_many_cells_says_so() -> None:
    (row,) = open_table(_csv("a,b\nx,1,2\n")).rows
    assert row.problem == "It has 3 cells, the header 2: a quotation mark or a separator is in the wrong place."


def test_a_workbook_is_known_by_its_bytes_and_keeps_whole_numbers_whole() -> None:
    stream = _workbook(
        ["number", "title", "made", "height"],
        [1988.1, "Bowl", dt.datetime(1995, 1, 1), 12.0],  # noqa: DTZ001 - spreadsheets know no time zones
        [None, None, None, None],
        ["1988.10", "Ewer", None, True],
    )
    table = open_table(stream)
    rows = list(table.rows)
    assert rows == [Row(2, ["1988.1", "Bowl", "1995-01-01", "12"]), Row(4, ["1988.10", "Ewer", "", "yes"])]
    assert [isinstance(row.cells[0], NumberCell) for row in rows] == [True, False]


def test_rows_are_numbered_from_where_the_sheet_begins() -> None:
    book = openpyxl.Workbook()
    book.active["B3"], book.active["B4"] = "title", "Bowl"
    stream = io.BytesIO()
    book.save(stream)
    assert list(open_table(stream).rows) == [Row(4, ["Bowl"])]


def test_other_sheets_are_named() -> None:
    book = openpyxl.Workbook()
    book.active.append(["title"])
    book.create_sheet("Notes").append(["x"])
    stream = io.BytesIO()
    book.save(stream)
    assert open_table(stream).other_sheets == ("Notes",)


def _packed(size: int) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * size)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "beginning"),
    [
        (b"", "The file is empty."),
        (b"\n\n", "The file has no rows."),
        (b"%PDF-1.7", "This is a PDF, not a table."),
        (b"\x89PNG\r\n\x1a\n", "This is a picture, not a table."),
        (b"\xef\xbb\xbf<?xml version='1.0'?>", "This is an XML file, not a table."),
        (b"  <!doctype html>", "This is a web page, not a table."),
        (b"PK\x03\x04 cut off", "The workbook is damaged or of a kind that can't be read."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 cut off", "The workbook is damaged or of a kind that can't be read."),
        (_packed(700_000_000), "The workbook unpacks to 668 MB, too much."),
        (b"\x00\x01\x02\x03" * 50, "This doesn't look like a table of text."),
        (b"a,a\n1,2\n", "Two columns are called “a” (columns 1 and 2)."),
        (b'a,b\n"x,1\ny,2\n', "The quotation mark opened in row 2 is never closed."),
        (
            "número,título\n".encode() + b"\xff\n" + "éèêëàáâãäåæçìíîï\n".encode(),
            "The file is in UTF-8 except for some characters, the first in line 2.",
        ),
        (b"t\x81tle,n\xfcmber\n", "The characters of the file can't be read in any usual encoding."),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(data: bytes, beginning: str) -> None:
    with pytest.raises(ImportRefused) as refused:
        list(open_table(io.BytesIO(data)).rows)
    assert refused.value.sentence[: len(beginning)] == beginning


def test_a_file_too_large_is_refused() -> None:
    with pytest.raises(ImportRefused) as refused:
        open_table(io.BytesIO(b"a,b\n" * 600_000), max_bytes=2 * 1024 * 1024)
    assert refused.value.sentence == (
        "The file is 2 MB large; 2 MB can be imported at once. Split it, or leave pictures out of the workbook."
    )


@given(st.binary(max_size=300))
def test_any_bytes_are_a_table_or_refused_with_a_sentence(data: bytes) -> None:
    sentence = "."
    numbers = [1]
    try:
        numbers += [row.number for row in open_table(io.BytesIO(data)).rows]
    except ImportRefused as refused:
        sentence = refused.sentence
    assert (sentence[-1], numbers == sorted(set(numbers))) == (".", True)
