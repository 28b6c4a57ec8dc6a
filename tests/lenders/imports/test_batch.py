"""A file becomes objects: created, updated, left alone or refused, in one transaction, with its history."""

import io
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lenders.models import CollectionObject, Lender, ObjectPart
from lenders.services.imports.batch import ImportResult, import_objects
from lenders.services.imports.profiles import TARGETS
from lenders.services.imports.refusals import ImportRefused
from office.records.models import AuditEvent
from tests.factories import CollectionObjectFactory, LenderFactory
from tests.lenders.imports.files import columns, table
from tests.personas import Staff

pytestmark = pytest.mark.django_db

_VERSIONS = apps.get_model("lenders", "CollectionObjectEvent")
EWER = {
    "accession_number": "89.27.30.A-B",
    "title": "Ewer with lid",
    "native_title": "Кумган",
    "maker": "Workshop of Merv",
    "culture": "Sogdian",
    "date_text": "206 BCE-220 CE",
    "materials": "silver",
    "dimensions_text": "height 48.3 cm x diameter 17.5 cm",
    "credit_line": "Gift of Ménars",
    "light_class": "low",
    "cites_appendix": "II",
    "other_numbers": "old inventory: 12; 99",
    "source_system": "tms",
    "source_id": "1",
    "source_url": "https://museum.example/1",
}


@pytest.fixture
def samarkand() -> Lender:
    return LenderFactory(code="SSMR", name="Samarkand State Museum-Reserve")


def _import(stream: io.BytesIO, lender: Lender, staff: Staff, **options: Any) -> ImportResult:
    return import_objects(stream, lender=lender, actor=staff.actor, file_name="list.csv", **options)


def _sentences(result: ImportResult) -> list[tuple[int, str]]:
    return [(rejection.row, rejection.sentence) for rejection in result.rejections]


def test_a_row_becomes_an_object_with_everything_it_says(samarkand: Lender, ruth: Staff) -> None:
    result = _import(table(EWER), samarkand, ruth)

    assert result.line == "created 1, updated 0, unchanged 0, rejected 0"
    ewer = CollectionObject.objects.get()
    assert {name: getattr(ewer, name) for name in EWER} == EWER | {
        "other_numbers": [{"kind": "old inventory", "number": "12"}, {"kind": "", "number": "99"}]
    }
    assert (ewer.lender, ewer.earliest_year, ewer.latest_year, ewer.edtf) == (samarkand, -206, 220, "-0205/0220")
    assert (ewer.height_mm, ewer.width_mm, ewer.diameter_mm) == (Decimal("483.0"), None, Decimal("175.0"))
    assert ewer.piece_count == 2
    assert list(ewer.parts.values_list("number", flat=True)) == ["89.27.30.A", "89.27.30.B"]
    assert ewer.search == ("89.27.30.a-b ewer with lid кумган workshop of merv sogdian 206 bce-220 ce silver kumgan")
    assert ewer.uid


def test_importing_again_touches_nothing(samarkand: Lender, ruth: Staff) -> None:
    _import(table(EWER), samarkand, ruth)
    before = CollectionObject.objects.values().get()

    result = _import(table(EWER), samarkand, ruth)

    assert result.line == "created 0, updated 0, unchanged 1, rejected 0"
    assert CollectionObject.objects.values().get() == before
    assert (_VERSIONS.objects.count(), AuditEvent.objects.count()) == (1, 1)


def test_only_what_changed_is_written_and_history_keeps_what_was(samarkand: Lender, ruth: Staff) -> None:
    bowl = EWER | {"accession_number": "2", "title": "Bowl", "source_id": "2"}
    _import(table(EWER, bowl), samarkand, ruth)

    result = _import(table(EWER, bowl | {"title": "Dish"}), samarkand, ruth)

    assert result.line == "created 0, updated 1, unchanged 1, rejected 0"
    versions = _VERSIONS.objects.order_by("pgh_id").values_list("pgh_label", "title")
    assert list(versions) == [("insert", "Ewer with lid"), ("insert", "Bowl"), ("update", "Dish")]
    assert CollectionObject.objects.get(accession_number="2").search.split()[1] == "dish"


