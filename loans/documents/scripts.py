"""Text ready for the page: long words may break, and runs of other scripts carry their language.

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
_BETWEEN = "\\s\\d.,:;()\\-–\u200b-\u200f"


def _run(chars: str) -> str:
    return f"[{chars}](?:[{_BETWEEN}]*[{chars}])*"


FOREIGN = re.compile(f"(?P<cjk>{_run(_CJK)})|(?P<arabic>{_run(_ARABIC)})|(?P<ethiopic>{_run(_ETHIOPIC)})")
KANA = re.compile("[\u3040-\u30ff\u31f0-\u31ff]")
HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7ff]")
PERSIAN = re.compile("[پچژگ]")
UNBROKEN = re.compile(f"[^\\s{_CJK}{_ARABIC}{_ETHIOPIC}\u200b]{{{LONG_WORD},}}")


def language_of(text: str) -> str:
    """The language a run is most likely in, as BCP 47; empty for scripts that many languages share (Latin, Cyrillic)."""
    found = FOREIGN.search(text)
    if found is None:
        return ""
    if found["ethiopic"]:
        return "am"
    if found["arabic"]:
        return "fa" if PERSIAN.search(text) else "ar"
    if KANA.search(text):
        return "ja"
    return "ko" if HANGUL.search(text) else "zh"


def soften(text: str) -> str:
    """Let words no column could hold break anywhere (zero-width spaces), as file names and pasted codes must."""
    return UNBROKEN.sub(lambda word: "\u200b".join(re.findall("..?", word[0])), text)


def rich(text: str, *, language: str = "") -> Rich:
    """The text as the templates take it: a plain string, or runs `{t, lang}` where scripts mix.

    A given `language` holds for the whole text.
    """
    text = soften(text)
    if language:
        return [{"t": text, "lang": language}]
    # Han characters alone don't tell: kana or Hangul anywhere in the text decides for all of it.
    han = language_of("".join(found[0] for found in FOREIGN.finditer(text) if found["cjk"]))
    runs: list[Run] = []
    end = 0
    for found in FOREIGN.finditer(text):
        if found.start() > end:
            runs.append({"t": text[end : found.start()], "lang": ""})
        runs.append({"t": found[0], "lang": han if found["cjk"] else language_of(found[0])})
        end = found.end()
    if not runs:
        return text
    if end < len(text):
        runs.append({"t": text[end:], "lang": ""})
    return runs
