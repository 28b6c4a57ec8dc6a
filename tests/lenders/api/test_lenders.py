"""/api/v1/lenders/: fields, lookups, pages, queries, conditional requests."""

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.callers import system_of
from tests.factories import LenderFactory
from tests.personas import Lending


def test_a_lender(nilufar: Lending) -> None:
    agency = LenderFactory(code="ACDF")
    lender = nilufar.contact.lender
    lender.agent = agency
    lender.save()

    answer = system_of(lender).get("lenders/SAM/")

    etag = answer.headers["ETag"]
    assert answer.json() == {
        "uid": str(lender.uid),
        "code": "SAM",
        "name": "Museum of Samarkand Hill",
        "native_name": "",
        "kind": "institution",
        "country": "UZ",
        "city": "Samarkand",
        "time_zone": "Asia/Samarkand",
        "language": "en-gb",
        "isil": "",
        "wikidata": "",
        "ror": "",
        "anonymous": False,
        "agent": "ACDF",
        "is_organiser": False,
        "demo_record": False,
        "etag": etag,
    }


def test_by_uid_or_code_but_never_by_primary_key(nilufar: Lending) -> None:
    lender, ours = nilufar.contact.lender, system_of(None)

    found = [ours.get(f"lenders/{key}/").status_code for key in (lender.uid, lender.uid.hex, "SAM", lender.pk, "sam")]

    assert found == [200, 200, 200, 404, 404]


def test_an_agents_token_sees_the_lenders_it_represents(db: None) -> None:
    agency = LenderFactory(code="ACDF")
    for code in ("SAM", "TAS"):
        LenderFactory(code=code, agent=agency)
    LenderFactory(code="STO")

    seen = [row["code"] for row in system_of(agency).get("lenders/").json()["results"]]

    assert seen == ["ACDF", "SAM", "TAS"]


def test_an_anonymous_lender_is_named_to_the_organisers_token_and_to_its_own(db: None) -> None:
    private = LenderFactory(code="PRIV", name="E. Example", anonymous=True)
    other = LenderFactory(code="STO")

    for caller in (system_of(None), system_of(private)):
        row = caller.get("lenders/PRIV/").json()
        assert (row["name"], row["anonymous"]) == ("E. Example", True)
    answer = system_of(other).get("lenders/PRIV/")
    assert answer.status_code == 404
    assert "Example" not in answer.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_two_queries(db: None, rows: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    ours = system_of(None).used()
    LenderFactory.create_batch(rows)

    with django_assert_num_queries(2):
        answer = ours.get("lenders/")

    assert len(answer.json()["results"]) == rows


def test_filters(db: None) -> None:
    LenderFactory(code="SAM", country="UZ")
    LenderFactory(code="STO", country="SE")
    ours = system_of(None)

    assert [row["code"] for row in ours.get("lenders/", {"country": "SE"}).json()["results"]] == ["STO"]
    assert [row["code"] for row in ours.get("lenders/", {"code": "SAM"}).json()["results"]] == ["SAM"]
    assert ours.get("lenders/", {"code": "NOPE"}).json()["results"] == []


def test_what_is_held_already_is_not_sent_again(nilufar: Lending) -> None:
    ours = system_of(None)
    etag = ours.get("lenders/SAM/").headers["ETag"]

    for held in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        answer = ours.get("lenders/SAM/", If_None_Match=held)
        assert (answer.status_code, answer.content, answer.headers["ETag"]) == (304, b"", etag)

    nilufar.contact.lender.city = "Bukhara"
    nilufar.contact.lender.save()
    changed = ours.get("lenders/SAM/", If_None_Match=etag)
    assert (changed.status_code, changed.json()["city"]) == (200, "Bukhara")
    assert changed.headers["ETag"] != etag
    assert ours.get("lenders/").json()["results"][0]["etag"] == changed.headers["ETag"]
