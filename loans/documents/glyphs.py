"""Which characters our fonts can draw. One that none covers would abort the whole document, so it is replaced first."""

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont

REPLACEMENT = "\u25a1"

# Shape their neighbours and are never drawn themselves: Unicode's Default_Ignorable_Code_Point without U+FEFF.
INVISIBLE = frozenset(
    [0xAD, 0x34F, 0x61C, 0x17B4, 0x17B5, 0x3164, 0xFFA0, 0x115F, 0x1160]
    + [*range(0x180B, 0x1810), *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)]
    + [*range(0xFE00, 0xFE10), *range(0xE0001, 0xE0200)]
)
LINE_END = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufeff]")
PLAIN = re.compile("[\n\t\x20-\x7e\u00a0-\u024f\u0400-\u045f\u2010-\u2026]*")


@lru_cache(maxsize=4)
def coverage(fonts: Path) -> tuple[frozenset[int], ...]:
    """The characters of each family below `fonts`; one face speaks for its family, as all weights cover the same."""
    families: dict[str, Path] = {}
    for path in sorted(fonts.rglob("*.[to]tf")):
        families.setdefault(path.stem.split("_")[0].split("-")[0], path)
    sets = []
    for path in families.values():
        with TTFont(path, lazy=True) as font:
            sets.append(frozenset(font.getBestCmap()))
    return tuple(sets)


@lru_cache(maxsize=4)
def plain_is_covered(fonts: Path) -> bool:
    """Whether one family draws all of PLAIN, the characters most text is made of, so that such text needs no check."""
    plain = [code for code in range(0x20, 0x2027) if PLAIN.fullmatch(chr(code)) and code != 0xAD]
    return any(family.issuperset(plain) for family in coverage(fonts))


def cover(text: str, *, fonts: Path) -> tuple[str, list[str]]:
    """The text as our fonts can draw it, and the characters that had to become U+25A1.

    Control characters vanish without a report; a combining mark counts as missing where no font holds it together with
    its base letter.
    """
    if PLAIN.fullmatch(text) and plain_is_covered(fonts):
        return text, []
    text = CONTROL.sub("", LINE_END.sub("\n", unicodedata.normalize("NFC", text)))
    families = coverage(fonts)
    out: list[str] = []
    missing: list[str] = []
    able: list[frozenset[int]] = []  # the families that can draw the cluster so far
    for char in text:
        code = ord(char)
        if char in "\n\t" or code in INVISIBLE:
            out.append(char)
            continue
        category = unicodedata.category(char)
        among = able if category in {"Mn", "Mc", "Me"} else families
        drawable = [] if category in {"Co", "Cs", "Cn"} else [family for family in among if code in family]
        if drawable:
            out.append(char)
            able = drawable
        else:
            out.append(REPLACEMENT)
            missing.append(char)
            able = []
    return "".join(out), list(dict.fromkeys(missing))


def describe(char: str) -> str:
    """How a missing character is named to a reader: "U+0BA4 TAMIL LETTER TA"."""
    return f"U+{ord(char):04X} {unicodedata.name(char, '')}".rstrip()
