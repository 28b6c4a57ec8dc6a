"""Every error is a problem document with a sentence and a code."""

from collections.abc import Callable

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from pytest_django import Settings
from rest_framework import exceptions

from lenders.api.basics.problems import handle
from tests.callers import System, system_of


@pytest.fixture
def ours(db: None) -> System:
    return system_of(None)


def test_nothing_under_this_address(ours: System) -> None:
    answer = ours.get("nowhere/at/all/")

    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json() == {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "detail": "Nothing is here under this name, or it is not yours to see.",
        "code": "not-found",
    }


def test_without_its_slash_an_address_leads_to_the_one_with_it(ours: System) -> None:
    answer = ours.get("lenders")

    assert (answer.status_code, answer.headers["Location"]) == (301, "/api/v1/lenders/")


def test_a_method_that_is_not_there(ours: System) -> None:
    answer = ours.client.delete("/api/v1/lenders/", headers={"Authorization": f"Bearer {ours.text}"})

    assert (answer.status_code, answer.json()["code"]) == (405, "method-not-allowed")
    assert answer.headers["Allow"] == "GET, HEAD"
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_only_json_is_spoken(ours: System) -> None:
    answer = ours.get("lenders/", Accept="text/html")

    assert (answer.status_code, answer.json()["code"]) == (406, "not-acceptable")


def test_a_misspelt_parameter_is_an_error_not_everything(ours: System) -> None:
    answer = ours.get("objects/", {"lendr": "SAM"})

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == "lendr"
    assert answer.json()["detail"] == (
        "There is no parameter “lendr” here. There are: "
        "accession_number, cursor, lender, limit, source_id, source_system."
    )


@pytest.mark.parametrize("blank", ["", " ", "\u00a0", "\x1c"])
def test_an_empty_parameter_is_an_error_not_everything(ours: System, blank: str) -> None:
    answer = ours.get("objects/", {"lender": blank})

    assert (answer.status_code, answer.json()["code"]) == (400, "blank-parameter")
    assert answer.json()["detail"] == "“lender” is empty. Give it a value or leave it out."


def test_a_parameter_with_an_impossible_character(ours: System) -> None:
    answer = ours.get("objects/", {"lender": "SAM\0"})

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == "lender"


def test_a_fault_of_ours_is_told_without_details_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    answer = handle(RuntimeError("disk full"), {})

    assert (answer.status_code, answer.data["code"], answer.content_type) == (500, "fault", "application/problem+json")
    assert "disk full" not in str(answer.data)
    assert "disk full" in caplog.text


def test_a_fault_around_the_views_is_a_problem_below_the_api_and_a_page_elsewhere(
    ours: System, settings: Settings
) -> None:
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"{__name__}.broken"]
    client = Client(raise_request_exception=False)

    document, page = client.get("/api/v1/lenders/"), client.get("/help/")

    assert (document.status_code, document.headers["Content-Type"]) == (500, "application/problem+json")
    assert document.json()["code"] == "fault"
    assert (page.status_code, page.headers["Content-Type"]) == (500, "text/html; charset=utf-8")


def broken(get_response: object) -> Callable[[HttpRequest], HttpResponse]:
    """A middleware that fails."""

    def fail(request: HttpRequest) -> HttpResponse:
        raise RuntimeError("disk full")

    return fail


def test_pointers_into_a_nested_body() -> None:
    error = exceptions.ValidationError({"a/b": [{"c~d": ["Wrong."]}], "non_field_errors": ["Also wrong."]})

    answer = handle(error, {})

    assert answer.data["errors"] == [
        {"pointer": "/a~1b/c~0d", "code": "invalid", "message": "Wrong."},
        {"pointer": "", "code": "invalid", "message": "Also wrong."},
    ]
