"""What lies with us, loan by loan: conditions to answer, objects to confirm, substitutes to choose, incidents to settle."""

from dataclasses import dataclass

from django.db.models import Case, Count, Exists, OuterRef, Q, When
from django.utils.translation import ngettext

from loans.models import LoanLine, Term, TermStatus
from loans.states import OVER, LineStatus, Party


@dataclass(slots=True)
class Waiting:
    """How many of each wait in one loan."""

    reference: str
    lender: str
    show: str
    answers: int = 0
    confirm: int = 0
    offers: int = 0
    incidents: int = 0

    @property
    def only_answers(self) -> bool:
        return bool(self.answers) and not (self.confirm or self.offers or self.incidents)

    @property
    def words(self) -> str:
        parts = [
            (self.answers, ngettext("%(n)d condition to answer", "%(n)d conditions to answer", self.answers)),
            (self.confirm, ngettext("%(n)d object to confirm", "%(n)d objects to confirm", self.confirm)),
            (self.offers, ngettext("%(n)d substitute offered", "%(n)d substitutes offered", self.offers)),
            (self.incidents, ngettext("%(n)d incident open", "%(n)d incidents open", self.incidents)),
        ]
        return ", ".join(words % {"n": number} for number, words in parts if number)


_NAMED = ("loan__reference", "loan__lender__name", "loan__exhibition__title")


def waiting_for_us() -> list[Waiting]:
    """In the order of the loans; two queries."""
    found: dict[str, Waiting] = {}
    ours = Term.objects.filter(status=TermStatus.OPEN, current__by=Party.LENDER).exclude(line__status__in=OVER)
    for reference, lender, show, number in ours.order_by().values_list(*_NAMED).annotate(number=Count("pk")):
        found[reference] = Waiting(reference, lender, show, answers=number)
    unsettled = Term.objects.filter(loan=OuterRef("loan"), status__in=(TermStatus.OPEN, TermStatus.REJECTED))
    settled = Q(status=LineStatus.APPROVED_WITH_CONDITIONS) & ~Exists(
        unsettled.filter(Q(line__isnull=True) | Q(line=OuterRef("pk")))
    )
    offered, incident = Q(status=LineStatus.SUBSTITUTE_OFFERED), Q(incident_since__isnull=False)
    lines = LoanLine.objects.annotate(settled=Case(When(settled, then=True), default=False))
    rows = lines.filter(Q(settled=True) | offered | incident).order_by().values_list(*_NAMED)
    counted = rows.annotate(
        to_confirm=Count("pk", filter=Q(settled=True)),
        offered=Count("pk", filter=offered),
        damaged=Count("pk", filter=incident),
    )
    for reference, lender, show, confirm, offers, incidents in counted:
        each = found.setdefault(reference, Waiting(reference, lender, show))
        each.confirm, each.offers, each.incidents = confirm, offers, incidents
    return [found[reference] for reference in sorted(found)]
