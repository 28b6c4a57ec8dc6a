"""API tokens: shown once, found by their text, refused with a reason."""

import datetime as dt
import hashlib

import pytest

from lenders.access import actor_for_token
from lenders.models import ApiToken
from lenders.services import tokens
from office.records.actors import Actor
from office.records.models import AuditEvent
from tests.personas import Lending, Staff

NOON = dt.datetime(2026, 3, 3, 12, tzinfo=dt.UTC)


def make(**more: object) -> tuple[ApiToken, str]:
    return tokens.create("TMS", scopes=["loans:read"], actor=Actor.system(), **more)  # type: ignore[arg-type]


def test_only_the_hash_is_stored(db: None) -> None:
    token, text = make()

    stored = ApiToken.objects.get()
    assert stored.key_hash == hashlib.sha256(text.encode()).hexdigest()
    assert text.startswith(f"{stored.prefix}_")
    assert (len(stored.prefix), len(text)) == (12, 53)
    assert text not in repr(vars(stored))
    assert tokens.open_with(text, now=NOON) == token


def test_making_and_revoking_are_in_the_audit_trail(ruth: Staff) -> None:
    token, _text = tokens.create("TMS", scopes=["loans:write", "loans:read"], actor=ruth.actor)

    tokens.revoke(token, actor=ruth.actor, now=NOON)
    tokens.revoke(token, actor=ruth.actor, now=NOON + dt.timedelta(days=1))

    events = AuditEvent.objects.filter(subject_id=token.uid).order_by("id")
    assert [(event.verb, event.recorded_by) for event in events] == [
        ("created", "Ruth Okafor"),
        ("revoked", "Ruth Okafor"),
    ]
    assert events[0].after == {"scopes": ["loans:read", "loans:write"], "lender": ""}
    token.refresh_from_db()
    assert token.revoked_at == NOON


@pytest.mark.parametrize("scopes", [[], ["loans:read", "loans:burn"]])
def test_a_scope_nobody_knows_is_refused(db: None, scopes: list[str]) -> None:
    with pytest.raises(ValueError, match="Choose from: objects:read, objects:write, loans:read"):
        tokens.create("TMS", scopes=scopes, actor=Actor.system())

    assert ApiToken.objects.count() == 0


def test_a_text_that_is_no_token(db: None) -> None:
    token, text = make()
    wrong_end = text[:-1] + ("a" if text[-1] != "a" else "b")

    for wrong in ("", "cvn_", token.prefix, wrong_end, text + "x", text.upper(), "Ä" * 53, text + "\n"):
        with pytest.raises(tokens.TokenRefused) as refused:
            tokens.open_with(wrong, now=NOON)
        assert refused.value.code == "token-unknown"


def test_an_expired_token_says_until_when_it_worked(db: None) -> None:
    _token, text = make(expires_at=NOON)

    assert tokens.open_with(text, now=NOON - dt.timedelta(seconds=1)).name == "TMS"
    with pytest.raises(tokens.TokenRefused) as refused:
        tokens.open_with(text, now=NOON)
    assert (refused.value.code, refused.value.sentence) == (
        "token-expired",
        "This token worked until 3 March 2026. Ask the organiser for a new one.",
    )


def test_a_revoked_token_opens_nothing(db: None) -> None:
    token, text = make()
    tokens.revoke(token, actor=Actor.system(), now=NOON)

    with pytest.raises(tokens.TokenRefused) as refused:
        tokens.open_with(text, now=NOON)
    assert refused.value.code == "token-revoked"


def test_why_is_told_only_to_whoever_holds_the_whole_token(db: None) -> None:
    token, _text = make(expires_at=NOON)
    tokens.revoke(token, actor=Actor.system(), now=NOON)

    with pytest.raises(tokens.TokenRefused) as refused:
        tokens.open_with(f"{token.prefix}_{'x' * 40}", now=NOON + dt.timedelta(days=1))
    assert refused.value.code == "token-unknown"


def test_use_is_noted_once_a_minute(db: None) -> None:
    token, _text = make()
    seen = []
    for seconds in (0, 59, 60, 61):
        tokens.note_use(token, now=NOON + dt.timedelta(seconds=seconds))
        token.refresh_from_db()
        seen.append((token.last_used_at - NOON).seconds if token.last_used_at else None)

    assert seen == [0, 0, 60, 60]


def test_what_a_token_may(nilufar: Lending) -> None:
    lender = nilufar.contact.lender
    theirs, _text = tokens.create("TMS", scopes=["loans:write"], lender=lender, actor=Actor.system())
    ours, _text = make()

    assert actor_for_token(theirs).lender_ids == frozenset({lender.pk})
    assert actor_for_token(theirs).can("decide")
    assert actor_for_token(ours).sees_all
    assert not actor_for_token(ours).can("loans.record_answer")
