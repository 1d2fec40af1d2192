"""Reads a project's files: bytes become text, plain values with positions, records, and a Library."""
