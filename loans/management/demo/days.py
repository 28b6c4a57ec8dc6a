"""The days of the example: the real ones of the show, and by how many days they are moved to look alive today."""

import datetime as dt
from dataclasses import dataclass
from typing import Self

OPENING = dt.date(2024, 9, 26)
"""The day Silk Roads opened at the British Museum; it closed on 23 February 2025."""
DEMO_DAY = dt.date(2024, 5, 28)
"""The day of the show's preparation that today stands for: four months before the opening, a Tuesday."""


@dataclass(frozen=True, slots=True)
class Days:
    """Carries a day of the example to the calendar of whoever looks at it."""

    moved: int

    @classmethod
    def for_today(cls, today: dt.date) -> Self:
        """Moves by whole weeks, so that a Thursday stays a Thursday; today is up to six days after the demo's day."""
        return cls((today - DEMO_DAY).days // 7 * 7)

    def show(self, year: int, month: int, day: int) -> dt.date:
        """A day of the real show, moved."""
        return dt.date(year, month, day) + dt.timedelta(days=self.moved)

    @property
    def opening(self) -> dt.date:
        return OPENING + dt.timedelta(days=self.moved)

    def before(self, days: int) -> dt.date:
        """So many days before the demo's day; a Saturday or Sunday becomes the Friday before it."""
        day = DEMO_DAY + dt.timedelta(days=self.moved - days)
        return day - dt.timedelta(days=max(0, day.weekday() - 4))

    def sentence(self) -> str:
        return (
            f"All dates are moved by {self.moved} days: Silk Roads opened on 26 September 2024,"
            f" here it opens on {self.opening.day} {self.opening:%B %Y}."
        )
