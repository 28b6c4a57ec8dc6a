"""Dimensions as typed on real records, in millimetres and grams."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lenders.services.imports.dimensions import NO_DIMENSIONS, Dimensions, read_dimensions


def _sizes(**sizes: str) -> Dimensions:
    return NO_DIMENSIONS._replace(**{name: Decimal(size) for name, size in sizes.items()})


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        ("height 48.3 cm x diameter 17.5 cm", {"height_mm": "483", "diameter_mm": "175"}),
        ("height 8.3 cm x width 15.2 cm x depth 15.2 cm", {"height_mm": "83", "width_mm": "152", "depth_mm": "152"}),
        ("8 1/4 x 3 in.", {"height_mm": "209.6", "width_mm": "76.2"}),
        ("8¼ × 3 in.", {"height_mm": "209.6", "width_mm": "76.2"}),
        ("Overall: 30.5 x 20 cm (12 x 7 7/8 in.)", {"height_mm": "305", "width_mm": "200"}),
        ("12 x 7 7/8 in. (30.5 x 20 cm)", {"height_mm": "305", "width_mm": "200"}),
        ("overall: 0.9 cm (3/8 in.)", {"height_mm": "9"}),
        ("48.3 cm x 17.5 cm", {"height_mm": "483", "width_mm": "175"}),
        ("120 x 80 mm", {"height_mm": "120", "width_mm": "80"}),
        ("6 m", {"height_mm": "6000"}),
        ("1,200 mm", {"height_mm": "1200"}),
        ("height 10–12 cm", {"height_mm": "120"}),
        ("diameter: 12.8 x 12.5 cm (5 1/16 x 4 15/16 in.)", {"diameter_mm": "128"}),
        (
            "diameter: 9.9 cm (3 7/8 in.); overall: 18.4 cm (7 1/4 in.); lid: 7.8 x 9.1 cm (3 1/16 x 3 9/16 in.)",
            {"height_mm": "184", "diameter_mm": "99"},
        ),
        (
            "image: 105 x 38 cm (41 5/16 x 14 15/16 in.); overall with knobs: 182.8 x 59.1 cm (71 15/16 x 23 1/4 in.)",
            {"height_mm": "1828", "width_mm": "591"},
        ),
        ("diameter of mouth: 9.3 cm (3 11/16 in.); overall: 26.4 x 34.8 cm", {"height_mm": "264", "width_mm": "348"}),
        (
            "width across shoulders: 84.5 cm; length back of neck to hem: 51.4 cm",
            {"height_mm": "514", "width_mm": "845"},
        ),
        ("H. 10 cm, W. 5,5 cm, D. 3 cm", {"height_mm": "100", "width_mm": "55", "depth_mm": "30"}),
        ("H. 10 cm, D. 3 cm", {"height_mm": "100", "diameter_mm": "30"}),
        ("Höhe 12,5 cm, Breite 8 cm", {"height_mm": "125", "width_mm": "80"}),
        ("выс. 12 см, диам. 8 см; вес 340 г", {"height_mm": "120", "diameter_mm": "80", "weight_g": "340"}),
        ("H. 5 cm; Wt. 340 g (12 oz)", {"height_mm": "50", "weight_g": "340"}),
        ("Weight: 2 lb", {"weight_g": "907.2"}),
    ],
)
def test_dimensions(text: str, sizes: dict[str, str]) -> None:
    assert read_dimensions(text) == _sizes(**sizes)


@pytest.mark.parametrize(
    "text",
    ["", "various", "30 x 20", "Lid: H. 3 cm x W. 2 cm", "part 1: 92 x 43 cm; part 2: 88 x 41 cm", "1/0 in.", "0 cm"],
)
def test_what_does_not_say_the_size_of_the_whole_gives_none(text: str) -> None:
    assert read_dimensions(text) == NO_DIMENSIONS


@given(st.integers(1, 99_999), st.integers(1, 99_999))
def test_centimetres_are_read_exactly(height: int, width: int) -> None:
    dimensions = read_dimensions(f"{height / 10} x {width / 10} cm")
    assert dimensions == _sizes(height_mm=str(height), width_mm=str(width))


@given(st.text(alphabet="0123456789 /.,x×cmin()HWDiam:;", max_size=40) | st.text(max_size=60))
def test_any_text_gives_sizes_that_fit_or_none(text: str) -> None:
    assert all(size is None or 0 < size < 10**8 for size in read_dimensions(text))
