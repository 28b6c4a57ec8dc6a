"""Importing an object list end to end: read, understand, match, write, history and search index included."""

import csv
import io
import random
from collections.abc import Iterator

from django.db import connection

from benchmarks.figures import Figure, figure, seconds
from lenders.models import Lender
from lenders.services.imports.batch import import_objects
from lenders.services.imports.mapping import map_columns
from lenders.services.imports.reading import open_table
from lenders.services.imports.rows import RowReader
from office.records.actors import Actor

WRITES = True
ROWS = 100_000
AIM = 10_000

_COLUMNS = (
    *("source_system", "source_id", "accession_no", "title", "maker", "culture", "date_display", "medium"),
    *("dimensions", "credit_line", "classification", "provenance", "url", "licence"),
)
_KINDS = ("Covered vase", "Bowl", "Textile fragment", "Ewer", "Snuff bottle", "Bodhisattva", "Coin", "Mirror", "Dish")
_MARKS = ("with dragons", "with a hunting scene", "in the shape of a bird", "inscribed in Kufic", "with pearl roundels")
_CULTURES = (
    "Sogdian",
    "China, Tang dynasty (618–907)",
    "Persian",
    "Coptic Egyptian",
    "China, Han dynasty",
    "Самарканд",
)
_DATES = (
    "206 BCE–220 CE",
    "Qianlong period (1736–1795)",
    "c. {}",
    "{}–{}",
    "15th-16th century",
    "late 600s–early 700s",
)
_MATERIALS = (
    "porcelain, blue under the glaze",
    "bronze, inlaid with silver",
    "silk, tabby weave",
    "earthenware, glazed",
)


def run() -> list[Figure]:
    lender = Lender.objects.create(code="BENCH", name="Museum of the Long List", country="UZ")
    importer = Actor(kind="system", id="", name="Benchmark", abilities=frozenset({"objects.import"}), lender_ids=None)
    new, changed = _list(range(ROWS)), _list(range(ROWS), recatalogued=10)
    figures = [figure("Object list, read and understood only", ROWS / seconds(lambda: _understand(new)), "rows/s")]
    for name, stream, line in (
        ("Import, all new", new, f"created {ROWS}, updated 0, unchanged 0, rejected 0"),
        ("Import, nothing changed", new, f"created 0, updated 0, unchanged {ROWS}, rejected 0"),
        (
            "Import, one in ten changed",
            changed,
            f"created 0, updated {ROWS // 10}, unchanged {ROWS * 9 // 10}, rejected 0",
        ),
    ):
        lines: list[str] = []
        took = seconds(lambda: lines.append(import_objects(stream, lender=lender, actor=importer).line))  # noqa: B023
        if lines != [line]:
            raise RuntimeError(f"{name}: {lines[0]} instead of {line}")
        note = f"{ROWS:,} rows of a CSV in {took:.1f} s, with history and search index"
        figures.append(figure(name, ROWS / took, "rows/s", target=AIM, note=note))
    return [*figures, _index_share()]


def _understand(stream: io.BytesIO) -> None:
    table = open_table(stream)
    reader = RowReader(map_columns(table.headers), headers_in_file=table.headers)
    for row in table.rows:
        reader.read(row)


def _index_share() -> Figure:
    """What one row costs in the trigram index, on disk."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_relation_size('lenders_object_search') / count(*)::float FROM lenders_collectionobject"
        )
        (size,) = cursor.fetchone()
    return figure("Search index, for each object", size, "bytes")


def _list(numbers: range, *, recatalogued: int = 0) -> io.BytesIO:
    """A list as a collection system exports it, about 420 bytes a row; every so many-th object has a new title."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(_COLUMNS)
    writer.writerows(_rows(numbers, recatalogued))
    return io.BytesIO(text.getvalue().encode())


def _rows(numbers: range, recatalogued: int) -> Iterator[list[str]]:
    dice = random.Random(1)
    for number in numbers:
        year = dice.randint(300, 1800)
        title = f"{dice.choice(_KINDS)} {dice.choice(_MARKS)}"
        if recatalogued and number % recatalogued == 0:
            title += ", restored"
        yield [
            "collection-system",
            f"things/{number:08}-0376-4893-839c-6d9d4886f2d4",
            f"{1900 + number % 120}.{number // 120}.{dice.randint(1, 40)}" + (".A-B" if number % 15 == 0 else ""),
            title,
            f"Workshop of master {dice.randint(1, 400)}",
            dice.choice(_CULTURES),
            dice.choice(_DATES).format(year, year + dice.randint(1, 90)),
            dice.choice(_MATERIALS),
            f"height {dice.randint(10, 900) / 10} cm x width {dice.randint(10, 900) / 10} cm",
            f"Gift of the friends of the museum in memory of donor {dice.randint(1, 900)}",
            "Ceramics",
            f"Bought from a dealer in Paris in {dice.randint(1890, 1990)}; earlier whereabouts unknown to the museum.",
            f"https://museum.example/collection/{number}",
            "CC0-1.0",
        ]
