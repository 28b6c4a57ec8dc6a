"""The list of requests, and one request with all its objects, to answer several at once."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods

from loans.errors import LoanError
from loans.models import Loan, LoanLine
from loans.portal import pages
from loans.portal.door import Visit, portal_page
from loans.portal.forms import TogetherForm
from loans.queries import loans_visible_to
from loans.rules import refusal
from loans.services import lines as line_services


def requests_home(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What we ask of you, in order of urgency."""
    return render(request, "portal/home.html", pages.home(visit.contact, actor=visit.actor) | {"visit": visit})


@gzip_page
@require_http_methods(["GET", "HEAD", "POST"])
@portal_page
def loan(request: HttpRequest, visit: Visit, reference: str) -> HttpResponseBase:
    """Every object of one request, with its state."""
    row = get_object_or_404(pages.with_people(loans_visible_to(visit.actor)), reference=reference)
    if request.method != "POST":
        return _page(request, visit, row, form=TogetherForm(initial={"scope": "chosen"}))
    return _answer_together(request, visit, row)


def _page(
    request: HttpRequest, visit: Visit, row: Loan, *, form: TogetherForm, chosen: tuple[str, ...] = (), code: int = 200
) -> HttpResponse:
    words = pages.loan(row, actor=visit.actor) | {"form": form, "chosen": chosen, "visit": visit}
    return render(request, "portal/loan.html", words, status=code)


def _answer_together(request: HttpRequest, visit: Visit, row: Loan) -> HttpResponse:
    form = TogetherForm(request.POST)
    chosen = tuple(request.POST.getlist("chosen"))
    if not form.is_valid():
        return _page(request, visit, row, form=form, chosen=chosen, code=422)
    answer = form.cleaned_data["answer"]
    lines = list(pages.lines_of(row, actor=visit.actor))
    # What a board or a ministry is still to decide is never swept along with the rest.
    unanswered = [line for line in lines if line.status in pages.TO_ANSWER]
    meant = unanswered if form.cleaned_data["scope"] == "all" else [line for line in lines if str(line.uid) in chosen]
    if not meant:
        form.add_error("scope", _("Tick the objects you mean, or choose all that have no answer yet."))
        return _page(request, visit, row, form=form, chosen=chosen, code=422)
    possible = [line for line in meant if not refusal(line, answer, actor=visit.actor)]
    if not possible:
        messages.info(request, _why_none(meant, answer, visit))
        return redirect(_top_of(row))
    try:
        moved = line_services.move_all(possible, answer, actor=visit.actor, **form.said())
    except LoanError as error:
        form.refuse(error.sentence, field=error.field)
        return _page(request, visit, row, form=form, chosen=chosen, code=409 if not error.field else 422)
    messages.success(request, _recorded(answer, len(moved)))
    return redirect(_top_of(row))


def _top_of(row: Loan) -> str:
    """The form sends to its own place on the page; what was recorded stands at the top."""
    return f"{reverse('portal:loan', kwargs={'reference': row.reference})}#content"


def _why_none(meant: list[LoanLine], answer: str, visit: Visit) -> str:
    """A second press of the same button is the common case; a single object says its own reason."""
    if len(meant) == 1:
        return refusal(meant[0], answer, actor=visit.actor)
    return _("These objects are answered already. Nothing was changed.")


def _recorded(answer: str, number: int) -> str:
    if answer == "approve":
        return ngettext(
            "Recorded: you approved %(number)d object. Thank you. The loan agreement comes to your signatory.",
            "Recorded: you approved %(number)d objects. Thank you. The loan agreement comes to your signatory.",
            number,
        ) % {"number": number}
    return ngettext(
        "Recorded: you declined %(number)d object. The organiser reads your reason today.",
        "Recorded: you declined %(number)d objects. The organiser reads your reason today.",
        number,
    ) % {"number": number}
