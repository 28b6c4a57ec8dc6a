"""Rows sorted into loans: which loan each belongs to, what it changes there, and which can't be taken."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from lenders.models import CollectionObject, Lender
from lenders.services.imports.refusals import Rejection, RowRefused
from loans.models import Loan, LoanLine
from loans.rules.behalf import STAND
from loans.services.lines.moves import promised
from loans.services.lines.standing import UNDECIDED, moved_sentence
from loans.services.standing.columns import plain
from loans.services.standing.found import Present, number_key
from loans.services.standing.rows import Entry
from loans.states import COMMITTED, LineStatus
from office.records.models import AuditEvent, StoredFile
from office.records.wording import written

Change = Literal["new", "changed", "same"]


@dataclass(frozen=True, slots=True)
class LinePlan:
    """One row: the object and line it is about, if they are here, and what it changes."""

    entry: Entry
    object: CollectionObject | None
    line: LoanLine | None
    change: Change
    period: DateRange | None
    letter: StoredFile | None


@dataclass(slots=True)
class AgreementPlan:
    """An agreement signed elsewhere; `scan` is the signed copy, when it was sent with the list."""

    number: str
    on: dt.date
    scan: StoredFile | None
    row: int
    change: Change = "new"


@dataclass(slots=True)
class LoanPlan:
    """The rows of one loan, new or here already."""

    lender: Lender
    loan: Loan | None
    lines: list[LinePlan] = field(default_factory=list)
    agreement: AgreementPlan | None = None

    @property
    def changes(self) -> bool:
        if any(line.change != "same" for line in self.lines):
            return True
        return self.agreement is not None and self.agreement.change != "same"

    @property
    def statuses(self) -> list[tuple[LineStatus, int]]:
        counts = Counter(line.entry.status for line in self.lines)
        return [(status, counts[status]) for status in LineStatus if counts[status]]

    @property
    def key(self) -> str | None:
        """The key of its agreement: of the list's, else of the one it has."""
        if self.agreement is not None:
            return plain(self.agreement.number)
        return agreement_key(self.loan)


def agreement_key(loan: Loan | None) -> str | None:
    """The number of a loan's agreement as the paper gives it; None without an agreement in force."""
    if loan is None or loan.agreement is None or loan.agreement.in_force is None:
        return None
    return plain(loan.agreement.in_force.summary)


def sort(
    entries: Sequence[Entry], found: Present, *, scans: Mapping[str, StoredFile], usual: DateRange | None
) -> tuple[list[LoanPlan], list[Rejection]]:
    """The loans in the order of their lenders' names, and the rows refused."""
    sorter = _Sorter(found, scans, usual)
    # What is here already shows where the rest belongs; rows that name an agreement go before those that don't.
    order = sorted(entries, key=lambda entry: (not sorter.is_here(entry), entry.agreement_key is None, entry.row))
    for entry in order:
        try:
            sorter.add(entry)
        except RowRefused as refusal:
            sorter.refused.append(Rejection(entry.row, refusal.sentence))
    plans = [each for each in sorter.plans if each.lines]
    for each in plans:
        each.lines.sort(key=lambda line: line.entry.row)
    return sorted(plans, key=lambda each: each.lender.name), sorter.refused


