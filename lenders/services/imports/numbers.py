"""Accession numbers: a key that sorts them as people do, the parts a number stands for, and a key to match them by."""

import re
import unicodedata

DASHES = "-‐‑‒–—−"
_DASH = f"[{DASHES}]"
# Cyrillic capitals that can't be told from Latin ones on a label; people type whichever keyboard is on.
_ALIKE = "АВЕЅІЈКМНОРСТУХҮԚԜ" + DASHES[1:]
_SAME = "ABESIJKMHOPCTYXYQW" + "-" * len(DASHES[1:])

_DIGITS = re.compile(r"[0-9]+")
_LAST_LETTERS = re.compile(r"(?<=\d)\.?([a-z])\1*$")
# `.A-B`, `.A-.C`, `a-d` after a digit: only a run that starts at A says without doubt that it counts pieces.
_LETTER_RANGE = re.compile(rf"(?P<stem>.*?\d.*?\.|.*\d)(?P<first>[Aa])\s?{_DASH}\s?\.?(?P<last>[A-Za-z])")
_LETTER_LIST = re.compile(r"(?P<stem>.*?\d.*?\.|.*\d)(?P<letters>[A-Za-z](?:\s?,\s?\.?[A-Za-z])+)")


def natural_key(number: str) -> str:
    """Sorts as text, byte by byte, in the order people expect: 1988.4 before 1988.12, item q before item nn.

    Each run of digits is written after its own length, so longer runs (larger numbers) sort later.
    """
    text = number.casefold() if number.isascii() else unicodedata.normalize("NFKC", number).casefold().strip()
    if last := _LAST_LETTERS.search(text):  # a ... z, aa, bb: doubled letters follow z
        run = text[last.start(1) :]
        text = text[: last.start(1)] + "z" * (len(run) - 1) + run[0]
    return _DIGITS.sub(_digits_key, text)


def _digits_key(run: re.Match[str]) -> str:
    digits = run[0].lstrip("0") or "0"
    return f"{min(len(digits), 99):02d}{digits}"


def match_key_sql(number: str) -> str:
    """SQL for what two spellings of one number share, given an expression for the number; for matching only.

    Leaves out case, the difference between look-alike letters, and space anywhere but between two digits.
    """
    spaces = r"(?<![0-9])\s+|\s+(?![0-9])"
    return f"translate(upper(regexp_replace(normalize({number}, NFKC), '{spaces}', '', 'g')), '{_ALIKE}', '{_SAME}')"


def part_numbers(number: str) -> tuple[str, ...]:
    """The numbers of the pieces a number such as `89.27.30.A-B` or `1999.5a,b` stands for; empty when in doubt."""
    if found := _LETTER_RANGE.fullmatch(number):
        stem, first, last = found["stem"], found["first"], found["last"]
        if first.isupper() == last.isupper() and first < last:
            return tuple(f"{stem}{chr(code)}" for code in range(ord(first), ord(last) + 1))
    elif found := _LETTER_LIST.fullmatch(number):
        letters = re.findall(r"[A-Za-z]", found["letters"])
        same_case = len({letter.isupper() for letter in letters}) == 1
        if same_case and letters == sorted(set(letters)):
            return tuple(f"{found['stem']}{letter}" for letter in letters)
    return ()
