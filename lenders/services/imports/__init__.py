"""Imports of object lists: read a file, map its columns, understand its cells, write the set in one transaction."""
