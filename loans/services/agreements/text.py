"""The words of a version: clauses chosen and filled, languages and steps as they may be."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from loans import clauses as library
from loans.errors import MissingFact
from loans.models import SigningStep
from loans.services import clauses
from loans.services.agreements.rows import ENGLISH
from loans.services.agreements.wording import Ground, filler, language_name

ORDER = (SigningStep.PREPARE, SigningStep.APPROVE, SigningStep.SIGN)


def clauses_of(ground: Ground, choices: Mapping[str, str], *, on: dt.date) -> list[dict[str, Any]]:
    """An entry for each clause that stands in the agreement, in order. Raises MissingFact for what is left open."""
    fill = filler(ground, on=on)
    values = {language: fill.values(language) for language in ground.languages}
    entries: list[dict[str, Any]] = []
    for matter in clauses.current(on=on).values():
        chosen = choices.get(matter.code, matter.first.code if matter.required else "")
        if not chosen and not matter.required:
            continue
        wording = matter.alternatives.get(chosen)
        if wording is None:
            raise MissingFact(
                _("“%(clause)s” has no such alternative any more. Choose one from the list.")
                % {"clause": matter.first.title},
                field=f"clause_{matter.code}",
            )
        entries.append(_entry(matter.code, wording, ground, values, number=len(entries) + 1))
    return entries


def _entry(
    code: str, wording: clauses.Wording, ground: Ground, values: Mapping[str, Mapping[str, str]], *, number: int
) -> dict[str, Any]:
    first = ground.languages[0]
    if first not in wording.texts:
        raise MissingFact(
            _("“%(clause)s” has no text in %(language)s. Translate it, or let another language govern.")
            % {"clause": wording.title, "language": language_name(first, ENGLISH)},
            field="languages",
        )
    texts: dict[str, Any] = {}
    open_words: set[str] = set()
    for language in ground.languages:
        row = wording.texts.get(language)
        if row is None:
            continue
        open_words |= clauses.placeholders_in(clauses.NewText(row.title, row.text))
        texts[language] = {
            "title": library.fill(row.title, values[language]),
            "text": library.fill(row.text, values[language]),
            "reviewed": row.reviewed,
        }
    return {
        "code": code,
        "alternative": wording.code,
        "version": wording.version,
        "number": str(number),
        "given": {name: ground.given[name] for name in sorted(open_words & set(ground.given))},
        "texts": texts,
    }


def checked_languages(languages: Sequence[str]) -> tuple[str, ...]:
    """One language or two, all of which we have clauses in. Raises MissingFact."""
    unknown = [each for each in languages if each not in library.LANGUAGES]
    if unknown:
        raise MissingFact(
            _("We have no clauses in “%(language)s”. Choose a language from the list.") % {"language": unknown[0]},
            field="languages",
        )
    if len(languages) > 2 or len(set(languages)) != len(languages):
        raise MissingFact(_("An agreement is written in one language or two different ones."), field="languages")
    return tuple(languages)


def checked_steps(steps: Iterable[str]) -> list[str]:
    """The steps of a side in their order; the signature itself is always the last of them."""
    wanted = {*steps, str(SigningStep.SIGN)}
    unknown = wanted - {str(step) for step in ORDER}
    if unknown:
        raise MissingFact(_("There is no step “%(step)s” in signing.") % {"step": sorted(unknown)[0]}, field="steps")
    return [str(step) for step in ORDER if step in wanted]
