"""What keeps objects safe in law: cover, permits, words on gates, immunity. Invented lenders and our own papers only."""

import datetime as dt
from collections.abc import Iterator
from functools import partial
from typing import Any

from django.conf import settings
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from djmoney.money import Money

from lenders.access import actor_for_contact
from loans.gates import GateState
from loans.management.demo.people import decider, staff, told
from loans.management.demo.pictures import Album
from loans.management.demo.played import Act, Played, lines_of
from loans.management.demo.scene import GLASS, SILK, Scene
from loans.management.demo.script import EVERY, HEAD, REGISTRAR
from loans.models import Cover, LoanLine
from loans.services import cover, gates, immunity_lists, permits
from loans.services.loans import period_for
from loans.services.permits import PermitFacts
from office.records.audit import Facts

LIST_DAY = 10
LATE = (
    "The list stood on the website a week too late for this vehicle. The treasury knows it and lets the two silks"
    " travel without immunity (its letter, demo record)."
)
UNSOUGHT = "The lender seeks no immunity from seizure; its letter says so (demo record)."


def acts(scene: Scene, played: Played, album: Album) -> Iterator[Act]:
    """In the order of their days or not; the player sorts them."""
    yield from _covers(scene)
    yield from _permits(scene)
    yield from _words(scene)
    yield Act(LIST_DAY, lambda: _publish(scene, played, album), 60)


# --- Cover -----------------------------------------------------------------------------------------------------------


def _covers(scene: Scene) -> Iterator[Act]:
    days, last = scene.days, period_for(scene.exhibitions[SILK]).upper
    shown = scene.exhibitions[SILK].showings.get()
    yield from _cover(
        scene,
        GLASS,
        300,
        {"DTM": 285, "HQM": 284, "ABT": 282},
        kind="commercial",
        insurer="Harbour & Hill Fine Art (demo record)",
        reference="HH 2231-G (demo record)",
        period=DateRange(days.before(245), days.before(-40)),
        limit=Money(6_000_000, "GBP"),
        claims_days=30,
    )
    yield from _cover(
        scene,
        SILK,
        35,
        {"ABT": 33, "MTA": 32, "SCM": None, "BSM": 20},
        kind="state_indemnity",
        insurer="Government Indemnity (demo record)",
        reference="GI 0117 (demo record)",
        period=DateRange(days.before(40), last + dt.timedelta(days=30)),
        applied_on=days.before(133),
        borrower_class="national",
        limit=Money(60_000_000, "GBP"),
        limit_vehicle=Money(5_000_000, "GBP"),
        conditions="No more than five million pounds in one vehicle; the courier travels in the vehicle.",
    )
    yield from _cover(
        scene,
        SILK,
        40,
        {"HQM": 36, "EGM": 30, "MVC": 29},
        kind="commercial",
        insurer="Harbour & Hill Fine Art (demo record)",
        reference="HH 2290-S (demo record)",
        period=DateRange(days.before(38), last + dt.timedelta(days=14)),
        limit=Money(25_000_000, "GBP"),
        limit_vehicle=Money(4_000_000, "GBP"),
        claims_days=30,
    )
    yield from _cover(
        scene,
        SILK,
        27,
        {"DTM": 17},
        kind="commercial",
        insurer="Nile & Thames Mutual (demo record)",
        reference="NT 808 (demo record)",
        # It ends with the show: nobody has thought of the way home.
        period=DateRange(shown.install_date - dt.timedelta(days=14), shown.closes_date + dt.timedelta(days=1)),
        limit=Money(9_000_000, "USD"),
        claims_days=14,
    )


