"""The admin of exhibitions, venues, their facility reports and checklists."""

from exhibitions.admin import checklist, exhibitions, facility, venues

__all__ = ["checklist", "exhibitions", "facility", "venues"]
