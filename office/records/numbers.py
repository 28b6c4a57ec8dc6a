"""References people read and say: L-2026-014. One row per prefix and year, locked while a number is given out."""

from django.db import connection


def next_reference(prefix: str, *, year: int, digits: int = 3) -> str:
    """The next free reference, in the caller's transaction: a rolled back one gives its number back."""
    return next_references(prefix, 1, year=year, digits=digits)[0]


def next_references(prefix: str, count: int, *, year: int, digits: int = 3) -> list[str]:
    """The next `count` free references in one statement."""
    name = f"{prefix}-{year}"
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO records_counter (name, last) VALUES (%s, %s)"
            " ON CONFLICT (name) DO UPDATE SET last = records_counter.last + %s RETURNING last",
            [name, count, count],
        )
        (last,) = cursor.fetchone()
    return [f"{name}-{number:0{digits}d}" for number in range(last - count + 1, last + 1)]
