"""One object: what is asked, why, on what terms, and the answer."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from loans.errors import LoanError, WrongState
from loans.models import LoanLine
from loans.portal import pages
from loans.portal.door import Visit, portal_page
from loans.portal.forms import AnswerForm
from loans.queries import lines_visible_to
from loans.services import lines as line_services
from loans.states import MOVES


@require_http_methods(["GET", "HEAD", "POST"])
@portal_page
def line(request: HttpRequest, visit: Visit, reference: str, uid: uuid.UUID) -> HttpResponseBase:
    """Shows the object; a POST answers it."""
    row = _row(visit, reference, uid)
    if request.method != "POST":
        return _page(request, visit, row, form=AnswerForm(line=row, actor=visit.actor))
    if "more" in request.POST:
        return _page(request, visit, row, form=AnswerForm(request.POST, line=row, actor=visit.actor, more=True))
    return _answer(request, visit, row)


def _row(visit: Visit, reference: str, uid: uuid.UUID) -> LoanLine:
    return get_object_or_404(pages.with_object(lines_visible_to(visit.actor)), loan__reference=reference, uid=uid)


def _page(
    request: HttpRequest, visit: Visit, row: LoanLine, *, form: AnswerForm, kept: str = "", code: int = 200
) -> HttpResponse:
    words = pages.line(row, actor=visit.actor) | {"form": form, "kept": kept, "visit": visit}
    return render(request, "portal/line.html", words, status=code)


def _answer(request: HttpRequest, visit: Visit, row: LoanLine) -> HttpResponse:
    form = AnswerForm(request.POST, line=row, actor=visit.actor)
    name = request.POST.get("answer", "")
    if not form.can_answer and name in MOVES:
        return _too_late(request, visit, row, name=name, form=form)
    if not form.is_valid():
        return _page(request, visit, row, form=form, code=422)
    try:
        moved = line_services.move(row, name, actor=visit.actor, **form.said())
    except WrongState:
        return _too_late(request, visit, _row(visit, row.loan.reference, row.uid), name=name, form=form)
    except LoanError as error:
        form.refuse(error.sentence, field=error.field)
        return _page(request, visit, row, form=form, code=422 if error.field else 409)
    messages.success(
        request,
        _("Recorded: “%(title)s” is now “%(status)s”.")
        % {"title": moved.object.title, "status": moved.get_status_display()},
    )
    return redirect(_top_of(row))


def _top_of(row: LoanLine) -> str:
    """The form sends to its own place on the page; what was recorded stands at the top."""
    return f"{reverse('portal:line', kwargs={'reference': row.loan.reference, 'uid': row.uid})}#content"


def _too_late(request: HttpRequest, visit: Visit, row: LoanLine, *, name: str, form: AnswerForm) -> HttpResponse:
    """Somebody was first, or the button was pressed twice: says what stands, and keeps what was typed."""
    sentence = line_services.refusal(row, name, actor=visit.actor)
    typed = form.typed()
    if row.status == MOVES[name].target or not typed:
        messages.info(request, sentence)
        return redirect(_top_of(row))
    messages.error(request, sentence)
    return _page(request, visit, row, form=AnswerForm(line=row, actor=visit.actor), kept=typed, code=409)
