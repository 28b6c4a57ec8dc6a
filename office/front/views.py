"""The front door `/`, the demo's post office and the help pages."""

import uuid

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from office.front.tour import Tour
from office.people.passwords import DEMO_PASSWORD
from office.post.models import Letter
from office.records import files
from office.records.models import StoredFile

LETTERS_A_PAGE = 30

HELP = {
    "registrar": gettext_lazy("Registrars and curators"),
    "lender": gettext_lazy("Lenders"),
    "courier": gettext_lazy("Couriers and conservators"),
    "it": gettext_lazy("IT"),
}


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Three doors; in the demo the tour."""
    if not settings.DEMO:
        return render(request, "front/doors.html")
    return render(request, "front/tour.html", {"tour": Tour.read(settings.HOME), "password": DEMO_PASSWORD})


@require_safe
def post(request: HttpRequest) -> HttpResponse:
    """Every letter that went out, newest first. In the demo only."""
    _demo_only()
    letters = Letter.objects.only("uid", "subject", "to_name", "to_email", "status", "created_at", "sent_at")
    page = Paginator(letters, LETTERS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "front/post.html", {"page": page})


@require_safe
def letter(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """One letter as its reader sees it, and as plain text."""
    _demo_only()
    row = get_object_or_404(Letter, uid=uid)
    # Links of the letter open in the window, not in the frame that shows it.
    framed = row.html.replace("<head>", '<head><base target="_top">', 1)
    return render(request, "front/letter.html", {"letter": row, "text": row.text.strip(), "framed": framed})


@require_safe
def museum(request: HttpRequest, name: str) -> HttpResponse:
    """A page of the museum's own website, which the demo plays: a list published for immunity from seizure."""
    _demo_only()
    page = (
        StoredFile.objects.filter(original_name=f"immunity-list-{name}.html", media_type="text/html")
        .order_by("-pk")
        .first()
    )
    if page is None:
        raise Http404
    words = _(
        "Demonstration: this page stands for the museum's own website. The lenders on it and all it says are invented."
    )
    said = format_html(
        '<p style="font: 1rem sans-serif; padding: 0.75rem; background: #1e1b16; color: #fff">{}</p>', words
    )
    return HttpResponse(files.read(page).decode().replace("<body>", f"<body>{said}", 1))


@require_safe
def help_page(request: HttpRequest, who: str = "") -> HttpResponse:
    """A short page for each kind of person."""
    if not who:
        return render(request, "front/help/index.html", {"pages": HELP})
    if who not in HELP:
        raise Http404(_("There is no such help page."))
    return render(request, f"front/help/{who}.html", {"pages": HELP, "who": who, "title": HELP[who]})


def _demo_only() -> None:
    if not settings.DEMO:
        raise Http404


def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers ask here by themselves."""
    return redirect(static("caravan/mark.svg"))
