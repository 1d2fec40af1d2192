"""The records: one file a kind. A field is declared once, with label, help and kind of value."""
