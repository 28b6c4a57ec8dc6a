"""Pages by key: every row once, whatever happens meanwhile; a cursor is of one list and can't be made up."""

import pytest
from django.core import signing

from tests.callers import System, system_of
from tests.factories import CollectionObjectFactory, LenderFactory


@pytest.fixture
def ours(db: None) -> System:
    lender = LenderFactory(code="SAM")
    CollectionObjectFactory.create_batch(5, lender=lender)
    return system_of(None)


def test_every_row_once_in_the_order_of_making(ours: System) -> None:
    seen, path = [], "/api/v1/objects/?limit=2&lender=SAM"
    while path:
        page = ours.get(path).json()
        seen.append([row["accession_number"] for row in page["results"]])
        path = page["next"]

    assert [len(numbers) for numbers in seen] == [2, 2, 1]
    numbers = [number for page in seen for number in page]
    assert numbers == sorted(numbers, key=lambda number: int(number[2:]))


def test_the_next_page_keeps_the_filters_and_is_in_the_link_header_too(ours: System) -> None:
    answer = ours.get("objects/", {"limit": "2", "lender": "SAM"})

    page = answer.json()
    assert page["next"].startswith("http://testserver/api/v1/objects/?limit=2&lender=SAM&cursor=")
    assert page["next"].endswith(page["next_cursor"])
    assert answer.headers["Link"] == f'<{page["next"]}>; rel="next"'


def test_a_row_that_comes_meanwhile_is_neither_lost_nor_shifts_others(ours: System) -> None:
    first = ours.get("objects/", {"limit": "3"}).json()
    newcomer = CollectionObjectFactory()

    rest = ours.get("objects/", {"limit": "3", "cursor": first["next_cursor"]}).json()

    uids = [row["uid"] for row in first["results"] + rest["results"]]
    assert len(set(uids)) == 6
    assert uids[-1] == str(newcomer.uid)
    assert rest["next_cursor"] is None


def test_a_full_last_page_says_it_is_the_last(ours: System) -> None:
    page = ours.get("objects/", {"limit": "5"}).json()

    assert (len(page["results"]), page["next"], page["next_cursor"]) == (5, None, None)


def test_a_cursor_is_of_its_list(ours: System) -> None:
    cursor = ours.get("objects/", {"limit": "2"}).json()["next_cursor"]
    by_hand = signing.Signer(sep=".").sign(cursor.split(".")[0])

    for path, wrong in (("lenders/", cursor), ("objects/", "x" + cursor), ("objects/", by_hand), ("objects/", "\0.é")):
        answer = ours.get(path, {"cursor": wrong})
        assert answer.status_code == 400
        assert answer.json()["code"] == "cursor-unknown"


@pytest.mark.parametrize("limit", ["0", "201", "-1", "1.5", "many", "²"])
def test_a_limit_out_of_range(ours: System, limit: str) -> None:
    answer = ours.get("objects/", {"limit": limit})

    assert answer.status_code == 400
    assert answer.json()["errors"] == [
        {
            "parameter": "limit",
            "code": "limit-out-of-range",
            "message": "`limit` is a whole number from 1 to 200.",
        }
    ]
