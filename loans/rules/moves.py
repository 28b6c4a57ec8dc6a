"""What may happen to a line and what a move needs. Pure questions: nothing is written."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lenders.models import CollectionObject
from loans.errors import LoanError, MissingFact, NotAllowed, WrongState
from loans.gates import blocking
from loans.models import Loan, LoanLine, Term
from loans.rules import gates, terms
from loans.rules.gates import GateView
from loans.states import IN_CUSTODY, MOVES, PROMISED, LineStatus, Move
from office.records.actors import Actor
from office.records.wording import written

# A hold stops handling and promises; leaving the loan and recording what happened stay possible.
_POSSIBLE_ON_HOLD = {"decline", "withdraw", "withdraw_by_lender", "terminate", "offer_substitute", "review"}


def move_named(name: str) -> Move:
    """The move; raises WrongState for a name that is none."""
    try:
        return MOVES[name]
    except KeyError:
        raise WrongState(_("There is no step called “%(name)s”.") % {"name": name}, code="unknown-move") from None


def check_person(line: LoanLine, move: Move, *, actor: Actor) -> None:
    """May this person make this move on this line? Raises NotAllowed."""
    if actor.kind == "contact" or (actor.kind == "token" and not actor.sees_all):
        if actor.lender_ids is None or line.loan.lender_id not in actor.lender_ids:
            raise NotAllowed(_("This object is not yours to decide on."), code="not-yours")
        if not move.lender:
            raise NotAllowed(_("“%(move)s” is done by the organiser.") % {"move": move.label})
        if not actor.can("decide"):
            raise NotAllowed(
                _("You can read this request; the decision is with a colleague. Ask the organiser to let you decide.")
            )
    elif not actor.can(move.ability):
        raise NotAllowed(_("Your role doesn't allow “%(move)s”. Ask a registrar.") % {"move": move.label})


def check_state(line: LoanLine, move: Move) -> None:
    """Can this move start from where the line is? Raises WrongState with what is in the way."""
    status = LineStatus(line.status)
    if status not in move.sources:
        raise WrongState(_why_not(line, move, status))
    if line.held_since and not move.fact and move.name not in _POSSIBLE_ON_HOLD:
        raise WrongState(
            _("On hold since %(day)s: %(reason)s. Release the hold first.")
            % {"day": written(line.held_since), "reason": line.hold_reason},
            code="on-hold",
        )


def _why_not(line: LoanLine, move: Move, status: LineStatus) -> str:
    if move.name in ("withdraw", "terminate", "withdraw_by_lender") and status in IN_CUSTODY:
        return _(
            "The object is in our hands or on the road (%(status)s): it can be amended, recalled or returned, not cancelled."
        ) % {"status": status.label}
    if status == move.target:
        return _("This was done already: the object is “%(status)s”%(by)s.") % {"status": status.label, "by": _by(line)}
    return _("“%(move)s” is not possible now: the object is “%(status)s”%(by)s.") % {
        "move": move.label,
        "status": status.label,
        "by": _by(line),
    }


def _by(line: LoanLine) -> str:
    if not (line.decided_by and line.decided_on):
        return ""
    return _(" (%(who)s, %(day)s)") % {"who": line.decided_by, "day": written(line.decided_on)}


def check_needs(
    line: LoanLine, move: Move, *, reason: str, reason_code: str, conditions: object, exit_terms: object
) -> None:
    """Was everything said that the move needs? Raises MissingFact naming the field."""
    if "reason" in move.needs and not reason.strip():
        raise MissingFact(_("Say why in a few words."), field="reason")
    if "reason_code" in move.needs and not reason_code:
        raise MissingFact(_("Choose a reason."), field="reason_code")
    if "conditions" in move.needs and not conditions:
        raise MissingFact(_("Write down the conditions."), field="conditions")
    if "terms_of_exit" in move.needs and not exit_terms:
        raise MissingFact(_("Say who ends the loan, with what notice and who bears the costs."), field="exit_terms")
    if "period" in move.needs:
        period = line.period
        if period is None or period.isempty or period.lower is None or period.upper is None:
            raise MissingFact(_("The period of the loan is open. Set its first and last day first."), field="period")


def check_terms(line: LoanLine, move: Move, rows: Iterable[Term]) -> None:
    """Is every condition that binds the line agreed? `rows` are its own and the whole loan's. Raises WrongState."""
    if "terms" not in move.needs:
        return
    waiting = terms.in_the_way(rows)
    if waiting:
        raise WrongState(
            ngettext(
                "One condition is not agreed yet (%(kinds)s). Agree, counter or have it withdrawn first.",
                "%(number)d conditions are not agreed yet (%(kinds)s). Agree, counter or have them withdrawn first.",
                len(waiting),
            )
            % {"number": len(waiting), "kinds": terms.open_words(waiting)},
            code="terms-open",
        )