class _Sorter:
    def __init__(self, found: Present, scans: Mapping[str, StoredFile], usual: DateRange | None) -> None:
        self.found = found
        self.scans = scans
        self.usual = usual
        self.plans: list[LoanPlan] = []
        self.refused: list[Rejection] = []
        self._seen: dict[tuple[int, str], int] = {}

    def is_here(self, entry: Entry) -> bool:
        return self._line(entry) is not None

    def _object(self, entry: Entry) -> CollectionObject | None:
        lender = self.found.lenders.get(entry.lender.upper())
        return self.found.objects.get((lender.pk, number_key(entry.number))) if lender else None

    def _line(self, entry: Entry) -> LoanLine | None:
        thing = self._object(entry)
        return self.found.lines.get(thing.pk) if thing else None

    def add(self, entry: Entry) -> None:
        """Puts the row where it belongs. Raises RowRefused."""
        lender = self.found.lenders.get(entry.lender.upper())
        if lender is None:
            raise RowRefused(
                _("No lender has the code “%(code)s”. Correct it, or add the lender first.")
                % {"code": entry.lender[:40]}
            )
        if lender.is_organiser:
            raise RowRefused(_("This is our own object: it needs no loan. Leave the row out."))
        key = (lender.pk, number_key(entry.number))
        if key in self._seen:
            raise RowRefused(
                _("It repeats the accession number %(number)s of row %(row)d; row %(row)d was taken.")
                % {"number": entry.number, "row": self._seen[key]}
            )
        thing, line = self._object(entry), self._line(entry)
        if thing is None and not entry.title:
            raise RowRefused(
                _("%(lender)s has no object with the number %(number)s yet: write its title.")
                % {"lender": lender.name, "number": entry.number}
            )
        where = self._plan_for(entry, lender, line)
        letter = self._scan(entry.letter_scan, known=self._letter_of(line))
        period = self._period(entry, line, where)
        change = self._change(entry, line, letter)
        if thing is not None and change != "same":
            self._check_free(entry, thing, line, period)
        agreement = self._agreement(entry, where)
        where.lines.append(LinePlan(entry, thing, line, change, period, letter))
        if agreement is not None:
            where.agreement = agreement
        if where not in self.plans:
            self.plans.append(where)
        self._seen[key] = entry.row

    def _plan_for(self, entry: Entry, lender: Lender, line: LoanLine | None) -> LoanPlan:
        ours = [each for each in self.plans if each.lender == lender]
        if line is not None:
            planned = next((each for each in ours if each.loan == line.loan), None)
            return planned or LoanPlan(lender, line.loan)
        ours += [
            LoanPlan(lender, loan)
            for loan in self.found.loans.get(lender.pk, ())
            if all(each.loan != loan for each in ours)
        ]
        key = entry.agreement_key
        if key is None:
            return ours[0] if ours else LoanPlan(lender, None)
        same = next((each for each in ours if each.key == key), None)
        without = next((each for each in ours if each.key is None and not _has_agreement(each.loan)), None)
        return same or without or LoanPlan(lender, None)

    def _scan(self, name: str, *, known: StoredFile | None) -> StoredFile | None:
        """The file of that name: sent with the list, or kept with the same record before. Raises RowRefused."""
        if not name:
            return None
        if (sent := self.scans.get(name.casefold())) is not None:
            return sent
        if known is not None and known.original_name.casefold() == name.casefold():
            return known
        raise RowRefused(
            _("“%(name)s” was not sent with the list. Choose it too, or empty the cell.") % {"name": name[:80]}
        )

    def _letter_of(self, line: LoanLine | None) -> StoredFile | None:
        event = self.found.told.get(line.pk) if line else None
        return event.evidence if event else None

    def _period(self, entry: Entry, line: LoanLine | None, where: LoanPlan) -> DateRange | None:
        if entry.first_day:
            return DateRange(entry.first_day, entry.last_day)
        if line is not None and line.period:
            return line.period
        period = where.loan.period if where.loan else self.usual
        if period is None:
            raise RowRefused(
                _("The exhibition has no dates yet, so the row needs its own: write “Period from” and “Period to”.")
            )
        return period

    def _change(self, entry: Entry, line: LoanLine | None, letter: StoredFile | None) -> Change:
        """What the row changes on its line. Raises RowRefused when the line has gone on since."""
        if line is None:
            return "new"
        if line.status == LineStatus.DRAFT:
            return "changed"
        event = self.found.told.get(line.pk)
        if event is None or event.verb != STAND:
            if line.status == entry.status:
                return "same"
            raise RowRefused(moved_sentence(line))
        if entry.conditions and entry.conditions not in self.found.conditions.get(line.pk, ()):
            raise RowRefused(_("Its conditions are rows now. Change them on the loan's page."))
        return "same" if _says(entry, letter) == _stands(entry, line, event) else "changed"

    def _check_free(
        self, entry: Entry, thing: CollectionObject, line: LoanLine | None, period: DateRange | None
    ) -> None:
        if entry.status not in COMMITTED or period is None:
            return
        for other in self.found.committed.get(thing.pk, ()):
            if line is not None and other.pk == line.pk:
                continue
            if other.period.lower < period.upper and period.lower < other.period.upper:
                raise RowRefused(promised(other))

    def _agreement(self, entry: Entry, where: LoanPlan) -> AgreementPlan | None:
        """The agreement the row names, to be written for its loan; None when it is known already."""
        if entry.agreement_on is None:
            return None
        known = where.agreement
        version = where.loan.agreement.in_force if where.loan and where.loan.agreement else None
        scan = self._scan(entry.agreement_scan, known=known.scan if known else version.sealed_file if version else None)
        if known is not None:
            self._check_same(entry, known, scan)
            known.scan = known.scan or scan
            return None
        made = AgreementPlan(entry.agreement_number, entry.agreement_on, scan, entry.row)
        if _has_agreement(where.loan):
            made.change = _agreement_change(made, where.loan)
        return made

    def _check_same(self, entry: Entry, known: AgreementPlan, scan: StoredFile | None) -> None:
        if plain(entry.agreement_number) != plain(known.number):
            raise RowRefused(
                _("It names the agreement “%(number)s”; row %(row)d of the same loan names “%(other)s”.")
                % {"number": entry.agreement_number, "row": known.row, "other": known.number}
            )
        if entry.agreement_on != known.on:
            raise RowRefused(
                _("It dates the agreement %(day)s; row %(row)d dates it %(other)s. Correct one of them.")
                % {"day": written(entry.agreement_on), "row": known.row, "other": written(known.on)}  # type: ignore[arg-type]
            )
        if scan is not None and known.scan is not None and scan.sha256 != known.scan.sha256:
            raise RowRefused(
                _("It names another scan of the agreement than row %(row)d. Name one.") % {"row": known.row}
            )


