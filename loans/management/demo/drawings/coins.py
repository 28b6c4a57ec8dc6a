"""Coins, front and back, and stamp seals."""

import math

from loans.management.demo.drawings.beasts import BEASTS, HEAD
from loans.management.demo.drawings.ink import Sheet
from loans.management.demo.drawings.motifs import writing
from loans.management.demo.drawings.posing import shade, stand
from loans.management.demo.drawings.shapes import Point, Points, blob, box, circle, place, polygon, smooth


def coin(sheet: Sheet, *, style: str, size_mm: float) -> None:
    """Obverse and reverse side by side, the edge between them."""
    radius = 212.0
    sides = ((250.0, 445.0), (750.0, 445.0))
    for side, centre in enumerate(sides):
        flan = [
            (centre[0] + (x - centre[0]) * 1.0, y) for x, y in blob(centre, radius, sheet.rng, corners=14, rough=0.035)
        ]
        if style == "cash":
            flan = circle(centre, radius)
        sheet.tone(flan, 0.3)
        sheet.line(flan, width=3, closed=True)
        _FACES[style](sheet, centre, radius, side)
        relief(sheet, flan, centre, radius)
    edge = box(493, 445 - radius, 507, 445 + radius)
    sheet.fill(edge)
    sheet.scale_bar(radius * 2 / max(size_mm, 1))


def relief(sheet: Sheet, flan: Points, centre: Point, radius: float) -> None:
    def dark(x: float, y: float) -> float:
        across, down = (x - centre[0]) / radius, (y - centre[1]) / radius
        return max(0.02, 0.3 * (across + down) / 1.4 + (0.3 if math.hypot(across, down) > 0.93 else 0.03))

    sheet.stipple(flan, dark, pitch=4.4, radius=0.95)


def _legend(
    sheet: Sheet,
    centre: Point,
    radius: float,
    script: str,
    *,
    start: float = 200,
    end: float = 340,
    squash: float = 1.0,
) -> None:
    """Writing along the edge, upright towards the outside; degrees clockwise from the right."""
    height = radius * 0.15
    length = math.radians(end - start) * radius * 0.8

    def carry(x: float, y: float) -> Point:
        angle = math.radians(start) + x / (radius * 0.8)
        far = radius * 0.8 + height / 2 - y
        return centre[0] + far * math.cos(angle), centre[1] + squash * far * math.sin(angle)

    writing(sheet, script, start=(0, 0), length=length, height=height, rng=sheet.rng, width=2.4, carry=carry)


def _beads(sheet: Sheet, centre: Point, radius: float) -> None:
    for at in polygon(centre, radius * 0.92, 56):
        sheet.dot(at, 3.4)


def _byzantine(sheet: Sheet, centre: Point, radius: float, side: int) -> None:
    _beads(sheet, centre, radius)
    _legend(sheet, centre, radius, "greek")
    if side == 0:
        shade(
            sheet,
            stand(sheet, HEAD, at=(centre[0], centre[1] + radius * 0.12), size=radius * 1.15, width=2.4),
            strength=0.6,
        )
    else:
        x, y = centre
        for step in range(3):
            half = radius * (0.42 - step * 0.12)
            sheet.outline(
                box(x - half, y + radius * (0.52 - step * 0.12), x + half, y + radius * (0.62 - step * 0.12)), width=2
            )
        sheet.line([(x, y + radius * 0.28), (x, y - radius * 0.42)], width=9)
        sheet.line([(x - radius * 0.26, y - radius * 0.18), (x + radius * 0.26, y - radius * 0.18)], width=9)


def _sasanian(sheet: Sheet, centre: Point, radius: float, side: int) -> None:
    sheet.ring(centre, radius * 0.78, width=2)
    for at in polygon(centre, radius * 0.72, 40):
        sheet.dot(at, 2.6)
    x, y = centre
    if side == 0:
        shade(
            sheet, stand(sheet, HEAD, at=(x, y + radius * 0.12), size=radius * 0.92, flip=True, width=2.2), strength=0.6
        )
        crown = [
            (-0.3, 0),
            (-0.34, -0.22),
            (-0.2, -0.1),
            (-0.1, -0.28),
            (0, -0.1),
            (0.1, -0.28),
            (0.2, -0.1),
            (0.34, -0.22),
            (0.3, 0),
        ]
        sheet.line(place(crown, at=(x + radius * 0.02, y - radius * 0.28), scale=radius * 0.8), width=2.2)
        sheet.ring((x, y - radius * 0.6), radius * 0.09, width=2)
    else:
        for half, top, low in ((0.1, -0.14, 0.3), (0.26, -0.22, -0.12), (0.3, 0.3, 0.38), (0.22, -0.3, -0.22)):
            sheet.outline(box(x - half * radius, y + top * radius, x + half * radius, y + low * radius), width=2.2)
        for shift in (-0.12, 0, 0.12):
            sheet.line(
                smooth(
                    [
                        (x + shift * radius, y - 0.32 * radius),
                        (x + (shift + 0.03) * radius, y - 0.44 * radius),
                        (x + shift * 0.5 * radius, y - 0.58 * radius),
                    ]
                ),
                width=2,
            )
        for way in (-1, 1):
            sheet.line(
                [(x + way * 0.5 * radius, y + 0.4 * radius), (x + way * 0.5 * radius, y - 0.12 * radius)], width=7
            )
            sheet.dot((x + way * 0.5 * radius, y - 0.22 * radius), radius * 0.08)
            sheet.line(
                [(x + way * 0.62 * radius, y + 0.4 * radius), (x + way * 0.58 * radius, y - 0.3 * radius)], width=2
            )
    for at in polygon(centre, radius * 0.87, 4):
        sheet.line(place([(-0.07, -0.05), (0.04, 0.06), (0.02, -0.08)], at=at, scale=radius), width=2)


