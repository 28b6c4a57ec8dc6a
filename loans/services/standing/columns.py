"""The columns of a list of loans as they stand, and the words people write into them."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from lenders.services.imports.refusals import ImportRefused, RowRefused
from loans.services.lines.standing import TAKEN
from loans.states import DeclineReason, LineStatus
from office.records.models import Authority


@dataclass(frozen=True, slots=True)
class Column:
    """`header` is ours, `others` are headers that mean the same, `says` explains it on the template."""

    name: str
    header: str
    others: tuple[str, ...]
    says: str
    needed: bool = False


COLUMNS: Final = (
    Column("lender", "Lender code", ("lender", "code"), "The lender's short code, as on its page.", needed=True),
    Column(
        "number",
        "Accession number",
        ("accession no", "inventory number", "inventory no", "object number", "number"),
        "The lender's own number. Format this column as text.",
        needed=True,
    ),
    Column("title", "Title", ("object", "name"), "Needed for an object that isn't here yet."),
    Column("status", "Status", ("state",), "One of the words on the sheet “Words”.", needed=True),
    Column("decided_on", "Decision date", ("decided on", "date of decision"), "A day, like 3 March 2026 or 2026-03-03."),
    Column("decided_by", "Decided by", ("who decided",), "The person or body at the lender."),
    Column("decided_by_title", "Job title", ("title of who decided", "decided by title"), "Theirs."),
    Column("authority", "Authority", ("how we know", "channel"), "Letter, e-mail, telephone, decree …"),
    Column("authority_number", "Authority number", ("letter number", "letter no", "decree number"), "Such as 17/3."),
    Column("authority_date", "Authority date", ("letter date", "dated", "decree date"), "The day on the paper."),
    Column("letter_scan", "Letter scan", ("evidence", "scan", "letter file"), "File name of a PDF sent with the list."),
    Column("reason_code", "Reason code", ("decline reason", "reason for declining"), "For a declined object."),
    Column("reason", "In words", ("reason", "remarks", "note", "comment"), "What else was said. The lender reads it."),
    Column("conditions", "Conditions", ("condition", "terms"), "In words; a row to be settled, or settled already."),
    Column("value", "Value", ("insurance value", "amount"), "A number alone: 250000."),
    Column("currency", "Currency", ("value currency",), "GBP, EUR, USD …"),
    Column("first_day", "Period from", ("from", "collection", "loan from"), "The day of collection."),
    Column("last_day", "Period to", ("to", "until", "return", "loan to"), "The day of return."),
    Column("requested_on", "Requested on", ("request date", "asked on"), "The day of our request."),
    Column("agreement_on", "Agreement date", ("signed by both", "agreement signed"), "The day both had signed."),
    Column("agreement_number", "Agreement number", ("agreement no", "contract number", "contract no"), "The paper's own."),
    Column("agreement_scan", "Agreement scan", ("agreement scan file name", "agreement file"), "File name of a PDF."),
)  # fmt: skip

_STATUS_WORDS: Final[dict[str, LineStatus]] = {
    "in principle": LineStatus.APPROVED_IN_PRINCIPLE,
    "conditionally approved": LineStatus.APPROVED_WITH_CONDITIONS,
    "with conditions": LineStatus.APPROVED_WITH_CONDITIONS,
    "in preparation": LineStatus.PREPARING,
    "in transit": LineStatus.IN_TRANSIT_OUT,
    "in transit out": LineStatus.IN_TRANSIT_OUT,
    "in transit back": LineStatus.IN_TRANSIT_BACK,
    "on display": LineStatus.INSTALLED,
    "refused": LineStatus.DECLINED,
    "withdrawn": LineStatus.WITHDRAWN,
}
_AUTHORITY_WORDS: Final[dict[str, Authority]] = {
    "mail": Authority.EMAIL,
    "e mail": Authority.EMAIL,
    "by mail": Authority.EMAIL,
    "phone": Authority.TELEPHONE,
    "by phone": Authority.TELEPHONE,
    "call": Authority.TELEPHONE,
    "person": Authority.IN_PERSON,
    "board": Authority.COMMITTEE,
    "committee": Authority.COMMITTEE,
    "decree": Authority.DECREE,
    "order": Authority.DECREE,
}


def mapped(headers: Sequence[str]) -> tuple[dict[str, int], list[str]]:
    """Where each of our columns stands, and the headers that are none. Raises ImportRefused when one is missing."""
    at: dict[str, int] = {}
    known = {plain(word): column.name for column in COLUMNS for word in (column.name, *column.others, column.header)}
    exact = {plain(column.header) for column in COLUMNS}
    unused = []
    for place, header in sorted(enumerate(headers), key=lambda each: plain(each[1]) not in exact):
        name = known.get(plain(header), "")
        if name and name not in at:
            at[name] = place
        elif header:
            unused.append(header)
    missing = [column.header for column in COLUMNS if column.needed and column.name not in at]
    if missing:
        raise ImportRefused(
            _("No column is called “%(missing)s”. The first row has %(found)s. Take the template as a model.")
            % {"missing": missing[0], "found": ", ".join(f"“{header}”" for header in headers[:30] if header)}
        )
    return at, unused


def status_of(cell: str) -> LineStatus:
    """A status by its code or words. Raises RowRefused."""
    found = _chosen(cell, LineStatus.choices) or _STATUS_WORDS.get(plain(cell), "")
    if found not in TAKEN:
        raise RowRefused(
            _("The status “%(cell)s” isn't one a loan is taken over in. Write one of %(known)s.")
            % {"cell": cell[:40], "known": ", ".join(status_words())}
            if cell
            else _("It has no status. Write one of %(known)s.") % {"known": ", ".join(status_words())}
        )
    return LineStatus(found)


def authority_of(cell: str) -> str:
    """An authority by its code or words; empty stays empty. Raises RowRefused."""
    if not cell:
        return ""
    known = [(value, label) for value, label in Authority.choices if value not in (Authority.PORTAL, Authority.API)]
    found = _chosen(cell, known) or _AUTHORITY_WORDS.get(plain(cell), "")
    if not found:
        raise RowRefused(
            _("The authority “%(cell)s” isn't known. Write one of %(known)s.")
            % {"cell": cell[:40], "known": ", ".join(authority_words())}
        )
    return str(found)


def reason_code_of(cell: str) -> str:
    """A reason for declining by its code or words; empty stays empty. Raises RowRefused."""
    found = _chosen(cell, DeclineReason.choices) if cell else ""
    if cell and not found:
        raise RowRefused(
            _("The reason code “%(cell)s” isn't known. Write one of %(known)s.")
            % {"cell": cell[:40], "known": ", ".join(reason_words())}
        )
    return found


def status_words() -> list[str]:
    return [each.value.replace("_", " ") for each in LineStatus if each in TAKEN]


def authority_words() -> list[str]:
    hidden = (Authority.PORTAL, Authority.API)
    return [each.value.replace("_", " ") for each in Authority if each not in hidden]


def reason_words() -> list[str]:
    return [each.value.replace("_", " ") for each in DeclineReason]


def plain(words: str) -> str:
    """Words without case, punctuation and underscores."""
    return " ".join(re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", str(words)).casefold()))


def _chosen(cell: str, choices: Iterable[tuple[object, object]]) -> str:
    wanted = plain(cell)
    return next((str(value) for value, label in choices if wanted in (plain(str(value)), plain(str(label)))), "")
