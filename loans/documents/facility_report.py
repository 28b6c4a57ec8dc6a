"""A venue's facility report for one reader, whose name is on every page; and its security supplement, without a venue.

The supplement is a document of its own: `render_supplement` is never told which building it is about.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loans.documents import rendering
from loans.documents.rendering import Laid, Made
from loans.documents.typesetter import Typesetter
from office.records.wording import written

__all__ = [
    "FacilityReport",
    "FacilitySection",
    "Made",
    "Reader",
    "SecuritySupplement",
    "mentions",
    "render",
    "render_supplement",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Whose copy it is. `institution` is left empty in a supplement for the venue's own people."""

    name: str
    institution: str
    downloaded_at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FacilitySection:
    """One section; a line of `text` is a paragraph. `changed`: since the version the report is compared with."""

    code: str
    title: str
    text: str
    changed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FacilityReport:
    """One issued version. `changed_since` is the version this reader last saw, None for a first reading.

    `confidentiality` is the notice the reader accepted; empty, our own stands in its place.
    """

    venue: str
    version: int
    issued_on: dt.date
    expires_on: dt.date
    sections: tuple[FacilitySection, ...]
    reader: Reader
    address: str = ""
    prepared_by: str = ""
    confidentiality: str = ""
    security_reference: str = ""
    changed_since: int | None = None
    language: str = "en-gb"


@dataclass(frozen=True, slots=True, kw_only=True)
class SecuritySupplement:
    """What protects a building that is known here by a reference alone. Ask `mentions` before it is rendered."""

    reference: str
    version: int
    issued_on: dt.date
    expires_on: dt.date
    sections: tuple[FacilitySection, ...]
    reader: Reader
    confidentiality: str = ""
    changed_since: int | None = None
    language: str = "en-gb"


def render(data: FacilityReport, *, fonts: Path) -> Made:
    """The report as PDF/UA-1 and PDF/A-2a; raises typst.DocumentError."""
    return rendering.render(
        "facility_report.typ",
        lambda setter, _careful: _report(data, setter),
        fonts=fonts,
        made_at=data.reader.downloaded_at,
        language=data.language,
    )


def render_supplement(data: SecuritySupplement, *, fonts: Path) -> Made:
    """The supplement as PDF/UA-1 and PDF/A-2a; raises typst.DocumentError."""
    return rendering.render(
        "facility_report.typ",
        lambda setter, _careful: _supplement(data, setter),
        fonts=fonts,
        made_at=data.reader.downloaded_at,
        language=data.language,
    )


def mentions(data: SecuritySupplement, names: Iterable[str]) -> list[str]:
    """Which of `names` (of the venue, its museum, its street) stand in the supplement: not one may."""
    text = _plain(" ".join(_texts(data)))
    return [name for name in names if _plain(name) and re.search(rf"(?<!\w){re.escape(_plain(name))}(?!\w)", text)]


def _texts(data: SecuritySupplement) -> Iterator[str]:
    yield from (data.reference, data.confidentiality, data.reader.name, data.reader.institution)
    for section in data.sections:
        yield from (section.code, section.title, section.text)


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(char for char in apart if not unicodedata.combining(char))
    return " ".join(re.sub(r"[^\w]+", " ", bare).split())


def _report(data: FacilityReport, setter: Typesetter) -> Laid:
    kind = _("Facility report")
    facts = [
        (_("Address"), [line.strip() for line in data.address.splitlines()]),
        (_("Prepared by"), [data.prepared_by]),
    ]
    security = (
        _("What protects the building is told in a separate supplement, reference %(reference)s.")
        % {"reference": data.security_reference}
        if data.security_reference
        else ""
    )
    return _laid(data, setter, kind=kind, name=data.venue, author=data.venue, facts=facts, note=security)


def _supplement(data: SecuritySupplement, setter: Typesetter) -> Laid:
    note = _("This supplement names no building: keep it apart from the report it belongs to.")
    return _laid(data, setter, kind=_("Security supplement"), name=data.reference, author="", facts=[], note=note)


def _laid(
    data: FacilityReport | SecuritySupplement,
    setter: Typesetter,
    *,
    kind: str,
    name: str,
    author: str,
    facts: list[tuple[str, list[str]]],
    note: str,
) -> Laid:
    version = _("version %(number)d") % {"number": data.version}
    reader = ", ".join(part.strip() for part in (data.reader.name, data.reader.institution) if part.strip())
    day = written(data.reader.downloaded_at.date())
    copy = _("Copy for %(reader)s, downloaded on %(day)s") % {"reader": reader, "day": day}
    mark = f"{reader} · {day}"
    facts = [
        (_("Version"), [str(data.version)]),
        (_("Issued on"), [written(data.issued_on)]),
        (_("Valid until"), [written(data.expires_on)]),
        *facts,
    ]
    return Laid(
        {
            "title": setter.plain(f"{kind}, {name}, {version}"),
            "author": setter.plain(author),
            "reference": setter.say(f"{name}, {version}"),
            "kind": setter.say(kind),
            "name": setter.say(name),
            "confidential": setter.say(_("Confidential")),
            "copy": setter.say(copy),
            "copy_sentence": setter.say(f"{copy}. " + _("The reader's name is on every page.")),
            "mark": setter.say(mark),
            "mark_length": len(mark),
            "notice": setter.paragraphs(data.confidentiality or _notice()),
            "note": setter.say(note),
            "facts": [
                [setter.say(label), [setter.say(text) for text in texts if text.strip()]]
                for label, texts in facts
                if any(text.strip() for text in texts)
            ],
            "compared": setter.say(_compared(data)),
            "words": {
                "sections": setter.say(_("Sections")),
                "code": setter.say(_("Code")),
                "section": setter.say(_("Section")),
                "changes": setter.say(_("Changes")),
                "empty": setter.say(_("Nothing is said about this yet.")),
            },
            "sections": [
                {
                    "code": setter.say(section.code),
                    "title": setter.say(section.title),
                    "text": setter.paragraphs(section.text),
                    "changed": setter.say(_changed(data.changed_since)) if _is_changed(section, data) else "",
                }
                for section in data.sections
            ],
        }
    )


def _is_changed(section: FacilitySection, data: FacilityReport | SecuritySupplement) -> bool:
    return section.changed and data.changed_since is not None


def _changed(since: int | None) -> str:
    return _("changed since version %(number)d") % {"number": since}


def _compared(data: FacilityReport | SecuritySupplement) -> str:
    """One sentence for who read it before; nothing for who reads it first."""
    if data.changed_since is None:
        return ""
    count = sum(section.changed for section in data.sections)
    if not count:
        return _("No section has changed since version %(number)d.") % {"number": data.changed_since}
    return ngettext(
        "%(count)d section has changed since version %(number)d.",
        "%(count)d sections have changed since version %(number)d.",
        count,
    ) % {"count": count, "number": data.changed_since}


def _notice() -> str:
    return _(
        "This document is for deciding about a loan and for nothing else. Do not copy it or pass it on, keep it where "
        "only those who need it can read it, and destroy it when the loan has ended."
    )
