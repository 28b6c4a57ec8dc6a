"""Taking files in and giving them out.

The type is sniffed from the bytes, never believed from the name. The original is kept whole and private under a
UUID; a picture is only ever shown as a re-encoded derivative without location data.
"""

import hashlib
import io
import re
import uuid
from collections.abc import Iterable
from typing import BinaryIO

from django.conf import settings
from django.core.files.base import ContentFile
from django.http import FileResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from office.records.models import StoredFile

DERIVATIVE_EDGE = 1200
"""Longest edge of the picture that is shown, in pixels."""
MAX_PIXELS = 120_000_000
"""A picture larger than this is refused before it is decoded (100 megapixels are real, a bomb is not)."""

_SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"\xff\xd8\xff", "image/jpeg", ".jpg"),
    (b"\x89PNG\r\n\x1a\n", "image/png", ".png"),
    (b"%PDF-", "application/pdf", ".pdf"),
    (b"PK\x03\x04", "application/zip", ".zip"),
    (b"II*\x00", "image/tiff", ".tif"),
    (b"MM\x00*", "image/tiff", ".tif"),
)
_PICTURES = {"image/jpeg", "image/png", "image/webp", "image/tiff"}


class FileRefused(Exception):
    """A file we don't take, with the sentence that says why and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def sniff(head: bytes) -> tuple[str, str]:
    """Media type and ending from the first bytes; ("", "") for what we don't know."""
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp", ".webp"
    for signature, media_type, ending in _SIGNATURES:
        if head.startswith(signature):
            return media_type, ending
    return "", ""


def store(
    content: bytes | BinaryIO,
    *,
    name: str,
    by: str = "",
    allow: Iterable[str] = ("image/jpeg", "image/png", "image/webp", "image/tiff", "application/pdf"),
) -> StoredFile:
    """Keeps a file and, for a picture, its derivative. Raises FileRefused; then nothing is kept."""
    data = content if isinstance(content, bytes) else content.read(settings.UPLOAD_MAX_BYTES + 1)
    if not data:
        raise FileRefused(_("“%(name)s” is empty. Choose another file.") % {"name": name})
    if len(data) > settings.UPLOAD_MAX_BYTES:
        raise FileRefused(
            _("“%(name)s” is larger than %(size)d MB. Send a smaller version.")
            % {"name": name, "size": settings.UPLOAD_MAX_BYTES // 1024**2}
        )
    media_type, ending = sniff(data[:16])
    if media_type not in set(allow):
        raise FileRefused(
            _("“%(name)s” is not a file we can take: send a JPEG, PNG, WebP or TIFF picture, or a PDF.")
            % {"name": name}
        )
    picture = _opened(data, name=name) if media_type in _PICTURES else None
    derivative = _derive(picture, name=name) if picture is not None else None
    stored = _keep(data, name=name, media_type=media_type, ending=ending, by=by, picture=picture)
    if derivative is not None:
        _keep_derivative(stored, derivative)
    return stored


def keep_made(data: bytes, *, name: str, media_type: str, by: str = "") -> StoredFile:
    """Keeps a file that we made ourselves (a PDF, a ZIP) or that an import reads, without asking what it is.

    Of the name's ending ten letters and digits go into the place it is kept at: a path has its limits.
    """
    letters = re.sub(r"[^A-Za-z0-9]", "", name.rpartition(".")[2])[:10] if "." in name else ""
    ending = f".{letters}" if letters else ""
    return _keep(data, name=name, media_type=media_type, ending=ending, by=by, picture=None)


def shown(stored: StoredFile) -> StoredFile:
    """The derivative of a picture; the file itself when it has none."""
    return stored.derivatives.first() or stored


def read(stored: StoredFile) -> bytes:
    """The bytes of a file."""
    with stored.file.open("rb") as handle:
        return bytes(handle.read())


def response(stored: StoredFile, *, download: bool = False) -> FileResponse:
    """Gives a file out; the caller has asked `visible_to`. Only pictures and PDFs open in the browser.

    Pictures are always given as their derivative unless the original is downloaded on purpose.
    """
    inline = not download and (stored.media_type in _PICTURES or stored.media_type == "application/pdf")
    given = shown(stored) if inline else stored
    answer = FileResponse(given.file.open("rb"), content_type=given.media_type)
    answer["Content-Disposition"] = content_disposition_header(not inline, stored.original_name) or "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    answer["Cache-Control"] = "private, max-age=3600"
    return answer


def _opened(data: bytes, *, name: str) -> Image.Image:
    try:
        picture = Image.open(io.BytesIO(data))
        if picture.width * picture.height > MAX_PIXELS:
            raise FileRefused(
                _("“%(name)s” has more than %(limit)d megapixels. Send a smaller version.")
                % {"name": name, "limit": MAX_PIXELS // 1_000_000}
            )
        picture.load()
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as error:
        raise FileRefused(
            _("“%(name)s” can't be opened as a picture; it may be damaged. Send it again or choose another.")
            % {"name": name}
        ) from error
    return picture


def _derive(picture: Image.Image, *, name: str) -> bytes:
    """A JPEG of at most 1200 px, turned upright, on white, without any metadata."""
    upright = ImageOps.exif_transpose(picture) or picture
    if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
        layer = upright.convert("RGBA")
        ground = Image.new("RGB", layer.size, "white")
        ground.paste(layer, mask=layer.getchannel("A"))
        upright = ground
    elif upright.mode != "RGB":
        upright = upright.convert("RGB")
    upright.thumbnail((DERIVATIVE_EDGE, DERIVATIVE_EDGE), Image.Resampling.LANCZOS, reducing_gap=3.0)
    out = io.BytesIO()
    upright.save(out, "JPEG", quality=85, optimize=True, progressive=False)
    return out.getvalue()


def _keep_derivative(stored: StoredFile, data: bytes) -> None:
    with Image.open(io.BytesIO(data)) as picture:
        derivative = _keep(
            data,
            name=stored.original_name,
            media_type="image/jpeg",
            ending=".jpg",
            by=stored.created_by,
            picture=picture,
        )
    derivative.derivative_of = stored
    derivative.save(update_fields=["derivative_of"])


def _keep(data: bytes, *, name: str, media_type: str, ending: str, by: str, picture: Image.Image | None) -> StoredFile:
    place = uuid.uuid4()
    stored = StoredFile(
        original_name=name.replace("\x00", "").rsplit("/", 1)[-1][-255:] or "file",
        media_type=media_type,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        width=picture.width if picture else None,
        height=picture.height if picture else None,
        created_by=by,
    )
    stored.file.save(f"{place.hex[:2]}/{place}{ending}", ContentFile(data), save=False)
    stored.save()
    return stored
