"""Making a loan, adding objects to it, and sending the request."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from exhibitions.models import ChecklistEntry, Exhibition
from lenders.models import CollectionObject, Lender
from loans.errors import MissingFact, NotAllowed, WrongState
from loans.models import Loan, LoanLine
from loans.services import deadlines, lines
from loans.states import LineStatus
from office.records import audit
from office.records.actors import Actor
from office.records.audit import NO_FACTS, Facts
from office.records.models import AuditEvent
from office.records.numbers import next_reference

SUBJECT = "loan"
# Days around the showings that a loan covers when nobody says otherwise: collection before, return after.
_DAYS_BEFORE_INSTALL = 14
_DAYS_AFTER_DEINSTALL = 14


def period_for(exhibition: Exhibition) -> DateRange:
    """From two weeks before the first installation to two weeks after the last deinstallation.

    Raises MissingFact when the exhibition has no showing yet.
    """
    showings = list(exhibition.showings.all())
    if not showings:
        raise MissingFact(
            _("“%(exhibition)s” has no showing yet. Enter venue and dates first, then ask lenders.")
            % {"exhibition": exhibition},
            field="period",
        )
    first = min(showing.install_date for showing in showings) - dt.timedelta(days=_DAYS_BEFORE_INSTALL)
    last = max(showing.deinstall_date for showing in showings) + dt.timedelta(days=_DAYS_AFTER_DEINSTALL)
    return DateRange(first, last)


def create(
    *,
    exhibition: Exhibition,
    lender: Lender,
    actor: Actor,
    objects: Iterable[CollectionObject] = (),
    period: DateRange | None = None,
    purpose: str = "",
) -> Loan:
    """Makes a draft loan with a line for each object.

    Raises NotAllowed, MissingFact (no dates) or WrongState (the lender is ourselves, an object is not theirs).
    """
    _check_editor(actor)
    if lender.is_organiser:
        raise WrongState(_("These are our own objects: they need no loan."))
    with transaction.atomic():
        loan = Loan.objects.create(
            reference=next_reference("L", year=timezone.localdate().year),
            lender=lender,
            exhibition=exhibition,
            period=period or period_for(exhibition),
            purpose=purpose or _("Exhibition “%(exhibition)s”") % {"exhibition": exhibition},
        )
        record("loan.create", loan, actor=actor)
        add_lines(loan, objects=objects, actor=actor)
    return loan


def add_lines(loan: Loan, *, objects: Iterable[CollectionObject], actor: Actor) -> list[LoanLine]:
    """Adds draft lines for objects that are not in the loan yet; returns the new lines.

    Each line starts with the loan's period, the object's pieces and all showings of the exhibition.
    """
    _check_editor(actor)
    objects = list(objects)
    foreign = [each for each in objects if each.lender_id != loan.lender_id]
    if foreign:
        raise WrongState(_("%(object)s doesn't belong to %(lender)s.") % {"object": foreign[0], "lender": loan.lender})
    with transaction.atomic():
        Loan.objects.select_for_update().get(pk=loan.pk)
        present = set(loan.lines.values_list("object", flat=True))
        last = loan.lines.aggregate(last=Max("number"))["last"] or 0
        entries = {
            entry.object_id: entry
            for entry in ChecklistEntry.objects.filter(exhibition=loan.exhibition_id, object__in=objects)
        }
        new = [each for each in objects if each.pk not in present]
        added = LoanLine.objects.bulk_create(
            LoanLine(
                loan=loan,
                object=each,
                entry=entries.get(each.pk),
                number=last + place,
                pieces=each.piece_count,
                period=loan.period,
            )
            for place, each in enumerate(new, start=1)
        )
        showings = list(loan.exhibition.showings.values_list("pk", flat=True))
        through = LoanLine.showings.through
        through.objects.bulk_create(
            through(loanline_id=line.pk, showing_id=showing) for line in added for showing in showings
        )
        if added:
            record("loan.add_lines", loan, actor=actor, after={"objects": [str(line.object.uid) for line in added]})
    return added


def send_request(loan: Loan, *, actor: Actor, facts: Facts = NO_FACTS) -> Sequence[LoanLine]:
    """Sends every draft line as a request and plans the loan's deadlines. Returns the lines asked for.

    The letters follow from the event `loan.send_request` (loans.notices). Raises NotAllowed or WrongState.
    """
    if not actor.can("loans.request"):
        raise NotAllowed(_("Your role doesn't send requests. Ask a curator or registrar."))
    with transaction.atomic():
        loan = Loan.objects.select_for_update(of=("self",)).select_related("lender", "exhibition").get(pk=loan.pk)
        drafts = list(loan.lines.filter(status=LineStatus.DRAFT).select_related("object"))
        if not drafts:
            raise WrongState(_("Nothing is left to send in %(loan)s: every object was asked for.") % {"loan": loan})
        if not facts.authority and not _reachable(loan.lender):
            raise WrongState(
                _(
                    "%(lender)s has no contact who may decide. Add one with an e-mail address, or record that you sent the request by post."
                )
                % {"lender": loan.lender},
                code="nobody-to-ask",
            )
        asked = lines.move_all(drafts, "request", actor=actor, facts=facts)
        loan.sent_at = loan.sent_at or _moment(facts)
        loan.save(update_fields=["sent_at"])
        record("loan.send_request", loan, actor=actor, facts=facts, after={"lines": [str(line.uid) for line in asked]})
        deadlines.plan(loan, actor=actor)
    return asked


def _moment(facts: Facts) -> dt.datetime:
    """Now, or noon of the earlier day on which the request went out by post."""
    if facts.happened_on is None or facts.happened_on >= timezone.localdate():
        return timezone.now()
    return timezone.make_aware(dt.datetime.combine(facts.happened_on, dt.time(12)))


def _reachable(lender: Lender) -> bool:
    return any(
        each.contacts.filter(is_active=True, may_decide=True).exists()
        for each in (lender, lender.agent)
        if each is not None
    )


def record(verb: str, loan: Loan, *, actor: Actor, **more: object) -> AuditEvent:
    """Writes the event of a loan into its file and returns it."""
    return audit.record(
        verb,
        actor=actor,
        subject_kind=SUBJECT,
        subject_id=loan.uid,
        subject_label=f"{loan.reference} {loan.lender}",
        loan_file=loan.uid,
        **more,
    )


def _check_editor(actor: Actor) -> None:
    if not actor.can("loans.edit"):
        raise NotAllowed(_("Your role doesn't edit loans. Ask a curator or registrar."))
