"""How the tests read a PDF back: as text, as a screen reader is offered it, and as its metadata."""

import io
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.generic import StreamObject


def text_of(pdf: bytes) -> str:
    """All text, with the line ends of the page as single spaces."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def metadata_of(pdf: bytes) -> str:
    stream = PdfReader(io.BytesIO(pdf)).root_object["/Metadata"].get_object()
    assert isinstance(stream, StreamObject)
    return stream.get_data().decode()


def elements_of(pdf: bytes) -> list[dict[str, Any]]:
    """Every element of the structure tree, in reading order."""
    return list(_walk(PdfReader(io.BytesIO(pdf)).root_object["/StructTreeRoot"]))


def alternatives_of(pdf: bytes) -> list[str]:
    return [str(element["/Alt"]) for element in elements_of(pdf) if "/Alt" in element]


def _walk(node: Any) -> Iterator[dict[str, Any]]:
    node = node.get_object()
    if isinstance(node, list):
        for child in node:
            yield from _walk(child)
    elif isinstance(node, dict):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from _walk(node["/K"])
