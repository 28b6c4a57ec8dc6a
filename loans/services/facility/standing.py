"""How far lenders are with the facility reports of their venues: read, asked, worried, accepted. Few queries for many."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import models
from django.db.models import Count, Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exhibitions.models import FacilityReport, FacilitySection, SectionCode, Venue
from lenders.models import Lender
from loans.models import FacilityDecision, FacilityQuestion, FacilityView
from loans.services.facility import files
from office.records.wording import listed, written

Verdict = FacilityDecision.Verdict


class Stands(models.TextChoices):
    """Where a lender stands with the report of a venue."""

    NO_REPORT = "no_report", gettext_lazy("No report yet")
    EXPIRED = "expired", gettext_lazy("Expired")
    CONCERNS = "concerns", gettext_lazy("Concerns")
    ACCEPTED = "accepted", gettext_lazy("Accepted")
    READ = "read", gettext_lazy("Being read")
    UNREAD = "unread", gettext_lazy("Not opened yet")


@dataclass(slots=True)
class Standing:
    """One lender and the newest issued report of one venue."""

    lender: Lender
    venue: Venue
    report: FacilityReport | None
    state: Stands
    whole: FacilityDecision | None = None
    concerns: list[FacilityDecision] = field(default_factory=list)
    last_look: dt.datetime | None = None
    last_version: int = 0
    changed: bool = False
    questions: int = 0

    @property
    def words(self) -> str:
        """What is so, and since when."""
        report, whole = self.report, self.whole
        if report is None:
            return _("No report was issued for this venue.")
        if self.state == Stands.EXPIRED and report.expires_on:
            return _("Valid until %(day)s. Issue a new version.") % {"day": written(report.expires_on)}
        if self.state == Stands.CONCERNS:
            named = [str(SectionCode(each.section).label) for each in self.concerns if each.section]
            return _("Concerns about: %(what)s.") % {"what": listed(named) or _("the report as a whole")}
        if whole is not None and whole.verdict == Verdict.ACCEPTED:
            return _("%(name)s, %(day)s.") % {"name": whole.decided_by, "day": written(whole.decided_on)}
        if self.state == Stands.READ and self.last_look:
            return _("Last opened on %(day)s.") % {"day": written(timezone.localdate(self.last_look))}
        if self.changed:
            return _("Version %(old)d was read; version %(new)d is new.") % {
                "old": self.last_version,
                "new": report.version,
            }
        return _("Nobody there has opened version %(number)d.") % {"number": report.version}


def standings(pairs: Iterable[tuple[Lender, Venue]]) -> list[Standing]:
    """In the order given. Five queries, however many pairs; lenders with the agent's id."""
    pairs = list(pairs)
    venues = {venue.pk for _lender, venue in pairs}
    lenders = {lender.pk for lender, _venue in pairs} | {lender.agent_id for lender, _v in pairs if lender.agent_id}
    newest = FacilityReport.objects.filter(venue__in=venues, issued_on__isnull=False).order_by("venue_id", "-version")
    reports = {report.venue_id: report for report in newest.distinct("venue_id")}
    said = FacilityDecision.objects.filter(report__in=[each.pk for each in reports.values()], lender__in=lenders)
    decisions: dict[tuple[int, int], list[FacilityDecision]] = defaultdict(list)
    for each in said.select_related("event").order_by("-id"):
        decisions[each.lender_id, each.report_id].append(each)
    looks: dict[tuple[int, int], list[tuple[int, dt.datetime]]] = defaultdict(list)
    seen = FacilityView.objects.filter(report__venue__in=venues, lender__in=lenders).order_by()
    for lender_id, venue_id, version, at in seen.values_list("lender", "report__venue", "report__version").annotate(
        at=Max("viewed_at")
    ):
        looks[lender_id, venue_id].append((version, at))
    asked = FacilityQuestion.objects.filter(report__venue__in=venues, lender__in=lenders, answered_at=None).order_by()
    questions = {
        (lender_id, venue_id): number
        for lender_id, venue_id, number in asked.values_list("lender", "report__venue").annotate(number=Count("pk"))
    }
    changed = FacilitySection.objects.filter(report__venue__in=venues, report__issued_on__isnull=False, changed=True)
    changes = dict(changed.order_by().values_list("report__venue").annotate(at=Max("report__version")))
    rows = []
    for lender, venue in pairs:
        report = reports.get(venue.pk)
        ids = [lender.pk, *([lender.agent_id] if lender.agent_id else [])]
        mine = [each for one in ids for each in decisions[one, report.pk]] if report else []
        mine.sort(key=lambda each: -each.pk)
        views = [look for one in ids for look in looks[one, venue.pk]]
        rows.append(_standing(lender, venue, report, mine, views, questions, changes.get(venue.pk, 0)))
    return rows


