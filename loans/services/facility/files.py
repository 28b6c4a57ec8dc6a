"""Whose loans a facility report touches, and writing what is said of it into every one of their files."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from exhibitions.models import FacilityReport, SectionCode
from exhibitions.services.facility import SUBJECT
from lenders.access import lender_ids_of
from lenders.models import Lender
from loans.errors import MissingFact, WrongState
from loans.models import Loan, LoanLine
from loans.services.loans import record as record_loan
from loans.states import OVER, LineStatus
from office.records import audit
from office.records.actors import Actor
from office.records.models import AuditEvent


def concerned(report: FacilityReport, lender: Lender) -> list[Loan]:
    """Sent loans of the lender, or of those it is the agent of, with an object at the venue that is not over yet."""
    gone = (LineStatus.DRAFT, *OVER)
    lines = LoanLine.objects.filter(showings__venue=report.venue_id).exclude(status__in=gone)
    loans = Loan.objects.filter(lender__in=lender_ids_of(lender), pk__in=lines.values("loan"))
    return list(loans.select_related("lender").order_by("pk"))


def circle(lender: Lender) -> frozenset[int]:
    """The lender, its agent and whom it is the agent of: a word of any of them counts for the others' loans."""
    return lender_ids_of(lender) | ({lender.agent_id} if lender.agent_id else set())


def section_named(code: str) -> str:
    """The code, checked; empty for the whole report. Raises MissingFact."""
    if code and code not in SectionCode:
        raise MissingFact(_("A facility report has no such section. Choose one from the list."), field="section")
    return code


def about(code: str) -> str:
    """What is spoken of, in words."""
    return str(SectionCode(code).label) if code else _("the report as a whole")


def check_issued(report: FacilityReport) -> None:
    """Raises WrongState for a draft, and for a version with a newer one after it."""
    if report.issued_on is None:
        raise WrongState(_("This version is a draft still. Issue it first."))
    newer = FacilityReport.objects.filter(
        venue=report.venue_id, issued_on__isnull=False, version__gt=report.version
    ).order_by("-version")
    if (latest := newer.first()) is not None:
        raise WrongState(
            _("Version %(new)d has replaced version %(old)d. Read it and speak of that one.")
            % {"new": latest.version, "old": report.version},
            code="replaced",
        )


def record(
    verb: str, report: FacilityReport, loans: Iterable[Loan], *, actor: Actor, section: str, **more: Any
) -> AuditEvent:
    """One event in each loan's file, or one about the report where no loan is concerned; returns the first."""
    after = {"report": str(report.uid), "version": report.version, "section": section, **more.pop("after", {})}
    said = {"actor": actor, "after": after, **more}
    events = [record_loan(verb, loan, **said) for loan in loans]
    if events:
        return events[0]
    return audit.record(
        verb,
        subject_kind=SUBJECT,
        subject_id=report.uid,
        subject_label=_("Facility report of %(venue)s, version %(number)d")
        % {"venue": report.venue, "number": report.version},
        **said,
    )
