"""Starting, signing and printing condition reports; many at once are a job."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from exhibitions.models import Exhibition
from loans.admin.basics import address, line_of, loan_of, refuse
from loans.documents.typst import DocumentError
from loans.errors import LoanError
from loans.models import ConditionReport, Moment, Side
from loans.services import report_batch, report_pdf
from loans.services import reports as services
from office.people.days import DayField
from office.people.desk import actor_of, page
from office.records.audit import Facts
from office.records.models import Authority


class StartForm(forms.Form):
    moment = forms.ChoiceField(label=_("Which examination"), choices=Moment.choices)
    examined_on = DayField(label=_("Examined on"), required=False, help_text=_("Empty: today."))


def start_page(request: HttpRequest, reference: str, uid: str) -> HttpResponse:
    """Starts a draft from the report before it."""
    loan = loan_of(reference)
    line = line_of(loan, uid)
    form = StartForm(request.POST or None)
    if form.is_valid():
        try:
            report = services.start(
                line,
                moment=Moment(form.cleaned_data["moment"]),
                examined_on=form.cleaned_data["examined_on"],
                actor=actor_of(request),
            )
        except LoanError as error:
            refuse(form, error)
        else:
            return redirect("admin:loans_conditionreport_change", report.pk)
    return page(
        request,
        "desk/form.html",
        title=_now("Start a condition report"),
        crumbs=((f"{loan.reference} {loan.lender}", address(loan)),),
        lead=str(line.object),
        form=form,
        submit=_now("Start it"),
        back=address(loan),
        status=422 if form.errors else 200,
    )


_WAYS = [(way.value, way.label) for way in (Authority.IN_PERSON, Authority.LETTER, Authority.EMAIL)]


class SignForm(forms.Form):
    side = forms.ChoiceField(label=_("For whom"), choices=Side.choices)
    name = forms.CharField(label=_("Who signs"), max_length=200)
    title = forms.CharField(label=_("Job title"), max_length=200, required=False)
    authority = forms.ChoiceField(
        label=_("How the signature reached us"),
        required=False,
        choices=[("", _("Signed here, by ourselves")), *_WAYS],
        help_text=_("Only for the lender's signature: the paper you have, or that you were there."),
    )


def sign_page(request: HttpRequest, reference: str) -> HttpResponse:
    """The first signature freezes the report."""
    report = get_object_or_404(ConditionReport.objects.select_related("line__object"), reference=reference)
    actor = actor_of(request)
    home = reverse("admin:loans_conditionreport_change", args=(report.pk,))
    form = SignForm(request.POST or None, initial={"side": Side.BORROWER, "name": actor.name, "title": actor.title})
    if form.is_valid():
        said = form.cleaned_data
        try:
            services.sign(
                report,
                side=Side(said["side"]),
                name=said["name"],
                title=said["title"],
                actor=actor,
                facts=Facts(authority=said["authority"]),
            )
        except LoanError as error:
            refuse(form, error)
        else:
            messages.success(request, _now("%(report)s is signed and stays as it is.") % {"report": report})
            return redirect(home)
    return page(
        request,
        "desk/form.html",
        title=_now("Sign %(report)s") % {"report": report},
        crumbs=((report.line.object.title, home),),
        lead=_now("The signature freezes the report: it can't be changed then. A correction is a new report."),
        form=form,
        submit=_now("Sign"),
        back=home,
        status=422 if form.errors else 200,
    )


def pdf_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Makes the PDF, files it in the loan (once for the same content) and shows it; who only looks files nothing."""
    report = get_object_or_404(
        ConditionReport.objects.select_related(
            "line__loan__lender", "line__loan__exhibition", "line__object", "previous"
        ),
        reference=reference,
    )
    if request.method != "POST":
        return redirect("admin:loans_conditionreport_change", report.pk)
    actor = actor_of(request)
    try:
        if not (actor.can("reports.write") or actor.can("jobs.run")):
            return _only_shown(report_pdf.pdf(report).pdf, name=f"{report.reference}.pdf")
        document = report_pdf.file_pdf(report, actor=actor)
    except (DocumentError, OSError):
        messages.error(request, _now("The PDF could not be made: one of the photos can't be read. Add it again."))
        return redirect("admin:loans_conditionreport_change", report.pk)
    return redirect("admin:file", document.file.uid)


def _only_shown(data: bytes, *, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


def loan_reports(request: HttpRequest, reference: str) -> HttpResponse:
    """All condition reports of a loan as PDFs, in the background."""
    loan = loan_of(reference)
    title = _now("Condition reports of %(loan)s, %(lender)s") % {"loan": loan, "lender": loan.lender}
    return _start_job(request, report_batch.reports_of(loan=loan), title=title, back=address(loan))


def all_reports(request: HttpRequest, code: str) -> HttpResponse:
    """All condition reports of a show as PDFs, in the background."""
    show = get_object_or_404(Exhibition, code=code)
    title = _now("Condition reports of “%(show)s”") % {"show": show}
    return _start_job(
        request, report_batch.reports_of(exhibition=show), title=title, back=reverse("admin:board", args=(code,))
    )


def _start_job(request: HttpRequest, reports: Any, *, title: str, back: str) -> HttpResponse:
    if request.method != "POST":
        return redirect(back)
    try:
        job = report_batch.start(reports, title=title, actor=actor_of(request))
    except LoanError as error:
        messages.error(request, error.sentence)
        return redirect(back)
    return redirect("admin:records_job_change", job.pk)
