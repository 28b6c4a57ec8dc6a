"""Seals a PDF: the certificate of signatures is attached, then the whole is signed as PAdES, after the original bytes.

The file stays PDF/A-2a and PDF/UA-1: the attachment is itself PDF/A-2, and the widget that any signature field needs is
a tagged form element with a name to read out, though nothing of it is seen.
"""

import datetime as dt
import io
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.embed import EmbeddedFileObject, EmbeddedFileParams, FileSpec, embed_file
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter, append_signature_field
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.sign.timestamps import HTTPTimeStamper, TimestampRequestError

from loans.documents.sealing.certificates import Sealer, SealError
from loans.documents.sealing.checking import ATTACHMENT, before

FIELD = "Seal"
MIME = "application/pdf"


def seal(
    pdf: bytes,
    *,
    certificate_pdf: bytes,
    sealer: Sealer,
    at: dt.datetime,
    reason: str = "",
    location: str = "",
    field_name: str = FIELD,
    description: str = "Certificate of signatures",
) -> bytes:
    """`pdf` with `certificate_pdf` attached and sealed by `sealer`; it begins with the very bytes of `pdf`.

    PAdES B-B, or B-T where the sealer names a time-stamping authority (asked twice over the network, each within its
    timeout). Certified against every later change. Raises SealError, with nothing half done: for a document that can't
    be read or carries a signature already, a certificate out of date, an authority that does not answer.
    """
    if not sealer.valid_from <= at <= sealer.valid_until:
        raise SealError(
            f"The certificate of {sealer.name} is valid from {sealer.valid_from:%d %B %Y} to "
            f"{sealer.valid_until:%d %B %Y} only. Configure a new one, then seal again.",
            code="seal-expired",
        )
    try:
        # An object must begin on a line of its own (ISO 19005-2, 6.1.9); Typst ends its files without a line end.
        writer = _Appending(io.BytesIO(pdf if pdf.endswith((b"\n", b"\r")) else pdf + b"\n"), strict=False)
        if writer.prev.encrypted:
            raise SealError("This PDF is locked with a password. Upload one without, then seal it.", code="seal-locked")
        if writer.prev.embedded_signatures:
            raise SealError(
                "This PDF carries a signature already; another seal would make that one look broken. Keep it as it is.",
                code="sealed-already",
            )
        _attach(writer, certificate_pdf, original=pdf, at=at, description=description)
        _add_field(writer, name=field_name, label=reason or description)
        sealed = _sign(writer, sealer=sealer, at=at, reason=reason, location=location, field_name=field_name)
    except (TimestampRequestError, TimeoutError) as error:
        raise SealError(
            f"The time-stamping authority at {sealer.timestamp_url} gave no time stamp. Seal again later, or leave the "
            "authority out of the settings.",
            code="seal-timestamp",
        ) from error
    except (PdfError, SigningError, ValueError, KeyError, NotImplementedError) as error:
        raise SealError(
            "This file could not be sealed: it is not a PDF that can be added to. Save it as a PDF again and retry.",
            code="seal-unreadable",
        ) from error
    if not sealed.startswith(pdf):
        raise SealError("Sealing would have altered the document itself, so nothing was kept.", code="seal-altered")
    return sealed


class _Appending(IncrementalPdfFileWriter):
    """Leaves the metadata alone: pyHanko's would say where PDF/A-2 and PDF/UA are claimed under names of its own."""

    def _update_meta(self) -> None:
        pass


class _SignerAt(PdfSigner):
    """Signs at the moment handed in, where pyHanko would look at the clock."""

    at: dt.datetime

    def init_signing_session(self, *args: Any, **kwargs: Any) -> PdfSigningSession:
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = self.at
        return session


