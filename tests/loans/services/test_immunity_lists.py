"""An edition is made of objects that lack nothing, and counts from the day it stands on the museum's website."""

import datetime as dt
from typing import Any

import pytest
import time_machine

from loans.documents.immunity_pack import references_found
from loans.errors import LoanError, MissingFact, NotAllowed, WrongState
from loans.models import Deadline, DeadlineKind, ImmunityList, LoanLine
from loans.services import immunity, legal_days
from loans.services import immunity_lists as services
from office.records import files
from office.records.actors import Actor
from office.records.models import AuditEvent, StoredFile
from tests.loans.admin.rows import a_picture
from tests.loans.services.test_immunity import COMPLETE, a_line, travels
from tests.personas import Staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_july")]

JULY = dt.date(2024, 7, 1)
ENTRY = dt.datetime(2024, 9, 2, 12, tzinfo=dt.UTC)
URL = "https://museum.example/immunity"


@pytest.fixture
def in_july() -> Any:
    with time_machine.travel(dt.datetime(2024, 7, 1, 10, tzinfo=dt.UTC), tick=False):
        yield


def a_whole_line(**fields: Any) -> LoanLine:
    """Everything that must be published of it is known, and its journey is planned."""
    line = a_line(**fields)
    for name, value in COMPLETE.items():
        setattr(line.object, name, value)
    line.object.image = a_picture()
    line.object.save()
    venue = line.showings.get().venue
    venue.claims_contact = "The Registrar, Great Gallery, London"
    venue.save()
    travels(line, arrives=ENTRY)
    return line


def made(line: LoanLine, *more: LoanLine, actor: Actor) -> ImmunityList:
    return services.make_list(line.showings.get(), [line, *more], actor=actor)


def test_the_page_holds_every_reference_and_what_the_law_wants(ruth: Staff) -> None:
    line = a_whole_line()
    second = a_whole_line(loan=line.loan)
    second.showings.set(line.showings.all())

    edition = made(line, second, actor=ruth.actor)

    references = list(edition.entries.values_list("reference", flat=True))
    code = line.loan.exhibition.code
    assert references == [f"{code}-1/001", f"{code}-1/002"]
    page = files.read(edition.html).decode()
    assert references_found(page, references) == set(references)
    for words in ("1 Hill Road", "a crack across the upper left", "2 September 2024", "The Registrar, Great Gallery"):
        assert words in page
    assert files.read(edition.pdf).startswith(b"%PDF-")


def test_editions_of_one_show_are_numbered_through(ruth: Staff) -> None:
    line = a_whole_line()

    numbers = [made(line, actor=ruth.actor).number for _each in range(2)]

    assert numbers == [1, 2]


def test_a_lender_who_is_anonymous_is_withheld(ruth: Staff) -> None:
    line = a_whole_line()
    line.loan.lender.anonymous = True
    line.loan.lender.save()

    page = files.read(made(line, actor=ruth.actor).html).decode()

    assert line.loan.lender.name not in page
    assert "1 Hill Road" not in page


def breaks(line: LoanLine, how: str) -> None:
    if how == "features":
        line.object.features = ""
        line.object.save()
    elif how == "journey":
        line.journeys.all().delete()
    elif how == "owner":
        line.object.co_owners, line.object.co_owner_countries = "A trust in Leeds", ["GB"]
        line.object.save()
    elif how == "contact":
        venue = line.showings.get().venue
        venue.claims_contact = ""
        venue.save()


@pytest.mark.parametrize(
    ("how", "refused", "sentence"),
    [
        ("features", MissingFact, "Distinguishing features are missing: describe an inscription"),
        ("journey", WrongState, "no shipment says yet when it enters the country. Plan the shipment"),
        ("owner", WrongState, "A trust in Leeds is resident in the United Kingdom"),
        ("contact", MissingFact, "has no contact for claims, and one must stand on the list. Enter it under Venues."),
    ],
)
def test_an_object_that_can_not_be_published_is_named_and_nothing_is_kept(
    how: str, refused: type[LoanError], sentence: str, ruth: Staff
) -> None:
    line = a_whole_line()
    breaks(line, how)
    files_before = StoredFile.objects.count()

    with pytest.raises(refused) as refusal:
        made(line, actor=ruth.actor)

    assert sentence in refusal.value.sentence
    assert not ImmunityList.objects.exists()
    assert StoredFile.objects.count() == files_before


