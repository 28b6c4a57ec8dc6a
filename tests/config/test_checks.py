"""What `manage.py check --deploy` says about a forgotten setting."""

from pathlib import Path

import pytest
from pytest_django import Settings

from config import checks


@pytest.mark.parametrize(
    ("check", "setting", "wrong", "right", "name"),
    [
        (checks.links_are_safe, "PUBLIC_URL", "http://loans.museum.org", "https://loans.museum.org", "caravan.E001"),
        (checks.letters_have_a_sender, "DEFAULT_FROM_EMAIL", "a@caravan.example", "loans@museum.org", "caravan.W002"),
    ],
)
def test_a_forgotten_setting_is_named(
    settings: Settings, check: object, setting: str, wrong: str, right: str, name: str
) -> None:
    setattr(settings, setting, wrong)
    found = [message.id for message in check()]  # type: ignore[operator]
    setattr(settings, setting, right)

    assert found == [name]
    assert check() == []  # type: ignore[operator]


def test_a_seal_nobody_vouches_for_and_one_that_is_gone(settings: Settings, tmp_path: Path) -> None:
    place = tmp_path / "ours.p12"

    def found() -> list[str | None]:
        return [message.id for message in checks.agreements_are_sealed_in_our_name()]

    settings.SEAL_CERTIFICATE = ""
    assert found() == ["caravan.W004"]
    settings.SEAL_CERTIFICATE = str(place)
    assert found() == ["caravan.E005"]
    place.write_bytes(b"a certificate")
    assert found() == []


def test_missing_fonts_are_named(settings: Settings, tmp_path: Path) -> None:
    settings.FONT_DIR = tmp_path

    assert [message.id for message in checks.fonts_are_there()] == ["caravan.E003"]