def check_substitute(line: LoanLine, substitute: CollectionObject | None) -> None:
    """A substitute is another object of the same lender. Raises MissingFact."""
    if substitute is None:
        return
    if substitute.pk == line.object_id or substitute.lender_id != line.loan.lender_id:
        raise MissingFact(
            _("A substitute is another object of %(lender)s.") % {"lender": line.loan.lender}, field="substitute"
        )


def check_day(happened_on: dt.date | None, *, loan: Loan | None = None) -> None:
    """A thing that happened didn't happen in the future; nor, of a `loan`, before it was asked for. Raises MissingFact.

    Standing loans come with older days through a door of their own.
    """
    # One day of grace: at the lender's it may be tomorrow already.
    if happened_on and happened_on > timezone.localdate() + dt.timedelta(days=1):
        raise MissingFact(
            _("%(day)s is still to come. Give the day on which it happened.") % {"day": written(happened_on)},
            field="happened_on",
        )
    if happened_on and loan and loan.sent_at and happened_on < timezone.localdate(loan.sent_at):
        raise MissingFact(
            _("%(day)s is before the loan was asked for, on %(asked)s. Check the year.")
            % {"day": written(happened_on), "asked": written(timezone.localdate(loan.sent_at))},
            field="happened_on",
        )


@dataclass(frozen=True, slots=True)
class Standing:
    """What a move is judged by besides the line itself: its gates by name, and the conditions that bind it."""

    gates: Mapping[str, GateView]
    terms: Sequence[Term]


def standing_of(lines: Sequence[LoanLine], *, on: dt.date | None = None) -> dict[int, Standing]:
    """For each line by primary key, in a fixed number of queries. Lines need loan, lender, agreement and object."""
    views = gates.states(lines, on=on or timezone.localdate())
    rows: dict[int, list[Term]] = defaultdict(list)
    for term in Term.objects.filter(loan__in={line.loan_id for line in lines}).order_by("pk"):
        rows[term.loan_id].append(term)
    return {
        line.pk: Standing(views[line.pk], [term for term in rows[line.loan_id] if term.line_id in (None, line.pk)])
        for line in lines
    }


def refusal(line: LoanLine, name: str, *, actor: Actor, standing: Standing | None = None) -> str:
    """Why this person can't make this move now; empty when she can. The sentence of a disabled button.

    Pages with many lines fetch their `standing` once; without it, it is fetched when the move asks for it.
    """
    move = move_named(name)
    try:
        check_person(line, move, actor=actor)
        check_state(line, move)
        if move.fact:
            return ""
        if "terms" in move.needs:
            check_terms(line, move, standing.terms if standing else terms.of_line(line))
        if blocking(move.name):
            if standing is None:
                gates.check([line], move.name, on=timezone.localdate())
            else:
                closed = [standing.gates[gate.name] for gate in blocking(move.name)]
                closed = [view for view in closed if not view.passes]
                if closed:
                    raise gates.refusal([line], {line.pk: closed})
    except LoanError as error:
        return error.sentence
    return ""


def possible_moves(line: LoanLine, *, actor: Actor, standing: Standing | None = None) -> list[Move]:
    """The moves this person can make now, in the order of the table."""
    return [move for move in MOVES.values() if not refusal(line, move.name, actor=actor, standing=standing)]


def steps_asked(line: LoanLine, move: Move) -> tuple[str, ...]:
    """The steps whose gates this move asks. A fact asks for all that should have been in order before it happened."""
    if not move.fact:
        return (move.name,)
    if move.name == "dispatch" or (move.name == "receive" and line.status != LineStatus.IN_TRANSIT_OUT):
        return ("pack", "release")
    if move.name == "send_back" or (move.name == "return" and line.status != LineStatus.IN_TRANSIT_BACK):
        return ("pack_for_return", "release_home")
    return ()


def what_is_open(line: LoanLine, step: Move, closed: Sequence[GateView]) -> list[str]:
    """What was not in order when a fact happened; recording it opens an incident. `closed` are the gates then open."""
    missing = [_("%(gate)s was open") % {"gate": view.gate.label} for view in closed]
    status = LineStatus(line.status)
    if step.name == "receive" and status != LineStatus.IN_TRANSIT_OUT:
        missing.append(_("no dispatch had been recorded"))
    if step.name == "dispatch" and status in PROMISED:
        missing.append(_("the loan of the object had not been confirmed"))
    if step.name == "send_back" and status != LineStatus.PACKED_FOR_RETURN:
        missing.append(_("it was “%(status)s” and not packed for return") % {"status": status.label})
    if step.name == "return" and status not in (LineStatus.PACKED_FOR_RETURN, LineStatus.IN_TRANSIT_BACK):
        missing.append(_("no departure had been recorded"))
    return missing


def open_gates_of(lines: Sequence[LoanLine], step: Move) -> list[tuple[LoanLine, list[str]]]:
    """What would be recorded as open if this fact were recorded today, line by line; nothing for a permission."""
    if not step.fact:
        return [(line, []) for line in lines]
    told = []
    for line in lines:
        closed = gates.open_for([line], *steps_asked(line, step), on=timezone.localdate())
        told.append((line, what_is_open(line, step, closed.get(line.pk, ()))))
    return told
