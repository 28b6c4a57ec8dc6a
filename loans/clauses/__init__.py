"""The clause library of loan agreements: what the texts in this folder may say, read strictly. Files, no database."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from loans.errors import MissingFact

FOLDER = Path(__file__).resolve().parent
ORIGINAL = "en"  # as agreements name it; the site itself speaks en-gb
LANGUAGES = ("en", "fr", "de", "ru", "uz", "es")

# All that a text may leave open, with the words a registrar is asked for it in.
PLACEHOLDERS: Mapping[str, str] = {
    "reference": "the reference of the loan",
    "borrower": "the borrower's name and address",
    "lender": "the lender's name and address",
    "exhibition": "the title of the exhibition",
    "venues": "the venues with their dates",
    "period_from": "the first day of the loan",
    "period_to": "the last day of the loan",
    "renewal_days": "how many days before the end an extension is asked for",
    "acclimatisation_hours": "how many hours a crate stays closed after arrival",
    "agent": "the transport agent",
    "cover_provider": "who gives the cover: the insurer and policy, or the state and its authority",
    "notice_days": "within how many working days damage or loss is reported",
    "report_days": "within how many working days the full report follows",
    "immunity_law": "the law that protects the objects from seizure",
    "decree": "the decree or decision the lender lends on: its number, date and signatory",
    "credit_line": "the credit line",
    "withdrawal_days": "how many days' notice ends the loan before collection",
    "recall_days": "within how many days recalled objects are sent back",
    "latest_return": "the day by which every object is back",
    "governing_language": "the language that decides",
    "authentic_languages": "the two languages that are equally authentic",
    "governing_law": "the law that applies and the courts that decide",
    "originals": "how many originals are signed",
}

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_CODE = re.compile(r"[a-z][a-z0-9_]*")


class BrokenLibrary(ValueError):
    """A file of the library says something it may not; the message names file and key."""

    def __init__(self, path: Path, key: str, problem: str) -> None:
        super().__init__(f"{path.name}: {key}: {problem}" if key else f"{path.name}: {problem}")


@dataclass(frozen=True, slots=True)
class Text:
    """One wording in one language. Paragraphs are parted by an empty line; `reviewed`: a lawyer or translator read it."""

    title: str
    text: str
    reviewed: bool

    @property
    def placeholders(self) -> frozenset[str]:
        return frozenset(_PLACEHOLDER.findall(self.title + self.text))


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way to settle the matter of a clause; `label` tells a registrar when to choose it."""

    code: str
    label: str
    texts: Mapping[str, Text]

    @property
    def placeholders(self) -> frozenset[str]:
        return self.texts[ORIGINAL].placeholders


@dataclass(frozen=True, slots=True)
class Clause:
    """One matter of the agreement, at its place. The first alternative is the one offered first."""

    code: str
    position: int
    required: bool
    version: int
    valid_from: date
    alternatives: Mapping[str, Alternative]

    @property
    def first(self) -> Alternative:
        return next(iter(self.alternatives.values()))


