"""What an object needs of the place where it is shown.

What was agreed beats what is proposed, which beats the object's profile, which beats the guideline.
"""

from dataclasses import dataclass, fields
from decimal import Decimal
from enum import StrEnum

from django.utils.translation import gettext as _

from loans.packs import Pack
from loans.rules.days import Days


class Origin(StrEnum):
    """Who asks for it."""

    AGREED = "agreed"
    PROPOSED = "proposed"
    PROFILE = "profile"
    GUIDELINE = "guideline"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """Figures as somebody asks for them; None: nothing said. Humidity in % RH, `rh_swing` within 24 hours either way,
    temperature in °C, `uv` in microwatts per lumen, `dose` in lux-hours for the whole loan, `display_days` the most days on display."""

    rh_min: Decimal | None = None
    rh_max: Decimal | None = None
    rh_swing: Decimal | None = None
    temperature_min: Decimal | None = None
    temperature_max: Decimal | None = None
    lux: Decimal | None = None
    uv: Decimal | None = None
    dose_a_year: Decimal | None = None
    dose: Decimal | None = None
    display_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One line's needs. `light_class` is the object's (LightClass); `on_display` the planned times, empty: all the show."""

    agreed: Conditions = Conditions()
    proposed: Conditions = Conditions()
    profile: Conditions = Conditions()
    light_class: str = ""
    on_display: tuple[Days, ...] = ()


@dataclass(frozen=True, slots=True)
class Need:
    """One figure that counts, and who asks for it."""

    value: Decimal
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """The figures that count for a line, field by field; None: nobody asks for anything."""

    rh_min: Need | None = None
    rh_max: Need | None = None
    rh_swing: Need | None = None
    temperature_min: Need | None = None
    temperature_max: Need | None = None
    lux: Need | None = None
    uv: Need | None = None
    dose_a_year: Need | None = None
    dose: Need | None = None
    display_days: Need | None = None


# A range stated by the agreement must not be crossed by the other end of the guideline's.
_RANGES = (("rh_min", "rh_max"), ("temperature_min", "temperature_max"))
RANK = {Origin.AGREED: 0, Origin.PROPOSED: 1, Origin.PROFILE: 2, Origin.GUIDELINE: 3}


def needs_of(requirement: Requirement, *, pack: Pack) -> Needs:
    """The figures that count. `pack` is the rule pack `environment`."""
    layers = (
        (Origin.AGREED, requirement.agreed),
        (Origin.PROPOSED, requirement.proposed),
        (Origin.PROFILE, requirement.profile),
        (Origin.GUIDELINE, guideline(requirement.light_class, pack=pack)),
    )
    found: dict[str, Need] = {}
    for field in fields(Conditions):
        for origin, conditions in layers:
            value = getattr(conditions, field.name)
            if value is not None:
                found[field.name] = Need(Decimal(value), origin)
                break
    for low, high in _RANGES:
        if low in found and high in found and found[low].value > found[high].value:
            weaker = max(low, high, key=lambda name: RANK[found[name].origin])
            if found[low].origin != found[high].origin:
                del found[weaker]
    # A dose agreed for the whole loan replaces the yearly budget of the class, and the other way round.
    yearly, whole = found.get("dose_a_year"), found.get("dose")
    if yearly and whole and yearly.origin != whole.origin:
        del found["dose_a_year" if RANK[yearly.origin] > RANK[whole.origin] else "dose"]
    return Needs(**found)


def guideline(light_class: str, *, pack: Pack) -> Conditions:
    """What the guideline asks for a class of light sensitivity; of an unknown class it knows climate and UV alone."""
    light = f"light.{light_class}"
    known = bool(light_class) and pack.has(light)
    return Conditions(
        rh_min=pack.number("climate.rh_min"),
        rh_max=pack.number("climate.rh_max"),
        rh_swing=pack.number("climate.rh_swing"),
        temperature_min=pack.number("climate.temperature_min"),
        temperature_max=pack.number("climate.temperature_max"),
        uv=pack.number("uv.limit"),
        lux=pack.number(f"{light}.lux") if known else None,
        dose_a_year=pack.number(f"{light}.lux_hours_a_year")
        if known and pack.has(f"{light}.lux_hours_a_year")
        else None,
    )


def asked(origin: Origin, figures: str, *, pack: Pack, light_class: str = "") -> str:
    """Agreed: 45–50 % RH. / Proposed, not agreed yet: … / The object's profile asks for … / Nothing is agreed; the guideline asks for …"""
    if origin == Origin.AGREED:
        return _("Agreed: %(figures)s.") % {"figures": figures}
    if origin == Origin.PROPOSED:
        return _("Proposed, not agreed yet: %(figures)s.") % {"figures": figures}
    if origin == Origin.PROFILE:
        return _("The object's profile asks for %(figures)s.") % {"figures": figures}
    of = _objects(light_class)
    if of:
        return _("Nothing is agreed; for %(objects)s the guideline of %(version)s asks for %(figures)s.") % {
            "objects": of,
            "version": pack.version,
            "figures": figures,
        }
    return _("Nothing is agreed; the guideline of %(version)s asks for %(figures)s.") % {
        "version": pack.version,
        "figures": figures,
    }


def _objects(light_class: str) -> str:
    return {
        "high": _("highly sensitive objects"),
        "medium": _("objects of medium sensitivity"),
        "low": _("objects of low sensitivity"),
        "none": _("objects light doesn't harm"),
        "sensitive": _("sensitive objects"),
    }.get(light_class, "")