def test_fields_without_a_column_stay_and_are_still_found(samarkand: Lender, ruth: Staff) -> None:
    _import(table(EWER), samarkand, ruth)

    result = _import(columns(["accession_number", "title"], ["89.27.30.A-B", "Jug"]), samarkand, ruth)

    jug = CollectionObject.objects.get()
    assert result.updated == 1
    assert (jug.title, jug.maker, jug.height_mm, jug.source_id) == ("Jug", "Workshop of Merv", Decimal("483.0"), "1")
    assert jug.search == "89.27.30.a-b jug кумган workshop of merv sogdian 206 bce-220 ce silver kumgan"


def test_an_empty_cell_empties_the_field_but_never_the_number(samarkand: Lender, ruth: Staff) -> None:
    _import(table(EWER), samarkand, ruth)

    _import(table(EWER | {"accession_number": "", "maker": "", "dimensions_text": ""}), samarkand, ruth)

    ewer = CollectionObject.objects.get()
    assert (ewer.accession_number, ewer.maker, ewer.height_mm) == ("89.27.30.A-B", "", None)
    assert ewer.accession_sort != ""


def test_a_part_taken_away_by_hand_does_not_come_back(samarkand: Lender, ruth: Staff) -> None:
    _import(table(EWER), samarkand, ruth)
    ObjectPart.objects.get(number="89.27.30.B").delete()

    _import(table(EWER | {"title": "Ewer without lid"}), samarkand, ruth)

    assert [part.number for part in ObjectPart.objects.all()] == ["89.27.30.A"]


def test_a_dry_run_says_what_would_happen_and_writes_nothing(samarkand: Lender, ruth: Staff) -> None:
    result = _import(table(EWER, EWER | {"title": ""}), samarkand, ruth, dry_run=True)

    assert result.line == "created 1, updated 0, unchanged 0, rejected 1"
    counts = [model.objects.count() for model in (CollectionObject, ObjectPart, AuditEvent)]
    assert counts == [0, 0, 0]


def test_a_batch_is_one_audit_entry_by_the_person_who_imported(samarkand: Lender, ruth: Staff) -> None:
    _import(table(EWER, EWER | {"source_id": "2", "accession_number": "2"}, EWER), samarkand, ruth)

    event = AuditEvent.objects.get()
    assert (event.verb, event.subject_id, event.recorded_by) == ("objects_imported", samarkand.uid, ruth.user.name)
    assert event.after == {"created": 2, "updated": 0, "unchanged": 0, "rejected": 1}
    context = _VERSIONS.objects.values_list("pgh_context", flat=True).first()
    assert context["file"] == "list.csv"


def test_who_may_only_look_may_not_import(samarkand: Lender, vera: Staff) -> None:
    with pytest.raises(ImportRefused) as refused:
        _import(table(EWER), samarkand, vera)
    assert refused.value.sentence == "You may not import objects. Ask a registrar to do it."


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"title": ""}, "It has no title. Write what the object is called, or what it is."),
        (
            {"accession_number": "", "source_id": ""},
            "It has neither an accession number nor a source number, so it would double next time.",
        ),
        ({"title": "x" * 501}, "The title is 501 characters long; 500 fit. Shorten it."),
        ({"title": "Ew\x00er"}, "The title contains an invisible control character after “Ew”. Delete it."),
        ({"maker": "\x1b[1m"}, "The maker contains an invisible control character at its start. Delete it."),
        (
            {"date_text": "", "edtf": "soon"},
            "“soon” isn't an EDTF date such as 0900~ or -0205/0220; correct it or leave it empty.",
        ),
        ({"piece_count": "some"}, "The number of pieces is “some”; write a whole number from 1 up."),
        ({"piece_count": "0"}, "The number of pieces is “0”; write a whole number from 1 up."),
        ({"height_mm": "tall"}, "The height “tall” can't be read; write it with its unit, like 48.3 cm."),
        ({"weight_g": "1e12"}, "The weight “1e12” is out of range."),
        (
            {"light_class": "bright"},
            "The light class “bright” isn't known; write one of sensitive, high, medium, low, none, or leave it empty.",
        ),
        ({"cites_appendix": "IV"}, "The CITES appendix “IV” isn't known; write one of I, II, III, or leave it empty."),
        (
            {"source_url": "javascript:alert(1)"},
            "The source page “javascript:alert(1)” is no web address. Write it like https://museum.org/objects/1.",
        ),
    ],
)
def test_a_bad_row_is_refused_with_a_sentence_and_the_others_go_in(
    samarkand: Lender, ruth: Staff, cells: dict[str, str], sentence: str
) -> None:
    good = {**EWER, **dict.fromkeys(cells, ""), "accession_number": "1", "source_id": "9", "title": "Bowl"}

    result = _import(table({**EWER, **cells}, good), samarkand, ruth)

    assert _sentences(result) == [(2, sentence)]
    assert result.line == "created 1, updated 0, unchanged 0, rejected 1"


