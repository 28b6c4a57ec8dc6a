"""`import_objects FILE --lender CODE [--profile NAME] [--dry-run]`: reads a lender's object list from a table."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lenders.models import Lender
from lenders.services.imports.batch import ImportResult, import_objects
from lenders.services.imports.profiles import PROFILES
from lenders.services.imports.refusals import ImportRefused
from office.records.actors import Actor

_ABILITIES = frozenset({"objects.import"})


class Command(BaseCommand):
    help = "Imports a lender's objects from a CSV, Excel or OpenDocument table; importing it again changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="CSV, XLSX, XLS or ODS; what it is, is read from the file itself")
        parser.add_argument("--lender", required=True, metavar="CODE", help="whose objects these are")
        parser.add_argument("--profile", default="", help=f"how the columns are named: {', '.join(sorted(PROFILES))}")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and write nothing")

    def handle(self, *args: Any, file: Path, lender: str, profile: str, dry_run: bool, **options: Any) -> None:
        owner = Lender.objects.filter(code__iexact=lender).first()
        if owner is None:
            codes = ", ".join(Lender.objects.order_by("code").values_list("code", flat=True)[:40])
            raise CommandError(f"There is no lender with the code {lender}. " + (f"Codes: {codes}." if codes else ""))
        actor = Actor(kind="system", id="", name="import_objects", abilities=_ABILITIES, lender_ids=None)
        try:
            with file.open("rb") as stream:
                result = import_objects(
                    stream, lender=owner, actor=actor, file_name=file.name, profile=profile, dry_run=dry_run
                )
        except OSError as error:
            raise CommandError(f"{file} can't be opened: {error.strerror}.") from error
        except ImportRefused as refusal:
            raise CommandError(refusal.sentence) from refusal
        self._report(result, dry_run=dry_run)

    def _report(self, result: ImportResult, *, dry_run: bool) -> None:
        for note in result.notes:
            self.stdout.write(note)
        for rejection in result.rejections:
            self.stdout.write(f"Row {rejection.row}: {rejection.sentence}")
        if dry_run:
            self.stdout.write("Dry run: nothing was written.")
        self.stdout.write(result.line)
