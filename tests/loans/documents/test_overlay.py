"""Marks are drawn inside the photograph, and their numbers can all be read."""

import itertools
import math

from hypothesis import given
from hypothesis import strategies as st

from loans.documents.overlay import BADGE, CLEARANCE, Region, fit, place

SIZE = (92.0, 69.0)


def test_a_picture_is_shown_as_large_as_its_place_allows() -> None:
    assert fit(1200, 900, within=(92, 69)) == (92, 69)
    assert fit(900, 1200, within=(92, 69)) == (51.75, 69)


def test_a_region_is_outlined_where_it_was_drawn_with_its_number_at_the_corner() -> None:
    (drawn,) = place([Region(0.25, 0.5, 0.5, 0.25)], size=(100.0, 80.0))
    assert (drawn.x, drawn.y, drawn.w, drawn.h) == (25, 40, 50, 20)
    assert (drawn.badge, drawn.point) == ((25, 40), False)


def test_the_number_of_a_point_stands_beside_it() -> None:
    (drawn,) = place([Region(0.5, 0.5)], size=(100.0, 80.0))
    assert drawn.point
    assert math.dist(drawn.badge, (50, 40)) > BADGE / 2


def test_marks_on_the_same_spot_have_numbers_apart() -> None:
    drawn = place([Region(0.4, 0.4, 0.2, 0.2)] * 8, size=SIZE)
    for one, other in itertools.combinations(drawn, 2):
        assert math.dist(one.badge, other.badge) >= CLEARANCE


part = st.floats(min_value=-1, max_value=2, allow_nan=False)


@given(regions=st.lists(st.builds(Region, part, part, part, part), max_size=20))
def test_nothing_leaves_the_picture(regions: list[Region]) -> None:
    for drawn in place(regions, size=SIZE):
        assert 0 <= drawn.x <= drawn.x + drawn.w <= SIZE[0] + 0.02
        assert 0 <= drawn.y <= drawn.y + drawn.h <= SIZE[1] + 0.02
        assert BADGE / 2 <= drawn.badge[0] <= SIZE[0] - BADGE / 2
        assert BADGE / 2 <= drawn.badge[1] <= SIZE[1] - BADGE / 2
