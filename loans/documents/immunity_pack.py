"""What a museum publishes to protect objects on loan from abroad from seizure in the UK, as a web page and as a PDF.

Tribunals, Courts and Enforcement Act 2007, Part 6, and SI 2008/1159. What can't be protected is in neither: it goes to
an internal summary.
"""

from collections.abc import Sequence
from pathlib import Path

from loans.documents import immunity_pack_page, rendering
from loans.documents.immunity_pack_data import (
    Enquiries,
    ImmunityGroup,
    ImmunityObject,
    ImmunityPack,
    NotAvailable,
    Showing,
)
from loans.documents.immunity_pack_found import references_found
from loans.documents.immunity_pack_html import Published, publish
from loans.documents.rendering import Made

__all__ = [
    "Enquiries",
    "ImmunityGroup",
    "ImmunityObject",
    "ImmunityPack",
    "Made",
    "NotAvailable",
    "Published",
    "Showing",
    "publish",
    "references_found",
    "render",
    "render_summary",
]


def render(data: ImmunityPack, *, fonts: Path) -> Made:
    """The same as is published on the web, as PDF/UA-1 and PDF/A-2a; raises typst.DocumentError."""
    return rendering.render(
        "immunity_pack.typ",
        lambda setter, careful: immunity_pack_page.lay(data, setter=setter, careful=careful),
        fonts=fonts,
        made_at=data.made_at,
    )


def render_summary(data: ImmunityPack, *, not_available: Sequence[NotAvailable], fonts: Path) -> Made:
    """For the organiser's own people: every date at a glance, and what is not protected and why."""
    return rendering.render(
        "immunity_pack_summary.typ",
        lambda setter, _: immunity_pack_page.lay_summary(data, not_available=not_available, setter=setter),
        fonts=fonts,
        made_at=data.made_at,
    )
