"""The state of one gate of one line on one day, with the sentence that explains it."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loans import packs
from loans.gates import GATES, PASSED, Gate, GateState
from loans.models import GateRecord, Permit, PermitKind, PermitStatus
from loans.rules.days import Days, uncovered
from loans.rules.gates.evidence import Evidence
from loans.rules.immunity import Leg, Owner, immunity
from office.records.models import StoredFile
from office.records.wording import listed, written

S = GateState


Words = object | Callable[[], str]
"""A sentence, or how to make it: a board of thousands of gates reads none of them."""


@dataclass(frozen=True, slots=True)
class GateView:
    """A gate as it stands: `words` say why; `by` decided it, nobody if it was computed."""

    gate: Gate
    state: GateState
    say: Words
    until: dt.date | None = None
    by: str = ""
    evidence: StoredFile | None = None

    @property
    def words(self) -> str:
        return str(self.say() if callable(self.say) else self.say)

    @property
    def passes(self) -> bool:
        return self.state in PASSED

    @property
    def told(self) -> str:
        """Label, why it is open, what to do: one open gate in a refusal."""
        return _("%(gate)s: %(words)s %(todo)s") % {
            "gate": self.gate.label,
            "words": self.words,
            "todo": self.gate.todo,
        }


@dataclass(frozen=True, slots=True)
class Found:
    """What the records say before anybody decided otherwise."""

    state: GateState
    words: Words
    until: dt.date | None = None
    evidence: StoredFile | None = None

    @property
    def told(self) -> str:
        return str(self.words() if callable(self.words) else self.words)


def judge(gate: Gate, evidence: Evidence, *, on: dt.date) -> GateView:
    """A person's decision first, where it still counts; else what the records say."""
    record = evidence.records.get(gate.name)
    if record is not None and record.state in (S.NOT_NEEDED, S.WAIVED, S.FAILED):
        return GateView(
            gate, S(record.state), partial(_decided, record), by=record.decided_by, evidence=record.evidence
        )
    if record is not None and record.state == S.SATISFIED:
        late = _out_of_date(record.valid_from, record.valid_until, on=on)
        return GateView(
            gate,
            S.NEEDED if late else S.SATISFIED,
            late or partial(_filed, record),
            until=record.valid_until,
            by=record.decided_by,
            evidence=record.evidence,
        )
    found = _FOUND[gate.name](gate, evidence, on)
    if record is not None and found.state not in PASSED:
        # A person's "needed" or "in progress" says more than the computed one, and never less.
        state = S(record.state) if found.state != S.FAILED else S.FAILED
        return GateView(gate, state, f"{_stopped(record.reason)} {found.told}".strip(), by=record.decided_by)
    if record is not None and record.state == S.NEEDED and found.state == S.NOT_NEEDED:
        return GateView(gate, S.NEEDED, _stopped(record.reason) or _("Asked for."), by=record.decided_by)
    return GateView(gate, found.state, found.words, until=found.until, evidence=found.evidence)


def _decided(record: GateRecord) -> str:
    return _("%(state)s by %(who)s on %(day)s: %(reason)s") % {
        "state": record.get_state_display(),
        "who": record.decided_by,
        "day": written(record.decided_on),
        "reason": _stopped(record.reason),
    }


def _stopped(words: str) -> str:
    words = words.strip()
    return words if not words or words[-1] in ".!?" else f"{words}."


def _filed(record: GateRecord) -> str:
    words = {"number": record.evidence_number, "who": record.decided_by, "day": written(record.decided_on)}
    if record.evidence_number:
        return _("Filed under %(number)s (%(who)s, %(day)s).") % words
    return _("Filed by %(who)s on %(day)s.") % words


def _out_of_date(first: dt.date | None, last: dt.date | None, *, on: dt.date) -> str:
    if first and on < first:
        return _("The evidence is valid from %(day)s only.") % {"day": written(first)}
    if last and on > last:
        return _("The evidence was valid until %(day)s.") % {"day": written(last)}
    return ""


# What the records say, gate by gate.


def _filed_evidence(gate: Gate, evidence: Evidence, on: dt.date) -> Found:
    if gate.name == "method_statement":
        return Found(S.NOT_NEEDED, gettext_lazy("Nobody asked for one."))
    return Found(S.NEEDED, gettext_lazy("Nothing is on file."))


def _agreement(gate: Gate, evidence: Evidence, on: dt.date) -> Found:
    agreement = evidence.line.loan.agreement
    if agreement is None or agreement.issued_on is None:
        return Found(S.NEEDED, gettext_lazy("There is no agreement yet."))
    if not agreement.executed:
        return Found(
            S.IN_PROGRESS, _("%(agreement)s is not signed by both sides yet.") % {"agreement": agreement.reference}
        )
    period = evidence.line.period
    last = period.upper if period else None
    if last is not None and on > last:
        return Found(S.FAILED, _("The loan ended on %(day)s: extend it by an amendment.") % {"day": written(last)})
    return Found(S.SATISFIED, lambda: _("%(agreement)s is in force.") % {"agreement": agreement.reference}, until=last)


