"""Agreements on the desk: written, issued, signed, recorded from paper, amended, compared; and the clause library."""

import base64
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from loans import tasks
from loans.models import AgreementSignature, AgreementVersion, ClauseText, Loan
from loans.services import agreements, clauses
from loans.states import LineStatus, LoanStatus
from office.records import files
from office.records.models import StoredFile
from tests.factories import LoanFactory, LoanLineFactory
from tests.loans.services.agreements.desk import drafted, executed, issued, settled, sign, signatory
from tests.loans.services.agreements.test_composing import a_pdf
from tests.loans.services.test_reports import picture
from tests.personas import Lending, Staff

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


def step(version: AgreementVersion, name: str) -> str:
    return reverse("admin:agreement_step", args=(version.agreement.reference, version.number, name))


def home(version: AgreementVersion) -> str:
    return reverse("admin:agreement", args=(version.agreement.reference,))


def written(**changes: Any) -> dict[str, Any]:
    return {"signing": "electronic", "first": "en", "second": "", **changes}


def test_the_registrar_writes_reads_and_issues_it(ruth: Staff, nilufar: Lending) -> None:
    loan = settled(nilufar, ruth)
    address = reverse("admin:agreement_new", args=(loan.reference,))

    asked = ruth.client.get(address).content.decode()
    answer = ruth.client.post(address, written(clause_cover="borne_by_lender", agent="Hasenkamp"), follow=True)
    version = AgreementVersion.objects.get()
    page = answer.content.decode()

    assert "Clauses with a choice" in asked
    assert answer.redirect_chain[-1][0] == home(version)
    assert "The draft is written." in page
    assert {entry["code"]: entry["alternative"] for entry in version.clauses}["cover"] == "borne_by_lender"
    assert "Hasenkamp" in page
    assert (
        ruth.client.get(reverse("admin:agreement_pdf", args=(version.agreement.reference, 1))).content[:5] == b"%PDF-"
    )
    issued_page = ruth.client.post(step(version, "issue"), {"on": TODAY.isoformat()}, follow=True).content.decode()
    version.refresh_from_db()
    assert version.issued_on == TODAY
    assert "Issued. The text is frozen" in issued_page


def test_what_keeps_it_back_is_said_before_and_after(ruth: Staff, nilufar: Lending) -> None:
    version = drafted(settled(nilufar, ruth, checked=False), ruth)

    asked = ruth.client.get(step(version, "issue")).content.decode()
    answer = ruth.client.post(step(version, "issue"), {"on": TODAY.isoformat()})

    assert "This can’t be done now" in asked.replace("&#x27;", "’").replace("can't", "can’t")
    assert answer.status_code == 422
    assert AgreementVersion.objects.get().issued_on is None


def test_the_head_signs_typed(hanna: Staff, ruth: Staff, nilufar: Lending) -> None:
    version = issued(settled(nilufar, ruth), ruth)
    sign(version, signatory(nilufar).actor)
    form = {"method": "typed", "name": "Hanna Weiss", "consent": "on", "sha256": version.sha256}

    page = hanna.client.get(step(version, "sign")).content.decode()
    answer = hanna.client.post(step(version, "sign"), form, follow=True)

    assert version.sha256 in page
    assert "In force since" in answer.content.decode()
    signature = AgreementSignature.objects.get(side="organiser")
    assert (signature.method, signature.name, signature.ip) == ("typed", "Hanna Weiss", "127.0.0.1")


def test_a_drawn_signature_is_kept_and_a_refused_one_is_not(hanna: Staff, ruth: Staff, nilufar: Lending) -> None:
    version = issued(settled(nilufar, ruth), ruth)
    drawn = "data:image/png;base64," + base64.b64encode(a_png()).decode()
    form = {"method": "drawn", "name": "Hanna Weiss", "drawing": drawn, "sha256": version.sha256}
    before = StoredFile.objects.count()

    refused = hanna.client.post(step(version, "sign"), form)
    after = StoredFile.objects.count()
    hanna.client.post(step(version, "sign"), {**form, "consent": "on"})

    assert (refused.status_code, after) == (422, before)
    assert "Tick the sentence" in refused.content.decode()
    drawing = AgreementSignature.objects.get().drawing
    assert drawing is not None
    assert files.read(drawing) == a_png()


