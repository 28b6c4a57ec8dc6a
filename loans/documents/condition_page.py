"""The condition report laid out as the JSON its template takes: words chosen, marks placed, all of it drawable."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

from django.utils.translation import override

from loans.documents import condition_words as words
from loans.documents import qr
from loans.documents.condition_data import MarkData, ReportData, SignatureData
from loans.documents.condition_photos import Values, photo_of, photographs
from loans.documents.pictures import Picture
from loans.documents.typesetter import Typesetter

INK = "#1F1B16"
LONG_TITLE = 60
HASH_GROUP = 8
LONG_NOTE = 1500


@dataclass(frozen=True, slots=True)
class Page:
    """What the template needs, the files beside it, and the characters that could not be shown."""

    values: Values
    files: dict[str, bytes | Path]
    missing: list[str]


def page(data: ReportData, *, fonts: Path, pictures: Sequence[Picture | None], bare: bool = False) -> Page:
    """Lay out `data`; `pictures` are its photos made ready, None for one that can't be read; `bare` as in `cover`."""
    with override(data.language):
        return _Layout(data, fonts=fonts, pictures=pictures, bare=bare).page()


class _Layout:
    """Writes the values of the page part by part."""

    def __init__(self, data: ReportData, *, fonts: Path, pictures: Sequence[Picture | None], bare: bool) -> None:
        self.data = data
        self.pictures = pictures
        self.set = Typesetter(fonts=fonts, bare=bare)
        self.files: dict[str, bytes | Path] = {}

    def page(self) -> Page:
        data = self.data
        shown = photographs(data, pictures=self.pictures, setter=self.set)
        self.files.update(shown.files)
        values: Values = {
            "lang": data.language,
            "reference": self.set.say(data.reference),
            "moment": self.set.say(data.moment),
            "title": self.set.plain(f"{words.labels()['report']} {data.reference}: {data.object.title}"),
            "author": self.set.plain(data.examination.examiner),
            "labels": {name: self.set.say(text) for name, text in words.labels().items()},
            "qr_alt": self.set.plain(words.qr_alt()),
            "demo": data.demo_record,
            "draft": not data.content_hash,
            "object": self.identification(),
            "facts": self.facts(),
            "condition": self.condition(),
            "marks": [self.mark(mark) for mark in data.marks],
            "comparison": self.set.say(
                words.comparison([mark.since for mark in data.marks], previous=data.previous_reference)
            ),
            **shown.values,
            "advice": self.advice(),
            "advice_long": sum(map(len, astuple(data.advice))) > LONG_NOTE,
            "signatures": [self.signature(signature) for signature in data.signatures],
            "verify": self.verify(),
        }
        missing = self.set.missing
        values["missing"] = self.set.say(words.missing(missing)) if missing else ""
        return Page(values, self.files, missing)

    def identification(self) -> Values:
        thing = self.data.object
        # As a label has it: who and when on one line, what of on the next.
        return {
            "title": self.set.say(thing.title),
            "long_title": len(thing.title) > LONG_TITLE,
            "native": self.set.say(thing.native_title, language=thing.native_language),
            "lines": [self.set.say(text) for text in (thing.maker, _join(thing.culture, thing.date)) if text],
            "made_of": [
                self.set.say(text) for text in (_join(thing.materials, thing.technique), thing.dimensions) if text
            ],
            "accession": self.set.say(thing.accession_number),
            "parts": self.set.say(thing.parts),
            "credit": self.set.say(thing.credit_line),
        }

    def facts(self) -> list[list[object]]:
        data, seen = self.data, self.data.examination
        rows = {
            "exhibition": data.exhibition,
            "lender": data.lender,
            "borrower": data.borrower,
            "place": seen.place,
            "examined": seen.date,
            "examiner": _join(seen.examiner, seen.job),
            "method": seen.method,
            "lighting": seen.lighting,
        }
        return [[name, self.set.say(text)] for name, text in rows.items() if text]

    def condition(self) -> Values:
        state = self.data.condition
        return {
            "code": state.grade,
            "grade": self.set.say(words.grade(state.grade)),
            "stability": self.set.say(_capital(state.stability)),
            "completeness": self.set.say(_capital(state.completeness)),
            "hazards": self.set.say(state.hazards),
            "summary": self.set.paragraphs(state.summary),
            "interventions": self.set.paragraphs(state.earlier_interventions),
        }

    def mark(self, mark: MarkData) -> Values:
        shown_on = photo_of(mark, self.data)
        where = [mark.zone, words.photograph(shown_on + 1) if shown_on is not None else ""]
        return {
            "number": mark.number,
            "term": self.set.say(_capital(mark.term)),
            "where": self.set.say(", ".join(part for part in where if part)),
            "severity_code": mark.severity,
            "severity": self.set.say(words.severity(mark.severity)),
            "extent": self.set.say(mark.extent),
            "active": mark.activity == "active",
            "activity": self.set.say(words.activity(mark.activity)),
            "note": self.set.paragraphs(mark.note),
            "long": len(mark.note) > LONG_NOTE,
            "since_code": mark.since,
            "since": self.set.say(words.since(mark.since)),
            "first_seen": self.set.say(words.first_seen(mark.first_seen)) if mark.first_seen else "",
        }

    def advice(self) -> list[list[object]]:
        advice = self.data.advice
        rows = {
            "handling": advice.handling,
            "packing": advice.packing,
            "display": advice.display,
            "environment": advice.environment,
        }
        return [[name, self.set.paragraphs(text)] for name, text in rows.items() if text.strip()]

    def signature(self, signature: SignatureData) -> Values:
        return {
            "side": self.set.say(signature.side),
            "name": self.set.say(signature.name),
            "title": self.set.say(signature.title),
            "signed": self.set.say(signature.signed_at),
        }

    def verify(self) -> Values:
        data = self.data
        if data.verify_url:
            self.files["verify.svg"] = qr.svg(data.verify_url, ink=INK)
        groups = [data.content_hash[at : at + HASH_GROUP] for at in range(0, len(data.content_hash), HASH_GROUP)]
        return {"url": self.set.plain(data.verify_url), "shown": self.set.say(data.verify_url), "hash": groups}


def _join(*parts: str) -> str:
    return ", ".join(part.strip() for part in parts if part.strip())


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
