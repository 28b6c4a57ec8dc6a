"""The sealed copy: the certificate of signatures attached, the whole sealed with the organiser's certificate, filed."""

import datetime as dt
import io
import logging
import os
import secrets
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from pyhanko.pdf_utils.reader import PdfFileReader

from lenders.models import SigningWay
from loans.documents import sealing
from loans.documents.agreement_certificate import CertificateData, SigningData, render
from loans.documents.sealing import Sealer, SealReport
from loans.errors import MissingFact
from loans.models import AgreementSignature, AgreementVersion, Document, DocumentKind, Loan, SigningMethod
from loans.services.agreements.data import ROLES
from loans.services.agreements.persons import Person, people_of
from loans.services.agreements.rows import loans_of, record_all, with_all
from loans.services.agreements.wording import organiser
from office.records import files
from office.records.actors import Actor
from office.records.wording import written

log = logging.getLogger(__name__)

_OWN = "seal.p12"


def waiting() -> list[int]:
    """Versions signed by both on screen whose sealed copy is still to be made, oldest first."""
    rows = AgreementVersion.objects.filter(
        executed_on__isnull=False, sealed_file__isnull=True, file__isnull=False, signing=SigningWay.ELECTRONIC
    )
    return list(rows.order_by("pk").values_list("pk", flat=True))


def seal_waiting(*, now: dt.datetime) -> int:
    """Seals what waits and returns how many; one that can't be sealed is logged and tried again, and stops nobody."""
    done = 0
    for pk in waiting():
        try:
            done += seal(pk, now=now)
        except Exception:
            log.exception("the agreement version %s could not be sealed; it is tried again", pk)
    return done


def seal(pk: int, *, now: dt.datetime) -> bool:
    """Makes, stores and files the sealed copy of one version; says whether this call did it.

    Run twice or killed half way it makes one copy: the work is done before the row is locked, and kept only by whoever
    finds it still wanted. Raises sealing.SealError or typst.DocumentError.
    """
    version = with_all(AgreementVersion.objects.filter(pk=pk)).first()
    if version is None or version.executed_on is None or version.sealed_file_id or version.file is None:
        return False
    held = loans_of(version.agreement)
    pdf = files.read(version.file)
    us = organiser()
    with override(version.governing_language):
        certificate = render(_certificate(version, held, pdf), fonts=settings.FONT_DIR).pdf
        sealed = sealing.seal(
            pdf,
            certificate_pdf=certificate,
            sealer=sealer(us.name if us else "Caravan"),
            at=now,
            reason=_("Signed by both parties"),
            location=us.city if us else "",
        )
    with transaction.atomic():
        locked = AgreementVersion.objects.select_for_update(of=("self",)).get(pk=pk)
        if locked.sealed_file_id:
            return False
        name = f"{version.agreement.reference}-{version.number}-signed.pdf"
        locked.sealed_file = files.keep_made(sealed, name=name, media_type="application/pdf", by="Caravan")
        locked.save()
        _file(locked, held)
        after = {"agreement": version.agreement.reference, "version": version.number, "sealed": str(version.uid)}
        record_all("agreement.seal", held, actor=Actor.system(), after=after)
    return True


def check(version: AgreementVersion) -> SealReport | None:
    """What the seal says today; None without a sealed copy of ours. Reads and validates the file."""
    if version.sealed_file is None or version.signing != SigningWay.ELECTRONIC:
        return None
    try:
        return sealing.verify(files.read(version.sealed_file))
    except OSError:
        return SealReport(problem=_("The sealed file is missing from the store. Restore it from the backup."))


def _file(version: AgreementVersion, held: list[Loan]) -> None:
    """The copy stands in the file of every loan, where the lender finds it too."""
    assert version.sealed_file is not None
    title = _("Agreement %(reference)s, version %(number)d, signed") % {
        "reference": version.agreement.reference,
        "number": version.number,
    }
    for loan in held:
        Document.objects.get_or_create(
            key=f"agreement:{version.uid}:{loan.uid}",
            defaults={
                "loan": loan,
                "kind": DocumentKind.AGREEMENT,
                "title": title,
                "file": version.sealed_file,
                "for_lender": True,
            },
        )


