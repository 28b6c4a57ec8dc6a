"""Immunity from seizure of an exhibition: when each object enters, what must be published by when, where it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from exhibitions.models import Exhibition
from loans.admin.basics import refused
from loans.admin.show_pages import form_step, show_of, show_page
from loans.documents.typst import DocumentError
from loans.errors import LoanError
from loans.models import ImmunityCheck, ImmunityList, LoanLine
from loans.rules.findings import Severity
from loans.services import immunity as services
from loans.services import immunity_checks, immunity_lists
from loans.services.fetching import Limits
from loans.services.immunity import LineImmunity
from office.people.days import DayField
from office.people.desk import actor_of, may

WHILE_SOMEBODY_WAITS = Limits(connect=3, read=5, whole=8)


@dataclass(frozen=True, slots=True)
class Row:
    """A line as the page shows it: its state in a word, every sentence, and what the list would lack."""

    row: LineImmunity
    tone: str
    state: str
    sentences: list[tuple[str, bool]]
    missing: list[str]
    tickable: bool


@dataclass(frozen=True, slots=True)
class Edition:
    edition: ImmunityList
    count: int
    check: ImmunityCheck | None


def immunity_page(request: HttpRequest, code: str) -> HttpResponse:
    """A fixed number of questions to the database, whatever the number of objects and editions."""
    show = show_of(code)
    found = services.of_lines(list(services.lines_of(show)), on=timezone.localdate())
    rows = [_shown(row) for row in found.values()]
    editions = _editions(show)
    showings = [each for each in show.showings.select_related("venue") if str(each.venue.country) == services.UK]
    return show_page(
        request,
        "desk/loans/immunity.html",
        show,
        here="immunity",
        rows=[each for each in rows if each.row.available],
        without=[each for each in rows if not each.row.available],
        editions=editions,
        showings=showings,
        waiting=sum(each.row.available and each.row.published_on is None for each in rows),
        edits=may(request, "cover.edit"),
    )


def _editions(show: Exhibition) -> list[Edition]:
    lists = list(
        ImmunityList.objects.filter(showing__exhibition=show)
        .select_related("showing__venue", "html", "pdf")
        .prefetch_related("entries")
        .order_by("-number")
    )
    checks = immunity_checks.latest(lists)
    return [Edition(each, len(each.entries.all()), checks.get(each.pk)) for each in lists]


def _shown(row: LineImmunity) -> Row:
    sentences = [(each.sentence, each.severity == Severity.BREACH) for each in row.findings]
    lacks = [each.sentence for each in row.missing] if row.published_on is None else []
    late = any(bad for _sentence, bad in sentences)
    if not row.available:
        tone, state = "withdrawn", _now("Not available")
    elif late:
        tone, state = "overdue", _now("Not protected as planned")
    elif row.published_on is not None:
        tone, state = "done", _now("Published")
    elif row.entry is not None:
        tone, state = "queued", _now("On a list, not published")
    elif row.missing:
        tone, state = "queued", _now("Something is missing")
    else:
        tone, state = "running", _now("Ready for a list")
    tickable = row.can_be_listed and not row.assumed
    return Row(row, tone, state, sentences, lacks, tickable)


def make_page(request: HttpRequest, code: str) -> HttpResponse:
    """Makes an edition of the ticked objects for one showing."""
    show = show_of(code)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not may(request, "cover.edit"):
        return refused(request, _now("Make an immunity list"), "")
    showings = {str(each.uid): each for each in show.showings.select_related("venue", "exhibition")}
    showing = showings.get(request.POST.get("showing", ""))
    if showing is None:
        raise Http404
    try:
        edition = immunity_lists.make_list(showing, _ticked(request, show), actor=actor_of(request))
    except LoanError as error:
        messages.error(request, error.sentence)
    except (DocumentError, OSError):
        messages.error(request, _now("The list could not be set as a PDF. The log says why; tell the administrator."))
    else:
        count = edition.entries.count()
        words = ngettext(
            "Edition %(number)d with %(count)d object is made. Put its page on your website, then record where it stands.",
            "Edition %(number)d with %(count)d objects is made. Put its page on your website, then record where it stands.",
            count,
        )
        messages.success(request, words % {"number": edition.number, "count": count})
    return redirect("admin:immunity", show.code)


def _ticked(request: HttpRequest, show: Exhibition) -> Sequence[LoanLine]:
    wanted = set(request.POST.getlist("line"))
    return [line for line in services.lines_of(show) if str(line.uid) in wanted]


class PublishForm(forms.Form):
    url = forms.CharField(
        label=_("Public address"),
        max_length=500,
        widget=forms.URLInput,
        help_text=_("Of the page on the borrowing museum's own website."),
    )
    on = DayField(label=_("It stands there since"))


def publish_page(request: HttpRequest, uid: str) -> HttpResponse:
    """Records where an edition stands; for one that is published, where it has moved to."""
    edition = _edition(uid)
    show = edition.showing.exhibition
    back = reverse("admin:immunity", args=(show.code,))
    initial = {"url": edition.url, "on": edition.published_on or timezone.localdate()}
    form = PublishForm(request.POST or None, initial=initial)
    moved = _now("It has moved: give its new address. The day it was first published stays.")
    first = _now("The days count from the day the page can be read by everybody, with every reference on it.")
    return form_step(
        request,
        form,
        do=lambda: immunity_lists.publish(
            edition, url=form.cleaned_data["url"], on=form.cleaned_data["on"], actor=actor_of(request)
        ),
        done=_now("Recorded. From now on the page is looked at every day."),
        title=_now("Edition %(number)d is published") % {"number": edition.number},
        submit=_now("Record it"),
        back=back,
        crumbs=((show.title, back),),
        ability="cover.edit",
        lead=moved if edition.published_on else first,
    )


def check_page(request: HttpRequest, uid: str) -> HttpResponse:
    """Looks at one published edition now."""
    edition = _edition(uid)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not may(request, "cover.edit"):
        return refused(request, _now("Look at an immunity list"), "")
    back = redirect("admin:immunity", edition.showing.exhibition.code)
    if edition.published_on is None:
        messages.error(request, _now("It isn't published yet. Record where it stands first."))
        return back
    found = immunity_checks.check(edition, now=timezone.now(), limits=WHILE_SOMEBODY_WAITS)
    if found.complete:
        messages.success(request, _now("The page is there, with every reference on it."))
    else:
        messages.error(request, found.problem)
    return back


def checks_page(request: HttpRequest, uid: str) -> HttpResponse:
    """The evidence: every look at one edition, newest first."""
    edition = _edition(uid)
    show = edition.showing.exhibition
    context: dict[str, Any] = {"edition": edition, "checks": edition.checks.select_related("page")[:400]}
    return show_page(request, "desk/loans/immunity_checks.html", show, here="immunity", **context)


def _edition(uid: str) -> ImmunityList:
    rows = ImmunityList.objects.select_related("showing__exhibition__registrar", "showing__venue")
    edition: ImmunityList = get_object_or_404(rows, uid=uid)
    return edition
