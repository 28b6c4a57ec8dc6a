"""The agreement laid out as the JSON its template takes: words chosen, pictures named, all of it drawable."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import override

from loans.documents import agreement_words as words
from loans.documents.agreement_data import (
    AgreementData,
    ClauseData,
    ItemData,
    PartyData,
    SideData,
    TermData,
)
from loans.documents.agreement_pictures import thumbnail
from loans.documents.overlay import fit
from loans.documents.typesetter import Typesetter

type Values = dict[str, object]

# The largest a picture of the schedule is shown, in millimetres.
SMALL = (25.0, 30.0)
LONG_ROW = 1500


@dataclass(frozen=True, slots=True)
class Page:
    """What the template needs, the files beside it, and what could not be shown."""

    values: Values
    files: dict[str, bytes | Path]
    missing: list[str]
    unreadable: list[int]


def page(data: AgreementData, *, fonts: Path, careful: bool = False) -> Page:
    """Lay out `data`; `careful` re-encodes every picture and drops invisible characters, the last resort."""
    with override(data.language):
        return _Layout(data, fonts=fonts, careful=careful).page()


class _Layout:
    """Writes the values of the page part by part."""

    def __init__(self, data: AgreementData, *, fonts: Path, careful: bool) -> None:
        self.data = data
        self.careful = careful
        self.set = Typesetter(fonts=fonts, bare=careful)
        self.files: dict[str, bytes | Path] = {}
        self.unreadable: list[int] = []

    def page(self) -> Page:
        data = self.data
        labels = words.labels()
        kind = labels["amendment" if data.amendment else "agreement"]
        version = words.version(data.version)
        values: Values = {
            "lang": data.language,
            "second": data.second_language,
            "reference": self.set.say(data.reference),
            "version": self.set.say(version),
            "foot": self.set.say(f"{data.reference} · {version}"),
            "kind": self.set.say(kind),
            "running": self.set.say(f"{kind} · {data.exhibition}"),
            "meta": self.set.plain(f"{kind} {data.reference}, {version}: {data.title}"),
            "author": self.set.plain(data.letterhead or data.borrower.name),
            "title": self.set.say(data.title),
            "letterhead": self.set.say(data.letterhead or data.borrower.name),
            "letterhead_lines": [self.set.say(line) for line in data.letterhead_lines],
            "labels": {name: self.set.say(text) for name, text in labels.items()},
            "demo": data.demo_record,
            "draft": self.set.say(data.draft),
            "original": self.set.say(data.original),
            "parties": [self.party(party) for party in (data.borrower, data.lender)],
            "facts": self.facts(),
            "showings": [
                [self.set.say(one.venue), self.set.say(one.city), self.set.say(one.dates)] for one in data.showings
            ],
            "amendment": self.amendment(),
            "clauses": [self.clause(clause) for clause in data.clauses],
            "languages": self.languages(),
            "terms": [self.term(term) for term in data.terms],
            "single": self.single_terms(),
            "items": [self.item(item) for item in data.items],
            "values": any(item.value is not None for item in data.items),
            "pictures": any(item.picture is not None for item in data.items),
            "displays": any(item.display for item in data.items),
            "count": self.set.say(words.objects(len(data.items))),
            "totals": [self.set.say(total) for total in data.totals],
            "sides": [self.side(side) for side in data.sides],
            "ink": data.signing == "ink",
            "originals": self.set.say(words.originals(data.originals)) if data.signing == "ink" else "",
        }
        missing = self.set.missing
        values["missing"] = self.set.say(words.missing(missing)) if missing else ""
        return Page(values, self.files, missing, self.unreadable)

    def party(self, party: PartyData) -> Values:
        return {
            "role": self.set.say(party.role),
            "name": self.set.say(party.name),
            "native": self.set.say(party.native_name, language=party.native_language),
            "address": [self.set.say(line) for line in party.address.splitlines() if line.strip()],
            "represented": self.set.say(party.represented_by),
            "agent": self.set.paragraphs(party.agent),
        }

    def facts(self) -> list[list[object]]:
        data = self.data
        rows = {
            "exhibition": data.exhibition,
            "loans": ", ".join(data.loans),
            "period": data.period,
            "purpose": data.purpose,
        }
        return [[name, self.set.say(text)] for name, text in rows.items() if text]

    def amendment(self) -> Values | None:
        amendment = self.data.amendment
        if amendment is None:
            return None
        return {
            "amends": self.set.say(words.amends(amendment.amends)),
            "summary": self.set.paragraphs(amendment.summary),
            "changes": [
                {
                    "place": self.set.say(change.place),
                    "before": self.set.paragraphs(change.before),
                    "after": self.set.paragraphs(change.after),
                }
                for change in amendment.changes
            ],
            "long": any(len(change.before) + len(change.after) > LONG_ROW for change in amendment.changes),
        }

    def clause(self, clause: ClauseData) -> Values:
        other = clause.translation
        second = self.data.second_language
        return {
            "number": self.set.say(clause.number),
            "title": self.set.say(clause.title),
            "text": self.set.paragraphs(clause.text),
            "other": None
            if other is None
            else {
                "title": self.set.say(other.title, language=second),
                "text": [self.set.say(line, language=second) for line in other.text.splitlines() if line.strip()],
                "reviewed": other.reviewed,
            },
        }

    def languages(self) -> list[object]:
        """The sentences on which text governs and how much of the other nobody has checked."""
        data = self.data
        if not data.second_language:
            return []
        said = [words.governing(data.language, data.second_language, equally=data.equally_authentic)]
        unchecked = sum(clause.translation is not None and not clause.translation.reviewed for clause in data.clauses)
        if unchecked:
            said.append(words.unreviewed(unchecked, data.second_language))
        return [self.set.say(sentence) for sentence in said]

    def term(self, term: TermData) -> Values:
        return {
            "kind": self.set.say(term.kind),
            "words": self.set.paragraphs(term.words),
            "value": self.set.say(term.value),
            "long": len(term.words) > LONG_ROW,
        }

    def single_terms(self) -> list[Values]:
        return [
            {"number": item.number, "title": self.set.say(item.title), "accession": self.set.say(item.accession_number)}
            | {"terms": [self.term(term) for term in item.terms]}
            for item in self.data.items
            if item.terms
        ]

    def item(self, item: ItemData) -> Values:
        return {
            "number": item.number,
            "picture": self.picture(item),
            "title": self.set.say(item.title),
            "native": self.set.say(item.native_title, language=item.native_language),
            "lines": self.lines(_join(item.maker, item.date), item.materials, item.dimensions),
            "accession": self.set.say(item.accession_number),
            "pieces": self.set.say(item.pieces),
            "credit": self.set.say(item.credit_line),
            "display": self.set.paragraphs(item.display),
            "value": self.set.say(item.value) if item.value else "",
            "long": sum(map(len, (item.title, item.materials, item.dimensions, item.credit_line, item.display)))
            > LONG_ROW,
        }

    def lines(self, *texts: str) -> list[object]:
        return [self.set.say(text) for text in texts if text.strip()]

    def picture(self, item: ItemData) -> Values | None:
        if item.picture is None:
            return None
        picture = thumbnail(item.picture, careful=self.careful)
        if picture is None:
            self.unreadable.append(item.number)
            return None
        name = f"item{len(self.files)}.jpg"
        self.files[name] = picture.content
        alt = item.alt.strip() or words.untitled_picture(item.title)
        return {
            "file": f"/{name}",
            "size": fit(picture.width, picture.height, within=SMALL),
            "alt": self.set.plain(alt),
        }

    def side(self, side: SideData) -> Values:
        return {
            "party": self.set.say(side.party),
            "signatures": [
                {
                    "role": self.set.say(one.role),
                    "name": self.set.say(one.name),
                    "title": self.set.say(one.title),
                    "signed": self.set.say(one.signed),
                }
                for one in side.signatures
            ],
        }


def _join(*parts: str) -> str:
    return ", ".join(_nonempty(parts))


def _nonempty(parts: Iterable[str]) -> list[str]:
    return [part.strip() for part in parts if part.strip()]
