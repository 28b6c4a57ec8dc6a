"""The import of one file for one lender: the one door for the command, the admin and jobs."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, BinaryIO

import pghistory
from django.db import IntegrityError, transaction

from lenders.models import Lender
from lenders.services.imports.mapping import Mapping, map_columns
from lenders.services.imports.reading import Table, open_table
from lenders.services.imports.refusals import ImportRefused, Rejection, RowRefused
from lenders.services.imports.rows import RowReader, names_counted
from lenders.services.imports.upsert import Upsert
from office.records.actors import Actor
from office.records.audit import record


@dataclass
class ImportResult:
    """What became of the rows of a file: created + updated + unchanged + rejected are the rows that were this lender's.

    `left_out` counts rows of other lenders by name; `notes` are sentences worth reading.
    """

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejections: list[Rejection] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)

    @property
    def line(self) -> str:
        """The one line scripts read."""
        return (
            f"created {self.created}, updated {self.updated}, unchanged {self.unchanged},"
            f" rejected {len(self.rejections)}"
        )


def import_objects(
    stream: BinaryIO, *, lender: Lender, actor: Actor, file_name: str = "", profile: str = "", dry_run: bool = False
) -> ImportResult:
    """Creates and updates the lender's objects from a file, in one transaction; a dry run is rolled back at its end.

    A bad row is refused with a sentence, the others go in. A mapped column's empty cell empties the field; fields
    the file has no column for stay. One audit event for the batch, none when nothing changed. Locks the lender's
    row, so that two imports for it queue up. Raises ImportRefused with nothing written.
    """
    if not actor.can("objects.import"):
        raise ImportRefused("You may not import objects. Ask a registrar to do it.")
    table = open_table(stream)
    mapping = map_columns(table.headers, profile=profile)
    result = ImportResult(notes=list(_notes_on(table, mapping)))
    names: frozenset[str] = frozenset()
    if "lender" in mapping.columns:
        names = _names(table, mapping.columns["lender"], lender=lender, result=result)
        table = open_table(stream)
    reader = RowReader(mapping, headers_in_file=table.headers)
    try:
        with transaction.atomic(), pghistory.context(source="import", file=file_name[:200], actor=actor.name):
            Lender.objects.select_for_update(no_key=True).get(pk=lender.pk)
            upsert = Upsert(lender.pk, reader=reader)
            upsert.write(_read(table, reader, names=names, result=result))
            result.created, result.updated, result.unchanged = upsert.created, upsert.updated, upsert.unchanged
            result.rejections = sorted([*result.rejections, *upsert.rejections])
            if result.created or result.updated:
                _audit(lender, actor=actor, file_name=file_name, result=result)
            if dry_run:
                transaction.set_rollback(True)
    except IntegrityError as error:
        raise ImportRefused(
            f"Somebody changed objects of {lender.name} during the import; nothing was written. Import the file again."
        ) from error
    if reader.numeric_numbers:
        result.notes.append(
            f"In {reader.numeric_numbers:,} rows the accession number is stored as a number: 1988.10 reads as 1988.1."
            " Format that column as text in the spreadsheet and check these numbers."
        )
    if result.left_out:
        result.notes.append(f"Left out, as they belong to somebody else: {names_counted(result.left_out)}.")
    return result


def _read(table: Table, reader: RowReader, *, names: frozenset[str], result: ImportResult) -> Iterator[tuple[Any, ...]]:
    at = table.headers.index(reader.mapping.columns["lender"]) if names else 0
    for row in table.rows:
        if names and (name := row.cells[at]) and _name_key(name) not in names:
            result.left_out[name] += 1
            continue
        try:
            yield reader.read(row)
        except RowRefused as refusal:
            result.rejections.append(Rejection(row.number, refusal.sentence))


def _names(table: Table, header: str, *, lender: Lender, result: ImportResult) -> frozenset[str]:
    """What the lender may be called in the file's lender column; empty when the column is to be ignored.

    A column that never names the lender says what others call it, not whose objects these are: the person who
    chose the lender knows better, and is told. Reads the table until the lender is named.
    """
    ours = frozenset(filter(None, map(_name_key, (lender.name, lender.native_name, lender.code, lender.isil))))
    found: Counter[str] = Counter()
    at = table.headers.index(header)
    for row in table.rows:
        if name := row.cells[at]:
            if _name_key(name) in ours:
                return ours
            found[name] += 1
    if found:
        result.notes.append(
            f"The column “{header}” never names {lender.name}; it names {names_counted(found)}."
            f" All rows were taken as objects of {lender.name}."
        )
    return frozenset()


@lru_cache(maxsize=256)
def _name_key(name: str) -> str:
    return " ".join(re.findall(r"\w+", name.casefold()))


def _notes_on(table: Table, mapping: Mapping) -> Iterator[str]:
    if mapping.unused:
        yield f"Columns not used: {', '.join(mapping.unused)}."
    if table.other_sheets:
        yield f"Only the first sheet with rows was read, not {', '.join(table.other_sheets)}."


def _audit(lender: Lender, *, actor: Actor, file_name: str, result: ImportResult) -> None:
    record(
        "objects_imported",
        actor=actor,
        subject_kind="lender",
        subject_id=lender.uid,
        subject_label=lender.name,
        words=file_name,
        after={
            "created": result.created,
            "updated": result.updated,
            "unchanged": result.unchanged,
            "rejected": len(result.rejections),
        },
    )
