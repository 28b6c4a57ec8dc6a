"""Rule packs: every shipped file loads and says where it comes from; a wrong one is named with its key."""

import datetime as dt
import re
from decimal import Decimal
from pathlib import Path

import pytest

from loans import packs
from loans.packs import PackError

FILES = sorted(packs.SHIPPED.glob("*.toml"))
ABOUT = 'name = "p"\njurisdiction = "GB"\nversion = "1"\nvalid_from = 2024-01-01\nsource = "Act"\n'


def written(folder: Path, text: str, *, name: str = "p.toml") -> Path:
    (folder / name).write_text(text)
    return folder


def test_the_packs_the_rules_ask_for_ship() -> None:
    asked_for = {
        name
        for path in packs.SHIPPED.parent.rglob("*.py")
        for name in re.findall(r"packs\.(?:current|find|versions)\(\s*\"([\w-]+)\"", path.read_text())
    }

    assert len(asked_for) >= 8
    assert asked_for - set(packs.names()) == set()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_shipped_file_states_its_source(file: Path) -> None:
    pack = packs.pack.read(file)

    assert file.stem.startswith(pack.name)
    assert len(pack.source) > 10


def test_what_comes_from_memory_is_marked() -> None:
    marked = {pack.name for name in packs.names() for pack in packs.versions(name) if pack.verify}

    assert marked == {"environment", "uk-immunity", "us-2459"}


@pytest.mark.parametrize(
    ("on", "version"), [("2008-04-22", "2008"), ("2022-06-27", "2008"), ("2022-06-28", "2022"), ("2099-01-01", "2022")]
)
def test_the_version_of_the_day_is_taken(on: str, version: str) -> None:
    assert packs.current("uk-immunity", on=dt.date.fromisoformat(on)).version == version


def test_before_the_first_version_there_is_no_rule() -> None:
    day = dt.date(2025, 6, 27)

    assert packs.find("eu-import", on=day) is None
    with pytest.raises(
        PackError, match=r"eu-import\.toml: eu-import is valid from 2025-06-28, and 2025-06-27 is before"
    ):
        packs.current("eu-import", on=day)


def test_an_unknown_pack_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(PackError, match=r"no rule pack “moon”; there are [a-z]"):
        packs.current("moon", on=dt.date(2026, 1, 1))


def test_values_come_in_their_types(tmp_path: Path) -> None:
    text = ABOUT + 'n = 3\nd = 1.5\nt = "a"\nf = true\nts = ["a", "b"]\nis = [3, 2]\n[x.y]\nz = 0\n'
    [pack] = packs.load(written(tmp_path, text))["p"]

    assert pack.integer("n") == 3
    assert pack.number("d") == Decimal("1.5")
    assert pack.text("t") == "a"
    assert pack.flag("f") is True
    assert pack.texts("ts") == ("a", "b")
    assert pack.integers("is") == (3, 2)
    assert pack.integer("x.y.z") == 0
    assert pack.keys("x") == ("y",)
    assert (pack.has("x.y.z"), pack.has("x.z"), pack.has("n.z")) == (True, False, False)


@pytest.mark.parametrize(
    ("line", "ask", "said"),
    [
        ("", "integer", "p.toml: “key” is missing"),
        ('key = "28"', "integer", "p.toml: “key” must be a whole number from 0 up, not '28'"),
        ("key = -1", "integer", "must be a whole number from 0 up, not -1"),
        ("key = true", "integer", "must be a whole number from 0 up, not True"),
        ("key = true", "number", "must be a number, not True"),
        ('key = "x"', "number", "must be a number"),
        ("key = 1", "text", "must be a text, not 1"),
        ('key = " "', "text", "must be a text"),
        ("key = 1", "flag", "must be true or false, not 1"),
        ("key = [1]", "texts", "must be a list of texts"),
        ("key = 1", "texts", "must be a list of texts"),
        ('key = ["x"]', "integers", "must be a list of whole numbers"),
        ("key = 1", "integers", "must be a list of whole numbers"),
        ("key = 1", "keys", "must be a table, not 1"),
    ],
)
def test_a_wrong_value_is_named_with_file_and_key(tmp_path: Path, line: str, ask: str, said: str) -> None:
    [pack] = packs.load(written(tmp_path, ABOUT + line))["p"]

    with pytest.raises(PackError) as refused:
        getattr(pack, ask)("key")

    assert said in str(refused.value)
    assert "p.toml: “key”" in str(refused.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (ABOUT.replace('source = "Act"\n', ""), "p.toml: “source” must be a text, not None"),
        (ABOUT.replace("2024-01-01", '"soon"'), "p.toml: “valid_from” must be a day such as 2024-09-26, not 'soon'"),
        (ABOUT.replace("2024-01-01", "2024-01-01T10:00:00"), "“valid_from” must be a day"),
        (ABOUT + "verify = 1\n", "“verify” must be true or false, not 1"),
        (ABOUT + "verify = true\n", "“verify_what” says what is to be verified"),
        (ABOUT + "x = \n", "p.toml: Invalid value"),
    ],
)
def test_a_wrong_file_is_refused_by_name(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(PackError) as refused:
        packs.load(written(tmp_path, text))

    assert said in str(refused.value)


def test_two_versions_from_the_same_day_are_refused(tmp_path: Path) -> None:
    written(tmp_path, ABOUT)
    written(tmp_path, ABOUT, name="p-2.toml")

    with pytest.raises(PackError, match=r"p\.toml: p has two versions valid from 2024-01-01"):
        packs.load(tmp_path)
