"""POST /api/v1/lines/{uid}/decide/: the one write, through the one door."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.utils import timezone

from loans.models import Term
from loans.services import terms
from loans.services.terms import Offer
from loans.states import LineStatus
from office.records.models import AuditEvent
from tests.callers import system_of
from tests.factories import CollectionObjectFactory, LenderFactory, LoanLineFactory
from tests.loans.api.conftest import World
from tests.personas import Staff


def path(world: World) -> str:
    return f"lines/{world.line.uid}/decide/"


def test_a_lenders_system_approves_in_the_name_of_a_person(world: World) -> None:
    answer = world.hers.post(
        path(world),
        {
            "move": "approve_with_conditions",
            "conditions": "At most 50 lux.",
            "decided_by": "Nilufar Karimova",
            "decided_by_title": "Chief registrar",
            "happened_on": "2026-03-03",
            "authority_number": "12/4",
            "authority_date": "2026-03-01",
        },
    )

    assert answer.status_code == 200
    row = answer.json()
    (condition,) = row["conditions"]
    said = {name: condition[name] for name in ("of", "kind", "status", "by", "words")}
    assert row["status"] == "approved_with_conditions"
    assert said == {"of": "object", "kind": "other", "status": "open", "by": "lender", "words": "At most 50 lux."}
    assert (row["decided_by"], row["decided_on"]) == ("Nilufar Karimova", "2026-03-03")
    assert world.ours.get(f"lines/{world.line.uid}/").json() == row
    assert answer.headers["ETag"] == row["etag"]
    event = AuditEvent.objects.get(verb="line.approve_with_conditions")
    assert (event.recorded_by_kind, event.recorded_by) == ("token", "TMS of Museum of Samarkand Hill")
    assert (event.decided_by, event.decided_by_title) == ("Nilufar Karimova", "Chief registrar")
    assert (event.authority, event.authority_number, event.authority_date) == ("api", "12/4", dt.date(2026, 3, 1))
    assert event.happened_on == dt.date(2026, 3, 3)


def test_the_organisers_system_records_a_letter(world: World) -> None:
    answer = world.ours.post(
        path(world),
        {"move": "decline", "reason_code": "on_display", "decided_by": "Nilufar Karimova", "authority": "letter"},
    )

    assert (answer.status_code, answer.json()["status"], answer.json()["reason_code"]) == (
        200,
        "declined",
        "on_display",
    )
    assert answer.json()["decided_on"] == timezone.localdate().isoformat()


def test_a_substitute_is_an_object_of_the_lender(world: World) -> None:
    other = CollectionObjectFactory(lender=world.loan.lender, accession_number="A-18", title="Bowl")
    stranger = CollectionObjectFactory()
    said = {"move": "offer_substitute", "reason": "The bowl travels better.", "decided_by": "Nilufar Karimova"}

    refused = world.hers.post(path(world), said | {"substitute": str(stranger.uid)})
    assert (refused.status_code, refused.json()["code"]) == (422, "unknown-object")
    assert refused.json()["errors"][0]["pointer"] == "/substitute"

    taken = world.hers.post(path(world), said | {"substitute": str(other.uid)})
    assert (taken.status_code, taken.json()["status"]) == (200, "substitute_offered")
    assert taken.json()["substitute"] == {"uid": str(other.uid), "accession_number": "A-18", "title": "Bowl"}


@pytest.mark.parametrize(
    ("said", "pointer", "sentence"),
    [
        ({"move": "decline"}, "/reason_code", "Choose a reason."),
        ({"move": "approve_with_conditions", "conditions": " "}, "/conditions", "Write down the conditions."),
        ({"move": "approve", "decided_by": ""}, "/decided_by", "Say who at the lender decided."),
    ],
)
def test_what_was_not_said_is_asked_for(world: World, said: dict[str, str], pointer: str, sentence: str) -> None:
    answer = world.hers.post(path(world), {"decided_by": "Nilufar Karimova"} | said)

    assert answer.status_code == 422
    assert answer.json()["detail"] == sentence
    assert answer.json()["errors"] == [{"pointer": pointer, "code": "missing-fact", "message": sentence}]
    world.line.refresh_from_db()
    assert world.line.status == LineStatus.REQUESTED


def test_the_second_answer_reads_what_the_first_did(world: World) -> None:
    said = {"move": "approve", "decided_by": "Nilufar Karimova", "happened_on": "2026-03-03"}
    world.hers.post(path(world), said)

    again = world.hers.post(path(world), said)

    assert again.status_code == 409
    assert again.json()["code"] == "wrong-state"
    assert again.json()["detail"] == (
        "This was done already: the object is “Approved” (Nilufar Karimova, 3 March 2026)."
    )
    assert AuditEvent.objects.filter(verb="line.approve").count() == 1


def test_an_object_promised_elsewhere(world: World) -> None:
    LoanLineFactory(
        loan__reference="L-2026-099",
        loan__lender=world.loan.lender,
        loan__exhibition__title="Gold",
        loan__period=DateRange(world.line.period.lower, world.line.period.lower + dt.timedelta(days=9)),
        object=world.line.object,
        status=LineStatus.APPROVED,
    )

    answer = world.hers.post(path(world), {"move": "approve", "decided_by": "Nilufar Karimova"})

    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")
    assert answer.json()["detail"].startswith("This object is promised to “Gold” (L-2026-099) from ")


def test_a_day_to_come_is_no_fact(world: World) -> None:
    soon = timezone.localdate() + dt.timedelta(days=9)

    answer = world.hers.post(path(world), {"move": "approve", "decided_by": "N. K.", "happened_on": soon.isoformat()})

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/happened_on")


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        ({}, [("/move", "required")]),
        ({"move": "burn"}, [("/move", "invalid-choice")]),
        ({"move": "confirm"}, [("/move", "invalid-choice")]),
        (
            {"move": "approve", "status": "closed", "value": 5},
            [("/status", "unknown-field"), ("/value", "unknown-field")],
        ),
        ({"move": "approve", "happened_on": "3 March"}, [("/happened_on", "invalid")]),
        ({"move": "approve", "decided_by": "N\0"}, [("/decided_by", "null-characters-not-allowed")]),
        ({"move": "approve", "substitute": "A-18"}, [("/substitute", "invalid")]),
        ([], [("", "invalid")]),
    ],
)
def test_what_can_not_be_read_is_named(world: World, body: object, errors: list[tuple[str, str]]) -> None:
    answer = world.hers.post(path(world), body)

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
    assert [(error["pointer"], error["code"]) for error in answer.json()["errors"]] == errors
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_body_that_is_no_json(world: World) -> None:
    client, headers = world.hers.client, {"Authorization": f"Bearer {world.hers.text}"}

    broken = client.post(f"/api/v1/{path(world)}", "{move", content_type="application/json", headers=headers)
    form = client.post(f"/api/v1/{path(world)}", {"move": "approve"}, headers=headers)

    assert (broken.status_code, broken.json()["code"]) == (400, "parse-error")
    assert (form.status_code, form.json()["code"]) == (415, "unsupported-media-type")


@pytest.mark.parametrize("key", [{}, {"Idempotency-Key": "k-1"}])
@pytest.mark.parametrize(
    ("body", "code"),
    [
        ('{"move": "approve", "\\ud800": 1}', "parse-error"),
        ('{"move": "decline", "reason": "\\ud800"}', "parse-error"),
        ("[" * 100_000, "parse-error"),
        ("[" * 100_000 + "]" * 100_000, "parse-error"),
        ('{"move": ' + "[" * 500 + "]" * 500 + "}", "parse-error"),
        ('{"move": ' + "9" * 5_000 + "}", "parse-error"),
        ('{"move": NaN}', "parse-error"),
        (b'{"move": "\xff"}', "parse-error"),
        ('{"move": 123456789012345678901234567890}', "invalid"),
        ('{"move": 1e999}', "invalid"),
    ],
)
def test_a_body_nobody_sends_by_chance(world: World, body: str | bytes, code: str, key: dict[str, str]) -> None:
    headers = {"Authorization": f"Bearer {world.hers.text}", **key}

    answer = Client(raise_request_exception=False).post(
        f"/api/v1/{path(world)}", body, content_type="application/json", headers=headers
    )

    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert answer.headers["Content-Type"] == "application/problem+json"
    world.line.refresh_from_db()
    assert world.line.status == LineStatus.REQUESTED


def test_a_number_sent_as_text_stays_itself(world: World) -> None:
    said = {"move": "approve", "decided_by": "Nilufar Karimova", "authority_number": 10**25 + 1}

    answer = world.hers.post(path(world), said, Idempotency_Key="k-1")

    assert answer.status_code == 200
    assert AuditEvent.objects.get(verb="line.approve").authority_number == "10000000000000000000000001"


def test_a_body_without_end_is_not_read(world: World) -> None:
    answer = world.hers.post(path(world), {"move": "decline", "reason": "x" * 1024 * 1024})

    assert (answer.status_code, answer.json()["code"]) == (413, "too-large")
    assert answer.json()["detail"] == "The body is larger than 1 MB. Send one decision at a time."


def test_a_lenders_system_cannot_say_it_was_the_portal(world: World) -> None:
    said = {"move": "approve", "decided_by": "Nilufar Karimova", "authority": "portal"}

    assert world.hers.post(path(world), said).status_code == 200
    assert AuditEvent.objects.get(verb="line.approve").authority == "api"


def test_names_and_titles_stand_in_one_line(world: World) -> None:
    said = {
        "move": "approve",
        "decided_by": "Nilufar\r\nKarimova",
        "decided_by_title": "Registrar\n\nDecided by: somebody else",
        "authority_number": "12\r/4",
    }

    world.hers.post(path(world), said)

    event = AuditEvent.objects.get(verb="line.approve")
    assert (event.decided_by, event.decided_by_title, event.authority_number) == (
        "Nilufar Karimova",
        "Registrar Decided by: somebody else",
        "12 /4",
    )


def test_a_lenders_token_does_what_a_lender_may_and_no_more(world: World) -> None:
    world.line.status = LineStatus.IN_TRANSIT_BACK
    world.line.save()

    ours = system_of(None).post(path(world), {"move": "return"})
    hers = world.hers.post(path(world), {"move": "return", "happened_on": "2026-03-03"})

    assert (ours.status_code, ours.json()["code"]) == (403, "not-allowed")
    assert (hers.status_code, hers.json()["status"]) == (200, "returned")


def test_no_value_leaves_with_a_line(world: World) -> None:
    world.line.agreed_value = 987654
    world.line.save()

    for system in (world.ours, world.hers):
        assert b"987654" not in system.get("lines/").content
        assert b"987654" not in system.get(f"lines/{world.line.uid}/").content


def test_an_anonymous_lender_unknown_to_others(world: World) -> None:
    private = LenderFactory(code="PRIV", name="E. Example", anonymous=True)
    line = LoanLineFactory(loan__lender=private, loan__exhibition=world.loan.exhibition, status=LineStatus.REQUESTED)

    for path_ in ("lines/", "loans/", "exhibitions/SILK/", "lenders/", "objects/"):
        answer = world.hers.get(path_)
        assert b"Example" not in answer.content
        assert b"PRIV" not in answer.content
    assert world.ours.get(f"lines/{line.uid}/").json()["lender"] == "PRIV"


def test_conditions_come_as_rows_with_their_figures(world: World) -> None:
    answer = world.hers.post(
        path(world),
        {
            "move": "approve_with_conditions",
            "decided_by": "Nilufar Karimova",
            "terms": [
                {"kind": "climate", "rh_min": 45.5, "rh_max": 55},
                {
                    "kind": "light",
                    "lux": 50,
                    "promise": "Light data",
                    "promise_by": "organiser",
                    "promise_on": "2027-07-01",
                    "promise_every": "monthly",
                },
            ],
        },
    )

    assert answer.status_code == 200
    climate, light = answer.json()["conditions"]
    assert (climate["kind"], climate["rh_min"], climate["rh_max"], climate["lux"]) == ("climate", 45.5, 55.0, None)
    assert (light["lux"], light["promise"], light["promise_on"], light["promise_every"]) == (
        50,
        "Light data",
        "2027-07-01",
        "monthly",
    )
    assert world.ours.get(f"lines/{world.line.uid}/").json()["conditions"] == [climate, light]


@pytest.mark.parametrize(
    ("term", "status", "pointer"),
    [
        ({"kind": "volcano"}, 400, "/terms/0/kind"),
        ({"kind": "light", "lux": -1}, 400, "/terms/0/lux"),
        ({"kind": "value", "amount": 5}, 400, "/terms/0/amount"),
        ({"kind": "climate", "rh_min": 60, "rh_max": 40}, 422, "/rh_min"),
        ({"kind": "light"}, 422, "/words"),
    ],
)
def test_a_condition_that_can_not_be_is_named(world: World, term: dict[str, object], status: int, pointer: str) -> None:
    said = {"move": "approve_with_conditions", "decided_by": "Nilufar Karimova", "terms": [term]}

    answer = world.hers.post(path(world), said)

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (status, pointer)
    world.line.refresh_from_db()
    assert (world.line.status, Term.objects.count()) == (LineStatus.REQUESTED, 0)


def test_neither_amounts_nor_notes_leave_with_conditions(world: World, ruth: Staff) -> None:
    value = Offer("value", words="Worth 987654 or so", amount=Decimal(987_654), currency="GBP")
    costs = Offer("costs", words="We pay the courier", amount=Decimal(987_654), currency="GBP")
    made = terms.propose(world.loan, [value, costs], line=world.line, actor=ruth.actor)
    terms.note(made[1], "Our limit is 987654.", actor=ruth.actor)

    for system in (world.ours, world.hers):
        row = system.get(f"lines/{world.line.uid}/")
        assert b"987654" not in row.content
        assert [each["words"] for each in row.json()["conditions"]] == ["", "We pay the courier"]
    assert world.of_another.get(f"lines/{world.line.uid}/").status_code == 404
