"""Is every object covered from nail to nail, and is too much of it in one vehicle or place?

Gaps are for everybody; totals and what is said of them name values and come only to who may see values.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from djmoney.money import Money

from exhibitions.models import Exhibition
from lenders.models import ValueKind
from loans import packs
from loans.models import Cover, CoverAcceptance, CoverKind, LoanLine
from loans.rules.cover import (
    Accumulation,
    Carried,
    CoverPeriod,
    Liability,
    Limit,
    accumulation,
    cover_findings,
    indemnity_findings,
    minimum_liability,
    nail_to_nail,
)
from loans.rules.days import Days
from loans.rules.findings import Finding
from loans.services import travel
from loans.services.worth import worth
from loans.states import COMMITTED
from office.records.actors import Actor


@dataclass(frozen=True, slots=True)
class LineCover:
    """One line: the days to be covered, the covers that name it, and a sentence for each gap."""

    line: LoanLine
    span: Days | None
    covers: tuple[Cover, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Indemnity:
    """What a state indemnity says of the objects it names: our own liability, and what it doesn't take."""

    cover: Cover
    liability: Liability
    findings: tuple[tuple[LoanLine | None, Finding], ...]


@dataclass(frozen=True, slots=True)
class Exposure:
    """A whole exhibition. `sums` and `indemnities` are None for who may not see values."""

    lines: tuple[LineCover, ...]
    covers: tuple[Cover, ...]
    sums: tuple[tuple[str, tuple[Accumulation, ...]], ...] | None = None
    indemnities: tuple[Indemnity, ...] | None = None
    open_lines: int = field(default=0)


def lines_to_cover(exhibition: Exhibition) -> QuerySet[LoanLine]:
    """Everything promised or further that is not home again."""
    return (
        LoanLine.objects.filter(loan__exhibition=exhibition, status__in=COMMITTED)
        .select_related("loan__lender", "loan__exhibition", "object")
        .prefetch_related("showings__venue")
        .order_by("loan__lender__name", "loan__reference", "number", "pk")
    )


def of_lines(lines: Sequence[LoanLine]) -> dict[int, LineCover]:
    """The cover of each line by primary key. Three queries, whatever the number of lines."""
    named: dict[int, list[Cover]] = defaultdict(list)
    through = Cover.lines.through.objects.filter(loanline__in=[line.pk for line in lines])
    for row in through.select_related("cover__exhibition", "cover__certificate").order_by("cover"):
        named[row.loanline_id].append(row.cover)
    accepted = set(
        CoverAcceptance.objects.filter(loan__in={line.loan_id for line in lines}).values_list("cover", "loan")
    )
    return {line.pk: _line_cover(line, named[line.pk], accepted) for line in lines}


def _line_cover(line: LoanLine, covers: Sequence[Cover], accepted: set[tuple[int, int]]) -> LineCover:
    if line.period is None or line.period.isempty:
        return LineCover(line, None, tuple(covers), ())
    span = nail_to_nail(line.period.lower, line.period.upper)
    periods = [period_of(cover, accepted=(cover.pk, line.loan_id) in accepted) for cover in covers]
    return LineCover(line, span, tuple(covers), tuple(cover_findings(span, periods)))


def period_of(cover: Cover, *, accepted: bool) -> CoverPeriod:
    """A cover as the rule takes it; it is in force once granted."""
    days = Days.half_open(cover.period.lower, cover.period.upper)
    return CoverPeriod(name=str(cover), days=days, in_force=cover.granted_on is not None, accepted=accepted)


def of_exhibition(exhibition: Exhibition, *, actor: Actor, on: dt.date) -> Exposure:
    """Everything the cover page says; a fixed number of queries."""
    lines = list(lines_to_cover(exhibition))
    by_line = of_lines(lines)
    covers = tuple(
        exhibition.covers.select_related("certificate", "exhibition").prefetch_related(
            "lines__loan__lender", "acceptances__event", "claims__incident__line__object"
        )
    )
    rows = tuple(by_line[line.pk] for line in lines)
    open_lines = sum(bool(row.findings) for row in rows)
    if not actor.can("values.see"):
        return Exposure(rows, covers, open_lines=open_lines)
    known = {line.pk: line for line in lines}
    named = {cover.pk: {line.pk for line in cover.lines.all()} & set(known) for cover in covers}
    return Exposure(
        rows,
        covers,
        sums=_sums(lines, covers, named, on=on),
        indemnities=_indemnities(known, covers, named, on=on),
        open_lines=open_lines,
    )


