"""Vessels: to the left of the axis the section and the inside, to the right the outside with its decoration."""

import math

from loans.management.demo.drawings import roundels
from loans.management.demo.drawings.ink import Sheet
from loans.management.demo.drawings.shapes import Points, smooth
from loans.management.demo.drawings.vessel_decoration import band, facets, zones
from loans.management.demo.drawings.vessel_forms import FORMS, Body, Ware

_HANDLED = {"amphora": 2, "ewer": 1, "cup": 1}


def draw(sheet: Sheet, *, form: str, ware: Ware, height_mm: float, width_mm: float) -> None:
    """Draws the vessel at a scale where it fills the sheet."""
    body, scale = _body(sheet, form=form, height_mm=height_mm, width_mm=width_mm)
    if body.height < 330:
        body = _plan(sheet, body, ware=ware)
        scale *= body.radius / (scale * max(width_mm, 1) / 2)
    right, left = body.side(1), body.side(-1)
    _handles(sheet, body, form=form)
    sheet.clear([*right, *reversed(left)])
    _outside(sheet, body, ware=ware, form=form)
    _section(sheet, body, ware=ware, form=form)
    sheet.line(right, width=3.2)
    sheet.line(left, width=3.2)
    top, foot = body.y(1), body.y(0)
    sheet.line([(left[-1][0], top), (right[-1][0], top)], width=2.2)
    sheet.line([(left[0][0], foot), (right[0][0], foot)], width=2.6)
    sheet.line([(body.axis, top), (body.axis, foot)], width=1.6)
    sheet.scale_bar(scale)


def _body(sheet: Sheet, *, form: str, height_mm: float, width_mm: float) -> tuple[Body, float]:
    points, aspect = FORMS[form]
    rng = sheet.rng
    ratio = height_mm / width_mm if height_mm and width_mm else aspect * 0.5
    ratio = min(max(ratio, aspect * 0.32), aspect * 0.85)
    height, radius = 770.0, 385.0
    if ratio * 2 * radius < height:
        height = ratio * 2 * radius
    else:
        radius = height / ratio / 2
    radius = min(radius, 400)
    shaken = [
        (r * (1 + rng.uniform(-0.07, 0.07)), z if z in (0, 1) else z + rng.uniform(-0.015, 0.015)) for r, z in points
    ]
    widest = max(r for r, _z in shaken)
    levels: Points = []
    for r, z in smooth([(r / widest, z) for r, z in shaken], steps=8):
        levels.append((r, max(z, levels[-1][1] if levels else 0.0)))
    foot = 490 + height / 2 if form not in ("dish", "bowl", "conical bowl") else 500 + height / 2
    return Body(axis=500, foot=min(foot, 890), radius=radius, height=height, outline=levels), radius * 2 / max(
        width_mm, 1
    )


def _plan(sheet: Sheet, body: Body, *, ware: Ware) -> Body:
    """Open forms show their inside too: the plan above, the profile below at the same scale."""
    radius = min(290.0, (830 - body.height * 0.72) / 2)
    body = Body(500, 0, radius, body.height * radius / body.radius, body.outline)
    body.foot = 905 - (60 - min(60.0, body.height / 3))
    centre = (500.0, (body.y(1) + 30) / 2)
    roundels.dish(
        sheet,
        centre,
        min(radius, (body.y(1) - 60) / 2),
        metal=ware == "metal",
        strength=0.14 if ware == "porcelain" else 0.25,
    )
    return body