def a_png() -> bytes:
    import io

    from PIL import Image

    out = io.BytesIO()
    Image.new("RGBA", (80, 30), (0, 0, 0, 0)).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize("drawing", ["", "data:image/png;base64,@@@", "data:text/html;base64,PGI+", "nonsense"])
def test_a_drawing_that_did_not_arrive(hanna: Staff, ruth: Staff, nilufar: Lending, drawing: str) -> None:
    version = issued(settled(nilufar, ruth), ruth)
    form = {"method": "drawn", "name": "H", "consent": "on", "drawing": drawing, "sha256": version.sha256}

    answer = hanna.client.post(step(version, "sign"), form)

    assert answer.status_code == 422
    assert AgreementSignature.objects.count() == 0


def test_a_registrar_is_told_who_signs(ruth: Staff, nilufar: Lending) -> None:
    version = issued(settled(nilufar, ruth), ruth)

    answer = ruth.client.get(step(version, "sign"))

    assert answer.status_code == 403
    assert "Ask the head of exhibitions." in answer.content.decode()


def test_paper_is_recorded_with_its_scan(ruth: Staff, nilufar: Lending) -> None:
    version = issued(settled(nilufar, ruth), ruth, signing="ink", originals=2)
    original = reverse("admin:agreement_original", args=(version.agreement.reference, 1, 1))

    ruth.client.post(original, {"sent_on": TODAY.isoformat(), "sent_how": "by courier", "kept_by": "lender"})
    for side, who in (("lender", "Dr Rahimova"), ("organiser", "Hanna Weiss")):
        scan = SimpleUploadedFile("scan.jpg", picture())
        form = {"happened_on": TODAY.isoformat(), "signatory": who, "evidence": scan}
        page = ruth.client.post(step(version, side), form, follow=True).content.decode()

    version.refresh_from_db()
    assert version.executed_on == TODAY
    assert "by courier" in page
    assert "recorded by Ruth Okafor" in page
    assert "Scan of the signed copy" in page
    numbered = ruth.client.get(reverse("admin:agreement_pdf", args=(version.agreement.reference, 1)) + "?original=2")
    assert numbered.content[:5] == b"%PDF-"


def test_an_amendment_is_drafted_compared_and_withdrawn(ruth: Staff, hanna: Staff, nilufar: Lending) -> None:
    loan = settled(nilufar, ruth)
    signed = executed(loan, nilufar, ruth, hanna)
    line = loan.lines.get(number=1)
    address = reverse("admin:agreement_amend", args=(signed.agreement.reference,))
    form = {"kind": "value", "summary": "A new valuation.", f"value_{line.uid}": "EUR 99,000"}

    wrong = ruth.client.post(address, {**form, f"value_{line.uid}": "a lot"})
    page = ruth.client.post(address, form, follow=True).content.decode()

    assert "Write a currency and an amount" in wrong.content.decode()
    assert "What changes from version 1 to 2" in page
    assert "99,000.00" in page
    again = {**form, f"value_{line.uid}": "EUR 88000"}
    version = AgreementVersion.objects.get(number=2)
    ruth.client.post(step(version, "write"), again)
    version.refresh_from_db()
    assert version.schedule[0]["value"] == ["88000", "EUR"]
    ruth.client.post(step(version, "withdraw"), {"reason": "They want another valuation."})
    version.refresh_from_db()
    assert version.withdrawn_on == TODAY


def test_one_object_for_another_by_its_number(ruth: Staff, hanna: Staff, nilufar: Lending) -> None:
    loan = settled(nilufar, ruth)
    signed = executed(loan, nilufar, ruth, hanna)
    address = reverse("admin:agreement_amend", args=(signed.agreement.reference,))
    form = {"kind": "substitution", "summary": "Too fragile.", "out": loan.lines.get(number=1).pk, "new": "none such"}

    answer = ruth.client.post(address, form)

    assert answer.status_code == 422
    assert "has no object with this number" in answer.content.decode()


