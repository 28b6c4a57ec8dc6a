"""Fixtures every test may use: the personas, and a place for files of its own."""

from tests import servers

servers.start()  # before anything below reads the settings

from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from pytest_django import Settings

from tests import personas
from tests.browser import browser

__all__ = ["browser"]  # one for the whole run: Playwright starts once in a process


def pytest_unconfigure() -> None:
    servers.stop()


def pytest_xdist_setupnodes() -> None:
    """Parallel test processes read the settings as late as this one did, each with addresses of its own."""
    servers.leave_settings_unread()


@pytest.fixture(autouse=True)
def own_files(settings: Settings, tmp_path: Path) -> None:
    """Stored files of a test go into its own folder."""
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture(autouse=True)
def no_second_factor(settings: Settings) -> None:
    """Personas come without a second factor; the tests of the second factor switch it on."""
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture(autouse=True)
def quick_passwords(settings: Settings) -> None:
    """Hashing well takes a third of a second a persona; tests hash badly."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def ruth(db: None) -> personas.Staff:
    return personas.ruth()


@pytest.fixture
def colin(db: None) -> personas.Staff:
    return personas.colin()


@pytest.fixture
def hanna(db: None) -> personas.Staff:
    return personas.hanna()


@pytest.fixture
def kofi(db: None) -> personas.Staff:
    return personas.kofi()


@pytest.fixture
def vera(db: None) -> personas.Staff:
    return personas.vera()


@pytest.fixture
def ada(db: None) -> personas.Staff:
    return personas.ada()


@pytest.fixture
def nilufar(db: None) -> personas.Lending:
    return personas.nilufar()


@pytest.fixture
def ingrid(db: None) -> personas.Lending:
    return personas.ingrid()


@pytest.fixture
def db_refuses(db: None) -> Callable[[str, Callable[[], object]], None]:
    """Asserts that the database itself refuses what is tried, by the constraint of that name."""

    def refuses(constraint: str, attempt: Callable[[], object]) -> None:
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            attempt()

    return refuses
