"""What a loan agreement is made of: plain data, gathered by services, free of the database."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

type Signing = Literal["electronic", "ink"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyData:
    """One side. `role` is a word ("Borrower"); `address` has a line per line; `agent` acts for this side, in words."""

    role: str
    name: str
    native_name: str = ""
    native_language: str = ""
    address: str = ""
    represented_by: str = ""
    agent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowingData:
    """Where the objects are shown; dates in words."""

    venue: str
    city: str
    dates: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslationData:
    """A clause in the agreement's second language; unreviewed, it is marked so on the page."""

    title: str
    text: str
    reviewed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseData:
    """A clause in the agreement's first language; each line of `text` is a paragraph."""

    number: str
    title: str
    text: str
    translation: TranslationData | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TermData:
    """A term both sides agreed: its kind ("Light"), its words, and its typed value in words ("at most 50 lux")."""

    kind: str
    words: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemData:
    """A row of the object schedule with its own terms. `value` is None where this copy carries no values.

    `picture` is best a JPEG of at most 300 px a side (see agreement_pictures.thumbnail); larger ones are made smaller,
    which costs time. `alt` says what a person would say about it.
    """

    number: int
    title: str
    accession_number: str = ""
    native_title: str = ""
    native_language: str = ""
    maker: str = ""
    date: str = ""
    materials: str = ""
    dimensions: str = ""
    pieces: str = ""
    credit_line: str = ""
    picture: bytes | Path | None = None
    alt: str = ""
    value: str | None = None
    display: str = ""
    terms: tuple[TermData, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeData:
    """One thing an amendment changes, before and after in words; an empty side was not there."""

    place: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendmentData:
    """What is amended ("agreement L-2026-014, version 1, signed on 3 March 2026"), why, and each change."""

    amends: str
    summary: str = ""
    changes: tuple[ChangeData, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureData:
    """A signature in its order. `role` is words ("Approved by"); `signed` says when and how, empty if not yet.

    Unsigned it is a ruled space on an agreement signed in ink, and a name with a note on an electronic one.
    """

    role: str
    name: str = ""
    title: str = ""
    signed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SideData:
    """The signatures of one party, in the order they are given; `party` is its name."""

    party: str
    signatures: tuple[SignatureData, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementData:
    """Everything an agreement says, dates and amounts in words. `language` (BCP 47) is the one it is written in.

    With a `second_language` clauses stand side by side; `language` governs unless `equally_authentic`. `draft` is the
    word laid under every page, empty once issued. `original` says which one this is ("Original 2 of 3"), on paper
    only. `made_at` becomes the creation date: the same data always gives the same bytes, so they can be hashed.
    """

    reference: str
    version: int
    title: str
    exhibition: str
    borrower: PartyData
    lender: PartyData
    made_at: dt.datetime
    letterhead: str = ""
    letterhead_lines: tuple[str, ...] = ()
    amendment: AmendmentData | None = None
    showings: tuple[ShowingData, ...] = ()
    loans: tuple[str, ...] = ()
    period: str = ""
    purpose: str = ""
    clauses: tuple[ClauseData, ...] = ()
    terms: tuple[TermData, ...] = ()
    items: tuple[ItemData, ...] = ()
    totals: tuple[str, ...] = ()
    sides: tuple[SideData, ...] = ()
    signing: Signing = "electronic"
    original: str = ""
    originals: int = 1
    language: str = "en"
    second_language: str = ""
    equally_authentic: bool = False
    draft: str = ""
    demo_record: bool = False