def _sums(
    lines: Sequence[LoanLine], covers: Sequence[Cover], named: Mapping[int, set[int]], *, on: dt.date
) -> tuple[tuple[str, tuple[Accumulation, ...]], ...]:
    amounts = worth(lines, on=on)
    where = travel.places(lines)
    now = _by_place((place, pk) for pk, place in where.items())
    planned = _by_place((str(showing.venue), line.pk) for line in lines for showing in line.showings.all())
    vehicles = travel.vehicles(lines)
    tables: list[tuple[str, Mapping[str, Sequence[int]], Callable[[Cover], Money | None]]] = [
        (_("In one vehicle"), vehicles, lambda cover: cover.limit_vehicle),
        (_("In one place today"), now, lambda cover: cover.limit_location),
        (_("At each venue, once all is there"), planned, lambda cover: cover.limit_location),
    ]
    whole = {str(cover): sorted(named[cover.pk]) for cover in covers if named[cover.pk]}
    found = [
        (title, _accumulated(groups, amounts, covers, named, limit_of)) for title, groups, limit_of in tables if groups
    ]
    if whole:
        found.append((_("Under each cover"), _accumulated(whole, amounts, covers, named, lambda cover: cover.limit)))
    return tuple(found)


def _by_place(pairs: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    groups: dict[str, list[int]] = defaultdict(list)
    for place, pk in pairs:
        groups[place].append(pk)
    return dict(sorted(groups.items()))


def _accumulated(
    groups: Mapping[str, Sequence[int]],
    amounts: Mapping[int, Money | None],
    covers: Sequence[Cover],
    named: Mapping[int, set[int]],
    limit_of: Callable[[Cover], Money | None],
) -> tuple[Accumulation, ...]:
    """The total of each group; each cover's limit is held against the objects it names there."""
    findings: dict[str, list[Finding]] = defaultdict(list)
    for cover in covers:
        limit = limit_of(cover)
        if limit is None:
            continue
        bears = [Limit(amount=limit.amount, currency=str(limit.currency), cover=str(cover))]
        own = {place: [pk for pk in pks if pk in named[cover.pk]] for place, pks in groups.items()}
        for each in accumulation(_carried(own, amounts), bears):
            findings[each.place] += each.findings
    return tuple(
        Accumulation(place=each.place, totals=each.totals, unvalued=each.unvalued, findings=tuple(findings[each.place]))
        for each in accumulation(_carried(groups, amounts), [])
    )


def _carried(groups: Mapping[str, Sequence[int]], amounts: Mapping[int, Money | None]) -> list[Carried]:
    return [
        Carried(place=place, amount=money.amount if money else None, currency=str(money.currency) if money else "")
        for place, pks in groups.items()
        for pk in pks
        for money in [amounts.get(pk)]
    ]


def _indemnities(
    known: Mapping[int, LoanLine], covers: Sequence[Cover], named: Mapping[int, set[int]], *, on: dt.date
) -> tuple[Indemnity, ...]:
    state = [cover for cover in covers if cover.kind == CoverKind.STATE_INDEMNITY]
    if not state:
        return ()
    amounts = worth(list(known.values()), on=on, first=ValueKind.INDEMNITY)
    return tuple(_indemnity(cover, [known[pk] for pk in sorted(named[cover.pk])], amounts, on=on) for cover in state)


def _indemnity(
    cover: Cover, lines: Sequence[LoanLine], amounts: Mapping[int, Money | None], *, on: dt.date
) -> Indemnity:
    pack = packs.current("uk-indemnity", on=on)
    wanted = pack.text("currency")
    findings: list[tuple[LoanLine | None, Finding]] = []
    values = []
    for line in lines:
        money = amounts.get(line.pk)
        found = indemnity_findings(
            money.amount if money else None,
            currency=str(money.currency) if money else wanted,
            cover_starts=cover.period.lower,
            applied=cover.applied_on is not None or cover.granted_on is not None,
            on=on,
            pack=pack,
        )
        for each in found:
            whole = each.kind == "indemnity-late"
            if not whole or not any(kept.kind == each.kind for _line, kept in findings):
                findings.append((None if whole else line, each))
        if money is not None and str(money.currency) == wanted:
            values.append(money.amount)
    return Indemnity(cover, minimum_liability(cover.borrower_class, values, pack=pack), tuple(findings))
