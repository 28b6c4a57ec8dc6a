"""Loads the example once and says what a visitor can do with it: the tour."""

import datetime as dt
import json
from collections.abc import Callable, Iterator
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from exhibitions.models import Exhibition
from loans.management.demo import journeys, past, permitting, staff, touring, venue_reports
from loans.management.demo.acting import play
from loans.management.demo.collecting import PUBLISHED
from loans.management.demo.days import Days
from loans.management.demo.furnish import furnish, name_alternates
from loans.management.demo.pictures import Album
from loans.management.demo.played import Act, Played
from loans.management.demo.scene import SILK, Scene
from loans.models import ImmunityList
from loans.services import immunity_lists
from office.people.models import User
from office.records.actors import Actor

ALTERNATES: Final = (
    ("Carved and charred wooden panel with a goddess", "Carved and charred wooden door leaf"),
    ("Silver dish with a pair of fish", "Silver-gilt cup with hunters"),
    ("Glass cup with blue spots", "Cut-glass bottle"),
)


def load(*, say: Callable[[str], None] = print, draw: bool = True, now: dt.datetime | None = None) -> dict[str, Any]:
    """Puts up the whole example in one transaction, or finds it there, and returns the tour as plain data.

    Without `draw` only the pictures are made that a published list can't do without. `now` decides by how many days
    everything is moved.
    """
    known = _known_tour()
    if known is not None:
        return known
    now = now or timezone.now()
    album = Album.begin((*PUBLISHED, "HQM", "DTM", "MTA") if draw else PUBLISHED, draw=draw)
    days = Days.for_today(timezone.localdate(now))
    say("Loading the example of the Silk Roads: 29 lenders, 300 objects and a drawing of each.")
    with transaction.atomic():
        scene = Scene(days=days, staff=staff.make(), today=timezone.localdate(now))
        furnish(scene)
        name_alternates(scene, ALTERNATES)
        played = Played()
        play(scene, played, album, [*_acts(scene, played, album)])
        album.finish(scene)
        past.settle(scene, played, now=now)
        return touring.tour(scene, now=now)


def _acts(scene: Scene, played: Played, album: Album) -> Iterator[Act]:
    """What happens besides the loans themselves."""
    yield from venue_reports.acts(scene, played)
    yield from permitting.acts(scene, played, album)
    yield from journeys.acts(scene, played)


def _known_tour() -> dict[str, Any] | None:
    """The tour of a run before, its links under the address of today; None when nothing was loaded yet."""
    if not Exhibition.objects.filter(code=SILK).exists():
        return None
    tour: dict[str, Any] = json.loads((settings.HOME / "tour.json").read_text(encoding="utf-8"))
    for link in (*tour["lenders"], *tour.get("stops", ())):
        path = urlsplit(link["url"])
        if path.netloc:
            link["url"] = settings.PUBLIC_URL + path.path
    _move_website()
    return tour


def _move_website() -> None:
    """The museum's website is played at the address of today; its list stands there, then."""
    registrar = Actor.staff(User.objects.get(email=staff.STAFF[0].email))
    for edition in ImmunityList.objects.filter(published_on__isnull=False).select_related("showing__exhibition"):
        url = permitting.public_address(edition.showing.exhibition.code, edition.number)
        if edition.url != url:
            immunity_lists.publish(edition, url=url, on=timezone.localdate(), actor=registrar)
