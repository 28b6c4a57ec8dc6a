"""The clause library in the database: the shipped texts put in once, the house's own versions beside them."""

import datetime as dt
import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from loans import clauses
from loans.clauses import ORIGINAL, PLACEHOLDERS
from loans.errors import MissingFact, NotAllowed, WrongState
from loans.models import ClauseText
from office.records import audit
from office.records.actors import Actor

SUBJECT = "clause"


@dataclass(frozen=True, slots=True)
class Wording:
    """One alternative of a clause in one version; `texts` by language, the English original among them."""

    code: str
    label: str
    version: int
    texts: Mapping[str, ClauseText]

    @property
    def title(self) -> str:
        return self.texts[ORIGINAL].title


@dataclass(slots=True)
class Matter:
    """A clause at its place; the first alternative is the one offered first."""

    code: str
    position: int
    required: bool
    alternatives: dict[str, Wording] = field(default_factory=dict)

    @property
    def first(self) -> Wording:
        return next(iter(self.alternatives.values()))


@dataclass(frozen=True, slots=True)
class NewText:
    """The words of a clause in one language; paragraphs are parted by an empty line."""

    title: str
    text: str
    reviewed: bool = False


@functools.cache
def _shipped() -> tuple[tuple[object, ...], ...]:
    return tuple(
        (
            clause.code,
            clause.position,
            clause.required,
            alternative.code,
            alternative.label,
            clause.version,
            language,
            text.title,
            text.text,
            text.reviewed,
            clause.valid_from,
        )
        for clause in clauses.load()
        for alternative in clause.alternatives.values()
        for language, text in alternative.texts.items()
    )


def install() -> int:
    """Puts in the shipped texts that are missing and returns how many; a row that is there is never touched."""
    columns = (
        "code", "position", "required", "alternative", "label", "version", "language",
        "title", "text", "reviewed", "valid_from",
    )  # fmt: skip
    present = set(ClauseText.objects.values_list("code", "alternative", "version", "language"))
    rows = (dict(zip(columns, row, strict=True)) for row in _shipped())
    missing = [
        ClauseText(shipped=True, **row)
        for row in rows
        if (row["code"], row["alternative"], row["version"], row["language"]) not in present
    ]
    ClauseText.objects.bulk_create(missing, ignore_conflicts=True)
    return len(missing)


def current(*, on: dt.date | None = None) -> dict[str, Matter]:
    """The library of a day by clause, in the order of the agreement: of each alternative the newest version valid
    then and not retired. One query."""
    day = on or timezone.localdate()
    rows = (
        ClauseText.objects.filter(valid_from__lte=day)
        .filter(Q(retired_on__isnull=True) | Q(retired_on__gt=day))
        .order_by("position", "code", "id")
    )
    newest: dict[tuple[str, str], dict[int, list[ClauseText]]] = {}
    for row in rows:
        newest.setdefault((row.code, row.alternative), {}).setdefault(row.version, []).append(row)
    matters: dict[str, Matter] = {}
    for (code, alternative), versions in newest.items():
        usable = [number for number, texts in versions.items() if any(each.language == ORIGINAL for each in texts)]
        if not usable:
            continue
        texts = {each.language: each for each in versions[max(usable)]}
        original = texts[ORIGINAL]
        matter = matters.setdefault(code, Matter(code, original.position, original.required))
        matter.alternatives[alternative] = Wording(alternative, original.label, original.version, texts)
    return matters


def wording(code: str, alternative: str, version: int) -> Wording | None:
    """One version as it was written, retired or not."""
    texts = {
        each.language: each for each in ClauseText.objects.filter(code=code, alternative=alternative, version=version)
    }
    return Wording(alternative, texts[ORIGINAL].label, version, texts) if ORIGINAL in texts else None


def write(
    code: str,
    alternative: str,
    *,
    texts: Mapping[str, NewText],
    actor: Actor,
    label: str = "",
    valid_from: dt.date | None = None,
) -> list[ClauseText]:
    """Adds a version of a clause, or a new alternative of it, in English and any translations; old versions stay.

    Raises NotAllowed or MissingFact (no English, an empty text, an unknown or missing placeholder).
    """
    _check_editor(actor)
    if ORIGINAL not in texts:
        raise MissingFact(_("A clause needs its English text first; translations follow it."), field=ORIGINAL)
    with transaction.atomic():
        siblings = list(ClauseText.objects.select_for_update().filter(code=code).order_by("-version", "id"))
        if not siblings:
            raise MissingFact(_("There is no clause “%(code)s” to write a version of.") % {"code": code}, field="code")
        before = [each for each in siblings if each.alternative == alternative]
        day = valid_from or timezone.localdate()
        if not before and not label.strip():
            raise MissingFact(_("Say when this alternative is to be chosen."), field="label")
        _check_texts(texts)
        number = 1 + max((each.version for each in before), default=0)
        rows = [
            ClauseText(
                code=code,
                position=siblings[0].position,
                required=siblings[0].required,
                alternative=alternative,
                label=label.strip() or before[0].label,
                version=number,
                language=language,
                title=new.title.strip(),
                text=_tidy(new.text),
                reviewed=new.reviewed,
                valid_from=day,
            )
            for language, new in texts.items()
        ]
        ClauseText.objects.bulk_create(rows)
        _record("clause.write", rows[0], actor=actor, after={"version": number, "languages": sorted(texts)})
    return rows


