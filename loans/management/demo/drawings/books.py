"""Scrolls, palm-leaf books, codices and wooden slips."""

from collections.abc import Callable

from loans.management.demo.drawings.beasts import BUDDHA, FIGURE
from loans.management.demo.drawings.ink import Sheet
from loans.management.demo.drawings.motifs import RICH, frame_border, writing
from loans.management.demo.drawings.pages import columns, lines, paper
from loans.management.demo.drawings.posing import stand
from loans.management.demo.drawings.shapes import Point, box, circle, ragged, smooth


def codex(sheet: Sheet, *, script: str, height_mm: float, width_mm: float) -> None:
    """An open book: writing on the right, an ornamented page on the left."""
    rng = sheet.rng
    for way in (-1, 1):
        page = [
            (500.0, 190.0),
            *smooth([(500 + way * 120, 168), (500 + way * 300, 172), (500 + way * 405, 190)]),
            (500 + way * 405, 745.0),
            *smooth([(500 + way * 300, 727), (500 + way * 120, 724), (500, 748)]),
        ]
        paper(sheet, page, worn=0.05)
        for leaf_ in range(1, 5):
            sheet.line(
                smooth(
                    [
                        (500 + way * 405 + way * leaf_ * 4, 192 + leaf_ * 3),
                        (500 + way * 405 + way * leaf_ * 4, 748 + leaf_ * 3),
                    ]
                ),
                width=1,
            )
            sheet.line(
                smooth(
                    [
                        (500, 748 + leaf_ * 3),
                        (500 + way * 120, 724 + leaf_ * 4),
                        (500 + way * 300, 727 + leaf_ * 4),
                        (500 + way * 405, 745 + leaf_ * 4),
                    ]
                ),
                width=1,
            )
        inner = (555.0, 235.0, 850.0, 690.0) if way > 0 else (150.0, 235.0, 445.0, 690.0)
        if way > 0:
            size = rng.uniform(22, 30)
            lines(sheet, inner, script, height=size, gap=size * 0.7, ruled=True)
        else:
            left, top, right, bottom = inner
            name = rng.choice(RICH)
            for edge in (0, 48):
                sheet.outline(box(left + edge, top + edge, right - edge, bottom - edge), width=1.8)
            frame_border(sheet, name, inner, edge=3, tall=42)
            sheet.tone(box(left + 48, top + 48, right - 48, bottom - 48), 0.5)
            figure = rng.random() < 0.5
            if figure:
                sheet.outline(circle(((left + right) / 2, top + 128), 34), width=1.4)
                stand(sheet, FIGURE, at=((left + right) / 2, (top + bottom) / 2 + 8), size=330, width=2, tone=0.25)
            else:
                lines(
                    sheet,
                    (left + 62, top + 90, right - 56, bottom - 70),
                    "kufic" if script == "arabic" else script,
                    height=40,
                    gap=34,
                    ruled=False,
                )
        sheet.line(page, width=2.4, closed=True)
    sheet.line([(500, 190), (500, 748)], width=2.6)
    sheet.stipple(box(440, 185, 560, 740), lambda x, y: 0.5 * max(0.0, 1 - abs(x - 500) / 58), pitch=4.6, radius=1)
    sheet.scale_bar(810 / max(width_mm * 2, 1))


def pothi(sheet: Sheet, *, script: str, height_mm: float, width_mm: float) -> None:
    """Long leaves with string holes, two of them, front and back."""
    rng = sheet.rng
    ratio = min(max(height_mm / max(width_mm, 1), 0.14), 0.34)
    tall = 860 * ratio
    for top in (450 - tall - 30, 470.0):
        outline = ragged(box(70, top, 930, top + tall), rng, step=22, rough=2.4)
        paper(sheet, outline)
        holes: list[Point] = [(70 + 860 * share, top + tall / 2) for share in ((0.3, 0.7) if ratio < 0.2 else (0.26,))]
        with sheet.inside(outline):
            size = tall / 7.4
            lines(
                sheet,
                (100, top + size * 0.7, 905, top + tall - size * 0.3),
                script,
                height=size * 0.8,
                gap=size * 0.5,
                ruled=False,
            )
        for hole in holes:
            sheet.clear(circle(hole, 36))
            sheet.outline(circle(hole, 34), width=1)
            sheet.outline(circle(hole, 8), width=2.2)
        sheet.line(outline, width=2.2, closed=True)
    sheet.scale_bar(860 / max(width_mm, 1))


