"""Facility reports and the lenders: who read what and when, questions to answer, whose word is still to come."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from exhibitions.admin import facility as pages
from exhibitions.models import Exhibition, FacilityReport, SectionCode, Venue
from lenders.models import Lender
from loans.admin.basics import DecisionForm, carry_out, refused
from loans.documents.typst import DocumentError
from loans.models import FacilityDecision, FacilityQuestion, FacilityView, Loan, LoanLine
from loans.services import facility
from loans.services.facility import pdf as facility_pdf
from loans.states import OVER, LineStatus
from office.people.desk import actor_of, may, page
from office.records.wording import written

LOOKS_SHOWN = 200
"""The latest looks at a report that the page lists."""


def live_lines() -> QuerySet[LoanLine]:
    """Objects that were asked for and are not over: their lenders are to know the venue."""
    return LoanLine.objects.exclude(status__in=(LineStatus.DRAFT, *OVER)).filter(showings__isnull=False)


def panel(request: HttpRequest, loan: Loan) -> dict[str, Any]:
    """The venues of a loan and how far its lender is with each report; six queries."""
    venues = Venue.objects.filter(pk__in=live_lines().filter(loan=loan).values("showings__venue"))
    return {
        "standings": facility.standings([(loan.lender, venue) for venue in venues]),
        "may_record": may(request, "loans.record_answer"),
        "may_read": may(request, pages.EDITS),
    }


def exhibition_page(request: HttpRequest, code: str) -> HttpResponse:
    """Every lender of a show with the report of each venue."""
    show = get_object_or_404(Exhibition, code=code)
    wanted = live_lines().filter(loan__exhibition=show)
    pairs = wanted.order_by("loan__lender__name", "showings__venue__name")
    ids = dict.fromkeys(pairs.values_list("loan__lender", "showings__venue"))
    lenders = Lender.objects.in_bulk([lender for lender, _venue in ids])
    venues = Venue.objects.in_bulk([venue for _lender, venue in ids])
    return page(
        request,
        "desk/facility/exhibition.html",
        title=show.title,
        crumbs=((_("Exhibitions"), reverse("admin:exhibitions_exhibition_changelist")),),
        exhibition=show,
        standings=facility.standings([(lenders[lender], venues[venue]) for lender, venue in ids]),
        may_record=may(request, "loans.record_answer"),
        may_read=may(request, pages.EDITS),
    )


def readers_page(request: HttpRequest, uid: str) -> HttpResponse:
    """One version: its questions, where each lender stands, and the log of every look."""
    report = _report(uid)
    if not may(request, pages.EDITS):
        return refused(request, _("Facility report"), "")
    lenders = Lender.objects.filter(pk__in=live_lines().filter(showings__venue=report.venue_id).values("loan__lender"))
    questions = list(
        FacilityQuestion.objects.filter(report__venue=report.venue_id)
        .select_related("lender", "report")
        .order_by("answered_at", "id")[:LOOKS_SHOWN]
    )
    return page(
        request,
        "desk/facility/readers.html",
        title=_now("Who has read version %(number)d") % {"number": report.version},
        crumbs=_crumbs(report),
        report=report,
        unanswered=[each for each in questions if each.answered_at is None],
        answered=[each for each in questions if each.answered_at is not None],
        standings=facility.standings([(lender, report.venue) for lender in lenders.order_by("name")]),
        decisions=FacilityDecision.objects.filter(report=report).select_related("lender", "event")[:LOOKS_SHOWN],
        views=FacilityView.objects.filter(report=report).select_related("lender")[:LOOKS_SHOWN],
        may_record=may(request, "loans.record_answer"),
        may_read=True,
    )


class AnswerForm(forms.Form):
    answer = forms.CharField(label=_("Our answer"), widget=forms.Textarea({"rows": 6}), max_length=5_000)


def answer_page(request: HttpRequest, uid: str) -> HttpResponse:
    """The question, what the report says there, and the answer."""
    question = get_object_or_404(FacilityQuestion.objects.select_related("report__venue", "lender"), uid=uid)
    report = question.report
    if not may(request, pages.EDITS):
        return refused(request, _("Answer a question"), "")
    back = reverse("admin:facility_readers", args=(report.uid,))
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and carry_out(
        form,
        lambda: facility.answer(question, form.cleaned_data["answer"], actor=actor_of(request), now=timezone.now()),
    ):
        messages.success(
            request, _now("Answered: %(lender)s reads it in the portal.") % {"lender": question.lender.name}
        )
        return redirect(back)
    return page(
        request,
        "desk/facility/answer.html",
        title=_now("Answer %(name)s") % {"name": question.asked_by},
        crumbs=_crumbs(report),
        question=question,
        section=report.sections.filter(code=question.section).first() if question.section else None,
        form=form,
        submit=_now("Send the answer"),
        back=back,
        status=422 if form.errors else 200,
    )


class WordForm(DecisionForm):
    """What a lender said of a report by letter or telephone."""

    section = forms.ChoiceField(
        label=_("About"), required=False, choices=[("", _("The report as a whole")), *SectionCode.choices]
    )
    verdict = forms.ChoiceField(
        label=_("What they say"), choices=[("", _("Choose one")), *FacilityDecision.Verdict.choices]
    )
    words = forms.CharField(
        label=_("In their words"),
        required=False,
        help_text=_("Needed for concerns."),
        widget=forms.Textarea({"rows": 4}),
        max_length=5_000,
    )
    field_order = ("section", "verdict", "words")


def word_page(request: HttpRequest, uid: str, code: str) -> HttpResponse:
    """Records a lender's word that did not come through the portal."""
    report = _report(uid)
    lender = get_object_or_404(Lender.objects.select_related("agent"), code=code)
    if not may(request, "loans.record_answer"):
        return refused(request, _("Record the lender's word"), "")
    back = reverse("admin:facility_readers", args=(report.uid,))
    houses = [each for each in (lender, lender.agent) if each]
    people = [contact.name for each in houses for contact in each.contacts.filter(is_active=True)]
    form = WordForm(request.POST or None, request.FILES or None, people=people)
    if request.method == "POST" and carry_out(form, lambda: _decide(form, report, lender, request)):
        messages.success(request, _now("Recorded in the file of every loan it touches."))
        return redirect(back)
    return page(
        request,
        "desk/facility/word.html",
        title=_now("Record the word of %(lender)s") % {"lender": lender.name},
        crumbs=_crumbs(report),
        lead=_now("On the facility report of %(venue)s, version %(number)d, valid until %(day)s.")
        % {
            "venue": report.venue,
            "number": report.version,
            "day": written(report.expires_on) if report.expires_on else "–",
        },
        form=form,
        people=people,
        submit=_now("Record it"),
        back=back,
        status=422 if form.errors else 200,
    )


