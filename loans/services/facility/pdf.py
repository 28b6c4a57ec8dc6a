"""A facility report as a PDF with its reader's name across every page; what changed is marked for this reader."""

import datetime as dt

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from exhibitions.models import FacilityReport
from exhibitions.services.facility_differences import before
from lenders.models import Contact
from lenders.queries import organiser_name
from loans.documents import facility_report as documents
from loans.errors import WrongState
from loans.services.facility.reading import Sight, check_access, sight
from office.records.actors import Actor


def for_contact(report: FacilityReport, *, contact: Contact, now: dt.datetime) -> bytes:
    """A lender's copy. Raises NotAllowed before confidentiality is accepted, typst.DocumentError; logs nothing."""
    check_access(report, contact)
    seen = sight(report, lender=contact.lender)
    changed = {code: version for code, (state, version) in seen.items() if state == Sight.CHANGED}
    older = [version for _state, version in seen.values() if 0 < version < report.version]
    reader = _reader(contact.name, contact.lender.name, now)
    since = min(changed.values()) if changed else max(older, default=None)
    return _made(report, reader=reader, changed=set(changed), since=since)


def for_staff(report: FacilityReport, *, actor: Actor, now: dt.datetime) -> bytes:
    """Our own copy, compared with the version before. Raises WrongState for a draft, typst.DocumentError."""
    if report.issued_on is None:
        raise WrongState(_("A draft has no PDF. Issue it first."))
    earlier = before(report)
    changed = set(report.sections.filter(changed=True).values_list("code", flat=True))
    reader = _reader(actor.name, organiser_name(), now)
    return _made(report, reader=reader, changed=changed, since=earlier.version if earlier else None)


def response(pdf: bytes, report: FacilityReport) -> HttpResponse:
    """Opens in the browser and is kept nowhere on the way."""
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="facility-report-version-{report.version}.pdf"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


def _reader(name: str, institution: str, now: dt.datetime) -> documents.Reader:
    return documents.Reader(name=name, institution=institution, downloaded_at=timezone.localtime(now))


def _made(report: FacilityReport, *, reader: documents.Reader, changed: set[str], since: int | None) -> bytes:
    assert report.issued_on is not None
    assert report.expires_on is not None  # the database sees to it
    venue = report.venue
    sections = [section for section in report.sections.all() if section.text.strip()]
    data = documents.FacilityReport(
        venue=venue.name,
        address=venue.address or f"{venue.city}, {venue.country.name}",
        version=report.version,
        issued_on=report.issued_on,
        expires_on=report.expires_on,
        prepared_by=report.prepared_by,
        confidentiality=report.confidentiality,
        security_reference=report.security_reference,
        sections=tuple(
            documents.FacilitySection(
                code=str(number),
                title=section.get_code_display(),
                text=section.text,
                changed=section.code in changed,
            )
            for number, section in enumerate(sections, start=1)
        ),
        reader=reader,
        changed_since=since,
        language=translation.get_language() or "en-gb",
    )
    return documents.render(data, fonts=settings.FONT_DIR).pdf
