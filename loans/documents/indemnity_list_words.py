"""What the indemnity list says about itself. In English alone: it is read by the scheme's office."""

from collections.abc import Callable, Sequence

from loans.documents.indemnity_list import IndemnityList, IndemnityObject, Numbered
from loans.documents.tables import Totals, amount, spans, totals
from office.records.wording import listed, written

KIND = "UK Government Indemnity: list of objects"
COLUMNS = {
    "reference": "Ref.",
    "title": "Title and description (accession number)",
    "medium": "Medium",
    "size": "Size",
    "date": "Date",
    "maker": "Maker and nationality",
    "value": "Value",
}
OWN_RISK = "The owner bears its own risk: its objects are listed for the record and are not to be indemnified."


def period(data: IndemnityList) -> str:
    return f"{written(data.starts)} to {written(data.ends)}, both days included"


def risk(data: IndemnityList, owners: Sequence[Numbered]) -> list[str]:
    """Who bears the risk, if not the scheme: for the header."""
    bearing = [each.owner.name for each in owners if each.owner.own_risk]
    sentences = [data.risk_note.strip()] if data.risk_note.strip() else []
    if bearing:
        verb = "bears its own risk" if len(bearing) == 1 else "bear their own risk"
        sentences.append(
            f"{listed(bearing)} {verb}: what they lend is listed, but is in none of the totals to indemnify."
        )
    return sentences


def to_indemnify(owners: Sequence[Numbered]) -> Totals:
    return _sum(owners, own_risk=False)


def at_own_risk(owners: Sequence[Numbered]) -> Totals:
    return _sum(owners, own_risk=True)


def _sum(owners: Sequence[Numbered], *, own_risk: bool) -> Totals:
    return totals(
        (each.value, each.currency) for group in owners if group.owner.own_risk is own_risk for _, each in group.objects
    )


def cautions(data: IndemnityList, owners: Sequence[Numbered]) -> list[str]:
    """A sentence for each thing that keeps objects out of the scheme: no value, too low a value, another currency."""
    least = amount(data.minimum, data.minimum_currency)

    def those(wrong: Callable[[IndemnityObject], bool]) -> list[str]:
        return spans(
            [number for group in owners if not group.owner.own_risk for number, each in group.objects if wrong(each)]
        )

    def below(each: IndemnityObject) -> bool:
        return each.value is not None and each.currency == data.minimum_currency and each.value < data.minimum

    def elsewhere(each: IndemnityObject) -> bool:
        return each.value is not None and each.currency != data.minimum_currency

    sentences = []
    if found := those(lambda each: each.value is None):
        sentences.append(
            f"{_objects(found)} no value. Ask the owner for one: an object without a value can't be indemnified."
        )
    if found := those(below):
        sentences.append(
            f"{_objects(found)} a value below the minimum of {least} an object. Cover them in another way."
            if _several(found)
            else f"{_objects(found)} a value below the minimum of {least} an object. Cover it in another way."
        )
    if found := those(elsewhere):
        sentences.append(
            f"{_objects(found)} a value in another currency than {data.minimum_currency}, which is not converted here "
            f"and was not compared with the minimum of {least} an object."
        )
    return sentences


def count(number: int) -> str:
    return f"{number} object" if number == 1 else f"{number} objects"


def span(group: Numbered) -> str:
    """The references of an owner: "12" or "12 to 18"."""
    first, last = group.objects[0][0], group.objects[-1][0]
    return str(first) if first == last else f"{first} to {last}"


def _several(found: Sequence[str]) -> bool:
    return len(found) > 1 or " to " in found[0]


def _objects(found: Sequence[str]) -> str:
    return f"Nos. {listed(found)} have" if _several(found) else f"No. {found[0]} has"