def test_a_repeated_number_names_both_rows_and_the_first_is_taken(samarkand: Lender, ruth: Staff) -> None:
    result = _import(
        columns(
            ["accession_number", "title", "source_id"],
            ["A1", "", "s1"],
            ["A1", "Bowl", "s2"],
            ["A1", "Dish", "s3"],
            ["2", "Cup", "s2"],
        ),
        samarkand,
        ruth,
    )
    assert _sentences(result) == [
        (2, "It has no title. Write what the object is called, or what it is."),
        (4, "It repeats the accession number A1 of row 3; row 3 was taken."),
        (5, "It repeats the source number s2 of row 3; row 3 was taken."),
    ]
    assert [row.title for row in CollectionObject.objects.all()] == ["Bowl"]


def test_numbers_kept_as_numbers_are_pointed_out(samarkand: Lender, ruth: Staff) -> None:
    import openpyxl

    book, stream = openpyxl.Workbook(), io.BytesIO()
    for row in (["accession number", "title"], [1988.1, "Bowl"], ["1988.4", "Cup"]):
        book.active.append(row)
    book.save(stream)

    result = _import(stream, samarkand, ruth)

    assert result.notes == [
        "In 1 rows the accession number is stored as a number: 1988.10 reads as 1988.1."
        " Format that column as text in the spreadsheet and check these numbers."
    ]


def test_a_file_that_breaks_off_writes_nothing(samarkand: Lender, ruth: Staff) -> None:
    broken = io.BytesIO(b'accession_number,title\n1,Bowl\n2,"Cup\n')
    with pytest.raises(ImportRefused) as refused:
        _import(broken, samarkand, ruth)
    assert refused.value.sentence == "The quotation mark opened in row 3 is never closed. Close it and import again."
    assert CollectionObject.objects.count() == 0


CELL = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=12) | st.sampled_from(
    ["1", "206 BCE", "12 x 3 cm", "https://x.example", "A-B", "Й", "'", '"', "\\N", "\\.", "{}", "%s", "ﷺ"]
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.fixed_dictionaries({name: CELL for name in TARGETS if name != "lender"}), min_size=1, max_size=4))
def test_whatever_the_cells_hold_every_row_is_counted_once_and_stays_unchanged(
    samarkand: Lender, ruth: Staff, rows: list[dict[str, str]]
) -> None:
    rows = [row | {"title": f"{row['title']}x"} for row in rows]
    with transaction.atomic():
        first = _import(table(*rows), samarkand, ruth)
        again = _import(table(*rows), samarkand, ruth)
        transaction.set_rollback(True)
    assert first.created + len(first.rejections) == len(rows)
    assert (again.created, again.updated, again.unchanged) == (0, 0, first.created)
    assert again.rejections == first.rejections


def test_another_owners_object_with_the_same_number_is_left_alone(samarkand: Lender, ruth: Staff) -> None:
    kept = CollectionObjectFactory(lender=LenderFactory(), accession_number="89.27.30.A-B", title="Theirs")

    _import(table(EWER), samarkand, ruth)

    kept.refresh_from_db()
    assert (kept.title, CollectionObject.objects.count()) == ("Theirs", 2)
