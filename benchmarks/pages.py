"""Pages of the workplace as a registrar opens them: server time and queries, through the whole of Django."""

from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import reverse

from benchmarks.figures import Figure, figure, percentile, seconds
from lenders.models import CollectionObject
from loans.models import Loan

RUNS = 30
_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def run() -> list[Figure]:
    client = Client(headers={"host": "localhost"})
    client.force_login(get_user_model().objects.get(email="registrar@museum.example"), backend=_BACKEND)
    loan = Loan.objects.order_by("pk")[500]
    thing = CollectionObject.objects.order_by("pk")[50_000]
    pages = {
        "object list": (reverse("admin:lenders_collectionobject_changelist"), 60.0),
        "object list, searched": (reverse("admin:lenders_collectionobject_changelist") + "?q=varakhran", 60.0),
        "object page": (reverse("admin:lenders_collectionobject_change", args=[thing.pk]), 60.0),
        "loan list": (reverse("admin:loans_loan_changelist"), 60.0),
        "loan page": (reverse("admin:loan", args=[loan.reference]), 60.0),
        "today": (reverse("admin:index"), 60.0),
    }
    with override_settings(SECOND_FACTOR_REQUIRED=False):
        return [_measured(client, name, address, aim) for name, (address, aim) in pages.items()]


def _measured(client: Client, name: str, address: str, aim: float) -> Figure:
    first = client.get(address)
    if first.status_code != 200:
        raise RuntimeError(f"{address}: {first.status_code}")
    times = [seconds(lambda: client.get(address)) * 1000 for _run in range(RUNS)]
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return figure(
        f"{name}, p50",
        percentile(times, 50),
        "ms",
        target=aim,
        note=f"p95 {percentile(times, 95):.0f} ms, {len(queries)} queries, {len(first.content) / 1024:.0f} KB",
    )
