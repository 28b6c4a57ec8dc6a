"""The sealed copy: made once however often it is tried, valid for any reader, filed where the lender finds it."""

import io
import subprocess
from pathlib import Path

import pikepdf
import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from pytest_django import Settings

from loans import tasks
from loans.documents import sealing as seals
from loans.models import AgreementVersion, Document
from loans.services import agreements
from loans.services.agreements import sealing
from office.records import files
from office.records.models import AuditEvent, StoredFile
from tests.loans.services.agreements.desk import executed, issued, settled, sign, signatory
from tests.loans.services.agreements.test_composing import told
from tests.loans.services.agreements.test_paper import on_paper, record
from tests.personas import Lending, Staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_home(settings: Settings, tmp_path: Path) -> Path:
    settings.HOME = tmp_path
    return tmp_path


@pytest.fixture
def signed(ruth: Staff, hanna: Staff, nilufar: Lending) -> AgreementVersion:
    return executed(settled(nilufar, ruth), nilufar, ruth, hanna)


def test_it_is_sealed_once_however_often_the_task_runs(signed: AgreementVersion) -> None:
    tasks.seal()
    signed.refresh_from_db()
    first = signed.sealed_file
    tasks.seal(what_a_newer_caller_says=True)

    signed.refresh_from_db()
    assert first is not None
    assert signed.sealed_file == first
    document = Document.objects.get(kind="agreement")
    assert (document.file, document.for_lender, document.loan) == (first, True, signed.agreement.loans.get())
    assert AuditEvent.objects.filter(verb="agreement.seal").count() == 1


def test_the_seal_holds_for_our_reader_and_for_poppler(signed: AgreementVersion, tmp_path: Path) -> None:
    tasks.seal()
    signed.refresh_from_db()
    assert signed.sealed_file is not None
    report = agreements.check(signed)
    path = tmp_path / "sealed.pdf"
    path.write_bytes(files.read(signed.sealed_file))

    told = subprocess.run(["pdfsig", path], capture_output=True, text=True, check=False).stdout

    assert report is not None
    assert report.good
    assert report.original_sha256 == signed.sha256
    assert [each.name for each in report.attachments] == ["certificate-of-signatures.pdf"]
    assert "Signature Validation: Signature is Valid." in told
    assert "Total document signed" in told
    assert seals.original(files.read(signed.sealed_file)) == files.read(signed.file)  # type: ignore[arg-type]


def test_a_changed_copy_is_told(signed: AgreementVersion) -> None:
    tasks.seal()
    signed.refresh_from_db()
    assert signed.sealed_file is not None
    content = bytearray(files.read(signed.sealed_file))
    content[2000] ^= 1
    stored = signed.sealed_file.file
    stored.storage.delete(str(stored.name))
    stored.storage.save(stored.name, ContentFile(bytes(content)))

    report = agreements.check(signed)

    assert report is not None
    assert (report.good, report.problem.startswith("The file was changed after it was sealed.")) == (False, True)


def test_killed_between_making_and_keeping_it_is_made_again(
    signed: AgreementVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_args: object, **_kwargs: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(sealing, "_file", killed)
        with pytest.raises(SystemExit):
            tasks.seal()
    left = AgreementVersion.objects.get(pk=signed.pk).sealed_file
    tasks.seal()

    sealed = AgreementVersion.objects.get(pk=signed.pk).sealed_file
    assert (left, sealed is not None) == (None, True)
    assert Document.objects.filter(kind="agreement").count() == 1


def test_what_cannot_be_sealed_stops_nobody(
    signed: AgreementVersion, ruth: Staff, hanna: Staff, ingrid: Lending
) -> None:
    other = executed(settled(ingrid, ruth), ingrid, ruth, hanna)
    assert signed.file is not None
    signed.file.file.storage.delete(str(signed.file.file.name))

    assert agreements.seal_waiting(now=timezone.now()) == 1

    other.refresh_from_db()
    assert other.sealed_file is not None


def test_nothing_else_is_sealed(ruth: Staff, nilufar: Lending, ingrid: Lending) -> None:
    issued(settled(nilufar, ruth), ruth)
    paper = on_paper(ingrid, ruth)
    for side, who in (("lender", "Dr Rahimova"), ("organiser", "Hanna Weiss")):
        record(paper, ruth, side, who)
    agreements.issue_on_paper([settled(ingrid, ruth)], actor=ruth.actor)

    assert agreements.seal_waiting(now=timezone.now()) == 0
    assert StoredFile.objects.filter(original_name__endswith="-signed.pdf").count() == 0


def test_our_own_certificate_is_made_once_for_us_alone(own_home: Path) -> None:
    first, password = sealing.own_certificate(own_home, name="The organising museum")
    content = first.read_bytes()
    again, same = sealing.own_certificate(own_home, name="Another name")

    assert (again.read_bytes(), same) == (content, password)
    assert {each.name: oct(each.stat().st_mode & 0o777) for each in (own_home / "seal").iterdir()} == {
        "seal.p12": "0o600", "password": "0o600",
    }  # fmt: skip


def test_a_configured_certificate_is_used(signed: AgreementVersion, settings: Settings, tmp_path: Path) -> None:
    place = tmp_path / "ours.p12"
    place.write_bytes(seals.create_certificate("Museum of the World", password="secret", now=timezone.now()))
    settings.SEAL_CERTIFICATE, settings.SEAL_PASSWORD = str(place), "secret"

    tasks.seal()

    signed.refresh_from_db()
    report = agreements.check(signed)
    assert report is not None
    assert (report.good, report.signer) == (True, "Museum of the World")
    assert not (tmp_path / "seal").exists()


def test_a_wrong_password_leaves_it_waiting(signed: AgreementVersion, settings: Settings, tmp_path: Path) -> None:
    place = tmp_path / "ours.p12"
    place.write_bytes(seals.create_certificate("Museum", password="secret", now=timezone.now()))
    settings.SEAL_CERTIFICATE, settings.SEAL_PASSWORD = str(place), "wrong"

    tasks.seal()

    signed.refresh_from_db()
    assert signed.sealed_file is None
    assert sealing.waiting() == [signed.pk]


def test_the_certificate_names_who_was_signed_in_whatever_name_was_typed(
    ruth: Staff, hanna: Staff, nilufar: Lending, tmp_path: Path
) -> None:
    version = issued(settled(nilufar, ruth), ruth)
    sign(version, signatory(nilufar).actor, name="Somebody Else")
    sign(version, hanna.actor)
    tasks.seal()
    version.refresh_from_db()
    assert version.sealed_file is not None
    with pikepdf.open(io.BytesIO(files.read(version.sealed_file))) as sealed:
        certificate = sealed.attachments["certificate-of-signatures.pdf"].get_file().read_bytes()

    words = told(certificate, tmp_path)

    assert "Somebody Else" in words
    assert "Signed in as Dr Sevara Rahimova" in words
    assert "rahimova@samarkand.example" in words
    assert "Signed in as Hanna Weiss" in words
    assert hanna.user.email in words
