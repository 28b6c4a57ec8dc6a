"""A mail server for the tests of the outbox, and letters to put into it."""

from collections.abc import Callable, Iterator

import pytest
from pytest_django import Settings

from office.post import outbox
from office.post.models import Letter
from tests.mailserver import Postbox, mail_server


@pytest.fixture
def postbox(settings: Settings) -> Iterator[Postbox]:
    postbox = Postbox()
    with mail_server(postbox) as (host, port):
        settings.MAILERS = {"default": {"OPTIONS": {"host": host, "port": port, "timeout": 1}}}
        yield postbox


@pytest.fixture
def write() -> Callable[..., Letter]:
    def write(key: str, **said: object) -> Letter:
        fields = {
            "kind": "request",
            "to_name": "Dilnoza Karimova",
            "to_email": f"{key}@lender.example",
            "subject": "Request for ten objects",
            "text": "Dear Dr Karimova",
        }
        return outbox.write(key=key, **(fields | said))  # type: ignore[arg-type]

    return write
