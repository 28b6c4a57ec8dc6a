"""Signing on screen: in order, over exactly what was read, each person once; and every refusal with its sentence."""

from typing import Any

import pytest
from django.utils import timezone

from loans.errors import LoanError, MissingFact, NotAllowed, WrongState
from loans.models import AgreementSignature, Deadline, Loan, SigningStep
from loans.queries import status_of
from loans.services import agreements, deadlines
from loans.states import LoanStatus
from office.records import files
from office.records.models import AuditEvent
from tests.factories import ContactFactory
from tests.loans.services.agreements.desk import executed, issued, settled, sign, signatory
from tests.loans.services.test_reports import picture
from tests.personas import Lending, Staff

pytestmark = pytest.mark.django_db


def test_both_sign_and_it_is_in_force(ruth: Staff, hanna: Staff, nilufar: Lending) -> None:
    loan = settled(nilufar, ruth)
    deadlines.plan(loan, actor=ruth.actor)
    version = issued(loan, ruth)
    rahimova = signatory(nilufar)

    half = sign(version, rahimova.actor)
    assert (half.executed_on, half.lender_signatory) == (None, "Dr Sevara Rahimova")
    done = sign(version, hanna.actor)

    today = timezone.localdate()
    assert (done.executed_on, done.organiser_signatory) == (today, "Hanna Weiss")
    agreement = Loan.objects.select_related("agreement").get().agreement
    assert agreement is not None
    assert agreement.in_force == version
    assert status_of(Loan.objects.all())[loan.pk] == LoanStatus.EXECUTED
    assert Deadline.objects.get(loan=loan, kind="agreement").done_on == today
    assert list(AuditEvent.objects.filter(verb__startswith="agreement.").order_by("id").values_list("verb", flat=True)) == [
        "agreement.draft", "agreement.issue", "agreement.lender_signed", "agreement.organiser_signed", "agreement.executed",
    ]  # fmt: skip


def test_a_signature_keeps_what_it_was_given_over(ruth: Staff, nilufar: Lending) -> None:
    version = issued(settled(nilufar, ruth), ruth)
    drawn = files.store(picture(), name="signature.png")

    sign(version, signatory(nilufar).actor, method="drawn", drawing=drawn, title="Director General")

    kept = AgreementSignature.objects.get()
    assert (kept.sha256, kept.drawing, kept.ip, kept.title, kept.method) == (
        version.sha256, drawn, "203.0.113.7", "Director General", "drawn",
    )  # fmt: skip
    assert kept.signed_at is not None
    assert kept.consent.startswith(f"I have read agreement {version.agreement.reference}, version 1, and I sign it")
    assert kept.event is not None


def refused(version: Any, actor: Any, step: str = SigningStep.SIGN, **changes: Any) -> LoanError:
    before = AgreementSignature.objects.count()
    with pytest.raises(LoanError) as error:
        sign(version, actor, step, **changes)
    assert AgreementSignature.objects.count() == before
    return error.value


def test_what_was_read_must_be_what_is_signed(ruth: Staff, nilufar: Lending) -> None:
    version = issued(settled(nilufar, ruth), ruth)

    error = refused(version, signatory(nilufar).actor, sha256="0" * 64)

    assert (error.code, error.sentence) == (
        "older-version", "You were reading an older version of this text. Read it again as it is now, then sign.",
    )  # fmt: skip


def test_a_draft_is_not_signed(ruth: Staff, nilufar: Lending) -> None:
    version = agreements.draft([settled(nilufar, ruth)], actor=ruth.actor)

    assert refused(version, signatory(nilufar).actor).sentence == "The agreement has not been issued yet."


def test_a_withdrawn_version_is_not_signed(ruth: Staff, nilufar: Lending) -> None:
    version = issued(settled(nilufar, ruth), ruth)
    agreements.withdraw(version, actor=ruth.actor, reason="Wrong period.")

    assert "was withdrawn on" in refused(version, signatory(nilufar).actor).sentence


def test_the_old_version_is_not_signed_when_a_newer_one_is_out(ruth: Staff, hanna: Staff, nilufar: Lending) -> None:
    loan = settled(nilufar, ruth)
    old = executed(loan, nilufar, ruth, hanna)
    agreements.issue(
        agreements.amend(old.agreement, kind="other", summary="A word.", actor=ruth.actor), actor=ruth.actor
    )

    error = refused(old, signatory(nilufar, "Another Director").actor)

    assert "is signed by both sides since" in error.sentence


def test_nobody_signs_twice(ruth: Staff, nilufar: Lending) -> None:
    version = issued(settled(nilufar, ruth), ruth, lender_steps=["approve", "sign"])
    both = signatory(nilufar, may_decide=True)
    sign(version, both.actor, SigningStep.APPROVE)

    error = refused(version, both.actor)

    assert (error.code, "The next step is another person's." in error.sentence) == ("signed-already", True)


