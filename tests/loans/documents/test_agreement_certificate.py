"""The certificate of signatures says who signed what, when and how, and leaves no offset open."""

import dataclasses
import datetime as dt
from pathlib import Path

import pytest
from pdfua import validate

from loans.documents import agreement_certificate
from loans.documents.agreement_certificate import moment
from tests.loans.documents.contract import certificate
from tests.loans.documents.reading import alternatives_of, metadata_of, text_of


def test_names_both_standards_and_passes_the_checker(fonts: Path, tmp_path: Path) -> None:
    made = agreement_certificate.render(certificate(), fonts=fonts)
    path = tmp_path / "certificate.pdf"
    path.write_bytes(made.pdf)
    assert "<pdfaid:part>2</pdfaid:part>" in metadata_of(made.pdf)
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata_of(made.pdf)
    assert list(validate(str(path)).findings) == []


def test_says_who_signed_for_whom_when_how_and_what(fonts: Path) -> None:
    made = agreement_certificate.render(certificate(sha256="0123456789abcdef" * 4), fonts=fonts)
    text = text_of(made.pdf)
    for words in (
        "Certificate of signatures",
        "L-2026-014, Version 2",
        "Signed for the Lender by For the State Museum of Arts of Uzbekistan",
        "Dilnoza Karimova",
        "5 March 2026, 09:02:41 (UTC+05:00)",
        "Drew her signature",
        "2001:db8::42",
        "In ink on paper; recorded by Ruth Okafor from a letter of 9 March 2026",
        "Scan of the signed original, 2 pages",
        "I have read this agreement and sign it for the party named here",
        "01234567 89abcdef 01234567 89abcdef",
        "Version 1, 12 February 2026, replaced",
    ):
        assert words in text
    assert alternatives_of(made.pdf) == ["Signature drawn by Dilnoza Karimova"]
    assert "This is not the fingerprint" not in text


def test_says_so_where_somebody_had_another_file_before_them(fonts: Path) -> None:
    data = certificate()
    first, *rest = data.signings
    other = dataclasses.replace(data, signings=(dataclasses.replace(first, sha256="cd" * 32), *rest))
    assert text_of(agreement_certificate.render(other, fonts=fonts).pdf).count("This is not the fingerprint") == 1


def test_a_broken_drawing_and_an_unknown_letter_do_not_stop_it(fonts: Path) -> None:
    data = certificate()
    first, *rest = data.signings
    odd = dataclasses.replace(data, signings=(dataclasses.replace(first, name="த", drawn=b"torn"), *rest))
    made = agreement_certificate.render(odd, fonts=fonts)
    assert made.missing_glyphs == ["த"]
    assert len(alternatives_of(made.pdf)) == 1


def test_a_moment_needs_its_time_zone() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        moment(dt.datetime(2026, 3, 3, 12))  # noqa: DTZ001  that is the point
