"""The last day an object may lawfully stay: the earliest of everything that ends, its source named, nobody may snooze it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loans import packs
from loans.packs import Pack
from loans.rules.findings import Finding, Severity
from office.records.wording import written

# Where a day may come from; among equals the first named is named.
KINDS = ("agreement", "cover", "decree", "permit", "customs", "cites", "immunity")


@dataclass(frozen=True, slots=True)
class Source:
    """Something that ends: its kind (one of KINDS, else ValueError), the last lawful day, its name ("decree 412")."""

    kind: str
    day: dt.date
    words: str

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"nothing named {self.kind!r} ends a loan: it is one of {', '.join(KINDS)}")


@dataclass(frozen=True, slots=True)
class LawfulReturn:
    """The earliest day, the source it comes from, and all sources, earliest first."""

    day: dt.date
    source: Source
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Warned(Finding):
    """`stage` is the days-before mark that was reached, 0 when the day has passed, None for a return planned too late."""

    stage: int | None


def latest_lawful_return(sources: Iterable[Source]) -> LawfulReturn | None:
    """The earliest day of all sources; None when nothing ends."""
    ordered = sorted(sources, key=lambda source: (source.day, KINDS.index(source.kind), source.words))
    return LawfulReturn(ordered[0].day, ordered[0], tuple(ordered)) if ordered else None


def warnings(lawful: LawfulReturn, *, planned: dt.date | None, on: dt.date, pack: Pack | None = None) -> list[Warned]:
    """What to say on a day: the nearest mark that was reached, and a return planned after the day. `pack`: lawful-return."""
    marks = (pack or packs.current("lawful-return", on=on)).integers("warn_days_before")
    found = []
    if planned and planned > lawful.day:
        found.append(_planned_late(lawful, planned))
    left = (lawful.day - on).days
    if left < 0:
        found.append(_passed(lawful, -left))
    else:
        reached = [mark for mark in marks if left <= mark]
        if reached:
            found.append(_near(lawful, left, planned=planned, stage=min(reached)))
    return found


def _planned_late(lawful: LawfulReturn, planned: dt.date) -> Warned:
    sentence = _(
        "The return is planned for %(planned)s, but the object must be home by %(day)s (%(source)s). Bring the return forward or have it extended."
    ) % {"planned": written(planned), "day": written(lawful.day), "source": lawful.source.words}
    return Warned(kind="planned-late", severity=Severity.BREACH, sentence=sentence, stage=None)


def _passed(lawful: LawfulReturn, days: int) -> Warned:
    sentence = ngettext(
        "The object had to be home by %(day)s (%(source)s), %(days)s day ago. Send it home now, or have it extended and tell the lender today.",
        "The object had to be home by %(day)s (%(source)s), %(days)s days ago. Send it home now, or have it extended and tell the lender today.",
        days,
    ) % {"day": written(lawful.day), "source": lawful.source.words, "days": days}
    return Warned(kind="lawful-return", severity=Severity.BREACH, sentence=sentence, stage=0)


def _near(lawful: LawfulReturn, left: int, *, planned: dt.date | None, stage: int) -> Warned:
    words = {"day": written(lawful.day), "source": lawful.source.words, "days": left}
    sentence = (
        ngettext(
            "The object must be home by %(day)s, in %(days)s day (%(source)s).",
            "The object must be home by %(day)s, in %(days)s days (%(source)s).",
            left,
        )
        % words
        if left
        else _("The object must be home today, %(day)s (%(source)s).") % words
    )
    if planned is None:
        sentence += " " + _("No return is planned yet: book it.")
    elif planned <= lawful.day:
        sentence += " " + _("The return is planned for %(planned)s.") % {"planned": written(planned)}
    return Warned(kind="lawful-return", severity=Severity.WARN, sentence=sentence, stage=stage)
