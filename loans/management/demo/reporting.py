"""Condition reports of the example: some being written at lenders, and whole chains in the closing show.

Only objects of invented lenders are examined here.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Max

from loans.management.demo.acting import Played, decider
from loans.management.demo.furnish import GLASS, SILK, Scene
from loans.models import ConditionReport, LoanLine, MarkState, Moment, Severity, Side
from loans.services import reports
from loans.states import LineStatus
from office.records.actors import Actor
from office.records.audit import Facts
from office.records.models import AuditEvent, Authority

# Terms, where they are, and what is said of them, by what the object is.
FINDINGS: Final[dict[str, tuple[tuple[str, str, str], ...]]] = {
    "glass": (
        ("chip", "rim", "Old, edges dulled."),
        ("crack", "shoulder, running down from the rim", "Stops above the foot; no movement under light pressure."),
        ("accretion", "inside, below the neck", "Burial soil, left in place."),
        ("old repair", "foot", "Two fragments joined, adhesive yellowed."),
        ("weeping glass", "inside of the base", "Droplets seen under magnification; the humidity must not rise."),
    ),
    "textiles": (
        ("fraying", "lower edge", "Loose warps, secured with crepeline."),
        ("loss", "upper right, along the fold", "Backed with dyed silk in 1974."),
        ("fading", "left third", "The blue has turned grey."),
        ("stain", "centre", "Brown, with a hard tide line."),
    ),
    "manuscripts": (
        ("foxing", "outer margin", "Stable since the last photographs."),
        ("tear", "lower edge", "Mended with Japanese paper."),
        ("flaking", "gold of the frame", "Lifting at the corners; don't flex the leaf."),
        ("cockling", "along the gutter", "Follows the humidity."),
    ),
    "metalwork": (
        ("tarnish", "all over, heaviest at the back", "Even, not to be cleaned."),
        ("dent", "side, below the rim", "Old."),
        ("corrosion", "around the rivets", "Green, compact, without powder."),
        ("scratch", "across the front", "Three parallel lines, probably from excavation."),
    ),
    "stone": (
        ("loss", "upper left corner", "Old break, worn."),
        ("crack", "from the upper edge to the middle", "Pinned in 1961."),
        ("salts", "lower third", "Fine needles, brushed off before photography."),
        ("abrasion", "faces and raised parts", "From reuse as paving."),
    ),
}
_KIND_OF = {
    "ivory": "stone",
    "architecture": "stone",
    "ceramics": "stone",
    "tools": "metalwork",
    "jewellery": "metalwork",
}


BOTH: Final = (Side.LENDER, Side.BORROWER)


@dataclass(slots=True)
class Examiner:
    """Writes reports for lines of one scene, each on its day, and notes which events that made."""

    scene: Scene
    played: Played
    actor: Actor

    def write(
        self, line: LoanLine, moment: Moment, *, days_ago: int, signed: tuple[Side, ...] = (), marks: int = 0
    ) -> ConditionReport:
        """One report; marks of the report before are confirmed when it is signed, some of them before."""
        day = self.scene.days.before(days_ago)
        before = _last_event()
        at_lender = moment in (Moment.LENDER_OUT, Moment.LENDER_RETURN)
        contact = decider(self.scene, line.loan.lender.code)
        report = reports.start(
            line, moment=moment, actor=self.actor, examined_on=day, **_content(line, contact.name if at_lender else "")
        )
        photo = None
        if line.object.image:
            photo = reports.add_photo(report, file=line.object.image, actor=self.actor, caption="Front")
        rng = random.Random(line.pk * 10 + len(moment))
        found = list(FINDINGS[_kind(line)])
        rng.shuffle(found)
        for term, zone, note in found[:marks]:
            x, y = rng.uniform(0.28, 0.66), rng.uniform(0.2, 0.66)
            reports.add_mark(
                report,
                actor=self.actor,
                term=term,
                zone=zone,
                note=note,
                photo=photo,
                severity=rng.choice((Severity.MINOR, Severity.MINOR, Severity.MODERATE)),
                extent=rng.choice(("4 mm", "12 mm", "28 mm", "5 %", "2 %")),
                active=term in ("weeping glass", "flaking"),
                **({"x": round(x, 4), "y": round(y, 4), "width": 0.08, "height": 0.06} if photo else {}),
            )
        for number, mark in enumerate(report.marks.filter(state=MarkState.UNCONFIRMED)):
            if signed or number % 2 == 0:
                changed = moment == Moment.BORROWER_OUT and line.number == 2 and number == 0
                reports.confirm_mark(
                    mark,
                    MarkState.CHANGED if changed else MarkState.UNCHANGED,
                    actor=self.actor,
                    note="2 mm longer than at arrival; photographed again." if changed else "",
                )
        for side in signed:
            mine = side == Side.BORROWER
            name = self.actor.name if mine else contact.name
            title = self.actor.title if mine else str(contact.get_role_display())
            how = Facts() if mine else Facts(authority=Authority.IN_PERSON)
            reports.sign(report, side=side, name=name, title=title, actor=self.actor, facts=how)
        self.played.days.append((before, _last_event(), day))
        return report


@dataclass(frozen=True, slots=True)
class Examination:
    """One report to write: whose, when, of which moment, by whom signed, with how many new marks."""

    days_ago: int
    line: LoanLine
    moment: Moment
    signed: tuple[Side, ...] = ()
    marks: int = 0


def examine(scene: Scene, played: Played) -> None:
    """Writes all reports of the example, the oldest first."""
    examiner = Examiner(scene, played, Actor.staff(scene.staff["conservator"]))
    for each in sorted(_examinations(), key=lambda each: (-each.days_ago, each.line.pk)):
        examiner.write(each.line, each.moment, days_ago=each.days_ago, signed=each.signed, marks=each.marks)


def _examinations() -> Iterator[Examination]:
    handled = LoanLine.objects.select_related("loan__lender", "loan__exhibition", "object__image")
    preparing = (LineStatus.PREPARING, LineStatus.READY)
    for place, line in enumerate(
        handled.filter(loan__exhibition__code=SILK, status__in=preparing, held_since=None).order_by("pk")
    ):
        ready = line.status == LineStatus.READY
        day, signed = (9, BOTH) if ready else (1 + place % 5, ())
        yield Examination(day, line, Moment.LENDER_OUT, signed, marks=1 + place % 3)
    for line in handled.filter(loan__exhibition__code=GLASS).order_by("pk"):
        yield from _chain(line)


def _chain(line: LoanLine) -> Iterator[Examination]:
    """The reports of an object of the closing show, as far as it has come on its way home."""
    yield Examination(243, line, Moment.LENDER_OUT, BOTH, marks=1 + line.number % 3)
    yield Examination(216, line, Moment.BORROWER_IN, BOTH)
    if line.number == 2:
        yield Examination(98, line, Moment.CHECK, (Side.BORROWER,), marks=1)
    if line.status != LineStatus.INSTALLED:
        gone = line.status != LineStatus.DEINSTALLED
        yield Examination(15, line, Moment.BORROWER_OUT, (Side.BORROWER,) if gone else ())
    if line.status in (LineStatus.RETURNED, LineStatus.CLOSED):
        yield Examination(4, line, Moment.LENDER_RETURN, BOTH if line.status == LineStatus.CLOSED else ())


def _kind(line: LoanLine) -> str:
    kind = line.object.classification
    kind = _KIND_OF.get(kind, kind)
    return kind if kind in FINDINGS else "stone"


def _content(line: LoanLine, examiner: str) -> dict[str, Any]:
    """The words of a first report; later ones carry them over."""
    fields: dict[str, Any] = {
        "examined_at_place": f"{line.loan.lender.city}, workshop" if examiner else "London, quarantine room"
    }
    if examiner:
        fields |= {"examiner": examiner, "examiner_title": ""}
    if not line.reports.exists():
        fields |= {
            "method": "By eye and with a head loupe, 3x",
            "lighting": "Daylight lamp, then raking light from the left",
            "condition": "fair" if line.number % 3 == 0 else "good",
            "stable": True,
            "complete": "Complete but for the losses noted",
            "summary": "Fit to travel in its crate. Read the marks before unpacking.",
            "handling": "Two people, nitrile gloves. Never lift by the rim or a handle.",
            "packing": "Its own inner box, cut foam, 48 hours in the crate at our climate before closing.",
            "display": "On its own mount; nothing touches the decorated side.",
            "environment": "45 to 55 % RH without jumps; 18 to 22 °C.",
        }
    return fields


def _last_event() -> int:
    return AuditEvent.objects.aggregate(last=Max("pk"))["last"] or 0
