"""The drawings of all pieces, drawn on every core and kept as stored files."""

from loans.management.demo.drawings import draw_all
from loans.management.demo.pieces import pieces
from office.records import files
from office.records.models import StoredFile


def keep_all() -> dict[str, StoredFile]:
    """Draws and stores; by the key of the piece."""
    drawn = draw_all(piece.drawing for piece in pieces())
    return {
        piece.key: files.store(picture, name=f"drawing-{piece.key}.png", by="Caravan")
        for piece, picture in zip(pieces(), drawn, strict=True)
    }
