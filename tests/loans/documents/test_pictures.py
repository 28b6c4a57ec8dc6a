"""A sound JPEG passes through untouched; everything else becomes one, or nothing."""

import io
from pathlib import Path

import pytest
from PIL import Image

from loans.documents.pictures import LONGEST_SIDE, prepare
from tests.loans.documents.bowl import photo

SIDEWAYS = Image.Exif()
SIDEWAYS[0x0112] = 6


def opened(content: bytes | Path) -> Image.Image:
    return Image.open(content if isinstance(content, Path) else io.BytesIO(content))


def test_a_sound_jpeg_is_handed_on_as_it_is(tmp_path: Path) -> None:
    data = photo()
    path = tmp_path / "bowl.jpg"
    path.write_bytes(data)
    from_bytes, from_path = prepare(data), prepare(path)
    assert from_bytes is not None
    assert (from_bytes.content, from_bytes.width, from_bytes.height) == (data, 400, 300)
    assert from_path is not None
    assert from_path.content == path


@pytest.mark.parametrize(
    ("data", "size"),
    [
        (photo(form="PNG"), (400, 300)),
        (photo(form="WEBP"), (400, 300)),
        (photo(exif=SIDEWAYS), (300, 400)),
        (photo(size=(2400, 1200)), (LONGEST_SIDE, LONGEST_SIDE // 2)),
    ],
    ids=["png", "webp", "turned", "large"],
)
def test_anything_else_becomes_an_upright_jpeg_of_fair_size(data: bytes, size: tuple[int, int]) -> None:
    picture = prepare(data)
    assert picture is not None
    assert (picture.width, picture.height) == size
    image = opened(picture.content)
    assert (image.format, image.size) == ("JPEG", size)


def test_print_colours_and_transparency_become_plain_colours() -> None:
    for mode in ("CMYK", "RGBA", "P", "LA", "I;16", "1"):
        out = io.BytesIO()
        Image.new(mode, (40, 30)).save(out, "TIFF" if mode != "P" else "GIF")
        picture = prepare(out.getvalue())
        assert picture is not None
        assert opened(picture.content).mode in {"RGB", "L"}


@pytest.mark.parametrize("data", [b"", b"GIF89a", photo()[:1000]], ids=["empty", "header", "cut off"])
def test_what_cannot_be_read_is_nothing(data: bytes) -> None:
    assert prepare(data) is None
