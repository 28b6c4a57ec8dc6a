"""How long an object is on display and how much light it gets, against what was agreed or what its class bears."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loans.packs import Pack
from loans.rules.days import Days
from loans.rules.findings import Severity, figure
from loans.rules.light_dose import Lit, days_within, first_days, total, worst_year
from loans.rules.place import Mismatch, Stop
from loans.rules.requirement import Need, Needs, Origin, Requirement, asked
from office.records.wording import written


def display_mismatches(requirement: Requirement, needs: Needs, stops: Sequence[Stop], *, pack: Pack) -> list[Mismatch]:
    """Light class, days on display and light dose over all stops of a tour."""
    found = _light_class(requirement, needs, pack=pack)
    most = int(needs.display_days.value) if needs.display_days else None
    planned = [(stop, days) for stop in sorted(stops, key=lambda stop: stop.show) for days in _on(requirement, stop)]
    spans = [days for _stop, days in planned]
    kept = first_days(spans, most)
    if needs.display_days and sum(days.count for days in spans) > needs.display_days.value:
        found.append(_too_long(spans, kept, needs.display_days, pack=pack))
    if needs.dose_a_year or needs.dose:
        times, unknown = _lit(
            [(stop, days) for (stop, _all), days in zip(planned, kept, strict=False)], needs, pack=pack
        )
        found += unknown
        if times:
            found += _too_much(times, needs, light_class=requirement.light_class, pack=pack)
    return found


def _on(requirement: Requirement, stop: Stop) -> list[Days]:
    if not requirement.on_display:
        return [stop.show]
    shared = (stop.show.shared(days) for days in sorted(requirement.on_display))
    return [days for days in shared if days]


def _light_class(requirement: Requirement, needs: Needs, *, pack: Pack) -> list[Mismatch]:
    light = f"light.{requirement.light_class}"
    if requirement.light_class and pack.has(light):
        if not pack.has(f"{light}.ask_conservator"):
            return []
        if needs.lux and needs.dose_a_year and {needs.lux.origin, needs.dose_a_year.origin} == {"agreed"}:
            return []
        sentence = _(
            "The object is sensitive to light, but not in a known class: until the conservator finds it, it is counted with %(lux)s lux and %(dose)s lux-hours a year."
        ) % {"lux": figure(pack.number(f"{light}.lux")), "dose": figure(pack.number(f"{light}.lux_hours_a_year"))}
        return [Mismatch(kind="light_class", severity=Severity.WARN, sentence=sentence)]
    if needs.lux:
        return []
    sentence = _(
        "Not known: how much light the object bears. Ask the lender or the conservator for its class before the light is set."
    )
    return [Mismatch(kind="light_class", severity=Severity.UNKNOWN, sentence=sentence)]


def _too_long(spans: Sequence[Days], kept: Sequence[Days], need: Need, *, pack: Pack) -> Mismatch:
    most, planned = int(need.value), sum(days.count for days in spans)
    figures = ngettext("at most %(count)s day on display", "at most %(count)s days on display", most) % {
        "count": figure(most)
    }
    promised = ngettext("%(count)s day", "%(count)s days", planned) % {"count": figure(planned)}
    advice = (
        _("Plan the rotation: the object comes off display after %(day)s.") % {"day": written(kept[-1].last)}
        if kept
        else _("Show something else in its place.")
    )
    return Mismatch(
        kind="display_days",
        severity=Severity.WARN if need.origin == Origin.PROPOSED else Severity.BREACH,
        sentence=" ".join(
            (
                asked(need.origin, figures, pack=pack),
                _("Planned are %(days)s, %(when)s.") % {"days": promised, "when": Days(spans[0].first, spans[-1].last)},
                advice,
            )
        ),
        asked=figures,
        promised=promised,
    )


def _lit(planned: Sequence[tuple[Stop, Days]], needs: Needs, *, pack: Pack) -> tuple[list[Lit], list[Mismatch]]:
    """The times whose light is known, and what to ask for the others."""
    times: list[Lit] = []
    unknown: dict[tuple[str, str], Mismatch] = {}
    for stop, days in planned:
        venue = stop.venue
        hours = venue.hours(beyond_opening=pack.integer("lit_hours_beyond_opening"))
        if venue.lux is not None and hours is not None:
            times.append(Lit(days=days, lux=venue.lux, hours=hours))
        if hours is None:
            unknown["hours", venue.name] = _ask("hours", stop, _("its opening hours"))
        if venue.lux is None and needs.lux is None:
            unknown["lux", venue.name] = _ask("lux", stop, _("the light at the object (lux)"))
    return times, list(unknown.values())


def _ask(kind: str, stop: Stop, what: str) -> Mismatch:
    sentence = _("Not known: ask %(venue)s for %(what)s. Without it the light dose can't be counted.") % {
        "venue": stop.venue.name or _("the venue"),
        "what": what,
    }
    return Mismatch(kind=kind, severity=Severity.UNKNOWN, sentence=sentence, venue=stop.venue.name)


def _too_much(times: Sequence[Lit], needs: Needs, *, light_class: str, pack: Pack) -> list[Mismatch]:
    found = []
    if needs.dose:
        dose = total(times)
        figures = _("at most %(dose)s lux-hours in all") % {"dose": figure(needs.dose.value)}
        if dose > needs.dose.value:
            found.append(_dose(times, dose=figure(dose), need=needs.dose, figures=figures, light_class="", pack=pack))
    if needs.dose_a_year:
        window, dose = worst_year(times)
        figures = _("at most %(dose)s lux-hours a year") % {"dose": figure(needs.dose_a_year.value)}
        if dose > needs.dose_a_year.value:
            inside = [time for time in times if window.shared(time.days)]
            found.append(
                _dose(
                    inside,
                    dose=figure(dose),
                    need=needs.dose_a_year,
                    figures=figures,
                    light_class=light_class,
                    pack=pack,
                    window=window,
                )
            )
    return found


def _dose(
    times: Sequence[Lit],
    *,
    dose: str,
    need: Need,
    figures: str,
    light_class: str,
    pack: Pack,
    window: Days | None = None,
) -> Mismatch:
    brightest = max(times, key=lambda time: time.a_day)
    spans = [window.shared(time.days) if window else time.days for time in times]
    days = sum(span.count for span in spans if span)
    if len({(time.lux, time.hours) for time in times}) == 1:
        gets = ngettext(
            "On display for %(days)s day at %(lux)s lux, lit %(hours)s hours a day, the object gets %(dose)s lux-hours.",
            "On display for %(days)s days at %(lux)s lux, lit %(hours)s hours a day, the object gets %(dose)s lux-hours.",
            days,
        ) % {
            "days": figure(days),
            "lux": figure(brightest.lux),
            "hours": figure(brightest.hours),
            "dose": dose,
        }
    else:
        when = Days(min(span.first for span in spans if span), max(span.last for span in spans if span))
        gets = _("In its showings together, %(when)s, the object gets %(dose)s lux-hours.") % {
            "when": when,
            "dose": dose,
        }
    allowed = days_within(need.value, lux=brightest.lux, hours=brightest.hours) or 0
    advice = (
        ngettext(
            "At %(lux)s lux it may be shown for %(days)s day: plan a rotation, lower the light or show a facsimile.",
            "At %(lux)s lux it may be shown for %(days)s days: plan a rotation, lower the light or show a facsimile.",
            allowed,
        )
        % {"lux": figure(brightest.lux), "days": figure(allowed)}
        if allowed
        else _("At this light it can't be shown for a single day: lower the light or show a facsimile.")
    )
    return Mismatch(
        kind="dose",
        severity=Severity.WARN if need.origin == Origin.PROPOSED else Severity.BREACH,
        sentence=f"{gets} {asked(need.origin, figures, pack=pack, light_class=light_class)} {advice}",
        asked=figures,
        promised=_("%(dose)s lux-hours") % {"dose": dose},
    )
