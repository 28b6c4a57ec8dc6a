"""The words of a reminder: to a lender about one loan, to a member of staff about everything of the day."""

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from lenders.models import Contact
from loans.models import Deadline, Loan, OwedBy
from loans.notices import layout
from loans.notices.layout import Action, Content, Row
from loans.notices.letters import admin_page, link_for
from loans.notices.people import as_recipient, registrar_of
from office.people.models import User
from office.post.models import Letter
from office.records.wording import written


def write_to_lender(
    deadlines: Sequence[Deadline], *, contact: Contact, key: str, organiser: str, on: dt.date, now: dt.datetime
) -> tuple[Letter, bool]:
    """To a deciding contact about one loan, the most urgent first, with a link."""
    loan = _loan_of(deadlines[0])
    to = as_recipient(contact)
    registrar = registrar_of(loan.exhibition)
    first = deadlines[0]
    with override(to.language):
        content = Content(
            subject=_("Reminder: %(what)s, %(when)s (%(loan)s)")
            % {"what": first, "when": when(first, on=on), "loan": layout.named(loan, loan.exhibition)},
            heading=_("A reminder"),
            greeting=layout.greeting_of(contact),
            paragraphs=[
                ngettext(
                    "For the loan from %(lender)s to the exhibition “%(exhibition)s” this is due:",
                    "For the loan from %(lender)s to the exhibition “%(exhibition)s” these are due:",
                    len(deadlines),
                )
                % {"lender": loan.lender, "exhibition": loan.exhibition}
            ],
            rows=[_row(deadline, on=on) for deadline in deadlines],
            action=Action(_("Open the request"), link_for(contact, now=now)),
            after=[_("If you need more time, answer this letter and tell us until when.")],
            signature=layout.signature(registrar, organiser=organiser),
        )
        return layout.post(
            content,
            key=key,
            kind="reminder",
            to=to,
            organiser=organiser,
            reply_to=registrar.email if registrar else "",
            loan_file=loan.uid,
            confidential=True,
        )


def write_digest(
    deadlines: Sequence[Deadline], *, person: User, key: str, organiser: str, on: dt.date
) -> tuple[Letter, bool]:
    """To a member of staff: everything of the day in one letter, the most urgent first."""
    to = as_recipient(person)
    loans = {deadline.loan for deadline in deadlines}
    with override(to.language):
        late = sum(deadline.due_date < on for deadline in deadlines)
        content = Content(
            subject=_subject(deadlines, late=late, on=on),
            heading=ngettext("%(count)d thing is due", "%(count)d things are due", len(deadlines))
            % {"count": len(deadlines)},
            greeting=_("Dear %(name)s") % {"name": person.name},
            paragraphs=[_("This is what the loans you look after need next, the most urgent first.")],
            rows=[_row(deadline, on=on, told=True) for deadline in deadlines],
            action=Action(_("Open the loan"), admin_page(next(iter(loans))))
            if len(loans) == 1
            else Action(_("See everything that is due"), admin_page(None)),
        )
        return layout.post(content, key=key, kind="reminder", to=to, organiser=organiser)


def when(deadline: Deadline, *, on: dt.date) -> str:
    """in 7 days, on 3 March 2026; today; 2 days late, since 1 March 2026."""
    days = (deadline.due_date - on).days
    day = written(deadline.due_date)
    if days < 0:
        return ngettext("%(count)d day late, due on %(day)s", "%(count)d days late, due on %(day)s", -days) % {
            "count": -days,
            "day": day,
        }
    if days == 0:
        return _("today, %(day)s") % {"day": day}
    if days == 1:
        return _("tomorrow, %(day)s") % {"day": day}
    return ngettext("in %(count)d day, on %(day)s", "in %(count)d days, on %(day)s", days) % {"count": days, "day": day}


def _subject(deadlines: Sequence[Deadline], *, late: int, on: dt.date) -> str:
    if len(deadlines) == 1:
        return _("Due: %(what)s, %(when)s") % {"what": deadlines[0], "when": when(deadlines[0], on=on)}
    words = ngettext("%(count)d thing is due", "%(count)d things are due", len(deadlines)) % {"count": len(deadlines)}
    if not late:
        return words
    return _("%(things)s, %(late)d late") % {"things": words, "late": late}


def _row(deadline: Deadline, *, on: dt.date, told: bool = False) -> Row:
    details = [when(deadline, on=on)]
    if told:
        loan = deadline.loan
        details.append(f"{loan.reference} {loan.lender}, {deadline.exhibition}" if loan else str(deadline.exhibition))
        if deadline.owed_by == OwedBy.LENDER and loan:
            details.append(_("the lender owes it, and has no contact who may decide: add one or telephone"))
    return Row(str(deadline), "; ".join(details), urgent=deadline.due_date <= on)


def _loan_of(deadline: Deadline) -> Loan:
    if deadline.loan is None:
        raise ValueError(f"{deadline.uid} belongs to no loan")
    return deadline.loan
