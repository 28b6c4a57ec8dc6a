"""Finds out which column of a file is which field of ours: by a named profile, or guessed from the headers."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from lenders.services.imports.profiles import PROFILES, SIZE_SYNONYMS, SYNONYMS, TARGETS
from lenders.services.imports.refusals import ImportRefused

UNITS = {
    "mm": 1.0,
    "мм": 1.0,
    "cm": 10.0,
    "см": 10.0,
    "m": 1000.0,
    "in": 25.4,
    "inches": 25.4,
}
WEIGHTS = {
    "g": 1.0,
    "г": 1.0,
    "kg": 1000.0,
    "кг": 1000.0,
    "lb": 453.59237,
    "oz": 28.349523,
}


@dataclass(frozen=True, slots=True)
class Mapping:
    """`columns` leads from our field to the header in the file, `scale` from a size field to mm or g per unit.

    A size field with scale 0 holds text with its own unit ("48.3 cm").
    """

    columns: dict[str, str]
    scale: dict[str, float]
    unused: tuple[str, ...]


def map_columns(headers: Sequence[str], *, profile: str = "") -> Mapping:
    """The mapping for these headers. Raises ImportRefused with the headers found when something needed is missing."""
    named = [header for header in headers if header]
    mapping = _by_profile(named, profile) if profile else _guessed(named)
    if "title" not in mapping.columns:
        raise ImportRefused(_missing("the title", "title", named))
    if not {"accession_number", "source_id"} & mapping.columns.keys():
        raise ImportRefused(_missing("the accession number", "accession_number", named))
    return mapping


def _missing(what: str, name: str, headers: Sequence[str]) -> str:
    found = ", ".join(f"“{header}”" for header in headers[:30]) + (" and more" if len(headers) > 30 else "")
    profiles = ", ".join(sorted(PROFILES))
    return (
        f"No column holds {what}. The first row has {found}."
        f" Rename one of these to “{name}” or choose a profile ({profiles})."
    )


def _by_profile(headers: Sequence[str], profile: str) -> Mapping:
    names = PROFILES.get(profile)
    if names is None:
        raise ImportRefused(f"There is no profile “{profile}”. Profiles are: {', '.join(sorted(PROFILES))}.")
    by_key = {_key(header): header for header in headers}
    columns = {target: by_key[_key(name)] for target, name in names.items() if _key(name) in by_key}
    return _mapping(columns, {target: 1.0 for target in SIZE_SYNONYMS if target in columns}, headers)


def _guessed(headers: Sequence[str]) -> Mapping:
    """Each header goes to the target whose word for it comes first; a target takes its best header."""
    words = _words()
    best: dict[str, tuple[int, str, float]] = {}
    for header in headers:
        key = _key(header)
        if key in words:
            target, rank = words[key]
            scale = 1.0 if target in SIZE_SYNONYMS else 0.0
        elif size := _size(key):
            target, scale = size
            rank = 0 if scale else 1
        else:
            continue
        if target not in best or rank < best[target][0]:
            best[target] = (rank, header, scale)
    columns = {target: best[target][1] for target in TARGETS if target in best}
    return _mapping(
        columns,
        {target: best[target][2] for target in SIZE_SYNONYMS if target in best},
        headers,
    )


def _mapping(columns: dict[str, str], scale: dict[str, float], headers: Iterable[str]) -> Mapping:
    used = set(columns.values())
    return Mapping(columns, scale, tuple(header for header in headers if header not in used))


def _size(key: str) -> tuple[str, float] | None:
    """`height cm` and the like: the target and how many mm (or g) its unit has, 0 when no unit is named."""
    word, _, unit = key.partition(" ")
    for target, names in SIZE_SYNONYMS.items():
        if word in names.split("|"):
            units = WEIGHTS if target == "weight_g" else UNITS
            if not unit or unit in units:
                return target, units.get(unit, 0.0)
    return None


@cache
def _words() -> dict[str, tuple[str, int]]:
    """Every word a header may be, with its target and rank; our own names come first."""
    words = {_key(target): (target, 0) for target in TARGETS}
    for target, names in SYNONYMS.items():
        for rank, name in enumerate(names.split("|"), start=1):
            words.setdefault(_key(name), (target, rank))
    return words


def _key(header: str) -> str:
    """A header without case, punctuation and the difference between ё and е, "№" read as "no"."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", header)
    text = unicodedata.normalize("NFKC", spaced).casefold().replace("ё", "е")
    return " ".join(re.findall(r"[^\W_]+", text))
