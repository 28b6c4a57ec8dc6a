"""The lists for governments at a button: made at once, given out, kept by nobody."""

from collections.abc import Callable
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from exhibitions.models import Exhibition
from loans.admin.basics import refused
from loans.admin.show_pages import show_of
from loans.documents.typst import DocumentError
from loans.errors import LoanError
from loans.models import Cover
from loans.services import lists
from office.people.desk import actor_of, may
from office.records.actors import Actor

PDF: Final = "application/pdf"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def indemnity_page(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """The UK indemnity list, `kind` pdf or xlsx; `cover` in the form takes the one under that cover."""
    show = show_of(code)
    if not may(request, "values.see"):
        return refused(request, _("UK indemnity list"), _("It names values, which your role doesn't see."))
    cover = _cover(request, show)
    make = lists.indemnity_pdf if kind == "pdf" else lists.indemnity_xlsx
    return _given(
        request,
        show,
        lambda actor: make(show, cover=cover, actor=actor),
        name=f"indemnity-list-{show.code}.{kind}",
        media_type=PDF if kind == "pdf" else XLSX,
    )


def us_page(request: HttpRequest, code: str) -> HttpResponse:
    """The schedule of objects for 22 U.S.C. 2459."""
    show = show_of(code)
    return _given(
        request,
        show,
        lambda actor: lists.us_pdf(show, actor=actor),
        name=f"us-2459-{show.code}.pdf",
        media_type=PDF,
    )


def _cover(request: HttpRequest, show: Exhibition) -> Cover | None:
    uid = request.POST.get("cover", "")
    if not uid:
        return None
    found = {str(each.uid): each for each in show.covers.all()}
    if uid not in found:
        raise Http404
    return found[uid]


def _given(
    request: HttpRequest, show: Exhibition, make: Callable[[Actor], bytes], *, name: str, media_type: str
) -> HttpResponse:
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        data = make(actor_of(request))
    except LoanError as error:
        messages.error(request, error.sentence)
        return redirect("admin:cover", show.code)
    except DocumentError:
        messages.error(request, _("The list could not be set as a PDF. The log says why; tell the administrator."))
        return redirect("admin:cover", show.code)
    answer = HttpResponse(data, content_type=media_type)
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
