"""The condition report as a PDF. Callers import the data it is made of from here too."""

from dataclasses import dataclass, field
from pathlib import Path

from loans.documents import typst
from loans.documents.condition_data import (
    AdviceData,
    ConditionData,
    ExaminationData,
    MarkData,
    ObjectData,
    PhotoData,
    ReportData,
    SignatureData,
)
from loans.documents.condition_page import page
from loans.documents.overlay import Region
from loans.documents.pictures import Picture, prepare

__all__ = [
    "AdviceData",
    "ConditionData",
    "ExaminationData",
    "MarkData",
    "ObjectData",
    "PhotoData",
    "Region",
    "Rendered",
    "ReportData",
    "SignatureData",
    "render",
]


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished report and what it could not show: characters no font draws, numbers of photographs not readable."""

    pdf: bytes
    missing_glyphs: list[str]
    pages: int
    unreadable_photos: list[int] = field(default_factory=list)


def render(data: ReportData, *, fonts: Path) -> Rendered:
    """The report as PDF/UA-1 and PDF/A-2a, set with the fonts below `fonts`; raises typst.DocumentError.

    A photograph or a character that can't be shown is reported, in the PDF and in the answer; the rest goes on.
    """
    try:
        return _render(data, fonts=fonts, pictures=[prepare(photo.image) for photo in data.photos])
    except typst.DocumentError:
        # A photograph may be damaged where only decoding it in full shows.
        pictures = [prepare(photo.image, careful=True) for photo in data.photos]
        return _render(data, fonts=fonts, pictures=pictures)


def _render(data: ReportData, *, fonts: Path, pictures: list[Picture | None]) -> Rendered:
    made = page(data, fonts=fonts, pictures=pictures)
    pdf = typst.compile_pdf(
        typst.Job(template="condition_report.typ", data=made.values, files=made.files, made_at=data.made_at),
        fonts=fonts,
    )
    unreadable = [number for number, picture in enumerate(pictures, start=1) if picture is None]
    return Rendered(pdf, made.missing, typst.page_count(pdf), unreadable)
