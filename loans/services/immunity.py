"""Immunity from seizure in the UK, line by line: counted anew at every look from the line's own journey, never stored.

An edition of the list is what was published; loans.services.immunity_checks looks at it every day.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from exhibitions.models import Exhibition, Showing
from loans import packs
from loans.models import ImmunityEntry, LoanLine
from loans.rules.diligence import Past, diligence
from loans.rules.findings import Finding, Severity
from loans.rules.immunity import Immunity, Leg, Owner, immunity, publication
from loans.rules.provenance import Years, parse
from loans.rules.publishing import Published, missing
from loans.services import travel
from loans.states import COMMITTED
from office.records.wording import listed, written

UK = travel.UK


@dataclass(frozen=True, slots=True)
class LineImmunity:
    """One line. `assumed`: no shipment says yet when it enters, so the day of collection stands in.

    `entry` is its entry in the edition that was published first, or in the newest draft.
    """

    line: LoanLine
    enters: dt.date | None
    assumed: bool
    immunity: Immunity
    missing: tuple[Finding, ...]
    findings: tuple[Finding, ...]
    entry: ImmunityEntry | None

    @property
    def available(self) -> bool:
        return self.immunity.dates is not None

    @property
    def published_on(self) -> dt.date | None:
        return self.entry.edition.published_on if self.entry else None

    @property
    def can_be_listed(self) -> bool:
        return self.available and not self.missing


def lines_of(exhibition: Exhibition) -> QuerySet[LoanLine]:
    """Lines promised or further, not home again, that are shown in the UK."""
    return with_everything(
        LoanLine.objects.filter(
            loan__exhibition=exhibition, status__in=COMMITTED, showings__venue__country=UK
        ).distinct()
    )


def with_everything(lines: QuerySet[LoanLine]) -> QuerySet[LoanLine]:
    """Lines with what `of_lines` reads of each."""
    return (
        lines.select_related("loan__lender", "loan__exhibition", "object__image")
        .prefetch_related("showings__venue")
        .order_by("loan__lender__name", "loan__reference", "number", "pk")
    )


def of_lines(lines: Sequence[LoanLine], *, on: dt.date) -> dict[int, LineImmunity]:
    """The immunity of each line by primary key, from rows of `with_everything`. Five queries for any number of lines."""
    enters = travel.entries(lines)
    homeward = travel.returns(lines)
    listed_as = _entries(lines)
    return {
        line.pk: _line(line, enters.get(line.pk), homeward.get(line.pk), listed_as.get(line.pk), on=on)
        for line in lines
    }


def _entries(lines: Sequence[LoanLine]) -> dict[int, ImmunityEntry]:
    """The entry that counts: of the edition published first, else of the newest that isn't yet."""
    rows = ImmunityEntry.objects.filter(line__in=[line.pk for line in lines]).select_related("edition__showing")
    found: dict[int, ImmunityEntry] = {}
    for row in sorted(rows, key=lambda each: each.pk):
        known = found.get(row.line_id)
        if known is None or _counts_more(row, known):
            found[row.line_id] = row
    return found


def _counts_more(row: ImmunityEntry, known: ImmunityEntry) -> bool:
    one, other = row.edition.published_on, known.edition.published_on
    if one is None:
        return other is None
    return other is None or one < other


def _line(
    line: LoanLine, enters: dt.date | None, home: dt.date | None, entry: ImmunityEntry | None, *, on: dt.date
) -> LineImmunity:
    shows = uk_showings(line)
    assumed = enters is None and bool(shows) and line.period is not None
    day = line.period.lower if assumed and line.period is not None else enters
    if not shows:
        return LineImmunity(line, None, False, immunity(Leg(entry=None, close=on), owners=()), (), (), entry)
    planned = home or (line.period.upper if line.period else None)
    leg = Leg(entry=day, close=max(show.closes_date for show in shows), planned_return=planned)
    found = immunity(leg, owners=owners_of(line))
    if found.dates is None:
        return LineImmunity(line, day, assumed, found, (), (), entry)
    findings = list(found.findings)
    if assumed:
        findings.append(_no_entry_yet(found.dates.entry))
    late = publication(found.dates, published_on=entry.edition.published_on if entry else None, on=on)
    if late is not None and not (assumed and entry is None):
        findings.append(late)
    lacks = missing(as_published(line, on=on), pack=packs.current("uk-immunity", on=found.dates.entry))
    return LineImmunity(line, day, assumed, found, tuple(lacks), tuple(findings), entry)


def _no_entry_yet(day: dt.date) -> Finding:
    sentence = _(
        "No shipment says yet when the object enters the country: counted from its collection on %(day)s, the earliest it could be. Plan the shipment with its stages."
    ) % {"day": written(day)}
    return Finding(kind="no-entry", severity=Severity.UNKNOWN, sentence=sentence)


def uk_showings(line: LoanLine) -> list[Showing]:
    return [show for show in line.showings.all() if str(show.venue.country) == UK]


def owners_of(line: LoanLine) -> list[Owner]:
    """The lender and every co-owner with the country each lives in."""
    lender, thing = line.loan.lender, line.object
    owners = [Owner(name=lender.name, country=str(lender.country))]
    countries = [str(each.code) for each in thing.co_owner_countries]
    who = thing.co_owners or _("a co-owner")
    owners += [Owner(name=who, country=country) for country in countries]
    if thing.co_owners and not countries:
        owners.append(Owner(name=thing.co_owners, country=""))
    return owners


def as_published(line: LoanLine, *, on: dt.date) -> Published:
    """What the list would say of a line, for the question whether anything is missing."""
    lender, thing = line.loan.lender, line.object
    return Published(
        lender=lender.name,
        address=lender.address,
        withheld=lender.anonymous,
        maker=thing.maker or thing.culture,
        title=thing.title,
        materials=thing.materials,
        dimensions=thing.dimensions_text,
        date=thing.date_text,
        features=thing.features,
        photograph=thing.image_id is not None,
        venues=venues_of(line),
        provenance=thing.provenance,
        provenance_1933_45=said_of_1933_45(line, on=on),
        place_of_origin=thing.place_of_origin,
        archaeological=thing.archaeological,
    )


def venues_of(line: LoanLine) -> str:
    return listed(
        [
            _("%(venue)s, %(first)s to %(last)s")
            % {"venue": show.venue, "first": written(show.opens_date), "last": written(show.closes_date)}
            for show in uk_showings(line)
        ]
    )


def said_of_1933_45(line: LoanLine, *, on: dt.date) -> str:
    """What the provenance says of these years, or that it states the gap; empty where neither is so."""
    thing = line.object
    pack = packs.current("due-diligence", on=on)
    years = Years(pack.integer("spoliation_first_year"), pack.integer("spoliation_last_year"))
    if not thing.provenance.strip():
        return ""
    past = Past(provenance=thing.provenance, made_from=thing.earliest_year)
    named = str(years.first) in thing.provenance and str(years.last) in thing.provenance
    if not named and any(each.kind.startswith("gap-") for each in diligence(past, on=on, pack=pack)):
        return ""
    entries = parse(thing.provenance, this_year=on.year).entries
    then = [each.words for each in entries if each.years and _overlap(each.years, years)]
    if named:
        then += [each.words for each in entries if str(years.first) in each.words and each.words not in then]
    return "; ".join(then) or _("See the provenance.")


def _overlap(one: Years, other: Years) -> bool:
    return one.first <= other.last and other.first <= one.last
