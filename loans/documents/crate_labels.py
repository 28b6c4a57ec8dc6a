"""Labels for crates and tags for objects. What they know of is all they can say: never a title, an owner or a value."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from django.utils.translation import gettext as _

from loans.documents import qr, rendering
from loans.documents.rendering import Laid, Made
from loans.documents.typesetter import Typesetter

__all__ = ["HANDLING", "Crate", "CrateLabels", "Handling", "Made", "ObjectTag", "ObjectTags", "render", "render_tags"]

INK = "#1F1B16"

type Handling = Literal[
    "up", "fragile", "dry", "no_stacking", "level", "gravity", "no_heat", "no_hooks", "heavy", "two_people", "forklift"
]
HANDLING: tuple[Handling, ...] = (
    "up",
    "fragile",
    "dry",
    "no_stacking",
    "level",
    "gravity",
    "no_heat",
    "no_hooks",
    "heavy",
    "two_people",
    "forklift",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Crate:
    """One crate: number `number` of `of`. Size in centimetres (length, width, height), gross weight in kilograms.

    `url` is what the QR code opens and must be opaque; `token` is the short code people read aloud instead.
    """

    number: int
    of: int
    url: str
    token: str
    marks: tuple[Handling, ...] = ()
    size: tuple[int, int, int] | None = None
    weight: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CrateLabels:
    """The labels of one shipment, two A5 labels on a sheet of A4. `language` is BCP 47."""

    show_code: str
    crates: tuple[Crate, ...]
    made_at: dt.datetime
    language: str = "en-gb"


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectTag:
    """What hangs on one object: the number of its line in the loan, and a QR code as opaque as the crate's."""

    line: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectTags:
    """Tags on sheets of 21 labels of 63.5 x 38.1 mm, the commonest office size."""

    show_code: str
    tags: tuple[ObjectTag, ...]
    made_at: dt.datetime
    language: str = "en-gb"


def render(data: CrateLabels, *, fonts: Path) -> Made:
    """The crate labels as PDF/UA-1 and PDF/A-2a; raises typst.DocumentError."""
    return rendering.render(
        "crate_labels.typ",
        lambda setter, _careful: _labels(data, setter),
        fonts=fonts,
        made_at=data.made_at,
        language=data.language,
    )


def render_tags(data: ObjectTags, *, fonts: Path) -> Made:
    """The object tags as PDF/UA-1 and PDF/A-2a; raises typst.DocumentError."""
    return rendering.render(
        "crate_labels_tags.typ",
        lambda setter, _careful: _tags(data, setter),
        fonts=fonts,
        made_at=data.made_at,
        language=data.language,
    )


def words() -> dict[Handling, str]:
    """What each handling mark says, in the active language."""
    return {
        "up": _("This way up"),
        "fragile": _("Fragile"),
        "dry": _("Keep dry"),
        "no_stacking": _("Do not stack"),
        "level": _("Keep level"),
        "gravity": _("Centre of gravity"),
        "no_heat": _("Keep from heat"),
        "no_hooks": _("No hooks"),
        "heavy": _("Heavy"),
        "two_people": _("Two people to lift"),
        "forklift": _("Fork-lift here"),
    }


def _labels(data: CrateLabels, setter: Typesetter) -> Laid:
    files: dict[str, bytes | Path] = {}
    said = words()
    labels = []
    for index, crate in enumerate(data.crates):
        name = f"qr{index}.svg"
        files[name] = qr.svg(crate.url, ink=INK)
        labels.append(
            {
                "code": setter.say(data.show_code),
                "name": setter.say(_("Crate %(number)d of %(of)d") % {"number": crate.number, "of": crate.of}),
                "number": str(crate.number),
                "marks": [[mark, setter.say(said[mark])] for mark in HANDLING if mark in crate.marks],
                "size": setter.say(_size(crate.size)) if crate.size else "",
                "weight": setter.say(_weight(crate.weight)) if crate.weight is not None else "",
                "qr": f"/{name}",
                "token": setter.say(crate.token),
            }
        )
    title = setter.plain(_("Crate labels %(code)s") % {"code": data.show_code})
    return Laid(
        {
            "title": title,
            "labels": labels,
            "qr_alt": setter.plain(_("QR code: opens the page of this crate, after signing in.")),
            "size": setter.say(_("Size")),
            "weight": setter.say(_("Weight, packed")),
        },
        files,
    )


def _tags(data: ObjectTags, setter: Typesetter) -> Laid:
    files: dict[str, bytes | Path] = {}
    tags = []
    for index, tag in enumerate(data.tags):
        name = f"qr{index}.svg"
        files[name] = qr.svg(tag.url, ink=INK)
        tags.append({"line": setter.say(tag.line), "code": setter.say(data.show_code), "qr": f"/{name}"})
    title = setter.plain(_("Object tags %(code)s") % {"code": data.show_code})
    alt = setter.plain(_("QR code: opens the page of this object, after signing in."))
    return Laid({"title": title, "tags": tags, "qr_alt": alt}, files)


def _size(size: tuple[int, int, int]) -> str:
    return f"{size[0]} × {size[1]} × {size[2]} cm"


def _weight(weight: float) -> str:
    return f"{weight:.0f} kg" if weight == int(weight) else f"{weight:.1f} kg"
