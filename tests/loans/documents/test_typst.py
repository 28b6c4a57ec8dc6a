"""The setting of any document: errors are ours, pages are counted, files need no copy."""

import re
from pathlib import Path

import pytest

from loans.documents.typst import TEMPLATES, DocumentError, Job, compile_pdf, page_count
from tests.loans.documents.bowl import MADE_AT


def test_a_template_that_fails_raises_our_error_with_its_name(fonts: Path) -> None:
    with pytest.raises(DocumentError, match=r"^condition_report\.typ: "):
        compile_pdf(Job(template="condition_report.typ", data={}, made_at=MADE_AT), fonts=fonts)


def test_pages_are_counted_from_the_page_tree() -> None:
    assert page_count(b"1 0 obj<</Type /Pages /Kids [2 0 R 3 0 R] /Count 2>>endobj") == 2
    assert page_count(b"nothing") == 0


def test_templates_fetch_nothing_from_a_network_and_share_their_colours() -> None:
    templates = sorted(TEMPLATES.glob("*.typ"))
    assert {"base.typ", "condition_report.typ", "agreement.typ"} <= {path.name for path in templates}
    for path in templates:
        text = path.read_text()
        assert "@preview" not in text
        if path.name != "base.typ":
            assert re.findall(r"rgb\(", text) == []
