"""`import_objects FILE --lender CODE`, on a small file and on the real lists of two museums."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from lenders.models import CollectionObject, ObjectPart
from tests.factories import LenderFactory
from tests.lenders.imports.files import shared

pytestmark = pytest.mark.django_db


def _lines(path: Path, code: str, *options: str) -> list[str]:
    out = io.StringIO()
    call_command("import_objects", str(path), "--lender", code, *options, stdout=out)
    return out.getvalue().splitlines()


@pytest.fixture
def short_list(tmp_path: Path) -> Path:
    path = tmp_path / "list.csv"
    path.write_text("accession_number,title,shelf\n1,Bowl,A\n2,,B\n")
    return path


def test_it_says_what_it_did_and_ends_with_the_counts(short_list: Path) -> None:
    LenderFactory(code="SSMR")
    refused = "Row 3: It has no title. Write what the object is called, or what it is."
    assert _lines(short_list, "ssmr", "--dry-run") == [
        "Columns not used: shelf.",
        refused,
        "Dry run: nothing was written.",
        "created 1, updated 0, unchanged 0, rejected 1",
    ]
    assert _lines(short_list, "SSMR", "--profile", "caravan")[-1] == "created 1, updated 0, unchanged 0, rejected 1"
    assert _lines(short_list, "SSMR")[-1] == "created 0, updated 0, unchanged 1, rejected 1"


@pytest.mark.parametrize(
    ("name", "code", "sentence"),
    [
        ("list.csv", "NONE", "There is no lender with the code NONE. Codes: SSMR."),
        ("gone.csv", "SSMR", "gone.csv can't be opened: No such file or directory."),
        (
            "empty.csv",
            "SSMR",
            "The file is empty. Save the table as CSV (UTF-8) or as an Excel workbook (.xlsx) and import that.",
        ),
    ],
)
def test_what_stops_it_is_a_sentence(short_list: Path, name: str, code: str, sentence: str) -> None:
    LenderFactory(code="SSMR")
    (short_list.parent / "empty.csv").touch()
    with pytest.raises(CommandError) as stopped:
        _lines(short_list.parent / name, code)
    assert str(stopped.value).removeprefix(f"{short_list.parent}/") == sentence


def test_the_real_lists_of_two_museums_go_in_whole_and_once() -> None:
    path, workbook = shared("silkroads_objects.csv"), shared("silkroads_objects_first200.xlsx")
    LenderFactory(code="CMOA", name="Carnegie Museum of Art")
    LenderFactory(code="CMA", name="Cleveland Museum of Art")

    assert _lines(path, "CMOA")[-2:] == [
        "Left out, as they belong to somebody else: Cleveland Museum of Art (553 rows).",
        "created 557, updated 0, unchanged 0, rejected 0",
    ]
    assert _lines(path, "CMA", "--profile", "silkroads")[-1] == "created 553, updated 0, unchanged 0, rejected 0"
    assert CollectionObject.objects.count() == 1110
    assert [_lines(file, "CMOA")[-1] for file in (path, workbook)] == [
        "created 0, updated 0, unchanged 557, rejected 0",
        "created 0, updated 0, unchanged 200, rejected 0",
    ]
    assert _lines(path, "CMA")[-1] == "created 0, updated 0, unchanged 553, rejected 0"


def test_the_real_list_can_be_one_lenders_and_is_understood() -> None:
    path = shared("silkroads_objects.csv")
    LenderFactory(code="SSMR", name="Samarkand State Museum-Reserve")

    assert _lines(path, "SSMR")[-1] == "created 1110, updated 0, unchanged 0, rejected 0"

    objects = CollectionObject.objects
    undated = objects.filter(earliest_year=None, latest_year=None)
    assert set(undated.values_list("date_text", flat=True)) == {"no date", ""}
    bce = objects.filter(date_text__iregex=r"bce|b\.c\.e\.")
    assert bce.count() == bce.filter(earliest_year__lt=0).count() == 139
    # The source's own years, where its text leaves the era open.
    others = objects.filter(earliest_year__lt=0).difference(bce)
    assert sorted(set(others.values_list("date_text", flat=True))) == [
        "1-199  CE", "1-199 CE", "1st century", "1st-2nd century", "c. 1-200 CE",
    ]  # fmt: skip
    assert objects.exclude(dimensions_text="").filter(height_mm=None, width_mm=None, diameter_mm=None).count() == 3
    service = objects.get(accession_number="77.43.38.A-T")
    assert (service.piece_count, service.parts.count()) == (20, 20)
    assert ObjectPart.objects.count() == sum(objects.filter(piece_count__gt=1).values_list("piece_count", flat=True))
    vase = objects.get(accession_number="25.1.14")
    assert (vase.date_text, vase.earliest_year, vase.latest_year, vase.edtf) == (
        "206 BCE-220 CE",
        -206,
        220,
        "-0205/0220",
    )
