"""The condition report laid out as the JSON its template takes: words chosen, marks placed, every character drawable."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import override

from loans.documents import condition_words as words
from loans.documents import qr
from loans.documents.condition_data import MarkData, PhotoData, ReportData, SignatureData
from loans.documents.glyphs import cover
from loans.documents.overlay import Region, fit, place
from loans.documents.pictures import Picture
from loans.documents.scripts import Rich, rich

INK = "#1F1B16"
LEAD = (88.0, 96.0)
MARKED = (112.0, 112.0)
CROWDED = (170.0, 128.0)
PLAIN = (54.0, 58.0)
MANY_MARKS = 12
HEADER_TITLE = 70
HASH_GROUP = 8
NOTES_SHOWN = 40

type Values = dict[str, object]


@dataclass(frozen=True, slots=True)
class Page:
    """What the template needs, the files beside it, and the characters that could not be shown."""

    values: Values
    files: dict[str, bytes | Path]
    missing: list[str]


def page(data: ReportData, *, fonts: Path, pictures: Sequence[Picture | None]) -> Page:
    """Lay out `data`; `pictures` are its photos made ready, None for one that can't be read."""
    with override(data.language):
        return _Layout(data, fonts=fonts, pictures=pictures).page()


class _Layout:
    """Gathers missing characters while the values are written."""

    def __init__(self, data: ReportData, *, fonts: Path, pictures: Sequence[Picture | None]) -> None:
        self.data = data
        self.fonts = fonts
        self.pictures = pictures
        self.missing: dict[str, None] = {}
        self.files: dict[str, bytes | Path] = {}

    def plain(self, text: str) -> str:
        drawable, missing = cover(text.strip(), fonts=self.fonts)
        self.missing.update(dict.fromkeys(missing))
        return drawable

    def say(self, text: str, *, language: str = "") -> Rich:
        return rich(self.plain(text), language=language)

    def page(self) -> Page:
        data = self.data
        values: Values = {
            "lang": data.language,
            "reference": self.say(data.reference),
            "moment": self.say(data.moment),
            "title": self.plain(f"{words.labels()['report']} {data.reference}: {data.object.title}"),
            "author": self.plain(data.examination.examiner),
            "running": self.say(_shorten(data.object.title)),
            "made": [data.made_at.year, data.made_at.month, data.made_at.day],
            "labels": {name: self.say(text) for name, text in words.labels().items()},
            "demo": data.demo_record,
            "object": self.object(),
            "facts": self.facts(),
            "condition": self.condition(),
            "marks": [self.mark(mark) for mark in data.marks],
            "comparison": self.say(
                words.comparison([mark.since for mark in data.marks], previous=data.previous_reference)
            ),
            **self.photos(),
            "advice": self.advice(),
            "signatures": [self.signature(signature) for signature in data.signatures],
            "verify": self.verify(),
        }
        missing = list(self.missing)
        values["missing"] = rich(words.missing(missing[:NOTES_SHOWN])) if missing else ""
        return Page(values, self.files, missing)

    def object(self) -> Values:
        thing = self.data.object
        # As a label has it: who and when on one line, what of on the next.
        return {
            "title": self.say(thing.title),
            "native": self.say(thing.native_title, language=thing.native_language),
            "lines": [self.say(text) for text in (thing.maker, _join(thing.culture, thing.date)) if text],
            "made_of": [
                self.say(text) for text in (_join(thing.materials, thing.technique), thing.dimensions) if text
            ],
            "accession": self.say(thing.accession_number),
            "parts": self.say(thing.parts),
            "credit": self.say(thing.credit_line),
        }

    def facts(self) -> list[list[object]]:
        data, seen = self.data, self.data.examination
        rows = {
            "examined": seen.date,
            "examiner": _join(seen.examiner, seen.job),
            "place": seen.place,
            "method": seen.method,
            "lighting": seen.lighting,
            "exhibition": data.exhibition,
            "lender": data.lender,
            "borrower": data.borrower,
        }
        return [[name, self.say(text)] for name, text in rows.items() if text]

    def condition(self) -> Values:
        state = self.data.condition
        return {
            "code": state.grade,
            "grade": self.say(words.grade(state.grade)),
            "stability": self.say(_capital(state.stability)),
            "completeness": self.say(_capital(state.completeness)),
            "hazards": self.say(state.hazards),
            "summary": self.paragraphs(state.summary),
            "interventions": self.paragraphs(state.earlier_interventions),
        }

    def paragraphs(self, text: str) -> list[Rich]:
        return [self.say(part) for part in text.split("\n") if part.strip()]

    def mark(self, mark: MarkData) -> Values:
        shown_on = self._photo_of(mark)
        where = [mark.zone, words.photograph(shown_on + 1) if shown_on is not None else ""]
        return {
            "number": mark.number,
            "term": self.say(_capital(mark.term)),
            "where": self.say(", ".join(part for part in where if part)),
            "severity_code": mark.severity,
            "severity": self.say(words.severity(mark.severity)),
            "extent": self.say(mark.extent),
            "active": mark.activity == "active",
            "activity": self.say(words.activity(mark.activity)),
            "note": self.paragraphs(mark.note),
            "since_code": mark.since,
            "since": self.say(words.since(mark.since)),
            "first_seen": self.say(words.first_seen(mark.first_seen)) if mark.first_seen else "",
        }

    def photos(self) -> Values:
        """The lead photograph, those with marks on them, the rest, and a sentence for each that can't be read."""
        values: Values = {"lead": None}
        marked: list[Values] = []
        others: list[Values] = []
        unreadable: list[Rich] = []
        for index, (photo, picture) in enumerate(zip(self.data.photos, self.pictures, strict=True)):
            marks = [mark for mark in self.data.marks if self._photo_of(mark) == index]
            if picture is None:
                sentence = words.unreadable(index + 1, photo.caption, [mark.number for mark in marks])
                unreadable.append(self.say(sentence))
                continue
            self.files[f"photo{index}.jpg"] = picture.content
            drawn = [(mark, mark.region) for mark in marks if mark.region is not None]
            if values["lead"] is None:
                values["lead"] = self.photo(index, photo, picture, within=LEAD, drawn=[])
                if not drawn:
                    continue
            if drawn:
                crowded = len(drawn) > MANY_MARKS
                shown = self.photo(index, photo, picture, within=CROWDED if crowded else MARKED, drawn=drawn)
                marked.append({**shown, "crowded": crowded})
            else:
                others.append(self.photo(index, photo, picture, within=PLAIN, drawn=[]))
        return {**values, "marked": marked, "others": others, "unreadable": unreadable}

    def photo(
        self,
        index: int,
        photo: PhotoData,
        picture: Picture,
        *,
        within: tuple[float, float],
        drawn: Sequence[tuple[MarkData, Region]],
    ) -> Values:
        size = fit(picture.width, picture.height, within=within)
        alt = photo.alt or photo.caption or words.untitled_photo(index + 1)
        if drawn:
            alt = f"{alt.rstrip('.')}. {words.marks_on_it([mark.number for mark, _ in drawn])}"
        outlines = place([region for _, region in drawn], size=size)
        return {
            "file": f"/photo{index}.jpg",
            "size": size,
            "alt": self.plain(alt),
            "label": self.say(_capital(words.photograph(index + 1))),
            "caption": self.say(photo.caption),
            "drawn": [
                {
                    "number": mark.number,
                    "since_code": mark.since,
                    "term": self.say(_capital(mark.term)),
                    "words": self.say(
                        ", ".join(part.lower() for part in (words.severity(mark.severity), words.since(mark.since)) if part)
                    ),
                    "box": [outline.x, outline.y, outline.w, outline.h],
                    "point": outline.point,
                    "badge": outline.badge,
                }
                for (mark, _), outline in zip(drawn, outlines, strict=True)
            ],
        }

    def advice(self) -> list[list[object]]:
        advice = self.data.advice
        rows = {
            "handling": advice.handling,
            "packing": advice.packing,
            "display": advice.display,
            "environment": advice.environment,
        }
        return [[name, self.paragraphs(text)] for name, text in rows.items() if text.strip()]

    def signature(self, signature: SignatureData) -> Values:
        return {
            "side": self.say(signature.side),
            "name": self.say(signature.name),
            "title": self.say(signature.title),
            "signed": self.say(signature.signed_at),
        }

    def verify(self) -> Values:
        data = self.data
        if data.verify_url:
            self.files["verify.svg"] = qr.svg(data.verify_url, ink=INK)
        groups = [data.content_hash[at : at + HASH_GROUP] for at in range(0, len(data.content_hash), HASH_GROUP)]
        return {"url": self.plain(data.verify_url), "shown": self.say(data.verify_url), "hash": groups}

    def _photo_of(self, mark: MarkData) -> int | None:
        """The index of the photograph a mark is on; a number no photograph has counts as none."""
        return mark.photo if mark.photo is not None and 0 <= mark.photo < len(self.data.photos) else None


def _join(*parts: str) -> str:
    return ", ".join(part.strip() for part in parts if part.strip())


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _shorten(title: str) -> str:
    return title if len(title) <= HEADER_TITLE else f"{title[:HEADER_TITLE].rsplit(' ', 1)[0]} …"
