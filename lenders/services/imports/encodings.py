"""Which encoding a text file is in: a mark at its start, UTF-8 that decodes, or what the bytes look like."""

import codecs
import re
from typing import BinaryIO

from lenders.services.imports.refusals import ImportRefused

_BLOCK = 1 << 20
_CONTROL = bytes(set(range(32)) - {0, 9, 10, 11, 12, 13, 26})
_PAGES = bytes([*range(7), 0x1E, 0x20, 0x21, 0x22])  # Latin to Arabic, and punctuation
_MULTIBYTE = re.compile(rb"[\xc3-\xf4][\x80-\xbf]+")
_HIGH = re.compile(rb"[\x80-\xff]")
_HIGH_RUN = re.compile(rb"[\xa8\xb8\xc0-\xff]{2,}")
_NO_TABLE = "This doesn't look like a table of text. Save it as CSV (UTF-8) or as an Excel workbook and import that."


def text_encoding(stream: BinaryIO) -> str:
    """Reads the stream to the end, block by block; the caller rewinds. Raises ImportRefused for what isn't text."""
    head = stream.read(_BLOCK)
    stream.seek(0)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _checked(stream, "utf-16")
    if guess := _utf16_without_mark(head):
        return _checked(stream, guess)
    if len(head) - len(head.translate(None, _CONTROL)) > len(head) / 100:
        raise ImportRefused(_NO_TABLE)
    if head.startswith(codecs.BOM_UTF8):
        return _checked(stream, "utf-8-sig")
    if not (broken := _not_utf8_from(stream)):
        return "utf-8"
    stream.seek(0)
    high = runs = multibyte = 0
    while block := stream.read(_BLOCK):
        high += len(_HIGH.findall(block))
        runs += sum(len(run) for run in _HIGH_RUN.findall(block))
        multibyte += sum(len(found) for found in _MULTIBYTE.findall(block))
    if multibyte > 10 and multibyte > high * 0.9:
        raise ImportRefused(
            f"The file is in UTF-8 except for some characters, the first in line {broken}."
            " Correct them or save the table again as CSV (UTF-8)."
        )
    stream.seek(0)
    return _checked(stream, "cp1251" if runs > high / 2 else "cp1252")


def _not_utf8_from(stream: BinaryIO) -> int:
    """The first line that isn't UTF-8; 0 when all is."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    lines = 1
    while block := stream.read(_BLOCK):
        try:
            decoder.decode(block)
        except UnicodeDecodeError as error:
            return lines + error.object[: error.start].count(b"\n")
        lines += block.count(b"\n")
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return lines
    return 0


def _utf16_without_mark(head: bytes) -> str:
    """In UTF-16 every other byte is the upper half of a character: zero for Latin, else one of a few pages."""
    for high, low, encoding in (
        (head[1::2], head[::2], "utf-16-le"),
        (head[::2], head[1::2], "utf-16-be"),
    ):
        pages = high.count(0) * 10 > len(high) and not high.translate(None, _PAGES)
        latin = bytes(letter for letter, page in zip(low, high, strict=False) if not page)
        if pages and len(latin) == len(latin.translate(None, _CONTROL + b"\0")):
            return encoding
    return ""


def _checked(stream: BinaryIO, encoding: str) -> str:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while block := stream.read(_BLOCK):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise ImportRefused(
            "The characters of the file can't be read in any usual encoding. Save the table as CSV (UTF-8)."
        ) from error
    return encoding
