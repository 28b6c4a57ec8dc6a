"""Files come in by what they are, stay whole and private, and are shown as derivatives without location."""

import io
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image
from pytest_django import Settings

from office.records import files
from office.records.files import FileRefused
from office.records.models import StoredFile


def jpeg(size: tuple[int, int] = (2400, 1600), **saved: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "#c8b79a").save(out, "JPEG", **saved)
    return out.getvalue()


def with_place() -> bytes:
    picture = Image.new("RGB", (400, 200), "#c8b79a")
    exif = picture.getexif()
    exif[0x0112] = 6  # turned by a quarter
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (39.0, 39.0, 0.0)
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


def test_the_original_is_kept_to_the_byte(db: None) -> None:
    data = with_place()

    stored = files.store(data, name="../../etc/front view.jpg")

    assert files.read(stored) == data
    assert stored.original_name == "front view.jpg"
    assert str(settings.MEDIA_ROOT) in stored.file.path
    assert "front" not in str(stored.file.name)


def test_a_picture_is_shown_small_upright_and_without_its_place(db: None) -> None:
    stored = files.store(with_place(), name="front.jpg")

    derivative = files.shown(stored)

    with Image.open(io.BytesIO(files.read(derivative))) as picture:
        assert picture.size == (200, 400)
        assert dict(picture.getexif()) == {}


def test_a_large_picture_is_shown_at_1200_pixels(db: None) -> None:
    derivative = files.shown(files.store(jpeg(), name="front.jpg"))

    assert (derivative.width, derivative.height) == (1200, 800)


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "empty.jpg", "is empty"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "photo.jpg", "is not a file we can take"),
        (b"<html><body>hello</body></html>", "photo.png", "is not a file we can take"),
        (b"MZ\x90\x00", "report.pdf", "is not a file we can take"),
        (jpeg()[:2000], "torn.jpg", "can't be opened as a picture"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 64, "broken.png", "can't be opened as a picture"),
    ],
)
def test_what_is_no_picture_or_pdf_is_refused_with_a_sentence(db: None, data: bytes, name: str, words: str) -> None:
    with pytest.raises(FileRefused) as refused:
        files.store(data, name=name)

    assert words in refused.value.sentence
    assert StoredFile.objects.count() == 0


def test_a_bomb_is_refused_before_it_is_decoded(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_PIXELS", 1_000_000)

    with pytest.raises(FileRefused) as refused:
        files.store(jpeg((1500, 1500)), name="huge.jpg")

    assert "megapixels" in refused.value.sentence


def test_too_large_is_said_with_the_limit(db: None, settings: Settings) -> None:
    settings.UPLOAD_MAX_BYTES = 1024**2

    with pytest.raises(FileRefused) as refused:
        files.store(b"%PDF-" + b"0" * 1024**2, name="scan.pdf")

    assert "larger than 1 MB" in refused.value.sentence


def test_a_file_is_given_out_so_that_nothing_in_it_runs(db: None) -> None:
    answer = files.response(files.store(b"%PDF-1.7 text", name="scan.pdf"))

    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].endswith("sandbox")
    assert answer["Content-Type"] == "application/pdf"


@pytest.mark.parametrize(
    ("name", "ending"),
    [
        ("objects.xlsx", ".xlsx"),
        ("a." + "b" * 240, ".bbbbbbbbbb"),
        ("a.\x00c/../s v", ".sv"),
        ("a.", ""),
        ("objects", ""),
    ],
)
def test_a_names_ending_is_kept_short(db: None, name: str, ending: str) -> None:
    stored = files.keep_made(b"a,b", name=name, media_type="text/csv")

    assert files.read(stored) == b"a,b"
    assert Path(str(stored.file.name)).suffix == ending
