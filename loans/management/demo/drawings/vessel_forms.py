"""The forms of vessels as half outlines, and where a point of their surface falls on the sheet."""

import math
from dataclasses import dataclass, field
from typing import Literal

from loans.management.demo.drawings.shapes import Point, Points

FORMS: dict[str, tuple[Points, float]] = {
    "bowl": ([(0.34, 0), (0.36, 0.1), (0.33, 0.13), (0.62, 0.28), (0.86, 0.58), (0.98, 0.92), (1, 1)], 0.42),
    "conical bowl": ([(0.3, 0), (0.3, 0.12), (0.28, 0.14), (0.64, 0.55), (0.97, 0.96), (1, 1)], 0.36),
    "dish": ([(0.45, 0), (0.46, 0.22), (0.44, 0.26), (0.75, 0.5), (0.85, 0.72), (0.98, 0.88), (1, 1)], 0.2),
    "cup": ([(0.42, 0), (0.44, 0.06), (0.36, 0.09), (0.7, 0.2), (0.9, 0.45), (0.9, 0.75), (1, 1)], 0.85),
    "beaker": ([(0.5, 0), (0.55, 0.03), (0.6, 0.3), (0.72, 0.65), (0.95, 0.95), (1, 1)], 1.25),
    "goblet": (
        [
            (0.62, 0),
            (0.6, 0.04),
            (0.2, 0.1),
            (0.14, 0.22),
            (0.2, 0.34),
            (0.7, 0.44),
            (0.95, 0.65),
            (0.96, 0.86),
            (1, 1),
        ],
        1.35,
    ),
    "jar": (
        [
            (0.45, 0),
            (0.5, 0.03),
            (0.8, 0.25),
            (1, 0.55),
            (0.92, 0.75),
            (0.6, 0.88),
            (0.52, 0.92),
            (0.56, 0.98),
            (0.6, 1),
        ],
        1.1,
    ),
    "storage jar": (
        [
            (0.32, 0),
            (0.36, 0.02),
            (0.7, 0.2),
            (0.97, 0.52),
            (1, 0.66),
            (0.86, 0.82),
            (0.5, 0.91),
            (0.46, 0.94),
            (0.54, 1),
        ],
        1.3,
    ),
    "vase": (
        [
            (0.5, 0),
            (0.56, 0.03),
            (0.46, 0.09),
            (0.75, 0.24),
            (1, 0.46),
            (0.86, 0.64),
            (0.42, 0.76),
            (0.34, 0.86),
            (0.5, 0.97),
            (0.58, 1),
        ],
        1.5,
    ),
    "bottle": (
        [
            (0.5, 0),
            (0.6, 0.02),
            (0.95, 0.2),
            (1, 0.36),
            (0.8, 0.52),
            (0.3, 0.64),
            (0.22, 0.76),
            (0.22, 0.92),
            (0.34, 0.98),
            (0.36, 1),
        ],
        1.55,
    ),
    "flask": (
        [
            (0.4, 0),
            (0.7, 0.05),
            (1, 0.26),
            (0.98, 0.44),
            (0.66, 0.6),
            (0.3, 0.7),
            (0.26, 0.84),
            (0.42, 0.98),
            (0.44, 1),
        ],
        1.3,
    ),
    "amphora": (
        [
            (0.1, 0),
            (0.16, 0.03),
            (0.5, 0.22),
            (0.92, 0.5),
            (1, 0.64),
            (0.8, 0.78),
            (0.42, 0.85),
            (0.36, 0.93),
            (0.44, 0.97),
            (0.44, 1),
        ],
        1.7,
    ),
    "ewer": (
        [
            (0.5, 0),
            (0.54, 0.03),
            (0.28, 0.1),
            (0.3, 0.14),
            (0.8, 0.28),
            (1, 0.45),
            (0.84, 0.6),
            (0.4, 0.71),
            (0.32, 0.84),
            (0.42, 0.96),
            (0.46, 1),
        ],
        1.5,
    ),
    "albarello": (
        [(0.72, 0), (0.8, 0.03), (1, 0.1), (0.86, 0.3), (0.86, 0.65), (1, 0.84), (0.78, 0.91), (0.76, 0.96), (0.86, 1)],
        1.3,
    ),
    "lidded": (
        [
            (0.58, 0),
            (0.64, 0.03),
            (0.9, 0.14),
            (1, 0.34),
            (0.96, 0.52),
            (0.9, 0.6),
            (0.94, 0.62),
            (0.8, 0.76),
            (0.42, 0.88),
            (0.16, 0.92),
            (0.2, 0.97),
            (0.1, 1),
        ],
        1.05,
    ),
    "bucket": ([(0.82, 0), (0.86, 0.03), (0.92, 0.4), (0.98, 0.9), (1, 0.94), (1, 1)], 0.95),
    "unguentarium": (
        [(0.4, 0), (0.8, 0.04), (1, 0.2), (0.7, 0.36), (0.32, 0.46), (0.26, 0.7), (0.26, 0.92), (0.5, 0.98), (0.52, 1)],
        1.9,
    ),
}


Ware = Literal["pottery", "porcelain", "glass", "metal"]


@dataclass(slots=True)
class Body:
    """A vessel on the sheet: its axis, foot level, largest radius and height in pixels, and its smooth half outline."""

    axis: float
    foot: float
    radius: float
    height: float
    outline: Points
    radii: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.radii = [self._at(step / 200) for step in range(201)]

    def at(self, level: float) -> float:
        """The outer radius at a level (0 foot, 1 rim)."""
        return self.radii[0 if level < 0 else 200 if level > 1 else int(level * 200)]

    def _at(self, level: float) -> float:
        for (r1, z1), (r2, z2) in zip(self.outline, self.outline[1:], strict=False):
            if z1 <= level <= z2 and z2 > z1:
                return self.radius * (r1 + (r2 - r1) * (level - z1) / (z2 - z1))
        return self.radius * self.outline[-1][0]

    def y(self, level: float) -> float:
        return self.foot - level * self.height

    def round(self, angle: float, level: float) -> Point:
        """A point on the visible surface: degrees from the axis (0) to the edge (90)."""
        return self.axis + self.at(level) * math.sin(math.radians(angle)), self.y(level)

    def side(self, way: int, *, inset: float = 0.0) -> Points:
        return [(self.axis + way * max(0.0, r * self.radius - inset), self.y(z)) for r, z in self.outline]
