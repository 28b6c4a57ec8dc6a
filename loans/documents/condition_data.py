"""What a condition report is made of: plain data, gathered by services, free of the database."""

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from loans.documents.overlay import Region

type ConditionClass = Literal["good", "fair", "poor", "unacceptable"]
type Since = Literal["", "new", "unchanged", "changed", "not found"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectData:
    """The object as its label says it. `native_language` is the BCP 47 tag of the title in the original script."""

    title: str
    native_title: str = ""
    native_language: str = ""
    maker: str = ""
    culture: str = ""
    date: str = ""
    materials: str = ""
    technique: str = ""
    dimensions: str = ""
    accession_number: str = ""
    credit_line: str = ""
    parts: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExaminationData:
    """Who looked, when, where and how, in words."""

    date: str
    examiner: str
    job: str = ""
    place: str = ""
    method: str = ""
    lighting: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionData:
    """The examiner's judgement. Stability and completeness are words such as "stable" and "complete"."""

    grade: ConditionClass
    stability: str = ""
    completeness: str = ""
    hazards: str = ""
    summary: str = ""
    earlier_interventions: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkData:
    """One mark: a region on the photo of index `photo`, or words alone. `severity` is minor, moderate or severe."""

    number: int
    term: str
    photo: int | None = None
    region: Region | None = None
    zone: str = ""
    severity: str = ""
    extent: str = ""
    activity: str = ""
    note: str = ""
    since: Since = ""
    first_seen: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoData:
    """A photograph, at most 1200 px a side for speed; `alt` says what a person would say about it."""

    image: bytes | Path
    caption: str = ""
    alt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceData:
    """What the examiner recommends."""

    handling: str = ""
    packing: str = ""
    display: str = ""
    environment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureData:
    """One side's signature; unsigned (`signed_at` empty) it is set as ruled lines to sign by hand."""

    side: str
    name: str = ""
    title: str = ""
    signed_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportData:
    """Everything a condition report says, dates in words. `language` (BCP 47) is the one it is written in.

    `made_at` becomes the creation date: the same data always gives the same bytes.
    """

    reference: str
    moment: str
    exhibition: str
    lender: str
    borrower: str
    object: ObjectData
    examination: ExaminationData
    condition: ConditionData
    made_at: dt.datetime
    marks: tuple[MarkData, ...] = ()
    photos: tuple[PhotoData, ...] = ()
    advice: AdviceData = field(default_factory=AdviceData)
    signatures: tuple[SignatureData, ...] = ()
    content_hash: str = ""
    previous_reference: str = ""
    language: str = "en"
    demo_record: bool = False
    verify_url: str = ""
