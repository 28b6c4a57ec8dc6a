"""Pictures for the demo, drawn by program as archaeologists draw finds: no photograph may be shipped with it."""

from loans.management.demo.drawings.catalogue import KINDS, Drawing, draw, draw_all

__all__ = ["KINDS", "Drawing", "draw", "draw_all"]
