"""What was recorded for a lender is said in the same words everywhere."""

import datetime as dt

import pytest

from loans.rules import behalf
from office.records.models import AuditEvent, Authority

MARCH = dt.date(2026, 3, 3)


def event(**said: object) -> AuditEvent:
    usual = {
        "verb": "line.approve",
        "recorded_by_kind": "staff",
        "recorded_by": "Ruth Okafor",
        "decided_by": "Dr Rahimova",
        "authority": Authority.LETTER,
        "authority_number": "17/3",
        "authority_date": MARCH,
    }
    return AuditEvent(**(usual | said))


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, "Recorded by Ruth Okafor from a letter of 3 March 2026, no. 17/3"),
        ({"authority": "telephone", "authority_number": ""}, "Recorded by Ruth Okafor from a telephone call of 3 March 2026"),
        ({"authority": "decree", "authority_date": None}, "Recorded by Ruth Okafor from a decree, no. 17/3"),
        ({"authority": "other", "authority_number": ""}, "Recorded by Ruth Okafor from a paper of 3 March 2026"),
        (
            {"verb": "line.stand", "decided_by": "Ruth Okafor", "authority": "", "authority_number": "", "authority_date": None, "after": {"as_of": "2026-11-01"}},
            "Recorded by Ruth Okafor; taken over as it stood on 1 November 2026",
        ),
    ],
)  # fmt: skip
def test_who_wrote_it_down_and_how_we_know(said: dict[str, object], words: str) -> None:
    assert behalf.words(event(**said)) == words


@pytest.mark.parametrize(
    "said",
    [
        {"recorded_by_kind": "contact", "recorded_by": "Nilufar Karimova", "decided_by": "Nilufar Karimova", "authority": "portal"},
        {"recorded_by_kind": "token", "authority": "api"},
        {"verb": "line.pack", "decided_by": "Ruth Okafor", "authority": ""},
        {"verb": "agreement.organiser_signed", "decided_by": "Hanna Weiss", "authority": ""},
        {"verb": "loan.send_request", "decided_by": "Ruth Okafor"},
    ],
)  # fmt: skip
def test_who_acts_herself_is_not_marked(said: dict[str, object]) -> None:
    assert behalf.words(event(**said)) == ""
