"""What an amendment does when both have signed it: a new last day, values, a substitute, other showings."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from moneyed import Money


@dataclass(frozen=True, slots=True)
class Changes:
    """`until` is the new day of return; the other keys are uids of lines.

    A substitute is the uid of the object that is lent instead; its value stands in `values` under the same line.
    `showings` are the uids of all showings the objects are seen at from now on; empty means they stay.
    """

    until: dt.date | None = None
    values: Mapping[str, Money] = field(default_factory=dict)
    substitutes: Mapping[str, str] = field(default_factory=dict)
    showings: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.until or self.values or self.substitutes or self.showings)

    def as_json(self) -> dict[str, Any]:
        """As it is kept with the version; empty parts are left out."""
        parts = {
            "until": self.until.isoformat() if self.until else None,
            "values": {uid: [str(money.amount), str(money.currency)] for uid, money in self.values.items()},
            "substitutes": dict(self.substitutes),
            "showings": list(self.showings),
        }
        return {name: part for name, part in parts.items() if part}

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Changes":
        """Read back from the version."""
        until = kept.get("until")
        return cls(
            until=dt.date.fromisoformat(until) if until else None,
            values={
                uid: Money(Decimal(amount), currency) for uid, (amount, currency) in kept.get("values", {}).items()
            },
            substitutes=dict(kept.get("substitutes", {})),
            showings=tuple(kept.get("showings", ())),
        )


NO_CHANGES = Changes()
