"""Labels of crates and tags of objects as PDFs: numbers, marks and an opaque code, never a title, an owner or a value."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Final

from django.conf import settings
from django.db.models import Max
from django.utils import timezone

from exhibitions.models import Exhibition
from loans.documents import crate_labels as documents
from loans.models import Crate, HandlingMark, LoanLine

_SIGNS: Final[dict[str, documents.Handling]] = {
    HandlingMark.UPRIGHT: "up",
    HandlingMark.FRAGILE: "fragile",
    HandlingMark.DRY: "dry",
    HandlingMark.NO_STACKING: "no_stacking",
    HandlingMark.LEVEL: "level",
    HandlingMark.HEAVY: "heavy",
    HandlingMark.HEAT: "no_heat",
}
"""The drawn sign of each mark."""


def crate_labels(
    show: Exhibition, crates: Sequence[Crate], *, address: Callable[[str], str], made_at: dt.datetime | None = None
) -> bytes:
    """Labels of crates of one show, two to a page. `address` turns a token into what the code opens.

    Raises documents.typst.DocumentError.
    """
    highest = show.crates.aggregate(highest=Max("number"))["highest"] or 0
    labels = documents.CrateLabels(
        show_code=show.code,
        crates=tuple(_label(crate, highest, address) for crate in crates),
        made_at=made_at or timezone.now(),
    )
    return documents.render(labels, fonts=settings.FONT_DIR).pdf


def object_tags(
    show: Exhibition, lines: Sequence[LoanLine], *, address: Callable[[str], str], made_at: dt.datetime | None = None
) -> bytes:
    """Tags of objects, each with its number in its loan. Lines need their loan selected."""
    tags = documents.ObjectTags(
        show_code=show.code,
        tags=tuple(
            documents.ObjectTag(line=f"{line.loan.reference}/{line.number}", url=address(str(line.uid)))
            for line in lines
        ),
        made_at=made_at or timezone.now(),
    )
    return documents.render_tags(tags, fonts=settings.FONT_DIR).pdf


def _label(crate: Crate, highest: int, address: Callable[[str], str]) -> documents.Crate:
    size = None
    if crate.length_mm and crate.width_mm and crate.height_mm:
        length, width, height = (-(-edge // 10) for edge in (crate.length_mm, crate.width_mm, crate.height_mm))
        size = (length, width, height)  # whole centimetres, never smaller than it is
    return documents.Crate(
        number=crate.number,
        of=highest,
        url=address(crate.token),
        token=crate.token,
        marks=tuple(_SIGNS[mark] for mark in HandlingMark if mark in crate.marks),
        size=size,
        weight=float(crate.weight_kg) if crate.weight_kg is not None else None,
    )
