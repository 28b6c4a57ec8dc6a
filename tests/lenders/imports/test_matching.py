"""Which object a row is about: by source number, by accession number, by a look-alike of it, or by nothing."""

import threading

import pytest
from django.db import connection

from lenders.models import CollectionObject, Lender
from lenders.services.imports.batch import ImportResult, import_objects
from lenders.services.imports.upsert import SET_SIZE
from office.records.actors import Actor
from tests.factories import CollectionObjectFactory, LenderFactory
from tests.lenders.imports.files import columns

pytestmark = pytest.mark.django_db

IMPORTER = Actor(kind="system", id="", name="test", abilities=frozenset({"objects.import"}), lender_ids=None)
HEADERS = ["accession_number", "title", "source_system", "source_id"]


@pytest.fixture
def samarkand() -> Lender:
    return LenderFactory(code="SSMR", name="Samarkand State Museum-Reserve", native_name="Самаркандский музей")


def _object(lender: Lender, number: str, source: str = "", title: str = "Ewer") -> CollectionObject:
    return CollectionObjectFactory(
        lender=lender,
        accession_number=number,
        title=title,
        source_system="tms" if source else "",
        source_id=source,
    )


def _import(lender: Lender, *rows: list[str], headers: list[str] = HEADERS) -> ImportResult:
    return import_objects(columns(headers, *rows), lender=lender, actor=IMPORTER)


def _sentences(result: ImportResult) -> list[tuple[int, str]]:
    return [(rejection.row, rejection.sentence) for rejection in result.rejections]


def test_the_source_number_finds_the_object_even_with_a_new_accession_number(samarkand: Lender) -> None:
    ewer = _object(samarkand, "1", "s1")
    result = _import(samarkand, ["2", "Ewer", "tms", "s1"])
    ewer.refresh_from_db()
    assert (result.updated, ewer.accession_number, ewer.accession_sort) == (1, "2", "012")


def test_an_object_without_source_is_found_by_its_number_and_learns_its_source(samarkand: Lender) -> None:
    ewer = _object(samarkand, "1")
    result = _import(samarkand, ["1", "Ewer", "tms", "s1"])
    ewer.refresh_from_db()
    assert (result.updated, ewer.source_system, ewer.source_id) == (1, "tms", "s1")


def test_a_list_without_source_numbers_leaves_them(samarkand: Lender) -> None:
    ewer = _object(samarkand, "1", "s1")
    result = _import(samarkand, ["1", "Jug", "", ""])
    ewer.refresh_from_db()
    assert (result.updated, ewer.title, ewer.source_system, ewer.source_id) == (1, "Jug", "tms", "s1")


def test_a_number_typed_on_another_keyboard_finds_the_object_and_leaves_its_number(samarkand: Lender) -> None:
    ewer = _object(samarkand, "КП-12 А")
    result = _import(samarkand, ["KП-12A", "Ewer", "", ""])
    ewer.refresh_from_db()
    assert (result.line, ewer.accession_number) == ("created 0, updated 0, unchanged 1, rejected 0", "КП-12 А")


def test_a_number_that_looks_like_two_is_refused(samarkand: Lender) -> None:
    _object(samarkand, "А1")
    _object(samarkand, "A1")
    result = _import(samarkand, ["a 1", "Ewer", "", ""])
    assert _sentences(result) == [
        (2, "The accession number a 1 looks like those of 2 objects. Write it as one of them.")
    ]


def test_two_look_alikes_in_one_list_are_two_objects(samarkand: Lender) -> None:
    _object(samarkand, "1954.70.a")
    rows = [["1954.70.A", "Bead", "", ""], ["1954.70.a", "Ewer", "", ""]]
    assert _import(samarkand, *rows).line == "created 1, updated 0, unchanged 1, rejected 0"
    assert _import(samarkand, *rows).line == "created 0, updated 0, unchanged 2, rejected 0"


def test_a_number_of_another_object_is_refused(samarkand: Lender) -> None:
    _object(samarkand, "1", "s1")
    _object(samarkand, "2", "s2", title="Bowl")
    result = _import(samarkand, ["2", "Ewer", "tms", "s1"], ["1", "Cup", "tms", "s9"])
    assert _sentences(result) == [
        (2, "The accession number 2 belongs to “Bowl” with the source number s2, another object."),
        (3, "The accession number 1 belongs to “Ewer” with the source number s1, another object."),
    ]
    assert sorted(CollectionObject.objects.values_list("title", flat=True)) == ["Bowl", "Ewer"]


def test_two_rows_about_one_object_are_both_named(samarkand: Lender) -> None:
    _object(samarkand, "1", "s1")
    result = _import(samarkand, ["", "Jug", "tms", "s1"], ["1", "Cup", "", ""])
    assert _sentences(result) == [(3, "It describes the same object as row 2; row 2 was taken.")]
    assert CollectionObject.objects.get().title == "Jug"


def test_a_file_of_several_sets_is_one_file(samarkand: Lender) -> None:
    _object(samarkand, "known", "s-known")
    many = [[str(number), f"Sherd {number}", "tms", f"s{number}"] for number in range(SET_SIZE + 20)]
    many[3] = ["", "Ewer", "tms", "s-known"]
    many[-1] = ["known", "Cup", "", ""]
    last = len(many) + 1

    result = _import(samarkand, *many)

    assert _sentences(result) == [(last, "It describes the same object as row 5; row 5 was taken.")]
    assert result.line == f"created {len(many) - 2}, updated 0, unchanged 1, rejected 1"
    assert CollectionObject.objects.count() == len(many) - 1


def test_only_rows_of_the_lender_are_taken_from_a_list_of_several(samarkand: Lender) -> None:
    headers = ["lender", "accession_number", "title"]
    rows = [["Other Museum", "1", "Bowl"], ["самаркандский МУЗЕЙ", "1", "Cup"], ["", "2", "Jug"]]

    result = _import(samarkand, *rows, headers=headers)

    assert result.notes == ["Left out, as they belong to somebody else: Other Museum (1 rows)."]
    assert [row.title for row in CollectionObject.objects.all()] == ["Cup", "Jug"]


def test_a_list_that_never_names_the_lender_is_taken_whole_and_says_so(samarkand: Lender) -> None:
    result = _import(samarkand, ["Institute", "1", "Bowl"], headers=["lender", "accession_number", "title"])
    assert (result.created, result.notes) == (
        1,
        [
            "The column “lender” never names Samarkand State Museum-Reserve; it names Institute (1 rows)."
            " All rows were taken as objects of Samarkand State Museum-Reserve."
        ],
    )


@pytest.mark.django_db(transaction=True)
def test_two_imports_at_once_for_one_lender_queue_up() -> None:
    lender = LenderFactory()
    rows = [[str(number), f"Sherd {number}", "tms", f"s{number}"] for number in range(500)]
    start = threading.Barrier(2)
    results: list[ImportResult] = []

    def import_them() -> None:
        start.wait()
        try:
            results.append(_import(lender, *rows))
        finally:
            connection.close()

    people = [threading.Thread(target=import_them) for _ in range(2)]
    for person in people:
        person.start()
    for person in people:
        person.join()

    assert sorted((result.created, result.unchanged) for result in results) == [(0, 500), (500, 0)]
    assert CollectionObject.objects.filter(lender=lender).count() == 500
