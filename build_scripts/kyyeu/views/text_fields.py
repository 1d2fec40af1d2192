"""Marks fields of page data that hold no readable text, and returns the texts of all other fields."""

from dataclasses import fields
from typing import Any

# Dataclass metadata that marks a field as adding no text: it repeats text of other fields (such as names that
# must not break) or holds something else, such as a picture, a record's reference or a QR code's address.
NOT_TEXT = {"is_text": False}


def text_values(view: Any) -> list[Any]:
    """Returns the values of a dataclass's fields, in order, except of fields marked NOT_TEXT."""
    return [getattr(view, field.name) for field in fields(view) if field.metadata.get("is_text", True)]
