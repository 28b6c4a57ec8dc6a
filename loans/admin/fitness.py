"""Does the venue keep what the objects need? Every mismatch of a show, lender by lender."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from lenders.models import Lender
from loans.admin.show_pages import show_of, show_page
from loans.models import LoanLine
from loans.rules.findings import Severity
from loans.services import fitness
from loans.services.fitness import Fitness
from loans.states import OVER


@dataclass(frozen=True, slots=True)
class Group:
    lender: Lender
    rows: list[Fitness]


def fitness_page(request: HttpRequest, code: str) -> HttpResponse:
    """A fixed number of questions to the database, whatever the number of objects."""
    show = show_of(code)
    lines = list(
        LoanLine.objects.filter(loan__exhibition=show)
        .exclude(status__in=OVER)
        .select_related("loan__lender", "object__image")
        .order_by("loan__lender__name", "loan__reference", "number", "pk")
    )
    found = fitness.findings(lines)
    wanted = request.GET.get("only", "")
    groups: list[Group] = []
    counts = dict.fromkeys(Severity, 0)
    for line in lines:
        fits = found[line.pk]
        for severity in {each.severity for each in fits.findings}:
            counts[severity] += 1
        told = [each for each in fits.findings if not wanted or each.severity == wanted]
        if not told:
            continue
        if not groups or groups[-1].lender.pk != line.loan.lender_id:
            groups.append(Group(line.loan.lender, []))
        groups[-1].rows.append(Fitness(line, told))
    venues = list(dict.fromkeys(showing.venue for showing in show.showings.select_related("venue")))
    return show_page(
        request,
        "desk/terms/fitness.html",
        show,
        here="fitness",
        groups=groups,
        breaches=counts[Severity.BREACH],
        warnings=counts[Severity.WARN],
        unknown=counts[Severity.UNKNOWN],
        fine=sum(not each.findings for each in found.values()),
        total=len(lines),
        only=wanted,
        venues=venues,
    )