def translate(row: ClauseText, *, language: str, text: NewText, actor: Actor) -> ClauseText:
    """Adds the text of this version in one more language. Raises WrongState when it is there already."""
    _check_editor(actor)
    if language not in clauses.LANGUAGES:
        raise MissingFact(_("Choose a language from the list."), field="language")
    with transaction.atomic():
        texts = {
            each.language: each
            for each in ClauseText.objects.select_for_update().filter(
                code=row.code, alternative=row.alternative, version=row.version
            )
        }
        if language in texts:
            raise WrongState(_("This version has a text in that language already. Write a new version instead."))
        original = texts[ORIGINAL]
        _check_texts({ORIGINAL: NewText(original.title, original.text), language: text})
        made = ClauseText.objects.create(
            code=row.code,
            position=original.position,
            required=original.required,
            alternative=row.alternative,
            label=original.label,
            version=row.version,
            language=language,
            title=text.title.strip(),
            text=_tidy(text.text),
            reviewed=text.reviewed,
            valid_from=original.valid_from,
        )
        _record("clause.translate", made, actor=actor, after={"language": language})
    return made


def review(row: ClauseText, *, actor: Actor, reviewed: bool = True) -> ClauseText:
    """Says that a person who answers for it has read the text, or takes that back."""
    _check_editor(actor)
    with transaction.atomic():
        row = ClauseText.objects.select_for_update().get(pk=row.pk)
        if row.reviewed != reviewed:
            row.reviewed = reviewed
            row.save(update_fields=["reviewed"])
            _record("clause.review", row, actor=actor, after={"reviewed": reviewed})
    return row


def retire(row: ClauseText, *, actor: Actor, on: dt.date | None = None) -> None:
    """Takes an alternative out of use from a day on, all its versions and languages; signed texts keep it.

    Raises WrongState for the last alternative of a clause that stands in every agreement.
    """
    _check_editor(actor)
    day = on or timezone.localdate()
    with transaction.atomic():
        matter = current(on=day).get(row.code)
        others = [each for each in (matter.alternatives if matter else ()) if each != row.alternative]
        if row.required and not others:
            raise WrongState(
                _("This clause stands in every agreement, and this is its only wording. Write another first.")
            )
        ClauseText.objects.filter(code=row.code, alternative=row.alternative, retired_on__isnull=True).update(
            retired_on=day
        )
        _record("clause.retire", row, actor=actor, after={"retired_on": str(day)})


def newest_version(code: str, alternative: str) -> int:
    return ClauseText.objects.filter(code=code, alternative=alternative).aggregate(last=Max("version"))["last"] or 0


def _check_texts(texts: Mapping[str, NewText]) -> None:
    """Every text has a title and words, only known placeholders, and the same ones as the English."""
    wanted = placeholders_in(texts[ORIGINAL])
    for language, new in texts.items():
        if not new.title.strip():
            raise MissingFact(_("Give the clause a title."), field=f"title_{language}")
        if not new.text.strip():
            raise MissingFact(_("The clause has no words yet."), field=f"text_{language}")
        found = placeholders_in(new)
        for name in sorted(found - set(PLACEHOLDERS)):
            raise MissingFact(
                _("{%(name)s} is nothing we can fill in. Known are: %(known)s.")
                % {"name": name, "known": ", ".join(sorted(PLACEHOLDERS))},
                field=f"text_{language}",
            )
        if found != wanted:
            odd = sorted(found ^ wanted)[0]
            raise MissingFact(
                _("{%(name)s} stands in only one of the two languages. Both must say the same.") % {"name": odd},
                field=f"text_{language}",
            )
        if _has_loose_brace(new):
            raise MissingFact(
                _("A brace opens or closes nothing. Write placeholders like {lender}."), field=f"text_{language}"
            )


def placeholders_in(text: NewText) -> frozenset[str]:
    return clauses.Text(text.title, text.text, text.reviewed).placeholders


def _has_loose_brace(text: NewText) -> bool:
    rest = text.title + text.text
    for name in placeholders_in(text):
        rest = rest.replace(f"{{{name}}}", "")
    return "{" in rest or "}" in rest


def _tidy(text: str) -> str:
    """Paragraphs as the library has them: a line each, an empty line between."""
    paragraphs = text.replace("\r\n", "\n").strip().split("\n\n")
    return "\n\n".join(" ".join(each.split("\n")) for each in paragraphs if each.strip())


def _record(verb: str, row: ClauseText, *, actor: Actor, after: dict[str, object]) -> None:
    audit.record(
        verb,
        actor=actor,
        subject_kind=SUBJECT,
        subject_id=row.uid,
        subject_label=f"{row.title} ({row.alternative}, {row.version}, {row.language})",
        after=after,
    )


def _check_editor(actor: Actor) -> None:
    if not actor.can("clauses.edit"):
        raise NotAllowed(_("Your role doesn't write clauses. Ask a registrar or the head of exhibitions."))


def titles(codes: Sequence[str]) -> dict[str, str]:
    """English titles by clause code, for lists."""
    return {code: matter.first.title for code, matter in current().items() if code in codes}
