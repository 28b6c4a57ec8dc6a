"""References people read and say: L-2026-014. One row per prefix and year, locked while a number is given out."""

from django.db import connection


def next_reference(prefix: str, *, year: int, digits: int = 3) -> str:
    """The next free reference, in the caller's transaction: a rolled back one gives its number back."""
    name = f"{prefix}-{year}"
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO records_counter (name, last) VALUES (%s, 1)"
            " ON CONFLICT (name) DO UPDATE SET last = records_counter.last + 1 RETURNING last",
            [name],
        )
        (number,) = cursor.fetchone()
    return f"{name}-{number:0{digits}d}"
