"""What goes round a vessel: bands of ornament, writing, medallions, facets."""

import math
from collections.abc import Callable

from loans.management.demo.drawings.ink import Sheet
from loans.management.demo.drawings.motifs import QUIET, RICH, border, writing
from loans.management.demo.drawings.shapes import Point, circle, polygon
from loans.management.demo.drawings.vessel_forms import Body, Ware


def zones(sheet: Sheet, body: Body, *, form: str) -> list[tuple[float, float]]:
    rng = sheet.rng
    zones = {
        "bowl": [(0.42, 0.66), (0.72, 0.92)],
        "conical bowl": [(0.5, 0.9)],
        "dish": [(0.55, 0.95)],
        "cup": [(0.36, 0.7), (0.78, 0.9)],
        "beaker": [(0.12, 0.3), (0.38, 0.66), (0.74, 0.92)],
        "goblet": [(0.58, 0.84)],
        "lidded": [(0.14, 0.26), (0.3, 0.52), (0.64, 0.76)],
        "bucket": [(0.1, 0.3), (0.38, 0.66), (0.76, 0.9)],
        "albarello": [(0.14, 0.26), (0.32, 0.62), (0.68, 0.8)],
        "bottle": [(0.14, 0.26), (0.3, 0.5)],
        "unguentarium": [(0.12, 0.26)],
        "flask": [(0.2, 0.46)],
        "ewer": [(0.28, 0.4), (0.43, 0.6)],
        "amphora": [(0.5, 0.62), (0.66, 0.76)],
        "jar": [(0.3, 0.42), (0.46, 0.66), (0.7, 0.8)],
        "storage jar": [(0.5, 0.6), (0.64, 0.78)],
        "vase": [(0.3, 0.56), (0.6, 0.7)],
    }[form]
    return [zone for zone in zones if rng.random() < 0.85]


def band(sheet: Sheet, body: Body, low: float, high: float, *, ware: Ware) -> None:
    rng = sheet.rng
    edge = 0.09 * (high - low)
    for level in (low, high):
        for offset in (0, 5):
            sheet.line(
                [(body.axis, body.y(level) + offset), (body.axis + body.at(level), body.y(level) + offset)], width=1.3
            )
    tall = (high - low) * body.height
    girth = body.at((low + high) / 2)
    units = 90 / max(8.0, math.degrees(tall * 0.82 / max(girth, 1)))

    def carry(x: float, y: float) -> Point:
        return body.round(min(90.0, x * 90 / units), low + edge + (high - low - 2 * edge) * y)

    choice = rng.random()
    if tall > 70 and choice < 0.28:
        _medallions(sheet, body, low, high)
    elif tall > 34 and choice < 0.4 and ware != "glass":
        script = rng.choice(("kufic", "arabic", "kufic"))
        writing(
            sheet,
            script,
            start=(0, 0),
            length=girth * math.pi / 2,
            height=tall * 0.6,
            rng=rng,
            width=2.2,
            carry=lambda x, y: body.round(
                min(90.0, math.degrees(x / max(girth, 1))), high - edge * 2.4 - y / body.height
            ),
        )
    else:
        border(sheet, rng.choice(RICH if tall > 46 else QUIET), carry, units=units, width=1.5)


def _medallions(sheet: Sheet, body: Body, low: float, high: float) -> None:
    middle, size = (low + high) / 2, (high - low) * body.height * 0.4
    step = max(26.0, math.degrees(2.3 * size / max(body.at(middle), 1)))
    angle = 0.0
    petals = sheet.rng.randint(5, 8)
    while angle < 88:
        x, y = body.round(angle, middle)
        narrow = max(0.12, math.cos(math.radians(angle)))
        for radius, width in ((1.0, 1.8), (0.84, 1.1)):
            sheet.line(
                [(x + (px - x) * narrow, py) for px, py in circle((x, y), size * radius)], width=width, closed=True
            )
        for petal in polygon((x, y), size * 0.48, petals):
            px, py = petal
            sheet.line(
                [(x + (qx - x) * narrow, qy) for qx, qy in circle((px, py), size * 0.2, steps=20)],
                width=1.1,
                closed=True,
            )
        sheet.dot((x, y), size * 0.12)
        angle += step


def _hollow(middle: float, size: float) -> Callable[[float, float], float]:
    return lambda _x, y: 0.22 * max(0.0, (y - middle) / size + 0.3)


def facets(sheet: Sheet, body: Body) -> None:
    size = sheet.rng.uniform(0.16, 0.24) * body.radius
    rows = max(2, int(body.height * 0.62 / (size * 1.55)))
    for row in range(rows):
        level = 0.1 + (row + 0.5) * size * 1.55 / body.height
        girth = max(body.at(level), 1)
        step = math.degrees(size * 1.8 / girth)
        angle = (row % 2) * step / 2
        while angle < 89:
            x, y = body.round(angle, level)
            narrow = max(0.1, math.cos(math.radians(angle)))
            sheet.line(
                [(x + (px - x) * narrow, py) for px, py in polygon((x, y), size, 6, turn=30)], width=1.5, closed=True
            )
            sheet.stipple(
                [(x + (px - x) * narrow, py) for px, py in polygon((x, y), size * 0.8, 6, turn=30)],
                _hollow(y, size),
                pitch=6,
            )
            angle += step
