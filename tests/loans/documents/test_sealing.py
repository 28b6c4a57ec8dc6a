"""A sealed agreement is accepted by strangers' validators, stays archivable and accessible, and shows every change."""

import datetime as dt
import hashlib
import io
import random
import shutil
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pikepdf
import pytest
from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pdfua import validate
from pikepdf import pdfa
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from loans.documents import agreement, agreement_certificate
from loans.documents.sealing import Sealer, SealError, create_certificate, original, seal, verify
from tests.loans.documents import contract
from tests.loans.documents.reading import elements_of, metadata_of

NOW = dt.datetime(2026, 3, 9, 16, 2, tzinfo=dt.UTC)
PASSWORD = "ink and paper"
REASON = "Agreement L-2026-014, version 2, signed by both parties"


@pytest.fixture(scope="module")
def key() -> bytes:
    return create_certificate("The British Museum", password=PASSWORD, now=NOW)


@pytest.fixture(scope="module")
def sealer(key: bytes) -> Sealer:
    return Sealer.from_pkcs12(key, password=PASSWORD)


@pytest.fixture(scope="module")
def document(fonts: Path) -> bytes:
    return agreement.render(contract.agreement(), fonts=fonts).pdf


@pytest.fixture(scope="module")
def audit(fonts: Path, document: bytes) -> bytes:
    sha256 = hashlib.sha256(document).hexdigest()
    return agreement_certificate.render(contract.certificate(sha256=sha256), fonts=fonts).pdf


@pytest.fixture(scope="module")
def sealed(document: bytes, audit: bytes, sealer: Sealer) -> bytes:
    return seal(document, certificate_pdf=audit, sealer=sealer, at=NOW, reason=REASON, location="London")


class TestASeal:
    def test_is_put_after_the_very_bytes_that_were_signed(self, document: bytes, sealed: bytes) -> None:
        assert sealed.startswith(document)
        assert original(sealed) == document

    def test_says_who_when_and_why(self, document: bytes, audit: bytes, sealed: bytes) -> None:
        report = verify(sealed)
        assert report.good
        assert report.seals == 1
        assert report.signer == report.issuer == "The British Museum"
        assert report.self_signed
        assert report.signed_at == NOW
        assert report.stamped_at is None
        assert (report.reason, report.location) == (REASON, "London")
        assert report.original_sha256 == hashlib.sha256(document).hexdigest()
        assert [(one.name, one.sha256) for one in report.attachments] == [
            ("certificate-of-signatures.pdf", hashlib.sha256(audit).hexdigest())
        ]

    def test_convinces_pyhankos_validator(self, sealed: bytes) -> None:
        signature = PdfFileReader(io.BytesIO(sealed)).embedded_signatures[0]
        context = ValidationContext(trust_roots=[signature.signer_cert], allow_fetching=False, moment=NOW)
        status = validate_pdf_signature(signature, signer_validation_context=context)
        assert status.bottom_line
        assert status.trusted
        assert status.docmdp_ok
        assert status.coverage == SignatureCoverageLevel.ENTIRE_FILE

    @pytest.mark.skipif(shutil.which("pdfsig") is None, reason="needs pdfsig (poppler-utils)")
    def test_convinces_pdfsig(self, sealed: bytes, tmp_path: Path) -> None:
        path = tmp_path / "sealed.pdf"
        path.write_bytes(sealed)
        said = subprocess.run(["pdfsig", str(path)], capture_output=True, text=True, check=False).stdout
        assert "Signature is Valid." in said
        assert "Total document signed" in said
        assert "ETSI.CAdES.detached" in said

    def test_carries_the_certificate_as_an_associated_file(self, audit: bytes, sealed: bytes) -> None:
        with pikepdf.open(io.BytesIO(sealed)) as pdf:
            attached = pdf.attachments["certificate-of-signatures.pdf"]
            assert attached.get_file().read_bytes() == audit
            assert attached.get_file().mime_type == "application/pdf"
            (spec,) = pdf.Root.AF
            assert spec.AFRelationship == "/Supplement"
            assert spec.F == spec.UF == "certificate-of-signatures.pdf"


