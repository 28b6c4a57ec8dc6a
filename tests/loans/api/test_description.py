"""The OpenAPI description: complete, the same as the one that is checked in, and shown without the internet."""

import re
from pathlib import Path

import yaml
from django.conf import settings
from django.contrib.staticfiles import finders

from config.api import described
from tests.callers import System

CHECKED_IN = Path(settings.BASE_DIR, "docs", "reference", "openapi.yaml")
METHODS = {"get", "post", "put", "patch", "delete"}


def test_the_one_checked_in_is_this_one() -> None:
    """When it differs: manage.py spectacular --file docs/reference/openapi.yaml, and read the difference."""
    assert yaml.safe_load(CHECKED_IN.read_text()) == yaml.safe_load(yaml.safe_dump(_plain(described())))


def test_every_operation_names_scopes_and_problems() -> None:
    operations = {
        f"{method} {path}": operation
        for path, methods in described()["paths"].items()
        for method, operation in methods.items()
        if method in METHODS
    }

    assert len(operations) == 13
    for name, operation in operations.items():
        assert all(scheme["token"] for scheme in operation["security"]), name
        assert {"400", "401", "403", "429"} <= set(operation["responses"]), name
        for status, response in operation["responses"].items():
            if status >= "400":
                assert list(response["content"]) == ["application/problem+json"], name


def test_it_says_how_a_token_is_sent() -> None:
    schemes = described()["components"]["securitySchemes"]

    assert (schemes["token"]["type"], schemes["token"]["scheme"]) == ("http", "bearer")


def test_it_is_the_same_whoever_asks_first(db: None) -> None:
    described.cache_clear()

    first = System().get("schema/", Accept="application/json", Accept_Language="fr")
    second = System().get("schema/", Accept="application/json", Accept_Language="en")

    assert first.status_code == 200
    assert first.json()["openapi"] == "3.1.0"
    assert first.content == second.content


def test_the_docs_page_needs_nothing_from_elsewhere(db: None) -> None:
    page = System().get("docs/", Accept="text/html").content.decode()

    addresses = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert len(addresses) >= 3
    for address in addresses:
        assert address.startswith("/static/"), address
        assert finders.find(address.removeprefix("/static/")), address
    assert "/api/v1/schema/" in page
    assert "//cdn." not in page


def _plain(value: object) -> object:
    """Dictionaries, lists and bare values only: lazy words are written out."""
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value if isinstance(value, bool | int | float | None) else str(value)
