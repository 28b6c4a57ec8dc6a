"""What every journey needs: the running house, a browser, and a failure that shows the page it failed on."""

import os
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import DESKTOP, PHONE
from tests.journeys.house import House
from tests.mailserver import Postbox, mail_server


@pytest.fixture(autouse=True)
def quick_passwords() -> None:
    """Not here: the servers check passwords as they do in earnest."""


@pytest.fixture
def house(transactional_db: None, tmp_path: Path) -> Iterator[House]:
    """Web, worker and beat on the test database, with a mail server of its own; stopped by process id at the end."""
    box = Postbox()
    with mail_server(box) as (_host, smtp_port):
        running = House(home=tmp_path / "home", postbox=box, smtp_port=smtp_port, redis_url=os.environ["REDIS_URL"])
        try:
            running.start()
            yield running
        finally:
            running.stop()


def _page(browser: Browser, size: dict[str, int], request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(viewport=size, accept_downloads=True)  # type: ignore[arg-type]
    context.set_default_timeout(15_000)
    page = context.new_page()
    yield page
    failed = getattr(request.node, "failed_in_call", False)
    if failed:
        folder = Path("test-results")
        folder.mkdir(exist_ok=True)
        page.screenshot(path=folder / f"{request.node.name}-{size['width']}.png", full_page=True)
    context.close()


@pytest.fixture
def desk(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page on a desktop screen."""
    yield from _page(browser, DESKTOP, request)


@pytest.fixture
def phone(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page on a phone, with cookies of its own."""
    yield from _page(browser, PHONE, request)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.when == "call":
        item.failed_in_call = report.failed  # type: ignore[attr-defined]
    return report
