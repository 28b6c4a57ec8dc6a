"""Makes the condition reports of an exhibition as PDFs in a folder; each is filed in its loan as well."""

import contextlib
import os
import tempfile
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from exhibitions.models import Exhibition
from loans.services import report_batch
from office.records import files
from office.records.actors import Actor


class Command(BaseCommand):
    help = "Writes a PDF for every condition report of an exhibition. A report that can't be made stops no other."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--exhibition", metavar="CODE", required=True)
        parser.add_argument("--out", metavar="DIR", required=True, type=Path)

    def handle(self, *_args: Any, **options: Any) -> None:
        exhibition = Exhibition.objects.filter(code__iexact=options["exhibition"]).first()
        if exhibition is None:
            raise CommandError(f"There is no exhibition with the code “{options['exhibition']}”.")
        folder = _folder(options["out"])
        made = failed = 0
        for report in report_batch.reports_of(exhibition=exhibition).iterator():
            filed = report_batch.file_one(report, actor=Actor.system())
            if filed.problem:
                self.stderr.write(filed.problem)
            if filed.document is None:
                failed += 1
            else:
                _write(folder / f"{report.reference}.pdf", files.read(filed.document.file))
                made += 1
        self.stdout.write(f"reports {made}, failed {failed}")


def _folder(path: Path) -> Path:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CommandError(f"The folder “{path}” can't be made: {error.strerror}.") from error
    return path


def _write(path: Path, content: bytes) -> None:
    """The whole file or none: a run that is stopped leaves no half PDF."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".pdf")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise CommandError(f"“{path}” can't be written: {error.strerror}.") from error
