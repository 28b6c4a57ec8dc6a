"""The worked example: one large show some months before its opening, one small show that is closing."""
