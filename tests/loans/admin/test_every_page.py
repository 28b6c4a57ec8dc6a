"""Every list, form and history of the admin opens, for the people who may open it and for nobody else."""

from typing import Any

import pytest
from django.contrib import admin
from django.urls import reverse

from exhibitions.models import ChecklistEntry, Exhibition, Venue
from lenders.models import ApiToken, CollectionObject, Contact, Lender
from loans.models import Deadline, Loan
from office.people.models import User
from tests.loans.admin.rows import ROWS
from tests.personas import Staff


def label(model: type[Any]) -> str:
    return str(model._meta.label)


MODELS = sorted(admin.site._registry, key=label)
# What can be added by a form of the admin; the rest comes about by work, on pages of its own.
ADDED: set[type[Any]] = {User, Lender, Contact, CollectionObject, ApiToken, Exhibition, Venue, ChecklistEntry, Deadline}


def name_of(model: type[Any], page: str) -> str:
    return f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}"


@pytest.fixture
def root(ada: Staff) -> Staff:
    ada.user.is_superuser = True
    ada.user.role = "head"
    ada.user.save()
    return ada


def test_everything_that_is_listed_has_a_row_in_these_tests() -> None:
    assert set(MODELS) == set(ROWS)


@pytest.mark.parametrize("model", MODELS, ids=label)
def test_an_empty_list_opens(model: type[Any], root: Staff) -> None:
    response = root.client.get(reverse(name_of(model, "changelist")))

    assert response.status_code == 200


@pytest.mark.parametrize("model", MODELS, ids=label)
def test_list_form_and_history_of_a_row_open(model: type[Any], root: Staff) -> None:
    row = ROWS[model]()

    for page, key in (("changelist", ()), ("change", (row.pk,)), ("history", (row.pk,))):
        response = root.client.get(reverse(name_of(model, page), args=key))
        assert (page, response.status_code) == (page, 200)


@pytest.mark.parametrize("model", [each for each in MODELS if each in ADDED], ids=label)
def test_the_form_of_a_new_row_opens(model: type[Any], root: Staff) -> None:
    response = root.client.get(reverse(name_of(model, "add")))

    assert response.status_code == 200


@pytest.mark.parametrize("model", [each for each in MODELS if each not in ADDED | {Loan}])
def test_what_comes_about_by_work_has_no_form_to_add_it(model: type[Any], root: Staff) -> None:
    assert root.client.get(reverse(name_of(model, "add"))).status_code == 403


@pytest.mark.parametrize("model", MODELS, ids=label)
def test_nobody_gets_in_without_signing_in(model: type[Any], client: Any, db: None) -> None:
    response = client.get(reverse(name_of(model, "changelist")))

    assert response.status_code == 302
    assert response["Location"].startswith("/admin/login/")


@pytest.mark.parametrize(
    ("name", "expected"), [("people.User", 403), ("lenders.ApiToken", 403), ("post.Letter", 403), ("loans.Loan", 200)]
)
def test_a_viewer_sees_work_but_neither_people_nor_keys_nor_letters(name: str, expected: int, vera: Staff) -> None:
    model = next(each for each in MODELS if label(each) == name)

    assert vera.client.get(reverse(name_of(model, "changelist"))).status_code == expected


def test_a_viewer_reads_a_form_but_has_nothing_to_save_it_with(vera: Staff) -> None:
    lender = ROWS[Lender]()
    address = reverse(name_of(Lender, "change"), args=(lender.pk,))

    page = vera.client.get(address)
    saved = vera.client.post(address, {"name": "Mine now"})

    assert b'name="_save"' not in page.content
    assert saved.status_code == 403
    lender.refresh_from_db()
    assert lender.name != "Mine now"
