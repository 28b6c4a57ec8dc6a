"""Display dates from real labels: years, EDTF only where there is no doubt, and the source's columns."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lenders.services.imports.dates import Dates, object_dates, read_date, read_year
from lenders.services.imports.refusals import RowRefused

YEARS = st.integers(-3000, 2000).filter(bool)


def _typed(year: int) -> str:
    return f"{-year} BCE" if year < 0 else f"{year} CE"


def _astronomical(edtf: str) -> int:
    return int(edtf.rstrip("~?%"))


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "edtf"),
    [
        ("206 BCE-220 CE", -206, 220, "-0205/0220"),
        ("206 BCE–9 CE", -206, 9, "-0205/0009"),
        ("100–1 BCE", -100, -1, "-0099/0000"),
        ("Qianlong period (1736-1795)", 1736, 1795, "1736/1795"),
        ("1662-1722", 1662, 1722, "1662/1722"),
        ("1628–61", 1628, 1661, "1628/1661"),
        ("1967/68", 1967, 1968, "1967/1968"),
        ("Western Jin Dynasty, AD 265-316", 265, 316, "0265/0316"),
        ("1338", 1338, 1338, "1338"),
        ("435 CE", 435, 435, "0435"),
        ("c. 900", 890, 910, "0900~"),
        ("c. 565 BCE", -575, -555, "-0564~"),
        ("c. 1-200 CE", -10, 210, "0001~/0200~"),
        ("c. 1850–c. 1950", 1840, 1960, "1850~/1950~"),
        ("1745?", 1745, 1745, "1745?"),
        ("c. 1745?", 1735, 1755, "1745%"),
        ("1271–1368(?)", 1271, 1368, ""),
        ("660s CE", 660, 669, "066X"),
        ("1700s", 1700, 1799, "17XX"),
        ("200s BC", -299, -200, "-0298/-0199"),
        ("300s–100s BCE", -399, -100, "-0398/-0099"),
        ("700–800s", 700, 899, "0700/0899"),
        ("15th century", 1400, 1499, "14XX"),
        ("1st-2nd century", 1, 199, "0001/0199"),
        ("6th–8th c.", 500, 799, "0500/0799"),
        ("10th -11th century", 900, 1099, "0900/1099"),
        ("2nd century BCE", -199, -100, "-0198/-0099"),
        ("late 6th-mid 7th century", 566, 666, ""),
        ("early to mid 600s", 600, 666, ""),
        ("late 300s BCE–50 CE", -333, 50, ""),
        ("first half of the 18th century", 1700, 1749, ""),
        ("second quarter of the 9th century", 825, 849, ""),
        ("before 1785", None, 1785, "../1785"),
        ("200 CE or later", 200, None, "0200/.."),
        ("1967-05-01", 1967, 1967, "1967-05-01"),
        ("-0206-01-05", -206, -206, ""),
        ("-0206/0220", -206, 220, "-0205/0220"),
        ("AH 1025/1616 CE", 1616, 1616, ""),
        ("Kushan Period (50-320 CE), 2nd-3rd century", 100, 299, "0100/0299"),
        ("Shang Period (c. 1600-1045 BCE), 1300-1150 B.C.E.", -1300, -1150, "-1299/-1149"),
        ("six dynasties period (317–581), northern qi dynasty (550–577)", 550, 577, "0550/0577"),
        ("jin dynasty (1115–1234) - yuan dynasty (1271–1368)", 1115, 1368, ""),
        ("painting 1600s, embroidery c. 1300", 1290, 1699, ""),
        ("possibly Western Han Dynasty, 202 BCE-8 CE", -202, 8, ""),
        ("XVIII век", 1700, 1799, "17XX"),
        ("III в. до н. э.", -299, -200, "-0298/-0199"),
        ("конец VI - середина VII в.", 566, 666, ""),
        ("около 900 г.", 890, 910, "0900~"),
        ("18. Jh.", 1700, 1799, "17XX"),
        ("2. Hälfte 18. Jahrhundert", 1750, 1799, ""),
        ("206 v. Chr. - 220 n. Chr.", -206, 220, "-0205/0220"),
        ("VIe-VIIIe siècles", 500, 799, "0500/0799"),
        ("IIe siècle av. J.-C.", -199, -100, "-0198/-0099"),
        ("no date", None, None, ""),
        ("Undated", None, None, ""),
        ("18th dynasty", None, None, ""),
        ("50-100 BCE", None, None, ""),
        ("5", None, None, ""),
        ("", None, None, ""),
    ],
)
def test_display_date(text: str, earliest: int | None, latest: int | None, edtf: str) -> None:
    assert read_date(text) == Dates(earliest, latest, edtf)


@given(YEARS, YEARS)
@example(-1, 1)
@example(-206, 220)
def test_a_range_with_eras_is_read_exactly(one: int, other: int) -> None:
    first, last = sorted((one, other))
    dates = read_date(f"{_typed(first)} - {_typed(last)}")
    assert (dates.earliest, dates.latest) == (first, last)
    start, end = map(_astronomical, dates.edtf.split("/"))
    assert (start, end) == tuple(year if year > 0 else year + 1 for year in (first, last))


@given(YEARS)
def test_about_a_year_spans_ten_years_to_either_side_without_a_year_zero(year: int) -> None:
    dates = read_date(f"c. {_typed(year)}")
    assert dates.earliest is not None
    assert dates.latest is not None
    lasted = dates.latest - dates.earliest - (1 if dates.earliest < 0 < dates.latest else 0)
    assert (0 in {dates.earliest, dates.latest}, lasted) == (False, 20)


@given(st.text(alphabet="0123456789 -–/()?.,cABCDEs thndrcentury", max_size=40) | st.text(max_size=60))
def test_no_text_gives_years_out_of_order(text: str) -> None:
    dates = read_date(text)
    assert 0 not in {dates.earliest, dates.latest}
    if dates.earliest is not None and dates.latest is not None:
        assert dates.earliest <= dates.latest
    if dates.edtf:
        assert dates.earliest is not None or dates.latest is not None


@pytest.mark.parametrize(
    ("cell", "text", "year"),
    [
        ("1279", "", 1279),
        ("1279.0", "", 1279),
        ("-206", "", -206),
        ("-0206-01-05", "206 BCE-220 CE", -206),
        ("0220-01-01", "206 BCE-220 CE", 220),
        ("206 BCE", "", -206),
        ("1795-01-01T00:00:00", "", 1795),
        ("1278-12-25", "1279-1644", 1279),
        ("0385-12-31", "386-557", 386),
        ("1278-12-25", "Christmas 1278", 1278),
        ("1278-12-24", "", 1278),
        ("0", "", None),
        ("", "", None),
    ],
)
def test_date_column(cell: str, text: str, year: int | None) -> None:
    assert read_year(cell, text=text) == year


def test_the_columns_win_over_the_text_and_take_away_its_certainty() -> None:
    dates = object_dates(text="16th-18th century", earliest="1524-12-22", latest="1750-01-01")
    assert dates == Dates(1525, 1750, "")


def test_a_single_column_is_completed_by_the_text_unless_they_contradict() -> None:
    assert object_dates(text="1736-1795", latest="1790") == Dates(1736, 1790, "")
    assert object_dates(text="1736-1795", latest="1600") == Dates(None, 1600, "")


@pytest.mark.parametrize(
    ("earliest", "latest", "edtf", "sentence"),
    [
        ("1800", "1700", "", "The earliest date (1800) is after the latest (1700); correct one of them."),
        ("soon", "", "", "“soon” isn't a year; write it like 1279, or -206 for 206 BCE."),
        ("", "9999", "", "The year 9999 is out of range; write it like 1279, or -206 for 206 BCE."),
        ("", "", "yes", "“yes” isn't an EDTF date such as 0900~ or -0205/0220; correct it or leave it empty."),
    ],
)
def test_nonsense_in_date_columns_is_refused(earliest: str, latest: str, edtf: str, sentence: str) -> None:
    with pytest.raises(RowRefused) as refused:
        object_dates(text="", earliest=earliest, latest=latest, edtf=edtf)
    assert refused.value.sentence == sentence
