"""Putting objects on the checklist."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Max

from exhibitions.models import ChecklistEntry, Exhibition, Section, WishStatus
from lenders.models import CollectionObject
from office.records import audit
from office.records.actors import Actor


def add_objects(
    exhibition: Exhibition,
    *,
    objects: Iterable[CollectionObject],
    actor: Actor,
    section: Section | None = None,
    wish_status: WishStatus = WishStatus.WISH,
) -> list[ChecklistEntry]:
    """Adds those that are not on the list yet, numbered after the last; returns the new entries."""
    with transaction.atomic():
        Exhibition.objects.select_for_update().get(pk=exhibition.pk)
        present = set(exhibition.entries.values_list("object", flat=True))
        last = exhibition.entries.aggregate(last=Max("number"))["last"] or 0
        new = [each for each in dict.fromkeys(objects) if each.pk not in present]
        entries = ChecklistEntry.objects.bulk_create(
            ChecklistEntry(
                exhibition=exhibition, object=each, section=section, number=last + place, wish_status=wish_status
            )
            for place, each in enumerate(new, start=1)
        )
        if entries:
            audit.record(
                "checklist.add",
                actor=actor,
                subject_kind="exhibition",
                subject_id=exhibition.uid,
                subject_label=str(exhibition),
                after={"objects": [str(entry.object.uid) for entry in entries]},
            )
    return entries
