"""`python -m benchmarks [SUBJECT ...]`: fills a database of its own, measures, prints a table and writes JSON.

Needs DATABASE_URL and REDIS_URL, as `make bench` sets them. A subject is a module beside this one with
`run() -> list[Figure]`; one that writes rows says `WRITES = True` and comes last.
"""

import argparse
import datetime as dt
import importlib
import json
import os
import pkgutil
import platform
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

HERE = Path(__file__).parent
RESULTS = HERE / "results"
_OURS = {"__main__", "figures", "seed"}


def main() -> int:
    given = _arguments()
    if "DATABASE_URL" not in os.environ:
        print("DATABASE_URL is not set: run `make bench`, which brings a database.", file=sys.stderr)
        return 1
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    load = [os.getloadavg()[0]]
    _prepare(objects=given.objects, loans=given.loans)
    figures = []
    for subject in _subjects(given.subjects):
        print(f"measuring {subject.__name__.rpartition('.')[2]} ...", file=sys.stderr)
        figures += subject.run()
    load.append(os.getloadavg()[0])
    report = {"machine": _machine(load), "objects": given.objects, "loans": given.loans, "figures": figures}
    print(_table(figures))
    print(
        f"{given.objects:,} objects, {given.loans:,} loans; {report['machine']['cores']} cores, "
        f"load {load[0]:.1f} before and {load[1]:.1f} after"
    )
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{dt.datetime.now(dt.UTC):%Y-%m-%dT%H%M%S}.json"
    path.write_text(json.dumps(report, indent=1, default=str) + "\n")
    print(f"written to {path.relative_to(HERE.parent)}")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("subjects", nargs="*", help=f"of {', '.join(_names())}; all without")
    parser.add_argument("--objects", type=int, default=100_000)
    parser.add_argument("--loans", type=int, default=1_000)
    given = parser.parse_args()
    if unknown := set(given.subjects) - set(_names()):
        parser.error(f"there is no subject called {', '.join(sorted(unknown))}: choose from {', '.join(_names())}")
    return given


def _names() -> list[str]:
    return sorted(module.name for module in pkgutil.iter_modules([str(HERE)]) if module.name not in _OURS)


def _subjects(wanted: list[str]) -> list[ModuleType]:
    modules = [importlib.import_module(f"benchmarks.{name}") for name in wanted or _names()]
    return sorted(modules, key=lambda module: getattr(module, "WRITES", False))


def _prepare(*, objects: int, loans: int) -> None:
    """A fresh database beside the one given, migrated and filled."""
    # The settings read the environment once, so the database comes before Django; the seed knows models, so it follows.
    from urllib.parse import urlsplit, urlunsplit

    import psycopg
    from psycopg import sql

    url = urlsplit(os.environ["DATABASE_URL"])
    name = url.path.lstrip("/") + "_bench"
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    os.environ["DATABASE_URL"] = urlunsplit(url._replace(path=f"/{name}"))

    import django

    django.setup()
    from django.core.management import call_command

    from benchmarks import figures, seed

    print(f"filling {name} ...", file=sys.stderr)
    took = figures.seconds(lambda: call_command("migrate", verbosity=0))
    print(f"migrated in {took:.1f} s", file=sys.stderr)
    took = figures.seconds(lambda: seed.fill(objects=objects, loans=loans))
    print(f"filled in {took:.1f} s", file=sys.stderr)


def _machine(load: list[float]) -> dict[str, Any]:
    from django.db import connection

    connection.ensure_connection()
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=HERE, capture_output=True, text=True, check=False
    )
    return {
        "measured_at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "commit": commit.stdout.strip(),
        "cores": os.cpu_count(),
        "load_before_and_after": load,
        "python": platform.python_version(),
        "postgresql": connection.pg_version,  # type: ignore[attr-defined]
        "system": platform.platform(),
    }


def _table(figures: list[dict[str, Any]]) -> str:
    rows = [("", "measured", "aim", "")]
    for each in figures:
        aim = "" if each["target"] is None else f"{each['target']:,g}"
        rows.append((each["name"], f"{each['value']:,.{_digits(each['value'])}f} {each['unit']}", aim, each["note"]))
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    return "\n".join(
        f"{name:<{widths[0]}}  {value:>{widths[1]}}  {aim:>{widths[2]}}  {note}".rstrip()
        for name, value, aim, note in rows
    )


def _digits(value: float) -> int:
    return 0 if value >= 100 else 1


if __name__ == "__main__":
    sys.exit(main())
