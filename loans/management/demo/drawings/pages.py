"""Written leaves: pages and fragments, letters, inscribed sherds."""

from collections.abc import Callable

from loans.management.demo.drawings.ink import Sheet
from loans.management.demo.drawings.motifs import RICH, border, writing
from loans.management.demo.drawings.shapes import Points, blob, box, circle, polygon, ragged, smooth


def paper(sheet: Sheet, outline: Points, *, worn: float = 0.1) -> None:
    """The sheet itself: toned, stained at the edges, outlined."""
    left, top = min(x for x, _y in outline), min(y for _x, y in outline)
    right, bottom = max(x for x, _y in outline), max(y for _x, y in outline)
    sheet.tone(outline, 0.28)
    with sheet.inside(outline):
        for _stain in range(sheet.rng.randint(1, 4)):
            spot = blob(
                (sheet.rng.uniform(left, right), sheet.rng.uniform(top, bottom)), sheet.rng.uniform(30, 110), sheet.rng
            )
            sheet.tone(spot, 0.5)

    def dark(x: float, y: float) -> float:
        edge = min(x - left, right - x, y - top, bottom - y)
        return worn + (0.32 * max(0.0, 1 - edge / 46))

    sheet.stipple(outline, dark, pitch=6, radius=0.9)


def _holes(sheet: Sheet, outline: Points) -> None:
    left, top = min(x for x, _y in outline), min(y for _x, y in outline)
    right, bottom = max(x for x, _y in outline), max(y for _x, y in outline)
    for _hole in range(sheet.rng.randint(0, 4)):
        gap = blob(
            (sheet.rng.uniform(left + 60, right - 60), sheet.rng.uniform(top + 60, bottom - 60)),
            sheet.rng.uniform(6, 26),
            sheet.rng,
        )
        sheet.clear(gap)
        sheet.line(gap, width=1.4, closed=True)


def _frame(
    height_mm: float, width_mm: float, *, most_wide: float = 820, most_tall: float = 790
) -> tuple[float, float, float, float]:
    ratio = min(max(height_mm / max(width_mm, 1), 0.14), 2.2)
    wide = min(most_wide, most_tall / ratio)
    return 500 - wide / 2, 460 - wide * ratio / 2, 500 + wide / 2, 460 + wide * ratio / 2


def lines(
    sheet: Sheet, frame: tuple[float, float, float, float], script: str, *, height: float, gap: float, ruled: bool
) -> None:
    left, top, right, bottom = frame
    y = top
    while y + height < bottom:
        if ruled:
            sheet.line([(left, y + height * 1.08), (right, y + height * 1.08)], width=0.6, shade=120)
        indent = sheet.rng.uniform(0, 26) if sheet.rng.random() < 0.3 else 0
        writing(
            sheet,
            script,
            start=(left + indent, y),
            length=right - left - indent - sheet.rng.uniform(0, 40),
            height=height,
            rng=sheet.rng,
            width=max(1.3, height * 0.1),
        )
        y += height + gap


def columns(sheet: Sheet, frame: tuple[float, float, float, float], *, size: float) -> None:
    """Chinese columns from right to left, between ruled lines."""
    left, top, right, bottom = frame
    x = right - size * 1.5
    while x > left:
        sheet.line([(x - size * 0.28, top - 6), (x - size * 0.28, bottom + 6)], width=0.7, shade=140)
        end = bottom if sheet.rng.random() < 0.75 else sheet.rng.uniform((top + bottom) / 2, bottom)
        y = top
        while y + size <= end:
            writing(
                sheet, "chinese", start=(x, y), length=size * 0.9, height=size * 0.82, rng=sheet.rng, width=size * 0.085
            )
            y += size
        x -= size * 1.5
    sheet.outline(box(left, top - 6, right, bottom + 6), width=1)