def load(folder: Path = FOLDER, *, on: date | None = None) -> list[Clause]:
    """The clauses in the order of the agreement, each in its newest version, or in the one valid on a day.

    Raises BrokenLibrary for anything the library may not say: better no agreement than one with a hole in it.
    """
    read = [(path, _clause(path)) for path in sorted(folder.glob("*.toml"))]
    _no_two_alike(read)
    newest: dict[str, Clause] = {}
    for _path, clause in sorted(read, key=lambda each: each[1].version):
        if on is None or clause.valid_from <= on:
            newest[clause.code] = clause
    return sorted(newest.values(), key=lambda clause: clause.position)


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with every placeholder replaced; what a value says, braces included, is taken as it stands.

    Raises MissingFact, its `field` the name of the placeholder, when a value is missing or blank.
    """

    def value(found: re.Match[str]) -> str:
        name = found.group(1)
        given = values.get(name, "")
        if not given.strip():
            wanted = PLACEHOLDERS.get(name, name.replace("_", " "))
            raise MissingFact(f"The agreement has to name {wanted}. Enter it, then try again.", field=name)
        return given

    return _PLACEHOLDER.sub(value, text)


def _no_two_alike(read: Iterable[tuple[Path, Clause]]) -> None:
    versions: dict[tuple[str, int], Path] = {}
    at: dict[int, str] = {}
    since: dict[str, Clause] = {}
    for path, clause in sorted(read, key=lambda each: (each[1].code, each[1].version)):
        if twin := versions.get((clause.code, clause.version)):
            raise BrokenLibrary(path, "version", f"{clause.code} {clause.version} is in {twin.name} already")
        if at.setdefault(clause.position, clause.code) != clause.code:
            raise BrokenLibrary(path, "position", f"{clause.position} is the place of {at[clause.position]}")
        before = since.get(clause.code)
        if before and before.valid_from >= clause.valid_from:
            raise BrokenLibrary(path, "valid_from", f"version {before.version} is valid from {before.valid_from}")
        versions[clause.code, clause.version] = path
        since[clause.code] = clause


def _clause(path: Path) -> Clause:
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BrokenLibrary(path, "", str(error)) from error
    keys = {"code", "position", "required", "version", "valid_from", "alternatives"}
    _only(path, "", raw, keys)
    code = _code(path, "code", _get(path, "code", raw, str))
    return Clause(
        code=code,
        position=_positive(path, "position", raw),
        required=_get(path, "required", raw, bool),
        version=_positive(path, "version", raw),
        valid_from=_get(path, "valid_from", raw, date),
        alternatives=_alternatives(path, _get(path, "alternatives", raw, dict)),
    )


def _alternatives(path: Path, raw: dict[str, Any]) -> dict[str, Alternative]:
    if not raw:
        raise BrokenLibrary(path, "alternatives", "there has to be one")
    return {code: _alternative(path, f"alternatives.{code}", code, raw) for code in raw}


def _alternative(path: Path, key: str, code: str, siblings: dict[str, Any]) -> Alternative:
    _code(path, key, code)
    raw = _get(path, key, siblings, dict)
    _only(path, key, raw, {"label", *LANGUAGES})
    if ORIGINAL not in raw:
        raise BrokenLibrary(path, f"{key}.{ORIGINAL}", "missing: every alternative has an English original")
    texts = {language: _text(path, f"{key}.{language}", raw) for language in LANGUAGES if language in raw}
    original = texts[ORIGINAL].placeholders
    for language, text in texts.items():
        if differing := sorted(text.placeholders ^ original):
            problem = f"{', '.join(differing)} stands in only one of {language} and {ORIGINAL}"
            raise BrokenLibrary(path, f"{key}.{language}", problem)
    return Alternative(code=code, label=_words(path, f"{key}.label", raw), texts=texts)


def _text(path: Path, key: str, siblings: dict[str, Any]) -> Text:
    raw = _get(path, key, siblings, dict)
    _only(path, key, raw, {"title", "text", "reviewed"})
    reviewed = _get(path, f"{key}.reviewed", raw, bool) if "reviewed" in raw else False
    title, text = _words(path, f"{key}.title", raw), _paragraphs(_words(path, f"{key}.text", raw))
    for part, words in (("title", title), ("text", text)):
        if unknown := sorted(set(_PLACEHOLDER.findall(words)) - set(PLACEHOLDERS)):
            raise BrokenLibrary(path, f"{key}.{part}", f"unknown placeholder {{{unknown[0]}}}")
        if "{" in (rest := _PLACEHOLDER.sub("", words)) or "}" in rest:
            raise BrokenLibrary(path, f"{key}.{part}", "a brace that opens or closes nothing")
    return Text(title=title, text=text, reviewed=reviewed)


def _paragraphs(text: str) -> str:
    """Lines are joined, so that a file can have a sentence a line; spaces that don't break stay what they are."""
    paragraphs = re.split(r"\n[ \t]*\n", text)
    return "\n\n".join(" ".join(line.strip(" \t") for line in each.split("\n") if line.strip()) for each in paragraphs)


def _get[T](path: Path, key: str, raw: dict[str, Any], kind: type[T]) -> T:
    name = key.rpartition(".")[2]
    if name not in raw:
        raise BrokenLibrary(path, key, "missing")
    if type(raw[name]) is not kind:  # a bool is an int to isinstance, a moment is a date
        raise BrokenLibrary(path, key, f"{raw[name]!r} is not of type {kind.__name__}")
    found: T = raw[name]
    return found


def _words(path: Path, key: str, raw: dict[str, Any]) -> str:
    words = _get(path, key, raw, str).strip()
    if not words:
        raise BrokenLibrary(path, key, "is blank")
    return words


def _positive(path: Path, key: str, raw: dict[str, Any]) -> int:
    number = _get(path, key, raw, int)
    if number < 1:
        raise BrokenLibrary(path, key, f"{number} is not 1 or more")
    return number


def _code(path: Path, key: str, code: str) -> str:
    if not _CODE.fullmatch(code):
        raise BrokenLibrary(path, key, f"{code!r} is not a code: small letters, digits and _")
    return code


def _only(path: Path, key: str, raw: dict[str, Any], known: set[str]) -> None:
    if strange := sorted(set(raw) - known):
        raise BrokenLibrary(path, f"{key}.{strange[0]}".lstrip("."), "unknown key")
