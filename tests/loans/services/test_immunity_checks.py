"""Every day each published list is looked at where it stands; what was found is kept as evidence."""

import datetime as dt
from collections.abc import Iterator

import pytest
from pytest_django import Settings

from loans.models import ImmunityCheck, ImmunityEntry, ImmunityList, LoanLine
from loans.services import immunity_checks as services
from loans.services.fetching import Limits
from office.records import files
from tests.loans.services.test_immunity import a_line
from tests.loans.services.test_lawful_return import published
from tests.webserver import Web, drip, flood, web

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2024, 8, 1, 9, 0, tzinfo=dt.UTC)
QUICK = Limits(connect=0.5, read=0.4, whole=0.6, size=200_000)


@pytest.fixture(autouse=True)
def loopback(settings: Settings) -> None:
    settings.FETCH_PRIVATE_ADDRESSES = True


@pytest.fixture
def site() -> Iterator[Web]:
    with web() as running:
        yield running


def an_edition(site: Web, page: object, *, line: LoanLine | None = None) -> ImmunityList:
    """An edition of two references, S-1/001 and S-1/002."""
    edition = published(line or a_line())
    ImmunityEntry.objects.create(edition=edition, line=a_line(), reference="S-1/002")
    edition.url = site.at("/immunity", page)
    edition.save()
    return edition


def look(edition: ImmunityList, *, now: dt.datetime = NOW) -> ImmunityCheck:
    return services.check(edition, now=now, limits=QUICK)


def test_a_page_with_every_reference_is_kept_as_evidence(site: Web) -> None:
    page = b"<ul><li>S-1/001 Ewer<li><b>S-1/</b>002 Bowl</ul>".replace(b"<b>S-1/</b>", b"S-1/")

    found = look(an_edition(site, page))

    assert found.complete
    assert (found.http_status, found.missing) == (200, [])
    assert found.page is not None
    assert files.read(found.page) == page


def test_a_reference_that_is_gone_is_named(site: Web) -> None:
    found = look(an_edition(site, b"<p>S-1/001</p><!-- S-1/002 --><script>'S-1/002'</script>"))

    assert found.missing == ["S-1/002"]
    assert found.problem == "1 of 2 references doesn't stand on the page."


def test_a_longer_reference_is_another_one(site: Web) -> None:
    found = look(an_edition(site, b"S-1/0010 S-1/002/3 XS-1/001"))

    assert found.problem == "The page is there, but none of the references stands on it."


@pytest.mark.parametrize(
    ("page", "status", "problem"),
    [
        (404, 404, "The page answers with an error (404): the list doesn't stand there."),
        (drip, None, "The page did not answer in time."),
        (flood, None, "The page is larger than 1 MB."),
    ],
)
def test_a_page_that_is_not_there(page: object, status: int | None, problem: str, site: Web) -> None:
    found = look(an_edition(site, page))

    assert (found.http_status, found.problem) == (status, problem)
    assert found.missing == ["S-1/001", "S-1/002"]
    assert not found.complete


def test_an_address_behind_which_nobody_lives(site: Web) -> None:
    edition = an_edition(site, b"")
    edition.url = "http://no-such-host.invalid/"
    edition.save()

    assert look(edition).problem == "There is no host called no-such-host.invalid."


def test_the_same_page_is_kept_once(site: Web) -> None:
    edition = an_edition(site, b"S-1/001 S-1/002")

    first, second = look(edition), look(edition, now=NOW + dt.timedelta(days=1))

    assert first.page == second.page
    assert first.sha256 == second.sha256


def test_it_is_looked_at_once_a_day(site: Web) -> None:
    an_edition(site, b"S-1/001 S-1/002")

    looked = [services.check_due(now=NOW + dt.timedelta(hours=hours)) for hours in (0, 1, 23, 24, 25)]

    assert looked == [1, 0, 0, 1, 0]


def test_a_list_whose_time_is_over_is_left_alone(site: Web) -> None:
    line = a_line()
    edition = published(line)
    edition.url = site.at("/immunity", b"")
    edition.save()

    assert services.check_due(now=dt.datetime(2025, 2, 23, 12, tzinfo=dt.UTC)) == 1  # the close, its last day
    assert services.check_due(now=dt.datetime(2025, 2, 25, 12, tzinfo=dt.UTC)) == 0


def test_what_is_wrong_now_is_news_and_what_was_mended_is_not(site: Web) -> None:
    edition = an_edition(site, 404)
    look(edition)
    [wrong] = services.problems(now=NOW)

    site.pages["/immunity"] = b"S-1/001 S-1/002"
    look(edition, now=NOW + dt.timedelta(hours=1))

    assert wrong.edition == edition
    assert services.problems(now=NOW + dt.timedelta(hours=1)) == []