def _sign(
    writer: IncrementalPdfFileWriter, *, sealer: Sealer, at: dt.datetime, reason: str, location: str, field_name: str
) -> bytes:
    signer = _SignerAt(
        PdfSignatureMetadata(
            field_name=field_name,
            md_algorithm="sha256",
            reason=reason or None,
            location=location or None,
            name=sealer.name,
            subfilter=SigSeedSubFilter.PADES,
            certify=True,
            docmdp_permissions=MDPPerm.NO_CHANGES,
        ),
        signer=sealer.signer,
        timestamper=HTTPTimeStamper(sealer.timestamp_url, timeout=sealer.timeout) if sealer.timestamp_url else None,
    )
    signer.at = at
    out = io.BytesIO()
    # It runs an event loop of its own, which a thread that runs one already would not allow.
    with ThreadPoolExecutor(max_workers=1) as thread:
        thread.submit(signer.sign_pdf, writer, existing_fields_only=True, output=out).result()
    return out.getvalue()


def _attach(
    writer: IncrementalPdfFileWriter, content: bytes, *, original: bytes, at: dt.datetime, description: str
) -> None:
    """Embed `content` as an associated file. pyHanko would raise the version to PDF 2.0 for that, which PDF/A-2 isn't."""
    params = EmbeddedFileParams(creation_date=at, modification_date=at)
    spec = FileSpec(
        file_spec_string=ATTACHMENT,
        file_name=ATTACHMENT,
        embedded_data=EmbeddedFileObject.from_file_data(writer, content, params=params, mime_type=MIME),
        description=f"{description}. {before(original)}",
    )
    embed_file(writer, spec)
    names = writer.root["/Names"]["/EmbeddedFiles"]["/Names"]
    reference = names.raw_get(len(names) - 1)
    reference.get_object()[pdf_name("/AFRelationship")] = pdf_name("/Supplement")
    root = writer.root
    if "/AF" in root:
        root["/AF"].append(reference)
        writer.update_container(root["/AF"])
    else:
        root["/AF"] = generic.ArrayObject([reference])
    writer.update_root()


def _add_field(writer: IncrementalPdfFileWriter, *, name: str, label: str) -> None:
    append_signature_field(writer, SigFieldSpec(sig_field_name=name, on_page=0, readable_field_name=label))
    fields = writer.root["/AcroForm"]["/Fields"]
    widget = fields.raw_get(len(fields) - 1)
    _tag(writer, widget)


def _tag(writer: IncrementalPdfFileWriter, widget: generic.IndirectObject) -> None:
    """Put the widget into the structure tree as a form element (PDF/UA-1, 7.18.1 and 7.18.4); an untagged file stays so."""
    root = writer.root
    if "/StructTreeRoot" not in root or "/ParentTree" not in root["/StructTreeRoot"]:
        return
    tree = root["/StructTreeRoot"]
    if "/Nums" not in tree["/ParentTree"]:
        return
    page = widget.get_object().raw_get("/P")
    page.get_object()[pdf_name("/Tabs")] = pdf_name("/S")
    writer.mark_update(page)
    first = tree.raw_get("/K")
    parent = first.raw_get(0) if isinstance(first, generic.ArrayObject) else first
    numbers = tree["/ParentTree"]["/Nums"]
    key = max((int(number) + 1 for number in list(numbers)[::2]), default=0)
    element = writer.add_object(
        generic.DictionaryObject(
            {
                pdf_name("/Type"): pdf_name("/StructElem"),
                pdf_name("/S"): pdf_name("/Form"),
                pdf_name("/P"): parent,
                pdf_name("/Pg"): page,
                pdf_name("/K"): generic.DictionaryObject(
                    {pdf_name("/Type"): pdf_name("/OBJR"), pdf_name("/Obj"): widget, pdf_name("/Pg"): page}
                ),
            }
        )
    )
    widget.get_object()[pdf_name("/StructParent")] = generic.NumberObject(key)
    writer.mark_update(widget)
    numbers.extend([generic.NumberObject(key), element])
    tree[pdf_name("/ParentTreeNextKey")] = generic.NumberObject(key + 1)
    document = parent.get_object()
    kids = document["/K"]
    if isinstance(kids, generic.ArrayObject):
        kids.append(element)
    else:
        document[pdf_name("/K")] = generic.ArrayObject([document.raw_get("/K"), element])
    for changed in (numbers, kids, tree["/ParentTree"], tree, document):
        writer.update_container(changed)
