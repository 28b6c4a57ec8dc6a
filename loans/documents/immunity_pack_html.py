"""The immunity pack as a plain web page for the museum's own site: no script, no brand, an anchor per reference."""

import base64
import io
import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Literal

from anyascii import anyascii
from django.template import Context, Engine
from django.template.base import Template
from django.utils.translation import override
from PIL import Image

from loans.documents import immunity_pack_words as words
from loans.documents.immunity_pack_data import ImmunityGroup, ImmunityObject, ImmunityPack
from loans.documents.pictures import prepare
from loans.documents.typst import TEMPLATES

type Pictures = Literal["inside", "beside"]


@dataclass(frozen=True, slots=True)
class Published:
    """A page to be put on the web. `fragment` is its inside alone, for a site that brings its own head and styles.

    `files` go beside the page, by name; empty where the pictures are inside it. `unreadable` are references whose
    photograph could not be read and is missing.
    """

    html: str
    fragment: str
    files: dict[str, bytes] = field(default_factory=dict)
    unreadable: list[str] = field(default_factory=list)


def publish(data: ImmunityPack, *, pictures: Pictures = "beside") -> Published:
    """The page, its pictures as files beside it or as data URIs inside it."""
    writer = _Writer(data, pictures=pictures)
    with override("en-gb"):
        context = writer.context()
        fragment = _template("immunity_pack_fragment.html").render(Context(context))
        html = _template("immunity_pack.html").render(Context(context))
    return Published(html, fragment, writer.files, writer.unreadable)


def _sound(jpeg: bytes) -> bool:
    """Whether the picture can be decoded to its end."""
    try:
        with Image.open(io.BytesIO(jpeg)) as image:
            image.load()
    except Exception:  # noqa: BLE001  Pillow's decoders raise what they like on damaged files
        return False
    return True


@lru_cache(maxsize=2)
def _engine() -> Engine:
    return Engine(dirs=[str(TEMPLATES)], autoescape=True)


def _template(name: str) -> Template:
    return _engine().get_template(name)


class _Writer:
    """Gathers what the template takes; names every anchor once."""

    def __init__(self, data: ImmunityPack, *, pictures: Pictures) -> None:
        self.data = data
        self.inside = pictures == "inside"
        self.files: dict[str, bytes] = {}
        self.unreadable: list[str] = []
        self.anchors: set[str] = set()

    def context(self) -> dict[str, object]:
        data = self.data
        return {
            "museum": data.museum,
            "exhibition": data.exhibition,
            "title": self.heading("title"),
            "intro": words.intro(data),
            "groups": [self.group(group) for group in data.groups if group.objects],
            "enquiries": data.enquiries,
            "headings": {name: self.heading(name) for name in ("enquiries", "email", "telephone")},
            "how_to_claim": words.how_to_claim(),
        }

    def heading(self, name: str) -> dict[str, str]:
        english, welsh = words.HEADINGS[name]
        return {"en": english, "cy": welsh if self.data.welsh else ""}

    def group(self, group: ImmunityGroup) -> dict[str, object]:
        return {
            "title": words.group_title(group),
            "days": [(self.heading(name), day) for name, day in words.days(group)],
            "objects": [self.thing(each) for each in group.objects],
        }

    def thing(self, each: ImmunityObject) -> dict[str, object]:
        anchor = self.anchor(each.reference)
        return {
            "anchor": anchor,
            "title": each.title,
            "facts": [(self.heading(name), texts) for name, texts in words.facts(each, welsh=self.data.welsh)],
            "picture": self.picture(each, anchor),
        }

    def anchor(self, reference: str) -> str:
        plain = re.sub(r"[^a-z0-9]+", "-", anyascii(reference).casefold()).strip("-") or "object"
        name, count = plain, 1
        while name in self.anchors:
            count += 1
            name = f"{plain}-{count}"
        self.anchors.add(name)
        return name

    def picture(self, each: ImmunityObject, anchor: str) -> dict[str, object] | None:
        if each.photo is None:
            return None
        made = prepare(each.photo.image)
        if made is None:
            self.unreadable.append(each.reference)
            return None
        content = made.content.read_bytes() if isinstance(made.content, Path) else made.content
        # A browser shows half of a damaged picture without a word.
        if not _sound(content):
            self.unreadable.append(each.reference)
            return None
        if self.inside:
            source = "data:image/jpeg;base64," + base64.b64encode(content).decode()
        else:
            source = f"{anchor}.jpg"
            self.files[source] = content
        return {"src": source, "alt": words.picture(each), "width": made.width, "height": made.height}
