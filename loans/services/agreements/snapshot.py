"""The objects and the agreed conditions as they are on the day the text is written: they stay so in the version."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Prefetch

from exhibitions.models import Showing
from lenders.models import CollectionObject
from loans.models import SECRET_KINDS, Loan, LoanLine, Term, TermProposal, TermStatus
from loans.rules.terms import figures
from loans.services.agreements.changes import NO_CHANGES, Changes
from loans.states import EXITS, LineStatus
from office.records.models import StoredFile

LEFT_OUT = EXITS | {LineStatus.DRAFT}
"""Objects in one of these are not lent: no agreement names them."""

type Row = dict[str, Any]


def lines_of(loans: Iterable[Loan]) -> list[LoanLine]:
    """The objects the loans are about, in the order of the loans, with all a schedule says of them."""
    lines = (
        LoanLine.objects.filter(loan__in=[loan.pk for loan in loans])
        .exclude(status__in=sorted(LEFT_OUT))
        .select_related("loan__lender", "object__lender")
        .prefetch_related("object__parts", "object__image__derivatives", _showings())
        .order_by("loan_id", "number", "id")
    )
    return list(lines)


def _showings() -> Prefetch:  # type: ignore[type-arg]
    return Prefetch("showings", Showing.objects.select_related("venue"))


def schedule(lines: Sequence[LoanLine], *, changes: Changes = NO_CHANGES) -> list[Row]:
    """A row for each object with its agreed value; what an amendment changes is in it already."""
    several = len({line.loan_id for line in lines}) > 1
    instead = {
        str(each.uid): each
        for each in CollectionObject.objects.filter(uid__in=list(changes.substitutes.values()))
        .select_related("lender")
        .prefetch_related("parts", "image__derivatives")
    } if changes.substitutes else {}  # fmt: skip
    rows = []
    last = max((line.number for line in lines), default=0)
    for place, line in enumerate(lines, start=1):
        uid = str(line.uid)
        number = place if several else line.number
        thing, pieces = line.object, line.pieces
        if uid in changes.substitutes:
            thing = instead[changes.substitutes[uid]]
            last += 1
            number, pieces = (place if several else last), thing.piece_count
        value = changes.values.get(uid) or (line.agreed_value if thing is line.object else None)
        rows.append(
            {
                "line": uid,
                "loan": line.loan.reference,
                "number": number,
                **_thing(thing),
                "pieces": pieces,
                "value": [str(value.amount), str(value.currency)] if value is not None else None,
                "period": [str(line.period.lower), str(changes.until or line.period.upper)] if line.period else None,
                "showings": list(changes.showings) or [str(showing.uid) for showing in line.showings.all()],
            }
        )
    return rows


def _thing(thing: CollectionObject) -> Row:
    picture: StoredFile | None = thing.image
    return {
        "object": str(thing.uid),
        "title": thing.title,
        "native_title": thing.native_title,
        "native_language": thing.lender.language if thing.native_title else "",
        "accession_number": thing.accession_number,
        "maker": thing.maker,
        "culture": thing.culture,
        "date": thing.date_text,
        "materials": ", ".join(filter(None, (thing.materials, thing.technique))),
        "dimensions": thing.dimensions_text,
        "parts": [part.number for part in thing.parts.all()],
        "credit_line": thing.credit_line,
        "image": str(picture.uid) if picture else "",
        "demo_record": thing.demo_record,
    }


def terms(loans: Sequence[Loan], lines: Sequence[LoanLine]) -> list[Row]:
    """The agreed rows, those of the whole loan first; `secret` ones may say what an object is worth."""
    shown = {line.pk: line for line in lines}
    rows = (
        Term.objects.filter(loan__in=[loan.pk for loan in loans], status=TermStatus.AGREED, current__isnull=False)
        .select_related("current", "loan")
        .order_by("kind", "id")
    )
    found = [row for row in rows if row.line_id is None or row.line_id in shown]
    return [_term(row, shown) for row in sorted(found, key=lambda row: (row.line_id is not None, row.pk))]


def _term(row: Term, shown: dict[int, LoanLine]) -> Row:
    said = row.current
    assert said is not None
    line = shown[row.line_id] if row.line_id else None
    return {
        "term": str(row.uid),
        "line": str(line.uid) if line else "",
        "loan": row.loan.reference,
        "kind": row.kind,
        "secret": row.kind in SECRET_KINDS,
        "value": value_words(said),
        "words": _words(said),
    }


def value_words(said: TermProposal) -> str:
    """The typed values of a condition in words."""
    parts = list(figures(said))
    if said.amount is not None:
        parts.append(f"{said.amount.currency} {said.amount.amount:,.2f}")
    return "; ".join(parts)


def _words(said: TermProposal) -> str:
    """What was negotiated, and what was promised with it."""
    return "\n".join(filter(None, (said.words.strip(), said.promise.strip())))
