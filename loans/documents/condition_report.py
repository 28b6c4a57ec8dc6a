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
from loans.documents.pictures import prepare

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
        return _render(data, fonts=fonts, careful=False)
    except typst.DocumentError:
        # A photograph may be damaged where only decoding it in full shows; invisible characters may be strung together
        # in ways no font takes. Both are rare, so the safe way is the second one tried.
        return _render(data, fonts=fonts, careful=True)


def _render(data: ReportData, *, fonts: Path, careful: bool) -> Rendered:
    pictures = [prepare(photo.image, careful=careful) for photo in data.photos]
    made = page(data, fonts=fonts, pictures=pictures, bare=careful)
    pdf = typst.compile_pdf(
        typst.Job(
            template="condition_report.typ",
            data=made.values,
            files=made.files,
            made_at=data.made_at,
        ),
        fonts=fonts,
    )
    unreadable = [number for number, picture in enumerate(pictures, start=1) if picture is None]
    return Rendered(pdf, made.missing, typst.page_count(pdf), unreadable)
