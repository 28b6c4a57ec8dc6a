"""The front door, the tour, the demo's post office and the help pages."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils.formats import date_format
from pytest_django import Settings

from office.front.languages import spoken
from office.front.status import look_of
from office.front.templatetags.caravan import status
from office.front.tour import Tour
from office.post import outbox
from office.post.models import Letter
from office.records import files

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(settings: Settings, tmp_path: Path) -> Path:
    """The home of a demo."""
    settings.DEMO = True
    settings.HOME = tmp_path
    return tmp_path


def letter(key: str = "one", **fields: str) -> Letter:
    said: dict[str, Any] = {
        "kind": "request",
        "to_name": "Nilufar Karimova",
        "to_email": "nilufar@samarkand.example",
        "subject": "Silk Roads: a request",
        "text": "Open it:\n\n    http://127.0.0.1:8000/portal/i/abc/\n",
        "html": "<html><head><title>x</title></head><body>Open it</body></html>",
    }
    return outbox.write(key=key, **(said | fields))


def test_three_doors_in_production() -> None:
    page = Client().get("/").content.decode()

    assert [door for door in ('href="/admin/"', 'href="/portal/"', 'href="/help/"') if door not in page] == []
    assert "caravan-demo" not in page


def test_the_tour_works_before_the_demo_wrote_anything(demo: Path) -> None:
    page = Client().get("/").content.decode()

    stops = (
        "The registrar&#x27;s morning",
        "The board",
        "A lender&#x27;s link, on a phone",
        "A condition report",
        "The API",
    )
    places = [page.find(stop) for stop in stops]
    assert min(places) > 0
    assert places == sorted(places)
    assert "caravan-demo" in page


def test_the_tour_shows_what_the_demo_wrote(demo: Path) -> None:
    tour = {
        "moved_days": 412,
        "stops": [{"title": "Only stop", "text": "Look here.", "url": "/admin/board/", "link": "Open the board"}],
        "people": [{"name": "Ruth", "role": "Registrar", "email": "registrar@caravan.example"}],
        "lenders": [{"name": f"Museum {number}", "url": f"http://127.0.0.1/portal/i/{number}/"} for number in range(6)],
    }
    (demo / "tour.json").write_text(json.dumps(tour))

    page = Client().get("/").content.decode()

    wanted = ("Only stop", "Open the board", "registrar@caravan.example", "Museum 5", "2 more", "moved by 412 days")
    assert [words for words in wanted if words not in page] == []
    assert "The board</h2>" not in page


@pytest.mark.parametrize("broken", ["", "[]", '{"stops": 3}', '{"stops": [1]}', "{"])
def test_a_broken_tour_is_the_plain_tour(tmp_path: Path, broken: str) -> None:
    (tmp_path / "tour.json").write_text(broken)

    assert Tour.read(tmp_path).stops[0].title == "The registrar's morning"


def test_the_demo_post_lists_the_newest_first_in_pages(demo: Path) -> None:
    for number in range(32):
        letter(key=str(number), subject=f"Letter {number:02d}")

    first, second = (Client().get(f"/demo/post/?page={page}").content.decode() for page in (1, 2))

    assert first.index("Letter 31") < first.index("Letter 02")
    assert "Letter 01" not in first
    assert "Letter 00" in second
    assert "Page 2 of 2" in second
    assert Client().get("/demo/post/?page=nonsense").status_code == 200


def test_a_letter_is_read_with_links_that_lead_on(demo: Path) -> None:
    row = letter()
    page = Client().get(f"/demo/post/{row.uid}/").content.decode()

    assert (
        '<a href="http://127.0.0.1:8000/portal/i/abc/" rel="nofollow">http://127.0.0.1:8000/portal/i/abc/</a>' in page
    )
    assert "&lt;head&gt;&lt;base target=&quot;_top&quot;&gt;" in page
    assert "Waiting to be sent" in page


def test_reading_the_post_changes_nothing(demo: Path) -> None:
    row = letter()
    before = Letter.objects.values().get(pk=row.pk)
    Client().get(f"/demo/post/{row.uid}/")

    assert Letter.objects.values().get(pk=row.pk) == before


def test_the_museums_website_says_that_the_demo_plays_it(demo: Path) -> None:
    files.keep_made(b"<html><body><h1>SILK24-1/001</h1>", name="immunity-list-SILK24-1.html", media_type="text/html")

    page = Client().get("/demo/museum/immunity/SILK24-1/")
    other = Client().get("/demo/museum/immunity/SILK24-2/")

    assert page.content.decode().startswith("<html><body><p style")
    assert "Demonstration: this page stands for the museum&#x27;s own website." in page.content.decode()
    assert "<h1>SILK24-1/001</h1>" in page.content.decode()
    assert other.status_code == 404


def test_there_is_no_post_office_outside_the_demo() -> None:
    row = letter()

    assert [Client().get(place).status_code for place in ("/demo/post/", f"/demo/post/{row.uid}/")] == [404, 404]


def test_every_help_page_is_there_and_no_other() -> None:
    pages = ["", "registrar/", "lender/", "courier/", "it/", "nobody/"]

    assert [Client().get(f"/help/{page}").status_code for page in pages] == [200] * 5 + [404]


def test_a_lost_page_says_where_to_go() -> None:
    answer = Client().get("/nowhere/")

    assert answer.status_code == 404
    assert "There is nothing here for you" in answer.content.decode()


def test_a_form_that_lost_its_token_says_what_to_do() -> None:
    answer = Client(enforce_csrf_checks=True).post("/portal/", {"email": "a@b.example"})

    assert answer.status_code == 403
    assert "Please send it again" in answer.content.decode()


def test_a_state_is_a_word_a_sign_and_a_colour() -> None:
    shown = status("declined", "Declined <by them>")

    assert shown.startswith('<span class="status status--attention"><svg class="icon"')
    assert shown.endswith("<span>Declined &lt;by them&gt;</span></span>")
    assert look_of("never heard of").tone == "quiet"


def test_dates_are_written_out() -> None:
    letter()
    Letter.objects.update(created_at=dt.datetime(2026, 3, 3, 9, 5, tzinfo=dt.UTC))
    assert date_format(Letter.objects.get().created_at) == "3 March 2026"


def test_only_languages_we_have_words_for_are_spoken(settings: Settings) -> None:
    settings.LANGUAGES = [("en-gb", "English"), ("ru", "Русский")]

    assert [spoken(language) for language in ("ru", "uz", "", "nonsense")] == ["ru", "en-gb", "en-gb", "en-gb"]


def test_the_third_stop_is_the_first_lenders_link(tmp_path: Path) -> None:
    lenders = [{"name": "Museum of Samarkand Hill", "url": "http://127.0.0.1/portal/i/abc/"}]
    (tmp_path / "tour.json").write_text(json.dumps({"moved": "Moved by 3 days.", "lenders": lenders}))

    tour = Tour.read(tmp_path)

    assert (tour.stops[2].url, tour.stops[2].link) == (lenders[0]["url"], "Come in for Museum of Samarkand Hill")
    assert tour.moved == "Moved by 3 days."