def leaf(sheet: Sheet, *, script: str, height_mm: float, width_mm: float, torn: bool) -> None:
    """A single leaf or fragment."""
    left, top, right, bottom = _frame(height_mm, width_mm)
    rng = sheet.rng
    corners = box(left, top, right, bottom)
    if torn:
        corners = [
            (left + rng.uniform(0, 60), top),
            (right - rng.uniform(0, 120), top + rng.uniform(0, 40)),
            (right, top + rng.uniform(60, 200)),
            (right - rng.uniform(0, 60), bottom - rng.uniform(0, 120)),
            (left + rng.uniform(60, 260), bottom),
            (left, bottom - rng.uniform(20, 200)),
        ]
    outline = ragged(corners, rng, step=13 if torn else 30, rough=5 if torn else 1.5)
    paper(sheet, outline)
    inner = (left + 62, top + 58, right - 58, bottom - 52)
    with sheet.inside(outline):
        if script == "chinese":
            columns(sheet, inner, size=rng.uniform(34, 52))
        else:
            size = rng.uniform(20, 38)
            lines(sheet, inner, script, height=size, gap=size * rng.uniform(0.5, 0.9), ruled=rng.random() < 0.6)
        if rng.random() < 0.3:
            wide = right - left
            border(
                sheet,
                rng.choice(RICH),
                lambda u, v: (left + 30 + u * 30, top + 46 - 28 * v),
                units=(wide - 60) / 30,
                width=1.3,
            )
    _holes(sheet, outline)
    sheet.line(outline, width=2.2, closed=True)
    sheet.scale_bar((right - left) / max(width_mm, 1))


def _crease(level: float) -> Callable[[float, float], float]:
    return lambda _x, y: 0.4 * max(0.0, 1 - abs(y - level) / 10)


def letter(sheet: Sheet, *, script: str, height_mm: float, width_mm: float) -> None:
    """A folded letter with its creases and a clay seal."""
    left, top, right, bottom = _frame(height_mm, width_mm)
    outline = ragged(box(left, top, right, bottom), sheet.rng, step=18, rough=3)
    paper(sheet, outline)
    with sheet.inside(outline):
        lines(sheet, (left + 40, top + 40, right - 36, bottom - 90), script, height=24, gap=15, ruled=False)
        for fold in range(1, 5):
            y = top + (bottom - top) * fold / 5
            sheet.dashes((left, y), (right, y + 3), width=1)
            sheet.stipple(
                box(left, y - 10, right, y + 12),
                _crease(y),
                pitch=4.4,
                radius=0.9,
            )
        sheet.dashes(((left + right) / 2, top), ((left + right) / 2 + 4, bottom), width=1)
    sheet.line(outline, width=2.2, closed=True)
    at = (right - 90, bottom - 60)
    lump = blob(at, 42, sheet.rng, rough=0.1)
    sheet.clear(lump)
    sheet.tone(lump, 0.8)
    sheet.line(lump, width=2.2, closed=True)
    sheet.outline(circle(at, 25), width=1.6)
    sheet.stipple(lump, lambda x, y: 0.3 + 0.4 * (x - at[0] + y - at[1]) / 80, pitch=4.4, radius=1)
    sheet.scale_bar((right - left) / max(width_mm, 1))


def sherd(sheet: Sheet, *, script: str, width_mm: float) -> None:
    """A potsherd used as writing paper, with its section."""
    outline = ragged(polygon((430, 460), 330, 7, turn=sheet.rng.uniform(0, 50)), sheet.rng, step=30, rough=4)
    sheet.tone(outline, 0.4)
    with sheet.inside(outline):
        y = 270.0
        while y < 690:
            writing(
                sheet,
                script,
                start=(215 + sheet.rng.uniform(0, 30), y),
                length=430,
                height=34,
                rng=sheet.rng,
                width=3.4,
            )
            y += 66
    sheet.stipple(outline, lambda x, y: 0.05 + 0.3 * max(0.0, (x + y - 900) / 500), pitch=4.6, radius=1)
    sheet.line(outline, width=3, closed=True)
    section = smooth(
        [
            (858, 160),
            (880, 320),
            (886, 480),
            (872, 640),
            (848, 770),
            (884, 774),
            (910, 640),
            (922, 480),
            (916, 320),
            (894, 150),
        ],
        closed=True,
    )
    sheet.hatch(section, gap=8, width=1.4)
    sheet.line(section, width=2.4, closed=True)
    sheet.scale_bar(660 / max(width_mm, 1))