def test_their_own_paper_is_uploaded_and_taken_back(ruth: Staff, nilufar: Lending) -> None:
    version = drafted(settled(nilufar, ruth), ruth)
    upload = SimpleUploadedFile("theirs.pdf", files.read(a_pdf()))

    ruth.client.post(step(version, "paper"), {"file": upload})
    version.refresh_from_db()
    assert version.own_paper
    ruth.client.post(step(version, "ours"))

    version.refresh_from_db()
    assert (version.own_paper, bool(version.clauses)) == (False, True)


def test_who_may_not_see_values_sees_none(
    colin: Staff, ruth: Staff, hanna: Staff, nilufar: Lending, settings: Settings, tmp_path: Any
) -> None:
    settings.HOME = tmp_path
    loan = settled(nilufar, ruth)
    version = executed(loan, nilufar, ruth, hanna)
    tasks.seal()
    version.refresh_from_db()
    assert version.file is not None
    assert version.sealed_file is not None

    page = colin.client.get(home(version)).content.decode()
    copy = colin.client.get(reverse("admin:agreement_pdf", args=(version.agreement.reference, 1)) + "?sealed")

    assert "12,500" not in page
    assert copy.getvalue() not in (files.read(version.file), files.read(version.sealed_file))
    for stored in (version.file, version.sealed_file):
        assert colin.client.get(reverse("admin:file", args=(stored.uid,))).status_code == 404
        assert ruth.client.get(reverse("admin:file", args=(stored.uid,))).status_code == 200
    assert "The seal holds" in ruth.client.get(home(version)).content.decode()


@pytest.mark.parametrize("lines", [1, 4])
def test_the_page_costs_a_fixed_number_of_queries(
    lines: int, ruth: Staff, hanna: Staff, nilufar: Lending, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    version = executed(settled(nilufar, ruth, lines=lines), nilufar, ruth, hanna)

    with django_assert_num_queries(12):
        answer = ruth.client.get(home(version))

    assert answer.status_code == 200


def test_pages_that_are_not_there(ruth: Staff, nilufar: Lending) -> None:
    version = drafted(settled(nilufar, ruth), ruth)
    reference = version.agreement.reference

    for name, args in (
        ("agreement", ("A-2020-999",)),
        ("agreement_pdf", (reference, 9)),
        ("agreement_step", (reference, 9, "issue")),
        ("agreement_original", (reference, 1, 7)),
    ):
        assert ruth.client.get(reverse(f"admin:{name}", args=args)).status_code == 404


def test_a_viewer_reads_but_does_nothing(vera: Staff, ruth: Staff, nilufar: Lending) -> None:
    version = drafted(settled(nilufar, ruth), ruth)

    assert vera.client.get(home(version)).status_code == 200
    for name in ("write", "issue", "paper", "ours", "withdraw", "sign", "lender", "organiser"):
        assert vera.client.get(step(version, name)).status_code == 403
        assert vera.client.post(step(version, name), {}).status_code == 403
    assert AgreementVersion.objects.get().issued_on is None


def test_the_loan_page_leads_to_it(ruth: Staff, nilufar: Lending) -> None:
    loan = settled(nilufar, ruth)
    address = reverse("admin:loan", args=(loan.reference,))
    before = ruth.client.get(address).content.decode()
    version = issued(loan, ruth)

    after = ruth.client.get(address).content.decode()

    assert reverse("admin:agreement_new", args=(loan.reference,)) in before
    assert home(version) in after
    assert "It waits for the lender" in after


def test_a_recall_is_recorded(ruth: Staff, nilufar: Lending) -> None:
    loan = LoanFactory(lender=nilufar.contact.lender)
    LoanLineFactory(loan=loan, status=LineStatus.INSTALLED)
    form = {
        "happened_on": TODAY.isoformat(), "return_by": TODAY.isoformat(), "reason": "A state visit.",
        "decided_by": "Dr Rahimova", "authority": "letter",
    }  # fmt: skip

    page = ruth.client.post(reverse("admin:loan_recall", args=(loan.reference,)), form, follow=True).content.decode()

    assert str(LoanStatus.RECALLED.label) in page
    assert Loan.objects.get().recalled_on == TODAY


def test_a_clause_gets_a_new_version_a_translation_and_a_reader(ruth: Staff) -> None:
    address = reverse("admin:clause_write", args=("care", "standard"))
    shown = ruth.client.get(address).content.decode()
    form = {
        "label": "Every loan", "valid_from": TODAY.isoformat(), "title_en": "Care", "text_en": "With gloves.\n\nAlways.",
    }  # fmt: skip

    answer = ruth.client.post(address, form, follow=True)
    made = ClauseText.objects.get(code="care", version=2)
    ruth.client.post(
        reverse("admin:clause_step", args=(made.uid, "translate")),
        {"language": "de", "title": "Sorgfalt", "text": "Mit Handschuhen."},
    )
    ruth.client.post(reverse("admin:clause_step", args=(made.uid, "review")))

    made.refresh_from_db()
    assert "Used from" in shown
    assert answer.status_code == 200
    assert (made.text, made.reviewed, made.shipped) == ("With gloves.\n\nAlways.", True, False)
    assert clauses.current()["care"].alternatives["standard"].texts["de"].title == "Sorgfalt"
    assert ClauseText.objects.filter(code="care", version=1).exists()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Pay {gold}.", "is nothing we can fill in"),
        ("An {open brace.", "A brace opens or closes nothing"),
        ("", "required"),
    ],
)
def test_a_clause_that_could_not_be_filled(ruth: Staff, text: str, sentence: str) -> None:
    form = {"label": "x", "valid_from": TODAY.isoformat(), "title_en": "Care", "text_en": text}

    answer = ruth.client.post(reverse("admin:clause_write", args=("care", "standard")), form)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not ClauseText.objects.filter(code="care", version=2).exists()


