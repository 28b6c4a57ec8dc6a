"""Condition reports of the example: some being written at lenders, and whole chains in the closing show.

Only objects of invented lenders are examined here.
"""

import random
from typing import Any, Final

from loans.management.demo.people import CONSERVATOR, decider, staff
from loans.management.demo.played import Part
from loans.models import LoanLine, MarkState, Moment, Severity, Side
from loans.services import reports
from office.records.audit import Facts
from office.records.models import Authority

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


def examine(part: Part) -> None:
    """One report of each line of the step; marks of the report before are confirmed when it is signed, some before.

    "marks" new ones are found on the first line, one more on the next, up to "spread" more.
    """
    said = part.step.said
    if not part.loan.lender.demo_record:
        raise ValueError("only objects of invented lenders are examined in the example")
    part.album.show(part.scene, [line.object for line in part.lines])
    for line in part.lines:
        found = said["marks"] + line.number % said["spread"] if said["marks"] else 0
        _write(part, line, Moment(said["moment"]), signed=tuple(map(Side, said["signed"])), marks=found)


def _write(part: Part, line: LoanLine, moment: Moment, *, signed: tuple[Side, ...], marks: int) -> None:
    actor = staff(part.scene, CONSERVATOR)
    contact = decider(part.scene, part.lender)
    at_lender = moment in (Moment.LENDER_OUT, Moment.LENDER_RETURN)
    report = reports.start(
        line, moment=moment, actor=actor, examined_on=part.day, **_content(line, contact.name if at_lender else "")
    )
    photo = None
    if line.object.image:
        photo = reports.add_photo(report, file=line.object.image, actor=actor, caption="Front")
    rng = random.Random(line.pk * 10 + len(moment))
    found = list(FINDINGS[_kind(line)])
    rng.shuffle(found)
    for term, zone, note in found[:marks]:
        x, y = rng.uniform(0.28, 0.66), rng.uniform(0.2, 0.66)
        reports.add_mark(
            report,
            actor=actor,
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
                actor=actor,
                note="2 mm longer than at arrival; photographed again." if changed else "",
            )
    for side in signed:
        mine = side == Side.BORROWER
        name = actor.name if mine else contact.name
        title = actor.title if mine else str(contact.get_role_display())
        how = Facts() if mine else Facts(authority=Authority.IN_PERSON)
        reports.sign(report, side=side, name=name, title=title, actor=actor, facts=how)


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
