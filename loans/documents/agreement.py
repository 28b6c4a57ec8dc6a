"""The loan agreement and its amendments as a PDF. Callers import the data it is made of from here too."""

from dataclasses import dataclass, field
from pathlib import Path

from loans.documents import typst
from loans.documents.agreement_data import (
    AgreementData,
    AmendmentData,
    ChangeData,
    ClauseData,
    ItemData,
    PartyData,
    ShowingData,
    SideData,
    SignatureData,
    TermData,
    TranslationData,
)
from loans.documents.agreement_page import page

__all__ = [
    "AgreementData",
    "AmendmentData",
    "ChangeData",
    "ClauseData",
    "ItemData",
    "PartyData",
    "Rendered",
    "ShowingData",
    "SideData",
    "SignatureData",
    "TermData",
    "TranslationData",
    "render",
]


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished agreement and what it could not show: characters no font draws, numbers of objects whose picture
    can't be read."""

    pdf: bytes
    missing_glyphs: list[str]
    pages: int
    unreadable_pictures: list[int] = field(default_factory=list)


def render(data: AgreementData, *, fonts: Path) -> Rendered:
    """The agreement as PDF/UA-1 and PDF/A-2a, set with the fonts below `fonts`; raises typst.DocumentError.

    A picture or a character that can't be shown is reported in the answer (a character in the PDF too).
    """
    try:
        return _render(data, fonts=fonts, careful=False)
    except typst.DocumentError:
        # Damage that only decoding in full shows, invisible characters no font takes: rare, so tried second.
        return _render(data, fonts=fonts, careful=True)


def _render(data: AgreementData, *, fonts: Path, careful: bool) -> Rendered:
    made = page(data, fonts=fonts, careful=careful)
    pdf = typst.compile_pdf(
        typst.Job(template="agreement.typ", data=made.values, files=made.files, made_at=data.made_at),
        fonts=fonts,
    )
    return Rendered(pdf, made.missing, typst.page_count(pdf), made.unreadable)
