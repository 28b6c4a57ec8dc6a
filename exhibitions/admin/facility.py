"""A venue's facility report on the desk: written section by section, read through, compared, issued."""

import datetime as dt
from collections.abc import Callable
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from exhibitions.admin.facility_form import SectionsForm
from exhibitions.models import FacilityReport, SectionCode, Venue
from exhibitions.services import facility
from exhibitions.services.facility import FacilityRefused
from exhibitions.services.facility_differences import before, differences
from office.people.days import DayField
from office.people.desk import actor_of, may, page
from office.people.uploads import together
from office.records import files
from office.records.wording import listed

EDITS: Final = "facility.edit"


class IssueForm(forms.Form):
    on = DayField(label=_("Issued on"), initial=timezone.localdate)
    expires_on = DayField(label=_("Valid until"))


def draft_page(request: HttpRequest, uid: str) -> HttpResponse:
    """Starts a new version; pressed twice, both lead to the same draft."""
    venue = get_object_or_404(Venue, uid=uid)
    if not may(request, EDITS):
        return _refused(request)
    open_one = venue.facility_reports.filter(issued_on=None).first()
    if request.method != "POST":
        return redirect(address_of(venue))
    try:
        report = open_one or facility.draft(venue, actor=actor_of(request))
    except FacilityRefused as refusal:
        messages.error(request, refusal.sentence)
        return redirect(address_of(venue))
    return redirect("admin:facility_write", report.uid)


def write_page(request: HttpRequest, uid: str) -> HttpResponse:
    """The whole report as one form, to be saved as often as one likes."""
    report = _report(uid)
    if not may(request, EDITS):
        return _refused(request)
    if report.issued_on is not None:
        messages.info(request, _now("This version is issued and stays as it is. Start a new version instead."))
        return redirect("admin:facility", report.uid)
    form = SectionsForm(request.POST or None, request.FILES or None, report=report)
    if request.method == "POST" and _done(form, lambda: form.save(report, request)):
        messages.success(request, _now("The draft is saved. Read it through, then issue it."))
        return redirect("admin:facility", report.uid)
    return page(
        request,
        "desk/exhibitions/facility_write.html",
        title=_now("Facility report, version %(number)d") % {"number": report.version},
        crumbs=_crumbs(report.venue),
        report=report,
        form=form,
        submit=_now("Save the draft"),
        back=reverse("admin:facility", args=(report.uid,)),
        status=422 if form.errors else 200,
    )


def report_page(request: HttpRequest, uid: str) -> HttpResponse:
    """One version as lenders read it, and what to do next with it."""
    report = _report(uid)
    if not may(request, EDITS):
        return _refused(request)
    sections = list(report.sections.all())
    filled = {section.code for section in sections if section.text.strip()}
    return page(
        request,
        "desk/exhibitions/facility.html",
        title=_now("Facility report, version %(number)d") % {"number": report.version},
        crumbs=_crumbs(report.venue),
        report=report,
        sections=[section for section in sections if section.code in filled],
        empty=listed([str(code.label) for code in SectionCode if code not in filled]),
        missing=listed([str(code.label) for code in facility.REQUIRED if code not in filled]),
        expired=bool(report.issued_on and report.expires_on and report.expires_on < timezone.localdate()),
        before=before(report),
    )


def compare_page(request: HttpRequest, uid: str) -> HttpResponse:
    """What differs from the version before, word by word."""
    report = _report(uid)
    if not may(request, EDITS):
        return _refused(request)
    earlier = before(report)
    if earlier is None:
        messages.info(request, _now("This is the first version: there is none before it to compare with."))
        return redirect("admin:facility", report.uid)
    return page(
        request,
        "desk/exhibitions/facility_compare.html",
        title=_now("Version %(new)d compared with version %(old)d") % {"new": report.version, "old": earlier.version},
        crumbs=(*_crumbs(report.venue), _crumb(report)),
        report=report,
        earlier=earlier,
        differences=differences(earlier, report),
    )


