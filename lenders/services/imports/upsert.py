"""Writes the objects of a file in sets: COPY into a temporary table, then one statement for each table.

Rows are matched within their lender by source number, else by accession number as typed, else by a look-alike of it.
What hasn't changed isn't touched; history is written by the tables' own triggers. Sets of 10,000 rows follow each
other in one transaction, so that the next is read while PostgreSQL writes the last: two cores work at once.
"""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import batched
from typing import Any, Final

import psycopg
from django.db import connection

from lenders.models import CollectionObject, ObjectPart
from lenders.services.imports.numbers import match_key_sql
from lenders.services.imports.refusals import Rejection
from lenders.services.imports.rows import RowReader
from lenders.services.search import OBJECT_FIELDS, search_text

SET_SIZE: Final = 10_000
_OBJECTS: Final = CollectionObject._meta.db_table
_PARTS: Final = ObjectPart._meta.db_table
_GIVEN_BY_US: Final = frozenset({"uid", "id", "lender_id", "created_at", "updated_at"})
_TEMPORARY: Final = ("import_rows", "import_taken", "import_known")


class Upsert:
    """One file's way into the tables, in the caller's transaction, which holds the lender's row lock."""

    def __init__(self, lender_id: int, *, reader: RowReader) -> None:
        self.created = self.updated = self.unchanged = 0
        self.rejections: list[Rejection] = []
        self._lender_id = lender_id
        self._reader = reader
        self._carried = [name for name in reader.columns if name not in {"row_number", "parts"}]
        self._defaults: dict[str, Any] = {
            str(field.column): field.get_db_prep_save(field.get_default(), connection)
            for field in CollectionObject._meta.concrete_fields
            if field.column not in {*self._carried, *_GIVEN_BY_US}
        }
        self._has_objects = self._knows_ours = False

    def write(self, rows: Iterable[tuple[Any, ...]]) -> None:
        """Reads ahead in this thread while another sends the last set; never both on the connection at once."""
        with connection.cursor() as cursor:
            # The trigram index is the dearest part: a longer pending list and sorting in memory save a fifth of it.
            # Through Django, so that the history context of the caller is set for the whole transaction.
            cursor.execute("SET LOCAL gin_pending_list_limit = '16MB'")
            cursor.execute("SET LOCAL work_mem = '64MB'")
        with connection.connection.cursor() as cursor, ThreadPoolExecutor(1) as sender:
            self._cursor: psycopg.Cursor[Any] = cursor
            self._prepare()
            sending: Future[None] | None = None
            for several in batched(rows, SET_SIZE, strict=False):
                self._finish(sending)
                sending = sender.submit(self._write_set, several)
            self._finish(sending)
            self._run(f"DROP TABLE IF EXISTS {', '.join(f'pg_temp.{name}' for name in _TEMPORARY)}")

    def _finish(self, sending: Future[None] | None) -> None:
        with connection.wrap_database_errors:
            if sending:
                sending.result()

    def _run(self, statement: str, params: Sequence[Any] = ()) -> psycopg.Cursor[Any]:
        """Statements are put together from our own column names only; values go as parameters."""
        return self._cursor.execute(statement.encode(), params or None)

    def _prepare(self) -> None:
        helpers = {"row_number": "integer", "parts": "text[]"}
        types = [f"{name} {helpers.get(name) or _type(name)}" for name in self._reader.columns]
        self._run(f"DROP TABLE IF EXISTS {', '.join(f'pg_temp.{name}' for name in _TEMPORARY)}")
        self._run(f"CREATE TEMPORARY TABLE import_rows ({', '.join(types)}, object_id bigint)")
        self._run("CREATE TEMPORARY TABLE import_taken (object_id bigint PRIMARY KEY, row_number integer)")
        ours = self._run(f"SELECT EXISTS (SELECT FROM {_OBJECTS} WHERE lender_id = %s)", [self._lender_id]).fetchone()
        self._has_objects = bool(ours and ours[0])

    def _write_set(self, rows: Sequence[tuple[Any, ...]]) -> None:
        self._run("TRUNCATE import_rows")
        with self._cursor.copy(f"COPY import_rows ({', '.join(self._reader.columns)}) FROM STDIN".encode()) as copy:
            for row in rows:
                copy.write_row(row)
        # The first import for a lender has nothing to match: what the file itself repeats the reader has refused.
        refused = self._refused() if self._has_objects else {}
        if refused:
            self._run("DELETE FROM import_rows WHERE row_number = ANY(%s)", [list(refused)])
            self.rejections.extend(refused.values())
        matched = self._run(
            "INSERT INTO import_taken SELECT object_id, row_number FROM import_rows WHERE object_id IS NOT NULL"
        ).rowcount
        updated = self._update() if matched else 0
        self.updated += updated
        self.unchanged += matched - updated
        if created := len(rows) - matched - len(refused):
            self._insert()
            self.created += created

    # --- Matching --------------------------------------------------------------------------------------------------

    def _refused(self) -> dict[int, Rejection]:
        """Matches the set; returns the rows it must leave out."""
        # Statistics are stale while a table fills up: a nested loop over all of a lender's objects takes minutes.
        self._run("SET LOCAL enable_nestloop = off")
        refused = {rejection.row: rejection for rejection in self._match()}
        self._run("SET LOCAL enable_nestloop = on")
        self._run(  # a number the file leaves out stays
            "UPDATE import_rows r SET accession_number = o.accession_number, accession_sort = o.accession_sort"
            f" FROM {_OBJECTS} o WHERE o.id = r.object_id AND r.accession_number = ''"
        )
        return refused

    def _match(self) -> Iterator[Rejection]:
        """Fills `object_id`; yields the rows that can't be matched without doubt, possibly one twice."""
        self._run(
            f"UPDATE import_rows r SET object_id = o.id FROM {_OBJECTS} o WHERE o.lender_id = %s"
            " AND r.source_id <> '' AND o.source_system = r.source_system AND o.source_id = r.source_id",
            [self._lender_id],
        )
        self._run(
            f"UPDATE import_rows r SET object_id = o.id FROM {_OBJECTS} o WHERE o.lender_id = %s"
            " AND r.object_id IS NULL AND r.accession_number <> '' AND o.accession_number = r.accession_number"
            " AND (r.source_id = '' OR o.source_id = '')",
            [self._lender_id],
        )
        yield from self._match_look_alikes()
        taken = self._run(
            "SELECT r.row_number, r.accession_number, o.title, o.source_id"
            f" FROM import_rows r JOIN {_OBJECTS} o ON o.lender_id = %s AND o.accession_number = r.accession_number"
            " WHERE r.accession_number <> '' AND o.id IS DISTINCT FROM r.object_id",
            [self._lender_id],
        )
        for row, number, title, source in taken.fetchall():
            whose = f"“{title[:60]}”" + (f" with the source number {source}" if source else "")
            yield Rejection(row, f"The accession number {number} belongs to {whose}, another object.")
        again = self._run(
            "SELECT r.row_number, least(t.row_number, min(r.row_number) OVER (PARTITION BY r.object_id)) AS first"
            " FROM import_rows r LEFT JOIN import_taken t USING (object_id) WHERE r.object_id IS NOT NULL"
        )
        for row, first in again.fetchall():
            if row > first:
                yield Rejection(row, f"It describes the same object as row {first}; row {first} was taken.")

    def _match_look_alikes(self) -> Iterator[Rejection]:
        """Matches numbers that differ from ours in case, spaces or look-alike letters only; ours stay as they are.

        An object that another row names exactly is not a candidate: the two numbers do mean two things then.
        """
        unmatched = "r.object_id IS NULL AND r.accession_number <> ''"
        if not self._run(f"SELECT 1 FROM import_rows r WHERE {unmatched} LIMIT 1").fetchone():
            return
        if not self._knows_ours:  # before the first object is created: what the file itself repeats is known already
            self._run(
                f"CREATE TEMPORARY TABLE import_known AS SELECT id, {match_key_sql('accession_number')} AS key"
                f" FROM {_OBJECTS} WHERE lender_id = %s AND accession_number <> ''",
                [self._lender_id],
            )
            self._run("ANALYZE import_known")
            self._knows_ours = True
        alike = (
            "SELECT r.row_number, count(*) AS many, min(o.id) AS id FROM import_rows r"
            f" JOIN import_known k ON k.key = {match_key_sql('r.accession_number')} JOIN {_OBJECTS} o ON o.id = k.id"
            f" WHERE {unmatched} AND (r.source_id = '' OR o.source_id = '')"
            " AND NOT EXISTS (SELECT FROM import_rows e WHERE e.object_id = o.id)"
            " AND NOT EXISTS (SELECT FROM import_taken t WHERE t.object_id = o.id) GROUP BY r.row_number"
        )
        self._run(
            "UPDATE import_rows r SET object_id = o.id, accession_number = o.accession_number,"
            f" accession_sort = o.accession_sort FROM ({alike}) a JOIN {_OBJECTS} o ON o.id = a.id"
            " WHERE a.row_number = r.row_number AND a.many = 1"
        )
        doubtful = self._run(
            f"SELECT r.row_number, r.accession_number, a.many FROM import_rows r JOIN ({alike}) a USING (row_number)"
            " WHERE a.many > 1"
        )
        for row, number, many in doubtful.fetchall():
            yield Rejection(
                row, f"The accession number {number} looks like those of {many} objects. Write it as one of them."
            )

    # --- Writing ---------------------------------------------------------------------------------------------------

    def _changed(self) -> str:
        """Whether a row says anything new; a source it leaves out stays."""
        ours = [f"o.{name}" for name in self._reader.overwrites]
        theirs = [f"r.{name}" for name in self._reader.overwrites]
        changed = f"ROW({', '.join(ours)}) IS DISTINCT FROM ROW({', '.join(theirs)})"
        if "source_id" in self._reader.mapping.columns:
            changed = f"({changed} OR (r.source_id <> '' AND r.source_id <> o.source_id))"
        return changed

    def _update(self) -> int:
        if self._reader.unsearched:
            self._complete_search()
        sources = [name for name in ("source_system", "source_id") if name in self._reader.mapping.columns]
        new = [f"r.{name}" for name in self._reader.overwrites]
        new += [f"CASE WHEN r.source_id <> '' THEN r.{name} ELSE o.{name} END" for name in sources]
        names = [*self._reader.overwrites, *sources]
        return self._run(
            f"UPDATE {_OBJECTS} o SET ({', '.join(names)}, accession_sort, search, updated_at) ="
            f" ROW({', '.join(new)}, r.accession_sort, r.search, now())"
            f" FROM import_rows r WHERE o.id = r.object_id AND {self._changed()}"
        ).rowcount

    def _complete_search(self) -> None:
        """Rebuilds the search words of rows that change, with what the file doesn't say taken from the object."""
        fields = [f"{'o' if name in self._reader.unsearched else 'r'}.{name}" for name in OBJECT_FIELDS]
        found = self._run(
            f"SELECT r.row_number, {', '.join(fields)} FROM import_rows r JOIN {_OBJECTS} o ON o.id = r.object_id"
            f" WHERE {self._changed()}"
        ).fetchall()
        self._run(
            "UPDATE import_rows r SET search = s.search"
            " FROM unnest(%s::integer[], %s::text[]) AS s (row_number, search)"
            " WHERE s.row_number = r.row_number",
            [[row for row, *_texts in found], [search_text(*texts) for _row, *texts in found]],
        )

    def _insert(self) -> None:
        """Objects and, in the same statement, the parts their numbers name: no join with a table that just grew."""
        self._run(
            f"WITH made AS (INSERT INTO {_OBJECTS}"
            f" (lender_id, {', '.join([*self._carried, *self._defaults])}, created_at, updated_at)"
            f" SELECT %s, {', '.join(self._carried)}, {'%s, ' * len(self._defaults)} now(), now()"
            " FROM import_rows WHERE object_id IS NULL ORDER BY row_number RETURNING id, accession_number)"
            f" INSERT INTO {_PARTS} (object_id, number, title, dimensions_text) SELECT made.id, part.number, '', ''"
            " FROM made JOIN import_rows r USING (accession_number)"
            " CROSS JOIN LATERAL unnest(r.parts) WITH ORDINALITY AS part (number, place)"
            " WHERE r.object_id IS NULL AND r.parts IS NOT NULL ORDER BY made.id, part.place",
            [self._lender_id, *self._defaults.values()],
        )


def _type(name: str) -> str:
    kind = CollectionObject._meta.get_field(name).db_type(connection)
    assert kind, name
    return kind
