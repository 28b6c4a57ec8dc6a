"""A list is asked by its filters and our own links alone: nobody finds out by asking what it doesn't show."""

from typing import Any

import pytest
from django.contrib import admin
from django.db.models import Model
from django.urls import reverse

from exhibitions.models import ChecklistEntry
from lenders.models import CollectionObject
from loans.models import Deadline, Loan, LoanLine
from office.people.lookups import asked_by
from tests.factories import ChecklistEntryFactory, DeadlineFactory, LoanLineFactory
from tests.loans.admin.rows import ROWS, a_letter
from tests.personas import Staff

MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
SECRETS = {"agreed_value", "text", "html", "password", "key_hash", "params", "before", "after"}


def list_of(model: type[Model]) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


@pytest.fixture
def root(ada: Staff) -> Staff:
    ada.user.is_superuser = True
    ada.user.role = "head"
    ada.user.save()
    return ada


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_no_column_can_be_asked_for_that_is_no_filter(model: type[Model], root: Staff, vera: Staff) -> None:
    model_admin = admin.site._registry[model]
    filters = asked_by(model_admin.list_filter, model)
    for person in (vera, root):
        for field in model._meta.concrete_fields:
            for how in ("", "__exact", "__gt", "__startswith", "__icontains", "__regex", "__isnull"):
                name = field.name + how
                if name in filters or name == "id__exact":
                    continue
                response = person.client.get(list_of(model), {name: "1"})
                assert response.status_code in (302, 403), name
                assert response.status_code == 403 or response["Location"].endswith("?e=1"), name


@pytest.mark.parametrize(
    "name", ["loan__note__icontains", "object__valuations__amount__gt", "loan__uid", "object__search"]
)
def test_nothing_is_asked_through_a_relation_either(name: str, vera: Staff) -> None:
    LoanLineFactory()

    assert vera.client.get(list_of(LoanLine), {name: "1"})["Location"].endswith("?e=1")


def test_a_value_is_not_found_by_halving(vera: Staff) -> None:
    line = LoanLineFactory()
    LoanLine.objects.filter(pk=line.pk).update(agreed_value=250_000, agreed_value_currency="GBP")

    answers = {
        vera.client.get(list_of(LoanLine), {"agreed_value__gt": bound}, follow=True).context["cl"].result_count
        for bound in (1, 10_000_000)
    }

    assert answers == {1}


def test_the_code_in_a_letter_is_not_found_by_asking(colin: Staff) -> None:
    a_letter(text="Your code is 123456")

    response = colin.client.get("/admin/post/letter/?text__contains=999", follow=True)

    assert response.context["cl"].result_count == 1
    assert "asked that way" in response.content.decode()


def test_the_second_mistake_is_no_broken_installation(vera: Staff) -> None:
    response = vera.client.get("/admin/loans/loanline/?e=1&agreed_value__gt=1")

    assert response["Location"].endswith("?e=1")


def test_what_our_own_links_ask_is_answered(vera: Staff) -> None:
    line, entry, due = LoanLineFactory(), ChecklistEntryFactory(), DeadlineFactory()
    own: list[tuple[type[Model], dict[str, Any]]] = [
        (Loan, {"exhibition__id__exact": line.loan.exhibition_id, "lender__id__exact": line.loan.lender_id}),
        (Loan, {"exhibition__id__exact": line.loan.exhibition_id, "stage": "waiting"}),
        (
            LoanLine,
            {
                "loan__exhibition__id__exact": line.loan.exhibition_id,
                "loan__lender__id__exact": line.loan.lender_id,
                "status__exact": line.status,
            },
        ),
        (CollectionObject, {"lender__id__exact": line.object.lender_id}),
        (ChecklistEntry, {"exhibition__id__exact": entry.exhibition_id}),
        (
            ChecklistEntry,
            {
                "exhibition__id__exact": entry.exhibition_id,
                "object__lender__id__exact": entry.object.lender_id,
                "asked": "no",
            },
        ),
        (Deadline, {"exhibition__id__exact": due.exhibition_id, "when": "late"}),
        (Deadline, {"q": "L-2026"}),
        (LoanLine, {"id__exact": line.pk}),
        (LoanLine, {"e": 1}),
    ]
    for model, query in own:
        assert vera.client.get(list_of(model), query).status_code == 200, query


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_a_list_sorts_by_what_it_shows_alone(model: type[Model], root: Staff) -> None:
    ROWS[model]()
    model_admin = admin.site._registry[model]
    shown = {"id", "pk", *(str(each).lstrip("-") for each in (model_admin.ordering or model._meta.ordering or ()))}
    for column in model_admin.list_display:
        sorts = getattr(getattr(model_admin, str(column), None), "admin_order_field", None) or str(column)
        assert str(sorts).split("__")[-1] not in SECRETS
    for order in ("99", "-99", "agreed_value", "-password", "\x00"):
        response = root.client.get(list_of(model), {"o": order}, follow=True)
        sorted_by = {str(each).lstrip("-") for each in response.context["cl"].queryset.query.order_by}
        assert sorted_by <= shown
