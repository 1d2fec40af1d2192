"""Reads a project's files: bytes become text, text becomes values with positions, values become records."""