def issue_page(request: HttpRequest, uid: str) -> HttpResponse:
    """Asks for the two days, says what follows, and issues."""
    report = _report(uid)
    if not may(request, EDITS):
        return _refused(request)
    today = timezone.localdate()
    last = report.expires_on or facility.default_expiry(today)
    form = IssueForm(request.POST or None, initial={"on": today, "expires_on": last})
    if request.method == "POST" and _done(form, lambda: _issue(form, report, request)):
        messages.success(
            request,
            _now("Version %(number)d is issued. Lenders with a loan at %(venue)s find it in their portal.")
            % {"number": report.version, "venue": report.venue},
        )
        return redirect("admin:facility", report.uid)
    return page(
        request,
        "desk/form.html",
        title=_now("Issue version %(number)d") % {"number": report.version},
        crumbs=(*_crumbs(report.venue), _crumb(report)),
        lead=_now(
            "From then on it can't be changed, only replaced by a new version. Every lender with a loan there reads it"
            " after accepting its confidentiality, and accepts this version anew."
        ),
        form=form,
        submit=_now("Issue it"),
        back=reverse("admin:facility", args=(report.uid,)),
        status=422 if form.errors else 200,
    )


def discard_page(request: HttpRequest, uid: str) -> HttpResponse:
    report = _report(uid)
    if not may(request, EDITS):
        return _refused(request)
    if request.method == "POST":
        try:
            facility.discard(report, actor=actor_of(request))
        except FacilityRefused as refusal:
            messages.error(request, refusal.sentence)
        else:
            messages.success(request, _now("The draft is gone. The version before it stands."))
    return redirect(address_of(report.venue))


def supplement_page(request: HttpRequest, uid: str) -> HttpResponseBase:
    """The security supplement, for those who write the report."""
    report = _report(uid)
    if not may(request, EDITS):
        return _refused(request)
    if report.security_supplement is None:
        raise Http404
    return files.response(report.security_supplement, download=True)


def address_of(venue: Venue) -> str:
    return reverse("admin:exhibitions_venue_change", args=(venue.pk,))


def versions(request: HttpRequest, venue: Venue) -> dict[str, Any]:
    """What the venue's page says of its reports: every version, and whether one is being written."""
    reports = list(venue.facility_reports.order_by("-version"))
    today: dt.date = timezone.localdate()
    newest = next((report for report in reports if report.issued_on), None)
    return {
        "venue": venue,
        "reports": [(report, _state(report, newest=newest, today=today)) for report in reports],
        "draft": next((report for report in reports if not report.issued_on), None),
        "may_write": may(request, EDITS),
    }


def _state(report: FacilityReport, *, newest: FacilityReport | None, today: dt.date) -> tuple[str, str]:
    """A state by its stored name and in words."""
    if report.issued_on is None:
        return "draft", _now("Draft")
    if report != newest:
        return "replaced", _now("Replaced")
    if report.expires_on and report.expires_on < today:
        return "expired", _now("Expired")
    return "in_force", _now("In force")


def _report(uid: str) -> FacilityReport:
    return get_object_or_404(FacilityReport.objects.select_related("venue", "security_supplement"), uid=uid)


def _issue(form: IssueForm, report: FacilityReport, request: HttpRequest) -> None:
    said = form.cleaned_data
    facility.issue(report, actor=actor_of(request), on=said["on"], expires_on=said["expires_on"])


def _done(form: forms.Form, do: Callable[[], object]) -> bool:
    """Reads the form and does what it asks. Refused, its upload is gone and it says why."""
    with together() as taken:
        if not form.is_valid():
            taken.refuse()
            return False
        try:
            do()
        except FacilityRefused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
            taken.refuse()
            return False
    return True


def _crumbs(venue: Venue) -> tuple[tuple[object, str], ...]:
    return ((_("Venues"), reverse("admin:exhibitions_venue_changelist")), (venue.name, address_of(venue)))


def _crumb(report: FacilityReport) -> tuple[object, str]:
    return _now("Version %(number)d") % {"number": report.version}, reverse("admin:facility", args=(report.uid,))


def _refused(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        "desk/refused.html",
        title=_("Facility report"),
        words=_now(
            "Facility reports are confidential: registrars, conservators and the head of exhibitions read them."
        ),
        status=403,
    )