def _facility(gate: Gate, evidence: Evidence, on: dt.date) -> Found:
    missing, unread, worried, expired = [], [], [], []
    until: list[dt.date] = []
    for show in evidence.showings:
        report = evidence.facility.get(show.venue_id)
        if report is None:
            missing.append(str(show.venue))
        elif show.venue_id in evidence.facility_concerns:
            worried.append(str(show.venue))
        elif show.venue_id not in evidence.facility_accepted:
            unread.append(str(show.venue))
        elif report.expires_on and report.expires_on < on:
            expired.append(str(show.venue))
        elif report.expires_on:
            until.append(report.expires_on)
    if not evidence.showings:
        return Found(S.NEEDED, gettext_lazy("The exhibition has no venue yet."))
    if worried:
        return Found(S.FAILED, _("The lender has concerns about %(venue)s.") % {"venue": listed(worried)})
    if expired:
        return Found(S.FAILED, _("The report of %(venue)s has expired.") % {"venue": listed(expired)})
    if missing:
        return Found(S.NEEDED, _("%(venue)s has issued none yet.") % {"venue": listed(missing)})
    if unread:
        return Found(
            S.IN_PROGRESS, _("The lender has not accepted the report of %(venue)s yet.") % {"venue": listed(unread)}
        )
    return Found(S.SATISFIED, gettext_lazy("Accepted by the lender."), until=min(until, default=None))


PERMITS: Final = {
    "legal_basis": (PermitKind.DECREE, "out"),
    "export_licence": (PermitKind.EXPORT, "out"),
    "cites": (PermitKind.CITES, "out"),
    "customs_in": (PermitKind.CUSTOMS, "out"),
    "export_home": (PermitKind.EXPORT, "home"),
    "cites_home": (PermitKind.CITES, "home"),
    "customs_home": (PermitKind.CUSTOMS, "home"),
}
"""Which permit opens a gate: its kind, and the way it must be for."""


def _permit(gate: Gate, evidence: Evidence, on: dt.date) -> Found:
    kind, way = PERMITS[gate.name]
    permits = [each for each in evidence.permits if each.kind == kind and each.direction in (way, "both")]
    granted = [each for each in permits if each.status == PermitStatus.GRANTED]
    valid = [each for each in granted if not _out_of_date(each.valid_from, each.valid_until, on=on)]
    if valid:
        best = max(valid, key=lambda each: (each.valid_until or dt.date.max, each.pk))
        return Found(S.SATISFIED, partial(_named, best), until=best.valid_until or best.return_by, evidence=best.file)
    why_not = _spared(gate, evidence) if not permits else ""
    if why_not:
        return Found(S.NOT_NEEDED, why_not)
    if granted:
        latest = granted[-1]
        return Found(S.FAILED, _out_of_date(latest.valid_from, latest.valid_until, on=on), evidence=latest.file)
    refused = [each for each in permits if each.status == PermitStatus.REFUSED]
    if refused and len(refused) == len(permits):
        return Found(S.FAILED, gettext_lazy("It was refused."), evidence=refused[-1].file)
    if permits:
        applied = permits[-1].applied_on
        words = _("Applied for on %(day)s.") % {"day": written(applied)} if applied else _("Applied for.")
        return Found(S.IN_PROGRESS, words)
    return Found(S.NEEDED, gettext_lazy("None is on record."))


def _named(permit: Permit) -> str:
    words = f"{permit.get_kind_display()} {permit.number}"
    if permit.issued_on:
        return _("%(permit)s of %(day)s.") % {"permit": words, "day": written(permit.issued_on)}
    return f"{words}."


def _spared(gate: Gate, evidence: Evidence) -> object:
    """Why a permit isn't needed here; empty when it is."""
    if gate.name == "legal_basis":
        return "" if evidence.needs_decree else gettext_lazy("This lender needs no decree for a loan.")
    if not evidence.abroad:
        return gettext_lazy("The object crosses no border.")
    if gate.name.startswith("cites"):
        if not evidence.line.object.cites_appendix:
            return gettext_lazy("No material under CITES is on record.")
        return ""
    if gate.name.startswith("customs"):
        union = _european_union()
        if {evidence.home, *evidence.abroad} <= union:
            return gettext_lazy("The object stays inside the customs union.")
    return ""


@cache
def _european_union() -> frozenset[str]:
    return frozenset(packs.versions("eu-import")[-1].texts("members"))


