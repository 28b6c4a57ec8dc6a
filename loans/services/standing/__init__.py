"""Loans as they stand: a running show taken over from a list, with its decisions, agreements and values."""

from loans.services.standing.missing import Missing, missing
from loans.services.standing.plan import Plan, plan
from loans.services.standing.template import template
from loans.services.standing.write import take

__all__ = ["Missing", "Plan", "missing", "plan", "take", "template"]
