"""What is being played: one step of one story, anything else on its day, and what is known afterwards."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from loans.management.demo.pictures import Album
from loans.management.demo.scene import Scene
from loans.management.demo.script import Step
from loans.models import Loan, LoanLine
from loans.states import EXITS, LineStatus


@dataclass(frozen=True, slots=True)
class Act:
    """What is done on a day, so many days before the demo's; of one day those with the lower place come first."""

    day: int
    run: Callable[[], object]
    place: int = 50


@dataclass(slots=True)
class Played:
    """Loans by story, and which events belong to which day of the past: (after this id, up to that id, day).

    `moments` are columns that a service sets to the present where the day of the story is to be shown.
    """

    loans: dict[int, Loan] = field(default_factory=dict)
    days: list[tuple[int, int, dt.date]] = field(default_factory=list)
    moments: list[tuple[type[models.Model], int, dict[str, Any]]] = field(default_factory=list)

    def show(self, row: models.Model, **columns: Any) -> None:
        """These columns of the row are to tell of another moment than now."""
        self.moments.append((type(row), row.pk, columns))


@dataclass(frozen=True, slots=True)
class Part:
    """One step of one story: of which loan, on which day."""

    scene: Scene
    played: Played
    album: Album
    loan: Loan
    step: Step

    @property
    def lender(self) -> str:
        return self.loan.lender.code

    @property
    def day(self) -> dt.date:
        return self.scene.days.before(self.step.day)

    @property
    def lines(self) -> list[LoanLine]:
        """The lines of the step; without numbers, those that are lent."""
        every = self.loan.lines.select_related(
            "loan__lender__agent", "loan__exhibition", "loan__agreement", "object__image", "object__lender"
        ).order_by("number")
        if self.step.lines:
            return list(every.filter(number__in=self.step.lines))
        return list(every.exclude(status__in=sorted(EXITS)))

    @property
    def asked(self) -> list[LoanLine]:
        """The same without what was never asked for."""
        return [line for line in self.lines if line.status != LineStatus.DRAFT]


def lines_of(scene: Scene, exhibition: str, lender: str, *numbers: int) -> list[LoanLine]:
    """Lines of a lender in an exhibition, by their numbers; without any, all that are lent."""
    rows = LoanLine.objects.filter(loan__exhibition__code=exhibition, loan__lender__code=lender)
    rows = rows.select_related("loan__lender__agent", "loan__exhibition", "loan__agreement", "object__image")
    if numbers:
        rows = rows.filter(number__in=numbers)
    return list(rows.exclude(status__in=sorted(EXITS | {LineStatus.DRAFT})).order_by("loan", "number"))
