"""Where the code on a crate or an object leads: what it is and the one thing to confirm, large enough for a thumb.

The address says nothing by itself, and whoever opens it signs in first.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loans.admin.lines import marks
from loans.errors import LoanError
from loans.models import Crate, LoanLine, Location, Shipment
from loans.services import crates, handling, locations
from office.people.desk import actor_of, may, page


@dataclass(frozen=True, slots=True)
class Found:
    """What a code stands for."""

    crate: Crate | None
    lines: list[LoanLine]
    shipment: Shipment | None


@dataclass(frozen=True, slots=True)
class Shown:
    line: LoanLine
    mark: str
    location: Location | None


def scan_page(request: HttpRequest, token: str) -> HttpResponse:
    """Shows it; a POST confirms the step whose name it carries."""
    found = _found(token)
    if found is None:
        raise Http404
    if request.method == "POST":
        return _confirm(request, token, found)
    step = handling.next_step(found.lines, found.shipment)
    where = locations.latest(found.lines)
    alone = found.lines[0] if len(found.lines) == 1 and found.crate is None else None
    return page(
        request,
        "desk/loans/scan.html",
        title=_("Crate %(number)d") % {"number": found.crate.number}
        if found.crate
        else str(alone and alone.object.title),
        crate=found.crate,
        alone=alone,
        crate_marks=crates.marks_in_words(found.crate) if found.crate else [],
        shipment=found.shipment,
        exhibition=found.crate.exhibition if found.crate else found.lines[0].loan.exhibition,
        rows=[Shown(line, marks(line), where.get(line.pk)) for line in found.lines],
        step=step,
        some=step is not None and len(step.lines) < len(found.lines),
        handles=may(request, "loans.handle"),
    )


def _confirm(request: HttpRequest, token: str, found: Found) -> HttpResponse:
    try:
        step = handling.confirm(found.lines, found.shipment, request.POST.get("name", ""), actor=actor_of(request))
    except LoanError as error:
        messages.error(request, error.sentence)
    else:
        messages.success(request, _done(step.lines))
    return redirect("admin:scan", token)


def _done(lines: Sequence[LoanLine]) -> str:
    return ngettext("Recorded for %(count)d object.", "Recorded for %(count)d objects.", len(lines)) % {
        "count": len(lines)
    }


def _found(token: str) -> Found | None:
    """A crate by its token; an object by the uid of its line."""
    if crate := crates.found(token):
        rows = crates.now_in(crate)
        for row in rows:
            row.line.loan.exhibition = crate.exhibition
        return Found(crate, [row.line for row in rows], rows[0].shipment if rows else None)
    try:
        uid = uuid.UUID(token)
    except ValueError:
        return None
    rows_of = LoanLine.objects.select_related("object__image", "loan__lender", "loan__agreement", "loan__exhibition")
    line = rows_of.filter(uid=uid).first()
    if line is None:
        return None
    journey = handling.journey_of(line)
    return Found(None, [line], journey.shipment if journey else None)
