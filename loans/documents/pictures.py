"""Photographs made ready for a page. A sound JPEG passes through untouched; all else is turned into one.

Typst hands a JPEG on as it is (3 ms a photo at 1200 px, to measure it) but re-encodes a PNG (35 ms and 500 KB each).
"""

import io
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageOps

LONGEST_SIDE = 1200
QUALITY = 85
PAPER = (0xFB, 0xF8, 0xF1)

ORIENTATION_TAG = 0x0112
END_OF_JPEG = b"\xff\xd9"
TAIL = 32


@dataclass(frozen=True, slots=True)
class Picture:
    """A photograph Typst can take: JPEG bytes, or the path of a JPEG, and its size in pixels."""

    content: bytes | Path
    width: int
    height: int


def prepare(source: bytes | Path, *, careful: bool = False, longest: int = LONGEST_SIDE) -> Picture | None:
    """The photograph made ready, or None where it can't be read. `careful` decodes and re-encodes in any case.

    `longest` is how many pixels a side may have.
    """
    try:
        with Image.open(source if isinstance(source, Path) else io.BytesIO(source)) as image:
            if not careful and _passes(image, source, longest=longest):
                return Picture(source, *image.size)
            return _as_jpeg(image, longest=longest)
    # Pillow's decoders raise what they like on damaged files: OSError, SyntaxError, ValueError, struct.error ...
    except Exception:  # noqa: BLE001  see above
        return None


def _passes(image: Image.Image, source: bytes | Path, *, longest: int) -> bool:
    return (
        image.format == "JPEG"
        and image.mode in {"RGB", "L"}
        and max(image.size) <= longest
        and image.getexif().get(ORIENTATION_TAG, 1) == 1
        and END_OF_JPEG in _tail(source)
    )


def _tail(source: bytes | Path) -> bytes:
    if isinstance(source, bytes):
        return source[-TAIL:]
    with source.open("rb") as file:
        file.seek(max(0, source.stat().st_size - TAIL))
        return file.read()


def _as_jpeg(image: Image.Image, *, longest: int) -> Picture:
    if image.format == "JPEG":
        image.draft("RGB", (longest, longest))
    upright = ImageOps.exif_transpose(image)
    upright.thumbnail((longest, longest))
    if upright.has_transparency_data:
        layer = upright.convert("RGBA")
        upright = Image.new("RGB", layer.size, PAPER)
        upright.paste(layer, mask=layer)
    elif upright.mode not in {"RGB", "L"}:
        upright = upright.convert("RGB")
    out = io.BytesIO()
    upright.save(out, "JPEG", quality=QUALITY)
    return Picture(out.getvalue(), *upright.size)
