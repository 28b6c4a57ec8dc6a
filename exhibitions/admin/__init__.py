"""The admin of exhibitions, venues and checklists."""

from exhibitions.admin import checklist, exhibitions

__all__ = ["checklist", "exhibitions"]
