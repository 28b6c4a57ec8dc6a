"""The questions the services and the surfaces ask before anything is written. Pure: facts in, answers with sentences out."""

from loans.rules.moves import (
    Standing,
    check_day,
    check_needs,
    check_person,
    check_state,
    check_substitute,
    check_terms,
    move_named,
    open_gates_of,
    possible_moves,
    refusal,
    standing_of,
    steps_asked,
    what_is_open,
)
from loans.rules.status import counts_of, is_executed, is_over, loan_status

__all__ = [
    "Standing",
    "check_day",
    "check_needs",
    "check_person",
    "check_state",
    "check_substitute",
    "check_terms",
    "counts_of",
    "is_executed",
    "is_over",
    "loan_status",
    "move_named",
    "open_gates_of",
    "possible_moves",
    "refusal",
    "standing_of",
    "steps_asked",
    "what_is_open",
]
