"""Whatever people try in whatever order: no agreement in force without both signatures, nobody signs twice."""

import contextlib
import itertools

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loans.errors import LoanError
from loans.models import AgreementSignature, AgreementVersion
from loans.services import agreements
from office.records.actors import Actor
from tests import personas
from tests.factories import ContactFactory
from tests.loans.services.agreements.desk import sees_values, settled, sign, signatory
from tests.personas import Lending, Staff

STEPS = ("prepare", "approve", "sign")
SOME_STEPS = st.lists(st.sampled_from(STEPS), max_size=2, unique=True)
TRY = st.tuples(st.integers(0, 5), st.sampled_from(STEPS), st.booleans())


class _Undone(Exception):
    """Each example starts from the same rows."""


@pytest.fixture
def cast(ruth: Staff, hanna: Staff, nilufar: Lending) -> list[Actor]:
    """Three of each side: who may all, who decides, who may nothing."""
    director = signatory(nilufar, may_decide=True).actor
    chief = sees_values(Lending(ContactFactory(lender=nilufar.contact.lender)).actor)
    return [director, chief, personas.timur(nilufar).actor, hanna.actor, ruth.actor, personas.vera().actor]


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lender=SOME_STEPS, organiser=SOME_STEPS, tries=st.lists(TRY, max_size=14))
def test_any_order_of_any_people(
    lender: list[str], organiser: list[str], tries: list[tuple[int, str, bool]], cast: list[Actor], nilufar: Lending
) -> None:
    with contextlib.suppress(_Undone), transaction.atomic():
        version = _issued(nilufar, cast[4], lender, organiser)
        for who, step, read_it in tries:
            with contextlib.suppress(LoanError):
                sign(version, cast[who], step, sha256=version.sha256 if read_it else "f" * 64)
            _holds(version)
        raise _Undone


def _issued(nilufar: Lending, registrar: Actor, lender: list[str], organiser: list[str]) -> AgreementVersion:
    staff = type("R", (), {"actor": registrar})()
    loan = settled(nilufar, staff, lines=1)
    wanted = agreements.Wanted(lender_steps=lender, organiser_steps=organiser)
    version = agreements.draft([loan], actor=registrar, wanted=wanted)
    AgreementVersion.objects.filter(pk=version.pk).update(issued_on="2026-03-03", sha256="a" * 64)
    version.refresh_from_db()
    return version


def _holds(version: AgreementVersion) -> None:
    now = AgreementVersion.objects.select_related("agreement").get(pk=version.pk)
    signatures = list(AgreementSignature.objects.filter(version=version).order_by("id"))
    people = [each.person for each in signatures]
    assert len(people) == len(set(people))
    final = {each.side for each in signatures if each.step == "sign"}
    assert (now.executed_on is not None) == (final == {"lender", "organiser"})
    assert (now.agreement.in_force_id == now.pk) == (now.executed_on is not None)
    for side, steps in (("lender", now.lender_steps), ("organiser", now.organiser_steps)):
        taken = [each.step for each in signatures if each.side == side]
        assert taken == list(itertools.islice(steps, len(taken)))
    assert {each.sha256 for each in signatures} <= {now.sha256}
