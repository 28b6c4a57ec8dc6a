"""Every word on its way to a page passes here: made drawable, told apart by script, the undrawable noted."""

from pathlib import Path

from loans.documents.glyphs import cover
from loans.documents.scripts import Rich, rich


class Typesetter:
    """Sets the text of one document and remembers the characters no font could draw, in the order met."""

    def __init__(self, *, fonts: Path, bare: bool = False) -> None:
        self.fonts = fonts
        self.bare = bare
        self._missing: dict[str, None] = {}

    @property
    def missing(self) -> list[str]:
        return list(self._missing)

    def plain(self, text: str) -> str:
        """Text without runs, for titles in metadata, alternative texts and links."""
        drawable, missing = cover(text.strip(), fonts=self.fonts, bare=self.bare)
        self._missing.update(dict.fromkeys(missing))
        return drawable

    def say(self, text: str, *, language: str = "") -> Rich:
        return rich(self.plain(text), language=language)

    def paragraphs(self, text: str) -> list[Rich]:
        return [self.say(part) for part in text.splitlines() if part.strip()]
