"""The fixed words of an immunity pack, in English and in Welsh. Both are set side by side for a borrower in Wales."""

from collections.abc import Sequence
from typing import NamedTuple

from loans.documents.immunity_pack_data import ImmunityGroup, ImmunityObject, ImmunityPack, Showing
from office.records.wording import written


class Said(NamedTuple):
    """A paragraph; `language` is empty for what stands in the language of the page or of the data."""

    text: str
    language: str = ""


# English, Welsh.
HEADINGS = {
    "title": (
        "Objects on loan from abroad, protected from seizure",
        "Gwrthrychau ar fenthyg o dramor, wedi’u diogelu rhag eu hatafaelu",
    ),
    "entry": ("Enters the United Kingdom on", "Yn cyrraedd y Deyrnas Unedig ar"),
    "publish_by": ("To be published by", "I’w gyhoeddi erbyn"),
    "keep_until": ("To stay published until", "I’w gadw’n gyhoeddedig tan"),
    "lapses": ("Protection lapses at the end of", "Daw’r diogelwch i ben ar ddiwedd"),
    "claims_until": ("Claims and enquiries until", "Hawliadau ac ymholiadau tan"),
    "reference": ("Reference", "Cyfeirnod"),
    "lender": ("Lender", "Rhoddwr y benthyciad"),
    "maker": ("Maker", "Gwneuthurwr"),
    "materials": ("Materials", "Deunyddiau"),
    "dimensions": ("Dimensions", "Mesuriadau"),
    "date": ("Date", "Dyddiad"),
    "features": ("Distinguishing features", "Nodweddion gwahaniaethol"),
    "showings": ("Venues and dates", "Lleoliadau a dyddiadau"),
    "provenance": ("Provenance", "Hanes perchnogaeth"),
    "provenance_1933_45": ("Provenance, 1933 to 1945", "Hanes perchnogaeth, 1933 i 1945"),
    "place_of_origin": ("Place of origin", "Man tarddiad"),
    "enquiries": ("Claims and enquiries", "Hawliadau ac ymholiadau"),
    "email": ("E-mail", "E-bost"),
    "telephone": ("Telephone", "Ffôn"),
}
WITHHELD = ("Withheld at the lender’s request", "Heb ei ddatgelu ar gais rhoddwr y benthyciad")
INTERNAL = "For internal use, not for publication"


def intro(data: ImmunityPack) -> str:
    return (
        f"{data.museum} plans to show these objects in “{data.exhibition}”. They belong to owners who live outside the "
        "United Kingdom. What is known of each is published here under Part 6 of the Tribunals, Courts and "
        "Enforcement Act 2007 and SI 2008/1159, so that anyone with a claim can come forward before it arrives."
    )


def how_to_claim() -> str:
    return (
        "Do you believe that one of these objects is yours, or do you know something about its history? Write to us "
        "with its reference, what you know, and where you know it from. We answer every letter."
    )


def group_title(group: ImmunityGroup) -> str:
    count = len(group.objects)
    return f"{count} {'object' if count == 1 else 'objects'} entering on {written(group.entry)}"


def days(group: ImmunityGroup) -> list[tuple[str, str]]:
    """The dates all objects of a group share, by the name of their heading."""
    named = [
        ("entry", group.entry),
        ("publish_by", group.publish_by),
        ("keep_until", group.keep_until),
        ("lapses", group.lapses),
        ("claims_until", group.claims_until),
    ]
    return [(name, written(day)) for name, day in named if day]


def facts(each: ImmunityObject, *, welsh: bool) -> list[tuple[str, list[Said]]]:
    """What is published of an object, by the name of its heading, in paragraphs; what is empty is left out."""
    if each.withheld:
        lender = [WITHHELD[0]]
    else:
        lender = [each.lender, ", ".join(line.strip(" ,") for line in each.address.splitlines() if line.strip())]
    rows: list[tuple[str, Sequence[str]]] = [
        ("reference", [each.reference]),
        ("lender", lender),
        ("maker", [each.maker]),
        ("materials", [each.materials]),
        ("dimensions", [each.dimensions]),
        ("date", [each.date]),
        ("features", each.features.splitlines()),
        ("place_of_origin", [each.place_of_origin]),
        ("showings", [_shown(showing) for showing in each.showings]),
        ("provenance", each.provenance.splitlines()),
        ("provenance_1933_45", each.provenance_1933_45.splitlines()),
    ]
    kept = {name: [Said(text.strip()) for text in texts if text.strip()] for name, texts in rows}
    if each.withheld and welsh:
        kept["lender"].append(Said(WITHHELD[1], "cy"))
    return [(name, texts) for name, texts in kept.items() if texts]


def picture(each: ImmunityObject) -> str:
    """What a person would say of the photograph: the alternative text."""
    if each.photo and (said := (each.photo.alt or each.photo.caption).strip()):
        return said
    return f"Photograph of {each.title.strip()}, reference {each.reference}"


def _shown(showing: Showing) -> str:
    return f"{showing.venue}, {written(showing.opens)} to {written(showing.closes)}"
