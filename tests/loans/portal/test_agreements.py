"""The agreement in the portal: read, compared, signed; what is not theirs to see stays unseen."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from loans import tasks
from loans.models import AgreementSignature, AgreementVersion
from loans.services import agreements
from loans.services.agreements import Changes
from office.records import files
from tests.loans.services.agreements.desk import drafted, executed, issued, settled, signatory
from tests.loans.services.agreements.test_composing import a_pdf
from tests.loans.services.agreements.test_paper import record
from tests.personas import Lending, Staff, portal_client, timur

pytestmark = pytest.mark.django_db


@pytest.fixture
def rahimova(nilufar: Lending) -> Lending:
    return signatory(nilufar)


def page_of(version: AgreementVersion) -> str:
    return reverse("portal:agreement", kwargs={"reference": version.agreement.reference})


def pdf_of(version: AgreementVersion) -> str:
    return reverse("portal:agreement_pdf", kwargs={"reference": version.agreement.reference, "number": version.number})


def signed_form(version: AgreementVersion, **changes: Any) -> dict[str, Any]:
    form = {"method": "typed", "name": "Dr Sevara Rahimova", "consent": "on", "sha256": version.sha256}
    return {name: value for name, value in (form | changes).items() if value is not None}


def test_the_signatory_finds_reads_and_signs_it(ruth: Staff, nilufar: Lending, rahimova: Lending) -> None:
    version = issued(settled(nilufar, ruth), ruth)
    client = portal_client(rahimova)

    home = client.get(reverse("portal:home")).content.decode()
    page = client.get(page_of(version)).content.decode()
    answer = client.post(page_of(version), signed_form(version), follow=True)

    assert "An agreement waits for your signature" in home
    assert page_of(version) in home
    assert version.clauses[0]["texts"]["en"]["title"] in page
    assert "GBP 12,500.00" in page
    assert version.sha256[:16] in page
    assert "your signature stands under this version" in answer.content.decode()
    signature = AgreementSignature.objects.get()
    assert (signature.name, signature.step, signature.ip, signature.sha256) == (
        "Dr Sevara Rahimova", "sign", "127.0.0.1", version.sha256,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "sentence", "code"),
    [
        ({"name": " "}, "Write your name", 422),
        ({"consent": None}, "Tick the sentence", 422),
        ({"method": "drawn"}, "Draw your signature", 422),
        ({"method": None}, "Choose how you sign", 422),
        ({"sha256": "f" * 64}, "You were reading an older version of this text.", 409),
    ],
)
def test_what_is_missing_is_asked_for(
    ruth: Staff, nilufar: Lending, rahimova: Lending, changes: dict[str, Any], sentence: str, code: int
) -> None:
    version = issued(settled(nilufar, ruth), ruth)

    answer = portal_client(rahimova).post(page_of(version), signed_form(version, **changes))

    assert answer.status_code == code
    assert sentence in answer.content.decode()
    assert AgreementSignature.objects.count() == 0


def test_pressed_twice_it_is_signed_once(ruth: Staff, nilufar: Lending, rahimova: Lending) -> None:
    version = issued(settled(nilufar, ruth), ruth)
    client = portal_client(rahimova)
    client.post(page_of(version), signed_form(version))

    again = client.post(page_of(version), signed_form(version))

    assert again.status_code == 409
    assert "Nothing is to be signed on your side now." in again.content.decode()
    assert AgreementSignature.objects.count() == 1


def test_the_old_version_is_open_and_another_was_issued(ruth: Staff, nilufar: Lending, rahimova: Lending) -> None:
    loan = settled(nilufar, ruth)
    old = issued(loan, ruth)
    client = portal_client(rahimova)
    client.get(page_of(old))
    agreements.withdraw(old, actor=ruth.actor, reason="Wrong days.")
    new = issued(loan, ruth)

    answer = client.post(page_of(new), signed_form(old))

    assert answer.status_code == 409
    assert "You were reading an older version" in answer.content.decode()
    assert new.sha256 in answer.content.decode()


def test_a_colleague_sees_that_it_is_with_the_signatory(ruth: Staff, nilufar: Lending) -> None:
    version = issued(settled(nilufar, ruth), ruth)
    client = portal_client(nilufar)

    page = client.get(page_of(version)).content.decode()
    answer = client.post(page_of(version), signed_form(version))

    assert "This agreement is with your signatory." in page
    assert 'name="consent"' not in page
    assert answer.status_code == 409


def test_without_the_right_no_amount_is_seen(
    ruth: Staff, hanna: Staff, nilufar: Lending, settings: Settings, tmp_path: Any
) -> None:
    settings.HOME = tmp_path
    loan = settled(nilufar, ruth)
    version = executed(loan, nilufar, ruth, hanna)
    tasks.seal()
    version.refresh_from_db()
    assert version.file is not None
    assert version.sealed_file is not None
    client = portal_client(nilufar)

    page = client.get(page_of(version)).content.decode()
    copy = client.get(pdf_of(version))

    assert "12,500" not in page
    assert copy.status_code == 200
    assert copy.content.startswith(b"%PDF-")
    assert copy.content != files.read(version.file)
    for stored in (version.file, version.sealed_file):
        assert client.get(reverse("portal:file", args=(stored.uid,))).status_code == 404
    assert (
        "signed"
        not in client.get(reverse("portal:loan", args=(loan.reference,))).content.decode().split("Documents")[-1]
    )


def test_the_signatory_gets_the_sealed_copy(
    ruth: Staff, hanna: Staff, nilufar: Lending, settings: Settings, tmp_path: Any
) -> None:
    settings.HOME = tmp_path
    loan = settled(nilufar, ruth)
    version = executed(loan, nilufar, ruth, hanna)
    tasks.seal()
    version.refresh_from_db()
    assert version.sealed_file is not None
    client = portal_client(Lending(nilufar.contact.lender.contacts.get(may_sign=True)))

    copy = client.get(pdf_of(version))
    documents = client.get(reverse("portal:loan", args=(loan.reference,))).content.decode()

    assert copy.getvalue() == files.read(version.sealed_file)
    assert reverse("portal:file", args=(version.sealed_file.uid,)) in documents
    assert client.get(reverse("portal:file", args=(version.sealed_file.uid,))).status_code == 200


def test_their_own_paper_is_not_given_to_who_may_not_see_values(ruth: Staff, nilufar: Lending) -> None:
    version = drafted(settled(nilufar, ruth), ruth)
    agreements.use_own_paper(version, file=a_pdf(), actor=ruth.actor)
    version = agreements.issue(version, actor=ruth.actor)
    client = portal_client(nilufar)

    answer = client.get(pdf_of(version))

    assert answer.status_code == 403
    assert "This paper may say what the objects are worth" in answer.content.decode()
    assert "on your own paper" in client.get(page_of(version)).content.decode()


def test_drafts_and_what_is_another_lenders_too_are_not_there(
    ruth: Staff, nilufar: Lending, ingrid: Lending, rahimova: Lending
) -> None:
    loan = settled(nilufar, ruth)
    version = drafted(loan, ruth)
    client = portal_client(rahimova)
    assert client.get(page_of(version)).status_code == 404

    version = agreements.issue(version, actor=ruth.actor)
    assert client.get(page_of(version)).status_code == 200
    other = settled(ingrid, ruth)
    other.agreement = version.agreement
    other.save()

    assert client.get(page_of(version)).status_code == 404
    assert Client().get(page_of(version)).status_code == 302
    assert portal_client(ingrid).get(page_of(version)).status_code == 404


def test_an_amendment_begins_with_what_it_changes(ruth: Staff, hanna: Staff, nilufar: Lending) -> None:
    loan = settled(nilufar, ruth)
    signed = executed(loan, nilufar, ruth, hanna)
    until = loan.period.upper.replace(year=loan.period.upper.year + 1)
    version = agreements.amend(
        signed.agreement, kind="extension", summary="The show runs on.", changes=Changes(until=until), actor=ruth.actor
    )
    agreements.issue(version, actor=ruth.actor)
    client = portal_client(nilufar)

    page = client.get(page_of(version)).content.decode()
    old = client.get(f"{page_of(version)}?version=1").content.decode()

    assert "The show runs on." in page
    assert "What changes since version 1" in page
    assert "<ins>" in page
    assert "What changes since version" not in old


def test_an_unreviewed_translation_is_marked(ruth: Staff, nilufar: Lending) -> None:
    version = issued(settled(nilufar, ruth), ruth, languages=("en", "ru"))

    page = portal_client(nilufar).get(page_of(version)).content.decode()

    assert page.count("Translation not reviewed") == len(version.clauses)
    assert "The English text decides; the other is a translation." in page


def test_a_signature_recorded_from_paper_says_so(ruth: Staff, nilufar: Lending) -> None:
    version = issued(settled(nilufar, ruth), ruth, signing="ink", originals=2)
    record(version, ruth, "lender", "Dr Rahimova")

    page = portal_client(nilufar).get(page_of(version)).content.decode()

    assert "recorded by Ruth Okafor" in page


def test_four_eyes_on_the_lenders_side(ruth: Staff, nilufar: Lending, rahimova: Lending) -> None:
    version = issued(settled(nilufar, ruth), ruth, lender_steps=["approve", "sign"])
    nilufar.contact.may_see_values = True
    nilufar.contact.save()

    early = portal_client(rahimova).get(page_of(version)).content.decode()
    client = portal_client(nilufar)
    first = client.get(page_of(version)).content.decode()
    client.post(page_of(version), signed_form(version, name="Nilufar Karimova"))

    assert 'name="consent"' not in early
    assert "and I approve it." in first
    assert AgreementSignature.objects.get().step == "approve"
    assert "and I sign it for the lender." in portal_client(rahimova).get(page_of(version)).content.decode()


@pytest.mark.parametrize("lines", [1, 4])
def test_the_page_costs_a_fixed_number_of_queries(
    lines: int, ruth: Staff, nilufar: Lending, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    version = issued(settled(nilufar, ruth, lines=lines), ruth)
    client = portal_client(timur(nilufar))

    with django_assert_num_queries(8):
        answer = client.get(page_of(version))

    assert answer.status_code == 200


def test_withdrawn_it_says_so(ruth: Staff, nilufar: Lending, rahimova: Lending) -> None:
    version = issued(settled(nilufar, ruth), ruth)
    agreements.withdraw(version, actor=ruth.actor, reason="Wrong days.")
    client = portal_client(rahimova)

    page = client.get(page_of(version)).content.decode()

    assert "The organiser withdrew this version on" in page
    assert 'name="consent"' not in page
    assert page_of(version) not in client.get(reverse("portal:home")).content.decode()
    assert client.get(f"{page_of(version)}?version=77").status_code == 200
