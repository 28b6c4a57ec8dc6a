"""A row's history in words: who changed what, when, from what to what."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from office.people.models import User
from office.records.wording import written

SHOWN = 200
"""The latest versions that are read; older ones stay in the database."""

_NEVER = {"id", "uid", "created_at", "updated_at", "search", "accession_sort", "content_hash", "password", "key_hash"}


@dataclass(frozen=True, slots=True)
class Difference:
    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Version:
    at: dt.datetime
    who: str
    what: str
    differences: list[Difference] = field(default_factory=list)


def versions_of(row: models.Model, *, hidden: tuple[str, ...] = ()) -> list[Version]:
    """The versions of a tracked row, newest first; [] for a row that keeps no history."""
    kept = getattr(row, "history", None)
    if kept is None:
        return []
    events = list(kept.order_by("-pgh_id")[: SHOWN + 1])
    people = _people(events)
    shown = [each for each in type(row)._meta.concrete_fields if each.name not in _NEVER and each.name not in hidden]
    versions = []
    for newer, older in zip(events, [*events[1:], None], strict=True):
        differences = _differences(newer, older, shown) if newer.pgh_label == "update" and older else []
        if newer.pgh_label == "update" and older and not differences:
            continue
        versions.append(
            Version(
                at=newer.pgh_created_at, who=_who(newer, people), what=_what(newer.pgh_label), differences=differences
            )
        )
    return versions[:SHOWN]


def _what(label: str) -> str:
    return {"insert": _("Written"), "update": _("Changed"), "delete": _("Deleted")}.get(label, label)


def _people(events: list[Any]) -> dict[int, str]:
    keys = {event.pgh_context.get("user") for event in events if event.pgh_context} - {None}
    return dict(User.objects.filter(pk__in=keys).values_list("pk", "name"))


def _who(event: Any, people: dict[int, str]) -> str:
    context = event.pgh_context or {}
    return people.get(context.get("user") or 0, "") or context.get("actor", "") or _("Caravan, without a person")


def _differences(newer: Any, older: Any, fields: list[Any]) -> list[Difference]:
    found = []
    for each in fields:
        try:
            newer._meta.get_field(each.name)
        except FieldDoesNotExist:
            continue
        before, after = getattr(older, each.attname), getattr(newer, each.attname)
        if before != after:
            found.append(Difference(str(capfirst(each.verbose_name)), _say(each, before), _say(each, after)))
    return found


def _say(each: Any, value: Any) -> str:
    if value in (None, ""):
        return ""
    if each.is_relation:
        related = each.related_model._default_manager.filter(pk=value).first()
        return str(related) if related else _("something deleted since")
    if each.choices:
        return str(dict(each.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dt.datetime):
        return f"{written(timezone.localtime(value).date())}, {timezone.localtime(value):%H:%M}"
    if isinstance(value, dt.date):
        return written(value)
    lower, upper = getattr(value, "lower", None), getattr(value, "upper", None)
    if isinstance(lower, dt.date) and isinstance(upper, dt.date):
        return _("%(first)s to %(last)s") % {"first": written(lower), "last": written(upper)}
    return str(value)
