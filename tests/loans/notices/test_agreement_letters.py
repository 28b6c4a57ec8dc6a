"""Who is told that there is something to sign, and when both have."""

from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings

from loans import tasks
from loans.notices import dispatch
from loans.services import agreements
from office.post.models import Letter
from tests.loans.services.agreements.desk import drafted, issued, settled, sign, signatory
from tests.loans.services.agreements.test_paper import record
from tests.personas import Lending, Staff

pytestmark = pytest.mark.django_db


def written() -> list[tuple[str, str]]:
    """Runs the clerk twice, and says to whom about what."""
    for _run in range(2):
        assert dispatch.write_letters(now=timezone.now()).failed == 0
    return list(Letter.objects.filter(kind="agreement").order_by("id").values_list("to_name", "subject"))


def test_the_signatory_is_asked_then_we_are_then_both_have_it(
    ruth: Staff, hanna: Staff, nilufar: Lending, settings: Settings, tmp_path: Any
) -> None:
    settings.HOME = tmp_path
    rahimova = signatory(nilufar)
    loan = settled(nilufar, ruth)
    loan.exhibition.registrar = ruth.user
    loan.exhibition.save()
    version = issued(loan, ruth)
    reference = version.agreement.reference

    asked = written()
    version = sign(version, rahimova.actor)
    then = written()[len(asked) :]
    sign(version, hanna.actor)
    tasks.seal()
    last = written()[len(asked) + len(then) :]

    assert asked == [("Dr Sevara Rahimova", f"Agreement {reference}: please read and sign")]
    assert then == [
        ("Ruth Okafor", f"Museum of Samarkand Hill signed agreement {reference}"),
        ("Hanna Weiss", f"Museum of Samarkand Hill signed agreement {reference}"),
    ]
    assert last == [("Dr Sevara Rahimova", f"Agreement {reference} is signed by both")]
    assert "/portal/i/" in Letter.objects.filter(kind="agreement").earliest("id").text


def test_each_step_asks_the_next_person(ruth: Staff, nilufar: Lending) -> None:
    nilufar.contact.may_see_values = True
    nilufar.contact.save()
    signatory(nilufar)
    version = issued(settled(nilufar, ruth), ruth, lender_steps=["approve", "sign"])

    first = [name for name, _subject in written()]
    sign(version, nilufar.actor, "approve")
    second = [name for name, _subject in written()][len(first) :]

    assert (first, second) == (["Nilufar Karimova"], ["Dr Sevara Rahimova"])


def test_paper_calls_for_no_letter(ruth: Staff, nilufar: Lending) -> None:
    signatory(nilufar)
    version = issued(settled(nilufar, ruth), ruth, signing="ink", originals=2)
    record(version, ruth, "lender", "Dr Rahimova")
    agreements.issue_on_paper([settled(nilufar, ruth)], actor=ruth.actor)

    assert written() == []


def test_withdrawn_before_the_clerk_came_nobody_is_asked(ruth: Staff, nilufar: Lending) -> None:
    signatory(nilufar)
    version = issued(settled(nilufar, ruth), ruth)
    agreements.withdraw(version, actor=ruth.actor, reason="Wrong days.")

    assert written() == []


def test_nobody_to_ask_is_said_beforehand(ruth: Staff, nilufar: Lending) -> None:
    version = drafted(settled(nilufar, ruth), ruth)

    assert agreements.to_know(version) == [
        "The lender has no contact who may sign. Add one, or record the signature from paper."
    ]
