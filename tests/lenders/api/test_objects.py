"""/api/v1/objects/: fields, parts, filters, queries; values never."""

import datetime as dt
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from lenders.models import ObjectPart
from tests.callers import system_of
from tests.factories import CollectionObjectFactory, ValuationFactory
from tests.personas import Lending


def test_an_object_with_its_parts(nilufar: Lending) -> None:
    ewer = CollectionObjectFactory(
        lender=nilufar.contact.lender,
        accession_number="89.27.30.A-B",
        title="Ewer with lid",
        earliest_year=-206,
        latest_year=220,
        height_mm=Decimal("84.5"),
        other_numbers=["Inv. 12"],
    )
    ObjectPart.objects.create(object=ewer, number="89.27.30.B", title="Lid", width_mm=Decimal("31.0"))
    ObjectPart.objects.create(object=ewer, number="89.27.30.A", title="Body")

    row = system_of(nilufar.contact.lender).get(f"objects/{ewer.uid}/").json()

    assert (row["lender"], row["accession_number"], row["title"]) == ("SAM", "89.27.30.A-B", "Ewer with lid")
    assert (row["earliest_year"], row["latest_year"], row["height_mm"], row["width_mm"]) == (-206, 220, 84.5, None)
    assert row["other_numbers"] == ["Inv. 12"]
    assert dt.datetime.fromisoformat(row["updated_at"]) == ewer.updated_at
    assert [(part["number"], part["title"], part["width_mm"]) for part in row["parts"]] == [
        ("89.27.30.B", "Lid", 31.0),
        ("89.27.30.A", "Body", None),
    ]


def test_no_value_leaves(nilufar: Lending) -> None:
    ewer = CollectionObjectFactory(lender=nilufar.contact.lender)
    ValuationFactory(object=ewer, amount=Decimal("987654.32"))

    for caller in (system_of(None), system_of(nilufar.contact.lender)):
        for path in ("objects/", f"objects/{ewer.uid}/"):
            answer = caller.get(path)
            assert answer.status_code == 200
            assert b"987654" not in answer.content


def test_a_lenders_token_sees_its_own_objects_alone(nilufar: Lending, ingrid: Lending) -> None:
    hers = CollectionObjectFactory(lender=nilufar.contact.lender)
    not_hers = CollectionObjectFactory(lender=ingrid.contact.lender)
    system = system_of(nilufar.contact.lender)

    assert [row["uid"] for row in system.get("objects/").json()["results"]] == [str(hers.uid)]
    assert system.get("objects/", {"lender": "STO"}).json()["results"] == []
    assert system.get(f"objects/{not_hers.uid}/").status_code == 404


def test_filters(nilufar: Lending, ingrid: Lending) -> None:
    CollectionObjectFactory(lender=nilufar.contact.lender, accession_number="A-17", source_system="tms", source_id="9")
    CollectionObjectFactory(lender=ingrid.contact.lender, accession_number="A-17", source_system="tms", source_id="8")
    CollectionObjectFactory(lender=ingrid.contact.lender, accession_number="A-18")
    ours = system_of(None)

    def found(**query: str) -> list[tuple[str, str]]:
        rows = ours.get("objects/", query).json()["results"]
        return [(row["lender"], row["accession_number"]) for row in rows]

    assert found(accession_number="A-17") == [("SAM", "A-17"), ("STO", "A-17")]
    assert found(lender="STO") == [("STO", "A-17"), ("STO", "A-18")]
    assert found(source_system="tms", source_id="9") == [("SAM", "A-17")]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_three_queries_and_one_more_for_a_lender(
    nilufar: Lending, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ours, theirs = system_of(None).used(), system_of(nilufar.contact.lender).used()
    for ewer in CollectionObjectFactory.create_batch(rows, lender=nilufar.contact.lender):
        ObjectPart.objects.create(object=ewer, number="a")

    with django_assert_num_queries(3):  # the token, the objects, their parts
        assert len(ours.get("objects/").json()["results"]) == rows
    with django_assert_num_queries(4):  # and whom the lender acts for
        assert len(theirs.get("objects/").json()["results"]) == rows
