"""The words dates are written with, in English, French, German and Russian, as one scanner from text to tokens."""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple


class Token(NamedTuple):
    """`kind` is a group name of the scanner; `number` and `share` are filled where the kind has them."""

    kind: str
    text: str
    number: int = 0
    share: tuple[float, float] | None = None


_BCE = (
    r"b\.?\s?c\.?(?:\s?e\.?)?(?![a-z])|до\s?н\.?\s?э\.?|v\.\s?chr\.?|v\.\s?u\.\s?z\."
    r"|av(?:\.|ant)\s?(?:j\.?-?\s?c\.?|n\.\s?è\.)|a\.\s?c\.(?![a-z])"
)
_CE = (
    r"c\.?\s?e\.?(?![a-z])|a\.?\s?d\.?(?![a-z])|н\.?\s?э\.?(?!\w)|n\.\s?chr\.?"
    r"|apr(?:\.|ès)?\s?(?:j\.?-?\s?c\.?|n\.\s?è\.)"
)
_SHARES: dict[str, tuple[float, float]] = {
    r"(?:1st|first|1\.|1re|erste|première|перв\w*)\s(?:half|h[äa]lfte|moitié|пол\w*)": (
        0,
        1 / 2,
    ),
    r"(?:2nd|second|2\.|2e|zweite|seconde|deuxième|втор\w*)\s(?:half|h[äa]lfte|moitié|пол\w*)": (
        1 / 2,
        1,
    ),
    r"(?:1st|first|1\.|1er|erstes?|premier|перв\w*)\s(?:quarter|viertel|quart|четв\w*)": (
        0,
        1 / 4,
    ),
    r"(?:2nd|second|2\.|2e|zweites?|deuxième|втор\w*)\s(?:quarter|viertel|quart|четв\w*)": (
        1 / 4,
        1 / 2,
    ),
    r"(?:3rd|third|3\.|3e|drittes?|troisième|трет\w*)\s(?:quarter|viertel|quart|четв\w*)": (
        1 / 2,
        3 / 4,
    ),
    r"(?:4th|fourth|last|4\.|4e|letztes?|dernier|последн\w*)\s(?:quarter|viertel|quart|четв\w*)": (
        3 / 4,
        1,
    ),
    r"(?:1st|first|1\.|erstes?|premier|перв\w*)\s(?:third|drittel|tiers|треть)": (
        0,
        1 / 3,
    ),
    r"(?:2nd|second|2\.|zweites?|deuxième|втор\w*)\s(?:third|drittel|tiers|треть)": (
        1 / 3,
        2 / 3,
    ),
    r"(?:3rd|last|3\.|letztes?|dernier|последн\w*)\s(?:third|drittel|tiers|треть)": (
        2 / 3,
        1,
    ),
    r"early|beginning|start|anfang|fr[üu]hes?|début|нач(?:ал\w*|\.)": (0, 1 / 3),
    r"mid(?:dle)?|mitte|milieu|mi|сер(?:един\w*|\.)": (1 / 3, 2 / 3),
    r"late|end|ende|sp[äa]tes?|fin|кон(?:ец|ца|\.)": (2 / 3, 1),
}
_SHARE_PATTERNS = [(re.compile(pattern), share) for pattern, share in _SHARES.items()]
_OF = r"(?![\w])(?:[\s-]+(?:of|du|de|des)(?:\s+(?:the|la))?(?![\w]))?[\s-]*"

