"""Bells, boots and game pieces."""

from loans.management.demo.drawings.ink import Sheet
from loans.management.demo.drawings.motifs import RICH, border, flat
from loans.management.demo.drawings.posing import shade
from loans.management.demo.drawings.shapes import box, circle, polygon, smooth


def bell(sheet: Sheet, *, height_mm: float) -> None:
    """A bell with its clapper, the left half in section."""
    half = smooth([(640, 780), (622, 740), (604, 560), (590, 400), (566, 290), (520, 232), (500, 226)])
    mirrored = [(1000 - x, y) for x, y in half]
    body = [*half, *reversed(mirrored)]
    wide = [(500 + (x - 500) * 1.55, y) for x, y in body]
    right = [(x, y) for x, y in wide if x >= 500]
    sheet.tone([*right, (500, 780)], 0.35)
    sheet.line([(500 + (x - 500) * 1.55, y) for x, y in half], width=3.2)
    sheet.line([(500 + (x - 500) * 1.55, y) for x, y in mirrored], width=3.2)
    inner = [(500 + (x - 500) * 1.55 + 16, y + (14 if y < 300 else 0)) for x, y in mirrored]
    sheet.fill([*[(500 + (x - 500) * 1.55, y) for x, y in mirrored], *reversed(inner)])
    loop = smooth([(452, 232), (440, 150), (500, 96), (560, 150), (548, 232)])
    sheet.line(loop, width=26)
    sheet.line(loop, width=20, shade=0)
    for level, tall in ((700, 60), (470, 76)):
        with sheet.inside([*right, (500, 780)]):
            border(sheet, sheet.rng.choice(RICH), flat(500, level, step=tall, tall=tall), units=3.4, width=1.8)
            for edge in (level + 8, level - tall - 8):
                sheet.line([(500, edge), (720, edge)], width=1.5)
    sheet.line([(500, 250), (500, 690)], width=5)
    ball = circle((484, 760), 40)
    sheet.clear(ball)
    sheet.line(ball, width=2.6, closed=True)
    shade(sheet, ball, strength=0.7)
    sheet.line([(283, 780), (717, 780)], width=2.6)
    shade(sheet, [*right, (500, 780)], strength=0.55)
    sheet.scale_bar(680 / max(height_mm, 1))


def boot(sheet: Sheet, *, height_mm: float) -> None:
    """A soft boot, from the side, with its seams and a decorated leg."""
    outline = smooth(
        [
            (330, 150),
            (470, 138),
            (560, 160),
            (566, 380),
            (590, 540),
            (690, 590),
            (800, 640),
            (850, 720),
            (830, 790),
            (600, 806),
        ]
    )
    shape = [*outline, *smooth([(600, 806), (400, 804), (318, 780), (304, 660), (318, 400), (330, 150)])]
    sheet.tone(shape, 0.4)
    with sheet.inside(shape):
        border(sheet, sheet.rng.choice(RICH), flat(300, 300, step=110, tall=110), units=2.6, width=2)
        border(sheet, sheet.rng.choice(RICH), flat(300, 440, step=90, tall=90), units=3.2, width=2)
        for level in (182, 312, 340, 452):
            sheet.line([(300, level), (590, level + 4)], width=1.6)
        for step in range(22):
            x = 316 + step * 25
            sheet.line([(x, 764), (x + 10, 776)], width=1.6)
        sheet.line(smooth([(310, 756), (560, 766), (846, 742)]), width=1.8)
        sheet.line(smooth([(566, 480), (600, 620), (640, 700), (800, 680)]), width=1.6)
    sheet.stipple(
        shape, lambda x, y: 0.06 + 0.4 * max(0.0, (x + y - 1000) / 620) + (0.2 if y < 172 else 0), pitch=4.6, radius=1
    )
    sheet.line(shape, width=3, closed=True)
    sheet.scale_bar(670 / max(height_mm, 1))


def game_pieces(sheet: Sheet, *, height_mm: float) -> None:
    """Counters and pieces of a board game, with one die."""
    rng = sheet.rng
    forms = (
        [
            (-1, 1),
            (-0.9, 0.72),
            (-0.5, 0.5),
            (-0.42, -0.4),
            (-0.6, -0.62),
            (0, -1),
            (0.6, -0.62),
            (0.42, -0.4),
            (0.5, 0.5),
            (0.9, 0.72),
            (1, 1),
        ],
        [(-0.9, 1), (-0.8, 0.2), (-0.5, -0.5), (-0.3, -0.9), (0.3, -0.9), (0.5, -0.5), (0.8, 0.2), (0.9, 1)],
        [(-0.8, 1), (-0.9, 0.4), (-0.7, -0.3), (-0.2, -0.6), (0, -1), (0.2, -0.6), (0.7, -0.3), (0.9, 0.4), (0.8, 1)],
    )
    for place in range(6):
        x, y = 200 + (place % 3) * 300, 270 + (place // 3) * 330
        size = rng.uniform(88, 118)
        shape = [(x + px * size * 0.72, y + py * size) for px, py in smooth(list(forms[place % 3]), steps=5)]
        sheet.tone(shape, 0.55 if place % 2 else 0.2)
        for level in (0.66, 0.5, -0.42):
            sheet.line([(x - size * 0.46, y + level * size), (x + size * 0.46, y + level * size)], width=1.6)
        shade(sheet, shape, strength=0.6)
        sheet.line(shape, width=3, closed=True)
    die = box(820, 760, 900, 840)
    sheet.outline(die, width=2.6)
    for pip in polygon((860, 800), 22, rng.randint(2, 5)):
        sheet.ring(pip, 6, width=1.8)
    for place in range(5):
        disc = circle((130 + place * 130, 800), 44)
        sheet.outline(disc, width=2.6)
        sheet.ring((130 + place * 130, 800), 30, width=1.4)
        shade(sheet, disc, strength=0.5)
    sheet.scale_bar(210 / max(height_mm, 1))
