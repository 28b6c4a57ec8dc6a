"""The list of objects for the UK Government Indemnity Scheme, as a PDF and as a spreadsheet.

Alphabetical by owner, every owner on pages of its own, references consecutive through the whole list.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from anyascii import anyascii

from loans.documents import rendering
from loans.documents.rendering import Made
from loans.documents.tables import Totals, totals

__all__ = [
    "IndemnityList",
    "IndemnityObject",
    "IndemnityOwner",
    "Made",
    "Numbered",
    "numbered",
    "render",
    "spreadsheet",
]

ARTICLES = ("the ", "an ", "a ")


@dataclass(frozen=True, slots=True, kw_only=True)
class IndemnityObject:
    """One object; `value` is its agreed indemnity value, None where there is none yet."""

    title: str
    description: str = ""
    accession_number: str = ""
    medium: str = ""
    size: str = ""
    date: str = ""
    maker: str = ""
    nationality: str = ""
    value: Decimal | None = None
    currency: str = "GBP"


@dataclass(frozen=True, slots=True, kw_only=True)
class IndemnityOwner:
    """Who owns the objects. `own_risk`: nothing of this owner's is to be indemnified, so it is kept out of the totals.

    `sort_name` decides the place in the alphabet; empty, it is the name without a leading article, romanised.
    """

    name: str
    objects: tuple[IndemnityObject, ...]
    address: str = ""
    own_risk: bool = False
    sort_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndemnityList:
    """A whole list. `starts` and `ends` are the days the cover is asked for, both included.

    `minimum` is the least value an object may have, in `minimum_currency`: from the rule pack, never from here.
    `risk_note` is said in the header in addition to the owners who bear their own risk.
    """

    exhibition: str
    venue: str
    borrower: str
    starts: dt.date
    ends: dt.date
    owners: tuple[IndemnityOwner, ...]
    minimum: Decimal
    made_at: dt.datetime
    minimum_currency: str = "GBP"
    reference: str = ""
    risk_note: str = ""
    first_number: int = 1


@dataclass(frozen=True, slots=True)
class Numbered:
    """An owner with its objects under their references."""

    owner: IndemnityOwner
    objects: tuple[tuple[int, IndemnityObject], ...]

    @property
    def totals(self) -> Totals:
        return totals((each.value, each.currency) for _, each in self.objects)


def numbered(data: IndemnityList) -> list[Numbered]:
    """The owners in the order of the list, each object under its reference; owners without objects are left out."""
    owners = sorted((owner for owner in data.owners if owner.objects), key=_alphabetical)
    numbers = _count(data.first_number)
    return [Numbered(owner, tuple((next(numbers), each) for each in owner.objects)) for owner in owners]


def render(data: IndemnityList, *, fonts: Path) -> Made:
    """The list as PDF/UA-1 and PDF/A-2a; raises typst.DocumentError."""
    from loans.documents.indemnity_list_page import lay

    return rendering.render(
        "indemnity_list.typ", lambda setter, _: lay(data, setter=setter), fonts=fonts, made_at=data.made_at
    )


def spreadsheet(data: IndemnityList) -> bytes:
    """The list as XLSX: one sheet, a page break before each owner, values as numbers, every text as text."""
    from loans.documents.indemnity_list_xlsx import write

    return write(data)


def _count(number: int) -> Iterator[int]:
    while True:
        yield number
        number += 1


def _alphabetical(owner: IndemnityOwner) -> tuple[str, str]:
    name = anyascii(owner.sort_name or owner.name).strip().casefold()
    if not owner.sort_name:
        for article in ARTICLES:
            name = name.removeprefix(article)
    return name, owner.name
