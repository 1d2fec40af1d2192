"""Turns published records into printed works, as data: each Book is a sequence of parts in reading order."""
