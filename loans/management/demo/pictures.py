"""The drawings of all pieces: what is lent is drawn on every core while the example loads, our own objects after it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Self

from django.db import connection

from lenders.models import CollectionObject
from loans.management.demo.drawings import draw, draw_all
from loans.management.demo.houses import ORGANISER
from loans.management.demo.pieces import Piece, pieces
from loans.management.demo.scene import Scene
from office.records import files


@dataclass(slots=True)
class Album:
    """Drawings as they come, in the order in which they are needed: what is examined and published first."""

    wanted: list[Piece]
    drawn: Iterator[bytes]
    kept: set[str] = field(default_factory=set)

    @classmethod
    def begin(cls, first: Collection[str], *, draw: bool) -> Self:
        """Starts drawing in other processes what is lent: by the lenders in `first` before all others, or alone."""
        lent = [piece for piece in pieces() if piece.owner != ORGANISER]
        wanted = sorted(lent, key=lambda piece: piece.owner not in first)
        if not draw:
            wanted = [piece for piece in wanted if piece.owner in first]
        if not connection.in_atomic_block:
            connection.close()  # it must not be shared with them
        return cls(wanted, draw_all([piece.drawing for piece in wanted]))

    def show(self, scene: Scene, things: Collection[CollectionObject]) -> None:
        """Waits until these objects have their pictures."""
        by_pk = {scene.objects[piece.key].pk: piece.key for piece in self.wanted}
        missing = {by_pk[thing.pk] for thing in things if thing.pk in by_pk} - self.kept
        if missing:
            self._keep(scene, until=missing)

    def finish(self, scene: Scene) -> None:
        """Stores what is left."""
        self._keep(scene, until=None)

    def _keep(self, scene: Scene, *, until: set[str] | None) -> None:
        got = []
        for piece in self.wanted[len(self.kept) :]:
            thing = scene.objects[piece.key]
            _give(thing, piece, next(self.drawn))
            self.kept.add(piece.key)
            got.append(thing)
            if until is not None and until <= self.kept:
                break
        CollectionObject.objects.bulk_update(got, ["image", "image_credit"])


def paint_our_own() -> Iterator[None]:
    """Draws our own objects that have no picture yet, one at each step; broken off, it goes on the next time."""
    waiting = CollectionObject.objects.filter(lender__is_organiser=True, image=None)
    things = {thing.accession_number: thing for thing in waiting}
    for piece in pieces():
        thing = things.get(piece.number) if piece.owner == ORGANISER else None
        if thing is not None:
            _give(thing, piece, draw(piece.drawing))
            thing.save(update_fields=["image", "image_credit"])
            yield


def _give(thing: CollectionObject, piece: Piece, drawn: bytes) -> None:
    thing.image = files.store(drawn, name=f"drawing-{piece.key}.png", by="Caravan")
    thing.image_credit = "Drawn by program for this demonstration"
