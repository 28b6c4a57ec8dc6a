"""Who lends in the example, read from content/lenders.csv: sourced institutions, and invented ones marked as such."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from anyascii import anyascii

CONTENT = Path(__file__).parent / "content"
ORGANISER = "BM"


@dataclass(frozen=True, slots=True)
class Person:
    """A contact. Of a real institution it is an office and never a person."""

    name: str
    native_name: str
    role: str
    may: frozenset[str]


@dataclass(frozen=True, slots=True)
class House:
    """A lender, the organiser or a lending agent. `invented` ones are demo records throughout."""

    code: str
    name: str
    native_name: str
    kind: str
    country: str
    city: str
    time_zone: str
    language: str
    invented: bool
    agent: str
    anonymous: bool
    numbers: str
    notice: int | None
    humidity: tuple[int | None, int | None]
    temperature: tuple[int | None, int | None]
    lux: int | None
    courier: str
    insurance: str
    credit_line: str
    people: tuple[Person, ...]

    def email(self, person: Person) -> str:
        """An address nobody has: the domain `.example` is reserved."""
        box = "".join(c for c in anyascii(person.name.split()[0]).lower() if c.isalpha()) or person.role
        return f"{box}@{self.code.lower()}.example"


@cache
def houses() -> dict[str, House]:
    """Every house by its code."""
    with (CONTENT / "lenders.csv").open(encoding="utf-8", newline="") as table:
        return {row["code"]: _house(row) for row in csv.DictReader(table, delimiter=";")}


def _house(row: dict[str, str]) -> House:
    return House(
        code=row["code"],
        name=row["name"],
        native_name=row["native"],
        kind=row["kind"],
        country=row["country"],
        city=row["city"],
        time_zone=row["time_zone"],
        language=row["language"],
        invented=bool(row["demo"]),
        agent=row["agent"],
        anonymous=bool(row["anonymous"]),
        numbers=row["numbers"],
        notice=int(row["notice"]) if row["notice"] else None,
        humidity=_range(row["rh"]),
        temperature=_range(row["temp"]),
        lux=int(row["lux"]) if row["lux"] else None,
        courier=row["courier"],
        insurance=row["insurance"],
        credit_line=row["credit"],
        people=tuple(_person(words) for words in row["contacts"].split(",") if words),
    )


def _range(words: str) -> tuple[int | None, int | None]:
    if not words:
        return None, None
    low, high = words.split("-")
    return int(low), int(high)


def _person(words: str) -> Person:
    name, native, role, may = words.split("|")
    return Person(name=name, native_name=native, role=role, may=frozenset(may.split()))
