"""Condition reports as PDFs: eight different photos of 1200 px each, set by Typst in one process."""

import datetime as dt
import io
import random
import resource

from django.conf import settings
from PIL import Image

from benchmarks.figures import Figure, figure, percentile, seconds
from loans.documents.condition_report import (
    ConditionData,
    ExaminationData,
    MarkData,
    ObjectData,
    PhotoData,
    Region,
    ReportData,
    render,
)

REPORTS = 40
PHOTOS = 8
AIM = 15


def run() -> list[Figure]:
    dice = random.Random(1200)
    reports = [_report(number, dice) for number in range(REPORTS + 1)]
    render(reports[0], fonts=settings.FONT_DIR)
    times = [seconds(lambda each=each: render(each, fonts=settings.FONT_DIR)) for each in reports[1:]]  # type: ignore[misc]
    rate = 1 / percentile(times, 50)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [
        figure(
            "condition reports, one process",
            rate,
            "PDFs/s",
            target=AIM,
            note=f"{PHOTOS} different photos each; p50 {percentile(times, 50) * 1000:.0f} ms, "
            f"p95 {percentile(times, 95) * 1000:.0f} ms, process peak {peak:.0f} MB",
        )
    ]


def _report(number: int, dice: random.Random) -> ReportData:
    marks = tuple(
        MarkData(
            number=place,
            term="scratch",
            photo=place % PHOTOS,
            region=Region(dice.random() * 0.8, dice.random() * 0.8, 0.1, 0.06),
            severity="minor",
            extent="12 mm",
            activity="stable",
            note="Runs along the rim, seen in raking light.",
        )
        for place in range(1, 13)
    )
    return ReportData(
        reference=f"CR-2026-{number:04}",
        moment="Incoming, at our place",
        exhibition="Silk Roads",
        lender="Museum of the Oasis",
        borrower="Great Gallery",
        object=ObjectData(title="Ewer with running animals", materials="silver", accession_number=f"1926.{number}"),
        examination=ExaminationData(date="3 March 2026", examiner="Kofi Mensah"),
        condition=ConditionData(grade="good", stability="Stable", summary="Sound."),
        made_at=dt.datetime(2026, 3, 3, 12, tzinfo=dt.UTC),
        marks=marks,
        photos=tuple(PhotoData(image=_photo(dice), caption=f"View {view}") for view in range(1, PHOTOS + 1)),
    )


def _photo(dice: random.Random) -> bytes:
    """A JPEG whose detail costs what a photograph's does: noise over a gradient."""
    small = Image.frombytes("RGB", (120, 90), dice.randbytes(120 * 90 * 3))
    out = io.BytesIO()
    small.resize((1200, 900), Image.Resampling.BICUBIC).save(out, "JPEG", quality=85)
    return out.getvalue()
