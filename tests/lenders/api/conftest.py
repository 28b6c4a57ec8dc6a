"""The organiser's system, for the tests of the API."""

import pytest

from tests.callers import System, system_of


@pytest.fixture
def ours(db: None) -> System:
    return system_of(None)