def test_the_only_wording_of_a_clause_stays(ruth: Staff) -> None:
    row = ClauseText.objects.get(code="care", language="en")

    answer = ruth.client.post(reverse("admin:clause_step", args=(row.uid, "retire")))

    assert "Write another first." in answer.content.decode()
    assert not ClauseText.objects.filter(retired_on__isnull=False).exists()


def test_a_wording_out_of_use_is_offered_no_more(ruth: Staff) -> None:
    row = ClauseText.objects.get(code="cover", alternative="borne_by_lender", language="en")

    ruth.client.post(reverse("admin:clause_step", args=(row.uid, "retire")))

    assert "borne_by_lender" not in clauses.current()["cover"].alternatives


def test_a_curator_reads_clauses_and_writes_none(colin: Staff) -> None:
    row = ClauseText.objects.get(code="care", language="en")

    assert colin.client.get(reverse("admin:loans_clausetext_change", args=(row.pk,))).status_code == 200
    assert colin.client.get(reverse("admin:clause_write", args=("care", "standard"))).status_code == 403
    assert colin.client.post(reverse("admin:clause_step", args=(row.uid, "review"))).status_code == 403
    assert agreements.NO_CHANGES.as_json() == {}


def test_the_page_names_who_was_signed_in_where_another_name_was_typed(
    ruth: Staff, hanna: Staff, nilufar: Lending
) -> None:
    version = issued(settled(nilufar, ruth), ruth)
    sign(version, signatory(nilufar).actor, name="Somebody Else")
    sign(version, hanna.actor)

    page = ruth.client.get(f"/admin/agreements/{version.agreement.reference}/").content.decode()

    assert "Signed in as Dr Sevara Rahimova, rahimova@samarkand.example" in page
    assert "Signed in as Hanna Weiss" not in page


def test_what_both_have_signed_is_not_withdrawn_and_the_page_says_so_at_once(
    ruth: Staff, hanna: Staff, nilufar: Lending
) -> None:
    version = executed(settled(nilufar, ruth), nilufar, ruth, hanna)

    answer = ruth.client.get(step(version, "withdraw"))
    page = answer.content.decode()

    assert answer.status_code == 409
    assert "role" not in page.partition('<div class="desk-empty">')[2].partition("</div>")[0]
    assert "is signed by both sides since" in page
    assert "It changes by an amendment alone." in page
    assert 'name="reason"' not in page
