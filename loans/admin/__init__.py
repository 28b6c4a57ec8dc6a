"""The admin of loans: today, the board, each loan's page, its moves, deadlines and condition reports."""

from django.contrib import admin

from loans.admin import asking, clauses, deadlines, exhibitions, lines, lists, reports
from loans.admin.words import VERBS
from loans.states import MOVES
from office.records import verbs

verbs.name({f"line.{move.name}": move.done for move in MOVES.values()} | VERBS)

__all__ = ["admin", "asking", "clauses", "deadlines", "exhibitions", "lines", "lists", "reports"]
