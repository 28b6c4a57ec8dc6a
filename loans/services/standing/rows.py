"""One row of a list of loans as they stand, understood, or refused with a sentence."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from moneyed import Money

from lenders.models import CollectionObject
from lenders.services.imports.reading import NumberCell, Row
from lenders.services.imports.refusals import RowRefused
from loans.services.lines.standing import ANSWERS, UNDECIDED
from loans.services.standing import cells
from loans.services.standing.columns import authority_of, plain, reason_code_of, status_of
from loans.states import EXITS, LineStatus
from office.records.wording import written

_LIMITS: Final = {
    "number": CollectionObject._meta.get_field("accession_number").max_length,
    "title": CollectionObject._meta.get_field("title").max_length,
    "decided_by": 200,
    "decided_by_title": 200,
    "authority_number": 100,
    "agreement_number": 100,
}
_WHAT: Final = {
    "number": "accession number",
    "title": "title",
    "decided_by": "name of who decided",
    "decided_by_title": "job title",
    "authority_number": "authority number",
    "agreement_number": "agreement number",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """What one row says. Days are the organiser's; `row` is its number in the spreadsheet."""

    row: int
    lender: str
    number: str
    title: str
    status: LineStatus
    decided_on: dt.date | None = None
    decided_by: str = ""
    decided_by_title: str = ""
    authority: str = ""
    authority_number: str = ""
    authority_date: dt.date | None = None
    letter_scan: str = ""
    reason_code: str = ""
    reason: str = ""
    conditions: str = ""
    value: Money | None = None
    first_day: dt.date | None = None
    last_day: dt.date | None = None
    requested_on: dt.date | None = None
    agreement_on: dt.date | None = None
    agreement_number: str = ""
    agreement_scan: str = ""
    number_is_figure: bool = False

    @property
    def agreement_key(self) -> str | None:
        """What holds the rows of one agreement together; None for a row that names none."""
        if not (self.agreement_on or self.agreement_number or self.agreement_scan):
            return None
        return plain(self.agreement_number)


def read(row: Row, at: dict[str, int], *, as_of: dt.date) -> Entry:
    """The row as an entry. Raises RowRefused."""
    if row.problem:
        raise RowRefused(row.problem)
    said = {name: row.cells[place] for name, place in at.items()}

    def text(name: str) -> str:
        return " ".join(said.get(name, "").split())

    for name, limit in _LIMITS.items():
        if limit and len(text(name)) > limit:
            raise RowRefused(
                _("The %(what)s is %(length)d characters long; %(limit)d fit. Shorten it.")
                % {"what": _WHAT[name], "length": len(text(name)), "limit": limit}
            )
    if any("\x00" in cell for cell in said.values()):
        raise RowRefused(_("A cell contains an invisible control character. Delete it."))
    if not text("lender"):
        raise RowRefused(_("It has no lender code. Write the lender's short code."))
    if not text("number"):
        raise RowRefused(_("It has no accession number, so it would double next time."))
    status = status_of(text("status"))
    entry = Entry(
        row=row.number,
        lender=text("lender"),
        number=text("number"),
        title=text("title"),
        status=status,
        decided_on=cells.day(text("decided_on"), _("decision date")),
        decided_by=text("decided_by"),
        decided_by_title=text("decided_by_title"),
        authority=authority_of(text("authority")),
        authority_number=text("authority_number"),
        authority_date=cells.day(text("authority_date"), _("authority date")),
        letter_scan=text("letter_scan"),
        reason_code=reason_code_of(text("reason_code")),
        reason=said.get("reason", "").strip(),
        conditions=said.get("conditions", "").strip(),
        value=cells.money(said.get("value", ""), text("currency")),
        first_day=cells.day(text("first_day"), _("first day")),
        last_day=cells.day(text("last_day"), _("last day")),
        requested_on=cells.day(text("requested_on"), _("day of the request")),
        agreement_on=cells.day(text("agreement_on"), _("agreement date")),
        agreement_number=text("agreement_number"),
        agreement_scan=text("agreement_scan"),
        number_is_figure=isinstance(said.get("number"), NumberCell),
    )
    _check(entry, as_of=as_of)
    return entry


def _check(entry: Entry, *, as_of: dt.date) -> None:
    """What the cells say of each other."""
    _check_days(entry, as_of=as_of)
    status = entry.status.label
    if entry.status in ANSWERS:
        if not entry.decided_by:
            raise RowRefused(_("“%(status)s” is the lender's word: write who decided.") % {"status": status})
        if not entry.authority:
            raise RowRefused(
                _("“%(status)s” is the lender's word: write how it reached us, by letter, mail, telephone …")
                % {"status": status}
            )
        if entry.decided_on is None:
            raise RowRefused(_("“%(status)s” is the lender's word: write its decision date.") % {"status": status})
    if entry.status == LineStatus.DECLINED and not entry.reason_code:
        raise RowRefused(_("It is declined for no reason. Write a reason code; “other” is one."))
    if entry.reason_code and entry.status not in (LineStatus.DECLINED, LineStatus.WITHDRAWN_BY_LENDER):
        raise RowRefused(
            _("It has a reason for declining, and is “%(status)s”. Correct one of them.") % {"status": status}
        )
    if entry.status == LineStatus.APPROVED_WITH_CONDITIONS and not entry.conditions:
        raise RowRefused(_("It is approved with conditions, and has none. Write them down."))
    if entry.conditions and entry.status in EXITS:
        raise RowRefused(_("It is “%(status)s” and has conditions. Write them under “In words”.") % {"status": status})
    if entry.conditions and not (entry.decided_by and entry.authority):
        raise RowRefused(_("It has conditions: write who at the lender set them, and how they reached us."))
    if entry.letter_scan and not entry.authority:
        raise RowRefused(_("It has a scan of a letter and no authority. Write “letter”, “e-mail”, “decree” …"))
    if entry.agreement_key is not None and entry.agreement_on is None:
        raise RowRefused(_("It names an agreement without its date. Write the day on which both had signed."))
    if entry.agreement_on and entry.status in (UNDECIDED | {LineStatus.DECLINED}):
        raise RowRefused(_("It is “%(status)s” and has a signed agreement. Correct one of them.") % {"status": status})


def _check_days(entry: Entry, *, as_of: dt.date) -> None:
    for what, day in (
        (_("decision date"), entry.decided_on),
        (_("authority date"), entry.authority_date),
        (_("day of the request"), entry.requested_on),
        (_("agreement date"), entry.agreement_on),
    ):
        if day and day > as_of:
            raise RowRefused(
                _("The %(what)s is %(day)s, after the day of the list, %(as_of)s. Correct one of them.")
                % {"what": what, "day": written(day), "as_of": written(as_of)}
            )
    if bool(entry.first_day) != bool(entry.last_day):
        raise RowRefused(_("Give both days of the period, or neither."))
    if entry.first_day and entry.last_day and entry.last_day <= entry.first_day:
        raise RowRefused(_("The period ends before it begins. Correct its days."))
    if entry.requested_on and entry.decided_on and entry.decided_on < entry.requested_on:
        raise RowRefused(_("It was decided before it was requested. Correct one of the days."))
