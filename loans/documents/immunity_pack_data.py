"""What an immunity pack is made of: plain data, dates already counted by the rules."""

import datetime as dt
from dataclasses import dataclass

from loans.documents.condition_data import PhotoData


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """A venue in the UK and the days an object is shown there, both included."""

    venue: str
    opens: dt.date
    closes: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class ImmunityObject:
    """One object as it is published. `withheld`: neither lender nor address is printed, whatever is given for them.

    `provenance_1933_45` says who owned it in those years, or states the gap and what was searched.
    """

    reference: str
    title: str
    lender: str = ""
    address: str = ""
    withheld: bool = False
    maker: str = ""
    materials: str = ""
    dimensions: str = ""
    date: str = ""
    features: str = ""
    photo: PhotoData | None = None
    showings: tuple[Showing, ...] = ()
    provenance: str = ""
    provenance_1933_45: str = ""
    place_of_origin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImmunityGroup:
    """Objects that enter the UK on the same day and so share their dates, each day included."""

    entry: dt.date
    publish_by: dt.date
    keep_until: dt.date
    lapses: dt.date
    objects: tuple[ImmunityObject, ...]
    claims_until: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Enquiries:
    """Whom somebody with a claim or a question writes to."""

    name: str
    address: str = ""
    email: str = ""
    telephone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImmunityPack:
    """Everything published for one exhibition. `welsh` sets the fixed headings in Welsh beside the English."""

    museum: str
    exhibition: str
    groups: tuple[ImmunityGroup, ...]
    enquiries: Enquiries
    made_at: dt.datetime
    reference: str = ""
    welsh: bool = False

    @property
    def objects(self) -> tuple[ImmunityObject, ...]:
        return tuple(each for group in self.groups for each in group.objects)


@dataclass(frozen=True, slots=True, kw_only=True)
class NotAvailable:
    """An object the law doesn't protect, and why: for the internal summary alone."""

    reference: str
    title: str
    lender: str
    reason: str
