"""The scene of the example: everything that was put up, for those who act in it."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Final

from django.utils import timezone

from exhibitions.models import Exhibition
from lenders.models import CollectionObject, Contact, Lender
from loans.management.demo.days import Days
from loans.management.demo.pieces import Piece, pieces
from office.people.models import User

SILK: Final = "SILK24"
GLASS: Final = "GLASS25"


@dataclass(slots=True)
class Scene:
    """Everything that was put up, by code and key, for those who act in it."""

    days: Days
    staff: dict[str, User]
    today: dt.date = field(default_factory=timezone.localdate)
    lenders: dict[str, Lender] = field(default_factory=dict)
    contacts: dict[str, list[Contact]] = field(default_factory=dict)
    exhibitions: dict[str, Exhibition] = field(default_factory=dict)
    objects: dict[str, CollectionObject] = field(default_factory=dict)

    def at(self, day: dt.date, hour: int, *, minute: int = 0) -> dt.datetime:
        """A moment of a day, never one to come."""
        at = dt.datetime.combine(day, dt.time(hour, minute), tzinfo=dt.UTC)
        return min(at, timezone.now())

    def of(self, lender: str, exhibition: str) -> list[tuple[Piece, CollectionObject]]:
        """A lender's pieces in an exhibition, in the order of the checklist."""
        glass = exhibition == GLASS
        return [
            (piece, self.objects[piece.key])
            for piece in pieces()
            if piece.owner == lender and piece.section.startswith("G") == glass
        ]
