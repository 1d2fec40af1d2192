"""Bytes on disk → text with positions → records and Problems → a Library."""
