"""Whose rows are whose: every address of the API, called by everybody who should not see what is behind it.

An address that stands in no table here fails the last test: a new endpoint comes with its line.
"""

import datetime as dt
from collections.abc import Callable

import pytest
from django.urls import URLPattern
from django.utils import timezone

from config.api import urlpatterns
from lenders.services import tokens
from office.records.actors import Actor
from tests.callers import System, system_of
from tests.loans.api.conftest import World

LISTS = {
    "api-lenders-list": "lenders/",
    "api-objects-list": "objects/",
    "api-exhibitions-list": "exhibitions/",
    "api-loans-list": "loans/",
    "api-lines-list": "lines/",
    "api-reports-list": "reports/",
}
DETAILS: dict[str, tuple[Callable[[World], str], ...]] = {
    "api-lenders-detail": (lambda world: "lenders/SAM/", lambda world: f"lenders/{world.loan.lender.uid}/"),
    "api-objects-detail": (lambda world: f"objects/{world.line.object.uid}/",),
    "api-exhibitions-detail": (
        lambda world: "exhibitions/SILK/",
        lambda world: f"exhibitions/{world.loan.exhibition.uid}/",
    ),
    "api-loans-detail": (lambda world: "loans/L-2026-014/", lambda world: f"loans/{world.loan.uid}/"),
    "api-lines-detail": (lambda world: f"lines/{world.line.uid}/",),
    "api-reports-detail": (
        lambda world: f"reports/{world.report.reference}/",
        lambda world: f"reports/{world.report.uid}/",
    ),
}
DECIDE = "api-lines-decide"
OPEN_TO_ALL = {"api-index", "api-schema", "api-docs", "api-nothing"}

every_list = pytest.mark.parametrize("path", LISTS.values())
every_detail = pytest.mark.parametrize("path_of", [path for paths in DETAILS.values() for path in paths])


@every_list
def test_everybody_reads_a_list_of_their_own(world: World, path: str) -> None:
    assert len(world.ours.get(path).json()["results"]) >= 1
    assert len(world.hers.get(path).json()["results"]) == 1
    others = world.of_another.get(path).json()["results"]
    assert [row["code"] for row in others] == (["STO"] if path == "lenders/" else [])


@every_detail
def test_somebody_elses_row_is_not_there(world: World, path_of: Callable[[World], str]) -> None:
    path = path_of(world)

    assert world.ours.get(path).status_code == 200
    assert world.hers.get(path).status_code == 200
    answer = world.of_another.get(path)
    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "path_of",
    [
        lambda world: f"loans/{world.draft_loan.reference}/",
        lambda world: f"loans/{world.draft_loan.uid}/",
        lambda world: f"lines/{world.draft_line.uid}/",
        lambda world: "exhibitions/NEXT/",
        lambda world: f"reports/{world.report_in_draft.reference}/",
    ],
)
def test_what_was_not_sent_is_not_there_for_the_lender(world: World, path_of: Callable[[World], str]) -> None:
    assert world.ours.get(path_of(world)).status_code == 200
    assert world.hers.get(path_of(world)).status_code == 404


def test_deciding_on_somebody_elses_line(world: World) -> None:
    answer = world.of_another.post(f"lines/{world.line.uid}/decide/", {"move": "approve", "decided_by": "I. Berg"})

    assert answer.status_code == 404
    world.line.refresh_from_db()
    assert world.line.status == "requested"


def test_deciding_on_a_line_that_was_not_sent(world: World) -> None:
    answer = world.hers.post(f"lines/{world.draft_line.uid}/decide/", {"move": "approve", "decided_by": "N. Karimova"})

    assert answer.status_code == 404


def _nobody(world: World) -> System:
    return System()


def _revoked(world: World) -> System:
    system = system_of(world.loan.lender)
    assert system.token is not None
    tokens.revoke(system.token, actor=Actor.system(), now=timezone.now())
    return system


def _expired(world: World) -> System:
    token, text = tokens.create(
        "Old",
        scopes=["loans:read"],
        actor=Actor.system(),
        expires_at=timezone.now() - dt.timedelta(seconds=1),
    )
    return System(text, token)


def _made_up(world: World) -> System:
    return System("cvn_abcd1234_" + "x" * 40)


@pytest.mark.parametrize(
    ("caller", "code"),
    [
        (_nobody, "not-authenticated"),
        (_revoked, "token-revoked"),
        (_expired, "token-expired"),
        (_made_up, "token-unknown"),
    ],
)
def test_without_a_token_that_works_nothing_opens(world: World, caller: Callable[[World], System], code: str) -> None:
    system = caller(world)
    answers = [system.get(path) for path in LISTS.values()]
    answers += [system.get(path(world)) for paths in DETAILS.values() for path in paths]
    answers.append(system.post(f"lines/{world.line.uid}/decide/", {"move": "approve"}))

    for answer in answers:
        assert (answer.status_code, answer.json()["code"]) == (401, code)
        assert answer.headers["WWW-Authenticate"].startswith('Bearer realm="Caravan"')
        assert answer.headers["Content-Type"] == "application/problem+json"


def test_another_kind_of_authorization_is_none(world: World) -> None:
    answer = System().get("loans/", Authorization="Basic cnV0aDpzZWNyZXQ=")

    assert (answer.status_code, answer.json()["code"]) == (401, "not-authenticated")


def test_a_staff_session_opens_no_api(world: World) -> None:
    from tests.personas import ada

    assert ada().client.get("/api/v1/loans/").status_code == 401


@pytest.mark.parametrize(
    ("scopes", "opens"),
    [
        (("objects:read",), {"lenders/", "objects/"}),
        (("loans:read",), {"lenders/", "exhibitions/", "loans/", "lines/", "reports/"}),
        (("loans:write", "objects:write", "changes:read"), set()),
    ],
)
def test_each_scope_opens_its_own(world: World, scopes: tuple[str, ...], opens: set[str]) -> None:
    for system in (system_of(None, scopes=scopes), system_of(world.loan.lender, scopes=scopes)):
        for path in LISTS.values():
            answer = system.get(path)
            assert answer.status_code == (200 if path in opens else 403), path
        refused = [answer for answer in (system.get(path) for path in LISTS.values()) if answer.status_code == 403]
        assert {answer.json()["code"] for answer in refused} <= {"scope-missing"}


def test_reading_is_not_writing(world: World) -> None:
    reader = system_of(world.loan.lender, scopes=("loans:read",))

    answer = reader.post(f"lines/{world.line.uid}/decide/", {"move": "approve", "decided_by": "N. Karimova"})

    assert answer.status_code == 403
    assert answer.json()["detail"] == "This token may not do that: it needs the scope loans:write."
    assert answer.headers["WWW-Authenticate"] == (
        'Bearer realm="Caravan", error="insufficient_scope", scope="loans:write"'
    )


@pytest.mark.parametrize("path", ["", "schema/", "docs/"])
def test_what_holds_no_rows_is_open(db: None, path: str) -> None:
    assert System().get(path).status_code == 200


def test_no_address_is_missing_here() -> None:
    names = {pattern.name for pattern in urlpatterns if isinstance(pattern, URLPattern)}

    assert names == {*LISTS, *DETAILS, DECIDE, *OPEN_TO_ALL}
