"""Ink and stamp: signatures recorded from a letter, and every original on its way."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from loans.errors import LoanError, MissingFact, WrongState
from loans.models import AgreementSignature, AgreementVersion
from loans.services import agreements
from loans.services.agreements import OriginalFacts
from office.records.audit import Facts
from office.records.models import AuditEvent
from tests.loans.services.agreements.desk import issued, settled, sign, signatory
from tests.loans.services.agreements.test_composing import a_pdf
from tests.personas import Lending, Staff

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
MONDAY = TODAY - dt.timedelta(days=8)
FRIDAY = TODAY - dt.timedelta(days=4)


def on_paper(nilufar: Lending, ruth: Staff, **wanted: Any) -> AgreementVersion:
    return issued(settled(nilufar, ruth), ruth, signing="ink", originals=2, **wanted)


def record(version: AgreementVersion, ruth: Staff, side: str, who: str, **facts: Any) -> AgreementVersion:
    return agreements.record_signature(
        version, side=side, signatory=who, title="Director", actor=ruth.actor, facts=Facts(happened_on=MONDAY, **facts)
    )


def test_two_originals_one_for_each(ruth: Staff, nilufar: Lending) -> None:
    version = on_paper(nilufar, ruth)

    assert list(version.originals.values_list("number", "kept_by", "language")) == [
        (1, "lender", "en"), (2, "organiser", "en"),
    ]  # fmt: skip


def test_in_force_when_every_original_carries_both_signatures(ruth: Staff, nilufar: Lending) -> None:
    version = on_paper(nilufar, ruth)
    record(version, ruth, "lender", "Dr Rahimova")
    record(version, ruth, "organiser", "Hanna Weiss")
    first, second = version.originals.order_by("number")
    both = OriginalFacts(
        printed_on=MONDAY, sent_on=MONDAY, sent_how="courier", lender_signed_on=FRIDAY, organiser_signed_on=FRIDAY
    )

    agreements.record_original(first, both, actor=ruth.actor)
    version.refresh_from_db()
    assert version.executed_on is None
    agreements.record_original(second, both, actor=ruth.actor)

    version.refresh_from_db()
    assert version.executed_on == MONDAY


def test_a_scan_of_the_signed_text_fulfils_it_equally(ruth: Staff, nilufar: Lending) -> None:
    version, scan = on_paper(nilufar, ruth), a_pdf("scan.pdf")

    record(version, ruth, "lender", "Dr Rahimova")
    done = record(version, ruth, "organiser", "Hanna Weiss", evidence=scan)

    assert (done.executed_on, done.sealed_file, done.agreement.in_force) == (MONDAY, scan, done)


def test_it_is_marked_as_recorded_from_a_letter(ruth: Staff, nilufar: Lending) -> None:
    version = on_paper(nilufar, ruth)

    record(version, ruth, "lender", "Dr Rahimova")

    signature, event = AgreementSignature.objects.get(), AuditEvent.objects.get(verb="agreement.lender_signed")
    assert (signature.method, signature.sha256, signature.event) == ("ink", version.sha256, event)
    assert (event.decided_by, event.authority, event.recorded_by) == ("Dr Rahimova", "letter", "Ruth Okafor")


def test_one_name_signs_once_on_paper_and_screen(ruth: Staff, nilufar: Lending) -> None:
    version = issued(settled(nilufar, ruth), ruth)
    sign(version, signatory(nilufar).actor)

    with pytest.raises(WrongState) as refused:
        record(version, ruth, "organiser", "dr sevara rahimova")

    assert "has signed this version on" in refused.value.sentence


def test_paper_and_screen_together(ruth: Staff, hanna: Staff, nilufar: Lending) -> None:
    version = issued(settled(nilufar, ruth), ruth)
    record(version, ruth, "lender", "Dr Rahimova")

    assert sign(version, hanna.actor).executed_on == TODAY


@pytest.mark.parametrize(
    ("who", "days", "sentence"),
    [(" ", 0, "Say who signed."), ("Dr Rahimova", 5, "is still to come")],
)
def test_what_a_record_needs(ruth: Staff, nilufar: Lending, who: str, days: int, sentence: str) -> None:
    version = on_paper(nilufar, ruth)
    facts = Facts(happened_on=TODAY + dt.timedelta(days=days))

    with pytest.raises(MissingFact) as refused:
        agreements.record_signature(version, side="lender", signatory=who, actor=ruth.actor, facts=facts)

    assert sentence in refused.value.sentence


def test_nothing_is_recorded_under_a_withdrawn_text(ruth: Staff, nilufar: Lending) -> None:
    version = on_paper(nilufar, ruth)
    agreements.withdraw(version, actor=ruth.actor, reason="Wrong period.")

    with pytest.raises(WrongState) as refused:
        record(version, ruth, "lender", "Dr Rahimova")

    assert "was withdrawn on" in refused.value.sentence


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"sent_on": MONDAY, "printed_on": FRIDAY}, "sent_on"),
        ({"sent_on": FRIDAY, "returned_on": MONDAY}, "returned_on"),
        ({"lender_signed_on": TODAY + dt.timedelta(days=3)}, "lender_signed_on"),
    ],
)
def test_days_of_an_original_that_cannot_be(ruth: Staff, nilufar: Lending, facts: dict[str, Any], field: str) -> None:
    original = on_paper(nilufar, ruth).originals.get(number=1)

    with pytest.raises(LoanError) as refused:
        agreements.record_original(original, OriginalFacts(**facts), actor=ruth.actor)

    assert refused.value.field == field
    original.refresh_from_db()
    assert original.sent_on is None


def test_a_scan_once_filed_stays(ruth: Staff, nilufar: Lending) -> None:
    original, scan = on_paper(nilufar, ruth).originals.get(number=1), a_pdf("scan.pdf")

    agreements.record_original(original, OriginalFacts(scan=scan), actor=ruth.actor)
    agreements.record_original(original, OriginalFacts(note="In the safe."), actor=ruth.actor)

    original.refresh_from_db()
    assert (original.scan, original.note) == (scan, "In the safe.")