def _handles(sheet: Sheet, body: Body, *, form: str) -> None:
    count = _HANDLED.get(form, 0)
    for way in (1, -1)[:count]:
        high, low = (0.94, 0.62) if form != "cup" else (0.78, 0.38)
        reach = body.radius * (1.12 if form != "ewer" else 1.16)
        x1, x2 = body.at(high), body.at(low)
        path = smooth(
            [
                (body.axis + way * x1 * 0.9, body.y(high - 0.02)),
                (body.axis + way * (x1 + (reach - x1) * 0.7), body.y(high + 0.02)),
                (body.axis + way * reach, body.y((high + low) / 2 + 0.08)),
                (body.axis + way * (x2 + (reach - x2) * 0.4), body.y(low + 0.02)),
                (body.axis + way * x2 * 0.95, body.y(low - 0.02)),
            ]
        )
        sheet.line(path, width=body.radius * 0.1 + 9)
        sheet.line(path, width=body.radius * 0.1 + 3, shade=0)
        sheet.line([(x + 2, y + 2) for x, y in path[6:-6]], width=1.2)
    if form == "ewer":
        lip = body.at(1)
        under = smooth(
            [
                (body.axis - body.at(0.8) * 0.8, body.y(0.8)),
                (body.axis - lip * 1.2, body.y(0.88)),
                (body.axis - lip * 1.95, body.y(1.03)),
            ]
        )
        sheet.outline([*under, (body.axis - lip * 1.5, body.y(1.005)), (body.axis - lip * 0.6, body.y(1))], width=2.4)


def _section(sheet: Sheet, body: Body, *, ware: Ware, form: str) -> None:
    thick = {"pottery": 0.07, "porcelain": 0.045, "glass": 0.028, "metal": 0.02}[ware] * body.radius
    thick = max(thick, 6) if form != "storage jar" else thick * 1.3
    floor = 0.05 if form not in ("goblet", "ewer", "dish", "bowl", "conical bowl") else 0.16
    outer = body.side(-1)
    inner: Points = []
    for index, (x, y) in enumerate(outer):
        (x1, y1), (x2, y2) = outer[max(0, index - 1)], outer[min(len(outer) - 1, index + 1)]
        length = math.hypot(x2 - x1, y2 - y1) or 1.0
        within = (min(body.axis, x - (y2 - y1) / length * thick), y + (x2 - x1) / length * thick)
        if (body.foot - within[1]) / body.height >= floor and within[1] >= body.y(1):
            inner.append(within)
    inner.append((outer[-1][0] + thick, body.y(1)))
    inner = [(body.axis, body.y(floor) - thick * 0.4), *inner]
    wall = [*outer, *reversed(inner), (body.axis, body.foot)]
    if ware == "pottery":
        sheet.fill(wall, shade=255)
    elif ware == "glass":
        sheet.clear(wall)
        sheet.outline(wall, width=1.6)
    elif ware == "porcelain":
        sheet.clear(wall)
        sheet.hatch(wall, gap=6, width=1.4)
        sheet.outline(wall, width=1.8)
    else:
        sheet.fill(wall, shade=255)
    if ware in ("pottery", "porcelain"):
        for _ring in range(sheet.rng.randint(2, 5)):
            level = sheet.rng.uniform(floor + 0.1, 0.9)
            near = body.axis - body.at(level) + thick
            sheet.line(
                [(near + 4, body.y(level)), (near + (body.axis - near) * sheet.rng.uniform(0.2, 0.6), body.y(level))],
                width=1.0,
            )


def _outside(sheet: Sheet, body: Body, *, ware: Ware, form: str) -> None:
    right = body.side(1)
    face = [(body.axis, body.y(0)), *right, (body.axis, body.y(1))]
    rng = sheet.rng
    sheet.tone(face, {"pottery": 0.3, "porcelain": 0.12, "glass": 0.22, "metal": 0.22}[ware])
    bands = zones(sheet, body, form=form)
    busy: list[tuple[float, float]] = []
    with sheet.inside(face):
        if ware == "glass" and rng.random() < 0.6:
            facets(sheet, body)
        else:
            for low, high in bands:
                band(sheet, body, low, high, ware=ware)
                busy.append((low, high))
    strength = {"pottery": 0.62, "porcelain": 0.4, "glass": 0.34, "metal": 0.5}[ware]

    def dark(x: float, y: float) -> float:
        level = (body.foot - y) / body.height
        across = (x - body.axis) / max(1.0, body.at(level))
        shade = max(0.0, across - 0.3) / 0.7
        under = max(0.0, 0.28 - level) * (1.0 if form not in ("dish",) else 0.3)
        calm = 0.45 if any(low <= level <= high for low, high in busy) else 1.0
        return min(1.0, (shade * shade * strength + under * strength + 0.03) * calm)

    sheet.stipple(face, dark, pitch=4.2, radius=1.0)
