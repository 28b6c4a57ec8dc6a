"""Conditions as the portal shows them: those of an object, those of a whole loan, and what the venues keep of each."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Q

from exhibitions.models import Showing
from loans.errors import LoanError
from loans.models import Loan, LoanLine, Term
from loans.queries import terms_visible_to
from loans.rules import terms as rules
from loans.services import fitness, threads
from loans.services.threads import Thread
from loans.states import UNANSWERED
from office.records.actors import Actor


@dataclass(frozen=True, slots=True)
class Shown:
    """A condition and, beside it, what each venue keeps."""

    thread: Thread
    kept: list[str]


@dataclass(slots=True)
class Conditions:
    """The conditions section of a page."""

    rows: list[Shown] = field(default_factory=list)
    may_add: bool = False
    elsewhere: int = 0
    waiting: int = 0
    """Of the rows, how many this person can answer."""

    @property
    def shown(self) -> bool:
        return bool(self.rows or self.may_add or self.elsewhere)

    @property
    def seen(self) -> list[str]:
        """The proposals that “agree to all” is about."""
        return [each.thread.seen for each in self.rows if each.thread.may_answer]


def for_line(line: LoanLine, *, actor: Actor, showings: Sequence[Showing]) -> Conditions:
    """The object's own conditions; how many the whole loan has beside them."""
    binding = Q(line__isnull=True) | Q(line=line.pk)
    found = threads.threads(terms_visible_to(actor).filter(binding, loan=line.loan_id), actor=actor)
    own = [each for each in found if each.term.line_id == line.pk]
    may_add = line.status not in UNANSWERED and _may_add(line.loan, line, actor=actor)
    section = _section(own, showings, may_add=may_add)
    section.elsewhere = len(found) - len(own)
    return section


def for_loan(loan: Loan, *, actor: Actor, showings: Sequence[Showing]) -> tuple[Conditions, dict[int, Counter[str]]]:
    """The conditions of the whole loan; and of each line by primary key how many there are and wait for an answer."""
    found = threads.threads(terms_visible_to(actor).filter(loan=loan), actor=actor)
    whole = [each for each in found if each.term.line_id is None]
    of_lines: dict[int, Counter[str]] = {}
    for each in found:
        if each.term.line_id is not None:
            count = of_lines.setdefault(each.term.line_id, Counter())
            count["all"] += 1
            count["mine"] += each.may_answer
            count["open"] += each.is_open
    return _section(whole, showings, may_add=_may_add(loan, None, actor=actor)), of_lines


def one(term: Term, *, actor: Actor) -> Thread:
    """One condition by itself."""
    (thread,) = threads.threads(terms_visible_to(actor).filter(pk=term.pk), actor=actor)
    return thread


def kept_of(thread: Thread, showings: Sequence[Showing]) -> list[str]:
    return fitness.promises(showings, kind=thread.term.kind)


def _section(found: list[Thread], showings: Sequence[Showing], *, may_add: bool) -> Conditions:
    return Conditions(
        rows=[Shown(each, kept_of(each, showings)) for each in found],
        may_add=may_add,
        waiting=sum(each.may_answer for each in found),
    )


def _may_add(loan: Loan, line: LoanLine | None, *, actor: Actor) -> bool:
    if not actor.can("decide"):
        return False
    try:
        rules.check_negotiable(loan, line)
    except LoanError:
        return False
    return True
