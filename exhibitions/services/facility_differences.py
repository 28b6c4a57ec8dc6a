"""What differs between two versions of a facility report, word by word, for people to read."""

import difflib
import re
from dataclasses import dataclass
from typing import Literal

from exhibitions.models import FacilityReport, SectionCode
from exhibitions.services.facility import plain

Kind = Literal["same", "gone", "new"]
_KINDS: dict[str, tuple[Kind, ...]] = {
    "equal": ("same",), "delete": ("gone",), "insert": ("new",), "replace": ("gone", "new"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One section that reads differently in the later version."""

    code: SectionCode
    parts: list[Part]


def before(report: FacilityReport) -> FacilityReport | None:
    """The issued version before this one."""
    older = report.venue.facility_reports.filter(version__lt=report.version, issued_on__isnull=False)
    return older.order_by("-version").first()


def differences(earlier: FacilityReport, later: FacilityReport) -> list[Difference]:
    """Sections that differ, in the order they are read. Two queries."""
    old = dict(earlier.sections.values_list("code", "text"))
    new = dict(later.sections.values_list("code", "text"))
    return [
        Difference(code, parts_of(old.get(code, ""), new.get(code, "")))
        for code in SectionCode
        if plain(old.get(code, "")) != plain(new.get(code, ""))
    ]


def parts_of(earlier: str, later: str) -> list[Part]:
    """The later text with what went and what came, in runs of whole words."""
    old, new = _words(plain(earlier)), _words(plain(later))
    runs = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [
        Part(kind, "".join(old[a:b] if kind == "gone" else new[c:d]))
        for name, a, b, c, d in runs
        for kind in _KINDS[name]
    ]


def _words(text: str) -> list[str]:
    return re.findall(r"\s+|[^\s]+", text)
