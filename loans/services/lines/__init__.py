"""The one door for every change of a loan line's state.

Admin, portal, API and tasks all come through here, so they can't drift apart.
"""

from loans.rules import possible_moves, refusal
from loans.services.lines.corrections import correct
from loans.services.lines.holds import hold, release, settle_incident
from loans.services.lines.moves import ExitTerms, move, move_all
from loans.services.lines.rows import locked, record

__all__ = [
    "ExitTerms",
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
]