def _islamic(sheet: Sheet, centre: Point, radius: float, side: int) -> None:
    sheet.ring(centre, radius * 0.9, width=1.6)
    sheet.ring(centre, radius * 0.64, width=1.6)
    _legend(sheet, centre, radius, "kufic", start=0, end=352)
    for row in (-0.42, -0.1, 0.22):
        half = math.sqrt(max(0.05, 0.36 - (row + 0.1) ** 2)) * radius * 0.86
        writing(
            sheet,
            "kufic",
            start=(centre[0] - half, centre[1] + row * radius),
            length=half * 2,
            height=radius * 0.22,
            rng=sheet.rng,
            width=2.6,
        )


def _cash(sheet: Sheet, centre: Point, radius: float, side: int) -> None:
    sheet.ring(centre, radius * 0.88, width=2.2)
    hole = box(
        centre[0] - radius * 0.24, centre[1] - radius * 0.24, centre[0] + radius * 0.24, centre[1] + radius * 0.24
    )
    sheet.clear(hole)
    sheet.outline(hole, width=3)
    sheet.outline(
        box(centre[0] - radius * 0.3, centre[1] - radius * 0.3, centre[0] + radius * 0.3, centre[1] + radius * 0.3),
        width=1.6,
    )
    if side == 0:
        for x, y in ((0, -0.58), (0, 0.58), (-0.58, 0), (0.58, 0)):
            tall = radius * 0.36
            writing(
                sheet,
                "chinese",
                start=(centre[0] + x * radius - tall / 2, centre[1] + y * radius - tall / 2),
                length=tall,
                height=tall,
                rng=sheet.rng,
                width=3.6,
            )
    elif sheet.rng.random() < 0.6:
        sheet.line(
            smooth(
                [
                    (centre[0] - radius * 0.16, centre[1] - radius * 0.5),
                    (centre[0], centre[1] - radius * 0.6),
                    (centre[0] + radius * 0.16, centre[1] - radius * 0.5),
                ]
            ),
            width=3,
        )


def _kushan(sheet: Sheet, centre: Point, radius: float, side: int) -> None:
    _beads(sheet, centre, radius)
    name = sheet.rng.choice(("horse", "elephant", "camel", "lion", "ram")) if side else ""
    _legend(sheet, centre, radius, "brahmi" if side else "greek", start=190, end=350)
    if side:
        shade(
            sheet,
            stand(sheet, BEASTS[name], at=(centre[0], centre[1] + radius * 0.1), size=radius * 1.05, width=2.2),
            strength=0.6,
        )
    else:
        shade(
            sheet,
            stand(sheet, HEAD, at=(centre[0], centre[1] + radius * 0.12), size=radius * 1.05, flip=True, width=2.2),
            strength=0.6,
        )


_FACES = {"byzantine": _byzantine, "sasanian": _sasanian, "islamic": _islamic, "cash": _cash, "kushan": _kushan}


COINS = tuple(_FACES)


def seal(sheet: Sheet, *, size_mm: float) -> None:
    """A stamp seal: its face, and a side view of the stone."""
    centre, radius = (360.0, 450.0), 265.0
    squash = sheet.rng.uniform(0.8, 1)
    face = circle(centre, radius, squash=squash)
    sheet.tone(face, 0.35)
    sheet.line(face, width=3, closed=True)
    sheet.line(
        [(centre[0] + (x - centre[0]) * 0.93, centre[1] + (y - centre[1]) * 0.93) for x, y in face],
        width=1.2,
        closed=True,
    )
    beast = BEASTS[sheet.rng.choice(list(BEASTS))]
    shade(sheet, stand(sheet, beast, at=(centre[0], centre[1] + 10), size=radius * 1.3, width=2.4), strength=0.6)
    _legend(
        sheet,
        centre,
        radius * 0.98,
        sheet.rng.choice(("sogdian", "greek", "brahmi")),
        start=215,
        end=325,
        squash=squash,
    )
    dome = [
        (715.0, 590.0),
        (715.0, 480.0),
        *[(805 - 90 * math.cos(math.radians(a)), 480 - 150 * math.sin(math.radians(a))) for a in range(0, 181, 10)],
        (895.0, 590.0),
    ]
    sheet.tone(dome, 0.35)
    sheet.outline(dome, width=3)
    shade(sheet, dome, strength=0.8)
    hole = circle((805, 470), 20)
    sheet.clear(hole)
    sheet.outline(hole, width=2)
    sheet.scale_bar(radius * 2 / max(size_mm, 1))
