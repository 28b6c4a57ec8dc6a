"""Lists cost the same number of queries whatever they show, and stay light."""

from typing import Any

import pytest
from django.contrib import admin
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from lenders.models import CollectionObject
from office.people.lists import COUNTED_UP_TO
from tests.factories import CollectionObjectFactory, ExhibitionFactory, LenderFactory, OrganiserFactory
from tests.loans.admin.rows import ROWS, a_picture, a_sent_loan
from tests.personas import Staff

# Two for the session and its person, one for the badge of the menu; the rest is the list itself.
COSTS = {
    "exhibitions.ChecklistEntry": 6,
    "exhibitions.Exhibition": 4,
    "exhibitions.Venue": 4,
    "lenders.ApiToken": 4,
    "lenders.CollectionObject": 4,
    "lenders.Contact": 4,
    "lenders.Lender": 4,
    "loans.ClauseText": 5,
    "loans.ConditionReport": 4,
    "loans.Deadline": 4,
    "loans.Loan": 5,
    "loans.LoanLine": 4,
    "people.User": 4,
    "post.Letter": 4,
    "records.AuditEvent": 4,
    "records.Job": 4,
}
MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)


@pytest.fixture
def root(ada: Staff) -> Staff:
    ada.user.is_superuser = True
    ada.user.role = "head"
    ada.user.save()
    return ada


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_a_list_costs_a_fixed_number_of_queries(
    model: type[Any], rows: int, root: Staff, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _each in range(rows):
        ROWS[model]()
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")

    with django_assert_num_queries(COSTS[model._meta.label]):
        response = root.client.get(address)

    assert response.status_code == 200


@pytest.mark.parametrize("loans", [1, 3])
def test_today_costs_a_fixed_number_of_queries(
    loans: int, root: Staff, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _each in range(loans):
        a_sent_loan()

    with django_assert_num_queries(15):
        response = root.client.get(reverse("admin:index"))

    assert response.status_code == 200


@pytest.mark.parametrize("lenders", [1, 3])
def test_the_board_costs_a_fixed_number_of_queries(
    lenders: int, root: Staff, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    show = ExhibitionFactory()
    for _each in range(lenders):
        a_sent_loan(exhibition=show)

    with django_assert_num_queries(10):
        response = root.client.get(reverse("admin:board", args=(show.code,)))

    assert response.status_code == 200


@pytest.mark.parametrize("lines", [1, 3])
def test_a_loan_costs_a_fixed_number_of_queries(
    lines: int, root: Staff, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    loan = a_sent_loan(lines=lines)

    with django_assert_num_queries(33):
        response = root.client.get(reverse("admin:loan", args=(loan.reference,)))

    assert response.status_code == 200


def test_a_full_page_of_objects_weighs_less_than_120_kb(ruth: Staff) -> None:
    lender, picture = LenderFactory(), a_picture()
    CollectionObjectFactory.create_batch(
        60, lender=lender, image=picture, title="Ewer with a long neck and a lion's head"
    )

    response = ruth.client.get(reverse("admin:lenders_collectionobject_changelist"))

    assert response.content.count(b'name="_selected_action"') == 50
    assert len(response.content) < 120_000


def test_a_long_list_is_not_counted_to_its_end_but_can_be_read_to_its_end(ruth: Staff) -> None:
    lender = OrganiserFactory()
    CollectionObject.objects.bulk_create(
        CollectionObject(lender=lender, accession_number=f"B{n:05}", accession_sort=f"B{n:05}", title=f"Bead {n}")
        for n in range(COUNTED_UP_TO + 30)
    )
    address = reverse("admin:lenders_collectionobject_changelist")

    first = ruth.client.get(address, {"lender__id__exact": lender.pk}).content.decode()
    last = ruth.client.get(address, {"lender__id__exact": lender.pk, "p": 21}).content.decode()

    assert "1 to 50 of more than 1,000" in first
    assert "Bead 1029" in last
    assert 'rel="next"' in first
    assert 'rel="next"' not in last
