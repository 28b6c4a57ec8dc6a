"""The written content of the example: what its two tables unfold to."""

from collections import Counter

from loans.management.demo.drawings import KINDS
from loans.management.demo.houses import houses
from loans.management.demo.pieces import pieces
from loans.management.demo.stories import INVENTED, REAL
from loans.management.demo.wording import date_words, size_words

PEACEFUL_STEPS = {"review", "approve", "confirm", "issue", "sign_lender", "sign_organiser"}


def test_no_real_institution_has_terms_a_courier_rule_or_a_named_person() -> None:
    real = [house for house in houses().values() if not house.invented]

    assert len(real) == 10
    assert {person.name for house in real for person in house.people} == {"Registrar", "Loans office"}
    assert [house.code for house in real if house.courier or house.insurance or house.lux or house.notice] == []


def test_the_stories_of_real_institutions_hold_nothing_unpleasant() -> None:
    assert [story.lender for story in REAL if houses()[story.lender].invented] == []
    assert {step.name for story in REAL for step in story.steps} <= PEACEFUL_STEPS
    assert [step.said for story in REAL for step in story.steps if step.said] == []
    assert [story.lender for story in INVENTED if not houses()[story.lender].invented] == []


def test_every_object_can_be_drawn_and_none_looks_like_another() -> None:
    assert {piece.drawing.kind.partition("/")[0] for piece in pieces()} <= set(KINDS)
    assert [look for look, times in Counter(piece.drawing for piece in pieces()).items() if times > 1] == []


def test_numbers_are_unique_within_a_house_and_values_of_time_in_order() -> None:
    numbers = Counter((piece.owner, piece.number) for piece in pieces() if piece.number)

    assert [number for number, times in numbers.items() if times > 1] == []
    assert [
        piece.title for piece in pieces() if piece.years[0] and piece.years[1] and piece.years[0] > piece.years[1]
    ] == []


def test_dates_and_sizes_read_as_on_a_label() -> None:
    assert date_words(660, 669) == "about 660–669"
    assert date_words(618, 740) == "7th–8th century"
    assert date_words(510, 590) == "6th century"
    assert date_words(-40, 80) == "1st century BCE – 1st century CE"
    assert date_words(None, 900) == "about 900"
    assert size_words(54.0, 146.0, inches=False, comma=False) == "H. 5.4 cm, W. 14.6 cm"
    assert size_words(None, 24.0, inches=False, comma=True) == "Diam. 2,4 cm"
    assert size_words(254.0, 127.0, inches=True, comma=False) == "H. 10 in., W. 5 in."
