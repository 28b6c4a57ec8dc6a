"""Text is split where its language changes, and where it may or may not break."""

from loans.documents.scripts import Rich, rich


def spans(value: Rich) -> list[tuple[str, str]]:
    assert not isinstance(value, str)
    return [(run["t"], run["lang"]) for run in value]


def test_plain_text_stays_a_string() -> None:
    assert rich("Чаша, Samarqand") == "Чаша, Samarqand"
    assert rich("") == ""


def test_han_characters_follow_the_kana_or_hangul_beside_them() -> None:
    assert spans(rich("東京 bowl")) == [("東京", "zh"), (" bowl", "")]
    assert spans(rich("東京の鉢 bowl")) == [("東京の鉢", "ja"), (" bowl", "")]
    assert spans(rich("國立 박물관")) == [("國立 박물관", "ko")]


def test_arabic_script_and_ethiopic_carry_their_language() -> None:
    assert spans(rich("Dr فاطمة الزهراء, curator")) == [("Dr ", ""), ("فاطمة الزهراء", "ar"), (", curator", "")]
    assert spans(rich("چینی")) == [("چینی", "fa")]
    assert spans(rich("አክሱም፡ ሐውልት")) == [("አክሱም፡ ሐውልት", "am")]


def test_a_given_language_holds_for_all_of_it() -> None:
    assert spans(rich("Коса 東京", language="uz-Cyrl")) == [("Коса ", "uz-Cyrl"), ("東京", "uz-Cyrl")]


def test_a_number_keeps_its_unit() -> None:
    value = rich("Height 18.4 cm, 12 men")
    assert not isinstance(value, str)
    assert [(run["t"], run["fit"]) for run in value] == [("Height ", ""), ("18.4 cm", "keep"), (", 12 men", "")]


def test_only_a_very_long_word_may_break_anywhere() -> None:
    word = "x" * 24
    value = rich(f"a {word} b")
    assert not isinstance(value, str)
    assert [(run["t"], run["fit"]) for run in value] == [("a ", ""), (word, "loose"), (" b", "")]
    assert rich("x" * 23) == "x" * 23
