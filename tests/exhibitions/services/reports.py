"""Facility reports for tests: a complete draft, and one that was issued."""

import datetime as dt

from django.utils import timezone

from exhibitions.models import FacilityReport, Venue
from exhibitions.services import facility
from office.people.roles import Role
from office.records.actors import Actor
from tests.factories import UserFactory, VenueFactory

TEXTS: dict[str, str] = {code: f"{code.label}: as built in 1998, renewed in 2021." for code in facility.REQUIRED}


def a_writer() -> Actor:
    return Actor.staff(UserFactory(role=Role.CONSERVATOR, name="Kofi of the reports"))


def a_draft(venue: Venue | None = None, *, texts: dict[str, str] | None = None) -> FacilityReport:
    actor = a_writer()
    report = facility.draft(venue or VenueFactory(), actor=actor)
    return facility.write(report, {**TEXTS, **(texts or {})}, actor=actor)


def an_issued(venue: Venue | None = None, *, texts: dict[str, str] | None = None, days_ago: int = 30) -> FacilityReport:
    """Issued a month ago unless said otherwise; what `texts` leaves out stands as in the version before."""
    actor = a_writer()
    report = facility.draft(venue or VenueFactory(), actor=actor)
    first = report.version == 1
    report = facility.write(report, {**(TEXTS if first else {}), **(texts or {})}, actor=actor)
    return facility.issue(report, actor=actor, on=timezone.localdate() - dt.timedelta(days=days_ago))
