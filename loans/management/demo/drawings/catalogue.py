"""Every kind of drawing by name, and drawing many at once on all cores."""

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

from loans.management.demo.drawings import (
    arms,
    books,
    carpentry,
    coins,
    figures,
    garments,
    instruments,
    jewellery,
    murals,
    pages,
    roundels,
    small_things,
    stones,
    surfaces,
    textiles,
    vessel_forms,
    vessels,
)
from loans.management.demo.drawings.ink import Sheet

type Draw = Callable[[Sheet, float, float, str], None]


@dataclass(frozen=True, slots=True)
class Drawing:
    """What to draw: a kind such as "bowl/pottery" or "leaf/hebrew", the object's size, and a seed for its details."""

    kind: str
    seed: int
    height_mm: float = 100.0
    width_mm: float = 100.0
    tone: str = ""


_VESSEL_TONES = {"pottery": "clay", "porcelain": "lapis", "glass": "verdigris", "metal": "ochre"}


def _vessel(form: str) -> Draw:
    def draw(sheet: Sheet, height: float, width: float, detail: str) -> None:
        ware = detail if detail in _VESSEL_TONES else "pottery"
        vessels.draw(sheet, form=form, ware=ware, height_mm=height, width_mm=width)  # type: ignore[arg-type]

    return draw


_KINDS: dict[str, tuple[str, Draw]] = {
    **{form: ("clay", _vessel(form)) for form in vessel_forms.FORMS},
    "coin": ("ochre", lambda s, h, w, d: coins.coin(s, style=d, size_mm=w)),
    "seal": ("madder", lambda s, h, w, d: coins.seal(s, size_mm=w)),
    "mirror": ("verdigris", lambda s, h, w, d: roundels.mirror(s, size_mm=w)),
    "cloth": ("madder", lambda s, h, w, d: textiles.cloth(s, style=d, height_mm=h, width_mm=w)),
    "garment": ("lapis", lambda s, h, w, d: garments.garment(s, height_mm=h, width_mm=w)),
    "banner": ("madder", lambda s, h, w, d: garments.banner(s, height_mm=h, width_mm=w)),
    "leaf": ("bone", lambda s, h, w, d: pages.leaf(s, script=d, height_mm=h, width_mm=w, torn=False)),
    "fragment": ("bone", lambda s, h, w, d: pages.leaf(s, script=d, height_mm=h, width_mm=w, torn=True)),
    "scroll": ("bone", lambda s, h, w, d: books.scroll(s, script=d, height_mm=h, width_mm=w, painted=False)),
    "painted scroll": ("ochre", lambda s, h, w, d: books.scroll(s, script=d, height_mm=h, width_mm=w, painted=True)),
    "pothi": ("bone", lambda s, h, w, d: books.pothi(s, script=d, height_mm=h, width_mm=w)),
    "codex": ("bone", lambda s, h, w, d: books.codex(s, script=d, height_mm=h, width_mm=w)),
    "letter": ("bone", lambda s, h, w, d: pages.letter(s, script=d, height_mm=h, width_mm=w)),
    "slips": ("bone", lambda s, h, w, d: books.slips(s, script=d, height_mm=h, width_mm=w)),
    "sherd": ("clay", lambda s, h, w, d: pages.sherd(s, script=d, width_mm=w)),
    "mural": ("madder", lambda s, h, w, d: murals.mural(s, height_mm=h, width_mm=w, subject=d)),
    "stucco": ("stone", lambda s, h, w, d: surfaces.stucco(s, height_mm=h, width_mm=w)),
    "relief": ("stone", lambda s, h, w, d: stones.relief(s, height_mm=h, width_mm=w)),
    "stela": ("stone", lambda s, h, w, d: stones.stela(s, script=d, height_mm=h, width_mm=w)),
    "mosaic": ("madder", lambda s, h, w, d: surfaces.mosaic(s, height_mm=h, width_mm=w)),
    "capital": ("stone", lambda s, h, w, d: stones.capital(s, width_mm=w)),
    "tile": ("lapis", lambda s, h, w, d: carpentry.tile(s, width_mm=w)),
    "beam": ("clay", lambda s, h, w, d: carpentry.beam(s, height_mm=h, width_mm=w)),
    "animal": ("clay", lambda s, h, w, d: figures.animal(s, beast=d, height_mm=h, laden=False)),
    "laden animal": ("clay", lambda s, h, w, d: figures.animal(s, beast=d, height_mm=h, laden=True)),
    "seated figure": ("verdigris", lambda s, h, w, d: figures.seated(s, height_mm=h, halo=False)),
    "haloed figure": ("ochre", lambda s, h, w, d: figures.seated(s, height_mm=h, halo=True)),
    "standing figure": ("clay", lambda s, h, w, d: figures.standing(s, height_mm=h)),
    "head": ("clay", lambda s, h, w, d: figures.head(s, height_mm=h)),
    "mask": ("clay", lambda s, h, w, d: figures.mask(s, height_mm=h)),
    "sword": ("stone", lambda s, h, w, d: arms.sword(s, length_mm=h, curved=d == "curved")),
    "belt": ("ochre", lambda s, h, w, d: arms.belt(s, width_mm=w)),
    "brooch": ("ochre", lambda s, h, w, d: jewellery.brooch(s, width_mm=w)),
    "beads": ("madder", lambda s, h, w, d: jewellery.beads(s, width_mm=w)),
    "ring": ("ochre", lambda s, h, w, d: jewellery.ring(s, width_mm=w)),
    "earrings": ("ochre", lambda s, h, w, d: jewellery.earrings(s, height_mm=h)),
    "comb": ("bone", lambda s, h, w, d: jewellery.comb(s, width_mm=w)),
    "lamp": ("clay", lambda s, h, w, d: instruments.lamp(s, width_mm=w)),
    "bell": ("ochre", lambda s, h, w, d: small_things.bell(s, height_mm=h)),
    "boot": ("clay", lambda s, h, w, d: small_things.boot(s, height_mm=h)),
    "game pieces": ("bone", lambda s, h, w, d: small_things.game_pieces(s, height_mm=h)),
    "balance": ("verdigris", lambda s, h, w, d: instruments.weights(s, width_mm=w)),
    "ingots": ("stone", lambda s, h, w, d: instruments.ingot(s, width_mm=w)),
    "astrolabe": ("ochre", lambda s, h, w, d: instruments.star_disc(s, width_mm=w)),
}
KINDS = tuple(_KINDS)


def draw(drawing: Drawing) -> bytes:
    """The drawing as a PNG of 1000 x 1000 pixels. The same drawing always gives the same bytes."""
    name, _slash, detail = drawing.kind.partition("/")
    tone, make = _KINDS[name]
    sheet = Sheet(drawing.seed, tone=drawing.tone or _VESSEL_TONES.get(detail, tone))
    make(sheet, drawing.height_mm, drawing.width_mm, detail)
    return sheet.png()


def draw_all(drawings: Iterable[Drawing]) -> Iterator[bytes]:
    """The drawings in order. They are begun at once, on all cores; the caller may do something else meanwhile."""
    drawings = list(drawings)
    workers = min(os.cpu_count() or 1, 8)
    if workers == 1 or len(drawings) < 8:
        return map(draw, drawings)
    pool = ProcessPoolExecutor(workers)
    drawn = pool.map(draw, drawings, chunksize=4)
    pool.shutdown(wait=False)
    return drawn
