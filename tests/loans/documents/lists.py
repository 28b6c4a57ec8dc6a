"""Objects of three owners on their way to a show in London: what the lists, packs and labels are tried with."""

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

from pdfua import validate

from loans.documents.indemnity_list import IndemnityList, IndemnityObject, IndemnityOwner

MADE_AT = dt.datetime(2024, 6, 3, 9, 30, tzinfo=dt.UTC)
SHOW = "Silk Roads"


def findings(pdf: bytes, folder: Path) -> list[str]:
    """What the PDF/UA checker has against a document."""
    path = folder / "document.pdf"
    path.write_bytes(pdf)
    return [f"{finding.rule_id} {finding.message}" for finding in validate(str(path)).findings]


def indemnity_object(title: str = "Lidded bowl with a camel", **changes: Any) -> IndemnityObject:
    usual: dict[str, Any] = {
        "description": "Moulded in relief; the lid has a knob in the form of a lotus bud.",
        "accession_number": "A-1937.114",
        "medium": "Earthenware with a lead glaze",
        "size": "18.4 × 22.1 cm",
        "date": "7th to 8th century",
        "maker": "Unknown potter",
        "nationality": "Sogdian",
        "value": Decimal(85000),
        "currency": "GBP",
    }
    return IndemnityObject(title=title, **(usual | changes))


def indemnity_list(**changes: Any) -> IndemnityList:
    usual: dict[str, Any] = {
        "exhibition": SHOW,
        "venue": "Sainsbury Exhibitions Gallery, London",
        "borrower": "The British Museum",
        "starts": dt.date(2024, 8, 19),
        "ends": dt.date(2025, 4, 6),
        "minimum": Decimal(1000),
        "made_at": MADE_AT,
        "reference": "SILK24",
        "owners": (
            IndemnityOwner(
                name="Государственный музей искусств Узбекистана",
                sort_name="State Museum of Arts of Uzbekistan",
                address="16 Amir Temur Avenue\nTashkent",
                objects=(
                    indemnity_object(),
                    indemnity_object("Ossuary", value=Decimal("900.50")),
                    indemnity_object("Fragment of a wall painting", value=None),
                ),
            ),
            IndemnityOwner(
                name="The Asian Civilisations Museum",
                address="1 Empress Place, Singapore",
                objects=(
                    indemnity_object("Ewer", value=Decimal(2500000), currency="SGD"),
                    indemnity_object("Changsha bowl", value=Decimal(12000)),
                ),
            ),
            IndemnityOwner(
                name="National Museums Scotland",
                own_risk=True,
                objects=(indemnity_object("Lidded vessel", value=Decimal(400000)),),
            ),
        ),
    }
    return IndemnityList(**(usual | changes))
