"""Turns published records into printed works: books made of parts in reading order, as frozen dataclasses."""
