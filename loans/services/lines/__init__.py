"""The one door for every change of a loan line's state.

Admin, portal, API and tasks all come through here, so they can't drift apart.
"""

from loans.rules import possible_moves, refusal
from loans.services.lines.corrections import correct
from loans.services.lines.holds import hold, release, settle_incident
from loans.services.lines.moves import ExitTerms, move, move_all
from loans.services.lines.rows import locked, record
from loans.services.lines.standing import Stand, stand, stand_all

__all__ = [
    "ExitTerms",
    "Stand",
    "correct",
    "hold",
    "locked",
    "move",
    "move_all",
    "possible_moves",
    "record",
    "refusal",
    "release",
    "settle_incident",
    "stand",
    "stand_all",
]
