"""Lists of loans as they stand, written in the test that needs them."""

import datetime as dt
import io
from typing import Any

from django.utils import timezone
from openpyxl import Workbook

from loans.services.standing.columns import COLUMNS
from office.records import files
from office.records.models import StoredFile

HEADERS = {column.name: column.header for column in COLUMNS}
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def as_of() -> dt.date:
    return timezone.localdate() - dt.timedelta(days=20)


def told(**more: Any) -> dict[str, Any]:
    """What stands beside a lender's decision."""
    usual = {
        "decided_on": as_of() - dt.timedelta(days=200),
        "decided_by": "Dr Rahimova",
        "authority": "letter",
        "authority_number": "17/3",
        "authority_date": as_of() - dt.timedelta(days=201),
    }
    return usual | more


def a_row(lender: str, number: str, status: str, **more: Any) -> dict[str, Any]:
    return {"lender": lender, "number": number, "title": f"Ewer {number}", "status": status} | more


def workbook(*rows: dict[str, Any], extra: tuple[str, ...] = ()) -> io.BytesIO:
    """An Excel workbook with our own headers; only the columns that a row fills."""
    used = [name for name in HEADERS if any(name in row for row in rows)]
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([*(HEADERS[name] for name in used), *extra])
    for row in rows:
        sheet.append([row.get(name, "") for name in used])
    out = io.BytesIO()
    book.save(out)
    out.seek(0)
    return out


def a_scan(name: str = "agreement.pdf", *, words: bytes = b"") -> StoredFile:
    stored = files.store(PDF + words, name=name)
    stored.refresh_from_db()
    return stored
