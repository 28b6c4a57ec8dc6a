"""Who is calling: the bearer of an API token. Sessions and cookies are never looked at, so no page can borrow them."""

from http import HTTPStatus

from django.utils import timezone
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.request import Request

from lenders.access import actor_for_token
from lenders.api.basics.problems import Problem
from lenders.models import ApiToken
from lenders.services import tokens
from office.records.actors import Actor

CHALLENGE = 'Bearer realm="Caravan"'

NOBODY = Actor(kind="token", id="", name="")


class BearerToken(BaseAuthentication):
    """`Authorization: Bearer TOKEN`. `request.user` is then the token's Actor and `request.auth` the ApiToken."""

    def authenticate(self, request: Request) -> tuple[Actor, ApiToken] | None:
        words = get_authorization_header(request).split()
        if not words or words[0].lower() != b"bearer":
            return None
        now = timezone.now()
        try:
            token = tokens.open_with(b" ".join(words[1:]).decode("latin-1"), now=now)
        except tokens.TokenRefused as refused:
            raise Problem(
                HTTPStatus.UNAUTHORIZED,
                code=refused.code,
                sentence=refused.sentence,
                headers={"WWW-Authenticate": f'{CHALLENGE}, error="invalid_token"'},
            ) from None
        tokens.note_use(token, now=now)
        return actor_for_token(token), token

    def authenticate_header(self, request: Request) -> str:
        return CHALLENGE


def actor_of(request: Request) -> Actor:
    """The caller; without a token somebody who may do and see nothing."""
    caller: object = request.user
    return caller if isinstance(caller, Actor) else NOBODY
