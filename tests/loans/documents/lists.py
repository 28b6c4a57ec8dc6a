"""Objects of three owners on their way to a show in London: what the lists, packs and labels are tried with."""

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

from pdfua import validate

from loans.documents.condition_data import PhotoData
from loans.documents.crate_labels import Crate, CrateLabels
from loans.documents.facility_report import FacilityReport, FacilitySection, Reader, SecuritySupplement
from loans.documents.immunity_pack import Enquiries, ImmunityGroup, ImmunityObject, ImmunityPack, Showing
from loans.documents.indemnity_list import IndemnityList, IndemnityObject, IndemnityOwner
from loans.documents.us_list import USList, USObject, USVenue
from tests.loans.documents.bowl import photo

MADE_AT = dt.datetime(2024, 6, 3, 9, 30, tzinfo=dt.UTC)
SHOW = "Silk Roads"
OPENS, CLOSES = dt.date(2024, 9, 26), dt.date(2025, 2, 23)


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


def immunity_object(reference: str = "SILK24-IMM-1", **changes: Any) -> ImmunityObject:
    usual: dict[str, Any] = {
        "title": "Lidded bowl with a camel",
        "lender": "State Museum of Arts of Uzbekistan",
        "address": "16 Amir Temur Avenue\nTashkent",
        "maker": "Unknown potter, Sogdian",
        "materials": "Earthenware with a lead glaze",
        "dimensions": "18.4 × 22.1 cm",
        "date": "7th to 8th century",
        "features": "A repaired chip on the rim of the lid; the number A-1937.114 in red ink under the foot.",
        "photo": PhotoData(image=photo(1), alt="The bowl from the front"),
        "showings": (Showing(venue="The British Museum, London", opens=OPENS, closes=CLOSES),),
        "provenance": "Excavated at Afrasiab, 1929.\nGiven to the museum in 1937.",
        "provenance_1933_45": "In the museum since 1937; no document was found for 1933 to 1937.",
        "place_of_origin": "Afrasiab, Samarkand",
    }
    return ImmunityObject(reference=reference, **(usual | changes))


def immunity_pack(**changes: Any) -> ImmunityPack:
    usual: dict[str, Any] = {
        "museum": "The British Museum",
        "exhibition": SHOW,
        "reference": "SILK24",
        "made_at": MADE_AT,
        "enquiries": Enquiries(
            name="Head of Loans",
            address="Great Russell Street\nLondon WC1B 3DG",
            email="immunity@example.org",
            telephone="+44 20 7946 0000",
        ),
        "groups": (
            ImmunityGroup(
                entry=dt.date(2024, 9, 2),
                publish_by=dt.date(2024, 8, 5),
                keep_until=dt.date(2025, 2, 23),
                lapses=dt.date(2025, 9, 1),
                claims_until=dt.date(2025, 5, 18),
                objects=(
                    immunity_object(),
                    immunity_object(
                        "SILK24-IMM-2",
                        title="Ewer <gilt> & stand",
                        lender="Nadia Secret",
                        address="1 Hidden Lane",
                        withheld=True,
                        photo=None,
                    ),
                ),
            ),
        ),
    }
    return ImmunityPack(**(usual | changes))


def us_object(title: str = "Lidded bowl with a camel", **changes: Any) -> USObject:
    usual: dict[str, Any] = {
        "artist": "Unknown potter",
        "culture": "Sogdian",
        "date": "7th to 8th century",
        "medium": "Earthenware with a lead glaze",
        "dimensions": "18.4 × 22.1 cm",
        "accession_number": "A-1937.114",
        "owner": "Ministry of Culture, Tashkent",
        "custodian": "State Museum of Arts of Uzbekistan",
        "provenance": "Excavated at Afrasiab, 1929; in the museum since 1937.",
    }
    return USObject(title=title, **(usual | changes))


def us_list(**changes: Any) -> USList:
    usual: dict[str, Any] = {
        "applicant": "The Peacock Gallery",
        "exhibition": SHOW,
        "venues": (USVenue(name="Peacock Gallery", place="Washington, DC", opens=OPENS, closes=CLOSES),),
        "objects": (us_object(), us_object("Ewer")),
        "made_at": MADE_AT,
        "import_on": dt.date(2024, 9, 2),
        "reference": "SILK24",
        "signatory": "Jane Doe",
        "signatory_title": "General Counsel",
    }
    return USList(**(usual | changes))


def crate(number: int = 1, **changes: Any) -> Crate:
    usual: dict[str, Any] = {
        "of": 3,
        "url": f"https://loans.example.org/s/9kd3xq7w{number}/",
        "token": f"9KD3-XQ7{number}",
        "marks": ("up", "fragile", "dry"),
        "size": (120, 80, 65),
        "weight": 86.5,
    }
    return Crate(number=number, **(usual | changes))


def crate_labels(*crates: Crate) -> CrateLabels:
    return CrateLabels(show_code="SILK24", crates=crates, made_at=MADE_AT)


LONDON = ("The British Museum", "Sainsbury Exhibitions Gallery", "Great Russell Street", "London", "WC1B 3DG")


def reader(**changes: Any) -> Reader:
    usual: dict[str, Any] = {
        "name": "Dilnoza Karimova",
        "institution": "State Museum of Arts of Uzbekistan",
        "downloaded_at": MADE_AT,
    }
    return Reader(**(usual | changes))


def facility_report(**changes: Any) -> FacilityReport:
    usual: dict[str, Any] = {
        "venue": "Sainsbury Exhibitions Gallery, The British Museum",
        "address": "Great Russell Street\nLondon WC1B 3DG",
        "version": 3,
        "issued_on": dt.date(2024, 1, 15),
        "expires_on": dt.date(2027, 1, 14),
        "prepared_by": "Registrar’s office",
        "security_reference": "SEC-7Q4K",
        "changed_since": 2,
        "reader": reader(),
        "sections": (
            FacilitySection(
                code="general", title="The institution and its people", text="Open every day.\nStaff of 12."
            ),
            FacilitySection(code="climate", title="Climate control", text="50 % RH, kept within 5 %.", changed=True),
            FacilitySection(code="pests", title="Pests and housekeeping", text=""),
        ),
    }
    return FacilityReport(**(usual | changes))


def security_supplement(**changes: Any) -> SecuritySupplement:
    usual: dict[str, Any] = {
        "reference": "SEC-7Q4K",
        "version": 3,
        "issued_on": dt.date(2024, 1, 15),
        "expires_on": dt.date(2027, 1, 14),
        "reader": reader(),
        "sections": (
            FacilitySection(
                code="guards", title="Guards", text="Two guards in the gallery at all hours.", changed=True
            ),
            FacilitySection(
                code="alarms", title="Alarms", text="Every case is alarmed; the police come in four minutes."
            ),
        ),
    }
    return SecuritySupplement(**(usual | changes))
