"""The words a thing is found by: lower-cased, in their own script and romanised, so that Самарканд meets Samarkand."""

import unicodedata
from functools import lru_cache
from typing import Final

from anyascii import anyascii

from lenders.models import CollectionObject

# What people look an object up by; provenance and credit lines would triple the index for little.
OBJECT_FIELDS: Final = (
    "accession_number",
    "title",
    "native_title",
    "maker",
    "culture",
    "date_text",
    "materials",
    "technique",
    "classification",
)


def search_text(*texts: str) -> str:
    """The texts as typed but lower-cased, then each word that isn't plain ASCII once more, romanised."""
    joined = " ".join(" ".join(texts).lower().split())
    if joined.isascii():
        return joined
    joined = unicodedata.normalize("NFC", joined)
    romanised = (_romanised(word) for word in joined.split() if not word.isascii())
    return " ".join((joined, *dict.fromkeys(filter(None, romanised))))


@lru_cache(maxsize=4096)
def _romanised(word: str) -> str:
    return " ".join(anyascii(word).lower().split())


def search_query(typed: str) -> str:
    """What somebody typed into a search box, in the form `search` columns are compared with."""
    return " ".join(anyascii(typed).lower().split())


def object_search_text(an_object: CollectionObject) -> str:
    """The `search` column of an object."""
    return search_text(*(getattr(an_object, name) for name in OBJECT_FIELDS))
