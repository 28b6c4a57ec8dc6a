"""What a version says, in words: for the page, for the document, and to compare one version with the next."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from exhibitions.models import Showing
from loans.documents.agreement_diff import Change, diff
from loans.models import AgreementVersion, TermKind
from loans.services.agreements.changes import Changes
from loans.services.agreements.wording import day

type Row = Mapping[str, Any]


def changed(before: AgreementVersion, after: AgreementVersion, *, values: bool = True) -> list[Change]:
    """Every change from one version to another, in the order of the page. Without `values` amounts are left out.

    Nothing where one of them is a paper whose words we don't hold: `apart` says what changes then.
    """
    if _paper(before, after) is not None:
        return []
    venues = _venues((before, after))
    return diff(content(before, values=values, venues=venues), content(after, values=values, venues=venues))


def apart(before: AgreementVersion, after: AgreementVersion, *, values: bool = True) -> list[str]:
    """Where two versions can't be set side by side: why, and what the later one changes, in sentences. Else nothing."""
    paper = _paper(before, after)
    if paper is None:
        return []
    what = _("the lender's own paper") if paper.own_paper else _("an agreement on paper")
    why = _("Version %(number)d was %(what)s, so the two are not set side by side.")
    return [why % {"number": paper.number, "what": what}, *_intended(after, values=values)]


def _paper(*versions: AgreementVersion) -> AgreementVersion | None:
    return next((each for each in versions if each.own_paper or not each.schedule), None)


def _intended(version: AgreementVersion, *, values: bool) -> list[str]:
    """What an amendment was drafted to change."""
    changes = Changes.of(version.changes)
    titles = {row["line"]: row["title"] for row in version.schedule}
    told = []
    if changes.until:
        told.append(_("The loan now ends on %(day)s.") % {"day": day(changes.until, version.governing_language)})
    if changes.showings:
        venues = _venues((version,))
        told.append(_("The objects are now shown at: %(venues)s.") % {"venues": "; ".join(venues.values())})
    if changes.substitutes:
        named = ", ".join(titles[uid] for uid in changes.substitutes if uid in titles)
        told.append(_("Lent in place of another object: %(titles)s.") % {"titles": named})
    for uid, money in changes.values.items():
        new = amount((str(money.amount), str(money.currency)))
        said = _("Value of %(title)s: %(amount)s.") if values else _("The value of %(title)s changes.")
        told.append(said % {"title": titles.get(uid, ""), "amount": new})
    return told


def content(
    version: AgreementVersion, *, values: bool = True, venues: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """The words of a version as plain data, each row with a key that ties it to itself in another version."""
    language = version.governing_language
    second = version.languages[1] if len(version.languages) > 1 else ""
    venues = venues if venues is not None else _venues((version,))
    named = dict.fromkeys(uid for row in version.schedule for uid in row["showings"])
    by_line: dict[str, list[dict[str, str]]] = {}
    for row in version.terms:
        by_line.setdefault(row["line"], []).append({"key": row["term"], **term(row, values=values)})
    with override(language):
        return {
            "facts": {
                _("Period of the loan"): period(version),
                _("Where the objects are shown"): "; ".join(venues[uid] for uid in named if uid in venues),
            },
            "clauses": [_clause(entry, language, second) for entry in version.clauses],
            "terms": by_line.get("", []),
            "items": [_item(row, values=values) | {"terms": by_line.get(row["line"], [])} for row in version.schedule],
        }


def _clause(entry: Row, language: str, second: str) -> dict[str, Any]:
    first = entry["texts"][language]
    other = entry["texts"].get(second, {})
    return {
        "key": entry["code"],
        "number": entry["number"],
        "title": first["title"],
        "text": first["text"],
        "translation_title": other.get("title", ""),
        "translation_text": other.get("text", ""),
        "reviewed": other.get("reviewed", False),
    }


def _item(row: Row, *, values: bool) -> dict[str, Any]:
    words = {
        "key": row["object"],
        "number": row["number"],
        "accession_number": row["accession_number"],
        "title": row["title"],
        "native_title": row["native_title"],
        "maker": row["maker"],
        "date": row["date"],
        "materials": row["materials"],
        "dimensions": row["dimensions"],
        "pieces": pieces(row),
        "credit_line": row["credit_line"],
    }
    return words | ({"value": amount(row["value"])} if values else {})


def term(row: Row, *, values: bool = True) -> dict[str, str]:
    """Kind, words and value of a condition; those that may say what an object is worth are left out without `values`."""
    kind = str(TermKind(row["kind"]).label)
    money = row["kind"] == TermKind.COSTS and row["value"]
    if (row["secret"] or money) and not values:
        return {"kind": kind, "words": _("Agreed; left out of this copy."), "value": ""}
    return {"kind": kind, "words": row["words"], "value": row["value"]}


def amount(value: Sequence[str] | None) -> str:
    """GBP 12,500.00 of what a schedule keeps."""
    return f"{value[1]} {Decimal(value[0]):,.2f}" if value else ""


def totals(version: AgreementVersion) -> tuple[str, ...]:
    """The sum of the agreed values, a line for each currency."""
    sums: dict[str, Decimal] = {}
    for row in version.schedule:
        if row["value"]:
            number, currency = row["value"]
            sums[currency] = sums.get(currency, Decimal()) + Decimal(number)
    return tuple(amount((str(total), currency)) for currency, total in sorted(sums.items()))


def pieces(row: Row) -> str:
    """How many pieces, and their numbers; nothing for a single one without."""
    if row["pieces"] == 1 and not row["parts"]:
        return ""
    return ": ".join(filter(None, (str(row["pieces"]), ", ".join(row["parts"]))))


def period(version: AgreementVersion) -> str:
    """From the first collection to the last return, as the governing language writes days."""
    periods = [row["period"] for row in version.schedule if row["period"]]
    if not periods:
        return ""
    language = version.governing_language
    first, last = min(each[0] for each in periods), max(each[1] for each in periods)
    return _("%(first)s to %(last)s, from collection to return") % {
        "first": day(dt.date.fromisoformat(first), language),
        "last": day(dt.date.fromisoformat(last), language),
    }


def _venues(versions: Sequence[AgreementVersion]) -> dict[str, str]:
    """Where and when, by the uid of the showing; one query."""
    language = versions[-1].governing_language
    uids = {uid for version in versions for row in version.schedule for uid in row["showings"]}
    showings = Showing.objects.filter(uid__in=uids).select_related("venue") if uids else ()
    return {
        str(each.uid): f"{each.venue.name}, {each.venue.city}, "
        f"{day(each.opens_date, language)} – {day(each.closes_date, language)}"
        for each in showings
    }
