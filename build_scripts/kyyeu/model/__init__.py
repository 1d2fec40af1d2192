"""Defines one class for each kind of record; its fields declare their label, help text and kind of value."""
