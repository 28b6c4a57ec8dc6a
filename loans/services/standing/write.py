"""Taking a list of loans as they stand: what the plan says, all of it or nothing, and no letter to anybody."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import BinaryIO

import pghistory
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from django.utils.translation import gettext as _

from exhibitions.models import Exhibition, WishStatus
from exhibitions.services.checklist import add_objects
from lenders.models import CollectionObject, Lender, Valuation
from lenders.services.imports.numbers import natural_key
from lenders.services.imports.refusals import ImportRefused
from lenders.services.search import object_search_text
from loans.errors import LoanError
from loans.models import Loan, LoanLine, Term, TermKind, TermStatus
from loans.services import deadlines, lines, loans, terms
from loans.services.lines import Stand
from loans.services.standing.agreements import take_agreement
from loans.services.standing.plan import Plan, plan
from loans.services.standing.rows import Entry
from loans.services.standing.sorting import LinePlan, LoanPlan
from loans.services.terms import Offer
from loans.states import BEFORE_COLLECTION, HOME_AGAIN, IN_CUSTODY, LineStatus
from office.records.actors import Actor
from office.records.audit import Facts
from office.records.models import StoredFile
from office.records.wording import written

_SETTLED = BEFORE_COLLECTION | IN_CUSTODY | HOME_AGAIN
"""Where conditions stand agreed: nobody packs what is still being talked about."""


def take(
    stream: BinaryIO,
    *,
    exhibition: Exhibition,
    as_of: dt.date,
    actor: Actor,
    scans: Mapping[str, StoredFile] | None = None,
    file_name: str = "",
) -> Plan:
    """Writes the rows that can be taken, in one transaction, and returns what was done; the loans in it are rows now.

    Locks the exhibition, so that two lists for it queue up. The same list a second time changes nothing.
    Raises ImportRefused with nothing written.
    """
    try:
        with transaction.atomic(), pghistory.context(source="import", file=file_name[:200], actor=actor.name):
            exhibition = Exhibition.objects.select_for_update(no_key=True).get(pk=exhibition.pk)
            made = plan(stream, exhibition=exhibition, as_of=as_of, actor=actor, scans=scans)
            things = _objects(made, actor=actor)
            for each in made.loans:
                if each.changes:
                    _take_loan(each, made, things, actor=actor, file_name=file_name)
    except IntegrityError as error:
        raise ImportRefused(
            _("Somebody changed these loans during the import; nothing was written. Send the list again.")
        ) from error
    except LoanError as error:
        raise ImportRefused(_("Nothing was written. %(sentence)s") % {"sentence": error.sentence}) from error
    return made


def _objects(made: Plan, *, actor: Actor) -> dict[tuple[int, str], CollectionObject]:
    """The objects of the rows that change something; new ones are made, and all stand on the checklist."""
    changing = [(each.lender, line) for each in made.loans for line in each.lines if line.change != "same"]
    new = [_new(lender, line.entry) for lender, line in changing if line.object is None]
    for each in new:
        each.search = object_search_text(each)
    things = {(each.lender_id, each.accession_number): each for each in CollectionObject.objects.bulk_create(new)}
    for lender, line in changing:
        if line.object is not None:
            things[lender.pk, line.entry.number] = line.object
    if things:
        add_objects(made.exhibition, objects=things.values(), actor=actor, wish_status=WishStatus.CHOSEN)
    return things


def _new(lender: Lender, entry: Entry) -> CollectionObject:
    return CollectionObject(
        lender=lender,
        accession_number=entry.number,
        accession_sort=natural_key(entry.number)[:300],
        title=entry.title,
    )


def _take_loan(
    each: LoanPlan, made: Plan, things: Mapping[tuple[int, str], CollectionObject], *, actor: Actor, file_name: str
) -> None:
    changing = [line for line in each.lines if line.change != "same"]
    objects = {line.entry.row: things[each.lender.pk, line.entry.number] for line in changing}
    loan = each.loan
    if loan is None:
        loan = each.loan = loans.create(
            exhibition=made.exhibition,
            lender=each.lender,
            actor=actor,
            objects=objects.values(),
            period=_period(each.lines),
        )
    elif changing:
        loans.add_lines(loan, objects=objects.values(), actor=actor)
    if changing:
        _take_lines(loan, changing, objects, as_of=made.as_of, actor=actor)
    if each.agreement is not None and each.agreement.change != "same":
        take_agreement(loan, each.agreement, lines=each.lines, as_of=made.as_of, actor=actor)
    loan.stands_as_of = made.as_of
    loan.sent_at = loan.sent_at or _sent(each.lines, as_of=made.as_of)
    loan.save(update_fields=["stands_as_of", "sent_at"])
    loans.record(
        "loan.stand",
        loan,
        actor=actor,
        facts=Facts(happened_on=made.as_of),
        words=file_name,
        after={"as_of": made.as_of.isoformat(), "objects": len(changing)},
    )
    deadlines.plan(loan, actor=actor, forward_from=made.as_of)
    deadlines.follow(loan, actor=actor, on=made.as_of)


def _period(planned: Sequence[LinePlan]) -> DateRange:
    """From the first collection to the last return of its objects."""
    periods = [line.period for line in planned if line.period]
    return DateRange(min(each.lower for each in periods), max(each.upper for each in periods))


def _sent(planned: Sequence[LinePlan], *, as_of: dt.date) -> dt.datetime:
    """The day of our request, as far as the list says; else the day of the first answer, else that of the list."""
    asked = [line.entry.requested_on for line in planned if line.entry.requested_on]
    answered = [line.entry.decided_on for line in planned if line.entry.decided_on]
    day = min(asked or answered or [as_of])
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def _take_lines(
    loan: Loan,
    planned: Sequence[LinePlan],
    objects: Mapping[int, CollectionObject],
    *,
    as_of: dt.date,
    actor: Actor,
) -> None:
    rows = {row.object_id: row for row in loan.lines.select_for_update(of=("self",)).select_related("object")}
    pairs = [(line, rows[objects[line.entry.row].pk]) for line in planned]
    values = []
    for line, row in pairs:
        row.period = line.period
        if line.entry.value is not None and row.agreed_value != line.entry.value:
            row.agreed_value = line.entry.value
            values.append(
                Valuation(
                    object=row.object,
                    amount=line.entry.value.amount,
                    amount_currency=str(line.entry.value.currency),
                    valued_on=line.entry.decided_on or as_of,
                    source=_("Taken over as it stood on %(day)s") % {"day": written(as_of)},
                )
            )
    LoanLine.objects.bulk_update([row for _line, row in pairs], ["period", "agreed_value", "agreed_value_currency"])
    Valuation.objects.bulk_create(values)
    drafts = {row.pk for _line, row in pairs if row.status == LineStatus.DRAFT}
    asked = Term.objects.filter(line__in=drafts).exclude(status=TermStatus.WITHDRAWN)
    known = set(asked.values_list("line_id", "current__words"))
    lines.stand_all(
        [
            Stand(row, line.entry.status, _facts(line), reason_code=line.entry.reason_code, reason=line.entry.reason)
            for line, row in pairs
        ],
        as_of=as_of,
        actor=actor,
    )
    for line, row in pairs:
        # Conditions come in with their line; from then on they are rows, and change on the loan's page.
        if line.entry.conditions and row.pk in drafts and (row.pk, line.entry.conditions) not in known:
            _condition(loan, row, line, as_of=as_of, actor=actor)


def _condition(loan: Loan, row: LoanLine, line: LinePlan, *, as_of: dt.date, actor: Actor) -> None:
    """What the lender asked for, as a row: settled where the object went on, else for us to answer."""
    facts = _facts(line, day=line.entry.decided_on or as_of)
    offer = Offer(kind=TermKind.OTHER, words=line.entry.conditions)
    terms.stand(loan, offer, line=row, agreed=line.entry.status in _SETTLED, actor=actor, facts=facts)


def _facts(line: LinePlan, *, day: dt.date | None = None) -> Facts:
    entry = line.entry
    return Facts(
        happened_on=day or entry.decided_on,
        decided_by=entry.decided_by,
        decided_by_title=entry.decided_by_title,
        authority=entry.authority,
        authority_number=entry.authority_number,
        authority_date=entry.authority_date,
        evidence=line.letter,
    )
