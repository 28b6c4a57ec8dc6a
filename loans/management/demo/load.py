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
from lenders.services import entrance
from loans.management.demo import journeys, past, permitting, staff, venue_reports
from loans.management.demo.acting import play
from loans.management.demo.days import Days
from loans.management.demo.furnish import PUBLISHED, SILK, Scene, furnish, name_alternates
from loans.management.demo.houses import houses
from loans.management.demo.people import decider
from loans.management.demo.pictures import Album
from loans.management.demo.played import Act, Played
from office.people.passwords import DEMO_PASSWORD
from office.records.actors import Actor

# Whom a visitor can be first: many objects to decide on, a private owner, one whose answer is overdue.
FIRST: Final = ("FJM", "PRV", "HPM", "LHM")
ALTERNATES: Final = (
    ("Carved and charred wooden panel with a goddess", "Carved and charred wooden door leaf"),
    ("Silver dish with a pair of fish", "Silver-gilt cup with hunters"),
    ("Glass cup with blue spots", "Cut-glass bottle"),
)


def load(*, say: Callable[[str], None] = print, draw: bool = True, now: dt.datetime | None = None) -> dict[str, Any]:
    """Puts up the whole example in one transaction, or finds it there, and returns the tour as plain data.

    Without `draw` only the pictures are made that a published list can't do without. `now` decides by how many days everything is moved.
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
        return _tour(scene, now=now)


def _acts(scene: Scene, played: Played, album: Album) -> Iterator[Act]:
    """What happens besides the loans themselves."""
    yield from venue_reports.acts(scene, played)
    yield from permitting.acts(scene, played, album)
    yield from journeys.acts(scene, played)


def _tour(scene: Scene, *, now: dt.datetime) -> dict[str, Any]:
    return {
        "moved": scene.days.sentence(),
        "moved_days": scene.days.moved,
        "people": [
            {"name": each.name, "email": each.email, "password": DEMO_PASSWORD, "role": each.job_title}
            for each in staff.STAFF
        ],
        "lenders": _links(scene, now=now),
    }


def _links(scene: Scene, *, now: dt.datetime) -> list[dict[str, str]]:
    """A link into the portal for every lender, those who have something to decide first."""
    registrar = Actor.staff(scene.staff["registrar"])
    lenders = [code for code, house in houses().items() if house.kind != "agency" and house.people]
    lenders.sort(key=lambda code: (FIRST.index(code) if code in FIRST else len(FIRST), not houses()[code].invented))
    found = []
    for code in lenders:
        contact = decider(scene, code)
        _invitation, url = entrance.invite(contact, actor=registrar, now=now)
        house, own = houses()[code], contact.lender.code == code
        found.append(
            {
                "code": code,
                "name": house.name if own else f"{house.name} (through {contact.lender.name})",
                "contact": contact.name,
                "email": contact.email,
                "url": url,
            }
        )
    return found


def _known_tour() -> dict[str, Any] | None:
    """The tour of a run before, its links under the address of today; None when nothing was loaded yet."""
    if not Exhibition.objects.filter(code=SILK).exists():
        return None
    tour: dict[str, Any] = json.loads((settings.HOME / "tour.json").read_text(encoding="utf-8"))
    for lender in tour["lenders"]:
        lender["url"] = settings.PUBLIC_URL + urlsplit(lender["url"]).path
    return tour
