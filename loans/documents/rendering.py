"""How a list, a pack or a label becomes a PDF: laid out, set, and tried once more the careful way if that fails."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from loans.documents import typst
from loans.documents.glyphs import REPLACEMENT, describe
from loans.documents.typesetter import Typesetter

NAMED = 40


@dataclass(frozen=True, slots=True)
class Made:
    """A finished document and what it could not show: characters no font draws, references of unreadable pictures."""

    pdf: bytes
    pages: int
    missing_glyphs: list[str]
    unreadable: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Laid:
    """What a template takes: its values, the files beside it, and whose pictures could not be read."""

    values: dict[str, object]
    files: dict[str, bytes | Path] = field(default_factory=dict)
    unreadable: list[str] = field(default_factory=list)


type Lay = Callable[[Typesetter, bool], Laid]


def render(template: str, lay: Lay, *, fonts: Path, made_at: dt.datetime, language: str = "en-gb") -> Made:
    """Set what `lay(setter, careful)` gives as PDF/UA-1 and PDF/A-2a; raises typst.DocumentError.

    `careful` is true the second time, after a failure: a picture damaged where only decoding it in full shows, or
    invisible characters strung together oddly.
    """
    try:
        return _render(template, lay, fonts=fonts, made_at=made_at, language=language, careful=False)
    except typst.DocumentError:
        return _render(template, lay, fonts=fonts, made_at=made_at, language=language, careful=True)


def _render(template: str, lay: Lay, *, fonts: Path, made_at: dt.datetime, language: str, careful: bool) -> Made:
    setter = Typesetter(fonts=fonts, bare=careful)
    with override(language):
        laid = lay(setter, careful)
        missing = setter.missing
        values = laid.values | {
            "lang": language,
            "page_words": {"page": setter.say(_("page")), "of": setter.say(_("of"))},
            "missing": setter.say(undrawn(missing)) if missing else "",
        }
    pdf = typst.compile_pdf(typst.Job(template=template, data=values, files=laid.files, made_at=made_at), fonts=fonts)
    return Made(pdf, typst.page_count(pdf), missing, laid.unreadable)


def undrawn(chars: Sequence[str]) -> str:
    """The note about characters no font draws, in the active language."""
    names = ", ".join(describe(char) for char in chars[:NAMED])
    return ngettext(
        "One character of this document is in no font we have and is printed as %(box)s: %(names)s.",
        "%(count)d characters of this document are in no font we have and are printed as %(box)s: %(names)s.",
        len(chars),
    ) % {"count": len(chars), "box": REPLACEMENT, "names": f"{names} \u2026" if len(chars) > NAMED else names}
