"""Documents: pure functions from plain dataclasses to accessible, archivable PDF bytes, set with Typst."""
