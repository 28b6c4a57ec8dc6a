"""What the portal shows of a venue's facility report, gathered in a fixed number of queries. Nothing is written here."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from exhibitions.models import FacilityReport, FacilitySection, SectionCode
from lenders.queries import organiser_name
from loans.models import FacilityDecision, FacilityQuestion, Loan
from loans.portal.door import Visit
from loans.queries import facility_reports_visible_to, lines_visible_to, loans_visible_to
from loans.services import facility
from loans.services.facility import Sight, Standing
from loans.states import OVER
from office.records.actors import Actor


@dataclass(frozen=True, slots=True)
class Row:
    """A section in the contents: what the lender knows of it, and its word on it."""

    section: FacilitySection
    sight: Sight
    word: FacilityDecision | None
    questions: int


def around(report: FacilityReport, visit: Visit) -> dict[str, Any]:
    """What stands on every page of a report."""
    loans = loans_visible_to(visit.actor).filter(
        pk__in=lines_visible_to(visit.actor)
        .filter(showings__venue=report.venue_id)
        .exclude(status__in=OVER)
        .values("loan")
    )
    return {
        "report": report,
        "visit": visit,
        "organiser": organiser_name(),
        "loans": list(loans.select_related("exhibition__registrar").order_by("reference")),
        "expired": bool(report.expires_on and report.expires_on < timezone.localdate()),
        "may_decide": visit.actor.can("decide"),
    }


def contents(report: FacilityReport, visit: Visit) -> dict[str, Any]:
    lender = visit.contact.lender
    seen = facility.sight(report, lender=lender)
    words = facility.words_by_section(report, lender)
    questions = _questions(report, visit)
    sections = [section for section in report.sections.all() if section.text.strip()]
    there = {section.code for section in sections}
    rows = [
        Row(
            section,
            seen[section.code][0],
            words.get(section.code),
            sum(each.section == section.code for each in questions),
        )
        for section in sections
    ]
    concerns = facility.open_concerns(report, lender)
    return {
        "rows": rows,
        "changed": sum(row.sight == Sight.CHANGED for row in rows),
        "unread": sum(row.sight == Sight.UNREAD for row in rows),
        "nothing_about": [code.label for code in SectionCode if code not in there],
        "questions": questions,
        "whole": words.get(""),
        "concerns": concerns,
        "accepted": _is_accepted(words.get("")) and not concerns,
    }


def section(report: FacilityReport, row: FacilitySection, visit: Visit, *, seen: tuple[Sight, int]) -> dict[str, Any]:
    """One section with what changed since the version this lender saw; `seen` as it was before this look."""
    lender = visit.contact.lender
    sections = [each for each in report.sections.all() if each.text.strip()]
    place = next(number for number, each in enumerate(sections) if each.code == row.code)
    sight, version = seen
    word = facility.words_by_section(report, lender).get(row.code)
    return {
        "section": row,
        "sight": sight,
        "seen_version": version,
        "parts": facility.changes(row, since=version) if sight == Sight.CHANGED else [],
        "place": place + 1,
        "of": len(sections),
        "before": sections[place - 1] if place else None,
        "after": sections[place + 1] if place + 1 < len(sections) else None,
        "questions": [each for each in _questions(report, visit) if each.section == row.code],
        "word": word,
        "accepted": _is_accepted(word),
    }


def for_loan(loan: Loan, *, actor: Actor) -> list[Standing]:
    """The reports a lender is to read for this loan, and how far it is with each."""
    lines = lines_visible_to(actor).filter(loan=loan).exclude(status__in=OVER)
    reports = facility_reports_visible_to(actor).filter(venue__in=lines.values("showings__venue"))
    pairs = [(loan.lender, report.venue) for report in reports.select_related("venue").order_by("venue__name")]
    return facility.standings(pairs) if pairs else []


def _questions(report: FacilityReport, visit: Visit) -> list[FacilityQuestion]:
    asked = facility.questions_visible_to(visit.actor).filter(report__venue=report.venue_id)
    return list(asked.select_related("report").order_by("asked_at"))


def _is_accepted(word: FacilityDecision | None) -> bool:
    return word is not None and word.verdict == FacilityDecision.Verdict.ACCEPTED
