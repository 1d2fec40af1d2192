"""Answers questions about records that several stages ask: on consent, valid awards, citations and names."""
