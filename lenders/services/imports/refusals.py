"""Why a file or a row isn't taken, as a sentence a registrar can act on."""

from typing import NamedTuple


class ImportRefused(Exception):
    """The whole file can't be imported; nothing was written. `sentence` says why and what to do next."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class RowRefused(Exception):
    """One row can't be taken; the rows around it still are."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Rejection(NamedTuple):
    """A refused row with its number as a spreadsheet shows it (the header is row 1)."""

    row: int
    sentence: str
