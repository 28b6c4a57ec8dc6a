"""The board: every lender of a show by what it says, on one screen; each number leads to the lines behind it."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, Min
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from exhibitions.models import ChecklistEntry, Exhibition
from lenders.models import Lender
from loans.models import Deadline, LoanLine
from loans.states import BEFORE_COLLECTION, EXITS, HOME_AGAIN, IN_CUSTODY, OPEN, OURS_TO_SETTLE, PROMISED, LineStatus
from office.front.status import look_of
from office.people.desk import may, page

ALWAYS = (
    LineStatus.REQUESTED,
    LineStatus.UNDER_REVIEW,
    LineStatus.APPROVED_WITH_CONDITIONS,
    LineStatus.APPROVED,
    LineStatus.DECLINED,
    LineStatus.CONFIRMED,
)
"""Columns that stand on every board; the others appear when an object is there."""


@dataclass(frozen=True, slots=True)
class Cell:
    number: int
    address: str
    tone: str


@dataclass(frozen=True, slots=True)
class Row:
    lender: Lender
    not_asked: Cell
    cells: list[Cell]
    total: int
    due: object
    late: bool
    address: str


def board(request: HttpRequest, code: str) -> HttpResponse:
    """Five questions to the database, whatever the number of lenders."""
    show = get_object_or_404(Exhibition.objects.select_related("registrar"), code=code)
    counts, wished = _lines(show), _wished(show)
    lenders = Lender.objects.filter(pk__in={*counts, *wished}, is_organiser=False).order_by("name")
    present = {name for each in counts.values() for name in each}
    columns = [each for each in LineStatus if each in ALWAYS or each in present]
    due = _due(show)
    rows = [_row(show, lender, counts[lender.pk], wished.get(lender.pk, 0), columns, due) for lender in lenders]
    totals = Counter[str]()
    for each in counts.values():
        totals.update(each)
    showings = list(show.showings.select_related("venue"))
    opens = min((showing.opens_date for showing in showings), default=None)
    return page(
        request,
        "desk/loans/board.html",
        title=show.title,
        crumbs=((_("Exhibitions"), reverse("admin:exhibitions_exhibition_changelist")),),
        exhibition=show,
        here="board",
        columns=columns,
        rows=rows,
        totals=[totals[each] for each in columns],
        not_asked=sum(wished.get(lender.pk, 0) for lender in lenders),
        asked=sum(totals.values()),
        own=_own(show),
        showings=showings,
        opens=opens,
        days=(opens - timezone.localdate()).days if opens else None,
        progress=_progress(totals),
        may_ask=may(request, "loans.edit"),
        may_run=may(request, "jobs.run"),
        may_take=may(request, "loans.record_answer"),
    )


def _lines(show: Exhibition) -> dict[int, Counter[str]]:
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    rows = LoanLine.objects.filter(loan__exhibition=show).order_by().values_list("loan__lender", "status")
    for lender, status, number in rows.annotate(number=Count("pk")):
        counts[lender][status] = number
    return counts


def _wished(show: Exhibition) -> dict[int, int]:
    """Objects on the checklist that nobody has been asked for, by lender."""
    asked = LoanLine.objects.filter(loan__exhibition=show).values("object")
    rows = ChecklistEntry.objects.filter(exhibition=show, object__lender__is_organiser=False).exclude(object__in=asked)
    return dict(rows.order_by().values_list("object__lender").annotate(number=Count("pk")))


def _own(show: Exhibition) -> int:
    return ChecklistEntry.objects.filter(exhibition=show, object__lender__is_organiser=True).count()


def _due(show: Exhibition) -> dict[int, object]:
    rows = Deadline.objects.filter(exhibition=show, loan__isnull=False, done_on__isnull=True)
    return dict(rows.order_by().values_list("loan__lender").annotate(due=Min("due_date")))


def _row(
    show: Exhibition,
    lender: Lender,
    counts: Counter[str],
    not_asked: int,
    columns: list[LineStatus],
    due: dict[int, object],
) -> Row:
    day = due.get(lender.pk)
    checklist = reverse("admin:exhibitions_checklistentry_changelist")
    unasked = urlencode({"exhibition__id__exact": show.pk, "object__lender__id__exact": lender.pk, "asked": "no"})
    loans = urlencode({"exhibition__id__exact": show.pk, "lender__id__exact": lender.pk})
    return Row(
        lender=lender,
        not_asked=Cell(not_asked, f"{checklist}?{unasked}", "quiet"),
        cells=[Cell(counts[each], _behind(show, lender, each), look_of(each).tone) for each in columns],
        total=sum(counts.values()) + not_asked,
        due=day,
        late=bool(day and day < timezone.localdate()),  # type: ignore[operator]
        address=f"{reverse('admin:loans_loan_changelist')}?{loans}",
    )


def _behind(show: Exhibition, lender: Lender, status: LineStatus) -> str:
    query = {
        "loan__exhibition__id__exact": show.pk,
        "loan__lender__id__exact": lender.pk,
        "status__exact": status.value,
    }
    return f"{reverse('admin:loans_loanline_changelist')}?{urlencode(query)}"


def _progress(totals: Counter[str]) -> list[dict[str, object]]:
    """How far the show is, as parts of a bar: settled, promised, open, lost."""
    parts = (
        ("done", _("confirmed or further"), BEFORE_COLLECTION | IN_CUSTODY | HOME_AGAIN),
        ("action", _("promised or a substitute offered"), PROMISED | OURS_TO_SETTLE),
        ("waiting", _("waiting for an answer"), OPEN | {LineStatus.DRAFT}),
        ("attention", _("declined or withdrawn"), EXITS),
    )
    whole = sum(totals.values()) or 1
    return [
        {"tone": tone, "words": words, "number": number, "share": f"{100 * number / whole:.2f}"}
        for tone, words, statuses in parts
        if (number := sum(totals[each] for each in statuses))
    ]
