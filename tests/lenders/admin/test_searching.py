"""Search forgives spelling, accents and scripts."""

import pytest

from lenders.models import CollectionObject
from lenders.services.search import object_search_text
from tests.factories import CollectionObjectFactory
from tests.personas import Staff


@pytest.fixture
def amphora(db: None) -> CollectionObject:
    thing = CollectionObjectFactory(title="Amphora of the Aila type", native_title="Амфора", accession_number="1990.12")
    thing.search = object_search_text(thing)
    thing.save()
    other = CollectionObjectFactory(title="Chancel screen", accession_number="1850.3")
    other.search = object_search_text(other)
    other.save()
    return thing


@pytest.mark.parametrize("typed", ["amphora", "AMPHORA", "amfora", "ámphora", "амфора", "amfora aila", "1990.12"])
def test_an_amphora_is_found_however_it_is_typed(ruth: Staff, amphora: CollectionObject, typed: str) -> None:
    page = ruth.client.get("/admin/lenders/collectionobject/", {"q": typed}).content.decode()

    assert "Amphora of the Aila type" in page
    assert "Chancel screen" not in page


def test_a_chancel_screen_is_found_though_both_words_are_misspelt(ruth: Staff, amphora: CollectionObject) -> None:
    page = ruth.client.get("/admin/lenders/collectionobject/", {"q": "chancle screan"}).content.decode()

    assert "Chancel screen" in page
