"""Exhibitions, venues, showings, sections and the checklist."""

from exhibitions.models.checklist import ChecklistEntry, Priority, WishStatus
from exhibitions.models.exhibition import Exhibition, Section, Showing, Venue

__all__ = ["ChecklistEntry", "Exhibition", "Priority", "Section", "Showing", "Venue", "WishStatus"]