def _cover(gate: Gate, evidence: Evidence, on: dt.date) -> Found:
    period = evidence.line.period
    if period is None or period.lower is None or period.upper is None:
        return Found(S.NEEDED, gettext_lazy("The days of the loan are not set."))
    # The day of return itself is under cover too: nail to nail.
    first, last = period.lower, period.upper
    if gate.name == "cover_home":
        first = max(on, first)
    elif evidence.moving:
        # Collected before the planned day, it is under way from that day on.
        first = min(on, first)
    last = max(last, first)
    spans = [Days.half_open(lower, upper) for lower, upper in evidence.covers]
    gaps = uncovered(Days(first, last), spans)
    if not gaps:
        return Found(S.SATISFIED, gettext_lazy("In force for the whole way."), until=max(span.last for span in spans))
    if not evidence.covers and evidence.unaccepted_covers:
        return Found(S.IN_PROGRESS, gettext_lazy("The lender has not accepted the cover yet."))
    if not evidence.covers:
        return Found(S.NEEDED, gettext_lazy("The object is under no cover."))
    return Found(S.FAILED, _("No cover from %(gaps)s.") % {"gaps": listed([str(gap) for gap in gaps])})


# Which report opens the gate, and since when in which place it must have been signed.
_REPORTS: Final = {
    "outgoing_report": ("lender_out", ""),
    "incoming_report": ("borrower_in", "venue"),
    "closing_report": ("borrower_out", "venue"),
    "return_report": ("lender_return", "lender"),
}


def _report(gate: Gate, evidence: Evidence, on: dt.date) -> Found:
    moment, place = _REPORTS[gate.name]
    signed = evidence.signed_reports.get(moment)
    since = evidence.since.get(place) if place else None
    if signed is not None and since is not None and signed < since:
        return Found(
            S.NEEDED,
            _("The last one is of %(day)s, before the object came here.") % {"day": written(signed)},
        )
    if signed is not None:
        return Found(S.SATISFIED, lambda: _("Examined on %(day)s and signed.") % {"day": written(signed)})
    if moment in evidence.report_drafts:
        return Found(S.IN_PROGRESS, gettext_lazy("It is a draft, not signed yet."))
    return Found(S.NEEDED, gettext_lazy("There is none yet."))


def _immunity(gate: Gate, evidence: Evidence, on: dt.date) -> Found:
    lender = evidence.line.loan.lender
    shows = [show for show in evidence.showings if str(show.venue.country) == "GB"]
    if not shows:
        return Found(S.NOT_NEEDED, gettext_lazy("It is not shown in the United Kingdom."))
    if str(lender.country) == "GB":
        return Found(S.NOT_NEEDED, gettext_lazy("The owner is resident in the United Kingdom, so it is not available."))
    thing = evidence.line.object
    owners = [Owner(name=lender.public_name, country=str(lender.country))]
    owners += [Owner(name=thing.co_owners, country=str(each.code)) for each in thing.co_owner_countries]
    if evidence.entry is None:
        if evidence.published:
            return Found(
                S.IN_PROGRESS,
                _("Published on %(day)s; no shipment says yet when it enters the country.")
                % {"day": written(evidence.published)},
            )
        return Found(S.NEEDED, gettext_lazy("No shipment says yet when it enters the country."))
    close = max(show.closes_date for show in shows)
    found = immunity(Leg(entry=evidence.entry, close=close), owners=owners)
    if found.dates is None:
        return Found(S.NOT_NEEDED, found.not_available)
    words = {"entry": written(evidence.entry), "by": written(found.dates.publish_by)}
    if evidence.published is None:
        late = on > found.dates.publish_by
        words["what"] = _("was to be published") if late else _("must be published")
        told = _("For the entry on %(entry)s the list %(what)s by %(by)s.") % words
        return Found(S.FAILED if late else S.NEEDED, told)
    if evidence.published > found.dates.publish_by:
        words["day"] = written(evidence.published)
        return Found(
            S.FAILED,
            _("Published on %(day)s, too late for the entry on %(entry)s: it had to stand there by %(by)s.") % words,
        )
    if on > found.dates.lapses:
        return Found(S.FAILED, _("The protection lapsed on %(day)s.") % {"day": written(found.dates.lapses)})
    return Found(
        S.SATISFIED, _("Published on %(day)s.") % {"day": written(evidence.published)}, until=found.dates.lapses
    )


def _courier(gate: Gate, evidence: Evidence, on: dt.date) -> Found:
    if evidence.couriers_booked:
        return Found(S.SATISFIED, _("Booked: %(who)s.") % {"who": listed(evidence.couriers_booked)})
    if not evidence.courier_agreed:
        return Found(S.NOT_NEEDED, gettext_lazy("No courier was agreed."))
    return Found(S.NEEDED, gettext_lazy("A courier was agreed and none is booked for this shipment."))


_FOUND: Final[dict[str, Callable[[Gate, Evidence, dt.date], Found]]] = {
    "due_diligence": _filed_evidence,
    "agreement": _agreement,
    "facility_report": _facility,
    "immunity": _immunity,
    "cover": _cover,
    "cover_home": _cover,
    "courier": _courier,
    "method_statement": _filed_evidence,
    **dict.fromkeys(PERMITS, _permit),
    **dict.fromkeys(_REPORTS, _report),
}

assert set(_FOUND) == set(GATES), "every gate of the table is judged here"
