"""The drawings of all pieces: begun early on every core, kept as stored files when the objects are there."""

from collections.abc import Iterator

from django.db import connection

from lenders.models import CollectionObject
from loans.management.demo.drawings import draw_all
from loans.management.demo.furnish import Scene
from loans.management.demo.pieces import pieces
from office.records import files


def begin() -> Iterator[bytes]:
    """Starts drawing in other processes."""
    if not connection.in_atomic_block:
        connection.close()  # it must not be shared with them
    return draw_all(piece.drawing for piece in pieces())


def attach(scene: Scene, drawn: Iterator[bytes]) -> None:
    """Stores each drawing and gives it to its object."""
    for piece, picture in zip(pieces(), drawn, strict=True):
        thing = scene.objects[piece.key]
        thing.image = files.store(picture, name=f"drawing-{piece.key}.png", by="Caravan")
        thing.image_credit = "Drawn by program for this demonstration"
    CollectionObject.objects.bulk_update(scene.objects.values(), ["image", "image_credit"])
