"""API tokens: made once, shown once, kept as a hash; found again by what they begin with."""

import datetime as dt
import hashlib
import re
import secrets
import string
from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from lenders.models import ApiToken, Lender
from lenders.models.tokens import SCOPES
from office.records import audit
from office.records.actors import Actor
from office.records.wording import listed, written

# `last_used_at` tells a person whether a key is still in use; a minute is exact enough and spares a write a request.
USE_NOTED_EVERY = dt.timedelta(minutes=1)

_PREFIX_LETTERS = string.ascii_lowercase + string.digits
_SECRET_LETTERS = string.ascii_letters + string.digits
_TOKEN = re.compile(r"(cvn_[a-z0-9]{8})_[A-Za-z0-9]{40}", re.ASCII)


class TokenRefused(Exception):
    """The token doesn't open anything; `sentence` says why, `code` says it to machines."""

    def __init__(self, sentence: str, *, code: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.code = code


def create(
    name: str,
    *,
    scopes: Collection[str],
    actor: Actor,
    lender: Lender | None = None,
    expires_at: dt.datetime | None = None,
) -> tuple[ApiToken, str]:
    """Makes a token and returns it with its text, which is stored nowhere and can't be shown again.

    Without a lender it is the organiser's own. Raises ValueError with a sentence for no scope or an unknown one.
    """
    unknown = sorted(set(scopes) - set(SCOPES))
    if unknown or not scopes:
        raise ValueError(
            _("There is no scope called %(names)s. Choose from: %(known)s.")
            % {"names": listed([f"“{scope}”" for scope in unknown]), "known": ", ".join(SCOPES)}
            if unknown
            else _("A token needs at least one scope. Choose from: %(known)s.") % {"known": ", ".join(SCOPES)}
        )
    prefix = "cvn_" + "".join(secrets.choice(_PREFIX_LETTERS) for _letter in range(8))
    text = f"{prefix}_" + "".join(secrets.choice(_SECRET_LETTERS) for _letter in range(40))
    with transaction.atomic():
        token = ApiToken.objects.create(
            name=name,
            prefix=prefix,
            key_hash=_hash(text),
            scopes=[scope for scope in SCOPES if scope in scopes],
            lender=lender,
            expires_at=expires_at,
        )
        token.refresh_from_db(fields=["uid"])
        _record("created", token, actor=actor, after={"scopes": token.scopes, "lender": lender.code if lender else ""})
    return token, text


def revoke(token: ApiToken, *, actor: Actor, now: dt.datetime) -> ApiToken:
    """Ends a token for good; one that has ended already stays as it was."""
    with transaction.atomic():
        token = ApiToken.objects.select_for_update().get(pk=token.pk)
        if token.revoked_at is None:
            token.revoked_at = now
            token.save(update_fields=["revoked_at"])
            _record("revoked", token, actor=actor)
    return token


def open_with(text: str, *, now: dt.datetime) -> ApiToken:
    """The token this text belongs to, with its lender. Raises TokenRefused.

    Whether a token was revoked or has run out is told only to whoever holds all of it.
    """
    parts = _TOKEN.fullmatch(text)
    token = ApiToken.objects.select_related("lender").filter(prefix=parts[1]).first() if parts else None
    if token is None or not secrets.compare_digest(token.key_hash, _hash(text)):
        raise TokenRefused(_("This token is not known. Ask the organiser for one."), code="token-unknown")
    if token.revoked_at is not None and token.revoked_at <= now:
        raise TokenRefused(_("This token was revoked. Ask the organiser for a new one."), code="token-revoked")
    if token.expires_at is not None and token.expires_at <= now:
        raise TokenRefused(
            _("This token worked until %(day)s. Ask the organiser for a new one.")
            % {"day": written(token.expires_at.date())},
            code="token-expired",
        )
    return token


def note_use(token: ApiToken, *, now: dt.datetime) -> None:
    """Writes down that the token was used, once a minute at most."""
    if token.last_used_at is None or token.last_used_at <= now - USE_NOTED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)


def _hash(text: str) -> str:
    # 40 random letters need no slow hash: there is nothing to guess.
    return hashlib.sha256(text.encode()).hexdigest()


def _record(verb: str, token: ApiToken, *, actor: Actor, after: dict[str, object] | None = None) -> None:
    audit.record(
        verb, actor=actor, subject_kind="api token", subject_id=token.uid, subject_label=token.name, after=after
    )
