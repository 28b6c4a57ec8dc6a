"""The questions the services and the surfaces ask before anything is written. Pure: facts in, answers with sentences out."""

from loans.rules.moves import (
    check_day,
    check_needs,
    check_person,
    check_state,
    check_substitute,
    move_named,
    possible_moves,
    refusal,
    what_is_open,
)
from loans.rules.status import counts_of, is_executed, is_over, loan_status

__all__ = [
    "check_day",
    "check_needs",
    "check_person",
    "check_state",
    "check_substitute",
    "counts_of",
    "is_executed",
    "is_over",
    "loan_status",
    "move_named",
    "possible_moves",
    "refusal",
    "what_is_open",
]
