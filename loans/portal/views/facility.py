"""A venue's facility report as a lender reads it: confidentiality first, then section by section, every look logged."""

import uuid

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from exhibitions.models import FacilityReport
from loans.documents.typst import DocumentError
from loans.errors import LoanError
from loans.portal import facility_pages as pages
from loans.portal.door import Visit, portal_page
from loans.queries import facility_reports_visible_to
from loans.services import facility
from loans.services.facility import pdf as documents
from office.front.visitors import address_of

_DONE_ALREADY = {"accepted"}


class WordsForm(forms.Form):
    """What is done on a page: a question, concerns, or plain acceptance. What it needs is asked by the service."""

    do = forms.ChoiceField(
        choices=[("ask", ""), ("accepted", ""), ("concerns", "")],
        error_messages={
            "required": _("Choose what you want to do."),
            "invalid_choice": _("Choose what you want to do."),
        },
    )
    question = forms.CharField(required=False)
    words = forms.CharField(required=False)


@require_http_methods(["GET", "HEAD", "POST"])
@portal_page
def report(request: HttpRequest, visit: Visit, uid: uuid.UUID) -> HttpResponseBase:
    """The contents; before its confidentiality is accepted only the words to accept. A POST accepts, asks or decides."""
    row = _report(visit, uid)
    if row.uid != uid:
        messages.info(
            request, _("Version %(number)d has replaced the version your link led to.") % {"number": row.version}
        )
        return redirect("portal:facility", uid=row.uid)
    if not facility.has_accepted(row, contact=visit.contact):
        return _confidentiality(request, visit, row)
    if request.method == "POST":
        return _act(request, visit, row, section="")
    facility.read(row, contact=visit.contact, now=timezone.now(), ip=address_of(request))
    return _contents(request, visit, row, form=WordsForm())


@require_http_methods(["GET", "HEAD", "POST"])
@portal_page
def section(request: HttpRequest, visit: Visit, uid: uuid.UUID, code: str) -> HttpResponseBase:
    """One section. It counts as seen from here on; the page still shows what changed until then."""
    row = _report(visit, uid)
    part = get_object_or_404(row.sections.exclude(text=""), code=code)
    if row.uid != uid or not facility.has_accepted(row, contact=visit.contact):
        return redirect("portal:facility", uid=uid)
    part.report = row
    if request.method == "POST":
        return _act(request, visit, row, section=code)
    seen = facility.sight(row, lender=visit.contact.lender)[code]
    facility.read(row, contact=visit.contact, section=code, now=timezone.now(), ip=address_of(request))
    context = pages.around(row, visit) | pages.section(row, part, visit, seen=seen) | {"form": WordsForm()}
    return render(request, "portal/facility_section.html", context)


@require_safe
@portal_page
def pdf(request: HttpRequest, visit: Visit, uid: uuid.UUID) -> HttpResponseBase:
    """All of it, with the reader's name across every page."""
    row = _report(visit, uid)
    if row.uid != uid or not facility.has_accepted(row, contact=visit.contact):
        return redirect("portal:facility", uid=uid)
    now = timezone.now()
    try:
        made = documents.for_contact(row, contact=visit.contact, now=now)
    except DocumentError:
        messages.error(request, _("The PDF could not be made. Read the sections here; we look into it."))
        return redirect("portal:facility", uid=uid)
    facility.read(row, contact=visit.contact, as_pdf=True, now=now, ip=address_of(request))
    return documents.response(made, row)


def _report(visit: Visit, uid: uuid.UUID) -> FacilityReport:
    """The version asked for, or the one that has replaced it."""
    reports = facility_reports_visible_to(visit.actor).select_related("venue")
    found = reports.filter(uid=uid).first()
    if found is not None:
        return found
    replaced = {"venue__facility_reports__uid": uid, "venue__facility_reports__issued_on__isnull": False}
    return get_object_or_404(reports, **replaced)


def _confidentiality(request: HttpRequest, visit: Visit, row: FacilityReport) -> HttpResponse:
    if request.method == "POST" and "agree" in request.POST:
        facility.accept_confidentiality(row, contact=visit.contact, now=timezone.now(), ip=address_of(request))
        return redirect("portal:facility", uid=row.uid)
    return render(request, "portal/facility_confidential.html", pages.around(row, visit))


def _act(request: HttpRequest, visit: Visit, row: FacilityReport, *, section: str) -> HttpResponse:
    form = WordsForm(request.POST)
    if not form.is_valid():
        return _again(request, visit, row, section=section, form=form, code=422)
    try:
        done = _do(visit, row, section=section, form=form)
    except LoanError as error:
        if error.code in _DONE_ALREADY:
            messages.info(request, error.sentence)
            return redirect(_top_of(row, section))
        form.add_error(error.field if error.field in form.fields else None, error.sentence)
        return _again(request, visit, row, section=section, form=form, code=422 if error.field else 409)
    messages.success(request, done)
    return redirect(_top_of(row, section))


def _do(visit: Visit, row: FacilityReport, *, section: str, form: WordsForm) -> str:
    said = form.cleaned_data
    if said["do"] == "ask":
        facility.ask(row, said["question"], section=section, contact=visit.contact, now=timezone.now())
        return _("Your question is with the organiser. The answer appears here.")
    facility.decide(
        row,
        lender=visit.contact.lender,
        verdict=said["do"],
        section=section,
        words=said["words"] if said["do"] == "concerns" else "",
        actor=visit.actor,
    )
    if said["do"] == "concerns":
        return _("Your concerns are recorded, and the organiser reads them. Nothing is packed while they are open.")
    return _("Recorded: you accept this section.") if section else _("Recorded: you accept this report. Thank you.")


def _again(
    request: HttpRequest, visit: Visit, row: FacilityReport, *, section: str, form: WordsForm, code: int
) -> HttpResponse:
    """The page as it was, with what is wrong; the look was logged already."""
    if not section:
        return _contents(request, visit, row, form=form, code=code)
    part = row.sections.get(code=section)
    part.report = row
    seen = facility.sight(row, lender=visit.contact.lender)[section]
    context = pages.around(row, visit) | pages.section(row, part, visit, seen=seen) | {"form": form}
    return render(request, "portal/facility_section.html", context, status=code)


def _contents(
    request: HttpRequest, visit: Visit, row: FacilityReport, *, form: WordsForm, code: int = 200
) -> HttpResponse:
    context = pages.around(row, visit) | pages.contents(row, visit) | {"form": form}
    return render(request, "portal/facility.html", context, status=code)


def _top_of(row: FacilityReport, section: str) -> str:
    kwargs = {"uid": row.uid, "code": section} if section else {"uid": row.uid}
    return f"{reverse('portal:facility_section' if section else 'portal:facility', kwargs=kwargs)}#content"
