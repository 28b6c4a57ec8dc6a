"""A page of the web is read within bounds, and never one inside our own network."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from loans.services.fetching import Limits, Unreachable, _is_public, fetch
from tests.webserver import Web, drip, flood, silent, web

QUICK = Limits(connect=0.5, read=0.4, whole=0.6, size=200_000)


@pytest.fixture(autouse=True)
def loopback(settings: Settings) -> None:
    settings.FETCH_PRIVATE_ADDRESSES = True


@pytest.fixture
def site() -> Iterator[Web]:
    with web() as running:
        yield running


def sentence(url: str) -> str:
    with pytest.raises(Unreachable) as refusal:
        fetch(url, limits=QUICK)
    return refusal.value.sentence


def test_a_page_is_read(site: Web) -> None:
    found = fetch(site.at("/list", "Gefäß".encode()), limits=QUICK)

    assert (found.status, found.text, found.media_type) == (200, "Gefäß", "text/html")


def test_it_is_asked_for_by_the_name_that_was_typed(site: Web) -> None:
    port = site.address.rpartition(":")[2]
    site.at("/list", b"here")

    fetch(f"http://localhost:{port}/list", limits=QUICK)

    assert site.asked == [f"localhost:{port} /list"]


def test_an_error_is_an_answer_too(site: Web) -> None:
    assert fetch(site.at("/gone", 404), limits=QUICK).status == 404


def test_a_page_that_moved_is_followed(site: Web) -> None:
    site.at("/new", b"here")

    found = fetch(site.at("/old", "/new"), limits=QUICK)

    assert (found.url, found.body) == (f"{site.address}/new", b"here")


def test_not_in_circles(site: Web) -> None:
    assert sentence(site.at("/round", "/round")) == "The address leads on to others more than 3 times."
    assert len(site.asked) == 4


@pytest.mark.parametrize("answer", [drip, silent])
def test_not_for_ever(answer: object, site: Web) -> None:
    assert sentence(site.at("/slow", answer)) == "The page did not answer in time."


def test_not_without_end(site: Web) -> None:
    assert sentence(site.at("/huge", flood)) == "The page is larger than 1 MB."


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://museum.example/list",
        "javascript:alert(1)",
        "http://",
        "http://user:secret@127.0.0.1/",
        "http://127.0.0.1:99999/",
        "http://[::1",
    ],
)
def test_not_where_no_page_of_the_web_can_be(url: str) -> None:
    assert sentence(url) == "The address leads nowhere we can follow."


def test_nobody_there(site: Web) -> None:
    assert sentence("http://no-such-host.invalid/list") == "There is no host called no-such-host.invalid."
    assert sentence("http://127.0.0.1:1/list") == "The page could not be reached."


def test_not_inside_our_network(site: Web, settings: Settings) -> None:
    settings.FETCH_PRIVATE_ADDRESSES = False

    assert sentence(site.at("/list", b"secret")) == "127.0.0.1 is not in public, but inside a private network."
    assert site.asked == []


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:4700:4700::1111", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("192.168.0.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("::ffff:10.0.0.1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
    ],
)
def test_what_is_public(address: str, public: bool) -> None:
    assert _is_public(address) is public
