"""Conditions: each with its thread and what may be answered to it; and the page to add some."""

import uuid
from collections.abc import Sequence
from http import HTTPStatus

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from exhibitions.models import Showing
from lenders.queries import organiser_name
from loans.errors import LoanError, MissingFact
from loans.models import Loan, LoanLine, Term
from loans.portal import pages, terms_pages
from loans.portal.door import Visit, portal_page
from loans.portal.forms import WORDS_AT_MOST, usual_of
from loans.queries import lines_visible_to, loans_visible_to, terms_visible_to
from loans.services import terms as services
from loans.services.offers import OfferForm, OfferRows, initial_of
from loans.services.presets import ReadyRows


class WordsForm(forms.Form):
    """A reason or a note."""

    words = forms.CharField(
        required=False,
        max_length=WORDS_AT_MOST,
        error_messages={"max_length": gettext_lazy("At most 5,000 characters, please.")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@portal_page
def add(request: HttpRequest, visit: Visit, reference: str) -> HttpResponseBase:
    """Conditions for the whole loan or, with ?object=, for one object. A POST proposes them, or agrees to many."""
    loan = get_object_or_404(pages.with_people(loans_visible_to(visit.actor)), reference=reference)
    line = _line(visit, loan, request.GET.get("object", ""))
    if request.method == "POST" and request.POST.get("do") == "agree_all":
        return _agree_all(request, visit, loan, line)
    data = request.POST if request.method == "POST" else None
    more = data is not None and "more" in data
    rows = OfferRows(data, amounts=visit.actor.can("values.see"), more=more)
    usual = usual_of(loan, actor=visit.actor, ticked=data.getlist("usual") if data is not None else ())
    code = 200
    if data is not None and not more:
        code = _propose(visit, loan, line, rows=rows, usual=usual)
        if not code:
            messages.success(request, _("Recorded. The organiser reads it and answers here."))
            return redirect(_back(loan, line))
    words = {
        "loan": loan, "line": line, "rows": rows, "usual": usual, "visit": visit,
        "organiser": organiser_name(), "may_decide": visit.actor.can("decide"), "back": _back(loan, line),
    }  # fmt: skip
    return render(request, "portal/add_terms.html", words, status=code)


def _line(visit: Visit, loan: Loan, uid: str) -> LoanLine | None:
    if not uid:
        return None
    try:
        key = uuid.UUID(uid)
    except ValueError:
        key = uuid.UUID(int=0)
    return get_object_or_404(pages.with_object(lines_visible_to(visit.actor)), loan=loan, uid=key)


def _propose(visit: Visit, loan: Loan, line: LoanLine | None, *, rows: OfferRows, usual: ReadyRows) -> int:
    """Makes the proposals; 0 when they are made, else the status of a page that says why not."""
    rows.error = usual.error
    if usual.error or not rows.is_valid():
        return HTTPStatus.UNPROCESSABLE_ENTITY
    offers = [*usual.offers, *rows.offers()]
    if not offers:
        rows.error = _("Write down at least one condition, or tick one of your usual ones.")
        return HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        services.propose(loan, offers, line=line, actor=visit.actor)
    except LoanError as error:
        rows.error = error.sentence
        return HTTPStatus.CONFLICT
    return 0


def _agree_all(request: HttpRequest, visit: Visit, loan: Loan, line: LoanLine | None) -> HttpResponse:
    if line is None:
        return redirect(_back(loan, None))
    try:
        agreed = services.accept_all(line, actor=visit.actor, seen=request.POST.getlist("seen"))
    except LoanError as error:
        messages.error(request, error.sentence)
    else:
        messages.success(
            request,
            ngettext(
                "Recorded: you agreed to %(number)d condition.",
                "Recorded: you agreed to %(number)d conditions.",
                len(agreed),
            )
            % {"number": len(agreed)},
        )
    return redirect(_back(loan, line))


@require_http_methods(["GET", "HEAD", "POST"])
@portal_page
def term(request: HttpRequest, visit: Visit, reference: str, uid: uuid.UUID) -> HttpResponseBase:
    """One condition with all that was said; a POST agrees, counters, rejects, withdraws or notes something."""
    row = _term(visit, reference, uid)
    if request.method != "POST":
        return _page(request, visit, row, counter=_counter(row, visit), words=WordsForm())
    return _act(request, visit, row)


def _term(visit: Visit, reference: str, uid: uuid.UUID) -> Term:
    rows = terms_visible_to(visit.actor).select_related(
        "current", "loan__lender", "loan__agreement", "loan__exhibition__registrar", "line__object", "line__loan"
    )
    return get_object_or_404(rows, loan__reference=reference, uid=uid)


def _counter(row: Term, visit: Visit, data: object = None) -> OfferForm:
    amounts = visit.actor.can("values.see")
    begun = initial_of(row.current, amounts=amounts) if row.current else {}
    return OfferForm(data, kind=row.kind, amounts=amounts, initial=begun, prefix="c0")


def _act(request: HttpRequest, visit: Visit, row: Term) -> HttpResponse:
    do, seen, actor = request.POST.get("do", ""), request.POST.get("seen", ""), visit.actor
    counter = _counter(row, visit, request.POST if do == "counter" else None)
    words = WordsForm(request.POST if do in ("reject", "note") else None)
    bound: forms.Form | None = counter if do == "counter" else words if do in ("reject", "note") else None
    if bound is not None and not bound.is_valid():
        return _page(request, visit, row, counter=counter, words=words, did=do, code=422)
    try:
        if do == "agree":
            services.accept(row, actor=actor, seen=seen)
        elif do == "counter":
            services.counter(row, counter.offer(), actor=actor, seen=seen)
        elif do == "reject":
            services.reject(row, actor=actor, reason=words.cleaned_data["words"], seen=seen)
        elif do == "withdraw":
            services.withdraw(row, actor=actor)
        elif do == "note":
            services.note(row, words.cleaned_data["words"], actor=actor)
        else:
            raise MissingFact(_("Choose what you want to do."))
    except LoanError as error:
        return _refused(request, visit, row, error=error, counter=counter, words=words, did=do)
    messages.success(request, _done(do))
    return redirect(
        _back(row.loan, row.line) if do != "note" else reverse("portal:term", args=(row.loan.reference, row.uid))
    )


def _refused(
    request: HttpRequest, visit: Visit, row: Term, *, error: LoanError, counter: OfferForm, words: WordsForm, did: str
) -> HttpResponse:
    """Says why, on the page as things are now; what was typed stays."""
    if error.field and did in ("reject", "note"):
        words.add_error("words", error.sentence)
    elif error.field and did == "counter":
        counter.add_error(error.field if error.field in counter.fields else None, error.sentence)
    else:
        messages.error(request, error.sentence)
    row = _term(visit, row.loan.reference, row.uid)
    return _page(request, visit, row, counter=counter, words=words, did=did, code=422 if error.field else 409)


def _done(do: str) -> str:
    return {
        "agree": _("Recorded: you agreed to the condition."),
        "counter": _("Recorded: your proposal is with the organiser."),
        "reject": _("Recorded: you rejected it. The organiser reads your reason."),
        "withdraw": _("Recorded: you withdrew the condition."),
        "note": _("Noted. Only your institution sees it."),
    }[do]


def _page(
    request: HttpRequest,
    visit: Visit,
    row: Term,
    *,
    counter: OfferForm,
    words: WordsForm,
    did: str = "",
    code: int = 200,
) -> HttpResponse:
    thread = terms_pages.one(row, actor=visit.actor)
    context = {
        "term": row, "thread": thread, "loan": row.loan, "line": row.line, "row": counter, "words": words, "did": did,
        "kept": terms_pages.kept_of(thread, _showings(row)), "visit": visit, "organiser": organiser_name(),
        "may_decide": visit.actor.can("decide"), "in_portal": True, "back": _back(row.loan, row.line),
    }  # fmt: skip
    return render(request, "portal/term.html", context, status=code)


def _showings(row: Term) -> Sequence[Showing]:
    own = list(row.line.showings.select_related("venue")) if row.line else []
    return own or list(row.loan.exhibition.showings.select_related("venue"))


def _back(loan: Loan, line: LoanLine | None) -> str:
    """The conditions on the page they belong to."""
    if line is None:
        return f"{reverse('portal:loan', args=(loan.reference,))}#conditions"
    return f"{reverse('portal:line', args=(loan.reference, line.uid))}#conditions"
