"""What a place promises an object, when it shows it there, and where that falls short."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from loans.rules.days import Days
from loans.rules.findings import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class VenueProfile:
    """What a venue promises; None: not known. Units as in Conditions; `open_hours` and `lit_hours` a day."""

    name: str = ""
    rh_min: Decimal | None = None
    rh_max: Decimal | None = None
    rh_swing: Decimal | None = None
    temperature_min: Decimal | None = None
    temperature_max: Decimal | None = None
    lux: Decimal | None = None
    uv: Decimal | None = None
    open_hours: Decimal | None = None
    lit_hours: Decimal | None = None

    def hours(self, *, beyond_opening: int) -> Decimal | None:
        """Lit hours a day: as stated, else opening hours and some more; None when neither is known."""
        if self.lit_hours is not None:
            return self.lit_hours
        if self.open_hours is None:
            return None
        return min(Decimal(24), self.open_hours + beyond_opening)

    def __str__(self) -> str:
        return self.name or _("The venue")


@dataclass(frozen=True, slots=True)
class Stop:
    """One showing of a tour: the days it is open to the public, first and last counted."""

    venue: VenueProfile
    show: Days


@dataclass(frozen=True, slots=True, kw_only=True)
class Mismatch(Finding):
    """`kind` is rh, rh_swing, temperature, lux, uv, light_class, display_days, hours or dose; `asked` and `promised`
    are the two figures in words, empty where one isn't known."""

    venue: str = ""
    asked: str = ""
    promised: str = ""
