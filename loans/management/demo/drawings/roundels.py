"""Round things seen from the front: mirrors, medallions and the insides of dishes."""

import math

from loans.management.demo.drawings.beasts import BEASTS
from loans.management.demo.drawings.coins import relief
from loans.management.demo.drawings.ink import Sheet
from loans.management.demo.drawings.motifs import RICH, Carry, border, writing
from loans.management.demo.drawings.posing import shade, stand
from loans.management.demo.drawings.shapes import Point, circle, lobed, place, polygon, smooth, star


def ring_carry(centre: Point, inner: float, outer: float, units: float) -> Carry:
    """Carries a border round a circle: along the rim, up from the inner to the outer radius."""

    def carry(x: float, y: float) -> Point:
        angle = 2 * math.pi * x / units - math.pi / 2
        radius = inner + (outer - inner) * y
        return centre[0] + radius * math.cos(angle), centre[1] + radius * math.sin(angle)

    return carry


def ring_border(sheet: Sheet, centre: Point, inner: float, outer: float, name: str, *, width: float = 1.3) -> None:
    units = math.pi * (inner + outer) / max(1.0, outer - inner)
    border(sheet, name, ring_carry(centre, inner, outer, units), units=units, width=width)


def dish(sheet: Sheet, centre: Point, radius: float, *, metal: bool, strength: float) -> None:
    """The inside of an open vessel: rim, one or two borders, and a middle."""
    rng = sheet.rng
    lobes = rng.choice((0, 0, 8, 12, 16)) if metal else rng.choice((0, 0, 0, 6))
    rim = lobed(centre, radius, lobes) if lobes else circle(centre, radius)
    sheet.tone(rim, strength)
    sheet.line(rim, width=3, closed=True)
    sheet.ring(centre, radius * 0.93, width=1.2)
    name = rng.choice(RICH)
    if rng.random() < 0.75:
        ring_border(sheet, centre, radius * 0.72, radius * 0.88, name)
        sheet.ring(centre, radius * 0.7, width=1.6)
    well = radius * rng.uniform(0.46, 0.6)
    sheet.ring(centre, well, width=2)
    sheet.ring(centre, well * 0.94, width=1)
    middle(sheet, centre, well * 0.88)

    def dark(x: float, y: float) -> float:
        across, down = (x - centre[0]) / radius, (y - centre[1]) / radius
        away = math.hypot(across, down)
        lit = -(across + down) / 1.5
        return max(0.0, 0.42 * lit * away if away > 0.5 else -0.2 * lit * away + 0.02) + (0.12 if away > 0.94 else 0)

    sheet.stipple(rim, dark, pitch=4.6, radius=1.0)


def middle(sheet: Sheet, centre: Point, radius: float) -> None:
    """What fills a medallion: an animal, a rosette, a star or writing."""
    rng = sheet.rng
    choice = rng.random()
    if choice < 0.5:
        name = rng.choice(list(BEASTS))
        stand(
            sheet,
            BEASTS[name],
            at=centre,
            size=radius * 1.5,
            flip=rng.random() < 0.5,
            width=2.0,
            filled=rng.random() < 0.3,
        )
        _ground(sheet, centre, radius)
    elif choice < 0.75:
        petals = rng.choice((6, 8, 10, 12))
        for place_ in polygon(centre, radius * 0.6, petals):
            angle = math.degrees(math.atan2(place_[1] - centre[1], place_[0] - centre[0]))
            petal = smooth(
                [(-0.5, 0), (-0.1, 0.2), (0.45, 0.1), (0.5, 0), (0.45, -0.1), (-0.1, -0.2)], closed=True, steps=5
            )
            sheet.line(place(petal, at=place_, scale=radius * 0.72, turn=angle), width=1.8, closed=True)
            sheet.line(place([(-0.2, 0), (0.35, 0)], at=place_, scale=radius * 0.72, turn=angle), width=1)
        sheet.ring(centre, radius * 0.2, width=1.8)
        sheet.dot(centre, radius * 0.07)
    elif choice < 0.88:
        points = rng.choice((6, 8, 12))
        sheet.line(star(centre, radius * 0.95, radius * 0.55, points), width=2, closed=True)
        sheet.line(star(centre, radius * 0.8, radius * 0.46, points), width=1, closed=True)
        for tip in polygon(centre, radius * 0.34, points, turn=45):
            sheet.dot(tip, radius * 0.045)
        sheet.line(star(centre, radius * 0.24, radius * 0.1, points), width=1.4, closed=True)
    else:
        for row in (-0.42, -0.1, 0.22):
            half = math.sqrt(max(0.05, 1 - (abs(row + 0.12) + 0.1) ** 2)) * radius * 0.86
            writing(
                sheet,
                "kufic",
                start=(centre[0] - half, centre[1] + row * radius),
                length=half * 2,
                height=radius * 0.24,
                rng=rng,
            )


