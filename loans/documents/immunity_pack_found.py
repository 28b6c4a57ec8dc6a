"""Which references stand on a page somebody else's website served: read as a person would, not as markup."""

import re
import unicodedata
from collections.abc import Iterable
from html.parser import HTMLParser

UNSEEN = frozenset({"script", "style", "template", "noscript", "head", "title"})
# Between these no space is implied: a reference may be set in bold by halves.
INLINE = frozenset(
    {"a", "abbr", "b", "bdi", "bdo", "cite", "code", "em", "font", "i", "kbd", "mark", "q", "s", "samp", "small"}
    | {"span", "strong", "sub", "sup", "time", "u", "var", "wbr"}
)
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")
DASHES = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")


def references_found(html: str, references: Iterable[str]) -> set[str]:
    """The references a reader finds on the page: in its text, whole, whatever the spaces, entities and dashes.

    "IMM-1" is not found in "IMM-12" or "IMM-1/2", nor in a comment, a script or an attribute.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    text = _plain("".join(reader.parts))
    return {reference for reference in references if _plain(reference) and _pattern(reference).search(text)}


def _plain(text: str) -> str:
    return " ".join(DASHES.sub("-", INVISIBLE.sub("", unicodedata.normalize("NFKC", text))).casefold().split())


def _pattern(reference: str) -> re.Pattern[str]:
    # Spaces may come or go around signs, and where the reference has one; never inside a word or a number.
    pieces = re.findall(r"\w+|[^\w\s]", _plain(reference))
    body = r"\s?".join(map(re.escape, pieces))
    return re.compile(rf"(?<![\w])(?<!\w[-/.]){body}(?!\w|[-/.]\w)")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "body":
            self.unseen = 0  # a head nobody closed ends here
        elif tag in UNSEEN:
            self.unseen += 1
        elif tag not in INLINE:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in UNSEEN:
            self.unseen = max(0, self.unseen - 1)
        elif tag not in INLINE:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.parts.append(data)
