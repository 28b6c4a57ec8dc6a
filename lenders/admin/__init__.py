"""The admin of lenders, their people, their objects and their systems' keys."""

from lenders.admin import lenders, objects, tokens

__all__ = ["lenders", "objects", "tokens"]
