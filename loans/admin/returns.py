"""The latest lawful return: of every object of a show, of one loan, and what of it Today says. Nobody can put it off."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from loans.admin.show_pages import show_of, show_page
from loans.models import Loan, LoanLine
from loans.rules.findings import Severity
from loans.services import exposure, immunity, lawful_return
from loans.services.exposure import LineCover
from loans.services.lawful_return import LineReturn
from loans.states import COMMITTED
from office.people.desk import may


@dataclass(frozen=True, slots=True)
class Row:
    """A line with its day; `late` says that it is planned too late or is already past."""

    found: LineReturn
    late: bool
    near: bool


def returns_page(request: HttpRequest, code: str) -> HttpResponse:
    """Every object that must go home, the earliest day first; a fixed number of questions."""
    show = show_of(code)
    lines = immunity.with_everything(LoanLine.objects.filter(loan__exhibition=show, status__in=COMMITTED))
    found = lawful_return.of_lines(list(lines.select_related("loan__agreement")), on=timezone.localdate())
    rows = sorted((row_of(each) for each in found.values()), key=lambda row: (_day(row), row.found.line.pk))
    return show_page(
        request,
        "desk/loans/returns.html",
        show,
        here="returns",
        rows=rows,
        late=sum(row.late for row in rows),
        near=sum(row.near for row in rows),
    )


def row_of(found: LineReturn) -> Row:
    late = any(each.severity == Severity.BREACH for each in found.warnings)
    return Row(found, late, bool(found.warnings) and not late)


def _day(row: Row) -> dt.date:
    return row.found.lawful.day if row.found.lawful else dt.date.max


@dataclass(frozen=True, slots=True)
class Panel:
    """What the page of a loan says of cover, immunity and return."""

    loan: Loan
    covers: list[tuple[object, bool]]
    gaps: list[tuple[str, list[LineCover]]]
    first: Row | None
    warnings: list[str]
    edits: bool


def panel(request: HttpRequest, loan: Loan, lines: Sequence[LoanLine]) -> Panel | None:
    """For the page of a loan with these lines; None before anything is promised. A fixed number of questions."""
    if not any(line.status in COMMITTED for line in lines):
        return None
    promised = immunity.with_everything(loan.lines.filter(status__in=COMMITTED))
    rows = list(promised.select_related("loan__agreement"))
    covered = exposure.of_lines(rows)
    found = lawful_return.of_lines(rows, on=timezone.localdate())
    accepted = {each.cover_id for each in loan.cover_acceptances.all()}
    covers = {cover.pk: cover for each in covered.values() for cover in each.covers}
    first = lawful_return.earliest(found.values())
    return Panel(
        loan=loan,
        covers=[(cover, pk in accepted) for pk, cover in covers.items()],
        gaps=_alike(covered.values()),
        first=row_of(first) if first else None,
        warnings=list(dict.fromkeys(each.sentence for row in found.values() for each in row.warnings)),
        edits=may(request, "cover.edit"),
    )


def _alike(rows: Iterable[LineCover]) -> list[tuple[str, list[LineCover]]]:
    """Each sentence once, with the lines it is said of."""
    said: dict[str, list[LineCover]] = {}
    for row in rows:
        for finding in row.findings:
            said.setdefault(finding.sentence, []).append(row)
    return list(said.items())
