"""The drawings of the demo: every kind can be drawn, always the same, small, and differently for every seed."""

import io

import pytest
from PIL import Image

from loans.management.demo.drawings import KINDS, Drawing, draw, draw_all

_DETAILS = {
    "coin": "cash",
    "cloth": "carpet",
    "leaf": "arabic",
    "fragment": "hebrew",
    "scroll": "chinese",
    "painted scroll": "chinese",
    "pothi": "brahmi",
    "codex": "ethiopic",
    "letter": "sogdian",
    "slips": "chinese",
    "sherd": "greek",
    "mural": "paradise",
    "stela": "runes",
    "animal": "camel",
    "laden animal": "horse",
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_gives_a_small_square_picture(kind: str) -> None:
    detail = _DETAILS.get(kind, "metal")

    picture = draw(Drawing(f"{kind}/{detail}", seed=7, height_mm=210, width_mm=160))

    with Image.open(io.BytesIO(picture)) as opened:
        assert opened.format == "PNG"
        assert opened.size == (1000, 1000)
    assert len(picture) < 90_000


def test_the_same_drawing_is_the_same_bytes_and_another_seed_another_picture() -> None:
    bowl = Drawing("bowl/metal", seed=3, height_mm=60, width_mm=140)

    assert draw(bowl) == draw(bowl)
    assert draw(bowl) != draw(Drawing("bowl/metal", seed=4, height_mm=60, width_mm=140))


def test_many_are_drawn_in_order() -> None:
    drawings = [Drawing("tile", seed=seed, width_mm=200) for seed in range(9)]

    assert list(draw_all(drawings)) == [draw(each) for each in drawings]
