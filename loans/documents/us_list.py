"""The schedule of imported objects for an application under 22 U.S.C. 2459. It has no place for a value."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from loans.documents import rendering
from loans.documents.rendering import Laid, Made
from loans.documents.typesetter import Typesetter

__all__ = ["Made", "USList", "USObject", "USVenue", "render"]

KIND = "Schedule of imported objects"
STATUTE = "22 U.S.C. 2459"
COLUMNS = ("No.", "Artist or culture", "Title", "Date", "Medium and dimensions", "Accession no.", "Owner or custodian")
LONG = 900


@dataclass(frozen=True, slots=True, kw_only=True)
class USVenue:
    """Where in the United States the objects are shown, both days included."""

    name: str
    place: str
    opens: dt.date
    closes: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class USObject:
    """One imported object; `custodian` holds it for the owner, where that is somebody else."""

    title: str
    artist: str = ""
    culture: str = ""
    date: str = ""
    medium: str = ""
    dimensions: str = ""
    accession_number: str = ""
    owner: str = ""
    custodian: str = ""
    provenance: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class USList:
    """The whole schedule, in the order it is to be numbered. `import_on` is the first planned import."""

    applicant: str
    exhibition: str
    venues: tuple[USVenue, ...]
    objects: tuple[USObject, ...]
    made_at: dt.datetime
    import_on: dt.date | None = None
    reference: str = ""
    signatory: str = ""
    signatory_title: str = ""


def render(data: USList, *, fonts: Path) -> Made:
    """The schedule and its certification as PDF/UA-1 and PDF/A-2a, on letter paper; raises typst.DocumentError."""
    return rendering.render(
        "us_list.typ", lambda setter, _: _lay(data, setter), fonts=fonts, made_at=data.made_at, language="en-us"
    )


def _lay(data: USList, setter: Typesetter) -> Laid:
    count = len(data.objects)
    facts = [
        ("Applicant", [data.applicant]),
        ("First import planned for", [_day(data.import_on)] if data.import_on else []),
        ("Objects", [str(count)]),
        (
            "Shown at",
            [f"{venue.name}, {venue.place}, {_day(venue.opens)} to {_day(venue.closes)}" for venue in data.venues],
        ),
    ]
    return Laid(
        {
            "title": setter.plain(f"{KIND}, {STATUTE}: {data.exhibition}"),
            "author": setter.plain(data.applicant),
            "reference": setter.say(data.reference),
            "kind": KIND,
            "statute": STATUTE,
            "made": f"Made on {_day(data.made_at.date())}",
            "exhibition": setter.say(data.exhibition),
            "facts": [[label, [setter.say(text) for text in texts]] for label, texts in facts if texts],
            "columns": list(COLUMNS),
            "objects": [_object(number, each, setter) for number, each in enumerate(data.objects, start=1)],
            "long": any(len(each.provenance) + len(each.title) > LONG for each in data.objects),
            "certification": [setter.say(sentence) for sentence in _certification(data)],
            "signature": [
                ["Name", setter.say(data.signatory)],
                ["Title", setter.say(data.signatory_title)],
                ["Signature", ""],
                ["Date", ""],
            ],
        }
    )


def _object(number: int, each: USObject, setter: Typesetter) -> dict[str, object]:
    def lines(*texts: str) -> list[object]:
        return [setter.say(text) for text in texts if text.strip()]

    held = f"held by {each.custodian.strip()}" if each.custodian.strip() and each.custodian != each.owner else ""
    return {
        "number": str(number),
        "maker": lines(each.artist, each.culture),
        "title": setter.say(each.title),
        "date": setter.say(each.date),
        "made_of": lines(each.medium, each.dimensions),
        "accession": setter.say(each.accession_number),
        "owner": lines(each.owner, held),
        "provenance": setter.paragraphs(each.provenance),
    }


def _certification(data: USList) -> list[str]:
    """Our own words, with gaps for what only the applicant can state; its counsel has the last word on them."""
    count = len(data.objects)
    what = "the one object" if count == 1 else f"the {count} objects"
    return [
        f"On behalf of {data.applicant} I state that {what} in this schedule would be imported from abroad under a loan "
        f"agreement, for temporary display in “{data.exhibition}” at the venues named above and without profit.",
        "The applicant has inquired into the provenance of each object as its profession requires. It [does not know / "
        "knows, as set out in the attached statement] of circumstances that could lead to a claim to any of them.",
        "Cultural significance of the objects: [statement attached as ______]. Loan agreements: [attached as ______].",
    ]


def _day(day: dt.date) -> str:
    """March 3, 2026: the readers are American."""
    return f"{day:%B} {day.day}, {day.year}"