_SCANNER = re.compile(
    "|".join(
        f"(?P<{kind}>{pattern})"
        for kind, pattern in {
            "space": r"\s+|(?<!\w)(?:the|in|from|dated|year|years|гг?\.|годы?)(?!\w)",
            "hijri": r"(?<!\w)a\.?\s?h\.?\s?\d{1,4}(?!\d)|(?<!\d)\d{1,4}\s?a\.?h\.?(?!\w)",
            "iso": (
                r"(?:(?<![\w-])-)?(?<!\d)\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
                r"(?:t[\d:.]+z?|\s\d\d:\d\d:\d\d)?(?!\d)"
            ),
            "signed": r"(?:^|(?<=/))-\d{4}(?![\d\w])",
            "share": f"(?<!\\w)(?:{'|'.join(f'(?:{pattern})' for pattern in _SHARES)}){_OF}",
            "spans": r"(?<!\d)\d{2,4}(?:['’]?s(?!\w)|-?(?:е|х)(?!\w)|er(?!\w))",
            "ordinal": (
                r"(?<!\d)\d{1,2}\s?(?:st|nd|rd|th|ème|ième|er|e|-?(?:го|й|ый))(?!\w)"
                r"|(?<!\d)\d{1,2}\.(?=\s?(?:jh|jahrh|cent|-|/|bis|und)\w*)"
                r"|(?<!\w)[ivx]{1,5}(?=e?(?!\w)[^.,;:()]{0,24}?(?<!\w)(?:век|вв?\.|s\.|siècle|c\.|cent|jh|jahrh))"
                r"(?:e(?!\w))?"
            ),
            "century": (
                r"centur(?:y|ies)|cent\.|jahrhunderts?|jhdts?\.?|jhs?\.?(?!\w)|siècles?|век(?:а|ов)?(?!\w)"
                r"|вв?\.|(?<=[\s\de])s\.(?!\w)"
            ),
            "bce": f"(?<![a-zа-я])(?:{_BCE})",
            "ce": f"(?<![a-zа-я])(?:{_CE})",
            "circa": (
                r"(?<!\w)(?:circa|ca?\.|ca(?!\w)|c(?=\s?\d)|approx(?:imately|\.)?|around|about|um|vers"
                r"|env(?:iron|\.)|около|ок\.)"
            ),
            "maybe": r"\(?\s?\?\s?\)?|(?<!\w)(?:possibly|probably|perhaps|wohl|peut-être|возможно|вероятно)(?!\w)",
            "upto": r"(?<!\w)(?:before|not after|no later than|by|until|vor|avant|до|не позднее)(?!\w)",
            "since": r"(?<!\w)(?:after|not before|no earlier than|since|nach|après|depuis|после|не ранее)(?!\w)",
            "onwards": r"(?<!\w)(?:or|and)\s(?:later|after)(?!\w)|(?<!\w)onwards?(?!\w)",
            "earlier": r"(?<!\w)(?:or|and)\s(?:earlier|before)(?!\w)",
            "dash": r"-|/|&|(?<!\w)(?:to|and|or|bis|und|et|à|и)(?!\w)",
            "year": r"(?<![\d.,])\d{1,4}(?![\d]|[.,]\d)",
            "other": r"\w+|.",
        }.items()
    )
)
_ROMAN = {"i": 1, "v": 5, "x": 10}


def tokens(text: str) -> Iterator[Token]:
    """The text as tokens, spaces dropped; a word the scanner doesn't know is `other`, which separates dates."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    plain = re.sub("[‐‑‒–—−]", "-", plain)
    for found in _SCANNER.finditer(plain):
        kind, word = str(found.lastgroup), found[0]
        if kind == "space":
            continue
        if kind == "share":
            yield Token(kind, word, share=next(s for p, s in _SHARE_PATTERNS if p.match(word)))
        elif kind == "ordinal":
            digits = re.match(r"\d+", word)
            yield Token(
                kind,
                word,
                number=int(digits[0]) if digits else _roman(word.rstrip("e")),
            )
        elif kind in {"year", "spans", "signed"}:
            digits = re.match(r"-?\d+", word)
            yield Token(kind, word, number=int(digits[0]) if digits else 0)
        elif kind == "iso":
            yield Token(kind, word, number=int(word[:5] if word.startswith("-") else word[:4]))
        else:
            yield Token(kind, word)


def _roman(numeral: str) -> int:
    values = [_ROMAN[letter] for letter in numeral]
    return sum(-v if v < max(values[i:], default=0) else v for i, v in enumerate(values))
