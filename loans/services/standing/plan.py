"""What a list of loans as they stand would do: read, compared with what is here, nothing written."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from django.utils.translation import gettext as _

from exhibitions.models import Exhibition
from lenders.services.imports.reading import open_table
from lenders.services.imports.refusals import ImportRefused, Rejection, RowRefused
from loans.errors import MissingFact, NotAllowed
from loans.services.lines.standing import check_recorder
from loans.services.loans import period_for
from loans.services.standing.columns import mapped
from loans.services.standing.found import present
from loans.services.standing.rows import Entry, read
from loans.services.standing.sorting import LinePlan, LoanPlan, sort
from office.records.actors import Actor
from office.records.models import StoredFile
from office.records.wording import listed, written

MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 5_000


@dataclass(slots=True)
class Plan:
    """What would happen, loan by loan; rows that can't be taken; sentences worth reading."""

    exhibition: Exhibition
    as_of: dt.date
    loans: list[LoanPlan] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def lines(self) -> Iterator[LinePlan]:
        return (line for loan in self.loans for line in loan.lines)

    @property
    def counts(self) -> Counter[str]:
        """How many lines are "new", "changed" or the "same"."""
        return Counter(line.change for line in self.lines)

    @property
    def new_loans(self) -> int:
        return sum(loan.loan is None for loan in self.loans)

    @property
    def new_objects(self) -> int:
        return sum(line.object is None for line in self.lines)

    @property
    def changes(self) -> bool:
        return any(loan.changes for loan in self.loans)

    def named(self, scans: Iterable[str]) -> set[str]:
        """Those of the file names that a row which can be taken names."""
        names = {name.casefold() for line in self.lines for name in (line.entry.agreement_scan, line.entry.letter_scan)}
        return {name for name in scans if name.casefold() in names}


def plan(
    stream: BinaryIO,
    *,
    exhibition: Exhibition,
    as_of: dt.date,
    actor: Actor,
    scans: Mapping[str, StoredFile] | None = None,
) -> Plan:
    """Reads the list and says what it would do. `scans` are the PDFs sent with it, by file name.

    Raises ImportRefused for a list that can't be taken at all.
    """
    check(actor, as_of=as_of)
    table = open_table(stream, max_bytes=MAX_BYTES)
    at, unused = mapped(table.headers)
    if "value" in at and not actor.can("values.see"):
        raise ImportRefused(
            _("You may not enter values. Take the column “%(column)s” out of the list and send it again.")
            % {"column": table.headers[at["value"]]}
        )
    made = Plan(exhibition, as_of)
    entries: list[Entry] = []
    for row in table.rows:
        if len(entries) + len(made.rejections) >= MAX_ROWS:
            raise ImportRefused(_("The list has more than %(number)d rows. Split it.") % {"number": MAX_ROWS})
        try:
            entries.append(read(row, at, as_of=as_of))
        except RowRefused as refusal:
            made.rejections.append(Rejection(row.number, refusal.sentence))
    if not entries and not made.rejections:
        raise ImportRefused(_("The list has no rows below its first one. Fill in the template and send it again."))
    found = present(exhibition, entries)
    by_name = {name.casefold(): stored for name, stored in (scans or {}).items()}
    made.loans, refused = sort(entries, found, scans=by_name, usual=_usual_period(exhibition))
    made.rejections = sorted([*made.rejections, *refused])
    made.notes = _notes(entries, unused, table.other_sheets, by_name)
    return made


def check(actor: Actor, *, as_of: dt.date) -> None:
    """May this person take loans over, as of that day? Raises ImportRefused."""
    try:
        check_recorder(actor)
    except NotAllowed as refusal:
        raise ImportRefused(refusal.sentence) from None
    if not (actor.can("loans.edit") and actor.can("loans.agree")):
        raise ImportRefused(_("Your role doesn't record how loans stand. Ask a registrar."))
    if as_of > timezone.localdate():
        raise ImportRefused(_("%(day)s is still to come. Give the day of the list.") % {"day": written(as_of)})


def _usual_period(exhibition: Exhibition) -> DateRange | None:
    try:
        return period_for(exhibition)
    except MissingFact:
        return None


def _notes(
    entries: Sequence[Entry], unused: Sequence[str], other_sheets: Sequence[str], scans: Mapping[str, StoredFile]
) -> list[str]:
    notes = []
    if unused:
        notes.append(_("Columns not used: %(columns)s.") % {"columns": listed([f"“{each}”" for each in unused])})
    others = [each for each in other_sheets if each not in ("Words", "How to fill it in")]
    if others:
        notes.append(_("Only the first sheet with rows was read, not %(others)s.") % {"others": listed(others)})
    figures = sum(entry.number_is_figure for entry in entries)
    if figures:
        notes.append(
            _(
                "In %(number)d rows the accession number is stored as a number: 1988.10 reads as 1988.1. Format that column as text and check these numbers."
            )
            % {"number": figures}
        )
    named = {name.casefold() for entry in entries for name in (entry.agreement_scan, entry.letter_scan)}
    idle = [stored.original_name for name, stored in scans.items() if name not in named]
    if idle:
        notes.append(_("No row names %(files)s: it is not kept.") % {"files": listed([f"“{each}”" for each in idle])})
    return notes
