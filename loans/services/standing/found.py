"""What is here already of the things a list names: lenders, objects, lines, loans, conditions. Few queries."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models.functions import Upper

from exhibitions.models import Exhibition
from lenders.models import CollectionObject, Lender
from loans.models import Loan, LoanLine, Term, TermStatus
from loans.services.lines.standing import latest_events
from loans.services.standing.rows import Entry
from loans.states import COMMITTED
from office.records.models import AuditEvent


@dataclass(frozen=True, slots=True)
class Present:
    """Lenders by upper-case code; objects by lender and number; lines by object; the rest by primary key."""

    lenders: Mapping[str, Lender]
    objects: dict[tuple[int, str], CollectionObject]
    lines: dict[int, LoanLine]
    loans: dict[int, list[Loan]]
    told: dict[int, AuditEvent]
    conditions: dict[int, set[str]]
    committed: dict[int, list[LoanLine]]


def present(exhibition: Exhibition, entries: Sequence[Entry]) -> Present:
    """Nine queries, whatever the number of rows."""
    codes = {entry.lender.upper() for entry in entries}
    lenders = {
        lender.code.upper(): lender
        for lender in Lender.objects.annotate(key=Upper("code")).filter(key__in=codes).select_related("agent")
    }
    objects = _objects(lenders, entries)
    ids = [each.pk for each in objects.values()]
    rows = (
        LoanLine.objects.filter(loan__exhibition=exhibition, object__in=ids)
        .select_related("loan__lender", "loan__agreement__in_force__sealed_file", "loan__exhibition", "object")
        .order_by("loan_id", "pk")
    )
    # An object stands twice in one exhibition only when it left one loan for another: the later one counts.
    lines = {line.object_id: line for line in rows}
    loans: dict[int, list[Loan]] = defaultdict(list)
    for loan in (
        Loan.objects.filter(exhibition=exhibition, lender__in=lenders.values())
        .select_related("agreement__in_force__sealed_file", "lender", "exhibition")
        .order_by("pk")
    ):
        loans[loan.lender_id].append(loan)
    conditions: dict[int, set[str]] = defaultdict(set)
    for line_id, words in (
        Term.objects.filter(line__in=[line.pk for line in lines.values()])
        .exclude(status=TermStatus.WITHDRAWN)
        .values_list("line_id", "proposals__words")
    ):
        if line_id and words:
            conditions[line_id].add(words.strip())
    committed: dict[int, list[LoanLine]] = defaultdict(list)
    for line in LoanLine.objects.filter(object__in=ids, status__in=sorted(COMMITTED)).select_related(
        "loan__exhibition"
    ):
        committed[line.object_id].append(line)
    return Present(lenders, objects, lines, loans, latest_events(list(lines.values())), conditions, committed)


def number_key(number: str) -> str:
    """Two spellings of one number differ in case and spaces at most."""
    return " ".join(number.split()).upper()


def _objects(lenders: Mapping[str, Lender], entries: Sequence[Entry]) -> dict[tuple[int, str], CollectionObject]:
    """By the number as written; one that differs in case alone is the same object."""
    numbers = {entry.number for entry in entries}
    owners = [lender.pk for lender in lenders.values()]
    known = CollectionObject.objects.filter(lender__in=owners)
    found = {
        (each.lender_id, number_key(each.accession_number)): each for each in known.filter(accession_number__in=numbers)
    }
    wanted = {
        number_key(entry.number)
        for entry in entries
        if (lender := lenders.get(entry.lender.upper())) and (lender.pk, number_key(entry.number)) not in found
    }
    if wanted:
        alike = known.annotate(key=Upper("accession_number")).filter(key__in=wanted)
        for each in alike:
            found.setdefault((each.lender_id, number_key(each.accession_number)), each)
    return found