def _cover(scene: Scene, show: str, day: int, lenders: dict[str, int | None], **terms: Any) -> Iterator[Act]:
    """Arranged and granted on a day for all that these lenders lend; accepted by each so many days ago."""
    made: list[Cover] = []

    def arrange() -> None:
        named = [line for code in lenders for line in lines_of(scene, show, code)]
        actor = staff(scene, REGISTRAR)
        granted = scene.days.before(day)
        made.append(
            cover.arrange(scene.exhibitions[show], actor=actor, lines=named, **{"granted_on": granted, **terms})
        )

    yield Act(day, arrange)
    for code, then in lenders.items():
        if then is not None:
            yield Act(then, partial(_accept_made, scene, made, show, code, then))


def _accept_made(scene: Scene, made: list[Cover], show: str, code: str, day: int) -> None:
    _accept(scene, made[0], show, code, day)


def _accept(scene: Scene, made: Cover, show: str, code: str, day: int) -> None:
    loan = lines_of(scene, show, code)[0].loan
    on = scene.days.before(day)
    if code == "BSM":
        cover.accept(made, loan, actor=staff(scene, REGISTRAR), facts=told(scene, code, on))
    else:
        cover.accept(made, loan, actor=actor_for_contact(decider(scene, code)), facts=Facts(happened_on=on))


# --- Permits ---------------------------------------------------------------------------------------------------------


def _permits(scene: Scene) -> Iterator[Act]:
    before, show = scene.days.before, scene.days.show
    decree = {"kind": "decree", "direction": "out"}
    yield _permit(
        scene, 210, SILK, "STA", (1, 4, 5, 6), **decree, status="applied", applied_on=before(215), country="CN"
    )
    yield _permit(scene, 60, SILK, "CVM", (1, 2), **decree, status="applied", applied_on=before(64), country="KG")
    yield _permit(
        scene, 86, SILK, "SCM", (), **decree, status="granted", country="KZ", number="Order 41 (demo record)",
        authority="Ministry of culture (demo record)", signatory="The deputy minister (demo record)",
        applied_on=before(190), issued_on=before(88), return_by=show(2025, 4, 30),
    )  # fmt: skip
    export = {"kind": "export", "authority": "Export office (demo record)"}
    yield _permit(scene, 66, SILK, "SCM", (), **export, status="applied", applied_on=before(66), country="KZ")
    for code, those, day, country in (
        ("HQM", (1, 3), 20, "TR"),
        ("ABT", (1, 2), 18, "DE"),
        ("MTA", (2, 3, 4, 5), 24, "ES"),
    ):
        yield _permit(
            scene, day, SILK, code, those, **export, status="granted", country=country, number=f"EX {code} 7 (demo record)",
            issued_on=before(day), valid_from=before(day), valid_until=show(2024, 12, 31), return_by=show(2025, 5, 15),
        )  # fmt: skip
    yield _permit(scene, 19, SILK, "HQM", (2,), **export, status="applied", applied_on=before(19), country="TR")
    cites = {"kind": "cites", "authority": "CITES authority (demo record)", "status": "applied"}
    yield _permit(scene, 30, SILK, "MVC", (4,), **cites, applied_on=before(31), country="FR")
    yield _permit(scene, 40, SILK, "MTA", (1,), **cites, applied_on=before(40), country="ES")
    yield _permit(scene, 6, SILK, "MTA", (2, 3), kind="customs", status="applied", applied_on=before(6), country="GB")
    for code, country in (("DTM", "EG"), ("HQM", "TR"), ("ABT", "DE")):
        yield _permit(
            scene, 260, GLASS, code, (), **export, status="granted", country=country, number=f"EX {code} 3 (demo record)",
            issued_on=before(262), valid_from=before(262),
            # The third one binds: back before the day on which the glass is to be home.
            return_by=before(-18) if code == "ABT" else before(-90),
        )  # fmt: skip
        yield _permit(
            scene, 217, GLASS, code, (), kind="customs", direction="both", status="granted", country="GB",
            number=f"TA {code} 55 (demo record)", authority="Customs (demo record)", issued_on=before(218),
            return_by=before(-120),
        )  # fmt: skip
    for code, going in (("DTM", EVERY), ("ABT", (2, 3))):
        yield _permit(
            scene, 21, GLASS, code, going, **export, direction="home", status="granted", country="GB",
            number=f"OH {code} 12 (demo record)", issued_on=before(22),
        )  # fmt: skip


