"""The letters of a loan's life: the request, the receipt for an answer, and what we are told of it.

Each asks for one thing and none states an amount. Dates are written out; what people typed is shown on one line.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from exhibitions.models import Exhibition
from lenders.models import Contact
from lenders.services import entrance
from loans.models import SECRET_KINDS, DeadlineKind, Loan, LoanLine, TermProposal
from loans.notices import layout
from loans.notices.layout import Action, Content, Row
from loans.notices.people import as_recipient, registrar_of
from loans.rules import terms as rules
from loans.states import UNANSWERED, DeclineReason, LineStatus
from office.people.models import User
from office.post.envelopes import one_line
from office.post.models import Letter
from office.records.actors import Actor
from office.records.models import AuditEvent
from office.records.wording import written

# A longer list is read in the portal, not in a letter.
MOST_ROWS = 30


def write_request(
    loan: Loan, *, lines: Sequence[LoanLine], contact: Contact, key: str, organiser: str, now: dt.datetime
) -> tuple[Letter, bool]:
    """To one deciding contact: what we ask for, for which show, until when we hope for an answer; with a link."""
    to = as_recipient(contact)
    exhibition, registrar = loan.exhibition, registrar_of(loan.exhibition)
    with override(to.language):
        due = answer_due(loan, answered_too=True)
        count = len(lines)
        asking = ngettext(
            "We would like to borrow %(count)d object from %(lender)s for the exhibition “%(exhibition)s”%(shown)s.",
            "We would like to borrow %(count)d objects from %(lender)s for the exhibition “%(exhibition)s”%(shown)s.",
            count,
        ) % {"count": count, "lender": loan.lender, "exhibition": exhibition, "shown": _shown(exhibition)}
        content = Content(
            subject=ngettext(
                "Request to borrow %(count)d object for “%(exhibition)s” (%(loan)s)",
                "Request to borrow %(count)d objects for “%(exhibition)s” (%(loan)s)",
                count,
            )
            % {"count": count, "exhibition": exhibition, "loan": loan.reference},
            heading=_("A request to borrow"),
            greeting=layout.greeting_of(contact),
            paragraphs=[
                asking,
                _("The loan would run from %(first)s to %(last)s.")
                % {"first": written(loan.period.lower), "last": written(loan.period.upper)},
            ],
            rows=rows_of(lines),
            ask=_("May we hope for your answer by %(day)s?") % {"day": written(due)} if due else "",
            action=Action(_("Read the request and answer"), link_for(contact, now=now)),
            after=[_("You decide on each object by itself, and no account is needed: the page sends you a code.")],
            signature=layout.signature(registrar, organiser=organiser),
        )
        return layout.post(
            content,
            key=key,
            kind="request",
            to=to,
            organiser=organiser,
            reply_to=registrar.email if registrar else "",
            loan_file=loan.uid,
            confidential=True,
        )


def write_receipt(
    loan: Loan,
    *,
    answers: Sequence[tuple[LoanLine, AuditEvent]],
    waiting: int,
    contact: Contact,
    key: str,
    organiser: str,
    now: dt.datetime,
    conditions: Mapping[int, Sequence[TermProposal]] = MappingProxyType({}),
) -> tuple[Letter, bool]:
    """To the contact who answered: what we understood, and what still waits for an answer."""
    to = as_recipient(contact)
    registrar = registrar_of(loan.exhibition)
    with override(to.language):
        due = answer_due(loan)
        content = Content(
            subject=_("Your answer of %(day)s: %(loan)s")
            % {"day": written(answers[-1][1].happened_on), "loan": _file(loan)},
            heading=_("Thank you for your answer"),
            greeting=layout.greeting_of(contact),
            paragraphs=[
                ngettext(
                    "This is what we noted for %(count)d object:",
                    "This is what we noted for %(count)d objects:",
                    len(answers),
                )
                % {"count": len(answers)}
            ],
            rows=[Row(_title(line), said(event, conditions.get(event.pk, ()))) for line, event in answers],
            ask=_still_waiting(waiting, due=due) if waiting else _("Nothing else waits for you now."),
            action=Action(_("Answer the rest"), link_for(contact, now=now)) if waiting else None,
            after=[_("If we noted something wrongly, answer this letter.")],
            signature=layout.signature(registrar, organiser=organiser),
        )
        return layout.post(
            content,
            key=key,
            kind="receipt",
            to=to,
            organiser=organiser,
            reply_to=registrar.email if registrar else "",
            loan_file=loan.uid,
            confidential=bool(waiting),
        )


def write_answer_notice(
    loan: Loan,
    *,
    answers: Sequence[tuple[LoanLine, AuditEvent]],
    waiting: int,
    person: User,
    reply_to: str,
    key: str,
    organiser: str,
    conditions: Mapping[int, Sequence[TermProposal]] = MappingProxyType({}),
) -> tuple[Letter, bool]:
    """To who looks after the exhibition: what the lender answered."""
    to = as_recipient(person)
    with override(to.language):
        last = answers[-1][1]
        by = last.decided_by or last.recorded_by
        content = Content(
            subject=_("%(lender)s answered: %(loan)s") % {"lender": loan.lender, "loan": _file(loan)},
            heading=_("%(lender)s answered") % {"lender": loan.lender},
            greeting=_("Dear %(name)s") % {"name": person.name},
            paragraphs=[
                ngettext(
                    "%(by)s answered on %(day)s for %(count)d object:",
                    "%(by)s answered on %(day)s for %(count)d objects:",
                    len(answers),
                )
                % {"by": one_line(by, most=200), "day": written(last.happened_on), "count": len(answers)}
            ],
            rows=[
                Row(
                    _title(line),
                    said(event, conditions.get(event.pk, ())),
                    urgent=_is_no(event),
                )
                for line, event in answers
            ],
            ask=_still_waiting(waiting, due=answer_due(loan)) if waiting else "",
            action=Action(_("Open the loan"), admin_page(loan)),
        )
        return layout.post(
            content, key=key, kind="answer", to=to, organiser=organiser, reply_to=reply_to, loan_file=loan.uid
        )


def rows_of(lines: Sequence[LoanLine]) -> list[Row]:
    """The objects by title and number; a long list ends by saying how many more there are."""
    rows = [Row(_title(line), one_line(line.object.date_text, most=120)) for line in lines[:MOST_ROWS]]
    more = len(lines) - len(rows)
    if more:
        rows.append(Row(ngettext("and %(count)d more", "and %(count)d more", more) % {"count": more}))
    return rows


def said(event: AuditEvent, conditions: Sequence[TermProposal] = ()) -> str:
    """An answer in words, with the conditions that came with it: declined, on display: until 2027."""
    status = event.after.get("status", "")
    words = [str(LineStatus(status).label).lower() if status in LineStatus else ""]
    if event.reason_code in DeclineReason:
        words.append(str(DeclineReason(event.reason_code).label).lower())
    answer = ", ".join(each for each in words if each)
    told = [condition(each) for each in conditions]
    more = [*told, one_line(event.words, most=2000)] if event.words else told
    return f"{answer}: {'; '.join(more)}" if more else answer


def condition(proposal: TermProposal) -> str:
    """Light: at most 50 lux. No letter states an amount, nor the words around one: it says where they stand."""
    if names_amount(proposal):
        told = "; ".join([*rules.figures(proposal), _("an amount, named on the page of the loan")])
    else:
        told = rules.sentence(proposal, with_amounts=False)
    return f"{proposal.term.get_kind_display()}: {one_line(told, most=1000)}"


def names_amount(proposal: TermProposal) -> bool:
    """Is it about what an object is worth, or about money?"""
    return proposal.term.kind in SECRET_KINDS or proposal.amount is not None


def answer_due(loan: Loan, *, answered_too: bool = False) -> dt.date | None:
    """The day by which we hope, or hoped, for the lender's answer; None when it is here already."""
    due = loan.deadlines.filter(kind=DeadlineKind.ANSWER)
    open_ones = due if answered_too else due.filter(done_on__isnull=True)
    return open_ones.values_list("due_date", flat=True).first()


