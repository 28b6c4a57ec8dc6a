"""The lender asks for its objects back before the end: recorded with reason and day, owed by us by then."""

import datetime as dt
from dataclasses import replace

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from loans import rules
from loans.errors import MissingFact, NotAllowed, WrongState
from loans.models import Deadline, DeadlineKind, Loan, OwedBy
from loans.models.deadlines import Anchor
from loans.services.loans import record
from loans.states import IN_CUSTODY
from office.records.actors import Actor
from office.records.audit import NO_FACTS, Facts
from office.records.wording import written


def recall(loan: Loan, *, actor: Actor, reason: str, return_by: dt.date, facts: Facts = NO_FACTS) -> Loan:
    """Records that the lender recalls what is in our hands or on the road; the return is due by `return_by`.

    Raises NotAllowed, MissingFact (no reason, who decided, how we know, a day that has passed) or WrongState (nothing
    is with us, recalled already).
    """
    if not actor.can("loans.record_answer"):
        raise NotAllowed(_("Your role doesn't record what a lender decides. Ask a registrar."))
    if not reason.strip():
        raise MissingFact(_("Say why the lender recalls the objects."), field="reason")
    if not facts.decided_by.strip():
        raise MissingFact(_("Say who at the lender decided."), field="decided_by")
    if not facts.authority:
        raise MissingFact(_("Say how it reached us: by letter, mail, telephone ..."), field="authority")
    rules.check_day(facts.happened_on)
    day = facts.happened_on or timezone.localdate()
    if return_by < day:
        raise MissingFact(
            _("The objects can't be back before they were recalled. Give a later day."), field="return_by"
        )
    with transaction.atomic():
        loan = (
            Loan.objects.select_for_update(of=("self",))
            .select_related("lender", "exhibition__registrar", "agreement")
            .get(pk=loan.pk)
        )
        if loan.recalled_on:
            raise WrongState(
                _("The lender recalled this loan on %(day)s already. Change the day in its deadlines.")
                % {"day": written(loan.recalled_on)}
            )
        if not loan.lines.filter(status__in=sorted(IN_CUSTODY)).exists():
            raise WrongState(
                _("No object of this loan is with us or on the road: withdraw or terminate it instead of recalling it.")
            )
        loan.recalled_on = day
        loan.save(update_fields=["recalled_on"])
        _due(loan, return_by)
        record(
            "loan.recall",
            loan,
            actor=actor,
            facts=replace(facts, happened_on=day),
            words=reason.strip(),
            after={"return_by": str(return_by)},
        )
    return loan


def _due(loan: Loan, return_by: dt.date) -> None:
    """The return is due on the lender's day; no date of the show moves it any more."""
    deadline = loan.deadlines.select_for_update().filter(kind=DeadlineKind.RETURN).first() or Deadline(
        kind=DeadlineKind.RETURN, loan=loan, exhibition=loan.exhibition, owner=loan.exhibition.registrar
    )
    deadline.owed_by, deadline.anchor, deadline.offset_days = OwedBy.US, Anchor.FIXED, 0
    deadline.due_date, deadline.done_on, deadline.done_by = return_by, None, ""
    deadline.save()