def _decide(form: WordForm, report: FacilityReport, lender: Lender, request: HttpRequest) -> None:
    said = form.cleaned_data
    facility.decide(
        report,
        lender=lender,
        section=said["section"],
        verdict=said["verdict"],
        words=said["words"],
        actor=actor_of(request),
        facts=form.facts(),
    )


def unanswered() -> list[FacilityQuestion]:
    """Questions of lenders that wait for us, the oldest first."""
    rows = FacilityQuestion.objects.filter(answered_at=None).select_related("lender", "report__venue")
    return list(rows.order_by("asked_at")[:100])


def _report(uid: str) -> FacilityReport:
    return get_object_or_404(FacilityReport.objects.select_related("venue"), uid=uid, issued_on__isnull=False)


def _crumbs(report: FacilityReport) -> tuple[tuple[object, str], ...]:
    return (
        (report.venue.name, pages.address_of(report.venue)),
        (_now("Version %(number)d") % {"number": report.version}, reverse("admin:facility", args=(report.uid,))),
    )


def pdf_page(request: HttpRequest, uid: str) -> HttpResponse:
    """The report with the name of who opens it across every page."""
    report = _report(uid)
    if not may(request, pages.EDITS):
        return refused(request, _("Facility report"), "")
    try:
        made = facility_pdf.for_staff(report, actor=actor_of(request), now=timezone.now())
    except DocumentError:
        messages.error(
            request, _now("The PDF could not be made. Read the report here, and tell whoever looks after Caravan.")
        )
        return redirect("admin:facility", report.uid)
    return facility_pdf.response(made, report)
