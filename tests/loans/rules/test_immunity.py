"""Immunity from seizure in the UK, and the day to apply for it in the US."""

import datetime as dt
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loans import packs
from loans.packs import PackError
from loans.rules.immunity import ImmunityDates, Leg, Owner, immunity, publication, us_apply_by
from loans.rules.publishing import Published, missing

SAMARKAND = Owner(name="Samarkand State Museum-Reserve", country="UZ")
SILK_ROADS = Leg(entry=dt.date(2024, 9, 2), close=dt.date(2025, 2, 23), planned_return=dt.date(2025, 3, 20))
PACK = packs.current("uk-immunity", on=dt.date(2024, 9, 2))


def test_silk_roads() -> None:
    answer = immunity(SILK_ROADS, owners=[SAMARKAND])

    assert answer.not_available == ""
    assert answer.findings == ()
    assert answer.dates == ImmunityDates(
        entry=dt.date(2024, 9, 2),
        publish_by=dt.date(2024, 8, 5),
        keep_until=dt.date(2025, 2, 23),
        lapses=dt.date(2025, 9, 1),
        claims_until=dt.date(2025, 5, 18),
        extendable_to=dt.date(2025, 12, 1),
        bilingual=False,
    )


def dates(leg: Leg) -> ImmunityDates:
    answer = immunity(leg, owners=[SAMARKAND]).dates
    assert answer is not None
    return answer


def test_a_short_show_keeps_its_list_for_84_days() -> None:
    assert dates(replace(SILK_ROADS, close=dt.date(2024, 10, 1))).keep_until == dt.date(2024, 11, 25)


@pytest.mark.parametrize(
    ("entry", "lapses"),
    [
        ("2024-02-29", "2025-02-27"),
        ("2023-03-01", "2024-02-29"),
        ("2024-01-01", "2024-12-31"),
        ("2024-10-31", "2025-10-30"),
        ("2023-03-31", "2024-03-30"),
    ],
)
def test_twelve_months_less_a_day(entry: str, lapses: str) -> None:
    assert dates(replace(SILK_ROADS, entry=dt.date.fromisoformat(entry))).lapses == dt.date.fromisoformat(lapses)


def test_a_return_after_the_lapse_is_said_with_the_way_out() -> None:
    late = replace(SILK_ROADS, planned_return=dt.date(2025, 9, 2))

    [finding] = immunity(late, owners=[SAMARKAND]).findings

    assert finding.sentence == (
        "The object is to go home on 2 September 2025, but its protection lapses at the end of 1 September 2025. "
        "Bring the return forward or ask for an extension, which can reach 1 December 2025."
    )


def test_wales_publishes_in_two_languages_and_knows_no_extension() -> None:
    cardiff = replace(SILK_ROADS, nation="WLS", planned_return=dt.date(2025, 10, 1))
    answer = immunity(replace(cardiff, extensions=(dt.date(2025, 12, 1),)), owners=[SAMARKAND])

    assert answer.dates is not None
    assert (answer.dates.bilingual, answer.dates.extendable_to) == (True, None)
    assert answer.dates.lapses == dt.date(2025, 9, 1)
    assert [finding.kind for finding in answer.findings] == ["extension", "return-after-lapse"]
    assert answer.findings[1].sentence.endswith("Bring the return forward: the law knows no extension here.")


def test_extensions_follow_each_other_in_scotland() -> None:
    edinburgh = replace(SILK_ROADS, nation="SCT", planned_return=dt.date(2026, 2, 1))
    twice = replace(edinburgh, extensions=(dt.date(2025, 12, 1), dt.date(2026, 3, 1)))
    too_long = replace(edinburgh, extensions=(dt.date(2026, 3, 1),))

    assert dates(twice).lapses == dt.date(2026, 3, 1)
    assert dates(too_long).lapses == dt.date(2025, 12, 1)
    assert immunity(twice, owners=[SAMARKAND]).findings == ()
    assert immunity(too_long, owners=[SAMARKAND]).findings[0].sentence == (
        "The extension to 1 March 2026 is longer than the law allows at a time (until 1 December 2025). "
        "Look at the notice again."
    )


def test_before_2022_nobody_could_extend() -> None:
    assert dates(replace(SILK_ROADS, entry=dt.date(2021, 9, 2), close=dt.date(2022, 1, 9))).extendable_to is None