def test_an_object_of_another_showing_is_refused(ruth: Staff) -> None:
    line, stranger = a_whole_line(), a_whole_line()

    with pytest.raises(WrongState, match="is not shown at"):
        services.make_list(line.showings.get(), [line, stranger], actor=ruth.actor)


def test_a_curator_publishes_nothing(colin: Staff, ruth: Staff) -> None:
    line = a_whole_line()
    edition = made(line, actor=ruth.actor)

    with pytest.raises(NotAllowed, match=r"Your role doesn't publish immunity lists\. Ask a registrar\."):
        made(line, actor=colin.actor)
    with pytest.raises(NotAllowed):
        services.publish(edition, url=URL, on=JULY, actor=colin.actor)


def test_published_it_counts_and_ends_its_deadline(ruth: Staff) -> None:
    line = a_whole_line()
    legal_days.follow_all(on=JULY, actor=Actor.system())
    edition = made(line, actor=ruth.actor)

    services.publish(edition, url=URL, on=JULY, actor=ruth.actor)

    [row] = immunity.of_lines(list(immunity.lines_of(line.loan.exhibition)), on=JULY).values()
    assert row.published_on == JULY
    assert Deadline.objects.get(loan=line.loan, kind=DeadlineKind.IMMUNITY).done_on == JULY
    assert AuditEvent.objects.filter(verb="immunity.publish", loan_file=line.loan.uid).count() == 1


def test_published_too_late_for_the_leg_is_said_when_the_leg_moves(ruth: Staff) -> None:
    line = a_whole_line()
    services.publish(made(line, actor=ruth.actor), url=URL, on=JULY, actor=ruth.actor)
    line.journeys.get().shipment.legs.filter(number=2).update(arrives_at=dt.datetime(2024, 7, 20, tzinfo=dt.UTC))

    [row] = immunity.of_lines(list(immunity.lines_of(line.loan.exhibition)), on=JULY).values()

    assert [each.kind for each in row.findings] == ["publication"]
    assert row.findings[0].sentence.startswith(
        "The list was published on 1 July 2024, too late for the entry on 20 July 2024."
    )


@pytest.mark.parametrize("url", ["", "museum.example", "ftp://museum.example/x", "http://me:secret@museum.example/"])
def test_it_stands_at_an_address_of_the_web(url: str, ruth: Staff) -> None:
    edition = made(a_whole_line(), actor=ruth.actor)

    with pytest.raises(MissingFact, match="Give the public address of the page") as refusal:
        services.publish(edition, url=url, on=JULY, actor=ruth.actor)

    assert refusal.value.field == "url"
    edition.refresh_from_db()
    assert edition.published_on is None


@pytest.mark.parametrize("on", [dt.date(2024, 7, 2), dt.date(2024, 6, 30)])
def test_it_is_not_published_before_it_is_made_nor_on_a_day_to_come(on: dt.date, ruth: Staff) -> None:
    edition = made(a_whole_line(), actor=ruth.actor)

    with pytest.raises(MissingFact) as refusal:
        services.publish(edition, url=URL, on=on, actor=ruth.actor)

    assert refusal.value.field == "on"


def test_a_page_that_moves_keeps_the_day_it_was_published(ruth: Staff) -> None:
    edition = services.publish(made(a_whole_line(), actor=ruth.actor), url=URL, on=JULY, actor=ruth.actor)

    with pytest.raises(WrongState, match="It stands at this address since 1 July 2024 already"):
        services.publish(edition, url=URL, on=JULY, actor=ruth.actor)
    moved = services.publish(edition, url=f"{URL}-2", on=JULY, actor=ruth.actor)

    assert (moved.url, moved.published_on) == (f"{URL}-2", JULY)


def test_nothing_chosen_makes_no_list(ruth: Staff) -> None:
    showing = a_whole_line().showings.get()

    with pytest.raises(MissingFact, match="Choose the objects that go onto the list"):
        services.make_list(showing, [], actor=ruth.actor)


@pytest.mark.parametrize(("count", "last"), [(1, "S-4/001"), (999, "S-4/999"), (1000, "S-4/1000")])
def test_no_reference_begins_like_another(count: int, last: str) -> None:
    references = services.references_of("S", 4, count)

    assert references[-1] == last
    assert len({len(each) for each in references}) == 1
