"""Does a place give an object what it needs? Each mismatch with both figures and what to do about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from loans import packs
from loans.packs import Pack
from loans.rules.days import Days
from loans.rules.display import display_mismatches
from loans.rules.findings import Severity, figure
from loans.rules.place import Mismatch, Stop, VenueProfile
from loans.rules.requirement import RANK, Conditions, Need, Needs, Origin, Requirement, asked, needs_of

__all__ = ["Conditions", "Mismatch", "Requirement", "Severity", "Stop", "VenueProfile", "match", "match_tour"]


def match(requirement: Requirement, venue: VenueProfile, *, show: Days, pack: Pack | None = None) -> list[Mismatch]:
    """What one showing lacks. `pack` is `environment`, by default the version of the first day of the show."""
    return match_tour(requirement, [Stop(venue, show)], pack=pack)


def match_tour(requirement: Requirement, stops: Sequence[Stop], *, pack: Pack | None = None) -> list[Mismatch]:
    """What the showings of a tour lack: climate and light at each stop, days and light dose over all of them."""
    if not stops:
        return []
    pack = pack or packs.current("environment", on=min(stop.show.first for stop in stops))
    needs = needs_of(requirement, pack=pack)
    found: list[Mismatch] = []
    for stop in stops:
        found += _Look(stop.venue, needs, requirement.light_class, pack).all()
    return found + display_mismatches(requirement, needs, stops, pack=pack)


def _severity(origin: Origin, given: Severity | None) -> Severity:
    """A proposal can still be talked about, a climate beyond the guideline too."""
    if origin == Origin.PROPOSED:
        return Severity.WARN
    return given or (Severity.WARN if origin == Origin.GUIDELINE else Severity.BREACH)


@dataclass(frozen=True, slots=True)
class _Look:
    """One venue against the needs."""

    venue: VenueProfile
    needs: Needs
    light_class: str
    pack: Pack

    def all(self) -> list[Mismatch]:
        return [found for found in (self.humidity(), self.swing(), self.temperature(), self.lux(), self.uv()) if found]

    def humidity(self) -> Mismatch | None:
        needs, venue = self.needs, self.venue
        return self.range(
            "rh",
            needed=(needs.rh_min, needs.rh_max),
            given=(venue.rh_min, venue.rh_max),
            unit="% RH",
            missing=_("the lowest and the highest humidity it keeps (% RH)"),
            advice=_("Ask for a conditioned case or renegotiate."),
        )

    def temperature(self) -> Mismatch | None:
        needs, venue = self.needs, self.venue
        return self.range(
            "temperature",
            needed=(needs.temperature_min, needs.temperature_max),
            given=(venue.temperature_min, venue.temperature_max),
            unit="°C",
            missing=_("the lowest and the highest temperature it keeps (°C)"),
            advice=_("Ask for a climate-controlled case or renegotiate."),
        )

    def swing(self) -> Mismatch | None:
        need, given = self.needs.rh_swing, self.venue.rh_swing
        if need is None:
            return None
        if given is None:
            return self.unknown("rh_swing", _("how far its humidity moves within 24 hours (% RH)"))
        if given <= need.value:
            return None
        return self.mismatch(
            "rh_swing",
            need.origin,
            figures=_("at most ±%(figure)s %% RH within 24 hours") % {"figure": figure(need.value)},
            promised=_("±%(figure)s %% RH") % {"figure": figure(given)},
            advice=_("Ask for a buffered case or renegotiate."),
        )

    def lux(self) -> Mismatch | None:
        need, given = self.needs.lux, self.venue.lux
        if need is None:
            return None
        if given is None:
            return self.unknown("lux", _("the light at the object (lux)"))
        if given <= need.value:
            return None
        return self.mismatch(
            "lux",
            need.origin,
            figures=_("at most %(figure)s lux") % {"figure": figure(need.value)},
            promised=_("up to %(figure)s lux") % {"figure": figure(given)},
            advice=_("Ask for dimmed light at this object, or renegotiate."),
            severity=Severity.BREACH,
        )

    def uv(self) -> Mismatch | None:
        need, given = self.needs.uv, self.venue.uv
        if need is None:
            return None
        if given is None:
            return self.unknown("uv", _("the ultraviolet in its light (µW/lm)"))
        warn_above = self.pack.number("uv.warn_above")
        promised = _("up to %(figure)s µW/lm") % {"figure": figure(given)}
        if given > need.value:
            return self.mismatch(
                "uv",
                need.origin,
                figures=_("at most %(figure)s µW/lm of ultraviolet") % {"figure": figure(need.value)},
                promised=promised,
                advice=_("Ask for filters on lamps and windows, or renegotiate."),
                severity=Severity.BREACH,
            )
        if given > warn_above:
            return self.mismatch(
                "uv",
                Origin.GUIDELINE,
                figures=_("%(figure)s µW/lm of ultraviolet where it can be had") % {"figure": figure(warn_above)},
                promised=promised,
                advice=_("Allowed, but filters are cheap: ask for them."),
                says=_("Good practice is %(figures)s."),
            )
        return None

    def range(
        self,
        kind: str,
        *,
        needed: tuple[Need | None, Need | None],
        given: tuple[Decimal | None, Decimal | None],
        unit: str,
        missing: str,
        advice: str,
    ) -> Mismatch | None:
        (least, most), (low, high) = needed, given
        broken = []
        if least is not None and low is not None and low < least.value:
            broken.append(least.origin)
        if most is not None and high is not None and high > most.value:
            broken.append(most.origin)
        if broken:
            origin = min(broken, key=lambda each: RANK[each])
            return self.mismatch(
                kind,
                origin,
                figures=_span(_if_from(least, origin), _if_from(most, origin), unit),
                promised=_span(low, high, unit),
                advice=advice,
            )
        if (least is not None and low is None) or (most is not None and high is None):
            return self.unknown(kind, missing)
        return None

    def mismatch(
        self,
        kind: str,
        origin: Origin,
        *,
        figures: str,
        promised: str,
        advice: str,
        says: str = "",
        severity: Severity | None = None,
    ) -> Mismatch:
        """A climate beyond the guideline or a proposal alone is a warning: nobody was promised anything."""
        need = (
            says % {"figures": figures}
            if says
            else asked(origin, figures, pack=self.pack, light_class=self.light_class if kind == "lux" else "")
        )
        offer = _("%(venue)s promises %(figures)s.") % {"venue": self.venue, "figures": promised}
        return Mismatch(
            kind=kind,
            severity=_severity(origin, severity),
            sentence=f"{need} {offer} {advice}",
            venue=self.venue.name,
            asked=figures,
            promised=promised,
        )

    def unknown(self, kind: str, what: str) -> Mismatch:
        return Mismatch(
            kind=kind,
            severity=Severity.UNKNOWN,
            sentence=_("Not known: ask %(venue)s for %(what)s.")
            % {"venue": self.venue.name or _("the venue"), "what": what},
            venue=self.venue.name,
        )


def _if_from(need: Need | None, origin: Origin) -> Decimal | None:
    return need.value if need is not None and need.origin == origin else None


def _span(low: Decimal | None, high: Decimal | None, unit: str) -> str:
    """45–50 % RH, or one end of it."""
    if low is not None and high is not None:
        return f"{figure(low)}–{figure(high)} {unit}"
    if low is not None:
        return _("at least %(figure)s %(unit)s") % {"figure": figure(low), "unit": unit}
    if high is not None:
        return _("at most %(figure)s %(unit)s") % {"figure": figure(high), "unit": unit}
    return ""
