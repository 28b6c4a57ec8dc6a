"""Which characters our fonts can draw. One that none covers would abort the whole document, so it is replaced first."""

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont

REPLACEMENT = "\u25a1"

# Shape their neighbours and are never drawn themselves: Unicode's Default_Ignorable_Code_Point without U+FEFF.
INVISIBLE = frozenset(
    {0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0}
    | {*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)}
    | {*range(0xFE00, 0xFE10), *range(0xE0001, 0xE0200)}
)
LINE_END = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# The Mongolian selectors go too: we have no font they could select in, and they spoil the letter before.
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u180b-\u180f\ufeff]")
# Control, private-use, surrogate and unassigned characters mean nothing to a reader, whatever a font draws for them.
NEVER_DRAWN = frozenset({"Cc", "Co", "Cs", "Cn"})
COMBINING = frozenset({"Mn", "Mc", "Me"})


@lru_cache(maxsize=4)
def coverage(fonts: Path) -> tuple[frozenset[int], ...]:
    """The characters of each family below `fonts`; one face speaks for its family, as all weights cover the same."""
    families: dict[str, Path] = {}
    for path in sorted(fonts.rglob("*.[to]tf")):
        families.setdefault(path.stem.split("_")[0].split("-")[0], path)
    sets = []
    for path in families.values():
        with TTFont(path, lazy=True) as font:
            codes = (code for code in font.getBestCmap() if unicodedata.category(chr(code)) not in NEVER_DRAWN)
            sets.append(frozenset(codes) - {0xFEFF})
    return tuple(sorted(sets, key=len))


def cover(text: str, *, fonts: Path, bare: bool = False) -> tuple[str, list[str]]:
    """The text as our fonts can draw it, and the characters that had to become U+25A1.

    Control characters vanish without a report; a combining mark counts as missing where no font holds it together with
    its base letter. `bare` also drops invisible characters, the last resort for text that strings them together oddly.
    """
    families = coverage(fonts)
    codes = set(map(ord, text))
    if any(family >= codes for family in families) and not (bare and codes & INVISIBLE):
        return text, []
    text = CONTROL.sub("", LINE_END.sub("\n", unicodedata.normalize("NFC", text)))
    out: list[str] = []
    missing: list[str] = []
    able: list[frozenset[int]] = []  # the families that can draw the cluster so far
    for char in text:
        code = ord(char)
        if char in "\n\t" or code in INVISIBLE:
            # After a replacement there is nothing left to shape, and some would undo it.
            if char in "\n\t" or not (bare or out[-1:] == [REPLACEMENT]):
                out.append(char)
            continue
        among = able if unicodedata.category(char) in COMBINING else families
        drawable = [family for family in among if code in family]
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
