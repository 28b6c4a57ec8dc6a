"""The organiser's certificate: configured as a PKCS#12 file, or made by ourselves at first start."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID
from pyhanko.sign.signers import SimpleSigner

from loans.errors import LoanError

KEY_BITS = 3072
TIMESTAMP_TIMEOUT = 10.0
LONGEST_NAME = 64  # bytes of a common name; a name in another script is soon longer, and stands in full beside it


class SealError(LoanError):
    """A document could not be sealed."""

    code = "seal"


@dataclass(frozen=True, slots=True)
class Sealer:
    """Who seals, and which authority stamps the time (none: the time is our own clock's)."""

    signer: SimpleSigner
    name: str
    valid_from: dt.datetime
    valid_until: dt.datetime
    timestamp_url: str = ""
    timeout: float = TIMESTAMP_TIMEOUT

    @classmethod
    def from_pkcs12(
        cls, source: bytes | Path, *, password: str, timestamp_url: str = "", timeout: float = TIMESTAMP_TIMEOUT
    ) -> Self:
        """The key and certificate in a PKCS#12 file or its bytes; raises SealError."""
        try:
            content = source.read_bytes() if isinstance(source, Path) else source
        except OSError as error:
            raise SealError(
                f"The certificate file {source!s} could not be read. Check that it is there and may be read.",
                code="seal-key",
            ) from error
        try:
            key, certificate, _others = pkcs12.load_key_and_certificates(content, password.encode())
            signer = SimpleSigner.load_pkcs12_data(content, other_certs=[], passphrase=password.encode())
        except ValueError as error:
            raise SealError(
                "The certificate could not be opened. Check that it is a PKCS#12 file (.p12, .pfx) and that its password "
                "is right.",
                code="seal-key",
            ) from error
        if key is None or certificate is None:
            raise SealError(
                "The PKCS#12 file holds no private key with its certificate. Export both together.", code="seal-key"
            )
        return cls(
            signer=signer,
            name=name_of(certificate.subject),
            valid_from=certificate.not_valid_before_utc,
            valid_until=certificate.not_valid_after_utc,
            timestamp_url=timestamp_url,
            timeout=timeout,
        )


def create_certificate(name: str, *, password: str, now: dt.datetime, valid_years: int = 20) -> bytes:
    """A new key and its self-signed certificate for `name`, as PKCS#12 bytes under `password`.

    RSA with 3072 bits, since every reader knows it; for signatures that last (digitalSignature, nonRepudiation), not for
    issuing others. Takes up to a second. Readers will say "valid, but the signer is not known": integrity holds, identity
    needs a certificate from a trust service, configured in place of this one.
    """
    name = name.strip()
    if not name:
        raise SealError(
            "The certificate needs the name of the organiser. Give the museum a name first.", code="seal-name"
        )
    key = rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, name),
            x509.NameAttribute(NameOID.COMMON_NAME, name.encode()[:LONGEST_NAME].decode(errors="ignore").strip()),
        ]
    )
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    start = now.astimezone(dt.UTC).replace(microsecond=0) - dt.timedelta(hours=1)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + dt.timedelta(days=round(valid_years * 365.25)))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    return pkcs12.serialize_key_and_certificates(
        name.encode(), key, certificate, None, BestAvailableEncryption(password.encode())
    )


def name_of(subject: x509.Name) -> str:
    """What a certificate calls its holder: the common name, or the organisation's where that is the same written out."""
    common, organisation = (
        next((str(found.value) for found in subject.get_attributes_for_oid(kind)), "")
        for kind in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME)
    )
    if common and not organisation.startswith(common):
        return common
    return organisation or subject.rfc4514_string()