def _ground(sheet: Sheet, centre: Point, radius: float) -> None:
    for _leaf in range(7):
        angle = sheet.rng.uniform(0, 2 * math.pi)
        at = (centre[0] + radius * 0.88 * math.cos(angle), centre[1] + radius * 0.88 * math.sin(angle))
        sheet.line(
            place(smooth([(-0.5, 0), (0, 0.25), (0.5, 0)]), at=at, scale=radius * 0.14, turn=sheet.rng.uniform(0, 360)),
            width=1.3,
        )


def mirror(sheet: Sheet, *, size_mm: float) -> None:
    """A bronze mirror's back: zones round a knob, and a thin section at the side."""
    rng = sheet.rng
    centre, radius = (450.0, 460.0), 372.0
    rim = lobed(centre, radius, 8, depth=0.08) if rng.random() < 0.45 else circle(centre, radius)
    sheet.tone(rim, 0.35)
    sheet.line(rim, width=3.4, closed=True)
    for share in (0.9, 0.86, 0.62, 0.59, 0.3):
        sheet.ring(centre, radius * share, width=1.5)
    names = rng.sample(RICH, 2)
    ring_border(sheet, centre, radius * 0.66, radius * 0.83, names[0], width=1.5)
    ring_border(sheet, centre, radius * 0.865, radius * 0.895, "zigzag" if rng.random() < 0.5 else "wave", width=1.3)
    if rng.random() < 0.6:
        count = rng.choice((4, 6))
        for at in polygon(centre, radius * 0.44, count, turn=rng.choice((0, 45))):
            angle = math.degrees(math.atan2(at[1] - centre[1], at[0] - centre[0])) + 90
            stand(
                sheet,
                BEASTS[rng.choice(("dragon", "lion", "peacock", "duck", "horse"))],
                at=at,
                size=radius * (0.33 if count == 4 else 0.26),
                width=1.6,
                turn=angle,
            )
    else:
        ring_border(sheet, centre, radius * 0.34, radius * 0.56, names[1], width=1.6)
    knob = circle(centre, radius * 0.11)
    sheet.clear(knob)
    sheet.outline(knob, width=3)
    shade(sheet, knob, strength=0.8)
    for at in polygon(centre, radius * 0.2, 12):
        sheet.dot(at, 5)
    relief(sheet, rim, centre, radius)
    section = [
        (900.0, 460 - radius),
        (916.0, 460 - radius),
        (916.0, 460 - radius * 0.86),
        (908.0, 460 - radius * 0.84),
        (908.0, 440.0),
        (930.0, 446.0),
        (930.0, 474.0),
        (908.0, 480.0),
        (908.0, 460 + radius * 0.84),
        (916.0, 460 + radius * 0.86),
        (916.0, 460 + radius),
        (900.0, 460 + radius),
    ]
    sheet.fill(section)
    sheet.scale_bar(radius * 2 / max(size_mm, 1))
