"""Settings from the environment: read as their type, or refused with the text that is wrong."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import env


@pytest.mark.parametrize(("text", "value"), [("1", True), ("Yes", True), ("on", True), ("0", False), ("", False)])
def test_a_flag_is_yes_or_no(text: str, value: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_FLAG", text)
    assert env.flag("SOME_FLAG", not value) is value


def test_what_is_not_set_has_its_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NOT_SET", raising=False)
    assert env.text("NOT_SET", "plain") == "plain"
    assert env.flag("NOT_SET", True) is True
    assert env.whole("NOT_SET", 7) == 7
    assert env.words("NOT_SET", ["one"]) == ["one"]


def test_a_list_is_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_HOSTS", "loans.museum.example, localhost,")
    assert env.words("SOME_HOSTS", []) == ["loans.museum.example", "localhost"]


@pytest.mark.parametrize(
    ("read", "text", "sentence"),
    [
        (lambda name: env.flag(name, False), "maybe", "A_SETTING is 'maybe': write 1 or 0."),
        (lambda name: env.whole(name, 1), "many", "A_SETTING is 'many': write a whole number."),
        (
            env.url_database,
            "mysql://here/caravan",
            "A_SETTING is 'mysql://here/caravan': write it like postgresql://user:password@host:5432/caravan.",
        ),
    ],
    ids=["flag", "number", "database"],
)
def test_a_wrong_value_is_refused_with_its_text(
    read: Callable[[str], object], text: str, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("A_SETTING", text)
    with pytest.raises(ImproperlyConfigured) as refused:
        read("A_SETTING")
    assert str(refused.value) == sentence


def test_what_is_needed_and_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("A_SETTING", raising=False)
    with pytest.raises(ImproperlyConfigured, match=r"^A_SETTING is not set\.$"):
        env.text("A_SETTING")


@pytest.mark.parametrize(
    ("url", "host", "port", "name"),
    [
        ("postgresql://caravan:p%40ss@db:6543/loans", "db", "6543", "loans"),
        ("postgresql://caravan:p%40ss@:5432/caravan?host=/tmp/caravan-0", "/tmp/caravan-0", "5432", "caravan"),
    ],
    ids=["network", "socket"],
)
def test_a_database_address_becomes_a_database(
    url: str, host: str, port: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOME_DATABASE", url)
    read = env.url_database("SOME_DATABASE")
    assert (read["HOST"], read["PORT"], read["NAME"], read["USER"], read["PASSWORD"]) == (
        host,
        port,
        name,
        "caravan",
        "p@ss",
    )
