"""Checks a sealed PDF with pyHanko's own validator: is it intact, is all of it covered, who sealed it and when."""

import datetime as dt
import hashlib
import io
import re
from dataclasses import dataclass

from asn1crypto import parser
from cryptography import x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from loans.documents.sealing.certificates import name_of

ATTACHMENT = "certificate-of-signatures.pdf"
BEFORE = re.compile(r"Before the seal: (\d+) bytes, SHA-256 ([0-9a-f]{64})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file inside the sealed one."""

    name: str
    description: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SealReport:
    """What a seal says. `good` is what counts; `problem` is the sentence about what is wrong, empty where nothing is.

    `intact`: neither the bytes under the seal nor the seal itself were altered. Whether the signer is who they claim is
    another question: `self_signed` certificates vouch for nobody. `signed_at` is the sealer's own clock, `stamped_at` an
    authority's. `original_sha256` is the fingerprint of the document as it was before the seal.
    """

    seals: int = 0
    intact: bool = False
    covers_whole_file: bool = False
    signer: str = ""
    issuer: str = ""
    self_signed: bool = False
    certificate_sha256: str = ""
    valid_from: dt.datetime | None = None
    valid_until: dt.datetime | None = None
    signed_at: dt.datetime | None = None
    stamped_at: dt.datetime | None = None
    reason: str = ""
    location: str = ""
    attachments: tuple[Attachment, ...] = ()
    original_sha256: str = ""
    problem: str = ""

    @property
    def good(self) -> bool:
        return self.seals == 1 and self.intact and self.covers_whole_file and not self.problem


def verify(pdf: bytes) -> SealReport:
    """Check the seal of `pdf`. Never raises for a damaged file: that is a finding too. Nothing is fetched."""
    try:
        return _verify(pdf)
    # A damaged file breaks readers in ways nobody lists: KeyError, RecursionError, struct.error, and their own errors.
    except Exception:  # noqa: BLE001  see above
        return SealReport(problem="The file is damaged: it can't be read as a PDF, or its seal can't.")


def before(pdf: bytes) -> str:
    """The words under which a seal remembers the document it was put on, readable in any PDF reader."""
    return f"Before the seal: {len(pdf)} bytes, SHA-256 {hashlib.sha256(pdf).hexdigest()}"


def original(pdf: bytes) -> bytes:
    """The document as it was before the seal, byte for byte. Raises ValueError where no seal of ours says so."""
    reader = PdfFileReader(io.BytesIO(pdf), strict=False)
    found = BEFORE.search(_description(_attachments(reader)))
    if found is None:
        raise ValueError("no seal says what this document was before it")
    content = pdf[: int(found[1])]
    if hashlib.sha256(content).hexdigest() != found[2]:
        raise ValueError("the document under the seal is not the one that was sealed")
    return content


def _verify(pdf: bytes) -> SealReport:
    reader = PdfFileReader(io.BytesIO(pdf), strict=False)
    signatures = reader.embedded_regular_signatures
    if not signatures:
        return SealReport(problem="This PDF carries no seal.")
    first = signatures[0]
    certificate = x509.load_der_x509_certificate(first.signer_cert.dump())
    status = _status(first)
    intact = status is not None and status.intact and status.valid and _padding_is_empty(first)
    whole = status is not None and status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    stamp = status.timestamp_validity if status is not None else None
    stamped = stamp is not None and stamp.intact and stamp.valid
    attachments = _attachments(reader)
    remembered = BEFORE.search(_description(attachments))
    same = remembered is None or hashlib.sha256(pdf[: int(remembered[1])]).hexdigest() == remembered[2]
    details = first.sig_object
    return SealReport(
        seals=len(signatures),
        intact=intact,
        covers_whole_file=whole,
        signer=name_of(certificate.subject),
        issuer=name_of(certificate.issuer),
        self_signed=certificate.subject == certificate.issuer,
        certificate_sha256=hashlib.sha256(first.signer_cert.dump()).hexdigest(),
        valid_from=certificate.not_valid_before_utc,
        valid_until=certificate.not_valid_after_utc,
        signed_at=first.self_reported_timestamp,
        stamped_at=stamp.timestamp if stamp is not None and stamped else None,
        reason=str(details.get("/Reason", "")),
        location=str(details.get("/Location", "")),
        attachments=attachments,
        original_sha256=remembered[2] if remembered is not None else "",
        problem=_problem(
            len(signatures), intact=intact and same, whole=whole, stamp_broken=stamp is not None and not stamped
        ),
    )


def _status(signature: EmbeddedPdfSignature) -> PdfSignatureStatus | None:
    """What pyHanko finds; the signer's own certificate is taken as trusted, since integrity alone is asked for."""
    context = ValidationContext(
        trust_roots=[signature.signer_cert], allow_fetching=False, moment=signature.self_reported_timestamp
    )
    try:
        return validate_pdf_signature(signature, signer_validation_context=context)
    except (SignatureValidationError, PdfError, ValueError):
        return None


def _padding_is_empty(signature: EmbeddedPdfSignature) -> bool:
    """The room reserved for a seal is never under it: what the seal leaves free must be zeros, so nothing hides there."""
    content = signature.pkcs7_content
    return not content[parser.peek(content) :].strip(b"\0")


def _attachments(reader: PdfFileReader) -> tuple[Attachment, ...]:
    names = reader.root
    for step in ("/Names", "/EmbeddedFiles", "/Names"):
        if step not in names:
            return ()
        names = names[step]
    found = []
    for place in range(1, len(names), 2):
        spec = names[place]
        content = spec["/EF"]["/F"].data
        found.append(
            Attachment(
                name=str(spec["/UF"] if "/UF" in spec else spec["/F"]),
                description=str(spec.get("/Desc", "")),
                sha256=hashlib.sha256(content).hexdigest(),
                size=len(content),
            )
        )
    return tuple(found)


def _description(attachments: tuple[Attachment, ...]) -> str:
    return next((one.description for one in reversed(attachments) if one.name == ATTACHMENT), "")


def _problem(seals: int, *, intact: bool, whole: bool, stamp_broken: bool) -> str:
    if not intact:
        return "The file was changed after it was sealed. Ask for a fresh copy; don't rely on this one."
    if seals > 1:
        return (
            "The file carries more than one seal. Only the first was checked; ask for the copy as it was first sealed."
        )
    if not whole:
        return "Something was added to the file after it was sealed. Ask for a fresh copy; don't rely on this one."
    if stamp_broken:
        return "The seal is intact, but its time stamp is not: the time it names is not proven."
    return ""
