"""Everything the gates of some lines are judged by, fetched in a fixed number of queries."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Q
from django.utils import timezone

from exhibitions.models import FacilityReport, Showing
from lenders.models import StandingTerms
from loans.models import (
    ConditionReport,
    Courier,
    CoverAcceptance,
    FacilityDecision,
    GateRecord,
    ImmunityEntry,
    Leg,
    LoanLine,
    Location,
    Permit,
    ShipmentLine,
    Term,
    TermKind,
    TermStatus,
)


@dataclass(slots=True)
class Evidence:
    """What is known about one line, as far as its gates ask. `moving` says that the day asked about is the day it moves."""

    line: LoanLine
    moving: bool = False
    showings: list[Showing] = field(default_factory=list)
    home: str = ""
    abroad: frozenset[str] = frozenset()
    records: dict[str, GateRecord] = field(default_factory=dict)
    permits: list[Permit] = field(default_factory=list)
    covers: list[tuple[dt.date, dt.date]] = field(default_factory=list)
    unaccepted_covers: int = 0
    signed_reports: dict[str, dt.date] = field(default_factory=dict)
    report_drafts: set[str] = field(default_factory=set)
    since: dict[str, dt.date] = field(default_factory=dict)
    facility: dict[int, FacilityReport] = field(default_factory=dict)
    facility_accepted: set[int] = field(default_factory=set)
    facility_concerns: set[int] = field(default_factory=set)
    needs_decree: bool = False
    courier_agreed: bool = False
    couriers_booked: list[str] = field(default_factory=list)
    entry: dt.date | None = None
    published: dt.date | None = None


def gather(lines: Sequence[LoanLine], *, moving: bool = False) -> dict[int, Evidence]:
    """Evidence for each line by primary key. Lines need `loan` with `lender` and `agreement`, and `object`, selected."""
    found = {line.pk: Evidence(line, moving) for line in lines}
    if not found:
        return {}
    lenders = _lenders_of(lines)
    _showings(found)
    _records(found)
    _permits(found)
    _covers(found)
    _reports(found)
    _places(found)
    _facility(found, lenders)
    _standing(found)
    _couriers(found)
    _immunity(found)
    return found


def _lenders_of(lines: Iterable[LoanLine]) -> dict[int, set[int]]:
    """Who may speak for the lender of each loan: itself and its agent."""
    return {line.loan_id: {line.loan.lender_id, line.loan.lender.agent_id or 0} - {0} for line in lines}


def _showings(found: dict[int, Evidence]) -> None:
    through = LoanLine.showings.through
    pairs = through.objects.filter(loanline__in=found).values_list("loanline_id", "showing_id")
    of_line: dict[int, list[int]] = defaultdict(list)
    for line, showing in pairs:
        of_line[line].append(showing)
    exhibitions = {each.line.loan.exhibition_id for each in found.values()}
    shows = list(Showing.objects.filter(exhibition__in=exhibitions).select_related("venue").order_by("opens_date"))
    countries = {show.pk: str(show.venue.country) for show in shows}
    for pk, each in found.items():
        own = set(of_line[pk])
        # Without any of its own a line is for all showings of its exhibition.
        each.showings = [
            show for show in shows if show.exhibition_id == each.line.loan.exhibition_id and (not own or show.pk in own)
        ]
        each.home = str(each.line.loan.lender.country)
        each.abroad = frozenset(countries[show.pk] for show in each.showings) - {each.home}


def _records(found: dict[int, Evidence]) -> None:
    for record in GateRecord.objects.filter(line__in=found).select_related("evidence"):
        found[record.line_id].records[record.gate] = record


def _permits(found: dict[int, Evidence]) -> None:
    through = Permit.lines.through
    pairs = list(through.objects.filter(loanline__in=found).values_list("loanline_id", "permit_id"))
    permits = {each.pk: each for each in Permit.objects.filter(pk__in={permit for _line, permit in pairs})}
    for line, permit in sorted(pairs):
        found[line].permits.append(permits[permit])


def _covers(found: dict[int, Evidence]) -> None:
    accepted = set(
        CoverAcceptance.objects.filter(loan__in={each.line.loan_id for each in found.values()}).values_list(
            "cover_id", "loan_id"
        )
    )
    rows = LoanLine.covers.through.objects.filter(loanline__in=found).values_list(
        "loanline_id", "cover_id", "cover__period"
    )
    for line, cover, period in rows:
        if (cover, found[line].line.loan_id) in accepted:
            found[line].covers.append((period.lower, period.upper))
        else:
            found[line].unaccepted_covers += 1


def _reports(found: dict[int, Evidence]) -> None:
    rows = ConditionReport.objects.filter(line__in=found).values_list(
        "line_id", "moment", "content_hash", "examined_on"
    )
    for line, moment, content_hash, examined_on in rows:
        each = found[line]
        if content_hash:
            each.signed_reports[moment] = max(examined_on, each.signed_reports.get(moment, examined_on))
        else:
            each.report_drafts.add(moment)


def _places(found: dict[int, Evidence]) -> None:
    """Since when the line was last in each kind of place."""
    rows = Location.objects.filter(line__in=found).order_by("id").values_list("line_id", "kind", "since")
    for line, kind, since in rows:
        found[line].since[kind] = since


def _facility(found: dict[int, Evidence], lenders: Mapping[int, set[int]]) -> None:
    venues = {show.venue_id for each in found.values() for show in each.showings}
    newest: dict[int, FacilityReport] = {}
    for report in FacilityReport.objects.filter(venue__in=venues, issued_on__isnull=False).order_by("version"):
        newest[report.venue_id] = report
    speakers = set().union(*lenders.values()) if lenders else set()
    words = (
        FacilityDecision.objects.filter(report__in=[each.pk for each in newest.values()], lender__in=speakers)
        .order_by("id")
        .values_list("lender_id", "report_id", "section", "verdict")
    )
    said: dict[tuple[int, int], dict[str, str]] = defaultdict(dict)
    for lender, report_pk, section, verdict in words:
        said[lender, report_pk][section] = verdict
    for each in found.values():
        for show in each.showings:
            report_of = newest.get(show.venue_id)
            if report_of is None:
                continue
            each.facility[show.venue_id] = report_of
            for lender in lenders[each.line.loan_id]:
                verdicts = said.get((lender, report_of.pk), {})
                if verdicts.get("") == "accepted":
                    each.facility_accepted.add(show.venue_id)
                if "concerns" in verdicts.values():
                    each.facility_concerns.add(show.venue_id)


def _standing(found: dict[int, Evidence]) -> None:
    lenders = {each.line.loan.lender_id for each in found.values()}
    terms = {each.lender_id: each for each in StandingTerms.objects.filter(lender__in=lenders)}
    agreed: list[tuple[int, int | None]] = list(
        Term.objects.filter(
            loan__in={each.line.loan_id for each in found.values()}, kind=TermKind.COURIER, status=TermStatus.AGREED
        ).values_list("loan_id", "line_id")
    )
    whole = {loan for loan, line in agreed if line is None}
    single = {line for _loan, line in agreed if line is not None}
    for pk, each in found.items():
        own = terms.get(each.line.loan.lender_id)
        each.needs_decree = own is not None and own.needs_decree
        always = own is not None and own.courier == StandingTerms.Courier.ALWAYS
        each.courier_agreed = always or each.line.loan_id in whole or pk in single


def _couriers(found: dict[int, Evidence]) -> None:
    """Booked couriers and the day of entry into the United Kingdom, by the outward shipment of each line."""
    journeys = list(
        ShipmentLine.objects.filter(
            line__in=found, shipment__cancelled_on__isnull=True, shipment__direction="out", left_behind=False
        ).values_list("line_id", "shipment_id", "shipment__deliver_on")
    )
    shipments = {shipment for _line, shipment, _day in journeys}
    booked: dict[int, list[str]] = defaultdict(list)
    rows = Courier.objects.filter(shipment__in=shipments, booked_on__isnull=False).values_list("shipment_id", "name")
    for shipment, name in rows:
        booked[shipment].append(name)
    legs = Leg.objects.filter(shipment__in=shipments, to_country="GB").exclude(from_country="GB")
    # Of several stages into the country the first counts, which comes last here.
    entries = dict(legs.order_by("-number").values_list("shipment_id", "arrives_at"))
    for line, shipment, deliver_on in journeys:
        each = found[line]
        each.couriers_booked += booked[shipment]
        if shipment in entries:
            arrives_at = entries[shipment]
            each.entry = timezone.localdate(arrives_at) if arrives_at else deliver_on


def _immunity(found: dict[int, Evidence]) -> None:
    rows: Any = (
        ImmunityEntry.objects.filter(line__in=found)
        .filter(Q(edition__published_on__isnull=False))
        .annotate(published=F("edition__published_on"))
        .values_list("line_id", "published")
    )
    for line, published in rows:
        each = found[line]
        each.published = published if each.published is None else min(published, each.published)