def waiting_in(loan: Loan) -> int:
    """How many objects of the loan still wait for the lender's answer."""
    return loan.lines.filter(status__in=UNANSWERED).count()


def link_for(contact: Contact, *, now: dt.datetime) -> str:
    """A fresh link into the portal: made with the letter, since only its hash is stored."""
    _invitation, url = entrance.invite(contact, actor=Actor.system(), now=now)
    return url


def admin_page(loan: Loan | None) -> str:
    """Where staff work on the loan; without a loan, where the day starts."""
    try:
        path = reverse("admin:loans_loan_change", args=[loan.pk]) if loan else reverse("admin:index")
    except NoReverseMatch:
        path = reverse("admin:index")
    return settings.PUBLIC_URL + path


def _file(loan: Loan) -> str:
    return layout.named(loan, loan.exhibition)


def _title(line: LoanLine) -> str:
    number = line.object.accession_number
    title = one_line(line.object.title, most=200)
    return f"{title} ({one_line(number, most=100)})" if number else title


def _shown(exhibition: Exhibition) -> str:
    """ ", shown at ... from ... to ..." for the first showing."""
    showing = min(exhibition.showings.all(), key=lambda each: each.opens_date, default=None)
    if showing is None:
        return ""
    return _(", shown at %(venue)s from %(opens)s to %(closes)s") % {
        "venue": showing.venue,
        "opens": written(showing.opens_date),
        "closes": written(showing.closes_date),
    }


def _still_waiting(count: int, *, due: dt.date | None) -> str:
    words = ngettext("%(count)d object still waits for an answer", "%(count)d objects still wait for an answer", count)
    asked = words % {"count": count}
    if due is None:
        return f"{asked}."
    late = due < timezone.localdate()
    said = _("%(asked)s; we had hoped for it by %(day)s.") if late else _("%(asked)s, by %(day)s.")
    return said % {"asked": asked, "day": written(due)}


def _is_no(event: AuditEvent) -> bool:
    return event.after.get("status") in (LineStatus.DECLINED, LineStatus.WITHDRAWN_BY_LENDER)
