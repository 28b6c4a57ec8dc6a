"""What must stand on the borrower's website for each object that is to be immune from seizure in the UK."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from loans.packs import Pack, PackError
from loans.rules.findings import Finding, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """One object's entry as it would be published; empty: missing. Who lends may be withheld at the lender's request."""

    lender: str = ""
    address: str = ""
    withheld: bool = False
    maker: str = ""
    title: str = ""
    materials: str = ""
    dimensions: str = ""
    date: str = ""
    features: str = ""
    photograph: bool = False
    venues: str = ""
    provenance: str = ""
    provenance_1933_45: str = ""
    place_of_origin: str = ""
    archaeological: bool = False


def missing(entry: Published, *, pack: Pack) -> list[Finding]:
    """A sentence for everything the law wants and the entry lacks. `pack` is `uk-immunity`."""
    wanted = pack.texts("publish")
    if entry.archaeological:
        wanted += pack.texts("publish_for_archaeology")
    sentences = _sentences()
    findings = []
    for field in wanted:
        if field not in sentences:
            raise PackError(f"{pack.file}: “publish” names {field!r}, which an entry doesn't have")
        if entry.withheld and field in ("lender", "address"):
            continue
        value = getattr(entry, field)
        if not (value.strip() if isinstance(value, str) else value):
            findings.append(Finding(kind=field, severity=Severity.BREACH, sentence=sentences[field]))
    return findings


def _sentences() -> dict[str, str]:
    return {
        "lender": _("The lender's name is missing: give it, or record that it is withheld at the lender's request."),
        "address": _(
            "The lender's address is missing: give it, or record that it is withheld at the lender's request."
        ),
        "maker": _("The maker is missing: name the maker or the culture, or say that the maker is not known."),
        "title": _("The title is missing: give a title or a short description."),
        "materials": _("The materials are missing: say what the object is made of."),
        "dimensions": _("The dimensions are missing: give height, width and depth."),
        "date": _("The date is missing: say when the object was made, even if only the century is known."),
        "features": _(
            "Distinguishing features are missing: describe an inscription, a mark or an old damage, or say that there are none."
        ),
        "photograph": _("The photograph is missing: add one that identifies the object."),
        "venues": _("The venues and their dates are missing: say where and when the object will be shown."),
        "provenance": _("The provenance is missing: say who owned the object, as far as it is known."),
        "provenance_1933_45": _(
            "Nothing is said of the years 1933 to 1945: say who owned the object then, or state the gap and what was searched."
        ),
        "place_of_origin": _("The place of origin is missing: say where this archaeological object was found."),
    }
