"""Accepting confidentiality, and reading: every look is logged, and what changed since a lender's last one is known."""

import datetime as dt
import ipaddress

from django.db import models, transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exhibitions.models import FacilityReport, FacilitySection, SectionCode
from exhibitions.services.facility import CONFIDENTIALITY
from exhibitions.services.facility_differences import Part, parts_of
from lenders.access import actor_for_contact
from lenders.models import Contact, Lender
from loans.errors import MissingFact, NotAllowed
from loans.models import FacilityAccess, FacilityView
from loans.queries import facility_reports_visible_to
from loans.services.facility import files


class Sight(models.TextChoices):
    """What a lender knows of a section."""

    UNREAD = "unread", gettext_lazy("Not opened yet")
    CHANGED = "changed", gettext_lazy("Changed since you last saw it")
    SEEN = "seen", gettext_lazy("Read")


def accept_confidentiality(
    report: FacilityReport, *, contact: Contact, now: dt.datetime, ip: str = ""
) -> FacilityAccess:
    """Opens the report to this contact, once for each version; keeps the words she accepted. Raises NotAllowed."""
    actor = actor_for_contact(contact)
    _check_visible(report, contact)
    with transaction.atomic():
        access, new = FacilityAccess.objects.get_or_create(
            contact=contact,
            report=report,
            defaults={
                "accepted_at": now,
                "accepted_words": report.confidentiality or str(CONFIDENTIALITY),
                "ip": _address(ip),
            },
        )
        if new:
            loans = files.concerned(report, contact.lender)
            files.record("facility.confidentiality", report, loans, actor=actor, section="")
    return access


def has_accepted(report: FacilityReport, *, contact: Contact) -> bool:
    return FacilityAccess.objects.filter(report=report, contact=contact).exists()


def read(
    report: FacilityReport,
    *,
    contact: Contact,
    now: dt.datetime,
    section: str = "",
    as_pdf: bool = False,
    ip: str = "",
) -> FacilityView:
    """Logs one look: at the contents (no section), at a section, or at everything as a PDF.

    Raises NotAllowed before confidentiality is accepted, MissingFact for a section there is none of.
    """
    if section and not report.sections.filter(code=section).exclude(text="").exists():
        raise MissingFact(_("This report says nothing about that. Ask the organiser."), field="section")
    check_access(report, contact)
    return FacilityView.objects.create(
        contact=contact,
        lender=contact.lender,
        who=contact.name,
        report=report,
        section=section,
        as_pdf=as_pdf,
        viewed_at=now,
        ip=_address(ip),
    )


def check_access(report: FacilityReport, contact: Contact) -> None:
    """Raises NotAllowed for a report of somebody else's loans, or one whose confidentiality was not accepted."""
    _check_visible(report, contact)
    if not has_accepted(report, contact=contact):
        raise NotAllowed(
            _("This report is confidential. Accept its confidentiality first, then it opens."), code="confidential"
        )


def sight(report: FacilityReport, *, lender: Lender) -> dict[str, tuple[Sight, int]]:
    """Per section what the lender knows of it, and the version it last saw (0: none). Two queries.

    Changed is what an issued version newer than that one changed. A PDF shows every section.
    """
    views = FacilityView.objects.filter(report__venue=report.venue_id, lender=lender)
    looks = views.exclude(section="", as_pdf=False).order_by().values_list("section", "as_pdf")
    last: dict[str, int] = {}
    for section, as_pdf, version in looks.annotate(seen=Max("report__version")):
        for code in SectionCode.values if as_pdf else [section]:
            last[code] = max(version, last.get(code, 0))
    rows = FacilitySection.objects.filter(
        report__venue=report.venue_id, report__version__lte=report.version, report__issued_on__isnull=False
    )
    changed: dict[str, int] = {}
    for code, version, is_changed in rows.values_list("code", "report__version", "changed"):
        if is_changed:
            changed[code] = max(version, changed.get(code, 0))
    return {code: (_sight(last.get(code, 0), changed.get(code, 0)), last.get(code, 0)) for code in SectionCode.values}


def changes(section: FacilitySection, *, since: int) -> list[Part]:
    """What went and came in a section since an issued version of the same venue's report."""
    earlier = FacilitySection.objects.filter(
        report__venue=section.report.venue_id, report__version=since, report__issued_on__isnull=False, code=section.code
    )
    return parts_of(earlier.values_list("text", flat=True).first() or "", section.text)


def _sight(last: int, changed: int) -> Sight:
    if not last:
        return Sight.UNREAD
    return Sight.CHANGED if changed > last else Sight.SEEN


def _check_visible(report: FacilityReport, contact: Contact) -> None:
    if not facility_reports_visible_to(actor_for_contact(contact)).filter(pk=report.pk).exists():
        raise NotAllowed(_("This report isn't part of a loan of yours, or a newer version has replaced it."))


def _address(ip: str) -> str | None:
    try:
        return str(ipaddress.ip_address(ip))
    except ValueError:
        return None