def _permit(scene: Scene, day: int, show: str, code: str, numbers: tuple[int, ...], **said: Any) -> Act:
    def record() -> None:
        permits.record(
            scene.exhibitions[show],
            PermitFacts(**said),
            lines=_invented(lines_of(scene, show, code, *numbers)),
            actor=staff(scene, REGISTRAR),
            facts=Facts(happened_on=scene.days.before(day)),
        )

    return Act(day, record)


# --- Words on gates --------------------------------------------------------------------------------------------------


def _words(scene: Scene) -> Iterator[Act]:
    for code in ("DTM", "HQM", "ABT"):
        yield _word(scene, 300, GLASS, code, (), "immunity", GateState.NOT_NEEDED, UNSOUGHT)
    for code in ("HQM", "MTA"):
        yield _word(scene, 60, SILK, code, (), "immunity", GateState.NOT_NEEDED, UNSOUGHT)
    yield _word(scene, 4, SILK, "ABT", (1, 2), "immunity", GateState.WAIVED, LATE, by=HEAD)
    for code in ("EGM", "ABT"):
        found = "Provenance and export history checked; nothing stands against the loan."
        yield _word(
            scene, 90, SILK, code, (), "due_diligence", GateState.SATISFIED, found, number=f"DD {code} (demo record)"
        )
    open_question = "Two acquisition dates in the file, 1951 and 1967; the lender is asked."
    yield _word(scene, 12, SILK, "FCM", (3,), "due_diligence", GateState.IN_PROGRESS, open_question)
    drawn = "Rigging plan for both capitals, checked by the engineer."
    yield _word(
        scene, 7, SILK, "MTA", (2, 3), "method_statement", GateState.SATISFIED, drawn, number="MS 4 (demo record)"
    )


def _word(
    scene: Scene,
    day: int,
    show: str,
    code: str,
    numbers: tuple[int, ...],
    gate: str,
    state: GateState,
    reason: str,
    *,
    number: str = "",
    by: str = REGISTRAR,
) -> Act:
    def decide() -> None:
        gates.decide(
            _invented(lines_of(scene, show, code, *numbers)),
            gate,
            state,
            actor=staff(scene, by),
            reason=reason,
            number=number,
            facts=Facts(happened_on=scene.days.before(day)),
        )

    return Act(day, decide)


def _invented(lines: list[LoanLine]) -> list[LoanLine]:
    """Decrees, waivers and worries are made up, so they are never a real institution's."""
    real = [line for line in lines if not line.loan.lender.demo_record]
    if real or not lines:
        raise ValueError("invented papers are recorded for objects of invented lenders alone")
    return lines


# --- Immunity --------------------------------------------------------------------------------------------------------


def _publish(scene: Scene, played: Played, album: Album) -> None:
    """One edition: in time for what comes in August, too late for what comes in a fortnight."""
    wanted = [
        *lines_of(scene, SILK, "ABT", 1, 2),
        *lines_of(scene, SILK, "MVC", 2, 3),
        *lines_of(scene, SILK, "EGM", 1, 2, 6),
    ]
    album.show(scene, [line.object for line in wanted])
    actor = staff(scene, REGISTRAR)
    edition = immunity_lists.make_list(scene.exhibitions[SILK].showings.get(), wanted, actor=actor)
    immunity_lists.publish(edition, url=public_address(SILK, edition.number), on=timezone.localdate(), actor=actor)
    day = scene.days.before(LIST_DAY)
    played.show(edition, made_on=day, published_on=day, created_at=scene.at(day, 9))


def public_address(code: str, number: int) -> str:
    """Where the museum's own website would show the list; the demonstration plays that website too."""
    return f"{settings.PUBLIC_URL}/demo/museum/immunity/{code}-{number}/"