def _standing(
    lender: Lender,
    venue: Venue,
    report: FacilityReport | None,
    said: list[FacilityDecision],
    views: list[tuple[int, dt.datetime]],
    questions: dict[tuple[int, int], int],
    changed_in: int,
) -> Standing:
    last = max((version for version, _at in views), default=0)
    standing = Standing(lender, venue, report, Stands.NO_REPORT, last_version=last)
    standing.questions = sum(
        questions.get((one, venue.pk), 0) for one in (lender.pk, lender.agent_id) if one is not None
    )
    if report is None:
        return standing
    newest = newest_of(said)
    wholes = [each for each in newest if not each.section]
    standing.whole = next((each for each in wholes if each.verdict == Verdict.ACCEPTED), None) or next(
        iter(wholes), None
    )
    standing.concerns = [each for each in newest if each.verdict == Verdict.CONCERNS]
    standing.last_look = max((at for version, at in views if version == report.version), default=None)
    standing.changed = bool(last) and last < report.version and changed_in > last
    standing.state = _state(standing, report)
    return standing


def _state(standing: Standing, report: FacilityReport) -> Stands:
    if report.expires_on and report.expires_on < timezone.localdate():
        return Stands.EXPIRED
    if standing.concerns:
        return Stands.CONCERNS
    if standing.whole is not None and standing.whole.verdict == Verdict.ACCEPTED:
        return Stands.ACCEPTED
    return Stands.READ if standing.last_look else Stands.UNREAD


def newest_of(said: Iterable[FacilityDecision]) -> list[FacilityDecision]:
    """The newest word of each lender on each section and on the whole; `said` newest first."""
    newest: dict[tuple[int, str], FacilityDecision] = {}
    for each in said:
        newest.setdefault((each.lender_id, each.section), each)
    return list(newest.values())


def open_concerns(report: FacilityReport, lender: Lender) -> list[FacilityDecision]:
    """What stands against accepting the whole: concerns of the lender about sections, of its circle about anything.

    The circle is its agent and those it is the agent of: each settles its own.
    """
    said = FacilityDecision.objects.filter(report=report, lender__in=files.circle(lender))
    newest = newest_of(said.select_related("lender", "event").order_by("-id"))
    own_whole = (lender.pk, "")
    open_ones = [
        each for each in newest if each.verdict == Verdict.CONCERNS and (each.lender_id, each.section) != own_whole
    ]
    order = ["", *SectionCode.values]
    return sorted(open_ones, key=lambda each: (order.index(each.section), each.pk))


def words_by_section(report: FacilityReport, lender: Lender) -> dict[str, FacilityDecision]:
    """The newest word of the lender or its agent on each section, and under "" on the whole. One query."""
    ids = [lender.pk, *([lender.agent_id] if lender.agent_id else [])]
    newest: dict[str, FacilityDecision] = {}
    for each in FacilityDecision.objects.filter(report=report, lender__in=ids).select_related("event").order_by("-id"):
        newest.setdefault(each.section, each)
    return newest