def _roller(axis: float, wide: float) -> Callable[[float, float], float]:
    return lambda x, _y: 0.08 + 0.55 * max(0.0, (x - axis) / wide * 2) ** 2


def scroll(sheet: Sheet, *, script: str, height_mm: float, width_mm: float, painted: bool) -> None:
    """A handscroll, partly unrolled."""
    rng = sheet.rng
    top, bottom = 250.0, 690.0
    body = [
        (120.0, top),
        *smooth([(300, top - 6), (600, top + 5), (870, top)]),
        (870.0, bottom),
        *smooth([(600, bottom + 5), (300, bottom - 5), (120, bottom)]),
    ]
    paper(sheet, body)
    with sheet.inside(body):
        if painted:
            stand(sheet, BUDDHA, at=(770, 480), size=190, width=2, tone=0.4)
            sheet.outline(circle((770, 470), 112), width=1.4)
            sheet.outline(circle((770, 470), 104), width=1)
            for side in (-1, 1):
                stand(sheet, FIGURE, at=(770 + side * 118, 500), size=250, flip=side > 0, width=1.6, tone=0.2)
        frame = (205.0, top + 44, 600.0 if painted else 850.0, bottom - 40)
        if script == "chinese":
            columns(sheet, frame, size=rng.uniform(30, 40))
        else:
            lines(sheet, frame, script, height=28, gap=17, ruled=True)
    sheet.line(body, width=2.2, closed=True)
    for x, wide in ((120.0, 74.0), (872.0, 38.0)):
        roll = box(x - wide / 2, top - 10, x + wide / 2, bottom + 10)
        sheet.clear(roll)
        sheet.tone(roll, 0.35)
        sheet.outline(roll, width=2.6)
        sheet.stipple(roll, _roller(x, wide), pitch=4.4, radius=1)
        for y, way in ((top - 10, -1), (bottom + 10, 1)):
            knob = box(x - 13, min(y, y + way * 34), x + 13, max(y, y + way * 34))
            sheet.fill(knob)
        for k in range(1, 4):
            sheet.line([(x - wide / 2 + wide * k / 4, top - 10), (x - wide / 2 + wide * k / 4, bottom + 10)], width=0.8)
    sheet.scale_bar(440 / max(height_mm, 1))


def slips(sheet: Sheet, *, script: str, height_mm: float, width_mm: float) -> None:
    """Wooden slips side by side, written in one column."""
    rng = sheet.rng
    count = rng.choice((3, 5, 6))
    wide = 62.0
    start = 500 - count * (wide + 34) / 2
    for index in range(count):
        x = start + index * (wide + 34) + 17
        top, bottom = 70 + rng.uniform(0, 60), 880 - rng.uniform(0, 130)
        slip = ragged(box(x, top, x + wide, bottom), rng, step=40, rough=1.4)
        sheet.tone(slip, 0.4)
        for _grain in range(5):
            gx = x + rng.uniform(6, wide - 6)
            sheet.line(
                smooth([(gx, top + 5), (gx + rng.uniform(-4, 4), (top + bottom) / 2), (gx, bottom - 5)]),
                width=0.6,
                shade=150,
            )
        y = top + 26
        while y + 46 < bottom - rng.uniform(10, 120):
            writing(sheet, script, start=(x + 12, y), length=38, height=36, rng=rng, width=2.6)
            y += 48
        for notch in (0.2, 0.8):
            y = top + (bottom - top) * notch
            sheet.line([(x, y), (x + 9, y + 5), (x, y + 10)], width=1.6)
        sheet.line(slip, width=2.2, closed=True)
    sheet.scale_bar(810 / max(height_mm, 1))