def _has_agreement(loan: Loan | None) -> bool:
    return loan is not None and loan.agreement_id is not None


def _agreement_change(made: AgreementPlan, loan: Loan | None) -> Change:
    """What a list's agreement changes on the one that is here. Raises RowRefused when the two don't agree."""
    assert loan is not None
    assert loan.agreement is not None
    version = loan.agreement.in_force
    if version is None:
        raise RowRefused(
            _("The agreement %(agreement)s of %(loan)s is being signed here. Record its signatures there.")
            % {"agreement": loan.agreement, "loan": loan}
        )
    if version.executed_on != made.on or plain(version.summary) != plain(made.number):
        raise RowRefused(
            _(
                "%(loan)s has an agreement already, in force since %(day)s. Correct the row, or amend the agreement there."
            )
            % {"loan": loan, "day": written(version.executed_on)}  # type: ignore[arg-type]
        )
    if made.scan is None or (version.sealed_file and version.sealed_file.sha256 == made.scan.sha256):
        return "same"
    if version.sealed_file is not None:
        raise RowRefused(
            _("%(loan)s has another signed copy of its agreement. Name that one, or empty the cell.") % {"loan": loan}
        )
    return "changed"


def _says(entry: Entry, letter: StoredFile | None) -> tuple[object, ...]:
    decided = entry.status not in UNDECIDED
    return (
        entry.status,
        entry.decided_by if decided else "",
        entry.decided_on if decided else None,
        entry.authority,
        entry.authority_number,
        entry.authority_date,
        entry.decided_by_title,
        entry.reason_code,
        entry.reason,
        letter.sha256 if letter else None,
        (entry.first_day, entry.last_day) if entry.first_day else None,
        entry.value,
    )


def _stands(entry: Entry, line: LoanLine, event: AuditEvent) -> tuple[object, ...]:
    """The same of the line as it is; what the row is silent about is no difference."""
    return (
        LineStatus(line.status),
        line.decided_by,
        line.decided_on,
        event.authority,
        event.authority_number,
        event.authority_date,
        event.decided_by_title,
        line.reason_code,
        line.reason,
        event.evidence.sha256 if event.evidence and entry.letter_scan else None,
        (line.period.lower, line.period.upper) if entry.first_day and line.period else None,
        line.agreed_value if entry.value is not None else None,
    )
