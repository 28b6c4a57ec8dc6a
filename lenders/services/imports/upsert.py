"""Writes a whole file of objects at once: COPY into a temporary table, then one statement for each table.

Rows are matched within their lender by source number, else by accession number as typed, else by a look-alike of it.
What hasn't changed isn't touched; history is written by the tables' own triggers.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection
from django.db.backends.utils import CursorWrapper

from lenders.models import CollectionObject, ObjectPart
from lenders.services.imports.numbers import ALIKE, SAME
from lenders.services.imports.refusals import Rejection
from lenders.services.imports.rows import RowReader
from lenders.services.search import OBJECT_FIELDS, search_text

_OBJECTS: Final = CollectionObject._meta.db_table
_PARTS: Final = ObjectPart._meta.db_table
_OURS: Final = frozenset({"uid", "id", "lender_id", "created_at", "updated_at"})
# numbers.match_key in SQL: without case, spaces and the difference between look-alike letters.
_KEY: Final = f"translate(upper(regexp_replace(normalize({{0}}, NFKC), '\\s', '', 'g')), '{ALIKE}', '{SAME}')"


@dataclass(frozen=True, slots=True)
class Counts:
    created: int
    updated: int
    unchanged: int


def write(lender_id: int, *, reader: RowReader, rows: Iterable[tuple[Any, ...]]) -> tuple[Counts, list[Rejection]]:
    """Writes rows in the caller's transaction, which holds the lender's row lock; returns what had to be refused."""
    with connection.cursor() as cursor:
        loaded = _load(cursor, reader, rows)
        rejections = _match(cursor, lender_id) if loaded else []
        cursor.execute("SELECT count(*) FROM import_rows WHERE object_id IS NOT NULL")
        (matched,) = cursor.fetchone()
        if matched and reader.unsearched:
            _complete_search(cursor, reader)
        updated = _update(cursor, reader) if matched else 0
        created = _insert(cursor, lender_id, reader) if loaded > matched else 0
        cursor.execute("DROP TABLE import_rows")
    return Counts(created, updated, matched - updated), rejections


def _load(cursor: CursorWrapper, reader: RowReader, rows: Iterable[tuple[Any, ...]]) -> int:
    helpers = {"row_number": "integer", "parts": "text[]"}
    types = [f"{name} {helpers.get(name) or _type(name)}" for name in reader.columns]
    cursor.execute("DROP TABLE IF EXISTS pg_temp.import_rows")
    cursor.execute(f"CREATE TEMPORARY TABLE import_rows ({', '.join(types)}, object_id bigint)")
    count = 0
    with cursor.copy(f"COPY import_rows ({', '.join(reader.columns)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
            count += 1
    cursor.execute("ANALYZE import_rows")
    return count


def _match(cursor: CursorWrapper, lender_id: int) -> list[Rejection]:
    """Fills `object_id` and takes out the rows that can't be matched without doubt."""
    cursor.execute(
        f"UPDATE import_rows r SET object_id = o.id FROM {_OBJECTS} o WHERE o.lender_id = %s"
        " AND r.source_id <> '' AND o.source_system = r.source_system AND o.source_id = r.source_id",
        [lender_id],
    )
    cursor.execute(
        f"UPDATE import_rows r SET object_id = o.id FROM {_OBJECTS} o WHERE o.lender_id = %s AND r.object_id IS NULL"
        " AND r.accession_number <> '' AND o.accession_number = r.accession_number"
        " AND (r.source_id = '' OR o.source_id = '')",
        [lender_id],
    )
    rejected = list(_look_alikes(cursor, lender_id))
    cursor.execute(
        "SELECT r.row_number, r.accession_number, o.title, o.source_id"
        f" FROM import_rows r JOIN {_OBJECTS} o ON o.lender_id = %s AND o.accession_number = r.accession_number"
        " WHERE r.accession_number <> '' AND o.id IS DISTINCT FROM r.object_id",
        [lender_id],
    )
    for row, number, title, source in cursor.fetchall():
        whose = f"“{title[:60]}”" + (f" with the source number {source}" if source else "")
        rejected.append(Rejection(row, f"The accession number {number} belongs to {whose}, another object."))
    cursor.execute(
        "SELECT row_number, first FROM (SELECT row_number, min(row_number) OVER (PARTITION BY object_id) AS first"
        " FROM import_rows WHERE object_id IS NOT NULL) AS matched WHERE row_number > first"
    )
    for row, first in cursor.fetchall():
        rejected.append(Rejection(row, f"It describes the same object as row {first}; row {first} was taken."))
    cursor.execute(  # a number the file leaves out stays
        "UPDATE import_rows r SET accession_number = o.accession_number, accession_sort = o.accession_sort"
        f" FROM {_OBJECTS} o WHERE o.id = r.object_id AND r.accession_number = ''"
    )
    once = {rejection.row: rejection for rejection in reversed(rejected)}
    cursor.execute("DELETE FROM import_rows WHERE row_number = ANY(%s)", [list(once)])
    return list(once.values())


