"""Defines each kind of record as a class whose fields declare their label, help text and kind of value."""
