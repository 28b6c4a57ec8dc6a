"""A lidded bowl on loan from Tashkent, its photographs and its condition reports."""

import datetime as dt
import hashlib
import io
from typing import Any

from PIL import Image, ImageDraw

from loans.documents.condition_report import (
    AdviceData,
    ConditionData,
    ExaminationData,
    MarkData,
    ObjectData,
    PhotoData,
    Region,
    ReportData,
    SignatureData,
)

TITLE = "Lidded bowl with a camel"
MADE_AT = dt.datetime(2024, 9, 3, 15, 20, tzinfo=dt.UTC)
BOWL = ObjectData(
    title=TITLE,
    native_title="Туя тасвирли қопқоқли коса",
    native_language="uz-Cyrl",
    maker="Unknown potter",
    culture="Sogdian",
    date="7th to 8th century",
    materials="Earthenware with a lead glaze",
    technique="moulded in relief",
    dimensions="Height 18.4 cm, diameter 22.1 cm",
    accession_number="A-1937.114",
    credit_line="State Museum of Arts of Uzbekistan",
    parts="2: bowl, lid",
)


def photo(number: int = 0, *, size: tuple[int, int] = (400, 300), form: str = "JPEG", **save: Any) -> bytes:
    """A different bowl for each number, on a grey ground."""
    image = Image.new("RGB", size, (170, 166, 158))
    draw = ImageDraw.Draw(image)
    width, height = size
    draw.ellipse((width * 0.2, height * 0.2, width * 0.8, height * 0.8), fill=(150 + number * 9 % 90, 110, 70))
    out = io.BytesIO()
    image.save(out, form, **save)
    return out.getvalue()


def mark(number: int, **changes: Any) -> MarkData:
    usual: dict[str, Any] = {
        "number": number,
        "term": "scratch",
        "photo": 0,
        "region": Region(0.1 + number % 5 * 0.15, 0.1 + number % 7 * 0.1, 0.1, 0.1),
        "zone": "upper left rim",
        "severity": "minor",
        "extent": "42 × 3 mm",
        "activity": "stable",
        "since": "new",
    }
    return MarkData(**{**usual, **changes})


def report(**changes: Any) -> ReportData:
    usual: dict[str, Any] = {
        "reference": "CR-2026-0047",
        "moment": "Incoming, at the borrower",
        "exhibition": "Silk Roads",
        "lender": "State Museum of Arts of Uzbekistan",
        "borrower": "The British Museum",
        "object": BOWL,
        "examination": ExaminationData(date="3 September 2024", examiner="Ruth Okafor", job="conservator"),
        "condition": ConditionData(grade="fair", stability="stable", summary="Sound; can travel and be shown."),
        "made_at": MADE_AT,
        "marks": (mark(1), mark(2, since="unchanged", first_seen="CR-2026-0031")),
        "photos": (PhotoData(image=photo(), caption="Front", alt="The bowl from the front"),),
        "advice": AdviceData(handling="Two hands, nitrile gloves."),
        "signatures": (
            SignatureData(side="For the lender", name="Dilnoza Karimova", signed_at="Signed on 3 September 2024"),
            SignatureData(side="For the borrower"),
        ),
        "content_hash": hashlib.sha256(b"bowl").hexdigest(),
        "previous_reference": "CR-2026-0031",
        "verify_url": "https://loans.example.org/verify/CR-2026-0047/",
    }
    return ReportData(**{**usual, **changes})
