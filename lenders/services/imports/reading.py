"""Opens a table somebody sent, CSV or spreadsheet, whatever its name says, and yields its rows one by one."""

import contextlib
import csv
import datetime as dt
import io
import itertools
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO, NamedTuple

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from lenders.services.imports.encodings import text_encoding
from lenders.services.imports.refusals import ImportRefused

MAX_BYTES = 100 * 1024 * 1024
MAX_UNPACKED_BYTES = 600 * 1024 * 1024
MAX_COLUMNS = 500
MAX_CELL = 100_000

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHER_FILES = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
    (b"Rar!", "a compressed file"),
    (b"7z\xbc\xaf", "a compressed file"),
    (b"{\\rtf", "a text document"),
    (b"<?xml", "an XML file"),
    (b"<!DOC", "a web page"),
    (b"<html", "a web page"),
    (b"SQLite format", "a database"),
    (b"\x00\x01\x00\x00Standard", "a database"),
)
_SAVE_AS = "Save the table as CSV (UTF-8) or as an Excel workbook (.xlsx) and import that."


class NumberCell(str):
    """A cell the spreadsheet holds as a number with decimals: as text 1988.10 and 1988.1 can't be told apart."""

    __slots__ = ()


class Row(NamedTuple):
    """`number` is the row as a spreadsheet shows it, `cells` stand under the table's headers, none missing.

    `problem` says why they can't be trusted.
    """

    number: int
    cells: Sequence[str]
    problem: str = ""


@dataclass
class Table:
    """The header row's names in order, and the rows below it; iterate once."""

    headers: Sequence[str]
    rows: Iterator[Row]
    kind: str
    other_sheets: Sequence[str] = field(default_factory=tuple)


def open_table(stream: BinaryIO, *, max_bytes: int = MAX_BYTES) -> Table:
    """Reads the header row; the rows follow while the table is iterated. Raises ImportRefused, then and later."""
    size = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    if size == 0:
        raise ImportRefused(f"The file is empty. {_SAVE_AS}")
    if size > max_bytes:
        raise ImportRefused(
            f"The file is {size / 1_048_576:,.0f} MB large; {max_bytes // 1_048_576} MB can be imported at once."
            " Split it, or leave pictures out of the workbook."
        )
    head = stream.read(64)
    stream.seek(0)
    if head.startswith((_ZIP, _OLE)):
        return _spreadsheet(stream, zipped=head.startswith(_ZIP))
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    for magic, what in _OTHER_FILES:
        if head.startswith(magic) or start.lower().startswith(magic.lower()):
            raise ImportRefused(f"This is {what}, not a table. {_SAVE_AS}")
    return _csv(stream)


def _table(
    kind: str,
    numbered: Iterator[tuple[int, Sequence[str]]],
    *,
    other_sheets: Sequence[str] = (),
) -> Table:
    for _number, cells in numbered:
        headers = [cell.strip() for cell in cells]
        while headers and not headers[-1]:
            headers.pop()
        if headers:
            break
    else:
        raise ImportRefused(f"The file has no rows. {_SAVE_AS}")
    if len(headers) > MAX_COLUMNS:
        raise ImportRefused(f"The first row has {len(headers)} columns; {MAX_COLUMNS} can be imported.")
    seen: dict[str, int] = {}
    for at, header in enumerate(headers, start=1):
        if header and header in seen:
            raise ImportRefused(
                f"Two columns are called “{header}” (columns {seen[header]} and {at}). Rename one of them."
            )
        seen[header] = at
    return Table(headers, _rows(headers, numbered), kind, other_sheets)


def _rows(headers: Sequence[str], numbered: Iterator[tuple[int, Sequence[str]]]) -> Iterator[Row]:
    width = len(headers)
    empty = [""] * width
    for number, values in numbered:
        cells = [value if type(value) is NumberCell else value.strip() for value in values]
        if not any(cells):
            continue
        problem = ""
        if len(cells) < width:
            cells += empty[len(cells) :]
        elif len(cells) > width and any(cells[width:]):
            problem = (
                f"It has {len(cells)} cells, the header {width}: a quotation mark or a separator is in the wrong place."
            )
        yield Row(number, cells, problem)


