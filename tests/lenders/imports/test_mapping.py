"""Which column is which: named profiles, headers in four languages, and what is missing."""

import pytest

from lenders.services.imports.mapping import map_columns
from lenders.services.imports.profiles import PROFILES, TARGETS
from lenders.services.imports.refusals import ImportRefused


def test_our_own_names_are_understood_without_a_profile() -> None:
    headers = list(TARGETS)
    assert map_columns(headers).columns == map_columns(headers, profile="caravan").columns == PROFILES["caravan"]


def test_guessing_finds_what_the_profile_says() -> None:
    headers = [*PROFILES["silkroads"].values(), "location_status"]
    guessed = map_columns(headers)
    assert guessed.columns == map_columns(headers, profile="silkroads").columns == PROFILES["silkroads"]
    assert guessed.unused == ("location_status",)


@pytest.mark.parametrize(
    ("headers", "columns"),
    [
        (
            ["ObjectNumber", "Title", "ObjectName", "Object Begin Date", "DateEnd", "Medium", "Credit Line"],
            {
                "accession_number": "ObjectNumber",
                "title": "Title",
                "earliest_year": "Object Begin Date",
                "latest_year": "DateEnd",
                "materials": "Medium",
                "credit_line": "Credit Line",
            },
        ),
        (
            ["Inv.-Nr.", "Titel", "Künstler", "Datierung", "Material/Technik", "Maße", "Bemerkung"],
            {
                "accession_number": "Inv.-Nr.",
                "title": "Titel",
                "maker": "Künstler",
                "date_text": "Datierung",
                "materials": "Material/Technik",
                "dimensions_text": "Maße",
            },
        ),
        (
            ["Numéro d’inventaire", "Titre", "Auteur", "Datation", "Matières"],
            {
                "accession_number": "Numéro d’inventaire",
                "title": "Titre",
                "maker": "Auteur",
                "date_text": "Datation",
                "materials": "Matières",
            },
        ),
        (
            ["Инв. №", "Наименование", "Автор", "Датировка", "Размеры"],
            {
                "accession_number": "Инв. №",
                "title": "Наименование",
                "maker": "Автор",
                "date_text": "Датировка",
                "dimensions_text": "Размеры",
            },
        ),
    ],
)
def test_headers_of_real_exports(headers: list[str], columns: dict[str, str]) -> None:
    assert map_columns(headers).columns == columns


def test_a_unit_in_the_header_is_the_unit_of_the_column() -> None:
    mapping = map_columns(["id", "title", "Höhe (cm)", "Weight (kg)", "Width"])
    assert mapping.scale == {"height_mm": 10.0, "width_mm": 0.0, "weight_g": 1000.0}


@pytest.mark.parametrize(
    ("headers", "profile", "sentence"),
    [
        (
            ["a", "b"],
            "",
            "No column holds the title. The first row has “a”, “b”."
            " Rename one of these to “title” or choose a profile (caravan, silkroads).",
        ),
        (
            ["title", "accession_no"],
            "caravan",
            "No column holds the accession number. The first row has “title”, “accession_no”."
            " Rename one of these to “accession_number” or choose a profile (caravan, silkroads).",
        ),
        (["title"], "tms", "There is no profile “tms”. Profiles are: caravan, silkroads."),
    ],
)
def test_what_is_missing_is_said_with_what_is_there(headers: list[str], profile: str, sentence: str) -> None:
    with pytest.raises(ImportRefused) as refused:
        map_columns(headers, profile=profile)
    assert refused.value.sentence == sentence
