"""The drawing sheet: ink lines, stipple, hatching and one quiet tone on paper, as archaeologists draw finds.

Everything is drawn three times too large on two masks (ink and tone) and reduced at the end, which is what makes
the lines fine. Coordinates are pixels of the finished sheet.
"""

import io
import math
import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from PIL import Image, ImageChops, ImageDraw, ImageFont

from loans.management.demo.drawings.shapes import Point, Points, bounds, circle

EDGE = 1000
OVER = 3
PAPER, INK = (0xFB, 0xF8, 0xF1), (0x1F, 0x1B, 0x16)
TONES: dict[str, tuple[int, int, int]] = {
    "clay": (0xC9, 0x8F, 0x63),
    "ochre": (0xCF, 0xA9, 0x5B),
    "madder": (0xA8, 0x4A, 0x3F),
    "lapis": (0x4A, 0x6F, 0xA0),
    "verdigris": (0x6E, 0x9C, 0x84),
    "stone": (0xB4, 0xA8, 0x94),
    "bone": (0xDD, 0xCF, 0xB0),
}
_LEVELS = 12
_TONE_LEVELS = 6
_TONE_OVER = 2


class Sheet:
    """One drawing in the making. `tone` names the single colour that may lie under the ink."""

    def __init__(self, seed: int, *, tone: str = "clay") -> None:
        self.rng = random.Random(seed)
        self.colour = TONES[tone]
        self._ink = Image.new("L", (EDGE * OVER, EDGE * OVER))
        self._tone = Image.new("L", (EDGE * _TONE_OVER, EDGE * _TONE_OVER))
        self._on_ink, self._on_tone = ImageDraw.Draw(self._ink), ImageDraw.Draw(self._tone)

    # Lines
    def line(self, points: Sequence[Point], *, width: float = 1.6, closed: bool = False, shade: int = 255) -> None:
        """A pen line; `shade` below 255 is a thinner ink."""
        path = [(x * OVER, y * OVER) for x, y in points]
        if closed:
            path += path[:2]
        self._on_ink.line(path, fill=shade, width=max(1, round(width * OVER)), joint="curve")
        if not closed and width >= 1.5:
            half = width * OVER / 2
            for x, y in (path[0], path[-1]):
                self._on_ink.ellipse((x - half, y - half, x + half, y + half), fill=shade)

    def outline(self, points: Sequence[Point], *, width: float = 2.6) -> None:
        self.line(points, width=width, closed=True)

    def dashes(self, first: Point, last: Point, *, width: float = 1.2, dash: float = 9, gap: float = 6) -> None:
        length = math.dist(first, last)
        at = 0.0
        while at < length:
            a, b = at / length, min(at + dash, length) / length
            self.line(
                [
                    (first[0] + (last[0] - first[0]) * a, first[1] + (last[1] - first[1]) * a),
                    (first[0] + (last[0] - first[0]) * b, first[1] + (last[1] - first[1]) * b),
                ],
                width=width,
            )
            at += dash + gap

    def dot(self, at: Point, radius: float = 2.0, *, shade: int = 255) -> None:
        x, y, r = at[0] * OVER, at[1] * OVER, radius * OVER
        self._on_ink.ellipse((x - r, y - r, x + r, y + r), fill=shade)

    def ring(self, at: Point, radius: float, *, width: float = 1.6) -> None:
        self.line(circle(at, radius), width=width, closed=True)

    # Areas
    def fill(self, points: Sequence[Point], *, shade: int = 255) -> None:
        self._on_ink.polygon([(x * OVER, y * OVER) for x, y in points], fill=shade)

    def clear(self, points: Sequence[Point]) -> None:
        """Paper again: what lies in front hides what lies behind."""
        self._on_ink.polygon([(x * OVER, y * OVER) for x, y in points], fill=0)
        self._on_tone.polygon([(x * _TONE_OVER, y * _TONE_OVER) for x, y in points], fill=0)

    def tone(self, points: Sequence[Point], strength: float = 0.3) -> None:
        self._on_tone.polygon([(x * _TONE_OVER, y * _TONE_OVER) for x, y in points], fill=round(255 * strength))

    @contextmanager
    def inside(self, points: Sequence[Point]) -> Iterator[None]:
        """What is drawn meanwhile shows only inside the outline."""
        kept = (self._ink, self._tone, self._on_ink, self._on_tone)
        self._ink, self._tone = self._ink.copy(), self._tone.copy()
        self._on_ink, self._on_tone = ImageDraw.Draw(self._ink), ImageDraw.Draw(self._tone)
        yield
        drawn_ink, drawn_tone = self._ink, self._tone
        self._ink, self._tone, self._on_ink, self._on_tone = kept
        for layer, drawn, over in ((self._ink, drawn_ink, OVER), (self._tone, drawn_tone, _TONE_OVER)):
            _paste_inside(layer, drawn, [(x * over, y * over) for x, y in points])

    def hatch(self, points: Sequence[Point], *, angle: float = 45, gap: float = 7, width: float = 1.1) -> None:
        """Parallel lines inside the outline (even-odd, so holes may be part of it)."""
        cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
        turned = [(x * cos + y * sin, -x * sin + y * cos) for x, y in points]
        top, bottom = min(y for _x, y in turned), max(y for _x, y in turned)
        level = top + gap / 2
        while level < bottom:
            cuts = sorted(
                x1 + (level - y1) * (x2 - x1) / (y2 - y1)
                for (x1, y1), (x2, y2) in zip(turned, turned[1:] + turned[:1], strict=True)
                if (y1 <= level) != (y2 <= level)
            )
            for start, end in zip(cuts[::2], cuts[1::2], strict=False):
                self.line(
                    [(x * cos - level * sin, x * sin + level * cos) for x in (start, end)],
                    width=width,
                )
            level += gap

    def stipple(
        self,
        points: Sequence[Point],
        dark: Callable[[float, float], float],
        *,
        pitch: float = 5.0,
        radius: float = 1.15,
    ) -> None:
        """Dots inside the outline, as dense as `dark(x, y)` says (0 to 1); `pitch` is their distance where it is 1.

        The dots follow Roberts's R2 sequence, slightly shaken: even at every density, as by a patient hand.
        """
        left, top, right, bottom = bounds(points)
        width, height = max(1.0, right - left), max(1.0, bottom - top)
        coarse = 4.0
        mask = Image.new("1", (int(width / coarse) + 2, int(height / coarse) + 2))
        ImageDraw.Draw(mask).polygon([((x - left) / coarse, (y - top) / coarse) for x, y in points], fill=1)
        inside = mask.load()
        assert inside is not None
        count = int(width * height / (pitch * pitch))
        random_ = self.rng.random
        shift_x, shift_y = random_(), random_()
        ellipse = self._on_ink.ellipse
        for index in range(count):
            x = (shift_x + index * 0.7548776662466927) % 1.0 * width
            y = (shift_y + index * 0.5698402909980532) % 1.0 * height
            if not inside[int(x / coarse), int(y / coarse)]:
                continue
            if index / count < dark(left + x, top + y):
                cx = (left + x + (random_() - 0.5) * pitch * 0.7) * OVER
                cy = (top + y + (random_() - 0.5) * pitch * 0.7) * OVER
                size = radius * OVER * (0.75 + 0.5 * random_())
                ellipse((cx - size, cy - size, cx + size, cy + size), fill=255)

    # Words and scale
    def text(self, at: Point, words: str, *, size: float = 22, anchor: str = "mm") -> None:
        font = ImageFont.load_default(size * OVER)
        self._on_ink.text((at[0] * OVER, at[1] * OVER), words, fill=235, font=font, anchor=anchor)

    def scale_bar(self, pixels_per_mm: float, *, at: Point = (500, 948)) -> None:
        """A bar of a round length, black and white in turn, with its length in words."""
        lengths = (2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
        length = next((each for each in reversed(lengths) if each * pixels_per_mm <= 290), lengths[0])
        wide = length * pixels_per_mm
        left, top, parts = at[0] - wide / 2, at[1], 4 if str(length)[0] == "2" else 5
        for part in range(parts):
            x1, x2 = left + wide * part / parts, left + wide * (part + 1) / parts
            corners = [(x1, top - 5), (x2, top - 5), (x2, top + 5), (x1, top + 5)]
            if part % 2 == 0:
                self.fill(corners)
            self.line(corners, width=1.4, closed=True)
        words = f"{length} mm" if length < 10 else f"{length // 10} cm" if length < 1000 else f"{length // 1000} m"
        self.text((left + wide + 14, top), words, anchor="lm", size=20)
        self.text((left - 12, top), "0", anchor="rm", size=20)

    def png(self) -> bytes:
        """The finished sheet as a small PNG with a fixed palette."""
        ink = self._ink.reduce(OVER).point([round(v * (_LEVELS - 1) / 255) for v in range(256)])
        tone = self._tone.reduce(_TONE_OVER).point([round(v * (_TONE_LEVELS - 1) / 255) * _LEVELS for v in range(256)])
        flat = ImageChops.add(ink, tone)
        picture = Image.frombytes("P", flat.size, flat.tobytes())
        picture.putpalette(_palette(self.colour))
        out = io.BytesIO()
        picture.save(out, "PNG", compress_level=6)
        return out.getvalue()


def _palette(colour: tuple[int, int, int]) -> list[int]:
    values: list[int] = []
    for tone in range(_TONE_LEVELS):
        ground = [paper + (c - paper) * tone / (_TONE_LEVELS - 1) for paper, c in zip(PAPER, colour, strict=True)]
        for level in range(_LEVELS):
            values += [round(g + (i - g) * level / (_LEVELS - 1)) for g, i in zip(ground, INK, strict=True)]
    return values


def _paste_inside(layer: Image.Image, drawn: Image.Image, path: Points) -> None:
    left, top, right, bottom = bounds(path)
    frame = (
        max(0, int(left) - 2),
        max(0, int(top) - 2),
        min(layer.width, int(right) + 2),
        min(layer.height, int(bottom) + 2),
    )
    mask = Image.new("L", (frame[2] - frame[0], frame[3] - frame[1]))
    ImageDraw.Draw(mask).polygon([(x - frame[0], y - frame[1]) for x, y in path], fill=255)
    layer.paste(drawn.crop(frame), frame[:2], mask)
