"""What the portal shows of the cover of a loan, gathered in a fixed number of queries. Nothing is written here."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from lenders.queries import organiser_name
from loans.models import Cover, CoverAcceptance, Loan
from loans.portal.door import Visit
from loans.queries import covers_visible_to, lines_visible_to
from loans.rules.cover import money
from loans.rules.days import Days
from loans.services.cover import not_acceptable
from office.records.actors import Actor


@dataclass(frozen=True, slots=True)
class Row:
    """A cover as a lender sees it. `limits` and the certificate are for contacts who may see values."""

    cover: Cover
    days: Days
    titles: list[str]
    limits: list[tuple[object, str]]
    certificate: bool
    acceptance: CoverAcceptance | None
    waits_for: str

    @property
    def open(self) -> bool:
        return self.acceptance is None and not self.waits_for


def rows(loan: Loan, *, actor: Actor) -> list[Row]:
    """The covers that name objects of the loan. Three queries."""
    lines = {
        line.pk: line.object.title
        for line in lines_visible_to(actor).filter(loan=loan).select_related("object").order_by("number", "pk")
    }
    accepted = {each.cover_id: each for each in loan.cover_acceptances.select_related("event")}
    covers = covers_visible_to(actor).filter(lines__loan=loan).distinct().prefetch_related("lines").order_by("pk")
    return [_row(cover, lines, accepted.get(cover.pk), actor=actor) for cover in covers.select_related("certificate")]


def _row(cover: Cover, lines: dict[int, str], acceptance: CoverAcceptance | None, *, actor: Actor) -> Row:
    named = {line.pk for line in cover.lines.all()}
    sees = actor.can("values.see")
    limits = (
        (_("in all"), cover.limit),
        (_("in one vehicle"), cover.limit_vehicle),
        (_("in one place"), cover.limit_location),
    )
    return Row(
        cover=cover,
        days=Days.half_open(cover.period.lower, cover.period.upper),
        titles=[title for pk, title in lines.items() if pk in named],
        limits=[(what, money(limit.amount, str(limit.currency))) for what, limit in limits if limit and sees],
        certificate=bool(sees and cover.certificate and cover.granted_on),
        acceptance=acceptance,
        waits_for=not_acceptable(cover),
    )


def page(loan: Loan, visit: Visit) -> dict[str, Any]:
    return {
        "loan": loan,
        "rows": rows(loan, actor=visit.actor),
        "visit": visit,
        "organiser": organiser_name(),
        "may_decide": visit.actor.can("decide"),
    }


def for_loan(loan: Loan, *, actor: Actor) -> dict[str, int]:
    """For the page of the loan: how many covers there are, and how many wait for the lender's yes. Two queries."""
    covers = list(covers_visible_to(actor).filter(lines__loan=loan).distinct())
    accepted = set(loan.cover_acceptances.values_list("cover", flat=True)) if covers else set()
    waiting = sum(cover.pk not in accepted and not not_acceptable(cover) for cover in covers)
    return {"all": len(covers), "waiting": waiting}
