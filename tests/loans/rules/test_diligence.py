"""Provenances as people write them, and what is to be asked about them."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loans.rules.diligence import Past, diligence
from loans.rules.provenance import Years, parse, year_gaps

NOW = dt.date(2026, 11, 24)


def read(text: str) -> list[tuple[int, int] | None]:
    chain = parse(text, this_year=NOW.year)
    return [(entry.years.first, entry.years.last) if entry.years else None for entry in chain.entries]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Excavated at Ajina Tepa, 1961-1975", [(1961, 1975)]),
        ("Galerie A, Paris, 1920–38; B (1880-1950), London, 1938; the museum, 1952", [(1920, 1938), (1938, 1952), (1952, 2026)]),
        ("A, from 1925 until 1947", [(1925, 1947)]),
        ("A, 1925 to 1947", [(1925, 1947)]),
        ("A, until January 1912; B, by 1930", [(1912, 1912), (1930, 2026)]),
        ("A, 12 May 1938; B, May 14, 1950", [(1938, 1950), (1950, 2026)]),
        ("A, 1925\nB, 1950", [(1925, 1925), (1950, 2026)]),
        ("A, 1925;\nB, 1950", [(1925, 1950), (1950, 2026)]),
        ("A, 1925; by descent to his son; the museum, 1952", [(1925, 1925), None, (1952, 2026)]),
        ("(sold, Christie's, 3 July 1964); the museum, 1964", [(1964, 1964), (1964, 2026)]),
        ("Gift of Mr. and Mrs. James H. Heroy, Sewickley, PA, 1979.", [(1979, 2026)]),
        ("A, 1950; B, 1940", [(1950, 1950), (1940, 2026)]),
        ("A (bought in Paris; then Rome), 1951", [(1951, 2026)]),
        ("Gift of A, 1927.\nNOTES: [1] The catalogue says 1912; lot 497.", [(1927, 2026)]),
    ],
)  # fmt: skip
def test_what_is_understood(text: str, expected: list[tuple[int, int] | None]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    "words",
    [
        "Ailsa Mellon Bruce",
        "Emilie Grigsby [1879-1964], New York",
        "sold New York, 1912?",
        "probably with A, 1936",
        "A, c. 1936",
        "A, between 1933 and 1938",
        "A, after 1945",
        "A, before 1938",
        "A, early 1936",
        "Joseph Duveen, 1869-1939",
        "Lot 1938, Sotheby's",
        "acc. no. 1933.12",
        "inv. 1938",
        "A, 1938, B, 1941",
        "A, 1941-1938",
        "A, 2030",
        "до 1938, коллекция",
        "for £1938",
        "in the 1930s",
        "A, 1936/37",
    ],
)
def test_what_could_be_read_in_two_ways_is_not_read(words: str) -> None:
    assert parse(words, this_year=NOW.year).not_understood == [words]


@given(text=st.text(st.sampled_from("19384 ;,.-–()[]\nuntilby?abc"), max_size=80))
def test_nothing_breaks_it(text: str) -> None:
    for years in parse(text, this_year=NOW.year).periods:
        assert 1000 <= years.first <= years.last <= NOW.year


spans = st.tuples(st.integers(1925, 1950), st.integers(0, 12)).map(lambda pair: Years(pair[0], sum(pair)))


@given(periods=st.lists(spans, max_size=5), within=spans)
def test_every_year_is_either_owned_or_in_a_gap(periods: list[Years], within: Years) -> None:
    gaps = year_gaps(periods, within=within)

    for year in range(within.first, within.last + 1):
        owned = any(period.first <= year <= period.last for period in periods)
        assert owned != any(gap.first <= year <= gap.last for gap in gaps)


KNOWN = Past(
    provenance="A, Stockholm, 1920–1938; B, Stockholm, 1938; the museum, 1952",
    made_from=600,
    origin_country="IN",
    owner_country="SE",
)


def asked(past: Past) -> list[tuple[str, str]]:
    return [(each.kind, each.sentence) for each in diligence(past, on=NOW)]


def kinds(past: Past) -> list[str]:
    return [kind for kind, _sentence in asked(past)]


def test_a_chain_without_gaps_leaves_nothing_to_ask() -> None:
    assert asked(KNOWN) == []


def test_a_gap_between_1933_and_1945() -> None:
    gap = replace(KNOWN, provenance="A, 1920–1935; B, 1939–1945; C, 1945")
    year = replace(KNOWN, provenance="A, 1920–1935; B, 1937–1945; C, 1945")

    assert asked(gap) == [
        (
            "gap-1933-45",
            "The provenance doesn't show who owned the object from 1936 to 1938. "
            "Ask the lender; if nobody knows, publish the gap and what was searched.",
        )
    ]
    assert asked(year)[0][1].startswith("The provenance doesn't show who owned the object in 1936.")


def test_no_provenance() -> None:
    assert asked(replace(KNOWN, provenance=" \n")) == [
        (
            "provenance",
            "No provenance is given. Ask the lender for the chain of owners, above all from 1933 to 1945.",
        )
    ]


def test_what_was_not_understood_is_quoted_and_covers_nothing() -> None:
    found = asked(replace(KNOWN, provenance="A, probably 1930; the museum, 1952"))

    assert found[0] == (
        "not-understood",
        "Not understood in the provenance: “A, probably 1930”. Read it and say which years it stands for.",
    )
    assert found[1][1].startswith("The provenance doesn't show who owned the object from 1933 to 1945.")


@pytest.mark.parametrize(
    ("past", "expected"),
    [
        (replace(KNOWN, provenance="the museum, 1946", found_year=1946), []),
        (replace(KNOWN, provenance="the museum, 1950", made_from=1948), []),
        (replace(KNOWN, provenance="the museum, 1940", made_from=1940), []),
        (replace(KNOWN, provenance="the museum, 1940", found_year=1938), ["gap-1933-45"]),
    ],
)
def test_before_it_was_made_or_found_nobody_could_take_it(past: Past, expected: list[str]) -> None:
    assert kinds(past) == expected


LATE = replace(KNOWN, provenance="the museum, 1985", found_year=1960)


@pytest.mark.parametrize(
    ("past", "expected"),
    [
        (LATE, ["unesco-1970"]),
        (replace(LATE, left_origin=1970), []),
        (replace(LATE, left_origin=1971), ["unesco-1970"]),
        (replace(LATE, lawful_export=True), []),
        (replace(LATE, owner_country="IN"), []),
        (replace(LATE, made_from=1975, found_year=None), []),
        (replace(LATE, origin_country="", owner_country=""), ["unesco-1970"]),
    ],
)
def test_1970(past: Past, expected: list[str]) -> None:
    assert kinds(past) == expected


def test_1970_in_words() -> None:
    assert asked(LATE)[0][1] == (
        "The provenance begins in 1985, after 1970. Ask the lender for evidence that the object had left its country of "
        "origin by then, or left it lawfully later."
    )
    assert asked(replace(LATE, provenance="A collector"))[1][1].startswith(
        "Nothing shows where the object was in 1970."
    )
