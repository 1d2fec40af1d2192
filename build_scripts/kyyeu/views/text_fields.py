"""Marks the fields of views that hold no text of their own, and reads the others."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

# Metadata of a field that repeats text of other fields (names that must not break, the description of a
# drawing) or holds none: a picture, a reference, an address behind a QR code.
NOT_TEXT = {"is_text": False}


def text_values(view: Any) -> list[Any]:
    """The values of a dataclass in the order of its fields, without those marked NOT_TEXT."""
    return [getattr(view, field.name) for field in fields(view) if field.metadata.get("is_text", True)]
