"""Exhibitions, venues, showings, sections and the checklist."""

from exhibitions.models.checklist import ChecklistEntry, Priority, WishStatus
from exhibitions.models.exhibition import Exhibition, Section, Showing, Venue
from exhibitions.models.facility import FacilityReport, FacilitySection, SectionCode

__all__ = [
    "ChecklistEntry",
    "Exhibition",
    "FacilityReport",
    "FacilitySection",
    "Priority",
    "Section",
    "SectionCode",
    "Showing",
    "Venue",
    "WishStatus",
]
