"""The command that makes a token, as a script uses it."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from lenders.models import ApiToken
from tests.callers import System
from tests.factories import LenderFactory


def create_token(*arguments: str) -> str:
    out = StringIO()
    call_command("create_token", *arguments, stdout=out)
    return out.getvalue().splitlines()[-1]


def test_the_last_line_is_the_token_alone(db: None) -> None:
    LenderFactory(code="SAM")

    text = create_token("TMS of Samarkand", "--scopes", "loans:read", "objects:read", "--lender", "SAM")

    assert System(text).get("lenders/").json()["results"][0]["code"] == "SAM"
    token = ApiToken.objects.get()
    assert (token.name, token.scopes, token.expires_at) == ("TMS of Samarkand", ["objects:read", "loans:read"], None)


def test_scopes_with_commas_and_an_end(db: None) -> None:
    create_token("Reader", "--scopes", "loans:read,objects:read", "--days", "30")

    token = ApiToken.objects.get()
    assert token.scopes == ["objects:read", "loans:read"]
    assert token.lender is None
    assert token.expires_at is not None
    assert (token.expires_at - timezone.now()).days in (29, 30)
    assert token.expires_at > timezone.now() + dt.timedelta(days=29)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--scopes", "loans:read", "--lender", "NOPE"], "There is no lender with the code “NOPE”."),
        (["--scopes", "loans:burn"], "There is no scope called “loans:burn”."),
        (["--scopes", ","], "A token needs at least one scope."),
        (["--scopes", "loans:read", "--days", "0"], "--days must be 1 or more."),
    ],
)
def test_what_it_refuses(db: None, arguments: list[str], sentence: str) -> None:
    with pytest.raises(CommandError) as refused:
        create_token("TMS", *arguments)

    assert str(refused.value).startswith(sentence)
    assert ApiToken.objects.count() == 0
