"""The reference pages say what the tables say."""

from loans.management.commands.write_reference import FOLDER, pages


def test_the_reference_pages_are_up_to_date() -> None:
    stale = [name for name, text in pages().items() if (FOLDER / name).read_text() != text]

    assert stale == []
