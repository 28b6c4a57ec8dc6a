"""Every word the condition report adds to its data, translatable; codes become words here and nowhere else."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loans.documents.glyphs import REPLACEMENT, describe

LISTED = 5
NAMED = 40


def labels() -> dict[str, str]:
    """The fixed words of the page in the active language."""
    return {
        "report": _("Condition report"),
        "draft": _("Draft, not signed"),
        "demo": _("Demonstration record: made up to fill a gap in what is published."),
        "accession": _("Accession number"),
        "parts": _("Parts"),
        "exhibition": _("Exhibition"),
        "lender": _("Lender"),
        "borrower": _("Borrower"),
        "examined": _("Examined"),
        "place": _("Place"),
        "examiner": _("Examiner"),
        "method": _("Method"),
        "lighting": _("Lighting"),
        "condition": _("Condition"),
        "overall": _("Overall"),
        "stability": _("Stability"),
        "completeness": _("Completeness"),
        "hazards": _("Hazards"),
        "no_hazards": _("None recorded"),
        "not_recorded": _("Not recorded"),
        "interventions": _("Earlier interventions"),
        "marks": _("Marks"),
        "no_marks": _("No marks were found."),
        "number": _("No."),
        "mark": _("Mark"),
        "severity": _("Severity"),
        "extent": _("Extent"),
        "activity": _("Activity"),
        "comparison": _("Since last report"),
        "photographs": _("Photographs"),
        "advice": _("Advice"),
        "no_advice": _("The examiner gave no special advice."),
        "handling": _("Handling"),
        "packing": _("Packing"),
        "display": _("Display"),
        "environment": _("Environment"),
        "signatures": _("Signatures"),
        "signature": _("Signature"),
        "name": _("Name"),
        "date": _("Date"),
        "verify": _("Check that this report is genuine"),
        "scan": _("Scan the code or open the address below. The page must show this reference and this fingerprint."),
        "keep": _("This fingerprint is made from the whole content of the report. A change to either shows."),
        "fingerprint": _("Fingerprint"),
        "page": _("page"),
        "of": _("of"),
    }


def grade(code: str) -> str:
    """The condition class in words."""
    return {
        "good": _("Good"),
        "fair": _("Fair"),
        "poor": _("Poor"),
        "unacceptable": _("Unacceptable"),
    }.get(code, code)


def severity(code: str) -> str:
    """How grave a mark is, in words."""
    return {"minor": _("Minor"), "moderate": _("Moderate"), "severe": _("Severe")}.get(code, code)


def activity(code: str) -> str:
    """Whether a mark goes on, in words."""
    return {"stable": _("Stable"), "active": _("Active")}.get(code, code)


def since(code: str) -> str:
    """How a mark compares with the report before, in words."""
    return {
        "new": _("New"),
        "unchanged": _("Unchanged"),
        "changed": _("Changed"),
        "not found": _("Not found"),
    }.get(code, code)


def first_seen(reference: str) -> str:
    return _("first seen in %(reference)s") % {"reference": reference}


def photograph(number: int) -> str:
    return _("photograph %(number)d") % {"number": number}


def comparison(codes: Sequence[str], *, previous: str) -> str:
    """One sentence: what changed since the report before."""
    if not previous:
        return _("There is no earlier report to compare with.")
    counts = [
        (codes.count("new"), _("%(count)d new")),
        (codes.count("changed"), _("%(count)d changed")),
        (codes.count("unchanged"), _("%(count)d unchanged")),
        (codes.count("not found"), _("%(count)d not found")),
    ]
    parts = [text % {"count": count} for count, text in counts if count]
    if not parts:
        return _("Compared with %(reference)s.") % {"reference": previous}
    return _("Compared with %(reference)s: %(parts)s.") % {
        "reference": previous,
        "parts": ", ".join(parts),
    }


def marks_on_it(numbers: Sequence[int]) -> str:
    """What a person would add when describing a photograph with marks drawn on it."""
    if len(numbers) == 1:
        return _("Mark %(number)d is outlined on it.") % {"number": numbers[0]}
    if len(numbers) > LISTED:
        return _("%(count)d marks are outlined on it; the list beside it names them.") % {"count": len(numbers)}
    listed = ", ".join(str(number) for number in numbers[:-1])
    return _("Marks %(numbers)s and %(last)d are outlined on it.") % {
        "numbers": listed,
        "last": numbers[-1],
    }


def unreadable(number: int, caption: str, marks: Sequence[int]) -> str:
    """What stands in the place of a photograph that can't be read."""
    name = f"{photograph(number)[:1].upper()}{photograph(number)[1:]}" + (f" ({caption})" if caption else "")
    sentence = _(
        "%(photo)s could not be read and is not shown. Upload it again and make a new copy of this report."
    ) % {"photo": name}
    if not marks:
        return sentence
    listed = ", ".join(str(mark) for mark in marks)
    return (
        sentence
        + " "
        + ngettext(
            "Mark %(numbers)s was drawn on it; the table describes it.",
            "Marks %(numbers)s were drawn on it; the table describes them.",
            len(marks),
        )
        % {"numbers": listed}
    )


def missing(chars: Sequence[str]) -> str:
    """The note about characters no font draws."""
    names = ", ".join(describe(char) for char in chars[:NAMED])
    return ngettext(
        "One character of this report is in no font we have and is printed as %(box)s: %(names)s.",
        "%(count)d characters of this report are in no font we have and are printed as %(box)s: %(names)s.",
        len(chars),
    ) % {"count": len(chars), "box": REPLACEMENT, "names": f"{names} \u2026" if len(chars) > NAMED else names}


def qr_alt() -> str:
    return _("QR code: opens the page where this report can be checked.")


def untitled_photo(number: int) -> str:
    """The alternative text of a photograph nobody described."""
    return _("Photograph %(number)d of the object, without a description.") % {"number": number}