# --- CSV -----------------------------------------------------------------------------------------------------------


def _csv(stream: BinaryIO) -> Table:
    encoding = text_encoding(stream)
    stream.seek(0)
    text = io.TextIOWrapper(stream, encoding=encoding, newline="")
    blank: list[str] = []
    while (first := text.readline(MAX_CELL)) and not first.strip():
        blank.append(first)
    delimiter = _delimiter(first)
    if first.lower().startswith("sep="):  # Excel's own hint; Excel doesn't count it as a row
        delimiter, first = first[4:5], ""
    return _table(f"CSV ({encoding})", _records(text, [*blank, first], delimiter))


def _delimiter(line: str) -> str:
    outside = "".join(line.split('"')[::2])
    counts = {mark: outside.count(mark) for mark in ",;\t|"}
    return max(counts, key=lambda mark: counts[mark])


def _records(text: io.TextIOWrapper, begun: Sequence[str], delimiter: str) -> Iterator[tuple[int, Sequence[str]]]:
    """Numbered records; an unclosed quotation mark would swallow the rest of the file, so it refuses the file."""
    raw: list[str] = []

    def lines() -> Iterator[str]:
        for line in itertools.chain(filter(None, begun), text):
            raw.append(line)
            yield line

    reader = csv.reader(lines(), delimiter=delimiter)
    number = 0
    opened = ""
    try:
        while True:
            opened = f"The quotation mark opened in row {number + 1} is never closed. Close it and import again."
            try:
                record = next(reader)
            except StopIteration:
                return
            number += 1
            if len(raw) > 1 or raw[0].count('"') % 2:
                _check_closed(raw, delimiter, opened)
            raw.clear()
            yield number, record
    except csv.Error as error:
        raise ImportRefused(opened) from error
    finally:
        with contextlib.suppress(ValueError):  # the caller may have closed the file before the last row
            text.detach()


def _check_closed(raw: Sequence[str], delimiter: str, sentence: str) -> None:
    try:
        list(csv.reader(raw, delimiter=delimiter, strict=True))
    except csv.Error as error:
        if "end of data" in str(error):
            raise ImportRefused(sentence) from error


# --- Spreadsheets --------------------------------------------------------------------------------------------------


def _spreadsheet(stream: BinaryIO, *, zipped: bool) -> Table:
    broken = f"The workbook is damaged or of a kind that can't be read. {_SAVE_AS}"
    try:
        if zipped:
            with zipfile.ZipFile(stream) as archive:
                unpacked = sum(entry.file_size for entry in archive.infolist())
            if unpacked > MAX_UNPACKED_BYTES:
                raise ImportRefused(f"The workbook unpacks to {unpacked / 1_048_576:,.0f} MB, too much. {_SAVE_AS}")
            stream.seek(0)
        book = CalamineWorkbook.from_filelike(stream)
        sheets = [(name, book.get_sheet_by_name(name)) for name in book.sheet_names]
    except PasswordError as error:
        raise ImportRefused("The workbook is protected by a password. Save it without one and import that.") from error
    except (CalamineError, zipfile.BadZipFile, OSError, ValueError) as error:
        raise ImportRefused(broken) from error
    filled = [(name, sheet) for name, sheet in sheets if sheet.height]
    if not filled:
        raise ImportRefused(f"The workbook has no rows. {_SAVE_AS}")
    name, sheet = filled[0]

    def numbered() -> Iterator[tuple[int, Sequence[str]]]:
        for number, values in enumerate(sheet.iter_rows(), start=1):
            yield (
                number,
                [value if type(value) is str else _cell(value) for value in values],
            )

    return _table(
        f"spreadsheet “{name}”",
        numbered(),
        other_sheets=tuple(other for other, _ in filled[1:]),
    )


def _cell(value: object) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case int():
            return str(value)
        case float():
            return str(int(value)) if value.is_integer() else NumberCell(f"{value:.15g}")
        case dt.datetime() if value.time() == dt.time():
            return value.date().isoformat()
        case dt.datetime() | dt.date() | dt.time():
            return value.isoformat()
        case _:
            return str(value)
