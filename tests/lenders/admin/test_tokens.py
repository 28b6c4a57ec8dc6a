"""Keys for collection systems are made, shown once and ended."""

from django.urls import reverse

from lenders.models import ApiToken
from tests.factories import LenderFactory
from tests.personas import Staff


def test_a_token_is_shown_once_and_kept_as_a_hash(ruth: Staff) -> None:
    lender = LenderFactory()

    made = ruth.client.post(
        reverse("admin:lenders_apitoken_add"), {"name": "TMS", "lender": lender.pk, "scopes": ["loans:read"]}
    )
    again = ruth.client.get(reverse("admin:lenders_apitoken_changelist"))

    token = ApiToken.objects.get()
    assert made.context["text"].startswith(token.prefix)
    assert made.context["text"] not in again.content.decode()


def test_an_ended_token_stays_ended(ruth: Staff) -> None:
    ruth.client.post(reverse("admin:lenders_apitoken_add"), {"name": "TMS", "scopes": ["loans:read"]})
    token = ApiToken.objects.get()

    ruth.client.post(reverse("admin:lenders_apitoken_end", args=(token.uid,)))

    token.refresh_from_db()
    assert token.revoked_at is not None


def test_colin_makes_no_tokens(colin: Staff) -> None:
    assert colin.client.get(reverse("admin:lenders_apitoken_add")).status_code == 403
