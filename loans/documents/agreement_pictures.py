"""The small pictures of an object schedule: at most 300 px a side, made once and remembered."""

import hashlib
from pathlib import Path

from loans.documents.pictures import Picture, prepare

LONGEST_SIDE = 300
REMEMBERED = 1000

_made: dict[bytes, Picture | None] = {}


def thumbnail(source: bytes | Path, *, careful: bool = False) -> Picture | None:
    """A JPEG of at most 300 px a side, or None where the picture can't be read; the last thousand are kept.

    A sound small JPEG passes through untouched; `careful` decodes and re-encodes in any case.
    """
    try:
        content = source.read_bytes() if isinstance(source, Path) else source
    except OSError:
        return None
    key = hashlib.blake2b(content, digest_size=16).digest() + bytes([careful])
    if key in _made:
        return _made[key]
    made = _made[key] = prepare(content, careful=careful, longest=LONGEST_SIDE)
    while len(_made) > REMEMBERED:
        _made.pop(next(iter(_made)), None)
    return made
