"""Due diligence over a provenance: who owned the object from 1933 to 1945, and did it leave its country before 1970?"""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from loans import packs
from loans.packs import Pack
from loans.rules.findings import Finding, Severity
from loans.rules.provenance import Chain, Years, parse, year_gaps


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What is known of an object. Countries are two-letter codes, empty: not known. `found_year` is when it came out of
    the ground; `left_origin` the latest year by which it was shown to be abroad; `lawful_export`: proved by a paper."""

    provenance: str = ""
    made_from: int | None = None
    found_year: int | None = None
    origin_country: str = ""
    owner_country: str = ""
    left_origin: int | None = None
    lawful_export: bool = False


def diligence(past: Past, *, on: dt.date, pack: Pack | None = None) -> list[Finding]:
    """What to ask the lender. `pack` is `due-diligence`."""
    pack = pack or packs.current("due-diligence", on=on)
    if not past.provenance.strip():
        sentence = _(
            "No provenance is given. Ask the lender for the chain of owners, above all from %(first)s to %(last)s."
        )
        years = {
            "first": pack.integer("spoliation_first_year"),
            "last": pack.integer("spoliation_last_year"),
        }
        return [Finding(kind="provenance", severity=Severity.UNKNOWN, sentence=sentence % years)]
    chain = parse(past.provenance, this_year=on.year)
    return [*_not_understood(chain), *_spoliation(past, chain, pack=pack), *_unesco(past, chain, pack=pack)]


def _not_understood(chain: Chain) -> list[Finding]:
    sentence = _("Not understood in the provenance: “%(words)s”. Read it and say which years it stands for.")
    return [
        Finding(kind="not-understood", severity=Severity.UNKNOWN, sentence=sentence % {"words": words})
        for words in chain.not_understood
    ]


def _spoliation(past: Past, chain: Chain, *, pack: Pack) -> list[Finding]:
    first, last = pack.integer("spoliation_first_year"), pack.integer("spoliation_last_year")
    # Before it was made or found nobody could take it.
    begin = max(first, past.made_from or first, past.found_year or first)
    if begin > last:
        return []
    found = []
    for gap in year_gaps(chain.periods, within=Years(begin, last)):
        words = {"first": gap.first, "last": gap.last}
        sentence = (
            _(
                "The provenance doesn't show who owned the object in %(first)s. Ask the lender; if nobody knows, publish the gap and what was searched."
            )
            if gap.first == gap.last
            else _(
                "The provenance doesn't show who owned the object from %(first)s to %(last)s. Ask the lender; if nobody knows, publish the gap and what was searched."
            )
        )
        found.append(Finding(kind="gap-1933-45", severity=Severity.WARN, sentence=sentence % words))
    return found


def _unesco(past: Past, chain: Chain, *, pack: Pack) -> list[Finding]:
    year = pack.integer("unesco_year")
    at_home = past.origin_country and past.origin_country == past.owner_country
    made_later = past.made_from is not None and past.made_from > year
    abroad = past.left_origin is not None and past.left_origin <= year
    if at_home or made_later or abroad or past.lawful_export:
        return []
    known_from = min((period.first for period in chain.periods), default=None)
    if known_from is not None and known_from <= year:
        return []
    if known_from is None:
        sentence = _(
            "Nothing shows where the object was in %(year)s. Ask the lender for evidence that it had left its country of origin by then, or left it lawfully later."
        ) % {"year": year}
    else:
        sentence = _(
            "The provenance begins in %(known)s, after %(year)s. Ask the lender for evidence that the object had left its country of origin by then, or left it lawfully later."
        ) % {"known": known_from, "year": year}
    return [Finding(kind="unesco-1970", severity=Severity.WARN, sentence=sentence)]