class TestStandards:
    def test_pdfa_findings_are_those_of_the_document_itself(self, document: bytes, sealed: bytes) -> None:
        def found(content: bytes) -> set[tuple[str, str]]:
            with pikepdf.open(io.BytesIO(content)) as pdf:
                # This checker turns back at forms, permissions and attachments; the next test looks at those.
                for key in ("/AcroForm", "/Perms", "/AF", "/Names"):
                    if key in pdf.Root:
                        del pdf.Root[key]
                findings = pdfa.check(pdf, flavour="2b").findings
                return {(one.rule, one.message) for one in findings if one.kind == "violation"}

        assert found(sealed) == found(document)
        assert metadata_of(sealed) == metadata_of(document)

    def test_pdfa_rules_on_forms_signatures_and_attachments_hold(self, sealed: bytes, document: bytes) -> None:
        with pikepdf.open(io.BytesIO(sealed)) as pdf:
            (widget,) = pdf.Root.AcroForm.Fields
            assert "/Version" not in pdf.Root
            assert "/NeedAppearances" not in pdf.Root.AcroForm  # 6.4.1
            assert "/XFA" not in pdf.Root.AcroForm  # 6.4.2
            assert not {"/A", "/AA"} & set(widget.keys())  # 6.4.1
            assert int(widget.F) & 0b100111 == 0b100  # 6.3.2: printed, neither hidden nor invisible nor out of view
            assert widget.Rect == pikepdf.Array([0, 0, 0, 0])  # 6.3.3: no appearance needed
            assert list(pdf.Root.Perms.keys()) == ["/DocMDP"]  # 6.1.12
            (reference,) = pdf.Root.Perms.DocMDP.Reference
            assert not {"/DigestLocation", "/DigestMethod", "/DigestValue"} & set(reference.keys())
            inner = pdf.attachments["certificate-of-signatures.pdf"].get_file().read_bytes()
        assert "<pdfaid:part>2</pdfaid:part>" in metadata_of(inner)  # 6.8: attachments are PDF/A themselves
        assert sealed[len(document) : len(document) + 1] == b"\n"  # 6.1.9: an object begins on its own line

    def test_the_widget_is_a_tagged_form_field_with_a_name(self, sealed: bytes, tmp_path: Path) -> None:
        path = tmp_path / "sealed.pdf"
        path.write_bytes(sealed)
        assert list(validate(str(path)).findings) == []
        (form,) = [element for element in elements_of(sealed) if element["/S"] == "/Form"]
        widget = form["/K"]["/Obj"].get_object()
        assert widget["/TU"] == REASON
        with pikepdf.open(io.BytesIO(sealed)) as pdf:
            assert pdf.pages[0].obj.Tabs == "/S"
            numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
            tagged = dict(zip((int(one) for one in numbers[::2]), numbers[1::2], strict=True))
            assert tagged[int(widget["/StructParent"])].S == "/Form"
            assert pdf.Root.StructTreeRoot.ParentTreeNextKey == max(tagged) + 1


class Heedless(signers.PdfSigner):
    """A program that signs on though the first signature forbids it."""

    def _enforce_certification_constraints(self, reader: PdfFileReader) -> None:
        """Nothing is enforced."""


class TestTampering:
    def test_with_any_single_byte_under_the_seal_shows(self, sealed: bytes) -> None:
        dice = random.Random(7)
        (signature,) = PdfFileReader(io.BytesIO(sealed)).embedded_signatures
        _, first, second, length = signature.byte_range
        places = [dice.randrange(first) for _ in range(40)] + [second + dice.randrange(length) for _ in range(10)]
        for place in places:
            altered = bytearray(sealed)
            altered[place] ^= 1
            report = verify(bytes(altered))
            assert not report.good, place
            assert report.problem, place

    def test_in_the_free_room_beside_the_seal_shows(self, sealed: bytes) -> None:
        (signature,) = PdfFileReader(io.BytesIO(sealed)).embedded_signatures
        _, _first, second, _length = signature.byte_range
        altered = sealed[: second - 20] + b"ff" + sealed[second - 18 :]
        assert verify(altered).problem == (
            "The file was changed after it was sealed. Ask for a fresh copy; don't rely on this one."
        )

    def test_by_appending_shows(self, sealed: bytes) -> None:
        writer = IncrementalPdfFileWriter(io.BytesIO(sealed))
        writer.root["/Lang"] = writer.root["/Lang"]
        writer.update_root()
        out = io.BytesIO()
        writer.write(out)
        report = verify(out.getvalue())
        assert report.intact
        assert not report.covers_whole_file
        assert not report.good
        assert report.problem.startswith("Something was added to the file after it was sealed.")

    def test_by_cutting_shows(self, sealed: bytes) -> None:
        assert not verify(sealed[:-400]).good

    def test_a_second_seal_is_refused(self, sealed: bytes, audit: bytes, sealer: Sealer) -> None:
        with pytest.raises(SealError, match="carries a signature already"):
            seal(sealed, certificate_pdf=audit, sealer=sealer, at=NOW)

    def test_a_second_seal_put_on_elsewhere_is_reported(self, sealed: bytes, sealer: Sealer) -> None:
        out = io.BytesIO()
        Heedless(signers.PdfSignatureMetadata(field_name="Another"), signer=sealer.signer).sign_pdf(
            IncrementalPdfFileWriter(io.BytesIO(sealed)), output=out
        )
        report = verify(out.getvalue())
        assert report.seals == 2
        assert not report.good
        assert report.problem.startswith("The file carries more than one seal.")

    @pytest.mark.parametrize("content", [b"", b"no pdf", b"%PDF-1.7\n%%EOF"])
    def test_what_is_no_pdf_is_said_to_be_damaged(self, content: bytes) -> None:
        assert verify(content).problem.startswith("The file is damaged")

    def test_a_pdf_without_a_seal_is_no_damage(self, document: bytes) -> None:
        assert verify(document).problem == "This PDF carries no seal."
        with pytest.raises(ValueError, match="no seal"):
            original(document)


