"""Writes the reference pages that are made from tables in the code: the life of a line, and who may do what."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from loans.states import COMMITTED, IN_CUSTODY, MOVES, LineStatus
from office.people.roles import ABILITIES, Role

FOLDER = Path(settings.BASE_DIR) / "docs" / "reference"
_MADE = "<!-- Made by `manage.py write_reference` from {source}; change it there. -->"


class Command(BaseCommand):
    """`--check` writes nothing and fails when a page is out of date."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="Only say whether the pages are up to date.")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        stale = [name for name, text in pages().items() if _differs(FOLDER / name, text)]
        if not check:
            for name in stale:
                (FOLDER / name).write_text(pages()[name])
        elif stale:
            self.stderr.write(f"Out of date: {', '.join(stale)}. Run `make docs`.")
            raise SystemExit(1)
        self.stdout.write(f"pages {len(pages())}, {'stale' if check else 'written'} {len(stale)}")


def pages() -> dict[str, str]:
    """File name -> text of every page that is made."""
    return {"line-states.md": line_states(), "roles.md": roles()}


def line_states() -> str:
    rows = "\n".join(
        f"| `{move.name}` | {', '.join(str(source.label) for source in LineStatus if source in move.sources)} "
        f"| {move.target.label} | {'the lender, or staff for it' if move.lender else 'staff'} "
        f"| {', '.join(move.needs).replace('_', ' ') or '-'} | {'a fact' if move.fact else ''} |"
        for move in MOVES.values()
    )
    arrows = "\n".join(
        f"    {source.value} --> {move.target.value}: {move.name}"
        for move in MOVES.values()
        for source in LineStatus
        if source in move.sources
    )
    return f"""{_MADE.format(source="loans/states.py")}

# The life of a loan line

One object in one loan; the unit the lender decides on. Every move goes through `loans.services.lines.move`.
*Committed* (the object can't be promised twice): {_words(COMMITTED)}.
*In our custody* (can be amended, recalled or returned, never cancelled): {_words(IN_CUSTODY)}.

| move | from | to | by | needs | |
|---|---|---|---|---|---|
{rows}

A *fact* happened in the world: it is recorded whatever was still open, and what was open becomes an incident.

```mermaid
stateDiagram-v2
    [*] --> draft
{arrows}
```
"""


def roles() -> str:
    head = " | ".join(str(role.label) for role in Role)
    rows = "\n".join(
        f"| `{ability}` | " + " | ".join("yes" if role in may else "" for role in Role) + " |"
        for ability, may in ABILITIES.items()
    )
    return f"""{_MADE.format(source="office/people/roles.py")}

# Who may do what

| ability | {head} |
|---|{"---|" * len(Role)}
{rows}

A lender's contact has no role: what a contact may do is set on the contact (decide, see values, sign), for its own lender
and, for a lending agent, the lenders it represents. An API token may do what its scopes say, for the lender it is bound to.
"""


def _words(statuses: frozenset[LineStatus]) -> str:
    return ", ".join(str(status.label).lower() for status in LineStatus if status in statuses)


def _differs(path: Path, text: str) -> bool:
    return not path.exists() or path.read_text() != text
