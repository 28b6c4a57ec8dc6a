"""Seals a signed agreement so that any PDF reader sees that nothing was changed, and checks such seals (pyHanko)."""

from loans.documents.sealing.certificates import Sealer, SealError, create_certificate
from loans.documents.sealing.checking import Attachment, SealReport, original, verify
from loans.documents.sealing.writing import FIELD, seal

__all__ = [
    "FIELD",
    "Attachment",
    "SealError",
    "SealReport",
    "Sealer",
    "create_certificate",
    "original",
    "seal",
    "verify",
]
