"""Writes the reminders of a day into the outbox; the workers send them."""

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from loans.notices import reminders


class Command(BaseCommand):
    help = "Writes the reminders of a day. Running it again the same day writes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", metavar="DATE", help="The day as 2026-03-03; today when left out.")

    def handle(self, *_args: Any, **options: Any) -> None:
        counts = reminders.send_reminders(on=_day(options["on"]), now=timezone.now())
        self.stdout.write(f"letters {counts.letters}, reminders {counts.reminders}, failed {counts.failed}")


def _day(typed: str | None) -> dt.date:
    if not typed:
        return timezone.localdate()
    try:
        return dt.date.fromisoformat(typed)
    except ValueError:
        raise CommandError(f"“{typed}” is no day. Write it like 2026-03-03.") from None
