"""Idempotency-Key: a decision sent again is made once, and answered the same."""

import datetime as dt
import threading

import psycopg
import pytest
import time_machine
from django.db import connection

from lenders.models import IdempotencyKey
from loans.states import LineStatus
from office.records.models import AuditEvent
from tests.callers import System, system_of
from tests.factories import LenderFactory, LoanLineFactory
from tests.loans.api.conftest import World

APPROVAL = {"move": "approve", "decided_by": "Nilufar Karimova"}


def path(world: World) -> str:
    return f"lines/{world.line.uid}/decide/"


def test_sent_again_it_is_answered_the_same_and_made_once(world: World) -> None:
    first = world.hers.post(path(world), APPROVAL, Idempotency_Key="k-1")
    again = world.hers.post(path(world), dict(reversed(APPROVAL.items())), Idempotency_Key='"k-1"')

    assert (first.status_code, again.status_code) == (200, 200)
    assert first.content == again.content
    assert first.headers["ETag"] == again.headers["ETag"]
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert AuditEvent.objects.filter(verb="line.approve").count() == 1


def test_the_same_key_for_something_else_is_refused(world: World) -> None:
    other = LoanLineFactory(loan=world.loan, status=LineStatus.REQUESTED)
    world.hers.post(path(world), APPROVAL, Idempotency_Key="k-1")

    for where, said in ((path(world), APPROVAL | {"reason": "Gladly."}), (f"lines/{other.uid}/decide/", APPROVAL)):
        answer = world.hers.post(where, said, Idempotency_Key="k-1")
        assert (answer.status_code, answer.json()["code"]) == (422, "key-reused")
    other.refresh_from_db()
    assert other.status == LineStatus.REQUESTED


def test_a_refused_decision_leaves_its_key_free(world: World) -> None:
    refused = world.hers.post(path(world), {"move": "approve"}, Idempotency_Key="k-1")
    mended = world.hers.post(path(world), APPROVAL, Idempotency_Key="k-1")

    assert (refused.status_code, mended.status_code) == (422, 200)


def test_keys_are_each_tokens_own(world: World) -> None:
    world.hers.post(path(world), APPROVAL, Idempotency_Key="k-1")

    answer = system_of(world.loan.lender).post(path(world), APPROVAL, Idempotency_Key="k-1")

    assert (answer.status_code, answer.json()["code"]) == (409, "wrong-state")


def test_a_key_is_kept_for_a_day(world: World) -> None:
    with time_machine.travel("2026-03-03T12:00:00Z", tick=False) as clock:
        world.hers.post(path(world), APPROVAL, Idempotency_Key="k-1")
        clock.shift(dt.timedelta(hours=23, minutes=59))
        assert world.hers.post(path(world), APPROVAL, Idempotency_Key="k-1").status_code == 200
        clock.shift(dt.timedelta(minutes=1))
        assert world.hers.post(path(world), APPROVAL, Idempotency_Key="k-1").json()["code"] == "wrong-state"
        world.hers.post(
            f"lines/{LoanLineFactory(loan=world.loan, status='requested').uid}/decide/", APPROVAL, Idempotency_Key="k-2"
        )
    assert [row.key for row in IdempotencyKey.objects.all()] == ["k-2"]


@pytest.mark.parametrize("key", ["", "two words", "x" * 256, "Schlüssel"])
def test_a_key_that_is_none(world: World, key: str) -> None:
    answer = world.hers.post(path(world), APPROVAL, Idempotency_Key=key)

    assert (answer.status_code, answer.json()["code"]) == (400, "key-unreadable")
    world.line.refresh_from_db()
    assert world.line.status == LineStatus.REQUESTED


def test_while_the_first_is_being_worked_on_the_second_is_told_so(world: World) -> None:
    token = world.hers.token
    assert token is not None
    with psycopg.connect(**connection.get_connection_params() | {"context": None, "cursor_factory": None}) as elsewhere:
        elsewhere.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [f"idempotency {token.pk} k-1"])

        answer = world.hers.post(path(world), APPROVAL, Idempotency_Key="k-1")

    assert (answer.status_code, answer.json()["code"]) == (409, "key-in-use")
    assert world.hers.post(path(world), APPROVAL, Idempotency_Key="k-1").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_many_at_once_and_one_decision() -> None:
    line = LoanLineFactory(loan__lender=LenderFactory(code="SAM"), status=LineStatus.REQUESTED)
    text = system_of(line.loan.lender).text
    together = threading.Barrier(6)
    seen: list[tuple[int, str]] = []

    def send() -> None:
        together.wait()
        answer = System(text).post(f"lines/{line.uid}/decide/", APPROVAL, Idempotency_Key="k-1")
        seen.append((answer.status_code, answer.json().get("code", "")))
        connection.close()

    senders = [threading.Thread(target=send) for _each in range(6)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()

    assert len(seen) == 6
    assert set(seen) <= {(200, ""), (409, "key-in-use")}
    assert (200, "") in seen
    assert AuditEvent.objects.filter(verb="line.approve").count() == 1
