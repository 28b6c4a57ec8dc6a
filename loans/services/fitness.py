"""Does the venue keep what an object needs? For many lines at once, and what a venue promises beside a condition.

What was agreed beats what is proposed, which beats the object's own profile; the guideline of its class comes last.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal

from django.db.models import Q
from django.utils.translation import gettext as _

from exhibitions.models import Showing, Venue
from loans.models import LoanLine, Term, TermKind, TermStatus
from loans.rules.days import Days
from loans.rules.findings import Severity, figure
from loans.rules.matching import match_tour
from loans.rules.place import Mismatch, Stop, VenueProfile
from loans.rules.requirement import Conditions, Requirement

_PROFILE = (
    "rh_min",
    "rh_max",
    "rh_swing",
    "temperature_min",
    "temperature_max",
    "lux",
    "uv",
    "open_hours",
    "lit_hours",
)
_AT_LEAST = ("rh_min", "temperature_min")
"""Of these the higher figure is the stricter one; of all others the lower."""


@dataclass(frozen=True, slots=True)
class Fitness:
    """A line's findings, the gravest first; none: the venue keeps it, or nothing is known to be asked."""

    line: LoanLine
    findings: list[Mismatch]

    @property
    def breaches(self) -> list[Mismatch]:
        return [each for each in self.findings if each.severity == Severity.BREACH]

    @property
    def severity(self) -> str:
        return self.findings[0].severity if self.findings else ""


_ORDER = {Severity.BREACH: 0, Severity.WARN: 1, Severity.UNKNOWN: 2}


def findings(lines: Sequence[LoanLine]) -> dict[int, Fitness]:
    """For each line by primary key. Lines need object and loan. Three queries, however many lines there are."""
    terms, stops = _terms(lines), _stops(lines)
    return {line.pk: Fitness(line, _of(line, terms[line.pk], stops[line.pk])) for line in lines}


def _of(line: LoanLine, terms: Sequence[Term], stops: Sequence[Stop]) -> list[Mismatch]:
    found = match_tour(requirement(line, terms), stops)
    return sorted(found, key=lambda each: _ORDER[each.severity])


def requirement(line: LoanLine, terms: Iterable[Term]) -> Requirement:
    """What the line needs, from the conditions that bind it and from its object."""
    by_status: dict[str, list[Term]] = defaultdict(list)
    for term in terms:
        by_status[term.status].append(term)
    profile = line.object
    return Requirement(
        agreed=_asked(by_status[TermStatus.AGREED]),
        proposed=_asked(by_status[TermStatus.OPEN]),
        profile=Conditions(rh_min=_decimal(profile.rh_min), rh_max=_decimal(profile.rh_max)),
        light_class=profile.light_class,
    )


def _asked(terms: Sequence[Term]) -> Conditions:
    """The figures of several rows: the line's own win over the loan's, of equals the stricter one counts."""
    found: dict[str, Decimal | int] = {}
    for whole in (False, True):
        proposals = [term.current for term in terms if term.current and (term.line_id is None) == whole]
        for each in fields(Conditions):
            given = [getattr(proposal, each.name, None) for proposal in proposals]
            known = [value for value in given if value is not None]
            if known and each.name not in found:
                found[each.name] = max(known) if each.name in _AT_LEAST else min(known)
    return Conditions(**{name: _as(name, value) for name, value in found.items()})  # type: ignore[arg-type]


def _as(name: str, value: Decimal | int) -> Decimal | int:
    return int(value) if name == "display_days" else Decimal(value)


def _terms(lines: Sequence[LoanLine]) -> dict[int, list[Term]]:
    """The rows that bind each line and say what it needs; one query."""
    found: dict[int | None, dict[int | None, list[Term]]] = defaultdict(lambda: defaultdict(list))
    rows = Term.objects.filter(
        loan__in={line.loan_id for line in lines}, status__in=(TermStatus.AGREED, TermStatus.OPEN)
    ).select_related("current")
    for term in rows.order_by("pk"):
        found[term.loan_id][term.line_id].append(term)
    return {line.pk: [*found[line.loan_id][line.pk], *found[line.loan_id][None]] for line in lines}


def _stops(lines: Sequence[LoanLine]) -> dict[int, list[Stop]]:
    """The showings each line is for; one without any of its own is for all of its exhibition. Two queries."""
    pks = [line.pk for line in lines]
    own: dict[int, list[int]] = defaultdict(list)
    through = LoanLine.showings.through.objects.filter(loanline__in=pks)
    for row, showing in through.values_list("loanline", "showing"):
        own[row].append(showing)
    wanted = Q(exhibition__in={line.loan.exhibition_id for line in lines}) | Q(
        pk__in={pk for many in own.values() for pk in many}
    )
    showings = {each.pk: each for each in Showing.objects.filter(wanted).select_related("venue")}
    found = {}
    for line in lines:
        chosen = own[line.pk] or [
            each.pk for each in showings.values() if each.exhibition_id == line.loan.exhibition_id
        ]
        found[line.pk] = [stop_of(showings[pk]) for pk in chosen]
    return found


def stop_of(showing: Showing) -> Stop:
    return Stop(profile_of(showing.venue), Days(showing.opens_date, showing.closes_date))


def profile_of(venue: Venue) -> VenueProfile:
    return VenueProfile(name=venue.name, **{name: _decimal(getattr(venue, name)) for name in _PROFILE})


def _decimal(number: Decimal | int | None) -> Decimal | None:
    return None if number is None else Decimal(number)


def promises(showings: Iterable[Showing], *, kind: str) -> list[str]:
    """What each venue keeps of what a condition is about: “Great Gallery keeps 40–60 % RH, 16–25 °C.” Nothing for
    kinds a venue has no figures for."""
    told = []
    for venue in dict.fromkeys(showing.venue for showing in showings):
        figures = _kept(venue, kind)
        if figures:
            told.append(_("%(venue)s keeps: %(figures)s.") % {"venue": venue.name, "figures": ", ".join(figures)})
        elif kind in (TermKind.CLIMATE, TermKind.LIGHT):
            told.append(_("%(venue)s has not said yet what it keeps.") % {"venue": venue.name})
    return told


def _kept(venue: Venue, kind: str) -> list[str]:
    if kind == TermKind.CLIMATE:
        swing = _("at most ±%(n)s %% RH in 24 hours")
        told = [
            _span(venue.rh_min, venue.rh_max, "% RH"),
            swing % {"n": figure(venue.rh_swing)} if venue.rh_swing is not None else "",
            _span(venue.temperature_min, venue.temperature_max, "°C"),
        ]
    elif kind == TermKind.LIGHT:
        told = [
            _("at most %(n)s lux") % {"n": figure(venue.lux)} if venue.lux is not None else "",
            _("UV at most %(n)s µW/lm") % {"n": figure(venue.uv)} if venue.uv is not None else "",
            _("open %(n)s hours a day") % {"n": figure(venue.open_hours)} if venue.open_hours is not None else "",
        ]
    else:
        return []
    return [each for each in told if each]


def _span(low: Decimal | None, high: Decimal | None, unit: str) -> str:
    if low is not None and high is not None:
        return f"{figure(low)}–{figure(high)} {unit}"
    if low is not None:
        return _("at least %(figure)s %(unit)s") % {"figure": figure(low), "unit": unit}
    if high is not None:
        return _("at most %(figure)s %(unit)s") % {"figure": figure(high), "unit": unit}
    return ""
