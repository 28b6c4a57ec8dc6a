"""The numbers the rules work by, as data: per jurisdiction, versioned, each with the law or guideline it comes from.

A pack is a TOML file here; a new version is a new file with the same `name` and a later `valid_from`.
"""

import datetime as dt
import functools
import itertools
from pathlib import Path

from loans.packs.pack import Pack, PackError, read

__all__ = ["Pack", "PackError", "current", "find", "load", "names", "versions"]

SHIPPED = Path(__file__).parent


def load(folder: Path) -> dict[str, tuple[Pack, ...]]:
    """Every pack of a folder by name, oldest version first. Raises PackError naming the file."""
    shelf: dict[str, list[Pack]] = {}
    for file in sorted(folder.glob("*.toml")):
        pack = read(file)
        shelf.setdefault(pack.name, []).append(pack)
    for name, packs in shelf.items():
        packs.sort(key=lambda pack: pack.valid_from)
        for earlier, later in itertools.pairwise(packs):
            if earlier.valid_from == later.valid_from:
                raise PackError(f"{later.file}: {name} has two versions valid from {later.valid_from}")
    return {name: tuple(packs) for name, packs in shelf.items()}


@functools.cache
def _shipped() -> dict[str, tuple[Pack, ...]]:
    return load(SHIPPED)


def names() -> list[str]:
    return sorted(_shipped())


def versions(name: str) -> tuple[Pack, ...]:
    """All versions of a pack, oldest first. Raises PackError for a name that is none."""
    try:
        return _shipped()[name]
    except KeyError:
        raise PackError(f"there is no rule pack “{name}”; there are {', '.join(names())}") from None


def find(name: str, *, on: dt.date) -> Pack | None:
    """The version valid on a day; None before the rule existed. Raises PackError for a name that is none."""
    valid = [pack for pack in versions(name) if pack.valid_from <= on]
    return valid[-1] if valid else None


def current(name: str, *, on: dt.date) -> Pack:
    """The version valid on a day. Raises PackError when there was none yet."""
    pack = find(name, on=on)
    if pack is None:
        first = versions(name)[0]
        raise PackError(f"{first.file}: {name} is valid from {first.valid_from}, and {on} is before that")
    return pack