def _look_alikes(cursor: CursorWrapper, lender_id: int) -> Iterator[Rejection]:
    """Matches numbers that differ from ours in case, spaces or look-alike letters only; ours stay as they are."""
    cursor.execute(
        "CREATE TEMPORARY TABLE import_alike AS SELECT r.row_number, min(o.id) AS id, count(*) AS many,"
        " min(o.accession_number) AS accession_number, min(o.accession_sort) AS accession_sort"
        f" FROM import_rows r JOIN {_OBJECTS} o ON {_KEY.format('o.accession_number')} ="
        f" {_KEY.format('r.accession_number')}"
        " WHERE o.lender_id = %s AND r.object_id IS NULL AND r.accession_number <> '' AND o.accession_number <> ''"
        " AND (r.source_id = '' OR o.source_id = '') GROUP BY r.row_number",
        [lender_id],
    )
    cursor.execute(
        "UPDATE import_rows r SET object_id = a.id, accession_number = a.accession_number,"
        " accession_sort = a.accession_sort FROM import_alike a WHERE a.row_number = r.row_number AND a.many = 1"
    )
    cursor.execute(
        "SELECT r.row_number, r.accession_number, a.many FROM import_alike a JOIN import_rows r USING (row_number)"
        " WHERE a.many > 1"
    )
    for row, number, many in cursor.fetchall():
        yield Rejection(
            row, f"The accession number {number} looks like those of {many} objects. Write it as one of them."
        )
    cursor.execute("DROP TABLE import_alike")


def _update(cursor: CursorWrapper, reader: RowReader) -> int:
    sources = [name for name in ("source_system", "source_id") if name in reader.mapping.columns]
    new = [f"r.{name}" for name in reader.overwrites]
    new += [f"CASE WHEN r.source_id <> '' THEN r.{name} ELSE o.{name} END" for name in sources]
    names = [*reader.overwrites, *sources]
    cursor.execute(
        f"UPDATE {_OBJECTS} o SET ({', '.join(names)}, accession_sort, search, updated_at) ="
        f" ROW({', '.join(new)}, r.accession_sort, r.search, now())"
        f" FROM import_rows r WHERE o.id = r.object_id AND {_changed(reader)}"
    )
    return cursor.rowcount


def _changed(reader: RowReader) -> str:
    """Whether a row says anything new; a source it leaves out stays."""
    ours = [f"o.{name}" for name in reader.overwrites]
    theirs = [f"r.{name}" for name in reader.overwrites]
    changed = f"ROW({', '.join(ours)}) IS DISTINCT FROM ROW({', '.join(theirs)})"
    if "source_id" in reader.mapping.columns:
        changed = f"({changed} OR (r.source_id <> '' AND r.source_id <> o.source_id))"
    return changed


def _insert(cursor: CursorWrapper, lender_id: int, reader: RowReader) -> int:
    carried = [name for name in reader.columns if name not in {"row_number", "parts"}]
    defaults = {
        field.column: field.get_db_prep_save(field.get_default(), connection)
        for field in CollectionObject._meta.concrete_fields
        if field.column not in {*carried, *_OURS}
    }
    cursor.execute(
        f"INSERT INTO {_OBJECTS} (lender_id, {', '.join([*carried, *defaults])}, created_at, updated_at)"
        f" SELECT %s, {', '.join(carried)}, {'%s, ' * len(defaults)} now(), now()"
        " FROM import_rows WHERE object_id IS NULL ORDER BY row_number",
        [lender_id, *defaults.values()],
    )
    created = cursor.rowcount
    cursor.execute(
        f"INSERT INTO {_PARTS} (object_id, number, title, dimensions_text) SELECT o.id, part.number, '', ''"
        f" FROM import_rows r JOIN {_OBJECTS} o ON o.lender_id = %s AND o.accession_number = r.accession_number"
        " CROSS JOIN LATERAL unnest(r.parts) WITH ORDINALITY AS part (number, place)"
        " WHERE r.object_id IS NULL AND r.parts IS NOT NULL ORDER BY o.id, part.place",
        [lender_id],
    )
    return created


def _complete_search(cursor: CursorWrapper, reader: RowReader) -> None:
    """Rebuilds the search words of rows that change, with what the file doesn't say taken from the object."""
    fields = [f"{'o' if name in reader.unsearched else 'r'}.{name}" for name in OBJECT_FIELDS]
    cursor.execute(
        f"SELECT r.row_number, {', '.join(fields)} FROM import_rows r JOIN {_OBJECTS} o ON o.id = r.object_id"
        f" WHERE {_changed(reader)}"
    )
    words: Sequence[tuple[int, str]] = [(row, search_text(*texts)) for row, *texts in cursor.fetchall()]
    cursor.execute("CREATE TEMPORARY TABLE import_search (row_number integer, search text)")
    with cursor.copy("COPY import_search FROM STDIN") as copy:
        for found in words:
            copy.write_row(found)
    cursor.execute("UPDATE import_rows r SET search = s.search FROM import_search s WHERE s.row_number = r.row_number")
    cursor.execute("DROP TABLE import_search")


def _type(name: str) -> str:
    kind = CollectionObject._meta.get_field(name).db_type(connection)
    assert kind
    return kind