class TestTheCertificate:
    def test_is_for_signing_alone(self, key: bytes) -> None:
        _key, certificate, _others = pkcs12.load_key_and_certificates(key, PASSWORD.encode())
        assert certificate is not None
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
        assert (usage.digital_signature, usage.content_commitment) == (True, True)
        assert not usage.key_cert_sign
        assert not certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
        assert certificate.not_valid_after_utc.year == 2046

    def test_can_be_a_file(self, key: bytes, tmp_path: Path) -> None:
        path = tmp_path / "organiser.p12"
        path.write_bytes(key)
        assert Sealer.from_pkcs12(path, password=PASSWORD).name == "The British Museum"

    def test_needs_the_right_password_and_the_right_file(self, key: bytes, tmp_path: Path) -> None:
        with pytest.raises(SealError, match="password is right"):
            Sealer.from_pkcs12(key, password="wrong")
        with pytest.raises(SealError, match="password is right"):
            Sealer.from_pkcs12(b"no certificate", password=PASSWORD)
        with pytest.raises(SealError, match="could not be read"):
            Sealer.from_pkcs12(tmp_path / "gone.p12", password=PASSWORD)

    def test_needs_a_name(self) -> None:
        with pytest.raises(SealError, match="needs the name"):
            create_certificate(" ", password=PASSWORD, now=NOW)

    def test_takes_a_name_longer_than_certificates_allow_and_in_any_script(self) -> None:
        name = "Государственный музей искусств Узбекистана и Музей прикладного искусства"
        made = create_certificate(name, password=PASSWORD, now=NOW)
        assert Sealer.from_pkcs12(made, password=PASSWORD).name == name

    def test_out_of_date_does_not_seal(self, document: bytes, audit: bytes, sealer: Sealer) -> None:
        with pytest.raises(SealError, match="Configure a new one"):
            seal(document, certificate_pdf=audit, sealer=sealer, at=NOW.replace(year=2050))


class TestOtherPeoplesPaper:
    def test_an_untagged_pdf_of_the_lender_is_sealed_as_it_is(self, audit: bytes, sealer: Sealer) -> None:
        paper = _blank()
        sealed = seal(paper, certificate_pdf=audit, sealer=sealer, at=NOW)
        assert sealed.startswith(paper)
        assert original(sealed) == paper
        assert verify(sealed).good

    def test_a_locked_one_is_refused(self, audit: bytes, sealer: Sealer) -> None:
        with pytest.raises(SealError, match="locked with a password"):
            seal(_blank(password="secret"), certificate_pdf=audit, sealer=sealer, at=NOW)

    @pytest.mark.parametrize("content", [b"", b"\x89PNG no pdf", b"%PDF-1.7\ntorn"])
    def test_what_is_no_pdf_is_refused(self, content: bytes, audit: bytes, sealer: Sealer) -> None:
        with pytest.raises(SealError, match="could not be sealed"):
            seal(content, certificate_pdf=audit, sealer=sealer, at=NOW)


def _blank(*, password: str = "") -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(out, encryption=pikepdf.Encryption(owner=password, user=password) if password else None)
    return out.getvalue()


class TestTimeStamps:
    def test_of_an_authority_are_in_the_seal(
        self, document: bytes, audit: bytes, key: bytes, authority: str, tmp_path: Path
    ) -> None:
        stamping = Sealer.from_pkcs12(key, password=PASSWORD, timestamp_url=authority)
        report = verify(seal(document, certificate_pdf=audit, sealer=stamping, at=NOW))
        assert report.good
        assert report.stamped_at == NOW

    def test_of_an_authority_that_is_away_are_waited_for_a_moment_only(
        self, document: bytes, audit: bytes, key: bytes
    ) -> None:
        away = Sealer.from_pkcs12(key, password=PASSWORD, timestamp_url="http://127.0.0.1:9/tsa", timeout=1)
        with pytest.raises(SealError, match=r"gave no time stamp. Seal again later"):
            seal(document, certificate_pdf=audit, sealer=away, at=NOW)

    def test_that_are_no_time_stamps_are_refused(
        self, document: bytes, audit: bytes, key: bytes, authority: str
    ) -> None:
        odd = Sealer.from_pkcs12(key, password=PASSWORD, timestamp_url=f"{authority}odd")
        with pytest.raises(SealError):
            seal(document, certificate_pdf=audit, sealer=odd, at=NOW)


@pytest.fixture(scope="module")
def authority() -> Iterator[str]:
    """A time-stamping authority of our own at a free port; under /odd it answers nonsense."""
    stamper = _stamper()

    class Desk(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            answer = b"nonsense" if self.path == "/odd" else stamper.request_tsa_response(asked).dump()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *args: object) -> None:
            """Nothing on stderr."""

    server = HTTPServer(("127.0.0.1", 0), Desk)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


def _stamper() -> DummyTimeStamper:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Clock of the test")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(NOW - dt.timedelta(days=1))
        .not_valid_after(NOW + dt.timedelta(days=36500))
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .sign(key, hashes.SHA256())
    )
    held = asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))
    store = SimpleCertificateStore()
    store.register(held)
    secret = keys.PrivateKeyInfo.load(key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))
    return DummyTimeStamper(held, secret, certs_to_embed=store, fixed_dt=NOW)
