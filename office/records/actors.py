"""Who is acting: one small value that every service takes, whichever surface the person came through."""

from dataclasses import dataclass
from typing import Literal, Self

from office.people.models import User

Kind = Literal["staff", "contact", "token", "system"]


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, a contact of a lender, an API token or the system itself, with what it may do.

    `lender_ids` is None for whoever sees all lenders; a set bounds every `visible_to` to those lenders.
    """

    kind: Kind
    id: str
    name: str
    title: str = ""
    abilities: frozenset[str] = frozenset()
    lender_ids: frozenset[int] | None = frozenset()

    def can(self, ability: str) -> bool:
        return ability in self.abilities

    @property
    def sees_all(self) -> bool:
        return self.lender_ids is None

    @classmethod
    def staff(cls, user: User) -> Self:
        return cls(
            kind="staff",
            id=str(user.uid),
            name=user.name,
            title=user.job_title,
            abilities=user.abilities if user.is_active else frozenset(),
            lender_ids=None if user.is_active else frozenset(),
        )

    @classmethod
    def system(cls, name: str = "Caravan") -> Self:
        """The system acts for nobody: it has no ability but `system`."""
        return cls(kind="system", id="", name=name, abilities=frozenset({"system"}), lender_ids=None)
