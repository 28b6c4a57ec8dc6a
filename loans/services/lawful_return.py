"""The last day each object may lawfully stay, from everything recorded that ends; kept on the calendar, not to be put off.

Counted anew at every look. The calendar's entry of a loan follows it daily; nobody finishes or moves it by hand.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from loans.models import Cover, CoverAcceptance, LoanLine, Permit, PermitDirection, PermitKind, PermitStatus
from loans.rules.days import Days, merged
from loans.rules.lawful_return import LawfulReturn, Source, Warned, latest_lawful_return, warnings
from loans.services import immunity, travel

_KINDS = {
    PermitKind.DECREE: "decree",
    PermitKind.EXPORT: "permit",
    PermitKind.CITES: "cites",
    PermitKind.CUSTOMS: "customs",
}


@dataclass(frozen=True, slots=True)
class LineReturn:
    """One line: the latest lawful day with all its sources, the day it is planned to be home, what is to be said."""

    line: LoanLine
    lawful: LawfulReturn | None
    planned: dt.date | None
    warnings: tuple[Warned, ...]


def of_lines(lines: Sequence[LoanLine], *, on: dt.date) -> dict[int, LineReturn]:
    """By primary key, from rows of immunity.with_everything with loan__agreement__in_force. Nine queries for any number."""
    covers = _covers(lines)
    permits = _permits(lines)
    safe = immunity.of_lines(lines, on=on)
    homeward = travel.returns(lines)
    found = {}
    for line in lines:
        sources = [
            *_agreement(line),
            *_cover(covers[line.pk], on=on),
            *permits[line.pk],
            *_immunity(safe[line.pk]),
        ]
        lawful = latest_lawful_return(sources)
        planned = homeward.get(line.pk) or (line.period.upper if line.period else None)
        said = warnings(lawful, planned=planned, on=on) if lawful else []
        found[line.pk] = LineReturn(line, lawful, planned, tuple(said))
    return found


def earliest(rows: Iterable[LineReturn]) -> LineReturn | None:
    """Of several lines the one that must be home first."""
    bound = [row for row in rows if row.lawful is not None]
    return min(bound, key=lambda row: row.lawful.day if row.lawful else dt.date.max, default=None)


def _agreement(line: LoanLine) -> list[Source]:
    """The day of return: by the agreement in force, before that by the loan itself."""
    if line.period is None or line.period.upper is None:
        return []
    agreement = line.loan.agreement
    if agreement is not None and agreement.in_force_id is not None:
        words = _("the agreement %(reference)s") % {"reference": agreement.reference}
    else:
        words = _("the period of the loan")
    return [Source("agreement", line.period.upper, words)]


def _covers(lines: Sequence[LoanLine]) -> dict[int, list[Cover]]:
    """Covers in force that the lender accepted, by line. Two queries."""
    accepted = set(
        CoverAcceptance.objects.filter(loan__in={line.loan_id for line in lines}).values_list("cover", "loan")
    )
    loans = {line.pk: line.loan_id for line in lines}
    named: dict[int, list[Cover]] = defaultdict(list)
    rows = Cover.lines.through.objects.filter(loanline__in=list(loans), cover__granted_on__isnull=False)
    for row in rows.select_related("cover").order_by("cover"):
        if (row.cover_id, loans[row.loanline_id]) in accepted:
            named[row.loanline_id].append(row.cover)
    return named


def _cover(covers: Sequence[Cover], *, on: dt.date) -> list[Source]:
    """The end of the days covered without a break: those of today, else the next, else the last."""
    if not covers:
        return []
    days = {cover.pk: Days.half_open(cover.period.lower, cover.period.upper) for cover in covers}
    spans = merged(days.values())
    span = next((each for each in spans if each.last >= on), spans[-1])
    last = next(cover for cover in covers if days[cover.pk].last == span.last)
    return [Source("cover", span.last, _("the cover “%(cover)s”") % {"cover": last})]


def _permits(lines: Sequence[LoanLine]) -> dict[int, list[Source]]:
    """What acts of states say, by line. One query, and one for the permits."""
    named: dict[int, list[Source]] = defaultdict(list)
    rows = Permit.lines.through.objects.filter(
        loanline__in=[line.pk for line in lines],
        permit__status=PermitStatus.GRANTED,
        permit__discharged_on__isnull=True,
    )
    for row in rows.select_related("permit").order_by("permit"):
        day = _last_day(row.permit)
        if day is not None:
            kind = _KINDS[PermitKind(row.permit.kind)]
            named[row.loanline_id].append(Source(kind, day, f"{row.permit.get_kind_display()} {row.permit.number}"))
    return named


def _last_day(permit: Permit) -> dt.date | None:
    """Back by the day the act names; a permit for the way home is used while it is valid, a customs entry too.

    That an export licence for the way out runs out says nothing of the return.
    """
    binds = permit.direction in (PermitDirection.HOME, PermitDirection.BOTH) or permit.kind == PermitKind.CUSTOMS
    days = [permit.return_by, permit.valid_until if binds else None]
    return min((day for day in days if day is not None), default=None)


def _immunity(row: immunity.LineImmunity) -> list[Source]:
    """Only what was published protects, so only that can lapse."""
    if row.immunity.dates is None or row.published_on is None:
        return []
    return [Source("immunity", row.immunity.dates.lapses, _("the end of immunity from seizure"))]
