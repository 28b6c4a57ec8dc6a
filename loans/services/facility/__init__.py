"""A lender's sight of a venue's facility report: confidentiality, reading, questions, its word; and how far each is."""

from loans.services.facility.decisions import decide
from loans.services.facility.questions import answer, ask, questions_visible_to
from loans.services.facility.reading import Sight, accept_confidentiality, changes, has_accepted, read, sight
from loans.services.facility.standing import Standing, Stands, open_concerns, standings, words_by_section

__all__ = [
    "Sight",
    "Standing",
    "Stands",
    "accept_confidentiality",
    "answer",
    "ask",
    "changes",
    "decide",
    "has_accepted",
    "open_concerns",
    "questions_visible_to",
    "read",
    "sight",
    "standings",
    "words_by_section",
]