def test_a_side_signs_once(ruth: Staff, nilufar: Lending) -> None:
    version = issued(settled(nilufar, ruth), ruth)
    sign(version, signatory(nilufar).actor)

    error = refused(version, signatory(nilufar, "Second Director").actor)

    assert error.sentence.startswith("Dr Sevara Rahimova has signed this version on")


def test_first_prepared_then_approved_then_signed(ruth: Staff, nilufar: Lending) -> None:
    version = issued(settled(nilufar, ruth), ruth, lender_steps=["prepare", "approve", "sign"])
    rahimova = signatory(nilufar)
    decides = {"may_see_values": True, "lender": nilufar.contact.lender}
    prepares, approves = (Lending(ContactFactory(**decides)) for _each in range(2))

    error = refused(version, rahimova.actor)
    assert (error.code, error.sentence) == ("out-of-turn", "Not yet: first it is to be prepared on your side.")
    sign(version, prepares.actor, SigningStep.PREPARE)
    assert refused(version, rahimova.actor).sentence == "Not yet: first it is to be approved on your side."
    sign(version, approves.actor, SigningStep.APPROVE)
    assert sign(version, rahimova.actor).lender_signed_on == timezone.localdate()


def test_a_step_that_nobody_asked_for(ruth: Staff, nilufar: Lending) -> None:
    version = issued(settled(nilufar, ruth), ruth)

    assert refused(version, ruth.actor, SigningStep.APPROVE).code == "no-such-step"


def test_who_may_not_sign_for_the_lender(ruth: Staff, nilufar: Lending, ingrid: Lending) -> None:
    version = issued(settled(nilufar, ruth), ruth)

    assert refused(version, nilufar.actor).sentence.startswith("This agreement is with your signatory.")
    assert refused(version, signatory(ingrid).actor).sentence == "This agreement is not yours to sign."
    assert isinstance(refused(version, ruth.actor, side="lender"), NotAllowed)
    assert isinstance(refused(version, signatory(nilufar).actor, side="organiser"), NotAllowed)


def test_who_may_not_sign_for_us(ruth: Staff, nilufar: Lending) -> None:
    version = issued(settled(nilufar, ruth), ruth)

    assert refused(version, ruth.actor).sentence == "Your role doesn't sign for us. Ask the head of exhibitions."


def test_who_may_not_see_values_approves_no_text_with_values(ruth: Staff, nilufar: Lending) -> None:
    version = issued(settled(nilufar, ruth), ruth, lender_steps=["approve", "sign"])

    error = refused(version, nilufar.actor, SigningStep.APPROVE)

    assert error.sentence.startswith("The agreement says what the objects are worth, and you may not see values.")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "  "}, "name"),
        ({"consented": False}, "consent"),
        ({"method": "drawn"}, "drawing"),
        ({"method": "ink"}, "method"),
        ({"method": "sealing wax"}, "method"),
    ],
)
def test_what_a_signature_needs(ruth: Staff, nilufar: Lending, changes: dict[str, Any], field: str) -> None:
    version = issued(settled(nilufar, ruth), ruth)

    error = refused(version, signatory(nilufar).actor, **changes)

    assert (type(error), error.field) == (MissingFact, field)


def test_whose_turn_it_is(ruth: Staff, hanna: Staff, nilufar: Lending) -> None:
    version = issued(settled(nilufar, ruth), ruth)
    rahimova = signatory(nilufar)

    hers = agreements.turn(version, actor=rahimova.actor)
    assert hers is not None
    assert (hers.side, hers.step, hers.refusal) == ("lender", "sign", "")
    registrars = agreements.turn(version, actor=ruth.actor)
    assert registrars is not None
    assert registrars.refusal == "Your role doesn't sign for us. Ask the head of exhibitions."
    version = sign(version, rahimova.actor)
    version = agreements.with_all(version.agreement.versions.all()).get()
    assert agreements.turn(version, actor=rahimova.actor) is None


def test_the_database_lets_nobody_change_what_was_signed(ruth: Staff, hanna: Staff, nilufar: Lending) -> None:
    from django.db import DatabaseError, transaction

    version = executed(settled(nilufar, ruth), nilufar, ruth, hanna)
    signature = AgreementSignature.objects.first()
    assert signature is not None
    version.schedule, signature.name = [], "Somebody else"

    for row in (version, signature):
        with pytest.raises(DatabaseError), transaction.atomic():
            row.save()


def test_a_signature_after_it_is_in_force(ruth: Staff, hanna: Staff, nilufar: Lending) -> None:
    version = executed(settled(nilufar, ruth), nilufar, ruth, hanna)

    with pytest.raises(WrongState) as error:
        agreements.withdraw(version, actor=ruth.actor, reason="We changed our mind.")

    assert "It changes by an amendment alone." in error.value.sentence
