"""The indemnity list laid out for its template: the opening page, then the owners."""

from loans.documents import indemnity_list_words as words
from loans.documents.indemnity_list import IndemnityList, IndemnityObject, Numbered, numbered
from loans.documents.rendering import Laid
from loans.documents.scripts import Rich
from loans.documents.tables import amount, written_totals
from loans.documents.typesetter import Typesetter
from office.records.wording import written

# From here on a row may break over pages: kept whole, it could be taller than one.
LONG = 600


def lay(data: IndemnityList, *, setter: Typesetter) -> Laid:
    """What the template takes; the active language is English."""
    owners = numbered(data)
    own_risk = words.at_own_risk(owners)
    return Laid(
        {
            "title": setter.plain(f"{words.KIND}, {data.exhibition}"),
            "author": setter.plain(data.borrower),
            "reference": setter.say(data.reference),
            "kind": words.KIND,
            "made": f"Made on {written(data.made_at.date())}",
            "exhibition": setter.say(data.exhibition),
            "facts": [
                [label, setter.paragraphs(text)]
                for label, text in (
                    ("Venue", data.venue),
                    ("Period of the indemnity", words.period(data)),
                    ("Borrower", data.borrower),
                    ("Objects", str(sum(len(group.objects) for group in owners))),
                )
            ],
            "risk": [setter.say(sentence) for sentence in words.risk(data, owners)],
            "cautions": [setter.say(sentence) for sentence in words.cautions(data, owners)],
            "columns": list(words.COLUMNS.values()),
            "own_risk_note": words.OWN_RISK,
            "owners": [_owner(group, setter) for group in owners],
            "totals": written_totals(words.to_indemnify(owners)),
            "own_risk_totals": written_totals(own_risk),
        }
    )


def _owner(group: Numbered, setter: Typesetter) -> dict[str, object]:
    return {
        "name": setter.say(group.owner.name),
        "address": setter.say(", ".join(line.strip(" ,") for line in group.owner.address.splitlines() if line.strip())),
        "own_risk": group.owner.own_risk,
        "span": words.span(group),
        "count": words.count(len(group.objects)),
        "number": str(len(group.objects)),
        "subtotals": written_totals(group.totals) or ["No value yet"],
        "long": max(len(text) for _, each in group.objects for text in _texts(each)) > LONG,
        "objects": [_object(number, each, setter) for number, each in group.objects],
    }


def _texts(each: IndemnityObject) -> tuple[str, ...]:
    return (each.title, each.description, each.medium, each.size, each.date, each.maker)


def _object(number: int, each: IndemnityObject, setter: Typesetter) -> dict[str, object]:
    def lines(*texts: str) -> list[Rich]:
        return [setter.say(text) for text in texts if text.strip()]

    return {
        "number": str(number),
        "title": setter.say(each.title),
        "description": setter.paragraphs(each.description),
        "accession": setter.say(each.accession_number),
        "medium": setter.say(each.medium),
        "size": setter.say(each.size),
        "date": setter.say(each.date),
        "maker": lines(each.maker, each.nationality),
        "value": "" if each.value is None else amount(each.value, each.currency),
    }
