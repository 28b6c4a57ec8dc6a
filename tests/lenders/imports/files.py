"""Small files to import, written in the test that needs them."""

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"


def table(*rows: Mapping[str, Any]) -> io.BytesIO:
    """A CSV of rows; the first row's keys are the columns."""
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
    return io.BytesIO(text.getvalue().encode())


def columns(headers: Iterable[str], *rows: Iterable[Any]) -> io.BytesIO:
    """A CSV of lists."""
    headers = tuple(headers)
    return table(*(dict(zip(headers, row, strict=True)) for row in rows))


def shared(name: str) -> Path:
    """A real file given to developers; the test is skipped where there is none."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"{name} is not beside this checkout")
    return path
