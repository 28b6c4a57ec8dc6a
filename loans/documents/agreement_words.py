"""Every word the agreement adds to its data, translatable."""

from collections.abc import Sequence

from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _

from loans.documents.glyphs import REPLACEMENT, describe

NAMED = 40


def labels() -> dict[str, str]:
    """The fixed words of the page in the active language."""
    return {
        "agreement": _("Loan agreement"),
        "amendment": _("Amendment to a loan agreement"),
        "demo": _("Demonstration record: made up to fill a gap in what is published."),
        "between": _("The parties"),
        "represented": _("Represented by"),
        "agent": _("Acting for the lender"),
        "exhibition": _("Exhibition"),
        "purpose": _("Purpose"),
        "period": _("Period of the loan"),
        "loans": _("Loan"),
        "showings": _("Where the objects are shown"),
        "venue": _("Venue"),
        "city": _("City"),
        "dates": _("Dates"),
        "changes": _("What this amendment changes"),
        "place": _("Where"),
        "before": _("Before"),
        "after": _("Now"),
        "nothing": _("none"),
        "clauses": _("What the parties agree"),
        "unreviewed": _("Unreviewed translation"),
        "terms": _("Agreed terms"),
        "whole": _("For the whole loan"),
        "single": _("For single objects"),
        "kind": _("Kind"),
        "agreed": _("Agreed"),
        "schedule": _("Object schedule"),
        "number": _("No."),
        "picture": _("Picture"),
        "object": _("Object"),
        "display": _("Display"),
        "value": _("Agreed value"),
        "no_value": _("not stated"),
        "no_picture": _("no picture"),
        "no_values": _("This copy carries no values."),
        "total": _("Total"),
        "accession": _("Accession number"),
        "pieces": _("Pieces"),
        "signatures": _("Signatures"),
        "signature": _("Signature"),
        "name": _("Name"),
        "position": _("Position"),
        "date": _("Date"),
        "our_number": _("Number"),
        "stamp": _("Stamp"),
        "electronic": _("Signs electronically. The certificate attached to the sealed file records it."),
        "page": _("page"),
        "of": _("of"),
    }


def version(number: int) -> str:
    return _("Version %(number)d") % {"number": number}


def amends(what: str) -> str:
    return _("This amends %(what)s. Everything it does not change stays as agreed.") % {"what": what}


def language_name(code: str) -> str:
    """The name of a language in the active one; an unknown tag stands for itself."""
    try:
        return str(get_language_info(code.lower())["name_translated"])
    except KeyError:
        return code


def governing(first: str, second: str, *, equally: bool) -> str:
    """Which language decides where the two differ."""
    names = {"first": language_name(first), "second": language_name(second)}
    if equally:
        return _("Made in %(first)s and %(second)s. Both texts are equally authentic.") % names
    return (
        _("Made in %(first)s with a translation into %(second)s. Where they differ, the %(first)s text governs.")
        % names
    )


def unreviewed(count: int, language: str) -> str:
    """How many clauses nobody has checked in the second language."""
    return ngettext(
        "The %(language)s text of one clause has not been reviewed; it is marked.",
        "The %(language)s text of %(count)d clauses has not been reviewed; they are marked.",
        count,
    ) % {"language": language_name(language), "count": count}


def originals(count: int) -> str:
    return ngettext("Made in one original.", "Made in %(count)d originals.", count) % {"count": count}


def objects(count: int) -> str:
    return ngettext("One object", "%(count)d objects", count) % {"count": count}


def untitled_picture(title: str) -> str:
    """The alternative text of a picture nobody described."""
    return _("Picture of %(title)s") % {"title": title}


def missing(chars: Sequence[str]) -> str:
    """The note about characters no font draws."""
    names = ", ".join(describe(char) for char in chars[:NAMED])
    return ngettext(
        "One character of this document is in no font we have and is printed as %(box)s: %(names)s.",
        "%(count)d characters of this document are in no font we have and are printed as %(box)s: %(names)s.",
        len(chars),
    ) % {"count": len(chars), "box": REPLACEMENT, "names": f"{names} …" if len(chars) > NAMED else names}
