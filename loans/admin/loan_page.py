"""A loan's page: what stands, what to do next, every object with its moves, and the whole file in order of time."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from loans.admin.agreement_pages import panel as agreement_panel
from loans.admin.basics import loan_of
from loans.admin.dossier import dossier
from loans.admin.dues import dues_of
from loans.admin.facility import panel as facility_panel
from loans.admin.lines import marks, period_words
from loans.admin.lists import answered
from loans.admin.objections import Recorded, recorded
from loans.admin.returns import panel as protection_panel
from loans.admin.shipments import panel as movement_panel
from loans.admin.terms import Group
from loans.admin.terms import panel as terms_panel
from loans.admin.words import NEXT, staff_label
from loans.gates import Gate
from loans.models import Loan, LoanLine
from loans.rules import Standing, loan_status, refusal, standing_of
from loans.states import (
    BEFORE_COLLECTION,
    COMMITTED,
    HOME_AGAIN,
    IN_CUSTODY,
    MOVES,
    PROMISED,
    LineStatus,
    LoanStatus,
    Move,
)
from office.people.desk import actor_of, may, page
from office.records.actors import Actor

_NOT_FIRST = {"withdraw", "withdraw_by_lender", "terminate", "decline", "offer_substitute"}
"""Moves that are never offered as the obvious next one."""


@dataclass(frozen=True, slots=True)
class Way:
    """A move as a button: where it leads, or the sentence that says why not."""

    label: object
    address: str
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A line as the page shows it."""

    line: LoanLine
    state: str
    period: str
    first: Way | None
    others: list[Way]
    open: list[object]
    terms: Group | None = None
    recorded: Recorded | None = None


def loan_page(request: HttpRequest, reference: str) -> HttpResponse:
    """A fixed number of questions to the database, whatever the number of objects."""
    loan = loan_of(reference)
    actor = actor_of(request)
    lines = list(
        loan.lines.select_related("object__image", "substitute").prefetch_related("reports").order_by("number", "id")
    )
    for line in lines:
        line.loan = loan
    standing = standing_of(lines)
    counts: dict[str, int] = {}
    for line in lines:
        counts[line.status] = counts.get(line.status, 0) + 1
    state = loan_status(counts, agreement=loan.agreement, recalled_on=loan.recalled_on)
    done, asked = answered(counts)
    terms = terms_panel(request, loan, lines)
    told = recorded(lines, actor=actor_of(request))
    return page(
        request,
        "desk/loans/loan.html",
        title=loan.lender.name,
        crumbs=(
            (_("Loans"), reverse("admin:loans_loan_changelist")),
            (loan.exhibition.title, reverse("admin:board", args=(loan.exhibition.code,))),
        ),
        loan=loan,
        state=state,
        next_words=_next(state, terms) if lines else _("No object is in this loan yet."),
        buttons=_answers(terms) + _buttons(request, loan, state, counts),
        period=period_words(loan.period),
        answered=done,
        asked=asked,
        lines=[
            _shown(line, loan, actor, standing[line.pk], terms["of_lines"].get(line.pk), told.get(line.pk))
            for line in lines
        ],
        bulk=[(move.name, staff_label(move)) for move in _bulk(lines, actor)],
        deadlines=dues_of(loan),
        dossier=dossier(loan, with_letters=may(request, "letters.see"), actor=actor),
        shows_values=may(request, "values.see") and any(line.agreed_value for line in lines),
        edits=may(request, "loans.edit"),
        has_reports=any(line.reports.all() for line in lines),
        runs_jobs=may(request, "jobs.run"),
        terms=terms,
        agreement=agreement_panel(request, loan),
        facility=facility_panel(request, loan),
        movement=movement_panel(request, loan, lines),
        protection=protection_panel(request, loan, lines),
    )


def _next(state: LoanStatus, terms: dict[str, Any]) -> object:
    """What the loan waits for; of a negotiation, on whom it waits."""
    if state != LoanStatus.NEGOTIATING or not any(group.rows for group in terms["groups"]):
        return NEXT[state]
    if terms["waiting"]:
        return _("Conditions wait for us: agree to each, propose something else, or reject it.")
    if any(not group.settled for group in terms["groups"]):
        return _("Our word on the conditions is given. The lender answers next.")
    return _("All conditions are settled: confirm the objects.")


def _answers(terms: dict[str, Any]) -> list[dict[str, Any]]:
    if not terms["waiting"]:
        return []
    return [{"label": _("Answer the conditions"), "address": terms["address"], "first": True}]


def _shown(
    line: LoanLine, loan: Loan, actor: Actor, standing: Standing, terms: Group | None, told: Recorded | None
) -> Shown:
    ways = [
        (move, _way(line, loan, move, actor, standing))
        for move in MOVES.values()
        if LineStatus(line.status) in move.sources
    ]
    # A draft is sent with its loan's request, not alone.
    ways = [(move, way) for move, way in ways if move.name != "request"]
    first = next((way for move, way in ways if move.name not in _NOT_FIRST and _is_ours(move, line)), None)
    others = [way for _move, way in ways if way is not first]
    own_period = period_words(line.period) if line.period != loan.period else ""
    shut = [view.gate.label for view in standing.gates.values() if not view.passes and _concerns(view.gate, line)]
    return Shown(line, marks(line), own_period, first, [*others, *_beside(line, loan, actor)], shut, terms, told)