def _certificate(version: AgreementVersion, held: list[Loan], pdf: bytes) -> CertificateData:
    us = organiser()
    signatures = list(version.signatures.all())
    known = people_of(signatures)
    return CertificateData(
        reference=version.agreement.reference,
        version=version.number,
        title=held[0].exhibition.title,
        borrower=us.name if us else "",
        lender="; ".join(dict.fromkeys(loan.lender.name for loan in held)),
        sha256=version.sha256,
        pages=_pages(pdf),
        made_at=max(filter(None, (each.signed_at for each in signatures)), default=timezone.now()),
        signings=tuple(_signing(each, version, known.get(each.person)) for each in signatures),
        language=version.governing_language,
        demo_record=any(loan.demo_record for loan in held),
    )


def check_paper(pdf: bytes) -> None:
    """Can this file be sealed later? Raises MissingFact for one that is locked, signed already or no PDF inside."""
    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=False)
        locked, signed, pages = reader.encrypted, bool(reader.embedded_signatures), _pages(pdf)
    # A damaged file breaks readers in ways nobody lists.
    except Exception as error:
        raise MissingFact(
            _("This file can't be read as a PDF; it may be damaged. Save it as a PDF again, then upload it."),
            field="file",
        ) from error
    if locked or not pages:
        raise MissingFact(_("This PDF is locked with a password. Upload one without."), field="file")
    if signed:
        raise MissingFact(
            _(
                "This PDF carries a signature already: ours would break it. Upload it unsigned, or record it as signed on paper."
            ),
            field="file",
        )


def _pages(pdf: bytes) -> int:
    return int(PdfFileReader(io.BytesIO(pdf), strict=False).root["/Pages"]["/Count"])


def _signing(signature: AgreementSignature, version: AgreementVersion, person: Person | None) -> SigningData:
    drawn = None
    if signature.drawing is not None:
        drawn = files.read(files.shown(signature.drawing))
    at = signature.signed_at or dt.datetime.combine(signature.signed_on, dt.time(12), tzinfo=dt.UTC)
    return SigningData(
        role=str(ROLES[signature.step]),
        side=str(signature.get_side_display()),
        name=signature.name,
        title=signature.title,
        signed_in=person.name if person else "",
        email=person.email if person else "",
        how=how(signature),
        signed_at=timezone.localtime(at),
        ip=signature.ip or "",
        consent=signature.consent,
        sha256=signature.sha256,
        version=version.number,
        drawn=drawn,
    )


def how(signature: AgreementSignature) -> str:
    """How a signature came about, in a sentence."""
    if signature.method == SigningMethod.DRAWN:
        return _("Drew the signature.")
    if signature.method == SigningMethod.TYPED:
        return _("Typed the name.")
    event = signature.event
    if event is None:
        return _("In ink on paper.")
    return _("In ink on paper; recorded by %(who)s on %(day)s.") % {
        "who": event.recorded_by,
        "day": written(timezone.localdate(event.recorded_at)),
    }


def sealer(name: str) -> Sealer:
    """The configured certificate; without one our own, made at its first use and kept in the home, readable by us alone.

    Raises sealing.SealError when the configured one can't be used.
    """
    if settings.SEAL_CERTIFICATE:
        source, password = Path(settings.SEAL_CERTIFICATE), settings.SEAL_PASSWORD
    else:
        source, password = own_certificate(Path(settings.HOME), name=name)
    return Sealer.from_pkcs12(source, password=password, timestamp_url=settings.SEAL_TIMESTAMP_URL)


def own_certificate(home: Path, *, name: str) -> tuple[Path, str]:
    """Our own certificate and its password; two processes at once end up with the same one."""
    folder = home / "seal"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    place, word = folder / _OWN, folder / "password"
    if not place.exists():
        password = _once(word, lambda: secrets.token_urlsafe(32).encode()).decode()
        _once(place, lambda: sealing.create_certificate(name, password=password, now=timezone.now()))
    return place, word.read_text()


def _once(place: Path, make: "object") -> bytes:
    """What the file holds; if it is not there, what `make` gives, put in place whole or not at all."""
    if not place.exists():
        fresh = place.with_name(f"{place.name}.{os.getpid()}.{secrets.token_hex(4)}")
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as out:
            out.write(make())  # type: ignore[operator]
            out.flush()
            os.fsync(out.fileno())
        try:
            os.link(fresh, place)  # fails when another process was first: then its file counts
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return place.read_bytes()
