"""What an object needs against what a venue promises, with the light of the Silk Roads show."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loans.rules.days import Days
from loans.rules.light_dose import Lit, worst_year
from loans.rules.matching import Conditions, Mismatch, Requirement, Severity, Stop, VenueProfile, match, match_tour

SHOW = Days(dt.date(2024, 9, 26), dt.date(2025, 2, 23))
GALLERY = VenueProfile(
    name="Sainsbury Exhibitions Gallery",
    rh_min=Decimal(40),
    rh_max=Decimal(60),
    rh_swing=Decimal(10),
    temperature_min=Decimal(16),
    temperature_max=Decimal(25),
    lux=Decimal(50),
    uv=Decimal(10),
    open_hours=Decimal(6),
)
STONE = Requirement(light_class="none")


def kinds(found: list[Mismatch]) -> list[tuple[str, str]]:
    return [(each.kind, each.severity.value) for each in found]


def sentence(found: list[Mismatch]) -> str:
    [only] = found
    return only.sentence


def test_a_place_that_keeps_the_guideline_suits_what_asks_for_nothing_else() -> None:
    assert match(STONE, GALLERY, show=SHOW) == []


def test_a_narrower_humidity_that_was_agreed_is_a_breach_with_both_figures() -> None:
    agreed = replace(STONE, agreed=Conditions(rh_min=Decimal(45), rh_max=Decimal(50)))

    [found] = match(agreed, replace(GALLERY, name=""), show=SHOW)

    assert found == Mismatch(
        kind="rh",
        severity=Severity.BREACH,
        sentence="Agreed: 45–50 % RH. The venue promises 40–60 % RH. Ask for a conditioned case or renegotiate.",
        asked="45–50 % RH",
        promised="40–60 % RH",
    )


def test_what_was_agreed_beats_the_profile_and_the_profile_beats_the_guideline() -> None:
    profile = Conditions(rh_min=Decimal(50), rh_max=Decimal("55.5"))
    both = Requirement(light_class="none", profile=profile, agreed=Conditions(rh_min=Decimal(35), rh_max=Decimal(65)))

    assert match(both, GALLERY, show=SHOW) == []
    assert sentence(match(replace(both, agreed=Conditions()), GALLERY, show=SHOW)) == (
        "The object's profile asks for 50–55.5 % RH. Sainsbury Exhibitions Gallery promises 40–60 % RH. "
        "Ask for a conditioned case or renegotiate."
    )


def test_one_end_agreed_keeps_the_other_end_of_the_guideline_unless_they_cross() -> None:
    wide = replace(GALLERY, rh_max=Decimal(70))
    dry = replace(STONE, agreed=Conditions(rh_max=Decimal(30)))
    damp = replace(STONE, agreed=Conditions(rh_min=Decimal(40)))

    assert sentence(match(dry, wide, show=SHOW)).startswith("Agreed: at most 30 % RH.")
    assert sentence(match(damp, wide, show=SHOW)).startswith(
        "Nothing is agreed; the guideline of 2023 asks for at most 60 % RH."
    )


def test_a_place_beyond_the_guideline_alone_is_a_warning() -> None:
    stable = replace(GALLERY, rh_swing=Decimal(15), temperature_max=Decimal(27))

    assert kinds(match(STONE, stable, show=SHOW)) == [("rh_swing", "warn"), ("temperature", "warn")]


def test_what_the_venue_has_not_said_is_asked_for() -> None:
    found = match(STONE, VenueProfile(name="Depot"), show=SHOW)

    assert kinds(found) == [(kind, "unknown") for kind in ("rh", "rh_swing", "temperature", "lux", "uv")]
    assert found[0].sentence == "Not known: ask Depot for the lowest and the highest humidity it keeps (% RH)."


def test_half_a_range_that_is_known_and_wrong_is_wrong() -> None:
    half = replace(GALLERY, rh_min=None, rh_max=Decimal(75))

    assert kinds(match(STONE, half, show=SHOW)) == [("rh", "warn")]


@pytest.mark.parametrize(
    ("uv", "agreed", "expected"),
    [
        (10, None, []),
        (11, None, [("uv", "warn")]),
        (75, None, [("uv", "warn")]),
        (76, None, [("uv", "breach")]),
        (10, 10, []),
        (12, 10, [("uv", "breach")]),
        (80, 90, [("uv", "warn")]),
    ],
)
def test_ultraviolet(uv: int, agreed: int | None, expected: list[tuple[str, str]]) -> None:
    asked = replace(STONE, agreed=Conditions(uv=Decimal(agreed) if agreed else None))

    assert kinds(match(asked, replace(GALLERY, uv=Decimal(uv)), show=SHOW)) == expected


def test_silk_roads_gives_151_days_and_60400_lux_hours() -> None:
    assert SHOW.count == 151
    assert Lit(days=SHOW, lux=Decimal(50), hours=Decimal(8)).dose == 60_400


def test_a_highly_sensitive_object_may_be_shown_for_37_of_the_151_days() -> None:
    assert sentence(match(Requirement(light_class="high"), GALLERY, show=SHOW)) == (
        "On display for 151 days at 50 lux, lit 8 hours a day, the object gets 60,400 lux-hours. Nothing is agreed; "
        "for highly sensitive objects the guideline of 2023 asks for at most 15,000 lux-hours a year. At 50 lux it may "
        "be shown for 37 days: plan a rotation, lower the light or show a facsimile."
    )


def test_an_object_of_medium_sensitivity_stays_all_the_show() -> None:
    assert match(Requirement(light_class="medium"), GALLERY, show=SHOW) == []


def test_sensitive_without_a_class_is_flagged_for_the_conservator() -> None:
    assert sentence(match(Requirement(light_class="sensitive"), GALLERY, show=SHOW)) == (
        "The object is sensitive to light, but not in a known class: until the conservator finds it, it is counted "
        "with 50 lux and 150,000 lux-hours a year."
    )


@pytest.mark.parametrize("light_class", ["", "moonlit"])
def test_an_unknown_class_of_light_is_asked_for(light_class: str) -> None:
    assert kinds(match(Requirement(light_class=light_class), GALLERY, show=SHOW)) == [("light_class", "unknown")]


def test_too_much_light_at_the_object() -> None:
    bright = replace(GALLERY, lux=Decimal(200))

    assert kinds(match(Requirement(light_class="medium"), bright, show=SHOW)) == [("lux", "breach"), ("dose", "breach")]
    assert match(Requirement(light_class="medium"), bright, show=SHOW)[0].sentence == (
        "Nothing is agreed; for objects of medium sensitivity the guideline of 2023 asks for at most 50 lux. "
        "Sainsbury Exhibitions Gallery promises up to 200 lux. Ask for dimmed light at this object, or renegotiate."
    )


def test_an_agreed_dose_replaces_the_yearly_budget() -> None:
    lent = Requirement(light_class="high", agreed=Conditions(dose=Decimal(61_000)))

    assert match(lent, GALLERY, show=SHOW) == []
    assert "Agreed: at most 60,000 lux-hours in all. At 50 lux it may be shown for 150 days" in sentence(
        match(replace(lent, agreed=Conditions(dose=Decimal(60_000))), GALLERY, show=SHOW)
    )


def test_days_agreed_ask_for_a_rotation_and_a_planned_rotation_is_enough() -> None:
    folio = Requirement(light_class="high", agreed=Conditions(display_days=37))

    assert sentence(match(folio, GALLERY, show=SHOW)) == (
        "Agreed: at most 37 days on display. Planned are 151 days, 26 September 2024 to 23 February 2025. "
        "Plan the rotation: the object comes off display after 1 November 2024."
    )
    turned = replace(folio, on_display=(Days(dt.date(2024, 12, 1), dt.date(2025, 1, 6)),))
    assert match(turned, GALLERY, show=SHOW) == []


def test_without_hours_the_dose_is_asked_for() -> None:
    silent = replace(GALLERY, open_hours=None)

    assert sentence(match(Requirement(light_class="high"), silent, show=SHOW)) == (
        "Not known: ask Sainsbury Exhibitions Gallery for its opening hours. Without it the light dose can't be counted."
    )
    assert match(STONE, silent, show=SHOW) == []


def test_a_tour_counts_the_light_of_all_its_showings_within_twelve_months() -> None:
    second = replace(GALLERY, name="Tashkent", lit_hours=Decimal(10))
    silk = Requirement(light_class="high", on_display=(Days(SHOW.first, SHOW.first + dt.timedelta(days=19)),))
    soon = Days(dt.date(2025, 4, 1), dt.date(2025, 4, 20))
    later = Days(dt.date(2025, 10, 20), dt.date(2025, 11, 8))
    twice = replace(silk, on_display=(*silk.on_display, soon))
    apart = replace(silk, on_display=(*silk.on_display, later))

    assert sentence(match_tour(twice, [Stop(GALLERY, SHOW), Stop(second, soon)])).startswith(
        "In its showings together, 26 September 2024 to 20 April 2025, the object gets 18,000 lux-hours."
    )
    assert match_tour(apart, [Stop(GALLERY, SHOW), Stop(second, later)]) == []


def test_no_showing_no_mismatch() -> None:
    assert match_tour(STONE, []) == []


spans = st.builds(
    lambda start, length: Days(
        dt.date(2024, 1, 1) + dt.timedelta(start), dt.date(2024, 1, 1) + dt.timedelta(start + length)
    ),
    st.integers(0, 1500),
    st.integers(0, 500),
)
figures = st.integers(0, 100).map(Decimal)
maybe = st.none() | figures


@st.composite
def profiles(draw: st.DrawFn) -> VenueProfile:
    rh, temperature = sorted((draw(figures), draw(figures))), sorted((draw(figures), draw(figures)))
    known = draw(st.booleans())
    return VenueProfile(
        rh_min=rh[0] if known else None,
        rh_max=rh[1],
        rh_swing=draw(maybe),
        temperature_min=temperature[0],
        temperature_max=temperature[1] if known else None,
        lux=draw(maybe),
        uv=draw(maybe),
        lit_hours=draw(st.none() | st.integers(0, 24).map(Decimal)),
    )


@st.composite
def agreed_and_tighter(draw: st.DrawFn) -> tuple[Conditions, Conditions]:
    def ranged() -> tuple[Decimal, Decimal, Decimal, Decimal]:
        low, tight_low, tight_high, high = sorted(draw(st.lists(figures, min_size=4, max_size=4)))
        return low, high, tight_low, tight_high

    def most(top: int) -> tuple[Decimal, Decimal]:
        loose = draw(st.integers(0, top))
        return Decimal(loose), Decimal(draw(st.integers(0, loose)))

    rh, temperature = ranged(), ranged()
    swing, lux, uv, yearly, whole = most(20), most(300), most(100), most(700_000), most(700_000)
    both = [
        Conditions(
            rh_min=rh[at * 2],
            rh_max=rh[at * 2 + 1],
            temperature_min=temperature[at * 2],
            temperature_max=temperature[at * 2 + 1],
            rh_swing=swing[at],
            lux=lux[at],
            uv=uv[at],
            dose_a_year=yearly[at],
            dose=whole[at],
        )
        for at in (0, 1)
    ]
    return both[0], both[1]


@given(pair=agreed_and_tighter(), venue=profiles(), show=spans)
def test_tightening_never_removes_a_mismatch(
    pair: tuple[Conditions, Conditions], venue: VenueProfile, show: Days
) -> None:
    loose, tight = (match(Requirement(agreed=agreed), venue, show=show) for agreed in pair)

    assert {each.kind for each in loose} <= {each.kind for each in tight}
    assert {each.kind for each in loose if each.severity == Severity.BREACH} <= {
        each.kind for each in tight if each.severity == Severity.BREACH
    }


@given(venue=profiles(), show=spans, light_class=st.sampled_from(["", "high", "medium", "low", "none", "sensitive"]))
def test_every_mismatch_has_a_sentence_to_read(venue: VenueProfile, show: Days, light_class: str) -> None:
    for each in match(Requirement(light_class=light_class), venue, show=show):
        assert each.sentence.endswith(".")
        assert "%(" not in each.sentence
        assert "  " not in each.sentence


@given(times=st.lists(spans, min_size=1, max_size=4), lux=st.integers(1, 300))
def test_the_worst_year_is_the_worst_of_all_windows(times: list[Days], lux: int) -> None:
    lit = [Lit(days=days, lux=Decimal(lux + 7 * at), hours=Decimal(8)) for at, days in enumerate(times)]
    window, dose = worst_year(lit)
    begin = dt.date(2023, 1, 1)

    assert window.count in (365, 366)
    for start in range(0, 2500, 11):
        year = Days(begin + dt.timedelta(start), begin + dt.timedelta(start + 364))
        inside = sum(time.a_day * shared.count for time in lit if (shared := year.shared(time.days)))
        assert inside <= dose
