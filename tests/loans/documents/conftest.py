"""The fonts documents are set with; they are laid out by `make assets`."""

from pathlib import Path

import pytest
from django.conf import settings


@pytest.fixture(scope="session")
def fonts() -> Path:
    folder = Path(settings.FONT_DIR)
    if not any(folder.glob("*.ttf")):
        pytest.skip(f"no fonts in {folder}: run `make assets` first")
    return folder