def _concerns(gate: Gate, line: LoanLine) -> bool:
    """Whether the gate lies before the object: on its way out once it is promised, on its way home once it is here."""
    status = LineStatus(line.status)
    if gate.direction == "out":
        return status in PROMISED | BEFORE_COLLECTION | {LineStatus.IN_TRANSIT_OUT, LineStatus.RECEIVED}
    return status in IN_CUSTODY - {LineStatus.IN_TRANSIT_OUT, LineStatus.RECEIVED} or status == LineStatus.RETURNED


def _is_ours(move: Move, line: LoanLine) -> bool:
    """What stands to reason next: while the lender has the word, recording its approval; else our own next step."""
    return move.name == "approve" if line.status in _LENDERS_TURN else not move.lender or move.fact


_LENDERS_TURN = {LineStatus.REQUESTED, LineStatus.UNDER_REVIEW, LineStatus.APPROVED_IN_PRINCIPLE}


def _way(line: LoanLine, loan: Loan, move: Move, actor: Actor, standing: Standing) -> Way:
    address = f"{reverse('admin:loan_move', args=(loan.reference, move.name))}?line={line.uid}"
    return Way(staff_label(move), address, refusal(line, move.name, actor=actor, standing=standing))


def _beside(line: LoanLine, loan: Loan, actor: Actor) -> list[Way]:
    """Steps that are no moves: holds, corrections, incidents, reports."""

    def to(step: str) -> str:
        return reverse("admin:line_step", args=(loan.reference, line.uid, step))

    ways = [Way(_("Gates"), reverse("admin:line_gates", args=(loan.reference, line.uid)))]
    if actor.can("loans.handle"):
        if line.held_since:
            ways.append(Way(_("Release the hold"), to("release")))
        else:
            ways.append(Way(_("Put on hold"), to("hold")))
        if line.incident_since:
            ways.append(Way(_("Settle the incident"), to("settle")))
        if LineStatus(line.status) in COMMITTED | HOME_AGAIN:
            report = reverse("admin:incident_report", args=(loan.reference, line.uid))
            ways.append(Way(_("Report damage or loss"), report))
    if actor.can("reports.write"):
        ways.append(Way(_("Start a condition report"), reverse("admin:report_start", args=(loan.reference, line.uid))))
    if actor.can("loans.edit"):
        ways.append(Way(_("Change its days or pieces"), reverse("admin:loans_loanline_change", args=(line.pk,))))
    if actor.can("loans.correct") and line.status != LineStatus.DRAFT:
        ways.append(Way(_("Correct the latest entry"), to("correct")))
    return ways


def _bulk(lines: list[LoanLine], actor: Actor) -> list[Move]:
    """Moves that some line could make now; those that end something come last, out of the way of a hasty hand."""
    statuses = {LineStatus(line.status) for line in lines}
    fitting = [
        move
        for move in MOVES.values()
        if move.name != "request" and move.sources & statuses and actor.can(move.ability)
    ]
    return sorted(fitting, key=lambda move: move.name in _NOT_FIRST)


def _buttons(request: HttpRequest, loan: Loan, state: LoanStatus, counts: dict[str, int]) -> list[dict[str, Any]]:
    """What can be done with the loan as a whole; the first is what stands to reason."""
    buttons: list[dict[str, Any]] = []

    def offer(ability: str, label: object, name: str, *more: str, first: bool = True) -> None:
        if may(request, ability):
            address = reverse(f"admin:{name}", args=(loan.reference, *more))
            buttons.append({"label": label, "address": address, "first": first and not buttons})

    agreement = loan.agreement
    if counts.get(LineStatus.DRAFT):
        offer("loans.request", _("Send the request"), "loan_send")
    latest = agreement.latest if agreement is not None else None
    if agreement is None and state in (LoanStatus.AGREED, LoanStatus.ANSWERED):
        offer("loans.agree", _("Write the agreement"), "agreement_new")
    if agreement is not None and latest is not None and not latest.withdrawn_on and not latest.executed_on:
        where = reverse("admin:agreement", args=(agreement.reference,))
        words = _("Open the agreement") if latest.issued_on else _("Open the draft agreement")
        buttons.append({"label": words, "address": where, "first": not buttons})
    if latest is not None and latest.issued_on and not latest.withdrawn_on:
        if not latest.lender_signed_on:
            offer("loans.agree", _("Record the lender's signature"), "agreement_sign", "lender")
        if not latest.organiser_signed_on:
            offer("loans.agree", _("Record our signature on paper"), "agreement_sign", "organiser")
    if loan.recalled_on is None and any(counts.get(status) for status in IN_CUSTODY):
        offer("loans.record_answer", _("Record a recall"), "loan_recall", first=False)
    if state not in (LoanStatus.CLOSED, LoanStatus.COMPLETED):
        offer("loans.edit", _("Add objects"), "loan_add", first=not counts)
    if set(counts) - {LineStatus.DRAFT}:
        where = f"{reverse('admin:gates', args=(loan.exhibition.code,))}?lender={loan.lender.code}"
        buttons.append({"label": _("Its gates"), "address": where, "first": False})
    return buttons
