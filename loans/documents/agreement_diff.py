"""What changed between two versions of an agreement, in words a person reads: added, removed, changed, word by word.

A version's content is plain data, as it is kept as JSON:

    {"facts": {"Period of the loan": "..."},
     "clauses": [{"key", "number", "title", "text", "translation_title", "translation_text"}],
     "terms": [{"key", "kind", "words", "value"}],
     "items": [{"key", "number", "accession_number", "title", ..., "value", "display", "terms": [...]}]}

Only what is there is compared. `key` ties a row to itself in the other version; without one, clauses are known by
their title, objects by their accession number, terms by their kind.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from django.utils.translation import gettext as _

from loans.documents.agreement_words import labels

type Kind = Literal["added", "removed", "changed"]
type Segment = tuple[Literal["same", "removed", "added"], str]
type Row = Mapping[str, Any]

MANY_WORDS = 1000
TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
# Their order on the page; "number" and "key" only identify, pictures and what belongs to them can't be compared here.
ITEM_FIELDS = (
    "title", "native_title", "accession_number", "maker", "date", "materials", "dimensions", "pieces", "credit_line",
    "display", "value",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `place` says where; `segments` are the words that stayed, went and came, in reading order.

    Joining the segments that are not "added" gives `before`, those that are not "removed" `after`, to the letter.
    """

    kind: Kind
    place: str
    before: str
    after: str
    segments: tuple[Segment, ...]


def diff(old: Row, new: Row) -> list[Change]:
    """Every change from one version's content to the next's, in the order of the page, in the active language."""
    changes = _fields(old.get("facts") or {}, new.get("facts") or {}, place=lambda name: name)
    changes += _clauses(old.get("clauses") or (), new.get("clauses") or ())
    changes += _terms(old.get("terms") or (), new.get("terms") or (), of=labels()["whole"])
    changes += _items(old.get("items") or (), new.get("items") or ())
    return changes


def segments(before: str, after: str) -> tuple[Segment, ...]:
    """The two texts told apart word by word; a lone space between two changes goes with them, as a person would mark it."""
    old, new = TOKEN.findall(before), TOKEN.findall(after)
    # Seeding on rare words alone keeps thousands of words to a fraction of a second.
    matcher = SequenceMatcher(None, old, new, autojunk=len(new) > MANY_WORDS)
    codes = matcher.get_opcodes()
    merged: list[list[str]] = []  # [same, removed, added] each
    for place, (tag, a, b, c, d) in enumerate(codes):
        gone, come = "".join(old[a:b]), "".join(new[c:d])
        if tag == "equal" and (gone.strip() or place in {0, len(codes) - 1}):
            merged.append([gone, "", ""])
        elif merged and not merged[-1][0]:
            merged[-1][1] += gone
            merged[-1][2] += come
        else:
            merged.append(["", gone, come])
    found: list[Segment] = []
    for same, gone, come in merged:
        found += [("same", same)] if same else []
        found += [("removed", gone)] if gone else []
        found += [("added", come)] if come else []
    return tuple(found)


def _change(place: str, before: str, after: str) -> list[Change]:
    if before == after:
        return []
    kind: Kind = "changed" if before and after else "added" if after else "removed"
    return [Change(kind, place, before, after, segments(before, after))]


def _fields(old: Row, new: Row, *, place: Callable[[str], str]) -> list[Change]:
    names = [*old, *(name for name in new if name not in old)]
    return [change for name in names for change in _change(place(name), _text(old.get(name)), _text(new.get(name)))]


def _clauses(old: Sequence[Row], new: Sequence[Row]) -> list[Change]:
    changes = []
    for before, after in _pairs(old, new, known_by=("title",)):
        row = after or before or {}
        clause = _("Clause %(number)s") % {"number": _text(row.get("number"))}
        if before is None or after is None:
            title = f"{clause}, {_text(row.get('title'))}"
            changes += _change(title, _paragraphs(before), _paragraphs(after))
            continue
        for name, suffix in (
            ("title", _("title")),
            ("text", ""),
            ("translation_title", _("title of the translation")),
            ("translation_text", _("translation")),
        ):
            place = f"{clause}, {suffix or _text(after.get('title'))}"
            changes += _change(place, _text(before.get(name)), _text(after.get(name)))
    return changes


def _terms(old: Sequence[Row], new: Sequence[Row], *, of: str) -> list[Change]:
    changes = []
    for before, after in _pairs(old, new, known_by=("kind",)):
        row = after or before or {}
        changes += _change(f"{of}, {_text(row.get('kind'))}", _term(before), _term(after))
    return changes


def _items(old: Sequence[Row], new: Sequence[Row]) -> list[Change]:
    changes = []
    for before, after in _pairs(old, new, known_by=("accession_number", "title")):
        row = after or before or {}
        thing = _("Object %(number)s") % {"number": _text(row.get("number"))}
        if before is None or after is None:
            changes += _change(thing, _item(before), _item(after))
            continue
        thing = f"{thing} ({name})" if (name := _text(row.get("accession_number") or row.get("title"))) else thing
        for field in ITEM_FIELDS:
            changes += _change(f"{thing}, {_field(field)}", _text(before.get(field)), _text(after.get(field)))
        changes += _terms(before.get("terms") or (), after.get("terms") or (), of=thing)
    return changes


def _field(name: str) -> str:
    return {
        "title": _("title"),
        "native_title": _("title in the original script"),
        "accession_number": _("accession number"),
        "maker": _("maker"),
        "date": _("date"),
        "materials": _("materials"),
        "dimensions": _("dimensions"),
        "pieces": _("pieces"),
        "credit_line": _("credit line"),
        "display": _("display"),
        "value": _("agreed value"),
    }[name]


def _pairs(
    old: Sequence[Row], new: Sequence[Row], *, known_by: tuple[str, ...]
) -> Iterable[tuple[Row | None, Row | None]]:
    """Each row beside itself in the other version: the new order, with what is gone where it stood."""
    before = _named(old, known_by)
    after = _named(new, known_by)
    gone = [name for name in before if name not in after]
    order = list(before)
    pairs: list[tuple[Row | None, Row | None]] = []
    for name, row in after.items():
        if name in before:
            while gone and order.index(gone[0]) < order.index(name):
                pairs.append((before[gone.pop(0)], None))
        pairs.append((before.get(name), row))
    return pairs + [(before[name], None) for name in gone]


def _named(rows: Sequence[Row], known_by: tuple[str, ...]) -> dict[tuple[str, int], Row]:
    """Rows by what they are known by; the second of the same name is the second in the other version too."""
    seen: Counter[str] = Counter()
    named: dict[tuple[str, int], Row] = {}
    for row in rows:
        name = next((f"{field}:{row[field]}" for field in ("key", *known_by) if row.get(field)), "")
        named[name, seen[name]] = row
        seen[name] += 1
    return named


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()


def _lines(parts: Iterable[object]) -> str:
    return "\n".join(text for part in parts if (text := _text(part)))


def _paragraphs(row: Row | None) -> str:
    row = row or {}
    return _lines(row.get(name) for name in ("title", "text", "translation_title", "translation_text"))


def _term(row: Row | None) -> str:
    row = row or {}
    return _lines((row.get("value"), row.get("words")))


def _item(row: Row | None) -> str:
    """An object that came or went, in one line and its terms."""
    row = row or {}
    shown = ("title", "accession_number", "maker", "date", "value")
    line = ", ".join(text for name in shown if (text := _text(row.get(name))))
    terms = (f"{_text(term.get('kind'))}: {_term(term)}".replace("\n", ", ") for term in row.get("terms") or ())
    return _lines((line, *terms))
