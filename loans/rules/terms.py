"""What the negotiation of a condition allows: whose turn it is, what is still open, and a proposal in one sentence."""

from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from loans.errors import WrongState
from loans.models import SECRET_KINDS, Loan, LoanLine, Term, TermKind, TermProposal, TermStatus
from loans.states import EXITS, HOME_AGAIN, OPEN, PROMISED, LineStatus, Party
from office.records.wording import listed, written

SETTLED_WELL = (TermStatus.AGREED, TermStatus.WITHDRAWN)
"""Rows in one of these keep nothing from being confirmed."""


_PAST_TALKING = EXITS | HOME_AGAIN
_TALKING = OPEN | PROMISED | {LineStatus.DRAFT, LineStatus.SUBSTITUTE_OFFERED}


def other(party: Party | str) -> Party:
    return Party.ORGANISER if party == Party.LENDER else Party.LENDER


def turn(term: Term) -> Party | None:
    """Whose answer an open row waits for; None when nobody's. Reads `term.current`."""
    if term.status != TermStatus.OPEN or term.current is None:
        return None
    return other(term.current.by)


def check_answer(term: Term, *, by: Party) -> None:
    """May this side accept, counter or reject the row now? Raises WrongState with what is in the way."""
    if term.status != TermStatus.OPEN:
        raise WrongState(
            _("This condition is closed: it was %(status)s on %(day)s. Propose a new one instead.")
            % {
                "status": str(TermStatus(term.status).label).lower(),
                "day": written(term.settled_on) if term.settled_on else "",
            },
            code="term-closed",
        )
    if term.current is not None and term.current.by == by:
        raise WrongState(
            _("The last word on this condition is yours. Wait for the answer, or withdraw it."),
            code="term-not-your-turn",
        )


def check_negotiable(loan: Loan, line: LoanLine | None) -> None:
    """Conditions are rows until the agreement is issued; then they change by a new version. Raises WrongState."""
    agreement = loan.agreement
    # An object added later is negotiated first, and joins the agreement by an amendment.
    added = line is not None and line.status in _TALKING
    if agreement is not None and agreement.issued_on is not None and not added:
        raise WrongState(
            _("The agreement %(agreement)s is issued: what it says changes by an amendment that both sides sign.")
            % {"agreement": agreement},
            code="agreement-issued",
        )
    if line is not None and line.status in _PAST_TALKING:
        raise WrongState(
            _("The object is “%(status)s”: nothing is left to negotiate.") % {"status": line.get_status_display()},
            code="term-too-late",
        )


def of_line(line: LoanLine) -> QuerySet[Term]:
    """The rows that bind a line: its own and those of the whole loan."""
    return Term.objects.filter(Q(line=line) | Q(line__isnull=True), loan=line.loan_id)


def in_the_way(terms: Iterable[Term]) -> list[Term]:
    """Rows that keep a line from being confirmed: open, or rejected and not let go of."""
    return [term for term in terms if term.status not in SETTLED_WELL]


def sentence(proposal: TermProposal, *, with_amounts: bool = True) -> str:
    """A proposal as people read it: the figures first, then the words.

    Without `with_amounts` neither the amount nor the words of a row about values is given away.
    """
    secret = proposal.term.kind in SECRET_KINDS and not with_amounts
    parts = list(figures(proposal))
    if proposal.amount is not None and with_amounts:
        parts.append(f"{proposal.amount.amount:,.2f} {proposal.amount.currency}")
    if secret:
        return "; ".join(parts) or _("An amount")
    if proposal.words:
        parts.append(proposal.words)
    if promise := promised(proposal):
        parts.append(promise)
    return "; ".join(parts)


def promised(proposal: TermProposal) -> str:
    """What is owed later, by whom and when; empty when nothing is."""
    if not (proposal.promise and proposal.promise_on):
        return ""
    return _("%(promise)s: %(who)s, %(how)s %(day)s") % {
        "promise": proposal.promise,
        "who": _lower(Party(proposal.promise_by).label),
        "how": _("by") if proposal.promise_every == "once" else _lower(_every(proposal)),
        "day": written(proposal.promise_on),
    }


def figures(proposal: TermProposal) -> list[str]:
    """The typed values in words: 45 to 55 % RH, at most 50 lux."""
    p = proposal
    told = [
        _between(p.rh_min, p.rh_max, _("% RH")),
        _("at most ±%(n)s %% RH in 24 hours") % {"n": plain(p.rh_swing)} if p.rh_swing is not None else "",
        _between(p.temperature_min, p.temperature_max, _("°C")),
        _("at most %(n)s lux") % {"n": p.lux} if p.lux is not None else "",
        _("UV at most %(n)s µW/lm") % {"n": p.uv} if p.uv is not None else "",
        _("at most %(n)s lux-hours") % {"n": f"{p.dose:,}"} if p.dose is not None else "",
        _("on display for at most %(n)s days") % {"n": p.display_days} if p.display_days is not None else "",
    ]
    return [each for each in told if each]


def open_words(terms: Iterable[Term]) -> str:
    """The kinds of some rows as a list: climate and courier."""
    kinds = dict.fromkeys(_lower(TermKind(term.kind).label) for term in terms)
    return listed(list(kinds))


def plain(number: Decimal) -> str:
    """45, 47.5: without zeros nobody wrote."""
    return f"{number.normalize():f}"


def _between(low: Decimal | None, high: Decimal | None, unit: str) -> str:
    if low is not None and high is not None:
        return _("%(low)s to %(high)s %(unit)s") % {"low": plain(low), "high": plain(high), "unit": unit}
    if low is not None:
        return _("at least %(n)s %(unit)s") % {"n": plain(low), "unit": unit}
    if high is not None:
        return _("at most %(n)s %(unit)s") % {"n": plain(high), "unit": unit}
    return ""


def _every(proposal: TermProposal) -> str:
    return _("every week from") if proposal.promise_every == "weekly" else _("every month from")


def _lower(label: object) -> str:
    words = str(label)
    return words[:1].lower() + words[1:]
