"""Declares which fields of views contain no text to be read, and returns the texts of the other fields."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

# Dataclass metadata for a field that repeats text of other fields (names that must not break, the description
# of a drawing) or contains no text to read: a picture, a reference, an address behind a QR code.
NOT_TEXT = {"is_text": False}


def text_values(view: Any) -> list[Any]:
    """Returns the values of a dataclass in field order, except those of fields marked NOT_TEXT."""
    return [getattr(view, field.name) for field in fields(view) if field.metadata.get("is_text", True)]