def test_a_co_owner_in_the_united_kingdom_rules_it_out() -> None:
    answer = immunity(SILK_ROADS, owners=[SAMARKAND, Owner(name="A collector in Leeds", country="GB")])

    assert answer.dates is None
    assert answer.not_available == (
        "Immunity is not available: A collector in Leeds is resident in the United Kingdom. "
        "Tell the co-owners and the lender before they sign."
    )


def test_without_an_entry_there_is_nothing_to_protect() -> None:
    answer = immunity(replace(SILK_ROADS, entry=None), owners=[SAMARKAND])

    assert answer.dates is None
    assert answer.not_available.startswith("The object doesn't enter the United Kingdom")


@pytest.mark.parametrize(("owners", "who"), [([replace(SAMARKAND, country="")], "where"), ([], "who")])
def test_an_unknown_residence_is_asked_for(owners: list[Owner], who: str) -> None:
    answer = immunity(SILK_ROADS, owners=owners)

    assert answer.dates is not None
    assert [(each.kind, each.severity.value) for each in answer.findings] == [("residence", "unknown")]
    assert answer.findings[0].sentence.startswith(f"Not known: {who}")


@pytest.mark.parametrize(
    ("published", "on", "begins"),
    [
        (None, "2024-08-05", None),
        ("2024-08-05", "2024-09-01", None),
        (None, "2024-08-06", "The list had to be published by 5 August 2024 and isn't. Published today, the object is protected if it enters on 3 September 2024 or later"),
        ("2024-08-07", "2024-08-07", "The list was published on 7 August 2024, too late for the entry on 2 September 2024. The object is protected if it enters on 4 September 2024 or later"),
    ],
)  # fmt: skip
def test_publication(published: str | None, on: str, begins: str | None) -> None:
    found = publication(
        dates(SILK_ROADS),
        published_on=dt.date.fromisoformat(published) if published else None,
        on=dt.date.fromisoformat(on),
    )

    assert (found is None) == (begins is None)
    if found and begins:
        assert found.sentence.startswith(begins)


@given(entry=st.dates(dt.date(2022, 6, 28), dt.date(2080, 1, 1)), shown=st.integers(0, 500))
def test_the_days_stand_in_order(entry: dt.date, shown: int) -> None:
    close = entry + dt.timedelta(days=shown)
    found = dates(Leg(entry=entry, close=close))

    assert (entry - found.publish_by).days == 28
    assert found.publish_by < entry < found.lapses
    assert 364 <= (found.lapses - entry).days + 1 <= 366
    assert found.keep_until >= close
    assert (found.keep_until - entry).days >= 84
    assert (found.claims_until - found.keep_until).days == 84
    assert found.extendable_to is not None
    assert 87 <= (found.extendable_to - found.lapses).days <= 92


FULL = Published(
    lender="State Museum of Arts of Uzbekistan",
    address="Tashkent",
    maker="Not known",
    title="Fragment of a wall painting",
    materials="plaster, pigment",
    dimensions="40 x 60 cm",
    date="7th century",
    features="a crack across the upper left",
    photograph=True,
    venues="British Museum, 26 September 2024 to 23 February 2025",
    provenance="Excavated in 1965",
    provenance_1933_45="In the ground",
    place_of_origin="Afrasiab",
    archaeological=True,
)


def test_a_full_entry_lacks_nothing() -> None:
    assert missing(FULL, pack=PACK) == []


@pytest.mark.parametrize(
    "field", [each.name for each in fields(Published) if each.name not in ("withheld", "archaeological")]
)
def test_each_thing_that_lacks_is_named(field: str) -> None:
    values = {each.name: getattr(FULL, each.name) for each in fields(Published)}
    lacking = Published(**{**values, field: False if field == "photograph" else " "})

    assert [finding.kind for finding in missing(lacking, pack=PACK)] == [field]


def test_a_lender_may_be_withheld_and_only_archaeology_needs_its_place() -> None:
    private = replace(FULL, lender="", address="", withheld=True, place_of_origin="", archaeological=False)

    assert missing(private, pack=PACK) == []


def test_a_pack_that_wants_what_no_entry_has_is_refused() -> None:
    wrong = replace(PACK, values={"publish": ["horoscope"]})

    with pytest.raises(PackError, match=r"uk-immunity-2022\.toml: “publish” names 'horoscope'"):
        missing(replace(FULL, archaeological=False), pack=wrong)


def test_the_day_to_apply_in_washington() -> None:
    assert us_apply_by(dt.date(2026, 9, 1)) == dt.date(2026, 7, 7)
