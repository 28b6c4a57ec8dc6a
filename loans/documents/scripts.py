"""Text ready for the page: long words may break, measures may not, runs of other scripts carry their language.

The language of a run picks the right font for Chinese, Japanese and Korean, and the right voice in a screen reader.
"""

import re

type Run = dict[str, str]
type Rich = str | list[Run]

LONG_WORD = 24

_CJK = "\u1100-\u11ff\u2e80-\u303f\u3040-\u30ff\u3100-\u318f\u31f0-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff"
_CJK += "\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff"
_ARABIC = "\u0600-\u06ff\u0750-\u077f\u0870-\u08ff\ufb50-\ufdff\ufe70-\ufefe"
_ETHIOPIC = "\u1200-\u139f\u2d80-\u2ddf\uab00-\uab2f"
_BETWEEN = "\\s\\d.,:;()\\-\u2013\u200b-\u200f"


def _run(chars: str) -> str:
    return f"[{chars}](?:[{_BETWEEN}]*[{chars}])*"


_MEASURE = r"(?<![\w.,])\d[\d.,]* (?:mm|cm|m|km|g|kg|lux|nm|K|%|‰|°C)(?!\w)"
_UNBROKEN = f"[^\\s{_CJK}{_ARABIC}{_ETHIOPIC}]{{{LONG_WORD},}}"
SPECIAL = re.compile(
    f"(?P<cjk>{_run(_CJK)})|(?P<arabic>{_run(_ARABIC)})|(?P<ethiopic>{_run(_ETHIOPIC)})"
    f"|(?P<keep>{_MEASURE})|(?P<loose>{_UNBROKEN})"
)
KANA = re.compile("[\u3040-\u30ff\u31f0-\u31ff]")
HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7ff]")
PERSIAN = re.compile("[پچژگ]")


def rich(text: str, *, language: str = "") -> Rich:
    """The text as the templates take it: a plain string, or runs.

    A run is `{t, lang, fit}`: `fit` is "keep" for a number with its unit, which must not break, and "loose" for a word
    no column could hold, which may break anywhere. (No-break and zero-width spaces would do the same on paper, but they
    come back when the text is copied or read aloud.) A given `language` holds for the whole text.
    """
    han = _language_of_han(text)
    runs: list[Run] = []
    end = 0
    for found in SPECIAL.finditer(text):
        if found.start() > end:
            runs.append(_as_run(text[end : found.start()], lang=language))
        kind = found.lastgroup or ""
        lang = language or {"cjk": han, "arabic": _language_of_arabic(text), "ethiopic": "am"}.get(kind, "")
        runs.append(_as_run(found[0], lang=lang, fit=kind if kind in {"keep", "loose"} else ""))
        end = found.end()
    if end < len(text):
        runs.append(_as_run(text[end:], lang=language))
    if all(run == _as_run(run["t"]) for run in runs):
        return text
    return runs


def _as_run(text: str, *, lang: str = "", fit: str = "") -> Run:
    return {"t": text, "lang": lang, "fit": fit}


def _language_of_han(text: str) -> str:
    """Han characters alone don't tell; kana or Hangul anywhere in the text decides for all of it."""
    if KANA.search(text):
        return "ja"
    return "ko" if HANGUL.search(text) else "zh"


def _language_of_arabic(text: str) -> str:
    return "fa" if PERSIAN.search(text) else "ar"
