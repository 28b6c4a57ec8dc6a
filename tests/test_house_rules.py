"""Rules of the house that no linter knows."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("office", "lenders", "exhibitions", "loans")
SURFACES = ("lenders/api", "exhibitions/api", "loans/api", "loans/portal", "loans/examine")


def sources(*folders: str) -> Iterator[tuple[str, str]]:
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield str(path.relative_to(ROOT)), path.read_text()


def test_rows_leave_for_lenders_and_machines_only_through_visible_to() -> None:
    bare = [
        f"{path}:{number}"
        for path, text in sources(*SURFACES)
        for number, line in enumerate(text.splitlines(), start=1)
        if re.search(r"\.(objects|_default_manager|_base_manager)\b", line)
    ]

    assert bare == []


def upward_names(package: str) -> set[str]:
    """Reverse accessors and query names that models of higher packages hang on models of this one."""
    height = {name: place for place, name in enumerate(PACKAGES)}
    names = set()
    for model in apps.get_models():
        home = model.__module__.split(".")[0]
        if home != package:
            continue
        for relation in model._meta.related_objects:
            origin = relation.related_model.__module__.split(".")[0]
            accessor = relation.get_accessor_name()
            if accessor and height.get(origin, -1) > height[package]:
                names.add(accessor)
    return names


@pytest.mark.parametrize("package", ["office", "lenders", "exhibitions"])
def test_lower_packages_do_not_reach_up_through_reverse_relations(package: str) -> None:
    names = upward_names(package)
    reaching = []
    for path, text in sources(package):
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Attribute) and node.attr in names:
                reaching.append(f"{path}:{node.lineno} .{node.attr}")
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                first, reached, _rest = node.value.partition("__")
                reaching += [f"{path}:{node.lineno} {node.value!r}"] if reached and first in names else []

    assert reaching == []


@pytest.mark.parametrize(
    ("package", "above"),
    [("office", "lenders|exhibitions|loans"), ("lenders", "exhibitions|loans"), ("exhibitions", "loans")],
)
def test_lower_packages_do_not_name_higher_models_in_strings(package: str, above: str) -> None:
    model = re.compile(rf"""get_model\(["']({above})|["']({above})\.[A-Z]\w+["']""")
    named = [f"{path}: {found.group()}" for path, text in sources(package) for found in [model.search(text)] if found]

    assert named == []


def test_every_module_says_what_lives_there() -> None:
    silent = [
        path
        for path, text in sources("config", *PACKAGES)
        if text.strip() and ast.get_docstring(ast.parse(text)) is None
    ]

    assert silent == []


def test_only_tasks_know_celery() -> None:
    knowing = [
        path
        for path, text in sources(*PACKAGES)
        if re.search(r"^\s*(from|import) celery", text, re.M) and path != "loans/tasks.py"
    ]

    assert knowing == []


def test_nothing_is_written_to_a_line_but_through_the_one_door() -> None:
    """`status` of a line is assigned by moves, and for loans that began elsewhere by standing; demo and migrations
    included."""
    writer = re.compile(r"\b(line|each|lines?\.filter\([^)]*\))\.status\s*=[^=]")
    writing = [path for path, text in sources("loans") if writer.search(text)]

    assert writing == ["loans/services/lines/moves.py", "loans/services/lines/standing.py"]
